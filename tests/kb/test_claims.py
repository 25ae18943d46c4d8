from __future__ import annotations

import pytest

from kb.claims import claims, pattern_of, shared, words
from kb.guide import Guide, Misconception
from kb.guide_checks import guide_problems
from kb.model import Reference, Regulation

LAW = "应当在十五个工作日内作出处理决定，并书面答复投诉、举报人"
ORAL = ("口头|嘴上|打个?电话 & 就行|就可以|算数|够了|不必", "<loose> & 书面")


def claimed(text: str, told: tuple[str, ...] = ORAL) -> bool:
    return claims(text, told, LAW)


@pytest.mark.parametrize(
    "text",
    ["口头答复就行了吧", "结果嘛，打个电话算数", "书面的东西他们可以不给，那我录音", "听说不必书面答复，只用口头"],
)
def test_the_wrong_words_are_recognised_in_one_clause_in_any_order(text: str) -> None:
    assert claimed(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("口头答复我的，这就行了他们说", "the words stand in different clauses"),
        ("口头答复行不行", "an open question"),
        ("口头答复就行还是要书面", "an alternative"),
        ("口头答复就可以，这合法吗", "whether somebody else is within the law"),
        ("不是口头就可以，要并书面答复投诉、举报人", "who quotes the law's words has them right"),
        ("口头答复就行了" + "，我跑了好多趟" * 12, "a story"),
    ],
)
def test_what_only_sounds_so_is_not_a_claim(text: str, why: str) -> None:
    assert not claimed(text), why


def test_a_part_may_stand_anywhere_or_must_not_stand_at_all() -> None:
    assert claimed("办结了，只通知一声", ("通知 && 办结",))
    assert claimed("退回来了", ("退回 & ~移送",))
    assert not claimed("退回来了，没移送", ("退回 & ~移送",))


def test_every_list_of_words_is_an_expression() -> None:
    for name in words():
        pattern_of(f"<{name}>").check()


@pytest.mark.parametrize(("told", "message"), [("<nosuch>", "no list of words <nosuch>"), ("(", "missing")])
def test_a_pattern_that_is_none_is_a_problem_of_the_guide(regulation: Regulation, told: str, message: str) -> None:
    second = Reference(article=54, paragraph=2)
    wrong = Misconception("54~m1", second, "c", "r", "三个工作日", (told,))
    problems = guide_problems(Guide(misconceptions=(wrong,)), regulation)
    assert [problem for problem in problems if problem.startswith("54~m1: told: ") and message in problem]


def test_of_several_claims_the_one_is_meant_that_shares_most_pairs() -> None:
    said = "商会说入会满两年才准退是吧"
    assert shared(said, "入会满几年才可以退会") > shared(said, "本行业的企业都得加入协会") == 0
    assert shared(said, said) == 1
