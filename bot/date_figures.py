"""Dates with a month or a day in numbers: 2025年9月28日, 9.28, 20250928, 上个月15号, 15号, 年底."""

from __future__ import annotations

import re
from datetime import date

from bot.calendar_days import impossible, month_beside
from bot.date_mentions import HAN, NOT_UNIT, NUMBER, YEAR, Mention, Reader, plain_number, unclear, year_of

# 月底 is the last day; 月初, 中旬 are no day. 9月中小企业 is not 月中, 9月初步 not 月初.
_EDGE = r"(?P<edge>底|末|最后一天|初(?!步|审|级|次)|中旬|上旬|下旬|中(?=的|提|交|收|$|[,。]))"
MIDDLE = 15  # the day from which a month's end is rather its own
_LAST = ("底", "末", "最后一天")
_BARE = rf"(?P<bare>[0-9]{{1,2}}|[一二三四五六七八九十廿卅]{{2,3}}){NOT_UNIT}(?![{HAN}])"
# 9月初3号 names the day; where in the month it lies is told beside.
_ABOUT = rf"(?:(?:初|中旬?|底|末|头|上旬|下旬)的?(?={NUMBER} ?[日号]))?"
_DAY = rf" ?的?{_ABOUT}(?:(?P<day>{NUMBER}) ?[日号]|{_BARE}|{_EDGE})"

WRITTEN = re.compile(
    rf"(?:{YEAR}[ 的]{{0,2}})?"
    # 差我3万8,3月1号递的: before a month with its day the comma is a pause.
    rf"(?:(?<![{HAN}百千几第个数两0-9])(?:(?<![0-9][.,])|(?<=[0-9],)(?=[0-9]{{1,2}} ?月 ?[0-9]{{1,2}} ?[日号]))"
    rf"|(?<=[周期拜][一二三四五六日]))"
    rf"(?P<month>[0-9]{{1,2}}|十[一二三]?|[一二三四五六七八九]) ?月(?!薪|租|供|均|结|息|费)(?:份)?(?:{_DAY})?"
)
SEPARATED = re.compile(
    r"(?<![0-9A-Za-z./-])(?<![0-9],)(?P<year>[0-9]{4}|[123][0-9]) ?(?P<mark>[-/.]) ?(?P<month>[0-9]{1,2})"
    r" ?(?P=mark) ?(?P<day>[0-9]{1,2})[日号]?(?![0-9]|[-/.][0-9])"
)
RUN = re.compile(
    r"(?<![0-9A-Za-z./-])(?<![0-9],)(?P<year>(?:19|20)[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])"
    rf"{NOT_UNIT}(?![-/])"
)
YEAR_MONTH = re.compile(
    rf"(?<![0-9A-Za-z./-])(?<![0-9],)(?P<year>(?:19|20)[0-9]{{2}})[-/.](?P<month>0?[1-9]|1[0-2]){NOT_UNIT}(?![-/])"
)
MONTH_DAY = re.compile(
    rf"(?:{YEAR} ?)?(?<![0-9A-Za-z./¥$第版])(?<![0-9][,:])(?P<month>[0-9]{{1,2}})(?P<mark>[./-])(?P<day>[0-9]{{1,2}})"
    rf"(?:(?P<suffix>[日号])|{NOT_UNIT})(?![-/]?[0-9])"
)
MONTH_WORD = re.compile(rf"(?<![以每早晚])(?P<word>上上个?|上个?|本|这个?|下下个?|下个?)月(?:份)?(?:{_DAY})?")
MONTH_EDGE = re.compile(
    rf"(?<![{HAN}0-9 个每本这上下份])月(?P<edge>底|末|初(?!步|审|级|次)|头(?={NUMBER} ?[日号]))"
    rf"(?:(?:的|,)?(?P<day>{NUMBER}) ?[日号])?"
)
YEAR_EDGE = re.compile(
    rf"(?:{YEAR}年?|(?<![{HAN}0-9半学多几周每两])年)(?P<edge>底|末|终(?!奖|于|止)|初(?!步|审|级|次|期|中))"
)
YEAR_ALONE = re.compile(YEAR)
# 15号楼, 3号文, 15日内, 5日常务: no day of the month.
_NUMBERED = (
    "楼|线|门|店|院|文|令|公告|仓|机|员|厂|码|人|桌|房|车|库|地块|路|井|窗|会议|通知|规定|标|项目|站|章|字|大街|附|之(?![前后间])"
    "|职工|工|铺|档|摊|柜|馆|矿|政策|电|航|口|炉|选手"
)
_DAYS_LONG = (
    "的?规定|那句|(?:到|从|是)(?:哪|几|什么|啥|底)|怎么|咋|之?内|以内|之?期|届?满|之?[前后]|以[前后]"
    "|时间|工作|无|不|常|程|子|用|益|记|报|式|历|均|间|夜|本|元|化|薪|租|息|结|产|利|计"
)
BARE_DAY = re.compile(
    rf"(?<![0-9A-Za-z./第〕\]】){HAN}百千万亿月年几哪某任何同当])(?<![0-9][,:])(?P<day>{NUMBER})"
    rf" ?(?:号(?!{_NUMBERED})|日(?!{_DAYS_LONG}))"
)
# 每月15号, 每15日 are no one day; 满30日, 超过三十日 are periods, but 等15号 and 过15号 name a day.
_EVERY_BEFORE = re.compile(r"每(?:个?月)?的?$")
_PERIOD_BEFORE = re.compile(r"(?:满|超过|过|近|约|逾期?|起|达|最长|最多|至少|少于|延长|需要?|等|共|为期|经)的?$")
# 占9/10, 1/3的股份: a fraction, not the tenth of September.
_FRACTION_BEFORE = re.compile(r"(?:占比?|超过?|达到?|不足|至少|不到|近|约|比例|份额|持股|股份)(?:了|是|为|:)?\s?$")
_FRACTION_AFTER = re.compile(
    r"\s?(?:的|以[上下]|给|归|留|是中小|是小微)?(?:股|份|预算|金额|比例|产权|权益|成员|资金|票|以[上下]|给|归|留)"
)

