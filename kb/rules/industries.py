"""Everyday words for industries: 火锅店 → 餐饮业, 包工队 → 建筑业, 幼儿园 → outside the table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.rules.size_table import Measure, SizeTable
from kb.rules.tables import Table, TableFile, read_table

FILE_TABLES = ("ambiguous", "endings", "forms", "ignored", "outside", "words")
# What the word before an ending cannot hold: the grammar of the sentence, not a product.
STEM = re.compile(r"[^\W\d_是的了在给和跟与我你他她们开做搞办干有个家间座去到卖买从向对为叫也就都说把]{0,6}\Z")
# What says that the word after it is one's own trade: 我开…, 我们是做…, 经营一家….
TRADING = ("批发", "零售")
TRADE = re.compile(r"(?:[开做搞办是干有弄整]|经营|从事|属于)(?:了|着|的|的是)?(?:[一二两三几0-9]*[家个间所])?\Z")
# Between a word and the one it is said of.
ATTRIBUTE = re.compile(r"[^\W\d_]{0,4}的")
# 仓库租来的, 茶叶收入: what the enterprise rents or sells beside its trade.
BESIDE = re.compile(r"(?:都|也|全)?(?:是)?(?:租|借|面积|花[了费掉]|费用)|(?:的)?(?:总)?(?:收入|销售|营业额|营收|卖了)")


@dataclass(frozen=True, slots=True)
class NamedIndustry:
    """An industry that a word stands for, with what it is measured by: nothing where the standard has no row for it."""

    key: str
    label: str
    measures: frozenset[Measure] = frozenset()

    @property
    def in_table(self) -> bool:
        return bool(self.measures)


@dataclass(frozen=True, slots=True)
class IndustryMention:
    """The word found in a sentence with what it may stand for: one industry, or several if it is ambiguous."""

    word: str
    industries: tuple[NamedIndustry, ...]

    @property
    def ambiguous(self) -> bool:
        return len(self.industries) > 1

    @property
    def industry(self) -> NamedIndustry | None:
        """The only one, None if it is ambiguous."""
        return None if self.ambiguous else self.industries[0]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a word stands, with the keys it may mean (none for a word to be passed over)."""

    start: int
    end: int
    word: str
    keys: tuple[str, ...]

    def holds(self, other: Span) -> bool:
        """Whether the other lies inside it and is shorter."""
        return self.start <= other.start and other.end <= self.end and self.length > other.length

    def ends(self, other: Span) -> bool:
        """Whether the other runs into it: of 家具厂 the ending counts."""
        return other.start < self.start < other.end < self.end and self.length >= other.length

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Industries:
    """The words with the keys they may stand for; the endings, and the forms in which a trade is told, with theirs."""

    named: Mapping[str, NamedIndustry]
    words: Mapping[str, tuple[str, ...]]
    endings: Mapping[str, str]
    forms: Mapping[str, re.Pattern[str]]

    @property
    def outside(self) -> dict[str, NamedIndustry]:
        """The industries that the standard has no row for."""
        return {key: industry for key, industry in self.named.items() if not industry.in_table}

    def industry_of(self, text: str) -> IndustryMention | None:
        """The trade that a sentence names, None if it names none.

        A word said to be one's own trade (我开…) goes before others, then one that is not rented or sold, then the
        longest; equally good words for different industries are reported together, as a word that is ambiguous by
        itself is.
        """
        folded = fold(text)
        found = _heads(_compounds(self._spans(folded)), folded)
        if not found:
            return self._told(folded)
        ranks = {span: _rank(span, folded) for span in found}
        best = [span for span in found if ranks[span] == max(ranks.values())]
        keys = dict.fromkeys(key for span in best for key in span.keys)
        words = dict.fromkeys(span.word for span in best)
        return IndustryMention("、".join(words), tuple(self.named[key] for key in keys))

    def _told(self, text: str) -> IndustryMention | None:
        """By the form of what is said where none of the words stands: 卖瓷砖的, 种小麦的, 羊肉汤馆."""
        for key, form in self.forms.items():
            match = form.search(text)
            if match is not None:
                return IndustryMention(match.group(), (self.named[key],))
        return None

    def _spans(self, text: str) -> list[Span]:
        """Words, and endings with their product; none of them inside a longer one, in order."""
        words = [
            Span(place, place + len(word), word, keys)
            for word, keys in self.words.items()
            for place in _places(text, word)
        ]
        spans = [*words, *self._ended(text, words)]
        outer = [span for span in spans if not any(other.holds(span) or other.ends(span) for other in spans)]
        return sorted((span for span in outer if span.keys), key=lambda span: (span.start, span.end))

    def _ended(self, text: str, words: list[Span]) -> Iterator[Span]:
        for ending, key in self.endings.items():
            for place in _places(text, ending):
                end = place + len(ending)
                # A listed word that takes in the ending knows better: 汽修厂, 工程师.
                if any(word.start <= place and word.end >= end and word.length > len(ending) for word in words):
                    continue
                stem = STEM.search(text[:place])
                start = stem.start() if stem else place
                yield Span(start, end, text[start:end], (key,))


