"""The form of a calculator: its fields with what was typed, and the arguments in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.message import Message
from bot.tools import Tool
from bot.typed_arguments import INDUSTRY, ISO_DATE
from bot.typed_text import fold
from kb.rules.catalogue import TODAY
from kb.rules.industries import Industries
from kb.rules.slots import Kind, Option, Slot

WORDS = "_words"  # behind the name of the industry: the box for everyday words
MOST_MEMBERS = 99
MEMBERS_HELP = "每种规模有几家就填几，没有的不用填；一共至少两家。"
ANSWERS = (Option("yes", "是"), Option("no", "否"))


@dataclass(frozen=True, slots=True)
class Box:
    """One input of several that make up a field: how many members of a size."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """One argument in the form. `widget`: date, text, choice, or counts; `words` is the box for everyday words.

    `optional` says that it may be left empty, "" where it may not.
    """

    slot: Slot
    widget: str
    value: str
    error: str
    optional: str = ""
    options: tuple[Option, ...] = ()
    boxes: tuple[Box, ...] = ()
    words: Box | None = None

    @property
    def help(self) -> str:
        return MEMBERS_HELP if self.widget == "counts" else self.slot.help

    @property
    def described_by(self) -> str:
        """The ids of the help and of the error."""
        ids = [f"{self.slot.name}-help"] if self.help else []
        return " ".join([*ids, *([f"{self.slot.name}-error"] if self.error else [])])


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form was sent with: text by the name of the input. Inputs that the form does not have are left out."""

    tool: Tool
    typed: Mapping[str, str]

    @property
    def sent(self) -> bool:
        return bool(self.typed)

    @property
    def given(self) -> dict[str, str]:
        """Without the blank ones, for a short address."""
        return {name: text for name, text in self.typed.items() if text.strip()}

    def arguments(self) -> tuple[dict[str, object], dict[str, str]]:
        """The arguments to compute with, and sentences about what does not even make an argument."""
        values: dict[str, object] = {}
        refused: dict[str, str] = {}
        for slot in form_slots(self.tool):
            if slot.kind is Kind.CHOICES:
                values[slot.name], problem = self._members(slot)
            elif slot.name == INDUSTRY:
                values[slot.name], problem = self._industry(slot)
            else:
                values[slot.name], problem = self.typed.get(slot.name, ""), ""
            if problem:
                refused[slot.name] = problem
        return values, refused

    def fields(self, errors: Mapping[str, str]) -> list[Field]:
        return [self._field(slot, errors.get(slot.name, "")) for slot in form_slots(self.tool)]

    def _field(self, slot: Slot, error: str) -> Field:
        value, optional = self.typed.get(slot.name, ""), _optional(self.tool, slot)
        if slot.kind is Kind.CHOICES:
            boxes = tuple(
                Box(box_name(slot, option), option.label, self.typed.get(box_name(slot, option), ""))
                for option in slot.options
            )
            return Field(slot, "counts", "", error, optional, boxes=boxes)
        if slot.kind in (Kind.CHOICE, Kind.BOOLEAN):
            words = slot.name + WORDS
            box = Box(words, "或者写您是做什么的", self.typed.get(words, "")) if slot.name == INDUSTRY else None
            return Field(slot, "choice", value, error, optional, slot.options or ANSWERS, words=box)
        # A browser empties a date input that holds anything but a date, so that what was typed would be lost.
        dated = slot.kind is Kind.DATE and (not value or _is_day(value))
        return Field(slot, "date" if dated else "text", value, error, optional)

    def _members(self, slot: Slot) -> tuple[list[str] | None, str]:
        """One size for each member counted."""
        members: list[str] = []
        for option in slot.options:
            text = fold(self.typed.get(box_name(slot, option), "")).strip().removesuffix("家") or "0"
            if not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= MOST_MEMBERS):
                return None, Message("{size}的家数要是0到{most}之间的整数。", size=option.label, most=MOST_MEMBERS)
            members += [option.value] * int(text)
        return members or None, ""

    def _industry(self, slot: Slot) -> tuple[str, str]:
        """The one selected, else the words; both only if they agree."""
        selected, words = self.typed.get(slot.name, ""), self.typed.get(slot.name + WORDS, "")
        if not selected.strip() or not words.strip():
            return selected.strip() or words, ""
        named = _industries(self.tool).industry_of(words)
        if named is not None and all(selected != industry.key for industry in named.industries):
            labels = "或者".join(industry.label for industry in named.industries)
            return selected, Message(
                "您写的“{word}”是{industry}，和选的行业不一样，请只留一个。", word=named.word, industry=labels
            )
        return selected, ""


def read_form(tool: Tool, query: Sequence[tuple[str, str]]) -> Filled:
    """Of an input sent twice the last holds."""
    names = set(_inputs(tool))
    return Filled(tool, {name: text for name, text in query if name in names})


def form_slots(tool: Tool) -> tuple[Slot, ...]:
    """Today's date is the application's to say."""
    return tuple(slot for slot in tool.slots if slot != TODAY)


def example_query(tool: Tool) -> dict[str, str]:
    """The rule's example as a form that was filled in."""
    return query_of(tool, tool.rule.example)


def query_of(tool: Tool, values: Mapping[str, Any]) -> dict[str, str]:
    """Arguments, typed or as JSON, as a form that was filled in."""
    typed: dict[str, str] = {}
    for slot in form_slots(tool):
        value = values.get(slot.name)
        if slot.kind is Kind.CHOICES and isinstance(value, list | tuple):
            counts = {box_name(slot, option): list(value).count(option.value) for option in slot.options}
            typed |= {name: str(count) for name, count in counts.items() if count}
        elif isinstance(value, bool):
            typed[slot.name] = ANSWERS[0 if value else 1].value
        elif value is not None:
            typed[slot.name] = value.isoformat() if isinstance(value, date) else str(value)
    return typed


def box_name(slot: Slot, option: Option) -> str:
    return f"{slot.name}_{option.value}"


def _optional(tool: Tool, slot: Slot) -> str:
    """A slot with a question is asked for where the others need it."""
    if slot.required:
        return ""
    return "有的行业不用填" if tool.rule.also_missing and slot.question else "可以不填"


def _inputs(tool: Tool) -> list[str]:
    names: list[str] = []
    for slot in form_slots(tool):
        if slot.kind is Kind.CHOICES:
            names += [box_name(slot, option) for option in slot.options]
        else:
            names += [slot.name, *([slot.name + WORDS] if slot.name == INDUSTRY else [])]
    return names


def _industries(tool: Tool) -> Industries:
    return tool.registry.book.industries


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return ISO_DATE.fullmatch(text) is not None
