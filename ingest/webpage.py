"""HTML: the text of the blocks of a page; scripts, styles and navigation are dropped."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PreformattedString
from bs4.exceptions import ParserRejectedMarkup

from ingest.source import SourceLine
from kb.errors import SourceError

_DROPPED = ["head", "script", "style", "template", "noscript", "nav", "footer", "button", "select", "svg"]
_BLOCKS = [
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "figure"),
    *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "html", "li", "main", "ol", "p", "pre", "section"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
]


def read_webpage(path: Path, text: str) -> list[SourceLine]:
    """A line for each block, and for each part of one between <br>; numbers are those of the file's lines.

    Raises SourceError when the page cannot be taken apart.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML is read as HTML, which it is made for
            page = BeautifulSoup(text, "html.parser")
    except ParserRejectedMarkup as error:
        raise SourceError(path, f"is damaged HTML ({error})") from error
    for element in page.find_all(_DROPPED):
        element.decompose()
    return _lines(page)


def _lines(page: BeautifulSoup) -> list[SourceLine]:
    lines: list[SourceLine] = []
    block: Tag | None = None
    place, words = 1, ""

    def close() -> None:
        nonlocal words
        lines.append(SourceLine(place, words))
        words = ""

    number = 1  # where the reading has come to; exact at the start of each element
    for element in page.descendants:
        if isinstance(element, Tag):
            number = element.sourceline or number
            if element.name in {"br", "hr"}:
                close()
                place = number
            continue
        if not isinstance(element, NavigableString):
            continue
        if isinstance(element, PreformattedString):  # comments and declarations
            number += element.count("\n")
            continue
        holder = element.find_parent(_BLOCKS)
        if holder is not block:
            close()
            block, place = holder, number
        kept = element.find_parent("pre") is not None
        for offset, part in enumerate(element.split("\n")):
            if offset and kept:
                close()
            if not words.strip():
                place = number + offset
            words += ("" if kept or not offset else " ") + (part if kept else re.sub(r"[ \t\r\f]+", " ", part))
        number += element.count("\n")
    close()
    return lines
