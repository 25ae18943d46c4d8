"""What a rule hands out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb.model import Reference
from kb.rules.parameters import Parameter


@dataclass(frozen=True, slots=True)
class QuotedReference:
    """A provision of a regulation on the shelf, with the words of it that the result rests on."""

    regulation: str
    reference: Reference
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found out.

    `value` holds plain JSON: dates ISO, amounts in yuan (int, or a decimal string). `verdict` (one
    sentence that stands first), `steps` and `assumptions` are Chinese. `provisional`: the official
    calendar for a day that it rests on is not published yet.
    """

    value: dict[str, Any]
    verdict: str
    steps: tuple[str, ...]
    references: tuple[QuotedReference, ...]
    assumptions: tuple[str, ...] = ()
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult(Finding):
    """A finding with the rule and the arguments (plain JSON, only those given) it was computed from."""

    rule: str
    arguments: dict[str, Any]


def quoted(*parameters: Parameter) -> tuple[QuotedReference, ...]:
    """Their references, each once, in order; other laws have none."""
    found = [
        QuotedReference(parameter.regulation, parameter.reference, parameter.quote)
        for parameter in parameters
        if parameter.reference is not None
    ]
    return tuple(dict.fromkeys(found))


def cited(parameter: Parameter) -> str:
    """In a sentence: 民法典第二百零一条：“…”."""
    return f"{parameter.law}{parameter.source}：“{parameter.quote}”"
