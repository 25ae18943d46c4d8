from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.rules.money import format_share, format_yuan, is_exact, share_json, yuan_json

WHOLE = st.integers(min_value=0, max_value=10**16)
FEN = st.integers(min_value=0, max_value=10**16).map(lambda fen: Fraction(fen, 100))


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0元"),
        (3500, "3,500元"),
        (9999, "9,999元"),
        (10_000, "1万元"),
        (10_001, "10,001元"),  # four decimals of 万 are hard to read
        (1_051_500, "105.15万元"),
        (1_999_999, "1,999,999元"),
        (2_000_100, "200.01万元"),
        (24_000_000, "2400万元"),
        (99_999_900, "9999.99万元"),
        (100_000_000, "1亿元"),
        (120_000_000, "1.2亿元"),
        (108_000_000, "1.08亿元"),
        (123_500_000, "12350万元"),
        (123_456_789, "123,456,789元"),
        (Decimal("1500301.5"), "1,500,301.5元"),
        (Fraction(1, 100), "0.01元"),
        (Fraction(10_000, 3), "约3,333.33元"),
        (-5_000_000, "-500万元"),
        (Fraction(-1, 2), "-0.5元"),
    ],
)
def test_an_amount_is_written_as_people_write_it(amount: int | Decimal | Fraction, text: str) -> None:
    assert format_yuan(amount) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(3, 10), "30%"),
        (Fraction(1), "100%"),
        (Fraction(0), "0%"),
        (Fraction(255, 1000), "25.5%"),
        (Fraction(1, 3), "约33.33%"),
    ],
)
def test_a_share_is_written_as_a_percentage(share: Fraction, text: str) -> None:
    assert format_share(share) == text


def test_a_whole_amount_is_a_number_in_json() -> None:
    assert yuan_json(Fraction(24_000_000)) == 24_000_000


def test_any_other_amount_is_a_decimal_string_in_json() -> None:
    assert yuan_json(Fraction("900180.9")) == "900180.9"


def test_a_least_amount_that_does_not_end_is_never_rounded_down() -> None:
    assert yuan_json(Fraction(100, 3)) == "33.34"


def test_a_share_that_does_not_end_is_a_fraction_in_json() -> None:
    assert (share_json(Fraction(35, 100)), share_json(Fraction(1, 3))) == ("0.35", "1/3")


@given(FEN)
def test_json_keeps_an_amount_exactly(amount: Fraction) -> None:
    assert Fraction(yuan_json(amount)) == amount


@given(FEN)
def test_what_people_read_is_the_exact_amount(amount: Fraction) -> None:
    text = format_yuan(amount).removesuffix("元").replace(",", "")
    unit = {"万": 10**4, "亿": 10**8}.get(text[-1], 1)
    assert Fraction(text.rstrip("万亿")) * unit == amount


@given(WHOLE, st.integers(min_value=1, max_value=999))
def test_a_number_is_exact_if_nothing_but_twos_and_fives_divides_it(numerator: int, denominator: int) -> None:
    number = Fraction(numerator, denominator)
    # A decimal that ends is a whole number after enough shifts.
    assert is_exact(number) == ((number * 10**12).denominator == 1)