def _heads(spans: list[Span], text: str) -> list[Span]:
    """Without a word that only says of which kind the one behind it is: 卖粮油副食的批发商."""
    return [
        span
        for span in spans
        if not any(ATTRIBUTE.fullmatch(text, span.end, other.start) for other in spans if other.start >= span.end)
    ]


def _rank(span: Span, text: str) -> tuple[bool, bool, int]:
    """The higher, the more the word is for the trade."""
    return bool(TRADE.search(text[: span.start])), not BESIDE.match(text, span.end), span.length


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def _compounds(spans: list[Span]) -> list[Span]:
    """Words that stand side by side as one, which means what its last word means (火锅店装修 is 装修).

    A trade said as a verb keeps its meaning before what it deals in: 批发建材.
    """
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].end == span.start:
            head = joined[-1] if joined[-1].word in TRADING else span
            joined[-1] = Span(joined[-1].start, span.end, head.word, head.keys)
        else:
            joined.append(span)
    return joined


def fold(text: str) -> str:
    """Half width, small letters, no blanks; traditional characters are the caller's to convert."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def load_industries(path: Path, sizes: SizeTable) -> Industries:
    """Raises GuideError: an industry that the size table does not have, a word that stands twice."""
    file = read_table(path)
    file.check("", file.data, FILE_TABLES)
    named = {
        key: NamedIndustry(key, row.label, frozenset(each.measure for each in row.bounds_at(None)))
        for key, row in sizes.industries.items()
    }
    for key, table in _outside(file):
        named[key] = NamedIndustry(key, file.string(f"[outside.{key}]", table, "label"))
    words: dict[str, tuple[str, ...]] = {}
    for where, word, keys in _entries(file):
        if fold(word) in words:
            raise file.error(where, f"{word!r} stands twice", f'"{word}"')
        words[fold(word)] = _known(file, where, keys, named)
    endings: dict[str, str] = {}
    for key in _table(file, "endings"):
        for ending in file.strings("[endings]", _table(file, "endings"), key):
            (endings[fold(ending)],) = _known(file, "[endings]", (key,), named)
    return Industries(named, words, endings, _forms(file, named))


def _forms(file: TableFile, named: Mapping[str, NamedIndustry]) -> dict[str, re.Pattern[str]]:
    forms = _table(file, "forms")
    for key in forms:
        _known(file, "[forms]", (key,), named)
    return {key: re.compile("|".join(file.strings("[forms]", forms, key))) for key in forms}


def _known(file: TableFile, where: str, keys: tuple[str, ...], named: Mapping[str, NamedIndustry]) -> tuple[str, ...]:
    for key in keys:
        if key not in named:
            raise file.error(where, f"unknown industry {key!r}; allowed: {', '.join(sorted(named))}", key)
    return keys


def _table(file: TableFile, name: str) -> Table:
    table = file.data[name]
    if not isinstance(table, dict):
        raise file.error("", f"{name!r} must be a table [{name}]", name)
    return table


def _outside(file: TableFile) -> Iterator[tuple[str, Table]]:
    for key, table in _table(file, "outside").items():
        if not isinstance(table, dict):
            raise file.error("[outside]", f"{key!r} must be a table [outside.{key}]", key)
        file.check(f"[outside.{key}]", table, ("label", "words"))
        yield key, table


def _entries(file: TableFile) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every word with its place in the file and the keys it stands for."""
    for key in _table(file, "words"):
        for word in file.strings("[words]", _table(file, "words"), key):
            yield "[words]", word, (key,)
    for key, table in _outside(file):
        for word in file.strings(f"[outside.{key}]", table, "words"):
            yield f"[outside.{key}]", word, (key,)
    for word in _table(file, "ambiguous"):
        yield "[ambiguous]", word, file.strings("[ambiguous]", _table(file, "ambiguous"), word)
    file.check("[ignored]", _table(file, "ignored"), ("words",))
    for word in file.strings("[ignored]", _table(file, "ignored"), "words"):
        yield "[ignored]", word, ()
