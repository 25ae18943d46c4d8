"""What a turn says for a rule that is already in play: an argument that was asked for, or one put otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from bot.amendments import amended, without_difference
from bot.calculate import Calculator
from bot.choosing import Numbered, numbered
from bot.consortium_request import CONSORTIUM, members_request
from bot.deadline_request import ACCEPTANCE, DECISION, RECEIVABLE, complaint_rules, deadline_arguments
from bot.exclusive_request import EXCLUSIVE, exclusive_arguments
from bot.force_request import IN_FORCE, in_force_arguments
from bot.repairs import repaired
from bot.request import Read, Request, read
from bot.reserve_request import RESERVE, reserve_arguments
from bot.size_request import SIZE, size_arguments
from bot.thread import Computation
from bot.turn import TABLE
from kb.errors import RuleError
from kb.numerals import NUMBER, to_quantity
from kb.rules.money import format_share, format_yuan
from kb.rules.narration import day_label
from kb.rules.slots import Kind, Slot

COMPLAINT = (ACCEPTANCE, DECISION)
# One takes the other's place: a share for an amount, a yes or no for the threshold itself.
INSTEAD = {
    "sme_yuan": "sme_share",
    "sme_share": "sme_yuan",
    "small_micro_yuan": "small_micro_share",
    "small_micro_share": "small_micro_yuan",
    "threshold_yuan": "reaches_threshold",
    "reaches_threshold": "threshold_yuan",
}
# 是服务，不是工程; 不是7月1号，是7月3号: what is denied is no value.
_DENIED = re.compile(r"(?:而|并)?不(?:是|算)(?!不)(?P<what>[^，,。；;！!？?是]{1,14}?)(?=而?是|[，,。；;！!？?]|$)")
_BARE_NUMBER = re.compile(
    rf"^[^0-9]{{0,8}}?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?|{NUMBER})\s*(?:个|名|位|口|号)?(?:人|左右)?[。.!！]?$"
)
# 我问的是处理结果: what was asked before is put more exactly.
_NOT_ASKED = re.compile("(?:问|说|要|指|算)的?是")
_LONGEST_FRACTION = 40
FEW = 4  # options that a question names one by one


@dataclass(frozen=True, slots=True)
class Said:
    """What a turn says for a rule; `values` are typed, `problems` and `notes` as in a request."""

    rule: str
    values: Mapping[str, Any]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arguments:
    """Reads the words of a turn for a rule, and puts them together with what is known."""

    calculator: Calculator

    def said(self, rule: str, text: str, today: date, asked: tuple[str, ...] = ()) -> Said:
        """`asked` are the arguments that the person was asked for: a bare number is one of them."""
        question = read(_DENIED.sub("，", without_difference(text)), today)
        request = self._request(rule, question)
        values = {key: value for key, value in request.arguments.items() if key != "today"}
        problems = request.problems
        if rule == RESERVE and set(values) == {"budget_yuan"} and self._is_part(question.text):
            values = {"unavailable_yuan": values["budget_yuan"]}
        if not values and not problems:
            values = self._bare(rule, question.text, asked)
        if rule == EXCLUSIVE:
            values |= self._threshold(text)
        return Said(rule, values, problems, request.notes)

    def merged(self, known: Mapping[str, Any], said: Said, today: date, text: str) -> Request:
        """A request with the arguments known and, where the turn says otherwise, what it says."""
        arguments = dict(known)
        for key, value in amended(said.rule, known, said.values, text, self._cue).items():
            arguments.pop(INSTEAD.get(key, ""), None)
            arguments[key] = value
        if self.calculator.registry.rule(said.rule).takes_today:
            arguments["today"] = today
        return Request(said.rule, arguments, said.problems, said.notes)

    def days_meant(self, rules: Sequence[str], text: str) -> list[str] | None:
        """Of a complaint's two days those that a turn means by name or number; None if it means none, or no other."""
        if not set(rules) <= set(COMPLAINT):
            return None
        choice = numbered(text)
        if choice is not None:
            place = choice.of(len(COMPLAINT))
            return [COMPLAINT[place]] if place is not None and not choice.rest else None
        cues, text = self.calculator.cues, repaired(text)
        if not (cues.found("complaint", "accept", text) or cues.found("complaint", "decide", text)):
            return None
        named = complaint_rules("投诉" + text, cues)
        return list(named) if set(named) != set(rules) or _NOT_ASKED.search(text) else None

    def known(self, computation: Computation) -> dict[str, Any] | None:
        """The typed arguments of a computation; those that cannot be read are left out, None for an unknown rule."""
        try:
            rule = self.calculator.registry.rule(computation.rule)
        except RuleError:
            return None
        found: dict[str, Any] = {}
        for key, raw in computation.arguments.items():
            try:
                slot = rule.slot(key)
                found[key] = _exact(raw) if slot.kind in (Kind.YUAN, Kind.SHARE) else slot.read(raw)
            except (RuleError, ValueError, ZeroDivisionError):
                continue
        return found

    def stored(self, request: Request) -> Computation:
        """A request as the thread keeps it, without the day on which it was asked."""
        rule = self.calculator.registry.rule(request.rule)
        kept = {key: value for key, value in request.arguments.items() if key != "today"}
        return Computation(request.rule, {key: _plain(rule.slot(key), value) for key, value in kept.items()})

    def missing(self, computation: Computation) -> tuple[str, ...]:
        """The names of the arguments that are still needed."""
        known = self.known(computation)
        if known is None:
            return ()
        try:
            return tuple(slot.name for slot in self.calculator.registry.missing(computation.rule, known))
        except RuleError:
            return ()

    def changes(self, rule: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
        """按新的日期重新算（9月3日 → 9月4日）, "" where nothing changed."""
        told = []
        for slot in self.calculator.registry.rule(rule).slots:
            if slot.name == "today" or before.get(slot.name) == after.get(slot.name):
                continue
            new = after.get(slot.name)
            if new is None:
                continue
            old = before.get(slot.name)
            label = slot.label.removesuffix("（元）").removesuffix("（人）")
            step = f"{_shown(slot, old)} → {_shown(slot, new)}" if old is not None else _shown(slot, new)
            told.append(f"{label}：{step}")
        return f"按新的条件重新算（{'；'.join(told)}）：" if told else ""

    def _request(self, rule: str, question: Read) -> Request:
        cues = self.calculator.cues
        if rule in (RECEIVABLE, *COMPLAINT):
            return deadline_arguments(rule, question, cues)
        if rule == RESERVE:
            return reserve_arguments(question, cues) if question.yuan or question.shares else Request(rule)
        if rule == EXCLUSIVE:
            return exclusive_arguments(question, cues)
        if rule == SIZE:
            return size_arguments(question, cues, self.calculator.registry)
        if rule == CONSORTIUM:
            return members_request(question, cues, self.calculator.registry)
        if rule == IN_FORCE:
            return in_force_arguments(question, cues, self.calculator.registry.book.parameters[IN_FORCE].day())
        return Request(rule)

    def _bare(self, rule: str, text: str, asked: tuple[str, ...]) -> dict[str, Any]:
        """A number without its unit: what was asked for last, or a head-count where people are spoken of."""
        choice = numbered(text)
        if choice is not None and not choice.rest:
            return self._option(rule, choice, asked)
        number = _BARE_NUMBER.match(text.strip())
        if number is None:
            return {}
        names = asked or (("employees",) if rule == SIZE and re.search("人|员工|职工", text) else ())
        for name in names:
            slot = self.calculator.registry.rule(rule).slot(name)
            value = to_quantity(number["number"].replace(",", ""))
            if slot.kind is Kind.COUNT and value.denominator == 1:
                return {name: int(value)}
            if slot.kind is Kind.YUAN and value >= 1000:
                return {name: value}
        return {}

    def _option(self, rule: str, choice: Numbered, asked: tuple[str, ...]) -> dict[str, Any]:
        """The one picked of the few that an open question named, in the order in which it named them."""
        for name in asked:
            options = self.calculator.registry.rule(rule).slot(name).options
            place = choice.of(len(options))
            if 2 <= len(options) <= FEW and place is not None:
                return {name: options[place].value}
        return {}

    def _is_part(self, text: str) -> bool:
        """其中800万中小企业提供不了: a part of the budget told before."""
        return self.calculator.cues.found(RESERVE, "unavailable", text) and "预算" not in text

    def _threshold(self, text: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        bare = text.strip(" ，。,.!！?？")
        if self._cue("reaches_not", bare):
            values["reaches_threshold"] = False
        elif self._cue("reaches", bare):
            values["reaches_threshold"] = True
        if self._cue("unsuitable", text):
            values["suitable"] = False
        elif self._cue("suitable", text):
            values["suitable"] = True
        return values

    def _cue(self, key: str, text: str) -> bool:
        return self.calculator.cues.found(TABLE, key, text)


def strong(said: Said) -> bool:
    """Whether the turn holds a quantity, not only a word that may stand in any sentence."""
    return any(
        isinstance(value, date | Fraction | int) and not isinstance(value, bool) for value in said.values.values()
    )


def _exact(raw: object) -> Fraction:
    text = str(raw)
    if len(text) > _LONGEST_FRACTION:
        raise ValueError(text)
    return Fraction(text)


def _plain(slot: Slot, value: Any) -> Any:
    return str(value) if slot.kind in (Kind.YUAN, Kind.SHARE) else slot.to_json(value)


def _shown(slot: Slot, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if slot.kind is Kind.DATE:
        return day_label(value)
    if slot.kind is Kind.YUAN:
        return format_yuan(value)
    if slot.kind is Kind.SHARE:
        return format_share(value)
    labels = {option.value: option.label for option in slot.options}
    if slot.kind is Kind.CHOICES:
        return "、".join(labels.get(one, str(one)) for one in value)
    return labels.get(value, str(value)) if slot.kind is Kind.CHOICE else f"{value}人"
