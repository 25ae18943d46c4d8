"""Where paragraphs start in lines that lost their indentation, told by how wide the lines are.

A first line was indented, so it is narrower than the others when full. A line that ends a sentence and has
room left ends its paragraph. One that ends a sentence and is full says nothing: then the next line tells,
by whether it is full as a first line or as a continuation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.marks import Kind, Mark, ends_sentence
from ingest.source import SourceLine
from ingest.width import INDENT, hangs, head_width, width

WIDEST_INDENT = 4.0


@dataclass(frozen=True, slots=True)
class Measure:
    """`full` is the width of a line, `indent` what a first line lacks of it; `hanging`: punctuation
    may stand one character beyond the edge. Widths count in Chinese characters."""

    lines: Sequence[SourceLine]
    marks: Sequence[Mark | None]
    full: float
    indent: float
    hanging: bool
    remarks: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, lines: Sequence[SourceLine], marks: Sequence[Mark | None], continued: Sequence[int]) -> Measure:
        """The measure of a text, from its own lines; `continued`: places of sure continuations."""
        going_on = {place - 1 for place in continued}
        inner = [width(lines[place].text) for place in continued if place in going_on]
        firsts = [width(lines[place].text) for place in sorted(going_on) if _is_article(marks[place])]
        full = _most_common(inner or (width(line.text) for line in lines))
        indent = full - _most_common(firsts) if firsts else INDENT
        hanging = any(width(lines[place].text) > full and hangs(lines[place].text) for place in sorted(going_on))
        return cls(lines, marks, full, indent if 0 <= indent <= WIDEST_INDENT else INDENT, hanging)

    @property
    def name(self) -> str:
        first = self.full - self.indent
        return f"paragraph breaks by the width of lines ({self.full:g} characters, {first:g} in first lines)"

    @property
    def wrapped(self) -> bool:
        return True

    def starts(self, place: int, first: bool) -> bool:
        before, line = self.lines[place - 1].text, self.lines[place].text
        if not ends_sentence(before):
            return False
        if self._has_room(before, self._edge(first), line):
            return True
        told = self._tells(place)
        if told is None:
            number = self.lines[place].number
            self.remarks.append(
                f"line {number}: its width does not tell whether it starts a paragraph; it was taken not to"
            )
        return bool(told)

    def _tells(self, place: int) -> bool | None:
        """Whether the line at `place` is a first line by its own width; None when it could be either."""
        line = self.lines[place].text
        after = place + 1
        over = 1.0 if self.hanging and hangs(line) else 0.0
        if width(line) > self._edge(first=True) + over:
            return False  # too wide for an indented line
        goes_on = not ends_sentence(line) and after < len(self.lines) and self.marks[after] is None
        if goes_on and self._has_room(line, self.full, self.lines[after].text):
            return True  # it goes on in the next line although it has room: so it was narrower by its indentation
        return None

    def _edge(self, first: bool) -> float:
        return self.full - self.indent if first else self.full

    def _has_room(self, line: str, edge: float, following: str) -> bool:
        """Whether what stands at the start of the following line would have fitted on this one."""
        return width(line) + head_width(following, self.hanging) <= edge


def _is_article(mark: Mark | None) -> bool:
    return mark is not None and mark.kind is Kind.ARTICLE


def _most_common(widths: Iterable[float]) -> float:
    """The commonest width; of several the largest."""
    counted = Counter(widths)
    return max(counted, key=lambda one: (counted[one], one), default=0.0)
