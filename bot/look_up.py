"""Looking provisions up: one box that takes a provision's name, a body, key words or a caller's whole sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.filters import Filters
from bot.finder import Finder, Finding, State, there_is
from bot.highlights import matches
from bot.provision import citation_text, label_of
from bot.settings import LONGEST_QUESTION
from kb.errors import IndexUnavailableError
from kb.model import Reference
from kb.text import fold, squeeze
from kb.units import units_of

MOST, NEAREST = 12, 4  # shown of a search that is sure and of one that is not
DOWN = "检索现在用不了，是我们这边的故障，不是条例里没有。按条号查（例如 36）、看目录都还可以，请稍后再试。"
LEAST, SHARE = 0.15, 0.4  # a score worth showing, by itself and of the best one


@dataclass(frozen=True, slots=True)
class Shown:
    """A provision in the list: `plain` is what is read out of it, `marks` are the parts of its text that match."""

    reference: Reference
    label: str
    topic: str
    text: str
    plain: str
    copied: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """`sentence` tells what was found; `named` is the one provision asked for, to be opened at once.

    `beyond` counts what there is outside the filters when nothing is inside them.
    """

    state: State
    sentence: str
    shown: tuple[Shown, ...] = ()
    named: Reference | None = None
    beyond: int = 0


def look_up(finder: Finder, query: str, filters: Filters) -> LookedUp:
    """Whatever a person types or chooses; never raises, an index out of order is told apart from nothing found."""
    text = fold(query[:LONGEST_QUESTION])
    if squeeze(text):
        try:
            return _narrowed(finder, finder.find(text), filters)
        except IndexUnavailableError:
            return LookedUp(State.UNAVAILABLE, DOWN)
    regulation = finder.regulation
    if not filters.active:
        return LookedUp(State.WELCOME, there_is(regulation) + "条号、关键词、来电人的原话都可以查。")
    # Items only where they are told from their paragraph.
    every = tuple(unit for unit in units_of(regulation) if unit.item is None or filters.who or filters.speech)
    return _narrowed(finder, Finding(State.LISTED, "", every), filters)


def _narrowed(finder: Finder, finding: Finding, filters: Filters) -> LookedUp:
    regulation = finder.regulation
    inside = [reference for reference in finding.references if filters.passes(reference, regulation)]
    kept = _worth_showing(finding, inside)
    told = f"{filters.told(regulation)}：" if filters.active else ""
    if filters.active and finding.references and not kept:
        kept = _worth_showing(finding, finding.references)
        if finding.named is None and finding.state is not State.MISSING:
            sentence = f"在“{filters.told(regulation)}”里没有找到，不筛选有{len(kept)}处。"
            return LookedUp(State.NOTHING, sentence, beyond=len(kept))
        told = f"不在您筛选的“{filters.told(regulation)}”里，直接给您："
    if not finding.counted:
        sentence = told + finding.said if finding.state is State.NAMED else finding.said
        return LookedUp(finding.state, sentence, _shown(finder, finding, kept), finding.named)
    unit = "款" if finding.state is State.NAMED else "处"
    sentence = told + (f"{finding.said}，" if finding.said else "") + f"共{len(kept)}{unit}。"
    return LookedUp(finding.state, sentence, _shown(finder, finding, kept), finding.named)


def _worth_showing(finding: Finding, references: Sequence[Reference]) -> list[Reference]:
    """All, or of a search the best ones and those that hold every word typed."""
    if not finding.scores or not references:
        return list(references)
    best = max(finding.scores.get(reference, 0.0) for reference in references)
    floor = max(LEAST, SHARE * best)
    good = [reference for reference in references if finding.scores.get(reference, 0.0) >= floor]
    good = good[: NEAREST if finding.state is State.NEAR else MOST]
    literal = [reference for reference in references if reference in finding.literal and reference not in good]
    return [*good, *literal]


def _shown(finder: Finder, finding: Finding, references: Sequence[Reference]) -> tuple[Shown, ...]:
    regulation = finder.regulation
    # Cut into words by the search's own cutter; a short query is also marked as it was typed.
    words = [*finding.words.split(), *finder.opened.retriever.knowledge.cutter.words(finding.words)]
    return tuple(
        Shown(
            reference,
            label_of(regulation, reference),
            finder.opened.topic(reference),
            text := regulation.text_of(reference),
            finder.opened.handbook.explanation(reference).plain,
            citation_text(regulation, reference),
            matches(words, finding.subjects, text),
        )
        for reference in references
    )
