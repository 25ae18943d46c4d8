"""The state of one conversation: small, frozen, plain JSON. Whoever holds it owns it; the server keeps none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

TOPICS = 8  # what can be called up again
LONGEST = 500  # characters of a question that is kept


@dataclass(frozen=True, slots=True)
class Computation:
    """A rule with the arguments so far, as plain JSON; what it still needs follows from them."""

    rule: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject talked about: the last question on it, and the provisions in play by key (36.3), best first.

    `computed` are the last calculations, `asked` the ones that still need an argument.
    """

    question: str
    provisions: tuple[str, ...] = ()
    computed: tuple[Computation, ...] = ()
    asked: tuple[Computation, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """The topics so far, the present one last.

    `choices` are the provisions offered to pick from, `pending` the turn that is answered once one is picked.
    `rivals` are provisions of which the last answer treated several at once: a pronoun may mean any of them.
    `parts` are the first provisions of a message's several questions, in order, to be called up by number.
    """

    topics: tuple[Topic, ...] = ()
    choices: tuple[str, ...] = ()
    pending: str = ""
    rivals: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def topic(self) -> Topic | None:
        return self.topics[-1] if self.topics else None

    @property
    def provisions(self) -> tuple[str, ...]:
        return self.topics[-1].provisions if self.topics else ()

    def known(self, exists: Callable[[str], bool]) -> Thread:
        """Without the provisions that there are not."""
        topics = tuple(replace(t, provisions=tuple(filter(exists, t.provisions))) for t in self.topics)
        choices, rivals = tuple(filter(exists, self.choices)), tuple(filter(exists, self.rivals))
        return Thread(topics, choices, self.pending, rivals, tuple(filter(exists, self.parts)))

    def opened(self, *topics: Topic) -> Thread:
        """With new topics, the last one the present one."""
        kept = tuple(replace(topic, question=topic.question[:LONGEST]) for topic in (*self.topics, *topics))
        return Thread(kept[-TOPICS:], parts=self.parts)

    def continued(self, topic: Topic) -> Thread:
        """The present topic as it is now."""
        return replace(self, topics=self.topics[:-1]).opened(topic)

    def returned_to(self, topic: Topic, now: Topic | None = None) -> Thread:
        """With an earlier topic as the present one, as it is `now`."""
        rest = tuple(other for other in self.topics if other is not topic)
        return Thread(rest, parts=self.parts).opened(now or topic)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(stored: object) -> Thread:
    """Inverse of `Thread.to_json`; what a browser hands back that is none is an empty thread."""
    try:
        return _thread(stored)
    except (KeyError, TypeError, AttributeError, ValueError):
        return Thread()


def _thread(stored: Any) -> Thread:
    topics = tuple(
        Topic(
            _text(topic["question"]),
            _texts(topic["provisions"]),
            tuple(_computation(one) for one in topic["computed"]),
            tuple(_computation(one) for one in topic["asked"]),
        )
        for topic in stored["topics"][-TOPICS:]
    )
    choices, rivals, parts = (_texts(stored.get(key, ())) for key in ("choices", "rivals", "parts"))
    return Thread(topics, choices, _text(stored["pending"]), rivals, parts)


def _computation(stored: Any) -> Computation:
    arguments = {_text(key): value for key, value in dict(stored["arguments"]).items()}
    return Computation(_text(stored["rule"]), arguments)


def _texts(stored: Any) -> tuple[str, ...]:
    if not isinstance(stored, list | tuple):
        raise TypeError("a list of strings is needed")
    return tuple(_text(text) for text in stored[:TOPICS])


def _text(stored: Any) -> str:
    if not isinstance(stored, str):
        raise TypeError("a string is needed")
    return stored[:LONGEST]
