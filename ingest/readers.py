"""From a file to its lines: what format it has, by content first, and the reader of that format."""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path

from ingest.decoding import decode
from ingest.markdown import read_markdown
from ingest.page import flow
from ingest.pdf import read_pdf
from ingest.source import Source, SourceLine, squeeze
from ingest.webpage import read_webpage
from ingest.word import read_word
from kb.errors import SourceError

__all__ = ["LARGEST_BYTES", "Source", "SourceLine", "read_source"]

LARGEST_BYTES = 20 * 10**6

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also the envelope of a DOCX with a password
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_TAG = re.compile(r"<(?:p|br|div|table|h[1-6]|li|body|html)\b[^<>]*>", re.I)
_MARKDOWN = re.compile(r"(?:\s|<!--.*?-->)*#{1,6} \S", re.S)


def read_source(path: Path) -> Source:
    """The lines of a text, Markdown, DOCX, PDF or HTML file.

    Raises SourceError: missing, not a file, not permitted, empty, over 20 MB, binary, damaged,
    protected, without a text layer, or in no known encoding.
    """
    data = _bytes(path)
    lines, wrapped = _lines(path, data)
    filled = tuple(line for line in lines if squeeze(line.text))
    if not filled:
        raise SourceError(path, "holds no text")
    return Source(path, filled, wrapped, hashlib.sha256(data).hexdigest())


def _bytes(path: Path) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise SourceError(path, "is a directory, not a file")
        if not stat.S_ISREG(found.st_mode):
            raise SourceError(path, "is not a regular file")
        if found.st_size > LARGEST_BYTES:
            megabytes = found.st_size / 10**6
            raise SourceError(path, f"is too large ({megabytes:.1f} MB; at most {LARGEST_BYTES // 10**6} MB)")
        data = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL character
        problem = error.strerror if isinstance(error, OSError) else str(error)
        raise SourceError(path, f"cannot be read ({problem})") from error
    if not data:
        raise SourceError(path, "is empty")
    return data


def _lines(path: Path, data: bytes) -> tuple[list[SourceLine], bool | None]:
    """The lines, and whether they are known to be wrapped."""
    suffix = path.suffix.lower()
    if b"%PDF-" in data[:1024]:
        return read_pdf(path, data), True
    if data.startswith(b"PK\x03\x04"):
        return read_word(path, data), None
    if data.startswith(_OLD_OFFICE):
        raise SourceError(path, "is an old or protected Office file; save it as .docx without a password")
    if suffix in {".pdf", ".docx"}:
        raise SourceError(path, f"is damaged: it does not begin as a {suffix[1:].upper()} file does")
    text = decode(path, data)
    if _HTML.match(text) or (suffix in {".html", ".htm", ".xhtml"} and _TAG.search(text)):
        return read_webpage(path, text), None
    if suffix in {".md", ".markdown"} or _MARKDOWN.match(text):
        return read_markdown(text), None
    return _plain(text), None


def _plain(text: str) -> list[SourceLine]:
    """Lines as an editor counts them; form feeds, which PDF tools write between pages, end a page."""
    pages: list[list[SourceLine]] = [[]]
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        head, *others = line.split("\f")
        pages[-1].append(SourceLine(number, head))
        pages += [[SourceLine(number, part)] for part in others]
    return flow(pages)
