"""PDF with a text layer: its lines, with the indentation that their place on the page shows."""

from __future__ import annotations

import io
import logging
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from ingest.page import flow
from ingest.source import SourceLine, squeeze
from kb.errors import SourceError

# What pypdf lets through when a file is not what its own tables say.
_DAMAGE = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError,
           RecursionError, NotImplementedError, EOFError, zlib.error)  # fmt: skip
WIDEST_INDENT = 4  # in characters; what starts further right is centred or a table
SHARE_AT_THE_EDGE = 0.05  # of all lines; what sticks out further left is a mark on a page


@dataclass(frozen=True, slots=True)
class Line:
    """A line or a piece of one: where it starts from the left edge of the page, and how large its letters are."""

    text: str
    x: float | None
    size: float


def read_pdf(path: Path, data: bytes) -> list[SourceLine]:
    """The lines of text of all pages, numbered through; page numbers and running heads are dropped.

    Raises SourceError when the file is damaged or protected, or when a page is only an image.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is said once, by the error
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(path, "is protected by a password")
        pages = [_page_lines(page) for page in reader.pages]
        images = [len(page.images) > 0 for page in reader.pages]
    except _DAMAGE as error:
        raise SourceError(path, f"is a damaged or protected PDF ({error or type(error).__name__})") from error
    if not any(pages):
        raise SourceError(path, "has no text on any page; it holds images of the text and needs a text layer (OCR)")
    for place, (lines, image) in enumerate(zip(pages, images, strict=True), start=1):
        if image and not lines:
            raise SourceError(path, f"page {place} is only an image and needs a text layer (OCR)")
    numbers = count(1)
    return flow([[SourceLine(next(numbers), text) for text in page] for page in _indented(pages)])


def _page_lines(page: PageObject) -> list[Line]:
    """The lines that are not blank; `x` is None where the place on the page is not known."""
    pieces: list[Line] = []

    def visit(text: str, matrix: Sequence[float], place: Sequence[float], _: object, size: float) -> None:
        x = place[4] * matrix[0] + place[5] * matrix[2] + matrix[4]
        pieces.append(Line(text, x, abs(size * place[0] * matrix[0]) or abs(size)))

    text = page.extract_text(visitor_text=visit)
    lines = [line.strip() for line in text.split("\n") if squeeze(line)]
    starts = _starts(pieces)
    if len(starts) != len(lines):  # the pieces are not those of the text
        return [Line(line, None, 0) for line in lines]
    return [replace(start, text=line) for start, line in zip(starts, lines, strict=True)]


def _starts(pieces: Sequence[Line]) -> list[Line]:
    """The first piece of each line that is not blank."""
    starts, open_line = [], False
    for piece in pieces:
        for offset, part in enumerate(piece.text.split("\n")):
            open_line = open_line and not offset
            if squeeze(part) and not open_line:
                starts.append(piece)
                open_line = True
    return starts


def _indented(pages: Sequence[Sequence[Line]]) -> list[list[str]]:
    """The text of the lines with as many full-width blanks before it as it starts right of the left edge."""
    starts = Counter(round(line.x) for page in pages for line in page if line.x is not None)
    often = [x for x, lines in starts.items() if lines >= starts.total() * SHARE_AT_THE_EDGE]
    left = min(often, default=0)

    def indent(line: Line) -> str:
        width = 0 if line.x is None or not line.size else round((line.x - left) / line.size)
        return "\u3000" * width if 0 < width <= WIDEST_INDENT else ""

    return [[indent(line) + line.text for line in page] for page in pages]
