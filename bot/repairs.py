"""What people mistype, put right: homophones of the words that show what is asked, and questions typed in pinyin."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
HAN = r"[一-鿿]"
# So many letters in words of letters alone, and hardly any characters, are pinyin.
LEAST_LETTERS = 10
MOST_HAN = 3


def repaired(text: str) -> str:
    """The folded text with the words of bot/data put right; places in it may shift."""
    if _is_pinyin(text):
        text = _from_pinyin(text)
    for wrong, right in _typos():
        text = wrong.sub(right, text)
    return text


@lru_cache(maxsize=1)
def _typos() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = tomllib.loads((DATA / "typos.toml").read_text(encoding="utf-8"))["words"]
    return tuple((re.compile("|".join(wrong)), right) for right, wrong in table.items())


@lru_cache(maxsize=1)
def _pinyin() -> tuple[re.Pattern[str], dict[str, str]]:
    """Any of the words, the longest first, and each without its blanks."""
    table = tomllib.loads((DATA / "pinyin.toml").read_text(encoding="utf-8"))["words"]
    spelled = sorted(table, key=len, reverse=True)
    pattern = "|".join(word.replace(" ", " ?") for word in spelled)
    words = {word.replace(" ", ""): han for word, han in table.items()}
    return re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])", re.IGNORECASE), words


def _is_pinyin(text: str) -> bool:
    return len(re.findall(r"[a-zA-Z]", text)) >= LEAST_LETTERS and len(re.findall(HAN, text)) <= MOST_HAN


def _from_pinyin(text: str) -> str:
    pattern, words = _pinyin()
    said = pattern.sub(lambda match: words[match.group().replace(" ", "").lower()], text)
    return re.sub(rf"(?<={HAN}) (?={HAN})|(?<={HAN}) (?=[0-9])|(?<=[0-9]) (?={HAN})", "", said)
