"""What is proved of a regulation before it may be published: each check gives a sentence, or refuses."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.marks import HEADINGS, NUMBER, Kind, canonical, ends_sentence, name_of, pauses, read_mark
from ingest.outline import Block, Outline, read_marks, read_outline
from ingest.parser import NO_CHAPTER
from ingest.source import BLANK, Source, squeeze
from kb.errors import StructureError
from kb.model import Chapter, Paragraph, Regulation

_NAMED = (*HEADINGS, Kind.ARTICLE)
_IN_PART = re.compile(r"(第\S+编 \S*) (.*)")  # how the parser puts a part before the title of a chapter
# The name of an article or chapter, set off by a blank, after the end of a sentence on the same line.
_INSIDE = re.compile(rf"[。；：][”’）)]*{BLANK}*(第{BLANK}*{NUMBER}[编章节条]){BLANK}")


def check(regulation: Regulation, source: Source) -> tuple[str, ...]:
    """What was proved, a sentence for each check; `regulation` is to be the one parsed from `source`.

    Raises StructureError naming file and line where a check does not hold.
    """
    proof = _Proof(regulation, source, read_outline(source))
    return (
        proof.articles(),
        proof.chapters(),
        proof.items(),
        proof.sentences(),
        proof.headings(),
        proof.characters(),
        proof.title(),
        *proof.layout(),
    )


@dataclass(frozen=True, slots=True)
class _Proof:
    regulation: Regulation
    source: Source
    outline: Outline

    def articles(self) -> str:
        numbers = [article.number for article in self.regulation.articles]
        if not numbers:
            raise StructureError(self.source.path, "has no articles")
        self._in_sequence(numbers, self.outline.of_kind(Kind.ARTICLE), Kind.ARTICLE)
        return f"{len(numbers)} of {numbers[-1]} articles in sequence"

    def chapters(self) -> str:
        sections = self.outline.of_kind(Kind.SECTION)
        for chapter in self.regulation.chapters:
            numbers = [section.number for section in chapter.sections]
            self._in_sequence(numbers, sections, Kind.SECTION, "" if chapter.number == NO_CHAPTER else chapter.label)
            sections = sections[len(numbers) :]
        numbers = [chapter.number for chapter in self.regulation.chapters]
        if numbers == [NO_CHAPTER]:
            return "it is not divided into chapters"
        blocks = self.outline.of_kind(Kind.CHAPTER)
        self._in_sequence(numbers, blocks, Kind.CHAPTER)
        for place, chapter in enumerate(self.regulation.chapters):
            if not chapter.articles:
                raise self._refusal(f"{chapter.label} has no articles", blocks, place)
        return f"{len(numbers)} chapters in sequence"

    def items(self) -> str:
        blocks, count = self.outline.of_kind(Kind.ITEM), 0
        for article in self.regulation.articles:
            for paragraph in article.paragraphs:
                numbers = [item.number for item in paragraph.items]
                self._in_sequence(numbers, blocks[count:], Kind.ITEM, article.label)
                count += len(numbers)
        return f"{count} items in sequence"

    def sentences(self) -> str:
        """Each paragraph ends a sentence, or goes on with its items, of which the last one does."""
        blocks = self.outline.of_kind(Kind.PARAGRAPH, Kind.ITEM)
        place = paragraphs = 0
        for article in self.regulation.articles:
            if [paragraph.number for paragraph in article.paragraphs] != [*range(1, len(article.paragraphs) + 1)]:
                raise StructureError(self.source.path, f"the paragraphs of {article.label} are not numbered from 1 on")
            if not article.paragraphs:
                raise self._refusal(
                    f"{article.label} has no words", self.outline.of_kind(Kind.ARTICLE), article.number - 1
                )
            for paragraph in article.paragraphs:
                paragraphs += 1
                for text, complete in _ends(paragraph):
                    if not complete:
                        problem = f"{article.label} breaks off in the middle of a sentence: …{text[-12:]}"
                        raise self._refusal(problem, blocks, place, at_end=True)
                    place += 1
        return f"{paragraphs} paragraphs, none of which breaks off in the middle of a sentence"

    def headings(self) -> str:
        """Each line of the body that begins as a heading or article does is one, and none stands inside a line."""
        kept = Counter((block.kind, block.number) for block in self.outline.blocks)
        for line, mark in zip(self.outline.body, read_marks(self.outline.body), strict=True):
            if mark is not None and mark.kind in _NAMED and mark.spaced:
                kept[mark.kind, mark.number] -= 1
                if kept[mark.kind, mark.number] < 0:
                    problem = f"{name_of(mark.kind, mark.number)} is swallowed by the text around it"
                    raise StructureError(self.source.path, problem, line.number)
        for line in self.outline.body:
            for inside in _INSIDE.finditer(line.text):
                mark = read_mark(inside[1])
                if mark is not None and (mark.kind, mark.number) not in kept:
                    problem = f"{name_of(mark.kind, mark.number)} stands inside a line and not at its start"
                    raise StructureError(self.source.path, problem, line.number)
        return "no heading inside an article"

    def characters(self) -> str:
        """White space aside, the tree written out again is the source."""
        lines = [line.text for line in self.source.lines]
        read, kept = canonical("".join(lines)), canonical("".join(_written(self.regulation)))
        if read != kept:
            shared = next(
                (n for n, (a, b) in enumerate(zip(read, kept, strict=False)) if a != b), min(len(read), len(kept))
            )
            place = bisect_right(range(len(lines)), shared, key=lambda n: len(canonical("".join(lines[: n + 1]))))
            problem = f"not every character is accounted for: from …{read[shared : shared + 12]!r} on"
            raise StructureError(self.source.path, problem, self.source.lines[min(place, len(lines) - 1)].number)
        return f"all {sum(len(squeeze(line)) for line in lines)} characters of the source accounted for"

    def title(self) -> str:
        if not self.regulation.title:
            raise StructureError(self.source.path, "has no title before its first article", self.source.lines[0].number)
        return f"title {self.regulation.title}"

    def layout(self) -> Iterator[str]:
        yield self.outline.layout
        yield from self.outline.remarks

    def _in_sequence(self, numbers: Sequence[int], blocks: Sequence[Block], kind: Kind, within: str = "") -> None:
        """Raises StructureError unless the numbers are 1, 2, 3…; `blocks` begin with the ones of these numbers."""
        for place, number in enumerate(numbers):
            if number == place + 1:
                continue
            name = name_of(kind, number)
            if place == 0:
                problem = f"{name} comes first, not {name_of(kind, 1)}"
            elif number in numbers[:place]:
                problem = f"{name} is there twice: again after {name_of(kind, numbers[place - 1])}"
            else:
                problem = f"{name} after {name_of(kind, numbers[place - 1])}; expected {name_of(kind, place + 1)}"
            raise self._refusal(f"{within}: {problem}" if within else problem, blocks, place)

    def _refusal(self, problem: str, blocks: Sequence[Block], place: int, at_end: bool = False) -> StructureError:
        """The error with the line of the block; without one when the tree is not that of the source."""
        line = None
        if place < len(blocks):
            line = blocks[place].last if at_end else blocks[place].line
        return StructureError(self.source.path, problem, line)


def _ends(paragraph: Paragraph) -> Iterator[tuple[str, bool]]:
    """The words of the paragraph and of its items, each with whether they end where they may."""
    yield paragraph.text, ends_sentence(paragraph.text) or (bool(paragraph.items) and pauses(paragraph.text))
    for place, item in enumerate(paragraph.items, start=1):
        last = place == len(paragraph.items)
        yield item.text, ends_sentence(item.text) or (not last and pauses(item.text))


def _written(regulation: Regulation) -> Iterator[str]:
    """The regulation written out in order, as its source is."""
    yield regulation.front_matter
    part = ""
    for chapter in regulation.chapters:
        titles = _IN_PART.fullmatch(chapter.title)
        if titles and titles[1] != part:
            part = titles[1]
            yield part
        if chapter.number != NO_CHAPTER:
            yield name_of(Kind.CHAPTER, chapter.number) + (titles[2] if titles else chapter.title)
        yield from _written_articles(chapter)


def _written_articles(chapter: Chapter) -> Iterator[str]:
    titles = {section.number: section.title for section in chapter.sections}
    open_section = None
    for article in chapter.articles:
        if article.section is not None and article.section != open_section:
            open_section = article.section
            yield name_of(Kind.SECTION, open_section) + titles.get(open_section, "")
        yield name_of(Kind.ARTICLE, article.number)
        for paragraph in article.paragraphs:
            yield paragraph.text
            yield from (name_of(Kind.ITEM, item.number) + item.text for item in paragraph.items)
