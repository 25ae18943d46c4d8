"""The words around a quantity in its own clause: they say what it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

CLAUSE_END = re.compile(r"[,，。;；?？!！、()\n]")
SENTENCE_END = re.compile(r"[。;；?？!！\n]")


class Quantity(Protocol):
    """A date or an amount: where it stands in the text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Around:
    """The words before and after a quantity, up to the quantities beside it.

    `before` and `after` stay in its sentence, `near_before` and `near_after` in its clause.
    """

    before: str
    after: str

    @property
    def near_before(self) -> str:
        return CLAUSE_END.split(self.before)[-1]

    @property
    def near_after(self) -> str:
        return CLAUSE_END.split(self.after)[0]


def around(text: str, quantity: Quantity, others: Iterable[Quantity]) -> Around:
    beside = tuple(others)
    floor = max((other.end for other in beside if other.end <= quantity.start), default=0)
    ceiling = min((other.start for other in beside if other.start >= quantity.end), default=len(text))
    before = SENTENCE_END.split(text[floor : quantity.start])[-1]
    after = SENTENCE_END.split(text[quantity.end : ceiling])[0]
    return Around(before, after)
