"""Figures of several years in one question: which of them the person wants counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.amounts import FoundAmount
from bot.clauses import SENTENCE_END
from bot.date_mentions import YEAR_WORDS
from bot.request import Read

_TIME = (
    r"(?P<before>以前|原来|原先|之前|早先|当初|起初)"
    r"|(?P<now>现在|目前|如今|眼下|当前|这会儿)"
    r"|(?P<year>(?:20)?[0-9]{2})年|(?P<word>大前年|前年|去年|上一?年(?!来)|今年|本年|这一?年|明年)"
)
_PERIOD = re.compile(_TIME)
# 按今年的数, 以2024年为准, 照去年算, 今年口径
_ASKED = (
    re.compile(rf"(?:按照?|以|照着?|拿|用)(?:着)?(?:{_TIME})(?:度|末|底)?(?:的|算|为准|来|数|口径|人数|情况|这)"),
    re.compile(rf"(?:{_TIME})(?:度|末|底)?的?(?:口径|数据)"),
)
BEFORE = 0  # the year of what is told of some earlier time


def of_the_time(amounts: Sequence[FoundAmount], question: Read) -> tuple[FoundAmount, ...]:
    """Those of the year that the person names for counting; else those of now beside those of some earlier time.

    All of them where neither is said: it is not known which counts.
    """
    years = {amount: _year_of(amount, question) for amount in amounts}
    told = {year for year in years.values() if year is not None}
    if not told or len(amounts) < 2:
        return tuple(amounts)
    asked = next((match for pattern in _ASKED if (match := pattern.search(question.text))), None)
    this_year = question.today.year
    if asked is None and told != {BEFORE, this_year}:
        return tuple(amounts)
    meant = this_year if asked is None else _year(asked, this_year)
    # 营收3500万，去年2800万: what is told without its year is of this one.
    kept = {meant, None} if meant == this_year else {meant}
    return tuple(amount for amount in amounts if years[amount] in kept) or tuple(amounts)


def _year_of(amount: FoundAmount, question: Read) -> int | None:
    """As the last word for a time before it in its sentence says."""
    before = SENTENCE_END.split(question.text[: amount.start])[-1]
    matches = list(_PERIOD.finditer(before))
    return _year(matches[-1], question.today.year) if matches else None


def _year(match: re.Match[str], this_year: int) -> int:
    if match["before"]:
        return BEFORE
    if match["now"]:
        return this_year
    if match["year"]:
        return int(match["year"]) % 100 + 2000
    word = match["word"].replace("上一年", "上年").replace("这一年", "今年").replace("这年", "今年")
    return this_year + YEAR_WORDS[word]
