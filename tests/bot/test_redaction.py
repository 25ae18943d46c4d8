"""What identifies a person goes, what a question is about stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.redaction import redact
from kb.model import Regulation

GONE = [
    ("打我电话13812345678", "打我电话［手机号］"),
    ("138 1234 5678 联系", "［手机号］ 联系"),
    ("手机138-1234-5678，随时", "手机［手机号］，随时"),
    ("手机138 12 34 56 78", "手机［手机号］"),
    ("１３８１２３４５６７８", "［手机号］"),
    ("1 3 8 1 2 3 4 5 6 7 8", "［手机号］"),
    ("+86 138 1234 5678", "［手机号］"),
    ("8613812345678", "［手机号］"),
    ("138\u200b1234\u200b5678", "［手机号］"),
    ("打一三八一二三四五六七八找我", "打［手机号］找我"),
    ("座机023-67891234", "座机［电话］"),
    ("（023）6789 1234", "［电话］"),
    ("+86 23 67891234", "［电话］"),
    ("0871 6789123", "［电话］"),
    ("单位电话：67891234", "单位电话：［电话］"),
    ("电话是6789-1234", "电话是［电话］"),
    ("电话号码：6789123", "电话号码：［电话］"),
    ("身份证50010119900101123X的老板", "身份证［证件号］的老板"),
    ("身份证５００１０１１９９００１０１１２３４", "身份证［证件号］"),
    ("500101 19900101 1234", "［证件号］"),
    ("老身份证500101900101123", "老身份证［证件号］"),
    ("不对的12345678901234567x", "不对的［证件号］"),
    ("写信到 li.si@example.com 吧", "写信到 ［邮箱］ 吧"),
    ("写信到li.si@example.com.cn吧", "写信到［邮箱］吧"),
    ("ｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "［邮箱］"),
    ("打到6222021234567890123", "打到［银行卡号］"),
    ("打到6222 0212 3456 7890 123", "打到［银行卡号］"),
    ("打到6222-0212-3456-7890", "打到［银行卡号］"),
    ("代码91500000MA5U12345X", "代码［信用代码］"),
    ("代码91500000ma5u12345x", "代码［信用代码］"),
    ("代码91 500000 MA5U1234 5X", "代码［信用代码］"),
    ("代码915001012028012345", "代码［信用代码］"),
    ("两个：13812345678、13912345678。", "两个：［手机号］、［手机号］。"),
]
KEPT = [
    "欠我3000000元，12345不管",
    "欠我13812345678元",
    "合同金额 13800000000 元",
    "分别是150 2024-03-28到期",
    "预算总额1,234,567,890.12元",
    "1.2亿，35%，三百五十万",
    "2024年3月28日修订，2024-07-01起施行",
    "20240101-20241231这一年",
    "2024-03-28 2024-07-01",
    "第三十六条第三款，36.3，58.1.6，第11条到第13条",
    "渝府办发〔2024〕123号，工信部联企业〔2011〕300号",
    "（2023）渝0103民初12345号",
    "二〇二四年七月一日，一二三四五",
    "营业收入30000000元，从业人员300人",
    "欠条上写67891234元",
    "拨打12348、12345、12315",
    "质量好8888888",
    "订单20240701001号",
    "发票号码12345678，合同号码20240701",
    "电话20240701打的",
    "合同HT-0231-2024-0012",
]


@pytest.mark.parametrize(("text", "kept"), GONE)
def test_what_identifies_a_person_is_taken_out(text: str, kept: str) -> None:
    assert redact(text) == kept


@pytest.mark.parametrize("text", KEPT)
def test_amounts_days_articles_and_document_numbers_stay(text: str) -> None:
    assert redact(text) == text


def test_the_regulation_itself_has_nothing_to_take_out(regulation: Regulation) -> None:
    for article in regulation.articles:
        assert redact(article.full_text) == article.full_text


@given(st.text())
def test_what_was_taken_out_once_is_not_taken_out_again(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-", "·"]))
def test_no_mobile_number_stays(number: str, sign: str) -> None:
    written = sign.join((number[:3], number[3:7], number[7:]))
    assert redact(f"找我{written}谢谢") == "找我［手机号］谢谢"
