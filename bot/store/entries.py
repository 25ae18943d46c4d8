"""What an entry of the feedback journal is."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from kb.handbook import reference_of
from kb.text import squeeze

# Read out on the telephone: no letter or digit that is taken for another.
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
ID_LENGTH, GROUP = 12, 4  # 31**12 ids: 59 bits
LONGEST_COMMENT = 500  # characters


class State(StrEnum):
    """What staff have done with an entry."""

    NEW = "new"
    TAKEN = "taken"
    DISMISSED = "dismissed"


class Purpose(StrEnum):
    """What an entry is taken for; never both, as what is taught must not be what is tested."""

    SIMILAR = "similar"  # a similar question of the guide
    REGRESSION = "regression"  # a question of the evaluation


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thought of one answer. `outcome` is the answer's; provisions are given by their keys."""

    question: str
    outcome: str
    citations: tuple[str, ...]
    versions: Mapping[str, str]
    liked: bool


@dataclass(frozen=True, slots=True)
class Taking:
    """How an entry is taken: the question in staff's words, the provisions, and the outcome that is expected of
    the answer to a regression question ("" for a similar question)."""

    purpose: Purpose
    wording: str
    provisions: tuple[str, ...]
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One opinion as it is kept. `right` is the key of the provision that would have been right, "" if none was
    named; `taking` is there when staff have taken it."""

    id: str
    time: datetime
    opinion: Opinion
    comment: str
    right: str
    state: State
    taking: Taking | None
    handled_by: str
    handled_at: datetime | None

    @property
    def number(self) -> str:
        return number_of(self.id)

    def to_json(self) -> dict[str, Any]:
        opinion, taking = self.opinion, self.taking
        return {
            "id": self.id,
            "time": self.time.isoformat(timespec="seconds"),
            "question": opinion.question,
            "outcome": opinion.outcome,
            "citations": list(opinion.citations),
            "versions": dict(opinion.versions),
            "liked": opinion.liked,
            "comment": self.comment,
            "right": self.right,
            "state": self.state.value,
            "taken_as": taking.purpose.value if taking else "",
            "wording": taking.wording if taking else "",
            "provisions": list(taking.provisions) if taking else [],
            "expected": taking.expected if taking else "",
            "handled_by": self.handled_by,
            "handled_at": self.handled_at.isoformat(timespec="seconds") if self.handled_at else None,
        }


def new_id() -> str:
    """Nobody can guess it: whoever has it may change the entry while it is new."""
    return "".join(secrets.choice(SIGNS) for _ in range(ID_LENGTH))


def number_of(id: str) -> str:
    """The id as it is read out: k7mp-2xqd-9fhw."""
    return "-".join(id[start : start + GROUP] for start in range(0, ID_LENGTH, GROUP))


def read_id(text: str) -> str:
    """The id in a number as it was read out, printed or typed; "" if it cannot be one."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text[:64]).lower() if c.isalnum())
    return plain if len(plain) == ID_LENGTH and set(plain) <= set(SIGNS) else ""


def storable(text: str) -> str:
    """Without what no database keeps or no file holds: control characters and halves of surrogate pairs."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def searched(question: str, comment: str) -> str:
    """What a text is looked for in."""
    return f"{squeeze(question)} {squeeze(comment)}"


def articles_of(*keys: Iterable[str]) -> set[int]:
    return {reference_of(key).article or 0 for some in keys for key in some if key}


def entry_of(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        time=row.time,
        opinion=Opinion(row.question, row.outcome, tuple(row.citations), row.versions, row.liked),
        comment=row.comment,
        right=row.right,
        state=State(row.state),
        taking=Taking(Purpose(row.purpose), row.wording, tuple(row.provisions), row.expected) if row.purpose else None,
        handled_by=row.handled_by,
        handled_at=row.handled_at,
    )
