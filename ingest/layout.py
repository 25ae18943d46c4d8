"""Where paragraphs start among lines, found out from the text: four ways in which texts show it.

Lines        every line is a paragraph
Indentation  lines are cut by their width, and first lines are indented
Gaps         lines are cut by their width, and blank lines stand between paragraphs
Measure      lines are cut by their width, and all that is left of indentation is that first lines are narrower
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ingest.marks import HEADINGS, Kind, Mark, ends_sentence, pauses
from ingest.measure import Measure
from ingest.source import SourceLine
from ingest.width import indentation

WRAPPED_SHARE = 0.2  # of lines that go on in the next one; texts in whole lines have under 0.05
SURE_SHARE = 0.9  # of lines that must agree before indentation or gaps are relied on


class Layout(Protocol):
    """`name` says what is relied on; `remarks` grow while it is asked."""

    @property
    def name(self) -> str: ...

    @property
    def remarks(self) -> list[str]: ...

    @property
    def wrapped(self) -> bool: ...

    def starts(self, place: int, first: bool) -> bool:
        """Whether the line at `place`, which has no mark, starts a paragraph;
        `first`: the line before it is itself the first of its paragraph or item."""


@dataclass(frozen=True, slots=True)
class Places:
    """Paragraphs start at places that are known beforehand; None is every place."""

    name: str
    places: frozenset[int] | None
    remarks: list[str] = field(default_factory=list)

    @property
    def wrapped(self) -> bool:
        return self.places is not None

    def starts(self, place: int, first: bool) -> bool:
        return self.places is None or place in self.places


def find_layout(lines: Sequence[SourceLine], marks: Sequence[Mark | None], wrapped: bool | None) -> Layout:
    """The layout of the body of a regulation; `wrapped` as in Source."""
    continued = _continued(lines, marks)
    if wrapped is None:
        words = sum(mark is None or mark.kind not in HEADINGS for mark in marks)
        wrapped = len(continued) >= WRAPPED_SHARE * words
    if not wrapped:
        return Places("every line is a paragraph", None)
    articles = [place for place, mark in enumerate(marks) if mark and mark.kind is Kind.ARTICLE]
    found = _by_indentation(lines, continued, articles) or _by_gaps(lines, marks, continued, articles)
    return found or Measure.of(lines, marks, continued)


def _continued(lines: Sequence[SourceLine], marks: Sequence[Mark | None]) -> list[int]:
    """The places of lines that surely go on with the sentence of the line before."""
    places = []
    for place in range(1, len(lines)):
        before, mark = lines[place - 1].text, marks[place - 1]
        open_sentence = not ends_sentence(before) and not pauses(before)
        if marks[place] is None and open_sentence and (mark is None or mark.kind not in HEADINGS):
            places.append(place)
    return places


def _by_indentation(lines: Sequence[SourceLine], continued: Sequence[int], articles: Sequence[int]) -> Places | None:
    if not continued:
        return None
    indents = [indentation(line.text) for line in lines]
    base = Counter(indents[place] for place in continued).most_common(1)[0][0]
    indented = frozenset(place for place, indent in enumerate(indents) if indent >= base + 1)
    clear = _share(articles, indented) >= SURE_SHARE and _share(continued, indented) <= 1 - SURE_SHARE
    return Places("paragraph breaks by indentation", indented) if clear else None


def _by_gaps(
    lines: Sequence[SourceLine], marks: Sequence[Mark | None], continued: Sequence[int], articles: Sequence[int]
) -> Places | None:
    after_blank = {place for place in range(1, len(lines)) if lines[place].number > lines[place - 1].number + 1}
    breaks = frozenset(after_blank - set(continued))
    clear = _share(articles[1:], after_blank) >= SURE_SHARE and _share(continued, after_blank) <= 1 - SURE_SHARE
    inside = any(marks[place] is None for place in breaks)  # else it may be articles alone that are set apart
    return Places("paragraph breaks by blank lines", breaks) if clear and inside else None


def _share(places: Sequence[int], among: set[int] | frozenset[int]) -> float:
    return sum(place in among for place in places) / len(places) if places else 0.0
