"""A figure that a question takes for the law's, held against the figures that the provision has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bot.amounts import all_amounts
from bot.typed_text import fold
from kb.numerals import to_quantity

_COUNT = r"(?P<count>[0-9]{1,3}|[一二两三四五六七八九十百]{1,4})"
_UNIT = r"(?P<unit>工作[日天曰]|日(?!期)|天|周|星期|礼拜|个?月|小时)"
_PERIOD = re.compile(rf"(?<![第0-9一二三四五六七八九十百年月]){_COUNT} ?(?:个)?{_UNIT}")
# A figure that is told as the law's: 规定十五天内, 给七天, 只要二成; not what has happened: 拖了三十天, 第十六天.
_TOLD_BEFORE = re.compile(
    r"(?:规定|期限|时限|限期|依法|条例|法律|不是说|不是写|是不是|应该?是|难道|只|才|要|给|有|为|必须|应当|得"
    r"|最多|最长|最少|至少|起码|凭啥|为什么|改成|不低于|不少于|不超过|占|留)[^，。,?？!！；;]{0,12}$"
)
_TOLD_AFTER = re.compile(
    r"(?:之内|以内|内|以上|以下)?"
    r"(?:就|才|必须|应当|要|得|的(?:时间|期限|时限|份额|比例)|确认|受理|答复|处理|决定|都|留给|是|，没错|吗|对吧|，对)"
)
_HAPPENED_BEFORE = re.compile(r"(?:过了|过去了?|拖了|等了|欠了|压了|超了|晚了|差了|已经|都|快|磨了|第)(?:有|快|整整)?$")
_DAYS = {"天": "day", "日": "day", "工作日": "working_day", "工作天": "working_day", "工作曰": "working_day"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its kind (day, working_day, share, yuan, other); `text` as it is written."""

    kind: str
    value: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the question took for granted, and the provision's own words instead."""

    told: str
    words: str


def contradiction(question: str, provision: str) -> Contradiction | None:
    """The first figure told as the law's that the provision does not have, though it has one of its kind."""
    law = list(figures_of(provision))
    for told in _told(fold(question)):
        same_kind = [figure for figure in law if _comparable(told.kind, figure.kind)]
        if same_kind and not any(_agrees(told, figure) for figure in same_kind):
            return Contradiction(told.text, same_kind[0].text)
    return None


def confirmed(question: str, provision: str) -> bool:
    """Whether a figure told as the law's is one of the provision's."""
    law = {(figure.kind, figure.value) for figure in figures_of(provision)}
    return any((told.kind, told.value) in law for told in _told(fold(question)))


def figures_of(provision: str) -> Iterator[Figure]:
    """The periods, shares and amounts that a provision fixes, as it writes them."""
    for match in re.finditer(r"([一二三四五六七八九十百]+)(个工作日|日)内", provision):
        kind = "working_day" if "工作" in match.group(2) else "day"
        yield Figure(kind, to_quantity(match.group(1)), match.group())
    for match in re.finditer(r"(?:不低于)?百分之([一二三四五六七八九十]+)(?:以上)?", provision):
        yield Figure("share", to_quantity(match.group(1)) / 100, match.group())
    for match in re.finditer(r"([一二三四五六七八九十百千]+万)元以下", provision):
        yield Figure("yuan", to_quantity(match.group(1)), match.group())


def _told(text: str) -> Iterator[Figure]:
    for match in _PERIOD.finditer(text):
        if _is_told(text, match.start(), match.end()):
            kind = _DAYS.get(match["unit"], "other")
            yield Figure(kind, to_quantity(match["count"]), match.group())
    for amount in all_amounts(text):
        if amount.kind == "share" and amount.value is not None and _is_told(text, amount.start, amount.end):
            yield Figure("share", amount.value, amount.text)


def _is_told(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 20) : start]
    if _HAPPENED_BEFORE.search(before):
        return False
    return bool(_TOLD_BEFORE.search(before) or _TOLD_AFTER.match(text, end))


def _comparable(told: str, law: str) -> bool:
    periods = ("day", "working_day", "other")
    return told == law or (told in periods and law in periods)


def _agrees(told: Figure, law: Figure) -> bool:
    """Equal; 三天 for 三个工作日 is how people speak, but 三十个工作日 for 三十日 is another period."""
    return told.value == law.value and (told.kind == law.kind or (told.kind, law.kind) == ("day", "working_day"))
