"""The guide: what we wrote to explain the regulation. `kb.guide_files` loads it, `kb.guide_checks` checks it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kb.model import Reference


class Kind(StrEnum):
    """What a question is after."""

    PLAIN = "plain"  # what the provision says
    SILENT = "silent"  # a figure or detail that the regulation does not fix
    PREMISE = "premise"  # it takes something wrong for granted


@dataclass(frozen=True, slots=True)
class SimilarQuestion:
    """相似问: a question that people ask, with the provision that answers it.

    `also` are provisions that it touches too. `entry` is the id of the silence or the misconception
    that it belongs to, "" where the provision itself is the answer.
    """

    text: str
    reference: Reference
    kind: Kind = Kind.PLAIN
    entry: str = ""
    also: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A question that this regulation does not answer; `near` if it shares our vocabulary.

    `belongs` says where such a question belongs ("" if unknown).
    """

    text: str
    topic: str
    near: bool
    belongs: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A paragraph or item in other words: its topic (it has no title), a plain answer, what to read next."""

    topic: str = ""
    plain: str = ""
    related: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Silence:
    """What people ask of a provision and the regulation does not fix.

    `name` is what is not fixed, `says` what the provision does say, `ask` the body in charge ("" if none is named).
    """

    id: str
    reference: Reference
    name: str
    says: str
    ask: str


@dataclass(frozen=True, slots=True)
class Misconception:
    """What people wrongly take for granted: the wrong `claim`, what is `right`, and the provision's `words` for it.

    `told` are patterns by which the claim is recognised in what people say (`kb.claims`).
    """

    id: str
    reference: Reference
    claim: str
    right: str
    words: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything the guide's files hold; `sha256` is over the files' names and bytes."""

    questions: tuple[SimilarQuestion, ...] = ()
    counter_examples: tuple[CounterExample, ...] = ()
    explanations: Mapping[Reference, Explanation] = field(default_factory=dict)
    silences: tuple[Silence, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    sha256: str = ""


def guide_hash(folder: Path) -> str:
    """Hash of all the guide's files; the empty guide has one too."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
