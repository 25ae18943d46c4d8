"""A file as the reader of its format hands it on: lines of text, each with its place in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

# White space of every script, and the invisible characters that word processors and web pages leave behind.
BLANK = r"[\s\u00ad\u180e\u200b-\u200d\u2060\ufeff]"

_BLANKS = re.compile(rf"{BLANK}+")
_WORD = re.compile(r"[!-~]")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line with its indentation. `number` counts from 1: lines of a text, Markdown or HTML file,
    paragraphs of a DOCX, lines of text of a PDF."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a file that are not blank.

    `wrapped`: whether sentences are cut by the ends of lines; None is to be found out from the text.
    `sha256` is that of the file's bytes.
    """

    path: Path
    lines: tuple[SourceLine, ...]
    wrapped: bool | None = None
    sha256: str = ""


def squeeze(text: str) -> str:
    """The text without any blank."""
    return _BLANKS.sub("", text)


def tidy(text: str) -> str:
    """The text as it is stored: blanks and line ends stay only inside runs of Latin words, as one space."""

    def kept(blanks: re.Match[str]) -> str:
        before, after = text[blanks.start() - 1 : blanks.start()], text[blanks.end() : blanks.end() + 1]
        between_words = _WORD.fullmatch(before) and _WORD.fullmatch(after)
        return " " if between_words and re.search(r"\s", blanks[0]) else ""

    return _BLANKS.sub(kept, text)
