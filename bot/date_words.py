"""Dates in words: 昨天, 上周五, 3天前, 国庆节当天, 农历八月十五, 前几天."""

from __future__ import annotations

import re
from datetime import date

from bot.calendar_days import WEEKDAYS, shifted, written
from bot.date_mentions import HAN, YEAR, Mention, Reader, plain_number, unclear, year_of
from bot.holiday_names import DAYS_OFF, FIXED, MOVING

_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
DAY_WORD = re.compile(
    r"(?P<word>大前|(?<![目提以之日从先])前|昨|今|明|大后|(?<![以之今然最先前])后)"
    r"(?:天(?![气津数赋性])|儿(?![子媳童女])个?|晚|(?<=[今昨明])(?:日(?!头条)|早|晨|夜))"
)
_WEEK = r"(?:周|星期|礼拜)"
# 上周一直没回复, 下周一定办, 周三次, 周日常: the numeral belongs to the next word; not in 上周四12345转来.
_WEEKDAY = (
    rf"(?P<weekday>[{WEEKDAYS}天1-7])(?!(?:[0-9]{{1,4}}(?![0-9])|[次回趟届天个份笔封件]))"
    r"(?!(?<=一)(?:[直共般样些定律旦边并块]|下(?!午|班)|起(?![算计施始]))|(?<=日)常)"
)
WEEK = re.compile(
    rf"(?P<word>(?<![以晚早加])上上?一?个?|本|这一?个?|下下?一?个?){_WEEK}(?:(?:的?{_WEEK})?{_WEEKDAY}|(?P<end>末))?"
)
WEEKDAY = re.compile(rf"(?<![每一二两三四五六七八九十0-9几个半隔多整双单逢上下本这]){_WEEK}{_WEEKDAY}")
WEEK_STEPS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}

AGO = re.compile(
    rf"(?<![{HAN}0-9.第前后头近这那每几])(?P<count>[0-9]{{1,4}}|[{HAN}两]{{1,3}})(?P<more>多|来|几|余)?(?P<half>个半)?个?"
    r"(?P<unit>天|周|星期|礼拜|月)(?P<odd>半|多)?(?:的?(?P<back>之前|以前|前(?!台|面|往|期|来|去|后|夕|提(?=[下是]|条件)|景|者|任))"
    r"|(?P<on>之后|以后|后(?!面|台|续|来|者|期)))"
)
# 10天后 counts from today where it opens a clause or somebody says what he will do; else from an event.
_FROM_NOW = re.compile(r"(?:^|[,，。;:、?!\s(]|再过|再|我们?|打算|准备|计划|将|会|要|想|等)$")
_NOT_FROM_NOW = re.compile(r"(?:至少|应当?|须|提前|到期|届满|截止|期满|开标|之日|结束|节|提前|不少于|日|号)的?$")

# 刚刚把投诉信递了: today.
JUST = re.compile(
    r"(?:刚刚|刚才|方才|将才|才将|才刚|刚)(?=[^,。;!?0-9]{0,20}(?:投诉|举报|检举|材料|信|函|请求|确权|件|申请|状子))"
    r"(?=[^,。;!?0-9]{0,20}(?:交|递|送|投|提|寄|塞|报了|收到|签收|登记))"
)

VAGUE = re.compile(
    r"(?<![提以之目先])前[几两些](?:天|日|个?星期|个?礼拜|周|个月)|前些日子|前一?阵子?|前段时间|前不久|不久前|(?<!最)近日|过[几两]天|(?:去年|前年|今年|上个?月)的?(?:那阵子?|那段时间|那会儿|上半年|下半年|春天|夏天|秋天|冬天)"
    r"|(?:(?<![0-9])[0-9]{2,4}年|去年|前年|今年)的?年中(?:那阵子?|那会儿|的时候)?"
    r"|好?(?:十?几|数|若干)个?(?:天|日|周|星期|礼拜|月)(?:之前|以前|前)|十来天前|半个?月(?:之前|以前|前)"
)

_NAMES = "|".join(sorted((*FIXED, *MOVING), key=len, reverse=True))
# 国庆节后第一个工作日, 春节前一天: one day, and which is not said.
_POINT = (
    r"(?:节|假期?)?(?:[之以过]|收假|结束|回来|上班)?[前后]?(?:之?后)?的?"
    r"(?:第[一二三四五六七八九十0-9]+个?(?:天|日|工作日|周)|[前后]一[天日]|头一天|前夕|次日|翌日)"
)
HOLIDAY = re.compile(
    rf"(?:{YEAR}[ 的]?)?(?<![{HAN}])(?P<name>{_NAMES}|(?<![不超通经])过年(?![度底末初限份]))"
    r"(?!路|街|巷|广场|村|镇|城|公司|食品)"
    rf"(?P<stretch>[那这前后]几天|[{HAN}]天|期间|前后|小?长假|假期?(?!后|结束)|黄金周|将至|来临|放假|放(?=[{HAN}0-9]))?"
    rf"(?P<point>{_POINT})?(?P<exact>当天|当日|那一?天|这天|的?1号)?(?P<beside>之?[前后]|以[前后]|过后|节[前后])?"
)
LUNAR = re.compile(
    r"(?:农历|阴历|旧历|老历)(?:[0-9零〇一二三四五六七八九]{4}年|今年|去年|明年)?(?:[正冬腊0-9一二三四五六七八九十]{1,2}月)?"
    r"(?:初?[一二三四五六七八九十廿0-9]{1,3})?[日号]?|(?:正月|腊月|冬月)(?:初?[一二三四五六七八九十廿]{1,3})?|大年初[一二三四五六七八九十]"
)
# 撞到五一, 夹了个国庆, 扣掉春节: days off within a period, no date.
_IN_THE_WAY = re.compile(r"(?:撞|碰|遇|赶|夹|隔|跨|扣|刨|除|避|逢|含)(?:到|上|见|着|了|掉|开|去|下|过|有|个|的)*$")
# 马上过年了, 眼看国庆要到了: what is near is no date.
_NEAR = re.compile(r"(?:马上|快|眼看|眼瞅着?|即将|临近|接近)(?:又|也|就|要|快|是|到)*$")
_NEARING = re.compile(
    r"(?:节|小?长假|假期|黄金周|放假)?(?:马上|就|快|眼看|又)*(?:要)?(?:到|来|放假|开始|过)?(?:了|啦|[,，。?？]|$)"
)
_ARRIVING = re.compile(r"(?:节|小?长假|假期|黄金周)?(?:马上|眼看|快|就)+要?(?:到|来|放假?|开始)?(?:了|啦)")
# 国庆前一天，也就是9月30日: what follows says which.
_EXPLAINED = re.compile(r"[,(]?(?:那天|当天)?(?:也就是|就是|也即|即是?|[(])")
_APPOSITION = re.compile(r"(?:[(]|也就是|就是|即|正好|刚好|恰好|碰上|遇上)[是]?$")


