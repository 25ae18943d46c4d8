from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Outcome
from bot.assistant import Assistant
from bot.details import LONGEST, details, open_detail, silence_on
from kb.guide import Explanation, Silence
from kb.handbook import Handbook
from kb.model import Reference

GRANT = "符合条件的创业人员可以按照规定向人力社保部门申请一次性创业补助。"
PERIOD = "应当在三个工作日内作出是否受理的决定。"
FIRST = Reference(article=25, paragraph=3)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("这笔补助有多少钱", "具体金额"),
        ("能拿百分之几", "具体比例"),
        ("一年能领几次", "多久一次、要做几次"),
        ("多久到账", "具体期限"),
        ("不给的话要罚多少", "违反这一款怎么处罚"),
        ("那要赔我好多钱", "赔偿、补偿的数额"),
        ("要满足啥子条件", "具体条件"),
        ("服务点在几楼，电话是多少", "地址、电话和网址"),
    ],
)
def test_a_detail_that_the_provision_does_not_have_is_told_by_how_it_is_asked(asked: str, name: str) -> None:
    found = open_detail(GRANT, asked)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("provision", "asked"),
    [
        (PERIOD, "几天之内答复"),
        (GRANT, "怎么申请"),
        (GRANT, "拖了好几年了"),
        (GRANT, "跑了几趟了"),
        (GRANT, "多久" + "等啊" * LONGEST),
        ("由有权机关责令改正", "怎么处罚"),
    ],
)
def test_what_is_fixed_or_only_told_is_no_open_detail(provision: str, asked: str) -> None:
    assert open_detail(provision, asked) is None


def silence(id: str, name: str, reference: Reference = FIRST, ask: str = "") -> Silence:
    return Silence(id, reference, name, "说了什么", ask)


def test_the_guides_own_silence_on_it_comes_first_and_otherwise_one_is_made() -> None:
    amount = next(one for one in details() if one.name == "具体金额")
    handbook = Handbook({FIRST: Explanation("补助", "符合条件的可以申请。")})
    conditions, sum_ = silence("a", "申请的条件", ask="人力社保部门"), silence("b", "补助的金额")
    other = silence("c", "贷款的金额", Reference(article=25, paragraph=2))
    assert silence_on(amount, FIRST, [conditions, sum_], handbook) is sum_
    assert silence_on(amount, FIRST, [other], handbook) is other
    made = silence_on(amount, FIRST, [conditions, other], handbook)
    assert (made.name, made.says, made.ask) == ("您问的具体金额", "符合条件的可以申请。", "人力社保部门")


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("大企业过了日子还不肯确权，条例罚它多少钱", 20),
        ("公共数据的开放清单隔多久改一次", 47),
        ("奖励多久打到公司账上，得了国家质量奖", 31),
    ],
)
def test_such_a_question_is_answered_as_not_fixed(assistant: Assistant, question: str, article: int) -> None:
    answer = assistant.ask(question, date(2026, 1, 5))
    assert answer.outcome is Outcome.NOT_SPECIFIED
    assert answer.citations[0].reference.article == article
