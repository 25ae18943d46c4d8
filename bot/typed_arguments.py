"""What people type into a form or behind an option, as the arguments of a rule: 8000万, 三成, 12个人, 火锅店."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from bot.amounts import FoundAmount, all_amounts
from bot.dates import Precision, Side, find_dates
from bot.message import Message
from bot.typed_text import fold
from kb.numerals import to_quantity
from kb.rules.industries import Industries
from kb.rules.slots import AMOUNT, WHOLE, Kind, Slot

INDUSTRY = "industry"  # the one choice that everyday words are understood for
LONGEST = 60  # characters; nothing longer is a date, an amount or a trade
SHOWN = 20
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SIGN = re.compile(r"(?:负|-)\s*")
_YUAN = re.compile(r"\s*(?:元|圆|块钱?|人民币)?整?")
_HEADS = re.compile(r"\s*(?:个|名|位)?(?:人|员工|职工)?")


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why it was not understood, as a Chinese sentence for the person."""

    sentence: str


def understand(slot: Slot, raw: object, industries: Industries, today: date) -> Any:
    """The typed value, or `Unclear`; what is no text is read by the slot alone.

    Raises InputError.
    """
    if not isinstance(raw, str):
        return slot.read(raw)
    text = fold(raw).strip()
    if len(text) > LONGEST:
        return slot.read(raw)
    if slot.name == INDUSTRY:
        meant: object = _industry(slot, text, industries)
    elif slot.kind is Kind.DATE:
        meant = _date(text, today)
    else:
        meant = _READERS[slot.kind](text) if slot.kind in _READERS else text
    return meant if isinstance(meant, Unclear) else slot.read(meant)


def _date(text: str, today: date) -> object:
    found = find_dates(text, today)
    if len(found) != 1 or found[0].text.strip() != text:
        return text
    one = found[0]
    if one.problem:
        return Unclear(one.problem)
    if one.day is None or one.precision is not Precision.DAY or one.side is not Side.ON:
        return text
    if one.assumed_year:
        return Unclear(Message("“{text}”没有写是哪一年，请写成几年几月几日。", text=_short(text)))
    return one.day


def _yuan(text: str) -> object:
    return text if AMOUNT.fullmatch(text) else _quantity(text, "yuan", _YUAN)


def _share(text: str) -> object:
    return text if AMOUNT.fullmatch(text.removesuffix("%").rstrip()) else _of_kind(text, "share") or text


def _count(text: str) -> object:
    if WHOLE.fullmatch(text):
        return text
    meant = _quantity(text, "count", _HEADS)
    return int(meant) if isinstance(meant, Fraction) and meant.denominator == 1 else meant


def _quantity(text: str, kind: str, ending: re.Pattern[str]) -> object:
    """The amount that the text is as a whole, its unit said or not; the text itself if it is none."""
    found = _of_kind(text, kind)
    if found is not None:
        return found
    sign = _SIGN.match(text)
    bare = text[sign.end() :] if sign else text
    for end in range(len(bare), 0, -1):
        if ending.fullmatch(bare, end):
            try:
                return to_quantity(bare[:end]) * (-1 if sign else 1)
            except ValueError:
                continue
    return text


def _of_kind(text: str, kind: str) -> object:
    found = all_amounts(text)
    if len(found) != 1 or found[0].kind != kind or not _is_whole(found[0], text):
        return None
    return Unclear(found[0].problem) if found[0].problem else found[0].value


def _is_whole(amount: FoundAmount, text: str) -> bool:
    return amount.start == 0 and amount.text.strip() == text


def _industry(slot: Slot, text: str, industries: Industries) -> object:
    if any(text in (option.value, option.label) for option in (*slot.options, *slot.outside)):
        return text
    mention = industries.industry_of(text)
    if mention is None:
        pattern = "看不出“{text}”是哪个行业，请换个说法，或者从列出的行业里选一个。"
        return Unclear(Message(pattern, text=_short(text)))
    if mention.industry is None:
        names = "还是".join(industry.label for industry in mention.industries)
        return Unclear(Message("“{word}”按主要业务是{industries}？请选一个。", word=mention.word, industries=names))
    return mention.industry.key


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "……"


_READERS: dict[Kind, Callable[[str], object]] = {Kind.YUAN: _yuan, Kind.SHARE: _share, Kind.COUNT: _count}
