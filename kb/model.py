"""What a regulation is: chapters, articles, paragraphs, items, and how a provision is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb.errors import NoSuchProvisionError
from kb.numerals import to_chinese


@dataclass(frozen=True, slots=True)
class Item:
    """项: a numbered line of an enumeration; `text` is without its （六）."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """款; `text` is the words before its items."""

    number: int
    text: str
    items: tuple[Item, ...] = ()

    @property
    def full_text(self) -> str:
        """The words with the items, one to a line, each with its number in front."""
        lines = [self.text, *(f"（{to_chinese(item.number)}）{item.text}" for item in self.items)]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Article:
    """条, with the numbers of the chapter and section that hold it."""

    number: int
    chapter: int
    paragraphs: tuple[Paragraph, ...]
    section: int | None = None

    @property
    def label(self) -> str:
        return Reference(article=self.number).label

    @property
    def full_text(self) -> str:
        return "\n".join(paragraph.full_text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Section:
    """节."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """章."""

    number: int
    title: str
    articles: tuple[Article, ...]
    sections: tuple[Section, ...] = ()

    @property
    def label(self) -> str:
        return Reference(chapter=self.number).label


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """The name of one provision: either a chapter, or an article with paragraph and item."""

    chapter: int | None = None
    article: int | None = None
    paragraph: int | None = None
    item: int | None = None

    def __post_init__(self) -> None:
        if (self.chapter is None) == (self.article is None):
            raise ValueError("a reference names either a chapter or an article")
        if self.item is not None and self.paragraph is None:
            raise ValueError("an item needs its paragraph")
        if self.article is None and self.paragraph is not None:
            raise ValueError("a paragraph needs its article")

    @property
    def label(self) -> str:
        """第五章 or 第三十六条第三款第（六）项."""
        if self.chapter is not None:
            return f"第{to_chinese(self.chapter)}章"
        label = f"第{to_chinese(self.article or 0)}条"
        if self.paragraph is not None:
            label += f"第{to_chinese(self.paragraph)}款"
        if self.item is not None:
            label += f"第（{to_chinese(self.item)}）项"
        return label

    @property
    def key(self) -> str:
        """36.3 or 58.1.6, as the questions of the evaluation name provisions; chapters have none."""
        return ".".join(str(n) for n in (self.article, self.paragraph, self.item) if n is not None)


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference with the exact words quoted; `quote` is verbatim and unbroken."""

    regulation: str
    title: str
    chapter: int
    reference: Reference
    quote: str


@dataclass(frozen=True, slots=True)
class Regulation:
    """条例: the whole tree. `revised`, `passed` and `in_force` are None where the text does not say."""

    id: str
    title: str
    chapters: tuple[Chapter, ...]
    front_matter: str = ""
    issuer: str = ""
    passed: date | None = None
    revised: date | None = None
    in_force: date | None = None
    sha256: str = ""

    @property
    def articles(self) -> tuple[Article, ...]:
        return tuple(article for chapter in self.chapters for article in chapter.articles)

    @property
    def version(self) -> str:
        """Which text this is, e.g. cq-sme-2024@2024-03-28."""
        dated = self.revised or self.passed or self.in_force
        return f"{self.id}@{dated.isoformat()}" if dated else f"{self.id}@{self.sha256[:8]}"

    def chapter(self, number: int) -> Chapter:
        """Raises NoSuchProvisionError."""
        for chapter in self.chapters:
            if chapter.number == number:
                return chapter
        raise NoSuchProvisionError(f"第{number}章", "chapter", len(self.chapters))

    def article(self, number: int) -> Article:
        """Raises NoSuchProvisionError."""
        for article in self.articles:
            if article.number == number:
                return article
        raise NoSuchProvisionError(f"第{number}条", "article", len(self.articles))

    def paragraph(self, article: int, number: int) -> Paragraph:
        """Raises NoSuchProvisionError."""
        found = self.article(article)
        for paragraph in found.paragraphs:
            if paragraph.number == number:
                return paragraph
        raise NoSuchProvisionError(f"第{number}款", "paragraph", len(found.paragraphs), found.label)

    def text_of(self, reference: Reference) -> str:
        """The stored words of an article, paragraph or item, lines broken by "\\n" between paragraphs and items.

        Raises NoSuchProvisionError.
        """
        if reference.article is None:
            chapter = self.chapter(reference.chapter or 0)
            return "\n".join(article.full_text for article in chapter.articles)
        if reference.paragraph is None:
            return self.article(reference.article).full_text
        paragraph = self.paragraph(reference.article, reference.paragraph)
        if reference.item is None:
            return paragraph.full_text
        for item in paragraph.items:
            if item.number == reference.item:
                return item.text
        within = Reference(article=reference.article, paragraph=reference.paragraph).label
        raise NoSuchProvisionError(f"第{reference.item}项", "item", len(paragraph.items), within)

    def references(self) -> Iterator[Reference]:
        """Every article, paragraph and item, in order."""
        for article in self.articles:
            yield Reference(article=article.number)
            for paragraph in article.paragraphs:
                yield Reference(article=article.number, paragraph=paragraph.number)
                for item in paragraph.items:
                    yield Reference(article=article.number, paragraph=paragraph.number, item=item.number)
