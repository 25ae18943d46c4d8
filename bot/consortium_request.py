"""Questions what a consortium counts as, from the sizes of its members."""

from __future__ import annotations

import re

from bot.cues import Cues
from bot.request import Read, Request

CONSORTIUM = "consortium"
LARGE, MEDIUM, SMALL, MICRO = "large", "medium", "small", "micro"
FIRM = r"(?:企业|公司|集团|国企|厂商?|单位|老板|店|的)?"
# One size for each spelling, the longest first; 中小企业 is told as the larger of what it may be.
SIZES = (
    (SMALL, rf"小型微型{FIRM}|小型、微型{FIRM}|小微{FIRM}"),
    (MEDIUM, r"中小微?(?:型)?(?:企业|公司)"),
    (LARGE, rf"大型{FIRM}|大企(?:业)?|大公司|大厂|大国企|大集团|央企|大老板|龙头企业"),
    (MEDIUM, rf"中型{FIRM}|中企(?!业)|中等(?:规模)?{FIRM}"),
    (SMALL, rf"(?<!中)小型{FIRM}|(?<!中)小企(?:业)?|小公司|小厂|小老板"),
    (MICRO, rf"微型{FIRM}|微企|微企业"),
)
# 一大两小, 两小一微: a number and one character for the size.
SHORT = {"大": LARGE, "中": MEDIUM, "小": SMALL, "微": MICRO}
COUNT = r"[一两二三四五六七八九十俩仨几多数0-9]+"
SHORT_SIZE = re.compile(rf"(?P<count>{COUNT})(?:家|个)?(?P<size>[大中小微])(?![型企微公厂老国集伙等小])")
# 联合体: 小、小、微
LISTED = re.compile(r"(?<![一-鿿])[大中小微](?:[、,/+加和][大中小微])+(?![一-鿿])")
NUMBERS = (
    {digit: number for number, digit in enumerate("一二三四五六七八九十", start=1)}
    | {"两": 2, "俩": 2, "仨": 3}
    | dict.fromkeys("几多数", 2)
)
MOST = 20
LONGEST_EVIDENT = 40  # characters of a question that tells the members and hardly anything else
GENERIC = "您只说了“中小企业”，没有细分，这里按其中有中型企业计算；各方都是小型、微型企业的，视同小型微型企业。"


def consortium_request(question: Read, cues: Cues) -> Request | None:
    """What a consortium counts as; asks for the members where none or only one is told."""
    text = question.text
    if not cues.found(CONSORTIUM, "topic", text) or cues.found("subject", "general", text):
        return None
    told = cues.patterns[CONSORTIUM, "asked"].sub("|", text)
    members = sizes_told(told)
    evident = len(members) > 1 and len(text) <= LONGEST_EVIDENT and not cues.found(CONSORTIUM, "claims", text)
    if not (evident or cues.found(CONSORTIUM, "wants", text)):
        return None
    if not members:
        own = cues.found(CONSORTIUM, "target", text) and cues.found(CONSORTIUM, "own", text)
        return Request(CONSORTIUM) if own else None
    notes = (GENERIC,) if not _is_specific(told) else ()
    if LARGE in members:
        return Request(CONSORTIUM, {"members": members if len(members) > 1 else [*members, SMALL]})
    if cues.found(CONSORTIUM, "unknown", told):
        return Request(CONSORTIUM, {"members": members}, ("还不知道规模的那一方，是大型、中型、小型还是微型企业？",))
    if len(members) == 1 and not cues.found(CONSORTIUM, "all", told):
        if not cues.found(CONSORTIUM, "own", text) or cues.found(CONSORTIUM, "premise", text):
            return None
        problem = "您只说了一方的规模，其他各方是大型、中型、小型还是微型企业？"
        return Request(CONSORTIUM, {"members": members}, (problem,))
    return Request(CONSORTIUM, {"members": members * 2 if len(members) == 1 else members}, (), notes)


def sizes_told(told: str) -> list[str]:
    """The size of every enterprise told of, each as often as it is counted, in the order told."""
    found: list[tuple[int, str, int]] = []
    taken: list[tuple[int, int]] = []
    for match in LISTED.finditer(told):
        taken.append(match.span())
        found += [(match.start(), SHORT[size], 1) for size in match.group() if size in SHORT]
    for match in SHORT_SIZE.finditer(told):
        taken.append(match.span())
        found.append((match.start(), SHORT[match["size"]], _number(match["count"])))
    for size, pattern in SIZES:
        for match in re.finditer(pattern, told):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            found.append((match.start(), size, _how_many(told, *match.span())))
    if _is_specific(told):
        found = [one for one in found if not re.match("中小", told[one[0] :])]
    return [size for _, size, count in sorted(found) for _ in range(count)][:MOST]


def _is_specific(told: str) -> bool:
    """Whether a size is told that is one class and not 中小企业."""
    rest = re.sub("中小微?(?:型)?(?:企业|公司)?", "", told)
    return bool(SHORT_SIZE.search(rest) or LISTED.search(rest)) or any(re.search(pattern, rest) for _, pattern in SIZES)


def _how_many(text: str, start: int, end: int) -> int:
    """两家小型企业, 小型企业两家; one where no number stands beside it."""
    before = re.search(rf"({COUNT})(?:[家个]|方)?(?:的|是|都是|均为|全是)?$", text[max(0, start - 6) : start])
    # Not the number of the next one: 小型企业两家微型企业.
    after = re.match(rf"(?:企业|公司)?({COUNT})[家个](?![大中小微]|[^,、;和跟加|。]{{0,3}}[型企])", text[end : end + 8])
    said = before or after
    return _number(said.group(1)) if said else 1


def _number(said: str) -> int:
    return min(MOST, int(said)) if said.isdigit() else NUMBERS.get(said, 1)
