"""A conversation as the browser keeps it: what was said and answered, and the thread. The server keeps none of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.answer import Answer, Calculation, Choice, Outcome, citation_json
from bot.store.entries import read_id
from bot.thread import Thread
from bot.thread import from_json as thread_from_json
from kb.model import Citation, Reference

KEY = "tiaoli.talk.1"  # its number changes with the form of what is stored
MOST = 30  # exchanges kept
LARGEST = 300_000  # characters of JSON: a browser keeps five million for a site
LONGEST = 60_000  # characters of one text


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with its answer; `liked` is the thumb given, if any, `entry` the id of what the journal keeps
    of it ("" for nothing), and `told` whether it was said what is wrong.

    Of the answer's calculations only rule and arguments are kept: their steps stand in its text.
    """

    said: str
    day: date
    answer: Answer
    liked: bool | None = None
    entry: str = ""
    told: bool = False

    def to_json(self) -> dict[str, Any]:
        answer = self.answer
        return {
            "said": self.said,
            "day": self.day.isoformat(),
            "liked": self.liked,
            "entry": self.entry,
            "told": self.told,
            "answer": {
                "outcome": answer.outcome.value,
                "text": answer.text,
                "citations": [citation_json(citation) for citation in answer.citations],
                "calculations": [{"rule": c.rule, "arguments": c.arguments} for c in answer.calculations],
                "choices": [[choice.label, choice.article, choice.paragraph] for choice in answer.choices],
                "suggestions": list(answer.suggestions),
                "marks": list(answer.marks),
                "version": answer.regulation_version,
            },
        }


@dataclass(frozen=True, slots=True)
class Talk:
    """The exchanges so far, the last one last, and the state from which the next turn is understood."""

    exchanges: tuple[Exchange, ...] = ()
    thread: Thread = field(default_factory=Thread)

    def to_json(self) -> dict[str, Any]:
        return {"exchanges": [one.to_json() for one in self.exchanges], "thread": self.thread.to_json()}

    def bounded(self) -> Talk:
        """The oldest exchanges are forgotten first, the latest never."""
        kept = self.exchanges[-MOST:]
        sizes = [len(json.dumps(one.to_json(), ensure_ascii=False)) for one in kept]
        first = 0
        while first < len(kept) - 1 and sum(sizes[first:]) > LARGEST:
            first += 1
        return replace(self, exchanges=kept[first:])

    def with_opinion(self, place: int, liked: bool | None, entry: str, told: bool = False) -> Talk:
        changed = replace(self.exchanges[place], liked=liked, entry=entry, told=told)
        return replace(self, exchanges=(*self.exchanges[:place], changed, *self.exchanges[place + 1 :]))


def talk_from_json(stored: object) -> Talk:
    """Inverse of `Talk.to_json`; what a browser hands back that is none is an empty talk."""
    try:
        return _talk(stored)
    except (LookupError, TypeError, AttributeError, ValueError):
        return Talk()


def _talk(stored: Any) -> Talk:
    if not isinstance(stored["exchanges"], list):
        raise TypeError("exchanges must be a list")
    exchanges = tuple(_exchange(one) for one in stored["exchanges"][-MOST:])
    return Talk(exchanges, thread_from_json(stored["thread"]) if exchanges else Thread())


def _exchange(stored: Any) -> Exchange:
    said, liked, kept = _text(stored["said"]), stored["liked"], stored["answer"]
    if liked is not None and not isinstance(liked, bool):
        raise TypeError("liked must be true, false or null")
    answer = Answer(
        said,
        Outcome(kept["outcome"]),
        _text(kept["text"]),
        tuple(_citation(one) for one in kept["citations"]),
        tuple(Calculation(_text(one["rule"]), dict(one["arguments"]), {}) for one in kept["calculations"]),
        choices=tuple(Choice(_text(one[0]), _number(one[1]), _number_or_none(one[2])) for one in kept["choices"]),
        suggestions=tuple(_text(one) for one in kept["suggestions"]),
        regulation_version=_text(kept["version"]),
        marks=tuple(_text(one) for one in kept["marks"] if one),
    )
    # Talks from before there was a journal have no entries.
    entry = read_id(_text(stored.get("entry", "")))
    return Exchange(said, date.fromisoformat(_text(stored["day"])), answer, liked, entry, stored.get("told") is True)


def _citation(stored: Any) -> Citation:
    reference = Reference(
        article=_number(stored["article"]),
        paragraph=_number_or_none(stored["paragraph"]),
        item=_number_or_none(stored["item"]),
    )
    return Citation(
        _text(stored["regulation"]),
        _text(stored["title"]),
        _number(stored["chapter"]),
        reference,
        _text(stored["quote"]),
    )


def _text(stored: Any) -> str:
    if not isinstance(stored, str):
        raise TypeError("a string is needed")
    return stored[:LONGEST]


def _number(stored: Any) -> int:
    if not isinstance(stored, int) or isinstance(stored, bool) or not 0 <= stored < 10_000:
        raise TypeError("a small whole number is needed")
    return stored


def _number_or_none(stored: Any) -> int | None:
    return None if stored is None else _number(stored)
