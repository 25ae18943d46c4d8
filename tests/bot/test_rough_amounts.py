"""What a number that is told roughly is less than for certain."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bot.amounts import find_amounts
from bot.rough_amounts import ceiling


@pytest.mark.parametrize(
    ("said", "less_than"),
    [
        ("三四个人", 5),
        ("十二三个人", 14),
        ("就几个人", None),
        ("几个人", 10),
        ("十几个人", 20),
        ("三十多万", 400_000),
        ("120多万", 1_300_000),
        ("一百七八十万", 1_900_000),
        ("2、3个人", 4),
        ("8到12个人", 13),
        ("上百号人", None),
        ("百来个人", None),
    ],
)
def test_a_rough_number_is_less_than_the_next_of_its_last_figure(said: str, less_than: int | None) -> None:
    assert ceiling(said) == (None if less_than is None else Fraction(less_than))


@pytest.mark.parametrize("said", ["不到5个人", "5个人不到", "没得5个人", "5个人都没得"])
def test_what_is_not_reached_is_less_than_what_is_named(said: str) -> None:
    (amount,) = find_amounts(said)
    assert amount.problem
    assert amount.below == 5


def test_whether_there_are_so_many_is_a_question_and_no_bound() -> None:
    (amount,) = find_amounts("有没有5个人")
    assert amount.below is None
