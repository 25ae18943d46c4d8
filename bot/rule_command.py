"""`python -m bot rule NAME --slot-name VALUE …`: a rule at the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.tools import Refusal, Tool, ToolResult, Tools
from kb.library import Library
from kb.rules.catalogue import TODAY, load_registry
from kb.rules.slots import Kind, Slot
from kb.settings import Settings

PROGRAM = "python -m bot rule"
HELP = ("-h", "--help")
# How a value of each kind is written, for the help.
WRITTEN = {
    Kind.DATE: "日期",
    Kind.YUAN: "金额",
    Kind.COUNT: "整数",
    Kind.SHARE: "比例",
    Kind.CHOICE: "选项",
    Kind.CHOICES: "选项",
    Kind.BOOLEAN: "是|否",
}


def rule_command(arguments: Sequence[str], settings: Settings, today: date) -> int:
    """The exit code: 0 with the result, 1 with a Chinese sentence on stderr.

    Raises ShelfError when the regulation that is to be quoted is not published.
    """
    tools = Tools(load_registry())
    if not arguments or arguments[0] in HELP:
        print(_overview(tools))
        return 0
    tool = tools.get(arguments[0])
    if tool is None:
        names = "、".join(known.name for known in tools.all)
        return _refuse(f"没有“{arguments[0]}”这条规则，可以用的有：{names}。")
    options, unknown = _parser(tool).parse_known_args(arguments[1:])
    if unknown:
        names = "、".join(_option(slot) for slot in tool.slots)
        return _refuse(f"“{tool.label}”看不懂“{unknown[0]}”，可以写的有：{names}。")
    given = {slot.name: _given(getattr(options, slot.name)) for slot in tool.slots}
    if TODAY in tool.slots and given[TODAY.name] is None:
        given[TODAY.name] = today
    return _run(tool, given, today, options.data or settings.data, options.json)


def _given(typed: str | list[str] | None) -> object:
    """`--members small micro` is the same as `--members small,micro`."""
    return ",".join(typed) if isinstance(typed, list) else typed


def _run(tool: Tool, given: Mapping[str, object], today: date, data: Path, as_json: bool) -> int:
    outcome = tool.run(given, today, Library(data).regulation())
    if isinstance(outcome, Refusal):
        return _refuse(*outcome.sentences.values())
    print(json.dumps(outcome.to_json(), ensure_ascii=False, indent=1) if as_json else _plain(outcome))
    return 0


def _refuse(*sentences: str) -> int:
    print("\n".join(sentences), file=sys.stderr)
    return 1


def _overview(tools: Tools) -> str:
    lines = [f"用法：{PROGRAM} 规则 --参数 值 … [--json]", ""]
    for tool in tools.all:
        lines.append(f"  {tool.name:<24}{tool.label}（{'、'.join(tool.sources)}）")
    return "\n".join([*lines, "", f"每条规则的参数：{PROGRAM} 规则 --help"])


def _parser(tool: Tool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"{PROGRAM} {tool.name}", description=f"{tool.label}：{tool.help}", allow_abbrev=False, add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="显示这份说明")
    for slot in tool.slots:
        several: dict[str, Any] = {"nargs": "*", "action": "extend"} if slot.kind is Kind.CHOICES else {"nargs": "?"}
        parser.add_argument(_option(slot), dest=slot.name, metavar=WRITTEN[slot.kind], help=_help(slot), **several)
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--data", type=Path, metavar="文件夹", help="条文库所在的文件夹（默认 $TIAOLI_DATA 或 data）")
    return parser


def _option(slot: Slot) -> str:
    return "--" + slot.name.replace("_", "-")


def _help(slot: Slot) -> str:
    """`argparse` reads a percent sign as the beginning of a name."""
    parts = [slot.label + ("。" if slot.required else "，可以不写。"), slot.help]
    if slot == TODAY:
        parts.append("默认是今天。")
    if slot.options:
        parts.append("可选：" + "、".join(f"{option.value}（{option.label}）" for option in slot.options) + "。")
    return "".join(parts).replace("%", "%%")


def _plain(result: ToolResult) -> str:
    blocks = [result.verdict]
    blocks.append("\n".join(f"{n}. {step}" for n, step in enumerate(result.calculation.steps, start=1)))
    if result.assumptions:
        blocks.append("前提：\n" + "\n".join(result.assumptions))
    blocks += [f"《{c.title}》{c.reference.label}：“{c.quote}”" for c in result.calculation.citations]
    return "\n\n".join(blocks)
