from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.numerals import from_chinese, to_chinese


@given(st.integers(0, 9999))
def test_what_is_written_is_read_again(number: int) -> None:
    assert from_chinese(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (59, "五十九"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1001, "一千零一"),
    ],
)
def test_numbers_are_written_as_provisions_are_numbered(number: int, words: str) -> None:
    assert to_chinese(number) == words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("36", 36),
        ("二〇二五", 2025),
        ("两百", 200),
        ("一千二百万", 12_000_000),
        ("一亿二千万", 120_000_000),
        ("三万亿", 3 * 10**12),
    ],
)
def test_other_ways_of_writing_are_read(text: str, number: int) -> None:
    assert from_chinese(text) == number


@pytest.mark.parametrize("text", ["", "十百", "三十六条", "一一十", "万", "百百", "零十", "3.5", "二两"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        from_chinese(text)


@pytest.mark.parametrize("number", [-1, 10_000])
def test_only_four_digits_are_written(number: int) -> None:
    with pytest.raises(ValueError, match="0–9999"):
        to_chinese(number)
