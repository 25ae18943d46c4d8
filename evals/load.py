"""Question files → questions. Every mistake of every file is gathered, and all are raised together."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.answer import Outcome
from evals.fields import Complaint, Fields
from evals.labels import ALL
from evals.question import MAY, MUST, Expected, Gold, JsonValue, Question, Turn
from evals.reading import QuestionError, Table, read_tables
from kb.errors import NoSuchProvisionError
from kb.model import Reference, Regulation

QUESTIONS = Path(__file__).parent / "questions"
EXPECTATION = frozenset({"outcome", "acceptable", "articles", "facts", "forbidden", "rule", "result"})
ABOUT = frozenset({"id", "today", "tags", "note"})
# The facts of these are words of the gold articles.
GROUNDED = frozenset({Outcome.ANSWERED, Outcome.ARTICLE, Outcome.CORRECTED, Outcome.NOT_SPECIFIED})
OUTCOMES = tuple(outcome.value for outcome in Outcome if outcome != Outcome.UNAVAILABLE)

_KEY = re.compile(r"[1-9][0-9]*(\.[1-9][0-9]*){0,2}")


def bundled_files() -> tuple[Path, ...]:
    return tuple(sorted(QUESTIONS.glob("*.toml")))


def set_name(path: Path) -> str:
    """The file's name; the parts entrepreneurs_a and entrepreneurs_b are one set."""
    return re.sub(r"_[a-z]$", "", path.stem)


def load_questions(files: Sequence[Path], regulation: Regulation, rules: Collection[str]) -> tuple[Question, ...]:
    """The questions of all files, in order. `rules` are the names that `rule` may have.

    Raises QuestionError with every mistake.
    """
    problems: list[tuple[str, int, str]] = []

    def report(path: str, line: int, problem: str) -> None:
        problems.append((path, line, problem))

    loader = _Loader(regulation, rules)
    questions: list[Question] = []
    seen: dict[str, str] = {}
    for table in [table for path in files for table in read_tables(path, report)]:
        place, id = f"{table.path}:{table.line}", str(table.values.get("id", "(no id)"))

        def complain(problem: str, table: Table = table, id: str = id) -> None:
            report(str(table.path), table.line, f"{id}: {problem}")

        if "id" in table.values and id in seen:
            complain(f"duplicate id; first at {seen[id]}")
        seen.setdefault(id, place)
        questions.append(loader.question(table, complain))
    for path in files:
        if set_name(path) == ALL:
            report(str(path), 1, f"a set cannot be called {ALL!r}; rename the file")
    if not files:
        report("(no file)", 1, "there is no question to ask")
    if problems:
        raise QuestionError(tuple(f"{path}:{line}: {problem}" for path, line, problem in sorted(problems)))
    return tuple(questions)


class _Loader:
    """Reads one table; what is wrong is complained of, and the question returned is then only a placeholder."""

    def __init__(self, regulation: Regulation, rules: Collection[str]) -> None:
        self._regulation = regulation
        self._rules = rules

    def question(self, table: Table, complain: Complaint) -> Question:
        dialogue = "turns" in table.values
        own = frozenset({"turns"}) if dialogue else EXPECTATION | {"question"}
        fields = Fields(table.values, ABOUT | own, complain)
        if not dialogue:
            turns = [Turn(fields.text("question"), self._expected(fields, complain))]
        else:
            turns = [self._turn(values, number, complain) for number, values in enumerate(fields.tables("turns"), 1)]
        return Question(
            id=fields.text("id"),
            set=set_name(table.path),
            turns=tuple(turns),
            dialogue=dialogue,
            today=fields.day("today"),
            tags=fields.texts("tags"),
        )

    def _turn(self, values: dict[str, Any], number: int, complain: Complaint) -> Turn:
        def of_turn(problem: str) -> None:
            complain(f"turn {number}: {problem}")

        fields = Fields(values, EXPECTATION | {"say"}, of_turn)
        return Turn(fields.text("say"), self._expected(fields, of_turn))

    def _expected(self, fields: Fields, complain: Complaint) -> Expected:
        rule = fields.text("rule") if fields.has("rule") else None
        if rule and rule not in self._rules:
            complain(f"unknown rule {rule!r}; have {', '.join(sorted(self._rules))}")
        result = {key: plain(key, value, complain) for key, value in fields.table("result").items()}
        if result and rule is None:
            complain("'result' needs the 'rule' that computes it")
        expected = Expected(
            outcome=_outcome(fields.text("outcome"), complain),
            acceptable=tuple(_outcome(name, complain) for name in fields.texts("acceptable")),
            golds=tuple(self._golds(fields.table("articles"), complain)),
            facts=fields.texts("facts"),
            forbidden=fields.texts("forbidden"),
            rule=rule,
            result=result,
        )
        if expected.outcome in GROUNDED:
            self._check_facts(expected, complain)
        return expected

    def _golds(self, articles: dict[str, Any], complain: Complaint) -> list[Gold]:
        golds = []
        for key, grade in articles.items():
            if not _KEY.fullmatch(key):
                complain(f"'articles' has {key!r}; write article, article.paragraph or article.paragraph.item")
                continue
            if isinstance(grade, bool) or grade not in (MUST, MAY):
                complain(f"grade of {key!r} must be 2 (must be cited) or 1 (may be cited), is {grade!r}")
                continue
            numbers: list[int | None] = [int(number) for number in key.split(".")]
            article, paragraph, item = (*numbers, None, None)[:3]
            reference = Reference(article=article, paragraph=paragraph, item=item)
            try:
                self._regulation.text_of(reference)
            except NoSuchProvisionError as error:
                complain(f"gold {key!r} does not exist: {error}")
                continue
            golds.append(Gold(reference, grade))
        return golds

    def _check_facts(self, expected: Expected, complain: Complaint) -> None:
        articles = "\n".join(self._regulation.article(number).full_text for number in expected.grades)
        words = "".join(articles.split())
        for fact in expected.facts:
            if "".join(fact.split()) not in words:
                labels = "、".join(Reference(article=number).label for number in expected.grades)
                complain(f"fact {fact!r} does not stand in {labels or 'any gold article: there is none'}")


def plain(key: str, value: object, complain: Complaint) -> JsonValue:
    """A value of a result as the contract writes it: text, whole number, truth; dates ISO."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str | int):
        return value
    complain(f"result {key!r} must be a string, a whole number, true, false or a date, is {value!r}")
    return ""


def _outcome(name: str, complain: Complaint) -> Outcome:
    if name in OUTCOMES:
        return Outcome(name)
    if name:
        complain(f"unknown outcome {name!r}; allowed: {', '.join(OUTCOMES)}")
    return Outcome.SMALL_TALK
