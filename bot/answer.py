"""`Answer`: the one contract of every face (chat page, command line, REST, evaluation)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from kb.model import Citation


class Outcome(StrEnum):
    """What kind of answer it is."""

    ANSWERED = "answered"  # articles answer it
    CALCULATED = "calculated"  # a rule computed the exact result
    ARTICLE = "article"  # the provision asked for by name, verbatim
    LISTING = "listing"  # several provisions: a chapter, a range, a department's duties
    NOT_SPECIFIED = "not_specified"  # the subject is covered, but no such figure or detail is fixed
    CORRECTED = "corrected"  # the question takes for granted what the regulation does not say
    CLARIFY = "clarify"  # an input is missing or it is unsure what is meant: it asks
    NO_SUCH_PROVISION = "no_such_provision"  # the article, paragraph or chapter does not exist
    OUT_OF_SCOPE = "out_of_scope"  # this regulation does not deal with it
    SMALL_TALK = "small_talk"  # greetings, thanks, "who are you"
    UNAVAILABLE = "unavailable"  # our own fault; never answered from memory


@dataclass(frozen=True, slots=True)
class Calculation:
    """What a rule computed: plain JSON values; dates ISO, amounts in yuan (int, or a decimal string)."""

    rule: str
    arguments: dict[str, Any]
    result: dict[str, Any]
    steps: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Retrieved:
    """One of the best provisions found, with its score from 0 to 1."""

    article: int
    paragraph: int | None
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading of the question that the person can pick."""

    label: str
    article: int
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What every face hands out. `citations` holds only what the answer rests on, most important first."""

    question: str
    outcome: Outcome
    text: str
    citations: tuple[Citation, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    regulation_version: str = ""
    elapsed_ms: float = 0.0
    marks: tuple[str, ...] = field(default=(), compare=False)  # decisive words of the quotes, for display only

    def timed(self, elapsed_ms: float) -> Answer:
        return replace(self, elapsed_ms=round(elapsed_ms, 3))

    def to_json(self) -> dict[str, Any]:
        """The stable JSON of the contract."""
        return {
            "question": self.question,
            "outcome": self.outcome.value,
            "text": self.text,
            "citations": [citation_json(citation) for citation in self.citations],
            "calculations": [calculation_json(calculation) for calculation in self.calculations],
            "retrieved": [asdict(hit) for hit in self.retrieved],
            "choices": [asdict(choice) for choice in self.choices],
            "suggestions": list(self.suggestions),
            "regulation_version": self.regulation_version,
            "elapsed_ms": self.elapsed_ms,
        }


def calculation_json(calculation: Calculation) -> dict[str, Any]:
    """A calculation as the contract's JSON."""
    return {
        "rule": calculation.rule,
        "arguments": calculation.arguments,
        "result": calculation.result,
        "steps": list(calculation.steps),
        "citations": [citation_json(citation) for citation in calculation.citations],
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """A citation as the contract's JSON; its identity is the article number."""
    reference = citation.reference
    return {
        "regulation": citation.regulation,
        "title": citation.title,
        "chapter": citation.chapter,
        "article": reference.article,
        "paragraph": reference.paragraph,
        "item": reference.item,
        "label": reference.label,
        "quote": citation.quote,
    }
