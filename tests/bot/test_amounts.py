from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.amounts import FoundAmount, all_amounts, find_amounts
from bot.typed_text import fold
from kb.numerals import to_chinese
from kb.rules.money import format_yuan

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "amounts.toml").read_text(encoding="utf-8"))["case"]


def written(amount: FoundAmount) -> list[str]:
    return [amount.kind, f"？{amount.problem}" if amount.problem else str(amount.value)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_found(case: dict[str, Any]) -> None:
    found = [written(amount) for amount in find_amounts(case["text"])]
    assert len(found) == len(case["found"])
    for (kind, said), (expected_kind, expected) in zip(found, case["found"], strict=True):
        assert kind == expected_kind
        assert said.startswith(expected) if expected.startswith("？") else said == expected


def test_a_bound_is_there_for_whoever_wants_it() -> None:
    (amount,) = all_amounts("不低于百分之四十")
    assert amount.compared
    assert amount.value == Fraction(2, 5)


@given(st.integers(1, 10**10))
def test_an_amount_as_we_write_it_is_found_exactly(yuan: int) -> None:
    (amount,) = find_amounts(f"预算{format_yuan(yuan)}，怎么留")
    assert (amount.kind, amount.value) == ("yuan", yuan)


@given(st.integers(1, 9999))
def test_chinese_ten_thousands_are_found_exactly(number: int) -> None:
    (amount,) = find_amounts(f"预算{to_chinese(number)}万元")
    assert amount.value == number * 10_000


@given(st.text(alphabet="0123456789.,，万亿元成%百千十一二两三半个人多 负-到", max_size=20))
def test_amounts_stand_where_they_say_and_never_overlap(text: str) -> None:
    folded, end = fold(text), 0
    for amount in all_amounts(text):
        assert amount.start >= end
        assert folded[amount.start :].startswith(amount.text)
        assert amount.problem or amount.value is not None
        end = amount.end
