"""The figures of a result and the arguments it was computed from, as people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from kb.rules.money import format_share, format_yuan
from kb.rules.narration import full_label
from kb.rules.size import SIZE_LABELS
from kb.rules.size_table import Size
from kb.rules.slots import Kind, Slot

COUNTS_AS = {"small_micro": "视同小型微型企业", "sme": "视同中小企业", "neither": "两样都不视同"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One value under its Chinese name."""

    label: str
    text: str


def _day(text: str) -> str:
    return full_label(date.fromisoformat(text))


def _yuan(amount: int | str) -> str:
    return format_yuan(Fraction(amount))


# Key of a rule's value → its name and how it is written, in the order in which they are shown.
_SHOWN: dict[str, tuple[str, Callable[[Any], str]]] = {
    "due": ("最后一天", _day),
    "base_yuan": ("计算比例的基数", _yuan),
    "least_sme_yuan": ("至少向中小企业预留", _yuan),
    "least_small_micro_yuan": ("其中至少向小型微型企业预留", _yuan),
    "missing_sme_yuan": ("预留给中小企业的还差", _yuan),
    "missing_small_micro_yuan": ("预留给小型微型企业的还差", _yuan),
    "bound_yuan": ("专门面向中小企业采购的金额上限", _yuan),
    "counts_as": ("联合体怎么算", lambda value: COUNTS_AS[value]),
    "since": ("开始施行的日子", _day),
    "size": ("企业规模", lambda value: SIZE_LABELS[Size(value)]),
}


def figures_of(value: Mapping[str, Any]) -> tuple[Figure, ...]:
    """Of a rule's value; nothing missing is no figure."""
    return tuple(
        Figure(label, write(value[key]))
        for key, (label, write) in _SHOWN.items()
        if key in value and not (key.startswith("missing") and value[key] == 0)
    )


def argument_text(slot: Slot, plain: object) -> str:
    """An argument in plain JSON, so that a person sees how what was typed was understood."""
    value = slot.read(plain)
    labels = {option.value: option.label for option in slot.options}
    if slot.kind is Kind.DATE:
        return full_label(value)
    if slot.kind is Kind.YUAN:
        return format_yuan(value)
    if slot.kind is Kind.SHARE:
        return format_share(Fraction(str(plain)))
    if slot.kind is Kind.CHOICE:
        return labels[value]
    if slot.kind is Kind.CHOICES:
        return "、".join(f"{label}{value.count(key)}家" for key, label in labels.items() if key in value)
    if slot.kind is Kind.BOOLEAN:
        return "是" if value else "否"
    return f"{value:,}"
