"""The members of a consortium whose sizes follow from their trade and figures, told one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.cues import Cues
from bot.member_sizes import CERTAIN_CLASS, Members, members_told
from bot.request import Read, read
from bot.size_request import SIZE, measure_of, size_arguments
from kb.errors import RuleError
from kb.rules.registry import Registry
from kb.rules.size import SIZE_LABELS
from kb.rules.size_table import Size

# Where another member begins: 我们, 跟另一家, 对方, 甲公司, 一家, 合伙的那家.
_BEGINS = re.compile(
    r"(?:[跟和与同拉找加约搭喊]|带上?|联合|还有)?(?:上|了|着)?"
    r"(?:另外?(?:还有)?(?:那?[一1]?[家个方]|一方)?|对方|那[家个边]|隔壁|人家|(?:合伙|合作|搭档|伙伴|搭伙)(?:的|人|方|伙伴|单位|公司)?(?:是|那)?"
    r"|他们?|它们?|[甲乙丙丁戊](?:方|公司|企业|厂|单位|家)?|[AaBbCc](?:公司|企业|方)|[一1](?:家|个)|有[家个]|第[一二三四][家个方]"
    r"|我(?:们|司)?(?:家|这边|这家|公司|厂)?|咱们?(?:家|公司)?|俺们?|本(?:公司|厂)"
    r"|[跟和与同](?=[^,。;]{0,4}[大中小微]型)"
    r"|[两二三四]家|一起|一块儿?|联合体|组(?:成|个|了|联)|[去来]投|投标|参加|拼|捆"  # what they do together
    r"|(?:朋友|兄弟|亲戚|同学|老乡|舅子|姐夫|表[哥弟姐妹])(?:的|那|家|开)+)"
    # 广告公司20人 behind a comma: the next enterprise with its head-count.
    r"|(?<=[,，;；。])(?=[^,，;；。0-9]{2,14}(?:公司|厂|店|企业|队|社|馆|院|行)(?:[（(][^）)]*[）)])?"
    r"[^,，;；。]{0,4}?[0-9一二两三四五六七八九十百]+ ?个?人)"
)
LONGEST_TOLD = 80  # characters
_SAME_TRADE = re.compile("同行|也是|同样|一样")


def members_in(question: Read, told: str, cues: Cues, registry: Registry) -> Members:
    """The sizes told outright, and those that the rule computes from a member's figures.

    `told` is the text without what the consortium may count as, its places unchanged.
    """
    parts = [read(part, question.today) for part in _parts(told)]
    if not any(_has_figures(part, cues) for part in parts):
        return members_told(told)
    sizes: list[str] = []
    notes: list[str] = []
    doubtful = False
    trade = ""
    for part in parts:
        outright = members_told(part.text)
        mention = registry.book.industries.industry_of(part.text)
        if not _has_figures(part, cues) or (outright.sizes and CERTAIN_CLASS.search(part.text)):
            sizes += outright.sizes
            doubtful = doubtful or outright.doubtful
            trade = mention.word if mention else trade
            continue
        text = part.text if mention or not trade else f"{trade}，{part.text}"
        size = _computed(read(text, question.today), cues, registry)
        if size is None:
            doubtful = True
            continue
        sizes.append(size)
        notes.append(f"“{part.text.strip(' ，,。;；：:')}”按划型标准算{SIZE_LABELS[Size(size)]}。")
        trade = mention.word if mention and _SAME_TRADE.search(told) else ""
    # In a story the figures may be told of anything.
    return members_told(told) if doubtful and len(told) > LONGEST_TOLD else Members(sizes, doubtful, tuple(notes))


def _parts(told: str) -> Iterator[str]:
    """The text member by member."""
    starts = [0, *(match.start() for match in _BEGINS.finditer(told) if match.start()), len(told)]
    for start, end in pairwise(starts):
        yield told[start:end]


def _has_figures(part: Read, cues: Cues) -> bool:
    """A head-count, or an amount that is said to be revenue or assets."""
    return bool(part.counts) or any(measure_of(amount, part, cues) for amount in part.yuan)


def _computed(part: Read, cues: Cues, registry: Registry) -> str | None:
    """None where the figures are vague or do not suffice."""
    request = size_arguments(part, cues, registry)
    if request.problems:
        return None
    try:
        if registry.missing(SIZE, request.arguments):
            return None
        return str(registry.compute(SIZE, request.arguments).value["size"])
    except RuleError:
        return None
