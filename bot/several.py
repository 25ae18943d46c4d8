"""Several questions in one message: taken apart only where each part is surely a question of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.answer import Answer, Outcome
from bot.turn import Reader
from kb.model import Reference
from kb.text import squeeze

_SENTENCE = re.compile(r"(?<=[？?。！!；;\n])|(?<=.{4})[，,]?(?=(?:还有|以及|另外)(?!没|几|多|好|哪|什|啥|谁))")
# 两个事情：…; 想问三个：…
_ANNOUNCES = re.compile(r"^[^？?。；;]{0,30}?(?:[两二三四2-4])(?:个|件|点|样)(?:事情?|问题|方面|东西)?[：:，,]")
# 一、…；二、…; 一是…，二是…
_NUMBER = r"(?:^|[：:，,；;。？?\s])(?:其|第)?{number}(?:是|、|[.．:：，,)）])"
_FIRST, _NEXT = _NUMBER.format(number="[一1]"), _NUMBER.format(number="[二三四2-4]")
_LIST = re.compile(r"[、；;？?。\n]|[，,]?(?:还有|以及|另外)")
_LEADS = re.compile(r"^(?:还有|以及|另外|和)[，,：:]?")
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


def parts_of(text: str, reader: Reader) -> tuple[list[str], bool]:
    """The parts of a message that may be several questions, [] otherwise; whether it lists them itself."""
    if len(text) > LONGEST:  # a story with questions in it
        return [], False
    parts = _listed(text)
    if parts:
        return parts, True
    parts = _long_enough(reader.after_opening(part.strip()) for part in _SENTENCE.split(text))
    return (parts if all(reader.found("asks", part) for part in parts) else []), False


def _listed(text: str) -> list[str]:
    """What a message puts in order itself: numbered, or announced by how many there are."""
    first = re.search(_FIRST, text)
    if first is not None and re.search(_NEXT, text[first.end() :]):
        return _long_enough(re.split(_NEXT, text[first.end() :]))
    announced = _ANNOUNCES.match(text)
    return _long_enough(_LIST.split(text[announced.end() :])) if announced is not None else []


def _long_enough(pieces: Iterable[str]) -> list[str]:
    parts = [_LEADS.sub("", piece.strip(" ，,；;。")) for piece in pieces if piece]
    parts = [part for part in parts if len(squeeze(part)) >= SHORTEST]
    return parts if 2 <= len(parts) <= MOST else []


def apart(answers: Sequence[Answer], listed: bool) -> bool:
    """Whether all parts have an answer of their own, each resting on another article, or if listed paragraph."""
    if not all(answer.outcome in SURE and answer.citations for answer in answers):
        return False
    if any(answer.retrieved and answer.retrieved[0].score < CLEAR for answer in answers):
        return False
    first = [ref if listed else Reference(article=ref.article) for ref in (a.citations[0].reference for a in answers)]
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
