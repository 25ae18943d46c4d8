"""A conversation as a Markdown document to keep: questions, answers, the words cited, which text and when."""

from __future__ import annotations

import re
from datetime import date

from bot.web.markup import NAMES
from bot.web.pages import chinese_day
from bot.web.parts import Lines, parts_of
from bot.web.talk import Exchange, Talk
from kb.model import Citation, Regulation

SIGNS = re.compile(r"([\\`*_\[\]<>#|~$!])")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def markdown_of(talk: Talk, regulation: Regulation, today: date) -> str:
    """The document; nothing in it is read as Markdown that is not ours."""
    dates = [f"{chinese_day(regulation.revised)}修订"] if regulation.revised else []
    dates += [f"{chinese_day(regulation.in_force)}起施行"] if regulation.in_force else []
    head = [
        "# 条例通 对话记录",
        f"导出日期：{chinese_day(today)}",
        f"法规：《{regulation.title}》（{'，'.join(dates)}）",
        f"文本版本：{regulation.version}",
        "说明：回答引用条例原文，不是法律意见。",
    ]
    exchanges = [_exchange(number, one) for number, one in enumerate(talk.exchanges, start=1)]
    return "\n\n".join([*head, *exchanges]) + "\n"


def _exchange(number: int, exchange: Exchange) -> str:
    answer = exchange.answer
    blocks = [
        f"## 第{number}问（{chinese_day(exchange.day)}）",
        _quotation(exchange.said),
        f"### 回答：{NAMES[answer.outcome]}" if answer.outcome in NAMES else "### 回答",
    ]
    for part in parts_of(answer):
        blocks.append(_citation(part) if isinstance(part, Citation) else _lines(part))
    if answer.citations:
        blocks.append(f"（文本版本：{answer.regulation_version}）")
    return "\n\n".join(blocks)


def _citation(citation: Citation) -> str:
    return f"**《{escape(citation.title)}》{citation.reference.label}**\n\n{_quotation(citation.quote)}"


def _lines(block: Lines) -> str:
    if block.quoted:
        return _quotation("\n".join(block.lines))
    return "  \n".join(_with_bold(line) for line in block.lines)


def _quotation(text: str) -> str:
    return "\n>\n".join(f"> {escape(line)}" for line in text.splitlines() if line.strip())


def _with_bold(line: str) -> str:
    """Only the bold of our own text is kept."""
    pieces = _BOLD.split(line)  # every second one was bold
    return "".join(f"**{escape(piece)}**" if n % 2 else escape(piece) for n, piece in enumerate(pieces))


def escape(text: str) -> str:
    return SIGNS.sub(r"\\\1", text)