def _day_word(match: re.Match[str], today: date) -> Mention | None:
    day = shifted(today, _DAYS[match["word"]])
    return Mention(*match.span(), day=day, today=day == today) if day else None


def _week(match: re.Match[str], today: date) -> Mention | None:
    """Weeks begin on Monday; a week without its day only if it is past."""
    step = WEEK_STEPS[match["word"].removesuffix("个").removesuffix("一")]
    if match["weekday"]:
        day = _in_week(today, step, match["weekday"])
        return Mention(*match.span(), day=day) if day else None
    if match["end"] or step < 0:
        return Mention(*match.span(), problem=unclear(match.group()), stretch=True, yields=True)
    return None


def _weekday(match: re.Match[str], today: date) -> Mention | None:
    """周三 alone is this week's if it is past or today; else it is asked which week."""
    this, last = _in_week(today, 0, match["weekday"]), _in_week(today, -1, match["weekday"])
    if this is None or last is None:
        return None
    if this <= today:
        return Mention(*match.span(), day=this, yields=True)
    problem = f"“{match.group()}”是{written(last)}还是{written(this)}？请写成几月几日。"
    return Mention(*match.span(), problem=problem, yields=True)


def _in_week(today: date, step: int, name: str) -> date | None:
    """The day of that name in this week or `step` weeks on."""
    place = 6 if name == "天" else int(name) - 1 if name.isdigit() else WEEKDAYS.index(name)
    return shifted(today, step * 7 + place - today.weekday())


def _ago(match: re.Match[str], today: date) -> Mention | None:
    """Days and weeks are exact; 一个月前 is not, nor is 10多天前."""
    text, start = match.string, match.start()
    window = max(0, start - 4)
    if match["back"] and _NOT_FROM_NOW.search(text, window, start):
        return None
    if match["on"] and not _FROM_NOW.search(text, window, start):
        return None
    count = plain_number(match["count"].replace("两", "二"))
    if count is None:
        return None
    if match["more"] or match["half"] or match["odd"] or match["unit"] == "月":
        return Mention(*match.span(), problem=unclear(match.group()), stretch=True, yields=True)
    days = count if match["unit"] == "天" else count * 7
    day = shifted(today, -days if match["back"] else days)
    return Mention(*match.span(), day=day, yields=bool(match["on"])) if day else None


def _vague(match: re.Match[str], today: date) -> Mention | None:
    return Mention(*match.span(), problem=unclear(match.group()), stretch=True, yields=True)


def _just(match: re.Match[str], today: date) -> Mention | None:
    return Mention(*match.span(), day=today, today=True, yields=True)


def _holiday(match: re.Match[str], today: date) -> Mention | None:
    """元旦, 国庆节当天: a day, if it has a fixed one; what lies before, after or around it is not known."""
    span, name = match.span(), match["name"]
    if not match["exact"] and not match["point"] and _IN_THE_WAY.search(match.string, max(0, span[0] - 4), span[0]):
        return None
    nearing = _NEARING if _NEAR.search(match.string, max(0, span[0] - 6), span[0]) else _ARRIVING
    if not match["exact"] and not match["point"] and nearing.match(match.string, match.end("name")):
        return None
    if match["point"]:
        aside = _APPOSITION.search(match.string, max(0, span[0] - 4), span[0]) is not None
        aside = aside or _EXPLAINED.match(match.string, span[1]) is not None
        return Mention(*span, problem=unclear(match.group()), yields=aside)
    if match["stretch"] or match["beside"]:
        return Mention(*span, problem=unclear(match.group()), stretch=True, yields=True)
    if name not in FIXED or (name in DAYS_OFF and not match["exact"]):
        # 4月4号清明那天: the date before it says which.
        named = re.search(r"[日号0-9](?:[(,])?$", match.string[max(0, span[0] - 2) : span[0]]) is not None
        return Mention(*span, problem=unclear(match.group()), yields=named or not match["exact"])
    month, number = FIXED[name]
    year = year_of(match, today)
    return Mention(*span, year=year, month=month, number=number, yields=year is None and not match["exact"])


def _lunar(match: re.Match[str], today: date) -> Mention | None:
    problem = f"“{match.group()}”是农历，请写成公历的几月几日。"
    return Mention(*match.span(), problem=problem, yields=True)


READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (DAY_WORD, _day_word),
    (WEEK, _week),
    (WEEKDAY, _weekday),
    (AGO, _ago),
    (VAGUE, _vague),
    (JUST, _just),
    (HOLIDAY, _holiday),
    (LUNAR, _lunar),
)
