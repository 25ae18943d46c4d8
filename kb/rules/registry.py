"""The registry of rules: chat, command line, forms, REST and tools are all made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kb.errors import InputError, RuleError
from kb.rules.book import RuleBook
from kb.rules.problems import Problem
from kb.rules.result import Finding, RuleResult
from kb.rules.slots import Slot

Missing = Callable[[RuleBook, Mapping[str, Any]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A calculation. `label` and `help` are Chinese; `parameters` names the rows of data that it rests on.

    `also_missing` says which further arguments are needed, given those that are there.
    `example` are arguments that can be computed: placeholders of forms and documentation.
    """

    name: str
    label: str
    help: str
    parameters: tuple[str, ...]
    slots: tuple[Slot, ...]
    function: Callable[..., Finding]
    example: Mapping[str, Any]
    also_missing: Missing | None = field(default=None)

    def slot(self, name: str) -> Slot:
        """Raises InputError."""
        for slot in self.slots:
            if slot.name == name:
                return slot
        raise InputError(name, Problem.UNKNOWN)

    @property
    def takes_today(self) -> bool:
        """Whether the result also says how the day stands to the present one."""
        return any(slot.name == "today" for slot in self.slots)


class Registry:
    """Every rule, with the book that it computes from."""

    def __init__(self, book: RuleBook, rules: tuple[Rule, ...]) -> None:
        self.book = book
        self.rules = rules

    def rule(self, name: str) -> Rule:
        """Raises RuleError."""
        for rule in self.rules:
            if rule.name == name:
                return rule
        raise RuleError(f"no rule {name!r}; have {', '.join(rule.name for rule in self.rules)}")

    def read(self, name: str, arguments: Mapping[str, object]) -> dict[str, Any]:
        """The arguments as typed values; None and blank text count as not given.

        Raises RuleError for an unknown rule, InputError for an argument it does not have or cannot read.
        """
        rule = self.rule(name)
        given = {key: raw for key, raw in arguments.items() if raw is not None and raw != ""}
        return {key: rule.slot(key).read(raw) for key, raw in given.items()}

    def missing(self, name: str, arguments: Mapping[str, object]) -> tuple[Slot, ...]:
        """The arguments that have to be asked for, in order; none if the rule can be computed.

        Raises as `read` does, and InputError for what makes the question pointless (an industry outside the table).
        """
        rule, values = self.rule(name), self.read(name, arguments)
        absent = tuple(slot for slot in rule.slots if slot.required and slot.name not in values)
        if absent or rule.also_missing is None:
            return absent
        return tuple(rule.slot(slot) for slot in rule.also_missing(self.book, values))

    def compute(self, name: str, arguments: Mapping[str, object]) -> RuleResult:
        """Raises RuleError: InputError for arguments missing, unreadable or contradictory, NotInForceError,
        CalendarGapError.
        """
        rule, values = self.rule(name), self.read(name, arguments)
        for slot in self.missing(name, values):
            raise InputError(slot.name, Problem.MISSING)
        finding = rule.function(self.book, **values)
        return RuleResult(
            rule=name,
            arguments={slot.name: slot.to_json(values[slot.name]) for slot in rule.slots if slot.name in values},
            value=finding.value,
            verdict=finding.verdict,
            steps=finding.steps,
            references=finding.references,
            assumptions=finding.assumptions,
            provisional=finding.provisional,
        )

    def sources(self, name: str) -> tuple[str, ...]:
        """Where the rule stands, such as 第二十条第二款; each once."""
        parameters = (self.book.parameters[parameter] for parameter in self.rule(name).parameters)
        return tuple(dict.fromkeys(f"{parameter.law}{parameter.source}" for parameter in parameters))

    def in_force_since(self, name: str) -> date | None:
        """The first day on which the rule's numbers hold, None where it has none."""
        parameters = (self.book.parameters[parameter] for parameter in self.rule(name).parameters)
        days = [parameter.values[0].since for parameter in parameters if parameter.values]
        return max(days, default=None)
