"""What stands around the articles: the title, the days of passing and revision, the day of coming into force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ingest.source import squeeze, tidy
from kb.numerals import from_chinese

_NUMBER = r"[0-9]+|[〇零○一二三四五六七八九十]+"
_DATE = re.compile(rf"({_NUMBER})年({_NUMBER})月({_NUMBER})日")
# What an enactment is called, at the end of its title.
_TITLE = re.compile(
    r"[^。，；]*(?:法|条例|规定|办法|规则|细则|解释|决定|规程|准则|规范|章程|法典)(?:[（(][^（）()]*[）)])?"
)
_NO_TITLE = re.compile(r".*(?:公告|令|号|通知|[）)。：])")  # what stands above a title without belonging to it
# A quoted title says nothing about this text: 《关于修改…的决定》修正 is an amendment of this one.
_QUOTED = re.compile(r"《[^《》]*》")
_EVENT = re.compile(r"通过(?!的)|修订|修正|修改")
_IN_FORCE = re.compile(rf"自(({_NUMBER})年({_NUMBER})月({_NUMBER})日)起(?:正式)?(?:施行|实施|执行|生效)")
_THIS = re.compile(r"本[^，。；本]{1,12}$")


def title_of(front: Sequence[str]) -> str:
    """The title among the lines before the first article, without blanks; "" when there is none."""
    lines = [tidy(line) for line in front]
    for place, line in enumerate(lines):
        if _TITLE.fullmatch(line) and line.count("《") == line.count("》"):
            above = lines[place - 1] if place else ""
            return line if not above or _NO_TITLE.match(above) else above + line
    return lines[0] if lines else ""


def front_matter(front: Sequence[str], wrapped: bool) -> str:
    """The words before the first article, a line for the title and one for each line that is not cut by its width."""
    if not wrapped:
        return "\n".join(tidy(line) for line in front)
    return "\n".join(part for part in (tidy("".join(front[:1])), tidy("\n".join(front[1:]))) if part)


def days_of(front: Sequence[str]) -> tuple[date | None, date | None]:
    """The days on which the regulation was passed and last revised; None where the text has lost them.

    Raises ValueError for a day that is in no calendar.
    """
    passed: date | None = None
    revised: date | None = None
    for day, words in _events(squeeze("".join(front))):
        event = _EVENT.search(_QUOTED.sub("", words))
        if event is not None and event[0] == "通过":
            passed = passed or day
        elif event is not None:
            revised = day
    return passed, revised


def in_force_of(text: str) -> date | None:
    """The day from which this text says that it is in force itself; None when it names none.

    Raises ValueError for a day that is in no calendar.
    """
    for found in _IN_FORCE.finditer(text):
        if _THIS.search(text[: found.start()]):
            return _day(*found.group(2, 3, 4))
    return None


def _events(text: str) -> Iterator[tuple[date, str]]:
    """Each date with the words between it and the next."""
    found = list(_DATE.finditer(text))
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        yield _day(*match.groups()), text[match.end() : end]


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(from_chinese(year), from_chinese(month), from_chinese(day))
    except ValueError as error:
        raise ValueError(f"{year}年{month}月{day}日 is not a day") from error
