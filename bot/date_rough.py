"""Days told only roughly: 二十七八号, 5月二十来号, 26、27号, 上周三四, 大概5月20号."""

from __future__ import annotations

import re
from datetime import date

from bot.calendar_days import month_beside, shifted
from bot.date_mentions import HAN, YEAR, Mention, Reader, plain_number, year_of
from bot.date_words import WEEK_STEPS

_MONTH_STEPS = {"上上": -2, "上": -1, "本": 0, "这": 0, "这个": 0}
_TENS = r"(?:[二三]?十|廿|初)"
_NEXT = "一二|二三|两三|三四|四五|五六|六七|七八|八九"
# 二十七八号, 七八号, 二十几号, 20来号.
_VAGUE = (
    rf"(?:(?P<tens>{_TENS})?(?P<pair>{_NEXT})"
    r"|(?P<round>[二三]?十|廿|[12]?[0-9](?=[多几来])|[123]0|[12](?=几))(?:多|几|来|好几))"
)
# 26、27号, 28到30号, 15、6号: the first is told without its 号. With a month before it the first is read as a date.
_DIGITS = rf"(?:[0-9]{{1,2}}|[{HAN}廿]{{1,3}})"
_RANGE = rf"(?P<first>{_DIGITS}) ?(?P<link>[、,/]|或者?|到|至|~|-|—) ?(?P<second>{_DIGITS})"
_ABOUT = r"(?:大概|大约|约莫|好像|估计|可能|应该|也就|就|是|在|的|,)*"
_MONTH = (
    rf"(?:(?:{YEAR}[ 的]?)?(?<![{HAN}0-9.])(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])"
    r"|(?P<word>上上个?|上个?|本|这个?)|(?<![每个几]))月(?:份)?(?:的?(?:初|中旬?|底|末|头|上旬|下旬))?"
)
DAYS = re.compile(
    rf"(?:(?:{_MONTH}{_ABOUT}|(?<![0-9{HAN}.第、月年期周/-])){_VAGUE}|(?<![0-9{HAN}.第、月年期周/-])(?<![0-9],){_RANGE})"
    r" ?[号日](?![线楼文院门店])"
)
WEEKDAYS = re.compile(
    r"(?P<step>上上?个?|本|这个?)?(?:周|星期|礼拜)(?P<one>[一二三四五六])[、或]?(?:者|周|星期|礼拜)?(?P<two>[二三四五六日天])"
    r"(?![点个次家万千百十份回号楼人件月年])"
)
_WEEK = "一二三四五六日"
# Before a date this leaves it open; behind it these words are of the end of a period, not of what happened.
_ROUGHLY = re.compile(
    r"(?:大概|大约|约莫|估计|好像|似乎|可能|也许|说不定|差不多|大致|多半|左不过|(?:记|说)不(?:太)?(?:清|得|准)楚?|不(?:太|大)?(?:确定|记得))"
    r"(?:也|就|应该|应当|还|会)*(?:是|在|于|算)?(?:的)?$"
)
_ENDING = re.compile(r"[^,。;?？]{0,3}(?:到期|截止|期满|届满|满|之前|以前|前|为止|还是|吗|对吗|对不)")
# What is left open behind a date: 左右, 那两天, 的样子.
ABOUT_BEHIND = r"左右|前后|上下(?!午)|的?[那这](?:几|两|两三|[一两]二)[天日]|的?样子|的?光景|附近"


def told_roughly(text: str, start: int, end: int) -> bool:
    """Whether the words before a date say that it is not certain."""
    return bool(_ROUGHLY.search(text, max(0, start - 10), start)) and not _ENDING.match(text, end)


def _days(match: re.Match[str], today: date) -> Mention | None:
    """About the first of the days; a list of two beside another date is rather the background."""
    number, yields = _vague_number(match), False
    if number is None:
        number, yields = _first_of_range(match), True
    if number is None or not 1 <= number <= 31:
        return None
    year, month = year_of(match, today), plain_number(match["month"]) if match["month"] else None
    if match["word"]:
        year, month = month_beside(today, _MONTH_STEPS[match["word"].removesuffix("个")])
    return Mention(*match.span(), year=year, month=month, number=number, yields=yields, rough=True)


def _vague_number(match: re.Match[str]) -> int | None:
    if match["pair"]:
        ones = plain_number(match["pair"][0].replace("两", "二")) or 0
        tens = plain_number(match["tens"]) or 0 if match["tens"] and match["tens"] != "初" else 0
        return tens + ones
    if match["round"]:
        number = plain_number(match["round"]) or 0
        return number * 10 if number in (1, 2) and "几" in match.group() else number
    return None


def _first_of_range(match: re.Match[str]) -> int | None:
    """None where the two are no neighbours but joined by a comma: 3,5号."""
    first, second = plain_number(match["first"]), plain_number(match["second"])
    if first is None or second is None:
        return None
    follows = second == first + 1 or (second < 10 <= first and second == first % 10 + 1)
    spans = match["link"] not in ("、", ",", "/") and second > first
    return first if follows or spans else None


def _weekdays(match: re.Match[str], today: date) -> Mention | None:
    """上周三四: one of two days that follow each other."""
    one, two = (_WEEK.index(match[name].replace("天", "日")) for name in ("one", "two"))
    if two != one + 1:
        return None
    step = WEEK_STEPS[(match["step"] or "本").removesuffix("个")]
    day = shifted(today, step * 7 + one - today.weekday())
    return Mention(*match.span(), day=day, rough=True) if day else None


READERS: tuple[tuple[re.Pattern[str], Reader], ...] = ((DAYS, _days), (WEEKDAYS, _weekdays))
