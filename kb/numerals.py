"""Numbers in Chinese: 三十六 ⇄ 36, and quantities as people write them, 1亿2千万."""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
DIGITS |= {"五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
TWENTY_AND_THIRTY = {"廿": "二十", "卅": "三十"}
BIG_UNITS = {"万": 10**4, "亿": 10**8}
NUMBER = r"(?:[0-9]+|[零〇○一二两三四五六七八九十百千廿卅]+)"
LARGEST = 9999

_CHINESE_DIGITS = "零一二三四五六七八九"
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_ALL_UNITS = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
_FIGURE = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")


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
    for short, words in TWENTY_AND_THIRTY.items():
        text = text.replace(short, words)
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


def to_quantity(text: str) -> Fraction:
    """The exact value of a quantity in figures, Chinese numerals or both.

    350.5万, 1亿2千万, 一点二亿, 5,000,000, 贰佰万, 半亿. A last digit without its unit stands one place
    lower, as people say it: 一万五 is 15000, 三千五 is 3500.

    Raises ValueError for anything else, units out of order included.
    """
    plain = text.translate(_CAPITALS)
    try:
        if len(plain) > 1 and all(c in DIGITS for c in plain):
            return Fraction(from_chinese(plain))
        return _quantity(plain, tuple(_ALL_UNITS))
    except ValueError as error:
        raise ValueError(f"{text!r} is not a quantity") from error


def _quantity(text: str, units: tuple[str, ...]) -> Fraction:
    """The value of a part of a quantity in which these units, falling, may stand."""
    name = next((unit for unit in units if unit in text), None)
    if name is None:
        return _unitless(text)
    lower = units[units.index(name) + 1 :]
    head, _, tail = text.rpartition(name)
    count = _quantity(head, lower) if head or name != "十" else Fraction(1)
    too_many = name in UNITS and count >= 10 and not _FIGURE.fullmatch(head)
    if count <= 0 or too_many:
        raise ValueError(f"{head!r} {name}")
    return count * _ALL_UNITS[name] + _below_unit(tail, _ALL_UNITS[name], lower)


def _below_unit(tail: str, unit: int, lower: tuple[str, ...]) -> Fraction:
    """What follows a unit: nothing, one digit of the next place, a half, decimals or the lower units."""
    if not tail:
        return Fraction(0)
    if tail == "半":
        return Fraction(unit, 2)
    if tail[0] == "点" and unit < BIG_UNITS["万"]:
        return _unitless("零" + tail)
    if len(tail) == 1 and DIGITS.get(tail) != 0:
        return _unitless(tail) * unit / 10
    rest = _quantity(tail.lstrip("零〇○"), lower)
    if rest >= unit:
        raise ValueError(f"{tail!r} is not below {unit}")
    return rest


def _unitless(text: str) -> Fraction:
    """A figure, one Chinese digit, or either with decimals or a half: 一点二, 1.5, 半, 一半 (one and a half)."""
    if _FIGURE.fullmatch(text):
        return Fraction(text.replace(",", ""))
    if text == "半":
        return Fraction(1, 2)
    if text.endswith("半") and not text.endswith("半半"):
        return _unitless(text[:-1]) + Fraction(1, 2)
    whole, point, decimals = text.partition("点")
    if len(whole) != 1 or whole not in DIGITS or "两" in decimals or bool(point) != bool(decimals):
        raise ValueError(f"{text!r} is not a digit")
    if any(c not in DIGITS for c in decimals):
        raise ValueError(f"{decimals!r} are not digits")
    number = "".join(str(DIGITS[c]) for c in whole + decimals)
    return Fraction(int(number), 10 ** len(decimals))
