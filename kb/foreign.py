"""Other laws and other places by name: their provisions are never answered with ours."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kb.model import Regulation

DATA = Path(__file__).parent / "data"
OURS = (
    "重庆市中小企业促进条例",
    "重庆中小企业促进条例",
    "中小企业促进条例",
    "重庆市中小企业条例",
    "中小企业条例",
    "条例",
    "本条例",
)
# Slightly wrong names of ours: 重庆市促进中小企业发展条例.
_NEARLY_OURS = re.compile(
    r"(?:重庆市?|渝|本市|我市)?(?:关于)?(?:促进|扶持|支持|发展|鼓励|的|和)*中小(?:微)?(?:型)?企业(?:的|促进|发展|扶持|支持|保护|权益|和|健康|服务)*"
    r"条例(?:[（(][^）)]*[）)])?"
)
# What asks for another law's content rather than mentioning it.
ASKS = re.compile(
    r"第?\s*[0-9零〇一二两三四五六七八九十百]+\s*条|规定|怎么说|怎么写|咋说|咋个说|讲|条文|原文|里面|里头|里|中|上|是什么|有哪些|多少|是不是|依据|按|根据|照"
)
BASIS = re.compile(
    r"上位法|立法依据|制定依据|根据哪|依据哪|依据的?是|什么关系|啥关系|啥子关系|关系|区别|不同|冲突|配套|依据什么|根据什么|制定的"
)
OURSELVES = re.compile(r"重庆|本市|渝|巴渝|山城|我市")
# This regulation itself, and what is said of where it comes from: 这条例是照公司法定的, 上位法是民法典.
_OUR_OWN = re.compile(
    r"(?:^|[，。,、？?“是为说把讲]|这个?部?|本|该|此|重庆(?:市|的|这个)?|咱们?|我们|你们)的?(?:这部|这个)?条例|上位法|母法|立法依据|制定依据"
)
_ITS_SOURCE = re.compile(r"的?(?:上位法|母法|立法依据|制定依据)")
_DERIVED = re.compile(r"上位法|母法|依据|根据|制定|定的|来定|来的|照着?|抠|源头|立的|立法")
_IN_OURS = re.compile(r"(?:^|[，。,、？?]|这个?|本|该)条例(?:里|中|对|要求|有没有|是不是要)")
# What a title in book-title marks ends with if it is law; 《合作协议书》 is none.
_ENACTMENT = re.compile(
    r"(?:法|典|条例|规定|办法|规则|细则|解释|决定|通知|意见|准则|标准|章程|政策|规程|规范|方案|纲要|计划)(?:[（(][^（）()]*[）)])?$"
)
# What a place has of its own, close behind its name: 成都的政策, 深圳给老板发补贴, 贵阳那边.
PLACE_RULES = re.compile(
    r"条例|规定|规则|规矩|办法|政策|补贴|补助|扶持|奖励|标准|认定|怎么|咋|多少|几天|几成|哪里|哪个|能不能|可以|有没有"
    r"|[^大]局|委|政府|管不管|适用|那边|当地|专项|受理|申请|领"
)
CLOSE = 14  # characters
STORY = 45  # characters; in a longer text only rules and authorities count
STORY_RULES = re.compile(r"条例|政策|规定|那边|市政府|省政府")
# Words beside a place that make it only where somebody comes from or something goes to.
_PASSING_BEFORE = re.compile(
    r"(?:从|由|自|到|往|去|去了|来自|卖给|卖到|卖去|发给|发往|发到|销往|销到|运到|跟|和|与|请|找|挖|招|引进|接|给|的|飞|跑|搬|迁|对|向)$"
)
_PASSING_AFTER = re.compile(
    r"(?:参加|参展|出差|开会|办展|打工|上班|培训|考察|做活|接活|人(?!社|民|大|才)|户口|户籍|籍|来的|过来|回来|毕业|读|念|挖|招|请|引进|的?(?:[一-鿿]{0,2}(?:工程师|师傅|客户|朋友|亲戚|老乡|同学|专家|教授"
    r"|厂家|供应商|总部|大学|高校|学校|分公司|展会|甲方|公司)))(?!.{0,4}(?:政策|补贴))"
)
# Right behind the name it is the place's own rules, wherever somebody goes: 搬到天津有什么政策.
_POLICIES = re.compile(r"(?:市|省|那边|当地)?(?:有|的|是)?(?:什么|啥|哪些)?(?:补贴政策|政策|条例|规定)")
# Words beside a place that make it the place where the person's own business is: 我在成都开店, 我们遵义一家酒厂.
_HERE_BEFORE = re.compile(r"(?:我|我们|咱们?|俺们?|本人|公司|厂子?|店子?)(?:就|家|这|是|人|都)*(?:在|是)?$")
_HERE_AFTER = re.compile(r"[一-鿿]{0,4}?(?:一家|一个|这边|开了|开店|开厂|的一家|当地)")


@dataclass(frozen=True, slots=True)
class Foreign:
    """Another law ("law") or another place ("place") that a text asks about."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class _Names:
    laws: re.Pattern[str]
    full: dict[str, str]
    places: re.Pattern[str]
    ours: re.Pattern[str]


