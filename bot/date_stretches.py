"""Stretches of time in a person's question, by their first and last day: 去年三月, 2024年下半年, 上周, 前阵子.

For what needs no exact day. Where the edges are not fixed (春天, 年底) they are taken rather too wide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date

from bot.calendar_days import last_of_month, month_beside, shifted, year_from_today
from bot.date_figures import MONTH_STEPS
from bot.date_mentions import HAN, YEAR, plain_number, year_of
from bot.date_words import WEEK_STEPS
from bot.typed_text import fold

MIDDLE = 15  # of a month told without its year

# First and last month and day; a last month past December is of the next year.
Edges = tuple[int, int, int, int]
_PARTS: dict[str, Edges] = {
    "上半年|前半年|头半年": (1, 1, 6, 30),
    "下半年|后半年": (7, 1, 12, 31),
    "第?[一1]季度?|[Qq]1": (1, 1, 3, 31),
    "第?[二2]季度?|[Qq]2": (4, 1, 6, 30),
    "第?[三3]季度?|[Qq]3": (7, 1, 9, 30),
    "第?[四4]季度?|[Qq]4": (10, 1, 12, 31),
    "开春|春天|春季|春上": (2, 1, 5, 31),
    "入夏|夏天|夏季|热天|暑假": (5, 1, 8, 31),
    "入秋|秋天|秋季": (8, 1, 11, 30),
    # Of the year's beginning or of its end.
    "入冬|冬天|冬季|冷天|寒假": (1, 1, 14, 28),
    "年?[初头](?![步审级次期])|开年": (1, 1, 3, 31),
    "年?中(?![小央旬国秋介标型企等])": (5, 1, 8, 31),
    "年?[底末尾]": (11, 1, 13, 10),
    "元旦(?:节|期间)?": (1, 1, 1, 3),
    "过年|春节|大年": (1, 15, 3, 10),
    "清明节?": (4, 2, 4, 8),
    "五一(?:节|长假)?|劳动节": (4, 28, 5, 8),
    "端午节?": (5, 25, 6, 27),
    "中秋节?": (9, 5, 10, 10),
    "国庆节?": (9, 28, 10, 9),
    "除夕|年三十|大年三十": (1, 20, 2, 21),
    "元宵节?": (2, 3, 3, 8),
    "七夕": (7, 30, 9, 1),
    "重阳节?": (9, 30, 11, 1),
    "腊八节?": (12, 25, 13, 28),
    "立春": (2, 3, 2, 5),
    "立夏": (5, 5, 5, 7),
    "夏至": (6, 20, 6, 22),
    "立秋": (8, 6, 8, 9),
    "立冬": (11, 6, 11, 8),
    "冬至": (12, 20, 12, 23),
}
_THIRDS = {"上": (1, 10), "初": (1, 10), "中": (11, 20), "下": (21, 31), "底": (21, 31), "末": (21, 31)}
_THIRD = r"(?P<third>[上中下]旬|[初底末](?![步审级次期])|中(?=的|间|那|这|[,。? ]|$))?"
_DAY = rf"(?! ?的?(?:[0-9]{{1,2}}|[{HAN}廿]{{1,3}}) ?[日号])"
_MONTH = re.compile(
    rf"(?:{YEAR}[ 的]{{0,2}})?(?<![{HAN}0-9.个第几每])(?<![0-9],)"
    rf"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?月份?{_THIRD}"
    rf"(?!薪|租|供|均|结|息|费){_DAY}"
)
_NUMERIC = re.compile(r"(?<![0-9A-Za-z./,-])(?P<year>(?:19|20)[0-9]{2})[-/.](?P<month>0?[1-9]|1[0-2])(?![-/.]?[0-9])")
_PART = re.compile(rf"(?:{YEAR}[ 的]{{0,2}})?(?:{'|'.join(f'(?P<p{n}>{part})' for n, part in enumerate(_PARTS))})")
_YEAR = re.compile(rf"{YEAR}(?![版次修第])")
_MONTH_WORD = re.compile(rf"(?<![以每早晚])(?P<word>上上个?|上个?|本|这个?)月份?{_THIRD}{_DAY}")
_WEEK = re.compile(r"(?<![以晚早加])(?P<word>上上?一?个?|本|这一?个?)(?:周|星期|礼拜)(?![一二三四五六日天1-7])")
_COUNT = rf"(?P<count>[0-9]{{1,3}}|[{HAN}两半]{{1,3}})(?P<more>多|来|几)?个?(?P<half>半)?"
_AGO = re.compile(
    rf"(?<![{HAN}0-9.第前后头近这那每几]){_COUNT}(?P<unit>年|月|周|星期|礼拜)(?P<odd>半|多)?的?(?:之前|以前|前(?![天往期]))"
)
_AGO_DAYS = {"年": 365, "月": 30, "周": 7, "星期": 7, "礼拜": 7}
# How many days they reach back; all of them up to yesterday or today.
_RECENT = {
    "前几天|前[两些]天|这几天|这两天|前几日": 12,
    "前一?阵子?|前段时间|前段日子|前些日子|前不久|不久前|最近|近期|近来|前几周": 120,
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `first` to `last`, both included, in the folded text; `assumed_year`: the year was not said."""

    first: date
    last: date
    start: int
    end: int
    text: str
    assumed_year: bool = False

    @property
    def is_year(self) -> bool:
        return _YEAR.fullmatch(self.text) is not None


