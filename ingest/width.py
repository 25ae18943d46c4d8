"""How wide text is when it is set in Chinese characters: half-width characters count one half."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ingest.source import BLANK

INDENT = 2.0  # characters before the first line of a paragraph, by convention

_LEADING = re.compile(rf"{BLANK}*")
_NAME_AND_BLANK = re.compile(rf"(第[^条]{{1,9}}条){BLANK}+")
_OPENERS = "（(《〈“‘「『【"
_CLOSERS = "，。、；：！？）)》〉”’」』】·"


def indentation(line: str) -> float:
    """The width of the blanks before the first character."""
    return _width(_LEADING.match(line)[0])  # type: ignore[index]  # it matches the empty string


def width(line: str) -> float:
    """The width of the line without its indentation; the blank after 第三条 is as wide as a character,
    whatever became of it."""
    return _width(_NAME_AND_BLANK.sub("\\1\u3000", line.strip(), count=1))


def head_width(line: str, hanging: bool) -> float:
    """The width of what has to stay together at the start of the line: an opening bracket with what it opens,
    a Latin word, and, unless it may hang over the edge, the punctuation that follows."""
    text = line.strip()
    end = 0
    while end < len(text) and text[end] in _OPENERS:
        end += 1
    word = re.compile(r"[!-~]+").match(text, end)
    end = word.end() if word else min(end + 1, len(text))
    while not hanging and end < len(text) and text[end] in _CLOSERS:
        end += 1
    return _width(text[:end])


def hangs(line: str) -> bool:
    """It ends in punctuation, which may stand over the edge."""
    return line.strip()[-1:] in _CLOSERS


@cache
def _of(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def _width(text: str) -> float:
    return sum(map(_of, text))