def foreign_source(text: str, regulation: Regulation) -> Foreign | None:
    """What a folded text asks about if that is not this regulation.

    A law in book-title marks or by a well-known name counts when its content is asked for; the law
    that this regulation is based on (named in its own text) only when one of its articles or its
    content is asked for, not when the relation of the two is. A place counts when its rules or
    offices are asked about and neither Chongqing nor one of its districts is named with it.
    """
    return _law(text, regulation) or _place(text)


def place_named(text: str) -> str:
    """Another place that a folded text names, whatever it says of it; "" for none, or where ours is named with it."""
    names = _names()
    if OURSELVES.search(text) or names.ours.search(text):
        return ""
    found = names.places.search(text)
    return found.group() if found is not None else ""


def _law(text: str, regulation: Regulation) -> Foreign | None:
    names = _names()
    own = regulation.articles[0].full_text if regulation.articles else ""
    based_on = bool(_OUR_OWN.search(text) and _DERIVED.search(text))
    for match in re.finditer(r"《([^》]{2,40})》", text):
        title = match.group(1)
        ours = title in OURS or title == regulation.title
        nearly = _NEARLY_OURS.fullmatch(title) is not None and title not in names.full
        if ours or nearly or not _ENACTMENT.search(title):
            continue
        if based_on or (title in own and BASIS.search(text)):
            continue
        return Foreign("law", title)
    known = names.laws.search(text)
    if known is None:
        return None
    of_that_one = _ITS_SOURCE.match(text, known.end())
    if (based_on and not of_that_one) or _IN_OURS.search(text):
        return None
    name = names.full[known.group()]
    if BASIS.search(text) and (name in own or known.group() in own):
        return None
    if not ASKS.search(text[: known.start()] + text[known.end() :]) and len(text) > len(known.group()) + 4:
        return None
    return Foreign("law", name)


def _place(text: str) -> Foreign | None:
    names = _names()
    ours = OURSELVES.search(text) or names.ours.search(text)
    for match in names.places.finditer(text):
        if _is_own_place(text, match) or (not ours and _has_rules(text, match)):
            return Foreign("place", match.group())
    return None


def _is_own_place(text: str, match: re.Match[str]) -> bool:
    """Whether it is where the person's own business is, whatever else is named."""
    return bool(_HERE_BEFORE.search(text, 0, match.start()) and _HERE_AFTER.match(text, match.end()))


def _has_rules(text: str, match: re.Match[str]) -> bool:
    """Whether the place's rules or authorities are asked about, by what stands beside its name."""
    close = text[match.end() : match.end() + CLOSE]
    if len(text) > STORY:
        return bool(STORY_RULES.search(close))
    if _POLICIES.match(close):
        return True
    passing = _PASSING_BEFORE.search(text, 0, match.start()) or _PASSING_AFTER.match(text, match.end())
    return not passing and PLACE_RULES.search(text, match.end()) is not None


@lru_cache(maxsize=1)
def _names() -> _Names:
    laws = tomllib.loads((DATA / "laws.toml").read_text(encoding="utf-8"))
    places = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))
    full = {alias: law["title"] for law in laws["law"] for alias in (law["title"], *law.get("names", []))}
    known = sorted(full, key=len, reverse=True)
    after = "(?!" + "|".join(places["not_before"]) + ")"
    spots = sorted({*places["provinces"], *places["cities"]}, key=len, reverse=True)
    return _Names(
        laws=re.compile("|".join(map(re.escape, known))),
        full=full,
        places=re.compile("(?:" + "|".join(map(re.escape, spots)) + ")" + after),
        ours=re.compile("|".join(map(re.escape, places["ours"]))),
    )
