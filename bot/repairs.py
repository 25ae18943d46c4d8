"""What people mistype, put right: homophones of the words that show what is asked, and questions typed in pinyin."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from operator import eq
from pathlib import Path

from kb.pinyin import sound

DATA = Path(__file__).parent / "data"
HAN = r"[一-鿿]"
# So many letters in words of letters alone, and hardly any characters, are pinyin.
LEAST_LETTERS = 10
MOST_HAN = 3
# 单位：万元 is said of a table's bare numbers.
_UNIT_SAID = re.compile(r"(?:金额)?单位(?:都|均|全)?(?:是|为|:|：)? ?(?:人民币)?万元")
_BARE_NUMBER = re.compile(
    r"(?<![0-9.,年月第])[0-9]+(?:\.[0-9]+)?(?![0-9.,]?[0-9]|[0-9.]| ?[%年月日号人万亿元块成天个家名条款])"
)


def repaired(text: str) -> str:
    """The folded text with the words of bot/data put right; places in it may shift."""
    if _is_pinyin(text):
        text = _from_pinyin(text)
    for wrong, right in _typos():
        text = wrong.sub(right, text)
    return _by_sound(_in_ten_thousands(text))


def _in_ten_thousands(text: str) -> str:
    """单位：万元 said once for all the bare numbers of a table."""
    return _BARE_NUMBER.sub(r"\g<0>万", text) if _UNIT_SAID.search(text) else text


def _by_sound(text: str) -> str:
    """With the words that sound like one of ours and share a character with it put right; no place shifts."""
    words, kept = _sounding()
    heard = [sound(character) if "一" <= character <= "鿿" else character for character in text]
    for word, sounds in words:
        for start in range(len(text) - len(word) + 1):
            end = start + len(word)
            if heard[start:end] != sounds or not any(map(eq, text[start:end], word)):
                continue
            if not any(kept.match(text, place) for place in range(max(0, start - 1), end)):
                text = text[:start] + word + text[end:]
    return text


@lru_cache(maxsize=1)
def _sounding() -> tuple[list[tuple[str, list[str]]], re.Pattern[str]]:
    """The words with the sounds of their characters; and the words that only sound like them."""
    table = tomllib.loads((DATA / "typos.toml").read_text(encoding="utf-8"))["sound"]
    heard = [(word, [sound(character) for character in word]) for word in table["words"]]
    return heard, re.compile("|".join(table["kept"]))


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
