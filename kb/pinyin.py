"""Pinyin typed instead of characters, read with the guide's own words. The only module that imports pypinyin.

Which characters “zhengfu tuoqian” stands for is the likeliest sequence of words, by how often the guide
uses each word and each pair of words. Runs of letters that are not pinyin from end to end stay as they are.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path

from pypinyin import lazy_pinyin

LONGEST_WORD = 6  # characters
PAIR_WEIGHT = 0.7
RUN = re.compile(r"[a-z](?:[a-z' ]*[a-z])?")
SHORTEST = 4  # letters of a run that stands alone
KEPT = 12  # readings of a beginning that are followed further
HAN = re.compile(r"[一-鿿]")
_NOT_HAN = re.compile(r"[^一-鿿]")
_ALIKE = re.compile(r"(?<=^[zcs])h|(?<=[ei]n)g$")


@dataclass(frozen=True, slots=True)
class PinyinReader:
    """Words by their letters with how often they stand, and how often pairs of words do."""

    words: dict[str, list[tuple[str, int]]]
    pairs: dict[str, int]
    total: int

    def read(self, text: str) -> str:
        """The text with its pinyin in characters; the same text if there is none."""
        small = text if HAN.search(text) else text.lower()
        long = RUN.sub(lambda match: self._convert(match.group(), SHORTEST), small)
        if long == small:
            return text
        # Beside characters a single syllable is one too: 1750 wan.
        return RUN.sub(lambda match: self._convert(match.group(), 2), long) if HAN.search(long) else long

    def _convert(self, run: str, shortest: int) -> str:
        letters = re.sub(r"[' ]", "", run)
        return (self._decode(letters) if len(letters) >= shortest else "") or run

    def _decode(self, letters: str) -> str:
        """The likeliest characters; "" if the letters are not pinyin from end to end."""
        # For each place: the best cost of a reading up to there for each last word, and what it was.
        best: list[dict[str, tuple[float, str]]] = [{} for _ in range(len(letters) + 1)]
        best[0][""] = (0.0, "")
        for start, readings in enumerate(best[:-1]):
            if not readings:
                continue
            likeliest = sorted(readings.items(), key=lambda entry: entry[1])[:KEPT]
            for end in range(start + 1, min(len(letters), start + 6 * LONGEST_WORD) + 1):
                for word, count in self.words.get(letters[start:end], ()):
                    cost, so_far = min(
                        (cost + self._cost(last, word, count), so_far) for last, (cost, so_far) in likeliest
                    )
                    if word not in best[end] or cost < best[end][word][0]:
                        best[end][word] = (cost, so_far + word)
        return min(best[-1].values(), default=(0.0, ""))[1]

    def _cost(self, last: str, word: str, count: int) -> float:
        pair = self.pairs.get(f"{last} {word}", 0)
        single = -log(count / self.total)
        return single if not pair else (1 - PAIR_WEIGHT) * single - PAIR_WEIGHT * log((pair + 0.5) / (count + 1))

    def save(self, path: Path) -> None:
        path.write_text(json.dumps([self.words, self.pairs, self.total], ensure_ascii=False), encoding="utf-8")


def fit_pinyin(texts: Iterable[list[str]]) -> PinyinReader:
    """From texts cut into words."""
    words: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for text in texts:
        last = ""
        for word in text:
            if not HAN.match(word) or _NOT_HAN.search(word) or len(word) > LONGEST_WORD:
                last = ""
                continue
            words[word] += 1
            pairs[f"{last} {word}"] += 1
            if len(word) > 1:
                words.update(dict.fromkeys(word, 0))
            last = word
    by_letters: dict[str, list[tuple[str, int]]] = {}
    for word, count in sorted(words.items(), key=lambda entry: -entry[1]):
        by_letters.setdefault("".join(lazy_pinyin(word)), []).append((word, count + 1))
    kept = {pair: count for pair, count in pairs.items() if count > 1}
    return PinyinReader(by_letters, kept, sum(words.values()) + len(words))


@lru_cache(maxsize=4096)
def sound(character: str) -> str:
    """The usual reading of a character without its tone; what many do not tell apart (zh and z, ing and in) is one."""
    return _ALIKE.sub("", lazy_pinyin(character)[0])


def load_pinyin(path: Path) -> PinyinReader:
    """Raises OSError and ValueError."""
    words, pairs, total = json.loads(path.read_text(encoding="utf-8"))
    return PinyinReader({key: [(word, count) for word, count in own] for key, own in words.items()}, pairs, total)
