"""From lines to the tree of a regulation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.front import days_of, front_matter, in_force_of, title_of
from ingest.marks import Kind
from ingest.outline import Block, read_outline
from ingest.source import Source
from kb.errors import StructureError
from kb.model import Article, Chapter, Item, Paragraph, Regulation, Section

NO_CHAPTER = 0  # the number of the one chapter, without title, of a regulation that is not divided into chapters


def parse(source: Source, *, id: str) -> Regulation:
    """The regulation as its text says; whether it holds together is for `checks.check` to prove.

    A part (编) stands before the titles of its chapters: 第二编 审判程序 第一审普通程序.
    Raises StructureError when the text has no articles, or something that the tree has no place for.
    """
    outline = read_outline(source)
    front = [line.text for line in outline.front]
    chapters = _chapters(source, outline.blocks)
    closing = "".join(block.text for block in _last_article(outline.blocks))
    try:
        passed, revised = days_of(front)
        in_force = in_force_of(closing)
    except ValueError as error:
        raise StructureError(source.path, str(error)) from error
    return Regulation(
        id=id,
        title=title_of(front),
        chapters=chapters,
        front_matter=front_matter(front, outline.wrapped),
        passed=passed,
        revised=revised,
        in_force=in_force,
        sha256=source.sha256,
    )


def _chapters(source: Source, blocks: Sequence[Block]) -> tuple[Chapter, ...]:
    if not any(block.kind in (Kind.CHAPTER, Kind.PART) for block in blocks):
        return (_chapter(NO_CHAPTER, "", blocks),)
    chapters, part = [], ""
    for head, inner in _split(blocks, Kind.PART, Kind.CHAPTER):
        if head is not None and head.kind is Kind.CHAPTER:
            chapters.append(_chapter(head.number, part + head.text, inner))
            continue
        if head is not None:
            part = f"{head.name} {head.text} "
        if inner:
            raise StructureError(source.path, f"{inner[0].name} stands in no chapter", inner[0].line)
    return tuple(chapters)


def _chapter(number: int, title: str, blocks: Sequence[Block]) -> Chapter:
    sections, articles = [], []
    for head, inner in _split(blocks, Kind.SECTION):
        if head is not None:
            sections.append(Section(head.number, head.text))
        for label, words in _split(inner, Kind.ARTICLE):
            if label is not None:
                articles.append(Article(label.number, number, _paragraphs(words), head.number if head else None))
    return Chapter(number, title, tuple(articles), tuple(sections))


def _paragraphs(blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(head.number, head.text, tuple(Item(item.number, item.text) for item in items))
        for head, items in _split(blocks, Kind.PARAGRAPH)
        if head is not None
    )


def _split(blocks: Sequence[Block], *kinds: Kind) -> Iterator[tuple[Block | None, Sequence[Block]]]:
    """Each block of these kinds with those that follow it; first, with None, those before any, if there are."""
    heads = [place for place, block in enumerate(blocks) if block.kind in kinds]
    ends = [*heads, len(blocks)]
    if ends[0]:
        yield None, blocks[: ends[0]]
    for place, end in pairwise(ends):
        yield blocks[place], blocks[place + 1 : end]


def _last_article(blocks: Sequence[Block]) -> Sequence[Block]:
    start = max((place for place, block in enumerate(blocks) if block.kind is Kind.ARTICLE), default=0)
    return blocks[start:]
