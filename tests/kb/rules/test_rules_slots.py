from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import InputError
from kb.rules.problems import Problem
from kb.rules.slots import LARGEST_COUNT, LARGEST_YUAN, Kind, Option, Slot

SIZES = (Option("small", "小型企业"), Option("micro", "微型企业"))


def slot(kind: Kind) -> Slot:
    return Slot("it", "它", kind, options=SIZES, outside=(Option("finance", "金融业"),))


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.DATE, "2025-09-28", date(2025, 9, 28)),
        (Kind.DATE, " 2024-02-29 ", date(2024, 2, 29)),
        (Kind.DATE, date(2025, 9, 28), date(2025, 9, 28)),
        (Kind.DATE, datetime(2025, 9, 28, 23, 59), date(2025, 9, 28)),
        (Kind.YUAN, 80_000_000, Fraction(80_000_000)),
        (Kind.YUAN, "5,000,000", Fraction(5_000_000)),
        (Kind.YUAN, "5001005.50", Fraction("5001005.5")),
        (Kind.YUAN, Decimal("0.1"), Fraction(1, 10)),
        (Kind.YUAN, "-5", Fraction(-5)),
        (Kind.YUAN, LARGEST_YUAN, Fraction(LARGEST_YUAN)),
        (Kind.SHARE, "0.35", Fraction(35, 100)),
        (Kind.SHARE, "35%", Fraction(35, 100)),
        (Kind.SHARE, "33.3 %", Fraction(333, 1000)),
        (Kind.SHARE, Fraction(1, 3), Fraction(1, 3)),
        (Kind.COUNT, "300", 300),
        (Kind.COUNT, 0, 0),
        (Kind.COUNT, LARGEST_COUNT, LARGEST_COUNT),
        (Kind.CHOICE, "small", "small"),
        (Kind.CHOICE, "微型企业", "micro"),
        (Kind.CHOICES, "small, micro", ("small", "micro")),
        (Kind.CHOICES, "小型企业、小型企业", ("small", "small")),
        (Kind.CHOICES, ["micro", "小型企业"], ("micro", "small")),
        (Kind.BOOLEAN, True, True),
        (Kind.BOOLEAN, "否", False),
        (Kind.BOOLEAN, "Yes", True),
        (Kind.BOOLEAN, "0", False),
    ],
)
def test_what_was_given_becomes_a_value(kind: Kind, raw: object, value: object) -> None:
    read = slot(kind).read(raw)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "raw", "problem"),
    [
        (Kind.DATE, "2025-02-29", Problem.NOT_A_DATE),  # no leap year
        (Kind.DATE, "2025-13-05", Problem.NOT_A_DATE),
        (Kind.DATE, "2025-04-31", Problem.NOT_A_DATE),
        (Kind.DATE, "20250928", Problem.NOT_A_DATE),
        (Kind.DATE, "昨天", Problem.NOT_A_DATE),
        (Kind.DATE, 20250928, Problem.NOT_A_DATE),
        (Kind.YUAN, 350.5, Problem.NOT_AN_AMOUNT),  # a float is not what was typed
        (Kind.YUAN, "8000万", Problem.NOT_AN_AMOUNT),
        (Kind.YUAN, "1e9", Problem.NOT_AN_AMOUNT),
        (Kind.YUAN, "5,00", Problem.NOT_AN_AMOUNT),
        (Kind.YUAN, "", Problem.NOT_AN_AMOUNT),
        (Kind.YUAN, True, Problem.NOT_AN_AMOUNT),
        (Kind.YUAN, Decimal("NaN"), Problem.NOT_AN_AMOUNT),
        (Kind.YUAN, Decimal("Infinity"), Problem.NOT_AN_AMOUNT),
        (Kind.YUAN, Decimal("1e999999"), Problem.NOT_AN_AMOUNT),
        (Kind.YUAN, Fraction(1, 10**13), Problem.NOT_AN_AMOUNT),
        (Kind.YUAN, LARGEST_YUAN + 1, Problem.TOO_LARGE),
        (Kind.YUAN, "9" * 5000, Problem.NOT_AN_AMOUNT),
        (Kind.SHARE, "三成", Problem.NOT_A_SHARE),
        (Kind.SHARE, "%", Problem.NOT_A_SHARE),
        (Kind.SHARE, 0.35, Problem.NOT_A_SHARE),
        (Kind.COUNT, "12.5", Problem.NOT_A_COUNT),
        (Kind.COUNT, 12.0, Problem.NOT_A_COUNT),
        (Kind.COUNT, False, Problem.NOT_A_COUNT),
        (Kind.COUNT, LARGEST_COUNT + 1, Problem.TOO_LARGE),
        (Kind.CHOICE, "huge", Problem.NOT_A_CHOICE),
        (Kind.CHOICE, None, Problem.NOT_A_CHOICE),
        (Kind.CHOICE, "finance", Problem.OUTSIDE),
        (Kind.CHOICE, "金融业", Problem.OUTSIDE),
        (Kind.CHOICES, "small,huge", Problem.NOT_A_CHOICE),
        (Kind.CHOICES, 2, Problem.NOT_A_CHOICE),
        (Kind.BOOLEAN, "也许", Problem.NOT_A_BOOLEAN),
        (Kind.BOOLEAN, 1, Problem.NOT_A_BOOLEAN),
    ],
)
def test_what_cannot_be_read_is_named_with_its_problem(kind: Kind, raw: object, problem: Problem) -> None:
    with pytest.raises(InputError) as caught:
        slot(kind).read(raw)
    assert (caught.value.slot, caught.value.problem) == ("it", problem)


@given(st.dates())
def test_a_date_survives_json(day: date) -> None:
    it = slot(Kind.DATE)
    assert it.read(it.to_json(day)) == day


@given(st.integers(min_value=0, max_value=LARGEST_YUAN * 100).map(lambda fen: Fraction(fen, 100)))
def test_an_amount_survives_json(amount: Fraction) -> None:
    it = slot(Kind.YUAN)
    assert it.read(it.to_json(amount)) == amount


@given(st.fractions(min_value=0, max_value=1, max_denominator=10**4))
def test_a_share_is_plain_text_in_json(share: Fraction) -> None:
    assert isinstance(slot(Kind.SHARE).to_json(share), str)
