"""The sizes of a consortium's members as they are told, and whether one of them is only guessed at or denied."""

from __future__ import annotations

import re
from dataclasses import dataclass

LARGE, MEDIUM, SMALL, MICRO = "large", "medium", "small", "micro"
FIRM = r"(?:企业|公司|集团|国企|厂商?|单位|老板|店|的)?"
# One size for each spelling, the longest first; 中小企业 is told as the larger of what it may be.
SIZES = (
    (SMALL, rf"小型微型{FIRM}|(?<!型、)小型、微型(?:企业|公司)|小微{FIRM}"),
    (MEDIUM, r"中小微?(?:型)?(?:企业|公司)"),
    (LARGE, rf"大型{FIRM}|大企(?:业)?|大公司|大厂|大国企|大集团|央企|大老板|龙头企业"),
    (MEDIUM, rf"中型{FIRM}|中企(?!业)|中等(?:规模)?{FIRM}"),
    (SMALL, rf"(?<!中)小型{FIRM}|(?<!中)小企(?:业)?|小公司|小厂|小老板"),
    (MICRO, rf"微型{FIRM}|微企|微企业"),
)
# 一大两小, 两小一微: a number and one character for the size; 有多大 is a question.
SHORT = {"大": LARGE, "中": MEDIUM, "小": SMALL, "微": MICRO}
COUNT = r"[一两二三四五六七八九十俩仨几多数0-9]+"
SHORT_SIZE = re.compile(
    rf"(?!(?:多|几|数)大)(?P<count>{COUNT})(?:家|个)?(?P<size>[大中小微])(?![型企微公厂老国集伙等小])"
)
# 联合体: 小、小、微
LISTED = re.compile(r"(?<![一-鿿])[大中小微](?:[、,/+加和][大中小微])+(?=[二两三四五六七八九十][家方]|[^一-鿿]|$)")
NUMBERS = (
    {digit: number for number, digit in enumerate("一二三四五六七八九十", start=1)}
    | {"两": 2, "俩": 2, "仨": 3}
    | dict.fromkeys("几多数", 2)
)
MOST = 20
_CLASS = r"(?:[大中小微]型(?:企业|公司|集团|国企|厂)?|[大小]企业|大公司|大厂|大集团|央企)"
_PLAIN = r"(?:[大中小微]型?(?:企业|公司|集团|国企|厂)?)"
# 介于中型和大型之间, 不是中型就是大型, 大型还是中型, 可能是大型, 是不是大型: nothing is known by that.
_GUESSED = re.compile(
    rf"一(?:会儿?|下子?|时).{{0,8}}{_CLASS}[^。;]{{0,4}}一(?:会儿?|下子?|时).{{0,8}}{_CLASS}|"
    rf"介于{_PLAIN}.{{0,3}}{_PLAIN}(?:之间)?|{_PLAIN}.{{0,3}}{_PLAIN}(?:之间|中间)"
    rf"|(?:不是|非){_PLAIN},?(?:就是|即是?|便是){_PLAIN}"
    rf"|(?:要么|或者?)(?:是|算)?{_PLAIN},?(?:要么|或者?)(?:是|算)?{_PLAIN}"
    rf"|(?<![算按当归成属]){_PLAIN}(?:呢|嘛|吧)?,?(?:还是|或者?|抑或)(?:说)?(?:是|算)?{_PLAIN}"
    rf"|(?:可能|也许|大概|好像|估计|似乎|说不定|没准|多半|怕|恐怕|应该)(?:也|还|会|就)?(?:是|算|属于?|够得?上|成了?)"
    rf"(?:个|一家|家)?{_CLASS}"
    rf"|(?:是不是|算不算|是否)(?:是|算|属于)?(?:个|一家)?{_CLASS}"
)
# 不是大型企业 tells no size, 不是大型，是中型 and 没有大型企业 leave the others to tell it.
_DENIED = re.compile(
    rf"(?P<none>没有|没得|不含|不存在|并无)(?:什么|啥|任何|一家|哪家)?{_CLASS}"
    rf"|(?P<nowhere>(?:一家|一个|半个)?{_CLASS}的?(?:也|都)(?:没|不存在))"
    rf"|(?:都|反正|并|又|也|还)?(?:不是|并非|不属于|不属|(?:算不上|够不上|不算|够不到)(?=[^,。]{{0,3}}大))(?:什么|啥|任何|一家)?{_CLASS}"
    rf"(?P<told>(?=[,、;。]?(?:而|就|只|它|他|其实|应该)?(?:是|算|属于?)(?:个|家|一家)?{_PLAIN}))?"
)


