"""What a look-up can be narrowed to: a chapter, who is spoken of, and how the law speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.message import Message
from kb.model import Reference, Regulation
from kb.subjects import Subject, SubjectKind


class Speech(StrEnum):
    """How strongly a provision speaks."""

    DUTY = "duty"
    BAN = "ban"
    MAY = "may"
    ENCOURAGE = "encourage"

    @property
    def label(self) -> str:
        return SPEECH_LABELS[self]

    def spoken_in(self, text: str) -> bool:
        return SPEECH_WORDS[self].search(text) is not None


SPEECH_LABELS = {
    Speech.DUTY: "义务（应当）",
    Speech.BAN: "禁止（不得）",
    Speech.MAY: "可以",
    Speech.ENCOURAGE: "鼓励支持",
}
SPEECH_WORDS = {
    Speech.DUTY: re.compile("应当"),
    Speech.BAN: re.compile("不得"),
    Speech.MAY: re.compile("可以"),
    # 信贷支持, 社会资金支持, 指导和支持 are things given, not how the law speaks.
    Speech.ENCOURAGE: re.compile("鼓励|(?<!信贷|资金|技术|导和|面的|享受)支持"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """None does not narrow. `problems` are sentences about what was asked for and is not there."""

    chapter: int | None = None
    who: Subject | None = None
    speech: Speech | None = None
    problems: tuple[str, ...] = ()

    @property
    def active(self) -> bool:
        return not (self.chapter is None and self.who is None and self.speech is None)

    def passes(self, reference: Reference, regulation: Regulation) -> bool:
        if self.chapter is not None and regulation.article(reference.article or 0).chapter != self.chapter:
            return False
        words = own_words(reference, regulation)
        if self.who is not None and not self.who.pattern.search(words):
            return False
        return self.speech is None or self.speech.spoken_in(words)

    def told(self, regulation: Regulation) -> str:
        """第五章 市场开拓 · 税务部门 · 禁止（不得）."""
        chosen = regulation.chapter(self.chapter) if self.chapter is not None else None
        chapter = f"{chosen.label} {chosen.title}" if chosen else ""
        who, speech = self.who.label if self.who else "", self.speech.label if self.speech else ""
        return " · ".join(part for part in (chapter, who, speech) if part)


def read_filters(chapter: str, who: str, speech: str, regulation: Regulation, subjects: Sequence[Subject]) -> Filters:
    """From what stands in an address; what does not exist narrows nothing and is said."""
    problems: list[str] = []
    numbers = {str(one.number): one.number for one in regulation.chapters}
    if chapter and chapter not in numbers:
        pattern = "没有您选的这一章，《{title}》一共{count}章，所以没有按章筛选。"
        problems.append(Message(pattern, title=regulation.title, count=len(numbers)))
    actors = {name: subject for subject in actors_of(subjects) for name in (*subject.names, subject.label)}
    if who and who not in actors:
        problems.append(Message("没有您选的这个部门或单位，所以没有按它筛选。"))
    spoken = {one.value: one for one in Speech}
    if speech and speech not in spoken:
        problems.append(Message("没有您选的这种规定，可以选的有：义务、禁止、可以、鼓励支持。"))
    return Filters(numbers.get(chapter), actors.get(who), spoken.get(speech), tuple(problems))


def actors_of(subjects: Sequence[Subject]) -> tuple[Subject, ...]:
    """Authorities and others who act: everything but words of the law."""
    return tuple(subject for subject in subjects if subject.kind is not SubjectKind.WORD)


def own_words(reference: Reference, regulation: Regulation) -> str:
    """A paragraph's words without its items, or an item's."""
    if reference.item is not None:
        return regulation.text_of(reference)
    return regulation.paragraph(reference.article or 0, reference.paragraph or 0).text
