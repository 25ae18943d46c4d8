"""A few of a provision's similar questions to show: what people typically ask, no two alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kb.guide import Kind, SimilarQuestion
from kb.model import Reference
from kb.text import pairs_of

SHOWN = 5
SHORTEST, LONGEST = 7, 32  # characters: neither bare key words nor stories
LOOKED_AT = 40  # of a provision's questions: enough to tell what is typical
ALIKE = 0.8  # how much a question's likeness to one already chosen counts against its being typical

Pairs = frozenset[str]


def typical_questions(questions: Iterable[SimilarQuestion]) -> Mapping[Reference, tuple[str, ...]]:
    """By provision; what belongs to a silence or a misconception is left out."""
    by_provision: dict[Reference, list[str]] = {}
    for question in questions:
        own = by_provision.setdefault(question.reference, [])
        if question.kind is Kind.PLAIN and not question.entry and _readable(question.text):
            own.append(question.text)
    return {reference: _typical(texts[:LOOKED_AT]) for reference, texts in by_provision.items() if texts}


def _readable(text: str) -> bool:
    return SHORTEST <= len(text) <= LONGEST and " " not in text


def _typical(texts: Sequence[str]) -> tuple[str, ...]:
    """One after another, the question most like all the others and least like those chosen."""
    pairs = [pairs_of(text) for text in texts]
    typical = [sum(_likeness(one, other) for other in pairs) / len(pairs) for one in pairs]
    nearest = [0.0] * len(texts)
    chosen: list[int] = []
    while len(chosen) < min(SHOWN, len(texts)):
        left = [place for place in range(len(texts)) if place not in chosen]
        best = max(left, key=lambda place: typical[place] - ALIKE * nearest[place])
        chosen.append(best)
        nearest = [max(near, _likeness(one, pairs[best])) for near, one in zip(nearest, pairs, strict=True)]
    return tuple(texts[place] for place in chosen)


def _likeness(one: Pairs, other: Pairs) -> float:
    """Shared pairs of characters among all of both, 0 to 1."""
    return len(one & other) / max(1, len(one | other))
