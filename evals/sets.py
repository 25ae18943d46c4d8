"""The bundled sets: which there are, and how many questions each has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.labels import set_label, sets_in_order
from evals.load import bundled_files, load_questions, set_name
from evals.question import Question
from evals.reading import QuestionError
from evals.tables import table
from kb.model import Regulation
from kb.rules.catalogue import load_registry


def files_of(sets: Sequence[str]) -> list[Path]:
    """The files of these sets, of all for none. Raises QuestionError naming what there is not."""
    files = bundled_files()
    known = {set_name(path) for path in files}
    unknown = sorted(set(sets) - known)
    if unknown:
        raise QuestionError((f"no set {', '.join(unknown)}; have {', '.join(sorted(known))}",))
    return [path for path in files if not sets or set_name(path) in sets]


def questions_of(files: Sequence[Path], regulation: Regulation) -> tuple[Question, ...]:
    """Raises QuestionError with every mistake."""
    return load_questions(files, regulation, [rule.name for rule in load_registry().rules])


def sets_json(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Each set with its questions by split."""
    counts = Counter((question.set, split) for question in questions for split in ("all", question.split))
    return [
        {"name": name, "label": set_label(name), **{split: counts[name, split] for split in ("all", "dev", "test")}}
        for name in sets_in_order(question.set for question in questions)
    ]


def sets_table(questions: Sequence[Question]) -> str:
    rows = [["set", "", "questions", "dev", "test"]]
    rows += [[str(value) for value in entry.values()] for entry in sets_json(questions)]
    return table(rows)