def find_stretches(text: str, today: date) -> tuple[Stretch, ...]:
    """In the order of the text, apart from each other; a year beside something more exact is told for that."""
    folded = fold(text)
    found = [*_years_and_parts(folded, today), *_relative(folded, today)]
    apart: list[Stretch] = []
    for stretch in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(stretch.end <= other.start or other.end <= stretch.start for other in apart):
            apart.append(stretch)
    finer = [one for one in apart if not one.is_year]
    return tuple(sorted(finer or apart, key=lambda one: one.start))


def _years_and_parts(text: str, today: date) -> Iterator[Stretch]:
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Edges | None]], ...] = (
        (_MONTH, _month),
        (_NUMERIC, _month),
        (_PART, _part),
        (_YEAR, lambda match: (1, 1, 12, 31)),
    )
    for pattern, edges_of in readers:
        for match in pattern.finditer(text):
            edges = edges_of(match)
            stretch = _in_year(match, edges, text, today) if edges else None
            if stretch is not None:
                yield stretch


def _month(match: re.Match[str]) -> Edges | None:
    month = plain_number(match["month"])
    if month is None or not 1 <= month <= 12:
        return None
    first, last = _THIRDS.get((match.groupdict().get("third") or " ")[0], (1, 31))
    return month, first, month, last


def _part(match: re.Match[str]) -> Edges | None:
    place = next(int(name[1:]) for name, said in match.groupdict().items() if name[0] == "p" and said)
    said = match[f"p{place}"]
    # Alone 底 and 初 are a character of another word; with the year before them they are its part.
    if len(said) == 1 and not (match["year"] or match["han_year"] or match["year_word"]):
        return None
    return list(_PARTS.values())[place]


def _in_year(match: re.Match[str], edges: Edges, text: str, today: date) -> Stretch | None:
    """A year left out is the one told last before it, else the nearest to today."""
    year = year_of(match, today)
    assumed = year is None
    if year is None:
        told = [year_of(one, today) for one in _YEAR.finditer(text, 0, match.start())]
        year = told[-1] if told else None
        assumed = not told
    if year is None:
        year = year_from_today(edges[0], MIDDLE, today)
    if not MINYEAR < year < MAXYEAR - 1:
        return None
    month, first_day, last_month, last_day = edges
    over, last_month = divmod(last_month - 1, 12)
    last_year, last_month = year + over, last_month + 1
    last = date(last_year, last_month, min(last_day, last_of_month(last_year, last_month)))
    return _to_now(Stretch(date(year, month, first_day), last, *match.span(), match.group(), assumed), today)


def _relative(text: str, today: date) -> Iterator[Stretch]:
    for match in _MONTH_WORD.finditer(text):
        year, month = month_beside(today, MONTH_STEPS[match["word"].removesuffix("个")])
        first, last = _THIRDS.get((match["third"] or " ")[0], (1, 31))
        days = date(year, month, first), date(year, month, min(last, last_of_month(year, month)))
        yield _to_now(Stretch(*days, *match.span(), match.group()), today)
    for match in _WEEK.finditer(text):
        step = WEEK_STEPS[match["word"].removesuffix("个").removesuffix("一")]
        monday = shifted(today, step * 7 - today.weekday())
        sunday = shifted(monday, 6) if monday else None
        if monday and sunday:
            yield _to_now(Stretch(monday, sunday, *match.span(), match.group()), today)
    for match in _AGO.finditer(text):
        yield from _ago(match, today)
    for pattern, days_back in _RECENT.items():
        for match in re.finditer(pattern, text):
            since = shifted(today, -days_back)
            if since:
                yield Stretch(since, today, *match.span(), match.group())


def _ago(match: re.Match[str], today: date) -> Iterator[Stretch]:
    """两个月前, give or take half of what is said of its unit; with 多 and 半 a whole unit more."""
    unit = _AGO_DAYS[match["unit"]]
    if match["count"] == "半":
        back, slack = unit // 2, unit // 4
    else:
        back, slack = (plain_number(match["count"].replace("两", "二")) or 0) * unit, unit // 2
    more = unit if match["more"] or match["half"] or match["odd"] else 0
    first, last = shifted(today, -back - more - slack), shifted(today, -back + slack)
    if back and first and last:
        yield _to_now(Stretch(first, last, *match.span(), match.group()), today)


def _to_now(stretch: Stretch, today: date) -> Stretch:
    """今年 and 本月 are asked about up to today."""
    return replace(stretch, last=today) if stretch.first <= today < stretch.last else stretch


def outside(stretches: Sequence[Stretch], spans: Sequence[tuple[int, int]]) -> list[Stretch]:
    """Those that lie apart from dates that are told exactly."""
    return [one for one in stretches if all(one.end <= start or end <= one.start for start, end in spans)]