MONTH_STEPS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}


def is_fraction(text: str, start: int, end: int) -> bool:
    """Whether the words around 9/10 make it a share."""
    return bool(_FRACTION_BEFORE.search(text, max(0, start - 6), start) or _FRACTION_AFTER.match(text, end))


def _dated(match: re.Match[str], today: date, year: int | None, month: int) -> Mention | None:
    """Year and month with a day, an edge of the month or nothing more."""
    start, end = match.span()
    said = match["day"] or match["bare"]
    if said:
        number = plain_number(said)
        return None if number is None else Mention(start, end, year=year, month=month, number=number)
    if match["edge"] in _LAST and 1 <= month <= 12:
        return Mention(start, end, year=year, month=month, last=True)
    problem = (impossible(year, month, 1) if year else "") or unclear(match.group())
    return Mention(start, end, problem=problem, stretch=True, yields=True) if year or 1 <= month <= 12 else None


def _written(match: re.Match[str], today: date) -> Mention | None:
    month = plain_number(match["month"])
    return None if month is None else _dated(match, today, year_of(match, today), month)


def _separated(match: re.Match[str], today: date) -> Mention | None:
    """A year of two digits that is to come is rather a provision, 36.3.1."""
    if len(match["year"]) == 2 and 2000 + int(match["year"]) > today.year + 1:
        return None
    month, number = int(match["month"]), int(match["day"])
    return Mention(*match.span(), year=year_of(match, today), month=month, number=number)


def _run(match: re.Match[str], today: date) -> Mention | None:
    """Eight digits; far from any date they are another number."""
    return _separated(match, today) if int(match["month"]) <= 19 else None


def _year_month(match: re.Match[str], today: date) -> Mention | None:
    return Mention(*match.span(), problem=unclear(match.group()), stretch=True, yields=True)


def _month_day(match: re.Match[str], today: date) -> Mention | None:
    """9.28, 9/28, 09-28; without more evidence only what can be a month and a day, and no fraction."""
    year, month, number = year_of(match, today), int(match["month"]), int(match["day"])
    certain = year is not None or bool(match["suffix"])
    mark = match["mark"]
    if mark == "-" and not (certain or match["month"].startswith("0")):
        return None
    if not certain and (not 1 <= month <= 12 or not 1 <= number <= 31):
        return None
    fraction = mark == "/" and month < number <= 10 and not match["month"].startswith("0")
    if fraction and not certain and is_fraction(match.string, *match.span()):
        return None
    return Mention(*match.span(), year=year, month=month, number=number)


def _month_word(match: re.Match[str], today: date) -> Mention | None:
    """A month named from today's; alone only a past one, as 下个月能办吗 is no date to count from."""
    step = MONTH_STEPS[match["word"].removesuffix("个")]
    alone = not (match["day"] or match["bare"] or match["edge"])
    return None if alone and step >= 0 else _dated(match, today, *month_beside(today, step))


def _month_edge(match: re.Match[str], today: date) -> Mention | None:
    """月初2号 is of this month; 月底29号 said early in a month is the nearest 29th."""
    if match["day"]:
        number, end = plain_number(match["day"]), match["edge"] in _LAST
        early = end and today.day < MIDDLE
        return Mention(*match.span(), year=None if early else today.year, month=None if early else today.month,
                       number=number)  # fmt: skip
    if match["edge"] in _LAST:
        return Mention(*match.span(), year=today.year, month=today.month, last=True)
    return Mention(*match.span(), problem=unclear(match.group()), stretch=True, yields=True)


def _year_edge(match: re.Match[str], today: date) -> Mention | None:
    year = year_of(match, today)
    if match["edge"] == "初":
        return Mention(*match.span(), problem=unclear(match.group()), stretch=True, yields=True)
    told = today.year if year is None else year
    return Mention(*match.span(), year=told, month=12, number=31, assumed_year=year is None)


def _bare_day(match: re.Match[str], today: date) -> Mention | None:
    number = plain_number(match["day"])
    if number is None or not 1 <= number <= 31:
        return None
    text, start = match.string, match.start()
    if _EVERY_BEFORE.search(text, max(0, start - 4), start):
        return None
    if match.group().endswith("日") and _PERIOD_BEFORE.search(text, max(0, start - 4), start):
        return None
    return Mention(*match.span(), number=number)


READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (WRITTEN, _written),
    (SEPARATED, _separated),
    (RUN, _run),
    (YEAR_MONTH, _year_month),
    (MONTH_DAY, _month_day),
    (MONTH_WORD, _month_word),
    (MONTH_EDGE, _month_edge),
    (YEAR_EDGE, _year_edge),
    (BARE_DAY, _bare_day),
)
