"""Which questions stand in the guide, word for word or nearly so."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

NEAR = 0.7
LISTS = frozenset({"questions", "stories", "confirmations", "near", "far"})


def folded(text: str) -> str:
    """NFKC, lower case, letters and digits only."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(character for character in plain if unicodedata.category(character)[0] in "LN")


def bigrams(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def overlaps(asked: Iterable[str], written: Iterable[str], near: float = NEAR) -> list[tuple[str, str, float]]:
    """Pairs of a question asked and one written that are equal when folded, or whose sets of character
    bigrams have a Jaccard index of at least `near`; with that index (1 for equals).

    An index from bigram to the written ones that have it: only those that share one are compared.
    """
    entries = [(text, folded(text)) for text in dict.fromkeys(written)]
    sizes = [len(bigrams(plain)) for _, plain in entries]
    equal: dict[str, list[int]] = defaultdict(list)
    holding: dict[str, list[int]] = defaultdict(list)
    for place, (_, plain) in enumerate(entries):
        equal[plain].append(place)
        for bigram in bigrams(plain):
            holding[bigram].append(place)
    found = []
    for text in dict.fromkeys(asked):
        plain = folded(text)
        own = bigrams(plain)
        shared = Counter(place for bigram in own for place in holding.get(bigram, ()))
        pairs = {place: count / (len(own) + sizes[place] - count) for place, count in shared.items()}
        pairs |= dict.fromkeys(equal.get(plain, ()) if plain else (), 1.0)
        found += [(text, entries[place][0], index) for place, index in pairs.items() if index >= near]
    return found


def written_questions(guide: Path) -> Iterator[str]:
    """Every string of the lists of questions anywhere in the guide's TOML files."""
    for path in sorted(guide.rglob("*.toml")):
        yield from _strings(tomllib.loads(path.read_text(encoding="utf-8")))


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in LISTS and isinstance(value, list):
                yield from (text if isinstance(text, str) else text["ask"] for text in value)
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
