"""The questions of a result: which of them are wanted, and what was wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

CRASH = "crash"
Stored = dict[str, Any]  # a question as `evals run --json` writes it


@dataclass(frozen=True, slots=True)
class Choice:
    """Which questions are wanted, "" for any; `passed` is "yes" for those too that passed."""

    set: str = ""
    tag: str = ""
    fault: str = ""
    passed: str = ""


def select(questions: Sequence[Stored], choice: Choice) -> list[Stored]:
    return [question for question in questions if _wanted(question, choice)]


def has_passed(question: Stored) -> bool:
    return question["crash"] is None and not any(turn["reasons"] for turn in question["turns"])


def faults_of(question: Stored) -> list[str]:
    """What was wrong in any of its turns, each once."""
    if question["crash"] is not None:
        return [CRASH]
    return list(dict.fromkeys(fault for turn in question["turns"] for fault in turn["faults"]))


def count_faults(questions: Sequence[Stored]) -> Counter[str]:
    return Counter(fault for question in questions for fault in faults_of(question))


def _wanted(question: Stored, choice: Choice) -> bool:
    return (
        (choice.passed == "yes" or not has_passed(question))
        and choice.set in ("", question["set"])
        and (not choice.tag or choice.tag in question["tags"])
        and (not choice.fault or choice.fault in faults_of(question))
    )
