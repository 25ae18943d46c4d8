"""What is offered where a turn may mean several provisions, and which one is picked: 1, 第二个, its label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.replies import label_of
from bot.thread import Thread
from kb.handbook import reference_of
from kb.model import Reference
from kb.numerals import from_chinese
from kb.opening import OpenKnowledge
from kb.text import squeeze

READINGS = 2  # offered where a reference cannot be resolved
_ORDINAL = re.compile(
    r"(?:我?(?:选|要|是|指的?是?|问的?是?|就)?(?:的是)?)?(?:第)?(?P<number>[0-9]{1,2}|[一二两三四五六])(?:个|项|条|种|号|吧|哈|[.。、])*"
)
_FORMER = re.compile(r"(?:我?(?:选|要|是|指|问))?的?(?:前面?|头|上面?)(?:那|一|的)*个?(?:吧)?")
_LATTER = re.compile(r"(?:我?(?:选|要|是|指|问))?的?(?:后面?|末|最后|下面?)(?:那|一|的)*个?(?:吧)?")
# 第二个, 先说第一个, 最后一个那条: one of what was put in order before, with what else is said of it.
_BY_NUMBER = re.compile(
    r"(?:那|先|就|再|我|要|想|选|是|看|说|问|讲|算|指|的|你|还有|[,，])*"
    r"(?:第(?P<number>[1-6一二三四五六])(?:个|种|样|件|点)(?!月|季度|工作)|(?P<last>最后一?个|末一?个)|(?P<digit>[1-6])$)"
    r"(?:问题|事情?)?(?P<rest>.*)$"
)
_ONLY = re.compile(r"(?:也|都|要|算|的|呢|吧|哈|嘛|一下|看看|那个|[,，。.!！?？ ])*")
_LABEL = re.compile(r"^(?P<topic>.+)（(?P<name>第[^（）]+条[^（）]*(?:（[^（）]+）[^（）]*)?)）$")


def picked(text: str, choices: Sequence[str], opened: OpenKnowledge) -> Reference | None:
    """The provision picked; a label picks its provision whenever it is said."""
    offered = [reference_of(key) for key in choices]
    bare = text.strip(" ，,。.!！")
    for reference in offered or ():
        if squeeze(bare) in (squeeze(label_of(opened.topic(reference), reference)), squeeze(reference.label)):
            return reference
        if len(squeeze(bare)) >= 4 and squeeze(bare) == squeeze(opened.topic(reference)):
            return reference
    if offered:
        place = _place(bare, len(offered))
        if place is not None:
            return offered[place]
    return _labelled(bare, opened)


def _place(bare: str, count: int) -> int | None:
    if _FORMER.fullmatch(bare):
        return 0
    if _LATTER.fullmatch(bare):
        return count - 1
    match = _ORDINAL.fullmatch(bare)
    if match is None:
        return None
    number = from_chinese(match["number"])
    return number - 1 if 1 <= number <= count else None


@dataclass(frozen=True, slots=True)
class Numbered:
    """One of several by its number from 0, -1 for the last; `rest` is what is said of it, "" for nothing."""

    place: int
    rest: str

    def of(self, count: int) -> int | None:
        """The place among so many, None where there is none such."""
        place = self.place % count if self.place < 0 and count else self.place
        return place if place < count else None


def numbered(text: str) -> Numbered | None:
    """What a turn that begins with a number of what was put in order before picks and says."""
    match = _BY_NUMBER.match(text.strip(" ，,。.!！"))
    if match is None:
        return None
    number = match["number"] or match["digit"]
    rest = match["rest"]
    return Numbered(from_chinese(number) - 1 if number else -1, "" if _ONLY.fullmatch(rest) else rest.lstrip("，, "))


def _labelled(bare: str, opened: OpenKnowledge) -> Reference | None:
    """The provision whose label a turn is, topic and name."""
    match = _LABEL.match(bare)
    if match is None:
        return None
    for reference in opened.handbook.explanations:
        if squeeze(label_of(opened.topic(reference), reference)) == squeeze(bare):
            return reference
    return None


def likeliest(thread: Thread, opened: OpenKnowledge, text: str) -> list[Reference]:
    """What a turn may be about that does not say it: what the last answer treated, the topics so far, what it finds."""
    latest = (topic.provisions[0] for topic in reversed(thread.topics) if topic.provisions)
    found = [reference_of(key) for key in thread.rivals or dict.fromkeys(latest)]
    articles = {reference.article for reference in found}
    if len(found) < READINGS:
        for hit in opened.retriever.rank(text).hits:
            if hit.reference.article not in articles:
                articles.add(hit.reference.article)
                found.append(hit.reference)
    return found[:READINGS]
