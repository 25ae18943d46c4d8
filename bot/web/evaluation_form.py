"""The form that starts an evaluation: what was filled in, and what of it will not do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.message import Message
from bot.runs.command import QuestionSet
from bot.runs.run import Plan

LONGEST_NOTE = 80
SPLITS = {
    "dev": ("开发题", "调规则、写指南的时候用，可以一道一道看着改。"),
    "test": ("测试题", "只用来报告成绩；照着它改，成绩就不可信了。"),
    "all": ("全部题目", "两部分一起跑，发布之前看有没有退步。"),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as somebody filled it in."""

    sets: tuple[str, ...]
    split: str = "dev"
    note: str = ""


def read_filled(fields: Mapping[str, str]) -> Filled:
    """A box that is ticked is a field set-NAME."""
    chosen = tuple(name.removeprefix("set-") for name in fields if name.startswith("set-"))
    return Filled(chosen, fields.get("split", ""), " ".join(fields.get("note", "").split()))


def untouched(known: Sequence[QuestionSet]) -> Filled:
    return Filled(tuple(one.name for one in known))


def problems_with(filled: Filled, known: Sequence[QuestionSet]) -> list[str]:
    """A sentence for each mistake; [] for none."""
    problems: list[str] = []
    chosen = [one for one in known if one.name in filled.sets]
    unknown = [name for name in filled.sets if name not in {one.name for one in known}]
    if not filled.sets:
        problems.append(Message("请至少选一个题集。"))
    if unknown:
        names = "、".join(name[:40] for name in unknown[:5])
        problems.append(Message("没有这个题集：{names}。", names=names))
    if filled.split not in SPLITS:
        problems.append(Message("请选择跑哪一部分题目。"))
    elif chosen and not sum(getattr(one, filled.split) for one in chosen):
        pattern = "选的题集里没有{part}，请换一部分题目或者多选几个题集。"
        problems.append(Message(pattern, part=SPLITS[filled.split][0]))
    if len(filled.note) > LONGEST_NOTE:
        pattern = "备注最多{most}个字，现在有{count}个字。"
        problems.append(Message(pattern, most=LONGEST_NOTE, count=len(filled.note)))
    return problems


def plan_of(filled: Filled, known: Sequence[QuestionSet]) -> Plan:
    chosen = [one for one in known if one.name in filled.sets]
    return Plan(
        sets=tuple(one.name for one in chosen),
        labels=tuple(one.label for one in chosen),
        whole=len(chosen) == len(known),
        split=filled.split,
        note=filled.note,
    )
