"""The price of a whole purchase from that of one piece."""

from __future__ import annotations

from datetime import date

import pytest

from bot.request import read
from bot.unit_prices import whole_price

TODAY = date(2025, 10, 20)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1050套课桌椅一套2000块", 1050 * 2000),
        ("每台8000元，买三百台", 300 * 8000),
        ("采购200台电脑，单价5000元", 200 * 5000),
        ("2万元一台，买60台", 60 * 20000),
    ],
)
def test_pieces_of_one_kind_are_multiplied(text: str, value: int) -> None:
    question = read(text, TODAY)
    (amount,) = question.yuan
    whole = whole_price(amount, question.text)
    assert whole is not None
    assert whole.value == value


@pytest.mark.parametrize(
    "text",
    [
        "买一套200万的系统",
        "每台8000元，还没定多少台",
        "每台8000元，买30套",
        "每台8000元，先买30台再买50台",
        "每月8万，签一年",
    ],
)
def test_without_one_number_of_such_pieces_there_is_no_sum(text: str) -> None:
    question = read(text, TODAY)
    assert whole_price(question.yuan[0], question.text) is None
