"""Folding what people type, so that the same words are the same string."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import opencc

# Full-width punctuation that NFKC would turn into ASCII but that Chinese text is written with.
KEPT = "，。？！：；（）～“”‘’、…《》"
INVISIBLE = {"Cf", "Cc", "Co", "Cs"}
_LEAVE_OUT_KEPT = str.maketrans("", "", KEPT)


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def fold(text: str) -> str:
    """Half-width letters and digits, simplified characters, nothing invisible, single blanks."""
    # What is invisible goes first: within a word it would hide the word from the conversion.
    plain = text if text.isprintable() else _without_invisible(text)
    if not plain.isascii():
        if not unicodedata.is_normalized("NFKC", plain.translate(_LEAVE_OUT_KEPT)):
            plain = "".join(c if c in KEPT else unicodedata.normalize("NFKC", c) for c in plain)
        plain = _converter().convert(plain)
    return re.sub(r"\s+", " ", plain).strip()


def _without_invisible(text: str) -> str:
    return "".join(
        " " if c in "\t\n\r" else c for c in text if c in "\t\n\r" or unicodedata.category(c) not in INVISIBLE
    )


def pairs_of(text: str) -> frozenset[str]:
    """Its pairs of neighbouring characters: by these texts are told to have words in common."""
    return frozenset(a + b for a, b in pairwise(text))


def squeeze(text: str) -> str:
    """Only letters, digits and characters, in small letters: for comparing questions."""
    return re.sub(r"[\W_]", "", fold(text)).lower()
