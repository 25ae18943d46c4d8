"""From lines to blocks: headings, articles, paragraphs and items, each with its words in one piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout import Layout, find_layout
from ingest.marks import HEADINGS, Kind, Mark, ends_sentence, is_subitem, name_of, pauses, read_mark
from ingest.source import Source, SourceLine, squeeze, tidy
from kb.errors import StructureError

WIDER = {
    Kind.ARTICLE: (Kind.SECTION, Kind.CHAPTER, Kind.PART),
    Kind.SECTION: (Kind.CHAPTER, Kind.PART),
    Kind.CHAPTER: (Kind.PART,),
    Kind.PART: (),
}


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with its title, an article (no words of its own), a paragraph or an item.

    It stands in the source from `line` to `last`; paragraphs are numbered within their article.
    """

    kind: Kind
    number: int
    text: str
    line: int
    last: int

    @property
    def name(self) -> str:
        return name_of(self.kind, self.number)


@dataclass(frozen=True, slots=True)
class Outline:
    """`front` is what stands before the first heading that counts: title, dates, table of contents."""

    front: tuple[SourceLine, ...]
    body: tuple[SourceLine, ...]
    blocks: tuple[Block, ...]
    layout: str
    wrapped: bool
    remarks: tuple[str, ...]

    def of_kind(self, *kinds: Kind) -> list[Block]:
        return [block for block in self.blocks if block.kind in kinds]


def read_outline(source: Source) -> Outline:
    """Raises StructureError: no articles, an inserted article, words where none can be kept."""
    marks = read_marks(source.lines)
    start = _start(source, marks)
    body, marks = source.lines[start:], marks[start:]
    layout = find_layout(body, marks, source.wrapped)
    builder = _Builder(source, layout)
    for place, (line, mark) in enumerate(zip(body, marks, strict=True)):
        builder.add(place, line, mark)
    blocks = tuple(block.closed() for block in builder.blocks)
    return Outline(source.lines[:start], body, blocks, layout.name, layout.wrapped, tuple(layout.remarks))


def read_marks(lines: Sequence[SourceLine]) -> list[Mark | None]:
    """The mark of each line. Where articles are set off by a blank, 第三十六条 without one is no mark."""
    marks = [read_mark(line.text) for line in lines]
    spaced = [mark.spaced for mark in marks if mark and mark.kind is Kind.ARTICLE]
    if sum(spaced) * 2 < len(spaced):
        return marks
    return [None if mark and mark.kind is Kind.ARTICLE and not mark.spaced else mark for mark in marks]


def _start(source: Source, marks: Sequence[Mark | None]) -> int:
    """The place of the first article, or of the headings right above it; those before are a table of contents."""
    place = next((place for place, mark in enumerate(marks) if mark and mark.kind is Kind.ARTICLE), None)
    if place is None:
        raise StructureError(source.path, "has no articles: no line begins with 第…条")
    narrower = Kind.ARTICLE
    while place:
        mark, step = marks[place - 1], 1
        if mark is None and place > 1 and _untitled(marks[place - 2]):  # the title on a line of its own
            mark, step = marks[place - 2], 2
        if mark is None or mark.kind not in WIDER[narrower]:
            break
        narrower, place = mark.kind, place - step
    return place


def _untitled(mark: Mark | None) -> bool:
    return mark is not None and mark.kind in HEADINGS and not mark.rest


@dataclass(slots=True)
class _Open:
    """A block that may still grow."""

    kind: Kind
    number: int
    line: int
    last: int
    texts: list[str]
    listing: bool = False  # it holds 目

    def extend(self, line: SourceLine) -> None:
        self.texts.append(line.text)
        self.last = line.number

    def closed(self) -> Block:
        return Block(self.kind, self.number, tidy("\n".join(self.texts)), self.line, self.last)


class _Builder:
    def __init__(self, source: Source, layout: Layout) -> None:
        self._path = source.path
        self._layout = layout
        self._first = True  # the last line was the first of its block
        self._last = ""
        self.blocks: list[_Open] = []

    def add(self, place: int, line: SourceLine, mark: Mark | None) -> None:
        if mark is not None and self._accepts(mark):
            self._mark(line, mark)
        else:
            self._words(place, line)
        self._last = line.text

    def _accepts(self, mark: Mark) -> bool:
        """Whether the mark is one here, and not words of a sentence that happen to start a line."""
        complete = not self.blocks or not self.blocks[-1].texts or ends_sentence(self._last) or pauses(self._last)
        complete = complete or self.blocks[-1].kind in HEADINGS
        if mark.kind is Kind.ITEM:
            return complete or not self._layout.wrapped
        return complete or mark.spaced

    def _mark(self, line: SourceLine, mark: Mark) -> None:
        if mark.inserted:
            problem = f"an article inserted after {name_of(mark.kind, mark.number)} (之…) has no place in the tree"
            raise StructureError(self._path, problem, line.number)
        if mark.kind is Kind.ITEM and (not self.blocks or self.blocks[-1].kind not in (Kind.PARAGRAPH, Kind.ITEM)):
            problem = f"item {name_of(mark.kind, mark.number)} stands before any words of its article"
            raise StructureError(self._path, problem, line.number)
        if mark.kind is Kind.ARTICLE:
            self._open(mark.kind, mark.number, line, "")
            if squeeze(mark.rest):
                self._open(Kind.PARAGRAPH, 1, line, mark.rest)
        else:
            self._open(mark.kind, mark.number, line, mark.rest)

    def _words(self, place: int, line: SourceLine) -> None:
        block = self.blocks[-1]
        if block.kind in HEADINGS:
            self._title(block, line)
        elif block.kind is Kind.ARTICLE:
            self._open(Kind.PARAGRAPH, 1, line, line.text)
        elif is_subitem(line.text) and (block.listing or pauses(self._last)):
            block.extend(line)
            block.listing = self._first = True
        elif self._layout.starts(place, self._first):
            self._open(Kind.PARAGRAPH, self._paragraphs() + 1, line, line.text)
        else:
            block.extend(line)
            self._first = False

    def _title(self, block: _Open, line: SourceLine) -> None:
        sentence = ends_sentence(line.text) or pauses(line.text)
        if sentence or (block.texts and not self._layout.wrapped):
            problem = (
                f"words between {name_of(block.kind, block.number)} and its first article: {tidy(line.text)[:20]!r}"
            )
            raise StructureError(self._path, problem, line.number)
        block.extend(line)

    def _paragraphs(self) -> int:
        """How many paragraphs the article has so far."""
        count = 0
        for block in reversed(self.blocks):
            if block.kind is Kind.ARTICLE:
                break
            count += block.kind is Kind.PARAGRAPH
        return count

    def _open(self, kind: Kind, number: int, line: SourceLine, text: str) -> None:
        self.blocks.append(_Open(kind, number, line.number, line.number, [text] if squeeze(text) else []))
        self._first = True
