"""The small regulation, and pages without words, in the formats that are more than lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.samples import LINES, TITLE, write

FONT, SIZE = "STSong-Light", 12
WIDTH, LEFT, TOP, BOTTOM, STEP = 20, 60, 230, 60, 18
INDENT = 2


def cut(line: str) -> Iterator[str]:
    """A paragraph as it is set: its first line is indented, and no number is broken."""
    rest, room = line, WIDTH - INDENT
    while rest:
        end = min(room, len(rest))
        while end < len(rest) and rest[end - 1].isascii() and rest[end].isascii():
            end -= 1
        yield rest[:end]
        rest, room = rest[end:], WIDTH


def is_centred(line: str) -> bool:
    return line == TITLE or line[2] == "章"


def write_wrapped(path: Path) -> None:
    lines = []
    for line in LINES:
        first, *others = [line] if is_centred(line) else cut(line)
        lines += ["　" * INDENT + first, *others]
    write(path, "\n".join(lines))


def write_markdown(path: Path) -> None:
    title, passed, *others = LINES
    text = [f"# {title}", passed, "<!-- INFO END -->", *(f"## {x}" if is_centred(x) else x for x in others)]
    write(path, "\n\n".join(text))


def write_html(path: Path) -> None:
    body = "\n".join(f"<h2>{x}</h2>" if is_centred(x) else f"<p>&nbsp;&nbsp;{x}</p>" for x in LINES)
    write(path, f"<!DOCTYPE html><html><head><title>网站</title></head><body><nav>首页</nav>{body}</body></html>")


def write_pdf(path: Path) -> None:
    """Several pages with their numbers; paragraphs go on across them."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas, height, page = Canvas(str(path), pagesize=(400, 260)), TOP, 1
    canvas.setFont(FONT, SIZE)
    for line in LINES:
        for place, part in enumerate([line] if is_centred(line) else cut(line)):
            if height < BOTTOM:
                canvas.drawCentredString(200, 25, f"- {page} -")
                canvas.showPage()
                canvas.setFont(FONT, SIZE)
                height, page = TOP, page + 1
            indent = 8 if is_centred(line) else INDENT if place == 0 else 0
            canvas.drawString(LEFT + indent * SIZE, height, part)
            height -= STEP
    canvas.drawCentredString(200, 25, f"- {page} -")
    canvas.save()


def write_scanned_pdf(path: Path, picture: Path, first_page: str = "") -> None:
    """A page of text, if there is any, and a page that is only a picture."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path))
    if first_page:
        canvas.setFont(FONT, SIZE)
        canvas.drawString(LEFT, TOP, first_page)
        canvas.showPage()
    canvas.drawImage(ImageReader(str(picture)), 0, 0)
    canvas.save()
