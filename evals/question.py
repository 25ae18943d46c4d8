"""What an evaluation question is: what is said, and what a right answer must be like."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot.answer import Outcome
from kb.model import Reference

MUST, MAY = 2, 1
DEV_SHARE = 0.4
# These put nothing forward, so they neither have to cite nor to show a figure.
SILENT = frozenset(
    {Outcome.CLARIFY, Outcome.NO_SUCH_PROVISION, Outcome.OUT_OF_SCOPE, Outcome.SMALL_TALK, Outcome.UNAVAILABLE}
)
JsonValue = str | int | bool


@dataclass(frozen=True, slots=True)
class Gold:
    """A provision that must (grade 2) or may (grade 1) be cited."""

    reference: Reference
    grade: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What a right answer is like. `result` is a part of the rule's exact result."""

    outcome: Outcome
    acceptable: tuple[Outcome, ...] = ()
    golds: tuple[Gold, ...] = ()
    facts: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    rule: str | None = None
    result: Mapping[str, JsonValue] = field(default_factory=dict)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The expected outcome, then the others that would be right as well."""
        return (self.outcome, *self.acceptable)

    @property
    def must(self) -> tuple[Reference, ...]:
        return tuple(gold.reference for gold in self.golds if gold.grade == MUST)

    @property
    def grades(self) -> dict[int, int]:
        """Best grade of each gold article."""
        best: dict[int, int] = {}
        for gold in self.golds:
            article = gold.reference.article or 0
            best[article] = max(gold.grade, best.get(article, 0))
        return best

    def given(self, outcome: Outcome) -> Expected:
        """What is still asked of an answer with this outcome.

        Where a calculation is right but not the only right thing, an answer without one owes no result; an
        acceptable one that puts nothing forward owes neither facts nor citations. A wrong outcome owes all.
        """
        if outcome not in self.outcomes:
            return self
        owed = self
        if outcome != Outcome.CALCULATED and Outcome.CALCULATED in self.outcomes:
            owed = replace(self, rule=None, result={})
        if outcome in SILENT and self.outcome not in SILENT:
            golds = tuple(replace(gold, grade=MAY) for gold in self.golds)
            owed = replace(owed, golds=golds, facts=())
        return owed


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said, and what is expected of the answer to it."""

    say: str
    expected: Expected


@dataclass(frozen=True, slots=True)
class Question:
    """A single question (one turn) or a dialogue; `today` is the clock at which it is asked."""

    id: str
    set: str
    turns: tuple[Turn, ...]
    dialogue: bool = False
    today: date | None = None
    tags: tuple[str, ...] = ()

    @property
    def split(self) -> str:
        return split_of(self.id)

    @property
    def digest(self) -> str:
        """Equal exactly when the same is asked and expected; tags do not count."""
        asked = [[turn.say, _plain(turn.expected)] for turn in self.turns]
        whole = json.dumps([self.dialogue, str(self.today), asked], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


def split_of(id: str) -> str:
    """`dev` (about two in five; to tune on) or `test` (to report on), fixed by the id for ever."""
    place = int(hashlib.sha256(id.encode()).hexdigest()[:8], 16) / 16**8
    return "dev" if place < DEV_SHARE else "test"


def _plain(expected: Expected) -> list[object]:
    golds = {gold.reference.key: gold.grade for gold in expected.golds}
    outcomes = [expected.outcome.value, sorted(outcome.value for outcome in expected.acceptable)]
    return [outcomes, golds, expected.facts, expected.forbidden, expected.rule, dict(expected.result)]
