"""From bytes to text, decided the same way every time: byte order mark, UTF-8, GB18030."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kb.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def decode(path: Path, data: bytes) -> str:
    """The text of a file, without its byte order mark.

    Raises SourceError for binary data and for bytes that are neither UTF-8, UTF-16 nor GB18030.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(path, data[len(mark) :], (encoding,))
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            if _looks_chinese(data, encoding):
                return _strict(path, data, (encoding,))
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        raise SourceError(path, "is binary data, not text", line)
    return _strict(path, data, ("utf-8", "gb18030"))


def _strict(path: Path, data: bytes, encodings: tuple[str, ...]) -> str:
    reached = 0
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            reached = max(reached, error.start)
            continue
        control = _CONTROLS.search(text)
        if control:
            line = text.count("\n", 0, control.start()) + 1
            raise SourceError(path, f"is binary data, not text (character {control[0]!r})", line)
        return text
    line = data[:reached].count(b"\n") + 1
    names = " nor ".join(name.upper() for name in encodings)
    it_is = f"neither {names}" if len(encodings) > 1 else f"not the {names} that its byte order mark promises"
    raise SourceError(path, f"cannot be decoded: it is {it_is}", line)


def _looks_chinese(data: bytes, encoding: str) -> bool:
    """UTF-16 without a mark: in the wrong order Chinese characters come out as anything else."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return len(_CHINESE.findall(text)) * 2 > len(text)
