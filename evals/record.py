"""What became of each question: answers, scores and reasons, as plain JSON that can be read back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from bot.answer import Answer
from evals.metrics import score
from evals.question import MUST, Expected, Question
from evals.verdict import faults_of
from kb.model import Regulation


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn. `expected` and `answer` are for reading; a metric that does not apply has no score.

    `faults` name what the reasons are about; files of older runs have none.

    `answer` is None, and there are no scores, when the question crashed.
    """

    say: str
    expected: dict[str, Any]
    answer: dict[str, Any] | None
    scores: dict[str, float]
    reasons: tuple[str, ...]
    faults: tuple[str, ...] = ()

    @property
    def got(self) -> str | None:
        """The outcome of the answer."""
        return None if self.answer is None else str(self.answer["outcome"])


@dataclass(frozen=True, slots=True)
class Record:
    """One question. `digest` tells whether the same was asked and expected; `crash` is what was raised."""

    id: str
    set: str
    split: str
    tags: tuple[str, ...]
    digest: str
    turns: tuple[TurnRecord, ...]
    elapsed_ms: float
    crash: str | None = None

    @property
    def passed(self) -> bool:
        return self.crash is None and not any(turn.reasons for turn in self.turns)

    def score(self, metric: str) -> float | None:
        """Mean over the turns to which the metric applies; None where it applies to none.

        A crash is scored by nothing but `passed`.
        """
        if metric == "passed":
            return float(self.passed)
        return mean(turn.scores[metric] for turn in self.turns if metric in turn.scores)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(stored: dict[str, Any]) -> Record:
    """Raises KeyError or TypeError for anything that `to_json` did not write."""
    turns = tuple(
        TurnRecord(**{**turn, "reasons": tuple(turn["reasons"]), "faults": tuple(turn.get("faults", ()))})
        for turn in stored["turns"]
    )
    return Record(**{**stored, "tags": tuple(stored["tags"]), "turns": turns})


def judge(question: Question, answers: Iterable[Answer], regulation: Regulation, elapsed_ms: float) -> Record:
    """The record of answers, one for each turn. Raises TypeError for an answer that is not plain JSON."""
    turns = []
    for turn, answer in zip(question.turns, answers, strict=True):
        faults = faults_of(turn.expected, answer, regulation)
        turns.append(
            TurnRecord(
                say=turn.say,
                expected=_readable(turn.expected),
                answer=json.loads(json.dumps(answer.to_json())),  # nothing but JSON gets into the files
                scores=score(turn.expected, answer, regulation),
                reasons=tuple(reason for reasons in faults.values() for reason in reasons),
                faults=tuple(faults),
            )
        )
    return _record(question, tuple(turns), elapsed_ms)


def crashed(question: Question, error: BaseException) -> Record:
    """The record of a question that could not be asked to its end."""
    turns = tuple(TurnRecord(turn.say, _readable(turn.expected), None, {}, ()) for turn in question.turns)
    return _record(question, turns, 0.0, f"{type(error).__name__}: {error}")


def mean(values: Iterable[float]) -> float | None:
    """None for no values."""
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else None


def _record(question: Question, turns: tuple[TurnRecord, ...], elapsed_ms: float, crash: str | None = None) -> Record:
    return Record(question.id, question.set, question.split, question.tags, question.digest, turns, elapsed_ms, crash)


def _readable(expected: Expected) -> dict[str, Any]:
    """The expectation as JSON, provisions by their label."""
    return {
        "outcome": expected.outcome.value,
        "acceptable": [outcome.value for outcome in expected.acceptable],
        "must": [reference.label for reference in expected.must],
        "may": [gold.reference.label for gold in expected.golds if gold.grade != MUST],
        "facts": list(expected.facts),
        "forbidden": list(expected.forbidden),
        "rule": expected.rule,
        "result": dict(expected.result),
    }