_MANY = r"[两二三四五六七八九十俩仨]|[0-9]{1,2}"
# 五家凑一堆投标: how many there are, told beside their sizes; 两家小型企业 are not all of them.
_TOTAL = re.compile(
    rf"(?P<others>(?:另外?|其他|其余|别的|还有)的?)?(?P<count>{_MANY})(?:家|个(?![人员工月年亿万点])|方|户)(?!的?[大中小微][型企微公厂])"
    r"(?:企业|公司|单位|老板|厂)?[^,。:;0-9大中小微]{0,6}"
    r"(?:一起|一块|凑|抱|绑|捆|组|联合|合伙|搭伙|打伙|搭档|拼)"
    rf"|联合体(?:里|里头|成员)?(?:一共|总共|共|有|是)*(?P<members>{_MANY})[家个方](?!的?[大中小微])"
    rf"|(?:一共|总共|共|合计|(?<!还)(?<!另外)(?<!另)(?:有|是))(?P<all>{_MANY})(?:家|方)(?=[:,。]|(?:企业|公司|单位)[:,。])"
    rf"|(?:一共|总共|共|合计)(?P<whole>{_MANY})(?:家|方)"
)
# The class by its name in the standard, not 大厂 or 小公司.
CERTAIN_CLASS = re.compile("[大中小微]型")
# 大型企业退出了，剩下两家小型: who has left is no member, and who is left is told behind.
_LEFT = re.compile(
    rf"(?:{COUNT}[家个])?的?(?:[大中小微]型?(?:{FIRM})|央企|中小企业)[^,。;不没要得须必该能]{{0,12}}[,，]?"
    r"(?:后来|后面|中途|半路|半道|又|已经?|现在|他们?|它们?|就|都|前天|昨天|今天|上周)*"
    r"(?:退[出了场]|撤[出走了]|走了|不干了|不[来投]了|不参加了|不参与了|散伙|除名|踢出|被[踢剔换]|没(?:拉|来|谈|成|参加|加入|答应|同意|去|干)|作罢|黄了)[^,。;]{0,6}?(?=剩|[,。;]|现在|$)"
)
_REST = re.compile("(?:就|只|还|仅)?剩(?:下|余|了)*(?!的|余)(?=[^,。;]{0,8}(?:[家个]|[大中小微]))")


@dataclass(frozen=True, slots=True)
class Members:
    """The sizes told for certain, each as often as it is counted; `doubtful`: of another one it is not known."""

    sizes: list[str]
    doubtful: bool
    notes: tuple[str, ...] = ()


def members_told(told: str) -> Members:
    """Without what is guessed at or denied."""
    certain, guesses = _GUESSED.subn("|", told)
    denials = [match for match in _DENIED.finditer(certain) if match.lastgroup is None]
    return Members(sizes_told(_DENIED.sub("|", certain)), bool(guesses or denials))


def number_told(told: str) -> int:
    """How many members there are said to be, 0 if it is not said."""
    totals = [
        _number(match["count"] or match["members"] or match["all"] or match["whole"]) + bool(match["others"])
        for match in _TOTAL.finditer(told)
    ]
    return max(totals, default=0)


def present(told: str) -> str:
    """Without the members that have left; where it is said who is left, from there on. Places stay."""
    rest = _REST.search(told)
    if rest is not None and sizes_told(told[rest.end() :]):
        return " " * rest.end() + told[rest.end() :]
    return _LEFT.sub(lambda match: " " * len(match.group()), told)


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
    if is_specific(told):
        found = [one for one in found if not re.match("中小", told[one[0] :])]
    return [size for _, size, count in sorted(found) for _ in range(count)][:MOST]


def is_specific(told: str) -> bool:
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
