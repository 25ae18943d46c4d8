"""Chinese text cut into the terms of the lexical index. The only module that imports jieba."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

import jieba

LONG_WORD = 3


class Cutter:
    """jieba with the regulation's own dictionary.

    No stop-words: the common lists drop 第, 不得, 应当, 以上, 以下, which decide legal questions.
    """

    def __init__(self, words: tuple[str, ...] = (), cache: Path | None = None) -> None:
        """`words` are kept in one piece; `cache` is the folder for jieba's own cache file."""
        jieba.setLogLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()
        if cache is not None:
            cache.mkdir(parents=True, exist_ok=True)
            self._tokenizer.tmp_dir = str(cache)
        self._tokenizer.initialize()
        for word in words:
            self._tokenizer.add_word(word)
        self._remembered: dict[str, list[str]] = {}

    def words(self, text: str) -> list[str]:
        """The text cut into words, blanks dropped."""
        solid = "".join(text.split())
        return self._remembered.get(solid) or list(self._tokenizer.cut(solid))

    def remember(self, texts: Iterable[str]) -> None:
        """Cuts texts once that will be wanted several times, as an ingest does."""
        for text in texts:
            solid = "".join(text.split())
            self._remembered[solid] = list(self._tokenizer.cut(solid))

    def terms(self, text: str) -> list[str]:
        """Characters, pairs of characters and dictionary words of three or more, blanks dropped."""
        return [*self.pairs(text), *(word for word in self.words(text) if len(word) >= LONG_WORD)]

    @staticmethod
    def pairs(text: str) -> list[str]:
        """Characters and pairs of characters, blanks dropped."""
        solid = "".join(text.split())
        return [*solid, *(solid[i : i + 2] for i in range(len(solid) - 1))]


def read_words(path: Path) -> tuple[str, ...]:
    """One word a line; blank lines and lines that begin with # are passed over; no file, no words."""
    if not path.exists():
        return ()
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
