"""Whole numbers in Chinese: 三十六 ⇄ 36."""

from __future__ import annotations

import re

DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
DIGITS |= {"五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
BIG_UNITS = {"万": 10**4, "亿": 10**8}
NUMBER = r"(?:[0-9]+|[零〇○一二两三四五六七八九十百千]+)"
LARGEST = 9999

_CHINESE_DIGITS = "零一二三四五六七八九"


def to_chinese(number: int) -> str:
    """The number as a provision is numbered: 36 → 三十六, 10 → 十, 105 → 一百零五.

    Raises ValueError outside 0–9999.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number!r} is not in 0–{LARGEST}")
    if number == 0:
        return "零"
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _CHINESE_DIGITS[digit] + name
        gap = False
    return words.removeprefix("一") if words.startswith("一十") else words


def from_chinese(text: str) -> int:
    """A whole number written in Chinese or Arabic digits, also digit by digit (二〇二五).

    Raises ValueError for anything else, the empty string and a unit out of order included.
    """
    if re.fullmatch(r"[0-9]+", text):
        return int(text)
    if not text or any(c not in DIGITS and c not in UNITS and c not in BIG_UNITS for c in text):
        raise ValueError(f"{text!r} is not a whole number")
    if all(c in DIGITS for c in text):
        if len(text) > 1 and "两" in text:
            raise ValueError(f"{text!r} is not a whole number")
        return int("".join(str(DIGITS[c]) for c in text))
    return _by_big_units(text)


def _by_big_units(text: str) -> int:
    total, rest = 0, text
    for unit in ("亿", "万"):
        head, found, tail = rest.rpartition(unit)
        if found:
            if not head:
                raise ValueError(f"{text!r} is not a whole number")
            total += (_by_big_units(head) if "万" in head else _below_ten_thousand(head)) * BIG_UNITS[unit]
            rest = tail
    return total + (_below_ten_thousand(rest) if rest else 0)


def _below_ten_thousand(text: str) -> int:
    total, digit, last_unit = 0, None, 10**4
    for c in text:
        if c in DIGITS:
            if digit:
                raise ValueError(f"{text!r} is not a whole number")
            digit = DIGITS[c]
            continue
        unit = UNITS[c]
        if unit >= last_unit or digit == 0 or (digit is None and unit != 10):
            raise ValueError(f"{text!r} is not a whole number")
        total += (1 if digit is None else digit) * unit
        digit, last_unit = None, unit
    return total + (digit or 0)
