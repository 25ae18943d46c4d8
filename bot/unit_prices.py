"""What a whole purchase costs where the price of one piece and the number of pieces are told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from bot.amounts import FoundAmount
from kb.numerals import NUMBER, to_quantity
from kb.rules.money import format_yuan

_PIECES = "套台件张辆本把支部块盏棵份床只顶架扇箱盒桶吨根组间亩株瓶袋斤双"
# 每套8万, 一台五千, 单价5000元, 2000块一套
_EACH_BEFORE = re.compile(
    rf"(?:(?:每|一)(?:个)?(?P<unit>[{_PIECES}])|单价)(?:的?(?:价格?|单价|预算|报价))?(?:是|为|才|要|算|就|卖|:|,|的)*$"
)
_EACH_AFTER = re.compile(rf"钱?的?(?:/|每|一)(?P<unit>[{_PIECES}])(?![{_PIECES}])")
_COUNT = re.compile(rf"(?<![0-9.第每])(?P<count>[0-9][0-9,]*|{NUMBER})\s?(?P<unit>[{_PIECES}])")
WINDOW = 12  # characters before the price


@dataclass(frozen=True, slots=True)
class Whole:
    """The sum with how it comes about, a Chinese sentence."""

    value: Fraction
    note: str


def whole_price(amount: FoundAmount, text: str) -> Whole | None:
    """None where the amount is no price of one piece, or it is not told for certain how many there are."""
    if amount.value is None:
        return None
    before = _EACH_BEFORE.search(text[max(0, amount.start - WINDOW) : amount.start])
    each = _EACH_AFTER.match(text, amount.end) or before
    if each is None:
        return None
    unit = each.groupdict()["unit"]
    rest = f"{text[: amount.start]}|{text[amount.end :]}"
    counts = {to_quantity(match["count"].replace(",", "")): match["unit"] for match in _COUNT.finditer(rest)
              if unit in (None, match["unit"])}  # fmt: skip
    several = [count for count in counts if count > 1]
    if len(several) != 1:
        return None
    (count,) = several
    value, piece = count * amount.value, counts[count]
    return Whole(
        value, f"按{int(count):,}{piece}、每{piece}{format_yuan(amount.value)}计算，一共{format_yuan(value)}。"
    )
