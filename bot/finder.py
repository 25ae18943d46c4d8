"""Which provisions a look-up is after: named ones, all on a body or a word, or what the search finds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot import compose
from bot.cues import Cues
from bot.filters import own_words
from bot.lists import provisions_of, subjects_asked
from bot.provision import label_of
from bot.settings import Thresholds
from kb.errors import NoSuchProvisionError
from kb.foreign import foreign_source
from kb.model import Reference, Regulation
from kb.numerals import NUMBER
from kb.opening import OpenKnowledge
from kb.reference import Asked, find_provisions, parse_reference
from kb.request_words import only_request_words
from kb.subjects import Subject, named_in
from kb.text import squeeze
from kb.units import units_of

NAMES_TOLD = 3  # of the provisions asked for
NOT_WORDS = re.compile(r"[\W_]+")
HAN = re.compile(r"[一-鿿]")
# 第三十六 and 三十六条三 on the way to 第三十六条 and 三十六条三款.
UNFINISHED = (
    (re.compile(rf"第\s*{NUMBER}"), "条"),
    (re.compile(rf"第?\s*{NUMBER}\s*条\s*的?\s*第?\s*{NUMBER}"), "款"),
)


class State(StrEnum):
    """What came of a look-up."""

    WELCOME = "welcome"  # nothing was typed or chosen yet
    NAMED = "named"  # the provisions asked for by name
    LISTED = "listed"  # all on a body, a group or a word, or all that the filters let pass
    FOUND = "found"  # the search found them
    NEAR = "near"  # it is not sure of them
    NOTHING = "nothing"  # nothing of the kind is in the regulation
    MISSING = "missing"  # there is no provision of that name
    FOREIGN = "foreign"  # another law or another place
    UNAVAILABLE = "unavailable"  # our own fault: nothing could be searched


@dataclass(frozen=True, slots=True)
class Finding:
    """Provisions before they are narrowed.

    `said` leads up to their number where they are `counted`. `scores` are the search's, empty where
    all the provisions belong to what was asked; those in `literal` hold every word that was typed.
    `words` and `subjects` are what is to be marked; `named` is the one provision asked for.
    """

    state: State
    said: str
    references: tuple[Reference, ...] = ()
    counted: bool = True
    scores: Mapping[Reference, float] = field(default_factory=dict)
    literal: frozenset[Reference] = frozenset()
    words: str = ""
    subjects: tuple[Subject, ...] = ()
    named: Reference | None = None


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds in one opened build."""

    opened: OpenKnowledge
    thresholds: Thresholds
    cues: Cues

    @property
    def regulation(self) -> Regulation:
        return self.opened.regulation

    def find(self, text: str) -> Finding:
        """For a folded text that is not blank.

        Raises IndexUnavailableError.
        """
        text = completed(text)
        other = foreign_source(text, self.regulation)
        if other is not None:
            return Finding(State.FOREIGN, compose.foreign(text, self.regulation, other).text, counted=False)
        asked = find_provisions(text, self.regulation)
        if asked is None:
            return self._listed(text) or self._searched(text)
        return self._missing(text, asked.missing) if asked.missing else self._named(asked)

    def _named(self, asked: Asked) -> Finding:
        """The provisions named; those of them first that the words beside their names are about."""
        scope = tuple(dict.fromkeys(inner for named in asked.references for inner in self._within(named)))
        first = asked.references[0]
        one = first if len(asked.references) == 1 and first.article is not None else None
        finding = Finding(State.NAMED, asked.remark + self._told(asked.references), scope, len(scope) > 1, named=one)
        rest = asked.remainder
        if asked.exclusive or not squeeze(rest):
            return finding
        inside = self._listed(rest) or self._searched(rest)
        spoken = tuple(reference for reference in inside.references if reference in scope)
        if one is None and spoken:  # 第五章 不得: only those
            return replace(inside, said=f"{finding.said}里{inside.said}", references=spoken, counted=True)
        others = tuple(reference for reference in scope if reference not in spoken)
        return replace(finding, references=spoken + others, words=rest, subjects=inside.subjects)

    def _missing(self, text: str, missing: NoSuchProvisionError) -> Finding:
        """Says what there is, and shows it if it is a single article."""
        said = compose.no_such_provision(text, self.regulation, missing).text
        there = self._within(parse_reference(missing.within)) if missing.within else ()
        return Finding(State.MISSING, said, there, counted=False)

    def _listed(self, text: str) -> Finding | None:
        """All provisions on a body, a group or a word of the law, if the text is a wish for them or just their name."""
        named = named_in(text, self.opened.subjects)
        rest = text
        for name in sorted((name for subject in named for name in subject.names), key=len, reverse=True):
            rest = rest.replace(name, " ")
        bare = bool(named) and only_request_words(rest, self.regulation.title)
        wanted = named if bare else subjects_asked(text, self.opened.subjects, self.cues)
        references = provisions_of(wanted, self.regulation)
        if not references:
            return None
        said = f"写到{'、'.join(subject.label for subject in wanted)}的"
        return Finding(State.LISTED, said, references, words=text, subjects=wanted)

    def _searched(self, text: str) -> Finding:
        characters = self.opened.pinyin.read(text)
        read_as = f"按拼音读成“{characters}”。" if characters != text else ""
        units = units_of(self.regulation)
        found = self.opened.retriever.search(characters, len(units))
        pieces = [piece for piece in NOT_WORDS.split(characters) if HAN.search(piece)]
        literal = frozenset(
            unit for unit in units if pieces and all(piece in own_words(unit, self.regulation) for piece in pieces)
        )
        order = tuple(hit.reference for hit in found.hits if hit.reference.paragraph is not None)
        finding = Finding(
            State.FOUND,
            read_as + "找到相关条文",
            order,
            scores={hit.reference: hit.score for hit in found.hits},
            literal=literal,
            words=characters,
            subjects=named_in(characters, self.opened.subjects),
        )
        if found.margin >= self.thresholds.sure or (literal and found.margin >= self.thresholds.outside):
            return finding
        if literal:
            return replace(finding, references=tuple(r for r in order if r in literal))
        if found.margin >= self.thresholds.outside:
            return replace(finding, state=State.NEAR, said=read_as + "没有完全吻合的，先列出最接近的")
        return Finding(State.NOTHING, read_as + self._nothing(characters), counted=False)

    def _nothing(self, text: str) -> str:
        belongs = self.opened.retriever.belongs(text)
        whom = f"这类事情可以问问：{belongs}。" if belongs else ""
        covered = "、".join(chapter.title for chapter in self.regulation.chapters[1:-1])
        return f"没有找到。{there_is(self.regulation)}讲的是：{covered}。{whom}"

    def _within(self, reference: Reference) -> tuple[Reference, ...]:
        """The paragraphs of a chapter or an article; a paragraph or an item is itself."""
        if reference.paragraph is not None:
            return (reference,)
        if reference.article is not None:
            articles = [self.regulation.article(reference.article)]
        else:
            articles = list(self.regulation.chapter(reference.chapter or 0).articles)
        return tuple(Reference(article=a.number, paragraph=p.number) for a in articles for p in a.paragraphs)

    def _told(self, references: tuple[Reference, ...]) -> str:
        names = []
        for reference in references[:NAMES_TOLD]:
            title = f"“{self.regulation.chapter(reference.chapter).title}”" if reference.chapter else ""
            names.append(label_of(self.regulation, reference) + title)
        return "、".join(names) + (f"等{len(references)}条" if len(references) > NAMES_TOLD else "")


def completed(text: str) -> str:
    """A provision's name whose last character is still to be typed, finished."""
    for pattern, unit in UNFINISHED:
        if pattern.fullmatch(text):
            return text + unit
    return text


def there_is(regulation: Regulation) -> str:
    """《重庆市中小企业促进条例》一共9章59条，."""
    return f"《{regulation.title}》一共{len(regulation.chapters)}章{len(regulation.articles)}条，"
