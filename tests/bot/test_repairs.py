"""Homophones and pinyin are put right; what is typed well stays as it is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.repairs import repaired

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "calculations.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("确全申请啥时候到其", "确权申请啥时候到期"),
        ("政府采够予算800万", "政府采购预算800万"),
        ("处理决订几号出", "处理决定几号出"),
        ("小徽企页", "小微企业"),
        ("今年预酸一千万", "今年预算一千万"),
        ("三家小行企业，合龟不", "三家小型企业，合规不"),
        ("投速昨天收到", "投诉昨天收到"),
        ("预算2300，留给中小700，单位：万元", "预算2300万，留给中小700万，单位：万元"),
        ("liang jia xiao xing qi ye zu lian he ti", "两家小型企业组联合体"),
        ("2025-06-10 que quan, na tian dao qi", "2025-06-10确权, 哪天到期"),
    ],
)
def test_what_is_mistyped_is_put_right(typed: str, meant: str) -> None:
    assert repaired(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "在这一条里头",
        "请据实报送",
        "一百元工资",
        "不受任何规定管",
        "移送到其他部门",
        "星期线上投诉",
        "我公司的app是Tiaoli Assistant",
        "9月10日那天提的",
        "给予留存",
        "期限期满",
    ],
)
def test_what_is_typed_well_stays(text: str) -> None:
    assert repaired(text) == text


def test_putting_right_twice_changes_nothing_more() -> None:
    for case in CASES:
        once = repaired(case["question"])
        assert repaired(once) == once
