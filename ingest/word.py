"""DOCX: its paragraphs in order, those of tables included, with the numbers that Word counts by itself."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from ingest.numbering import Numbering
from ingest.source import SourceLine
from kb.errors import SourceError

LARGEST_UNPACKED_BYTES = 200 * 10**6

# What python-docx lets through when an archive is not what its own tables say.
_DAMAGE = (OpcError, SyntaxError, zipfile.BadZipFile, zlib.error, LookupError, ValueError, AttributeError, TypeError,
           NotImplementedError, RuntimeError, EOFError)  # fmt: skip
# Words that the reader of the file sees or not, depending on a view or a place: they are never guessed about.
_AMBIGUOUS = {
    qn("w:ins"): "tracked changes; accept or reject them first",
    qn("w:del"): "tracked changes; accept or reject them first",
    qn("w:moveTo"): "tracked changes; accept or reject them first",
    qn("w:moveFrom"): "tracked changes; accept or reject them first",
    qn("w:txbxContent"): "a text box; move its words into the text",
}
_SPACES = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_word(path: Path, data: bytes) -> list[SourceLine]:
    """A line for each paragraph, numbered by paragraphs; a line break inside one makes another line.

    Raises SourceError when the file is damaged or no DOCX, or when its words are not certain.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" not in archive.namelist():
                raise SourceError(path, "is an archive, but not a DOCX file")
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED_BYTES:
                raise SourceError(path, f"unpacks to more than {LARGEST_UNPACKED_BYTES // 10**6} MB")
        document = docx.Document(io.BytesIO(data))
        return list(_lines(path, document))
    except _DAMAGE as error:
        raise SourceError(path, f"is a damaged DOCX file ({error})") from error


def _lines(path: Path, document: Any) -> Iterator[SourceLine]:
    numbering = Numbering(path, document)
    # Every paragraph of the body: also those in tables and content controls.
    for number, paragraph in enumerate(document.element.body.iter(qn("w:p")), start=1):
        text = "".join(_pieces(path, paragraph, number))
        if text.strip():
            text = numbering.label(paragraph, number) + text
        for line in text.split("\n"):
            yield SourceLine(number, line)


def _pieces(path: Path, paragraph: Any, number: int) -> Iterator[str]:
    for element in paragraph.iter():
        if element.tag in _AMBIGUOUS:
            raise SourceError(path, f"holds {_AMBIGUOUS[element.tag]}", number)
        if element.tag == qn("w:t"):
            yield element.text or ""
        elif element.getparent().tag == qn("w:r"):  # elsewhere w:tab defines a tab stop
            yield _SPACES.get(element.tag, "")
