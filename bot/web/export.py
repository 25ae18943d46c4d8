"""A conversation as a Markdown document to keep: questions, answers, the words cited, which text and when."""

from __future__ import annotations

import re
from datetime import date

from bot.web.language import translate as _
from bot.web.markup import NAMES
from bot.web.pages import day_text
from bot.web.parts import Lines, parts_of
from bot.web.talk import Exchange, Talk
from kb.model import Citation, Regulation

SIGNS = re.compile(r"([\\`*_\[\]<>#|~$!])")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def markdown_of(talk: Talk, regulation: Regulation, today: date) -> str:
    """The document; nothing in it is read as Markdown that is not ours."""
    dates = [_("{day}修订", day=day_text(regulation.revised))] if regulation.revised else []
    dates += [_("{day}起施行", day=day_text(regulation.in_force))] if regulation.in_force else []
    head = [
        f"# {_('条例通 对话记录')}",
        _("导出日期：{day}", day=day_text(today)),
        _("法规：《{title}》（{dates}）", title=regulation.title, dates=_("，").join(dates)),
        _("文本版本：{version}", version=regulation.version),
        _("说明：回答引用条例原文，不是法律意见。"),
    ]
    exchanges = [_exchange(number, one) for number, one in enumerate(talk.exchanges, start=1)]
    return "\n\n".join([*head, *exchanges]) + "\n"


def _exchange(number: int, exchange: Exchange) -> str:
    answer = exchange.answer
    blocks = [
        f"## {_('第{number}问（{day}）', number=number, day=day_text(exchange.day))}",
        _quotation(exchange.said),
        f"### {_('回答：{outcome}', outcome=NAMES[answer.outcome])}" if answer.outcome in NAMES else f"### {_('回答')}",
    ]
    for part in parts_of(answer):
        blocks.append(_citation(part) if isinstance(part, Citation) else _lines(part))
    if answer.citations:
        blocks.append(_("（文本版本：{version}）", version=answer.regulation_version))
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
