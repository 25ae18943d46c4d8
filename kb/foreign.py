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
# What asks for another law's content rather than mentioning it.
ASKS = re.compile(
    r"第?\s*[0-9零〇一二两三四五六七八九十百]+\s*条|规定|怎么说|怎么写|咋说|咋个说|讲|条文|原文|里面|里头|里|中|上|是什么|有哪些|多少|是不是|依据|按|根据|照"
)
BASIS = re.compile(
    r"上位法|立法依据|制定依据|根据哪|依据哪|依据的?是|什么关系|啥关系|啥子关系|关系|区别|不同|冲突|配套|依据什么|根据什么|制定的"
)
OURSELVES = re.compile(r"重庆|本市|渝|巴渝|山城|我市")
PLACE_RULES = re.compile(
    r"条例|规定|规则|规矩|办法|政策|补贴|补助|扶持|奖励|标准|认定|怎么|咋|多少|哪里|哪个|能不能|可以|有没有|吗|呢|？|\?"
    r"|局|委|政府|管不管|适用|那边|当地"
)
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


def _law(text: str, regulation: Regulation) -> Foreign | None:
    names = _names()
    own = regulation.articles[0].full_text if regulation.articles else ""
    for match in re.finditer(r"《([^》]{2,40})》", text):
        title = match.group(1)
        if title in OURS or title == regulation.title:
            continue
        if title in own and BASIS.search(text):
            continue
        return Foreign("law", title)
    known = names.laws.search(text)
    if known is None:
        return None
    name = names.full[known.group()]
    if BASIS.search(text) and (name in own or known.group() in own):
        return None
    if not ASKS.search(text[: known.start()] + text[known.end() :]) and len(text) > len(known.group()) + 4:
        return None
    return Foreign("law", name)


def _place(text: str) -> Foreign | None:
    names = _names()
    match = names.places.search(text)
    if match is None:
        return None
    if _HERE_BEFORE.search(text, 0, match.start()) and _HERE_AFTER.match(text, match.end()):
        return Foreign("place", match.group())
    if OURSELVES.search(text) or names.ours.search(text):
        return None
    rest = text[match.end() :]
    story = len(text) > 45 and not re.search(r"条例|政策|规定", rest[:12])
    if story or not PLACE_RULES.search(rest):
        return None
    return Foreign("place", match.group())


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
