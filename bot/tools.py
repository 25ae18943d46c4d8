"""One registry of tools: each rule is registered once and shows up as form, command, route and tool of a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.answer import Calculation, calculation_json
from bot.compose import cite
from bot.problem_words import missing_sentence, problem_sentence
from bot.typed_arguments import Unclear, understand
from kb.errors import InputError, RuleError
from kb.model import Citation, Regulation
from kb.rules.catalogue import TODAY
from kb.rules.registry import Registry, Rule
from kb.rules.result import RuleResult
from kb.rules.slots import Kind, Slot

_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.YUAN: {"type": ["integer", "string"]},
    Kind.COUNT: {"type": "integer", "minimum": 0},
    Kind.SHARE: {"type": "string"},
    Kind.CHOICE: {"type": "string"},
    Kind.CHOICES: {"type": "array", "minItems": 1},
    Kind.BOOLEAN: {"type": "boolean"},
}


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool computed. `marks` are the decisive words of the quotes, for display only."""

    calculation: Calculation
    verdict: str
    assumptions: tuple[str, ...]
    provisional: bool
    marks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The calculation of the contract, with what a person is told besides."""
        return {
            **calculation_json(self.calculation),
            "verdict": self.verdict,
            "assumptions": list(self.assumptions),
            "provisional": self.provisional,
        }


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was computed: by argument, in the rule's order, a Chinese sentence."""

    sentences: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tool:
    """A rule as every face needs it."""

    rule: Rule
    registry: Registry

    @property
    def name(self) -> str:
        return self.rule.name

    @property
    def label(self) -> str:
        return self.rule.label

    @property
    def help(self) -> str:
        return self.rule.help

    @property
    def sources(self) -> tuple[str, ...]:
        return self.registry.sources(self.name)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self.rule.slots

    @property
    def schema(self) -> dict[str, Any]:
        """JSON Schema of the arguments."""
        return {
            "type": "object",
            "properties": {slot.name: _schema(slot) for slot in self.slots},
            "required": [slot.name for slot in self.slots if slot.required],
            "additionalProperties": False,
        }

    def run(self, arguments: Mapping[str, object], today: date, regulation: Regulation) -> ToolResult | Refusal:
        """Computes from JSON or from what a person typed; None and blank text count as not given.

        `today` is only what 昨天 is understood by; how a deadline stands is told if the argument of that name is given.
        """
        values, refused = self._read(arguments, today)
        if refused:
            return Refusal(refused)
        try:
            missing = self.registry.missing(self.name, values)
            if missing:
                return Refusal({slot.name: missing_sentence(slot) for slot in missing})
            return _result(self.registry.compute(self.name, values), regulation)
        except RuleError as error:
            place = error.slot if isinstance(error, InputError) else self._dated(values)
            return Refusal({place: problem_sentence(error, self.registry, self.name)})

    def _read(self, arguments: Mapping[str, object], today: date) -> tuple[dict[str, Any], dict[str, str]]:
        """The values that could be read, and the sentences about the others."""
        values: dict[str, Any] = {}
        refused: dict[str, str] = {}
        for name, raw in arguments.items():
            if raw is None or (isinstance(raw, str) and not raw.strip()):
                continue
            try:
                value = understand(self.rule.slot(name), raw, self.registry.book.industries, today)
            except InputError as error:
                refused[name] = problem_sentence(error, self.registry, self.name)
                continue
            if isinstance(value, Unclear):
                refused[name] = value.sentence
            else:
                values[name] = value
        return values, refused

    def _dated(self, values: Mapping[str, Any]) -> str:
        """The argument that a day too early or too late was given by: the last one, from which a period runs."""
        days = [slot.name for slot in self.slots if slot.kind is Kind.DATE and slot.name in values and slot != TODAY]
        return days[-1] if days else self.slots[0].name


class Tools:
    """Every tool, in the order of the rules."""

    def __init__(self, registry: Registry) -> None:
        self._tools = {rule.name: Tool(rule, registry) for rule in registry.rules}

    @property
    def all(self) -> tuple[Tool, ...]:
        return tuple(self._tools.values())

    def get(self, name: str) -> Tool | None:
        return self._tools.get(name)


def calculation_of(result: RuleResult, regulation: Regulation) -> Calculation:
    """The result with its provisions quoted, each once; the day on which it was asked is no argument of it."""
    citations: dict[str, Citation] = {}
    for found in result.references:
        if found.regulation == regulation.id:
            citations[found.reference.key] = cite(regulation, found.reference)
    arguments = {key: value for key, value in result.arguments.items() if key != TODAY.name}
    return Calculation(result.rule, arguments, dict(result.value), result.steps, tuple(citations.values()))


def _result(result: RuleResult, regulation: Regulation) -> ToolResult:
    marks = tuple(found.quote for found in result.references)
    return ToolResult(calculation_of(result, regulation), result.verdict, result.assumptions, result.provisional, marks)


def _schema(slot: Slot) -> dict[str, Any]:
    schema = {"title": slot.label, **_TYPES[slot.kind]}
    if slot.help:
        schema["description"] = slot.help
    values = [option.value for option in slot.options]
    if slot.kind is Kind.CHOICE:
        schema["enum"] = values
    if slot.kind is Kind.CHOICES:
        schema["items"] = {"type": "string", "enum": values}
    return schema
