"""Markdown: the plain text of headings, paragraphs, lists and tables; comments are dropped."""

from __future__ import annotations

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.source import SourceLine

_BREAKS = {"softbreak", "hardbreak"}


def read_markdown(text: str) -> list[SourceLine]:
    """The lines of the text with the numbers that they have in the file."""
    lines: list[SourceLine] = []
    marker = ""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "list_item_open" and token.info:
            marker = f"{token.info}{token.markup} "  # the 3. of an ordered list is part of the words
        elif token.type == "inline":
            lines += _numbered(token, marker + _plain(token.children or []))
            marker = ""
        elif token.type in {"fence", "code_block"}:
            lines += _numbered(token, token.content, after=1 if token.type == "fence" else 0)
        elif token.type == "html_block":
            lines += _numbered(token, BeautifulSoup(token.content, "html.parser").get_text())
    return lines


def _numbered(token: Token, text: str, after: int = 0) -> list[SourceLine]:
    start = (token.map[0] if token.map else 0) + 1 + after
    return [SourceLine(start + offset, line) for offset, line in enumerate(text.split("\n"))]


def _plain(children: list[Token]) -> str:
    pieces = ("\n" if child.type in _BREAKS else "" if child.type == "html_inline" else child.content
              for child in children)  # fmt: skip
    return "".join(pieces)
