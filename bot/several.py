"""Several questions in one message: taken apart only where each part is surely a question of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Answer, Outcome
from bot.turn import Reader
from kb.text import squeeze

_SENTENCE = re.compile(r"(?<=[？?。！!；;\n])")
SHORTEST, MOST, LONGEST = 3, 4, 80
CLEAR = 0.4  # the score from which a part has found its provision
# An answer that puts something forward.
SURE = frozenset(
    {
        Outcome.ANSWERED,
        Outcome.CALCULATED,
        Outcome.ARTICLE,
        Outcome.LISTING,
        Outcome.NOT_SPECIFIED,
        Outcome.CORRECTED,
    }
)


def parts_of(text: str, reader: Reader) -> list[str]:
    """The sentences of a message if they may be several questions, [] otherwise."""
    pieces = [reader.after_opening(part.strip()) for part in _SENTENCE.split(text)]
    parts = [piece.strip() for piece in pieces if len(squeeze(piece)) >= SHORTEST]
    if len(text) > LONGEST:  # a story with questions in it
        return []
    return parts if 2 <= len(parts) <= MOST else []


def apart(answers: Sequence[Answer]) -> bool:
    """Whether all parts have an answer of their own, each resting on another article."""
    if not all(answer.outcome in SURE and answer.citations for answer in answers):
        return False
    if any(answer.retrieved and answer.retrieved[0].score < CLEAR for answer in answers):
        return False
    first = [answer.citations[0].reference.article for answer in answers]
    return len(set(first)) == len(first)


def together(question: str, parts: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """One after another under their questions; the outcome is the first one's unless something was computed."""
    blocks = [
        f"**{n}. {part.rstrip('？?。！!；; ')}**\n\n{a.text}"
        for n, (part, a) in enumerate(zip(parts, answers, strict=True), 1)
    ]
    calculations = tuple(calculation for answer in answers for calculation in answer.calculations)
    citations = {citation.reference.key: citation for answer in answers for citation in answer.citations}
    return replace(
        answers[0],
        question=question,
        outcome=Outcome.CALCULATED if calculations else answers[0].outcome,
        text="\n\n".join(blocks),
        citations=tuple(citations.values()),
        calculations=calculations,
        marks=tuple(dict.fromkeys(mark for answer in answers for mark in answer.marks)),
    )
