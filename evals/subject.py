"""What can be evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.answer import Answer
from kb.errors import TiaoliError
from kb.model import Regulation


class Subject(Protocol):
    """Something that answers questions about one regulation; it is asked from several threads at once."""

    @property
    def regulation(self) -> Regulation: ...

    @property
    def versions(self) -> dict[str, str]:
        """Hashes of what the answers rest on: regulation, guide, index, build."""
        ...

    def ask(self, question: str, today: date) -> Answer: ...

    def converse(self, turns: Sequence[str], today: date) -> list[Answer]:
        """One answer per turn."""
        ...


class SubjectError(TiaoliError):
    """The subject broke its contract; counts as a crash."""
