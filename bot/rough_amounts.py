"""Numbers told only roughly: 三四个人, 好几百万, 百来号人, 四百多五百万; and what they are less than for certain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from kb.numerals import to_quantity

_DIGIT = "[一二两三四五六七八九]"
_PAIR = "(?:一两|一二|二三|两三|三四|三五|四五|五六|六七|七八|八九)"
_BEHIND = r"(?= ?(?:[个名位号口]|人|员工|职工|伙计|师傅))"
_ROUGH = re.compile(
    # 好几百万, 上千万, 十几个人; 就几个人
    rf"(?:好?几|数|上|近)[十百千万亿]+[元块]?|(?:{_DIGIT}?[十百千])+几[百千万亿]*[元块]?|(?<=[就才只])(?:有)?几{_BEHIND}"
    # 三四百万, 一百七八十万, 十二三个人
    rf"|(?:{_DIGIT}[百千万]零?|{_DIGIT}?十)*{_PAIR}(?:[十百千万亿]+[元块]?|{_BEHIND})"
    # 四百多五百万, 百来个人, 千把人, 百把万
    rf"|[一二两三四五六七八九十百千]+[多几来][一二两三四五六七八九十百千]+[万亿]|{_DIGIT}?[十百千万](?:把|来)(?:[万亿]|{_BEHIND})"
    # 100-200万, 3到4个人, 2、3个人
    rf"|[0-9.]+[万亿]?(?:-|~|—|到|至)[0-9.]+(?:[万亿][元块]?|{_BEHIND})|(?<![0-9、])[0-9]、[0-9]{_BEHIND}"
)
# 不到5个人, 没得10个人, 差一点到十个: certainly less.
_LESS_BEFORE = re.compile(r"(?:不到|不足|没(?:有|得)?到?|不满|未满|少于|低于|小于|不上)(?:有)?$")
_LESS_AFTER = re.compile(r"(?:人|块|元|钱)*(?:都|也|还)?(?:不到|没(?:有|得)?到?(?=[,，。;；?？]|$)|不足)")
_MAYBE = re.compile(r"[有够]$")


def rough_spans(text: str) -> Iterator[re.Match[str]]:
    """Where a number is told roughly; without what is counted."""
    for match in _ROUGH.finditer(text):
        first, _, second = match.group().partition("、")
        if not second or int(second[0]) == int(first) + 1:
            yield match


def is_less(text: str, start: int, end: int) -> bool:
    """Whether the number between is said to be not reached; 有没有十个 asks."""
    before = _LESS_BEFORE.search(text, 0, start)
    asked = before is not None and _MAYBE.search(text, 0, before.start()) is not None
    return (before is not None and not asked) or _LESS_AFTER.match(text, end) is not None


def ceiling(said: str) -> Fraction | None:
    """What a rough number is certainly less than: 五 of 三四个, 四十万 of 三十多万; None where that is not known."""
    said = re.split("[、到至~—-]", said)[-1]
    plain = re.match(rf"(?:{_DIGIT}|[0-9.几十百千万亿零多来]|几)+", said)
    if plain is None or said.startswith(("上", "数", "近", "好")):
        return None
    number = re.sub(rf"{_DIGIT}(?={_DIGIT})", "", plain.group())
    more = re.fullmatch(r"(.+?)[多来]([万亿]?)", number)
    number = (more[1] if more else number).replace("几", "九")
    try:
        value = to_quantity(number)
    except ValueError:
        return None
    unit = to_quantity("1" + more[2]) if more and more[2] else Fraction(1)
    return (value + _step(value)) * unit if value > 0 else None


def _step(value: Fraction) -> Fraction:
    """One more of the last figure that is told: 10 for 30, 100 for 300."""
    step = Fraction(1)
    while value % (step * 10) == 0:
        step *= 10
    return step
