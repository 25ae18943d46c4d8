"""A provision opened for reading out: its article's paragraphs, each with what the guide adds and how it is cited."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import Article, Chapter, Item, Reference, Regulation
from kb.opening import OpenKnowledge


@dataclass(frozen=True, slots=True)
class Link:
    """Another provision by its name and topic."""

    reference: Reference
    label: str
    topic: str


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph or item. `copied` is its citation; `plain` is what is read out to a caller, "" if nothing is."""

    reference: Reference
    label: str
    text: str
    copied: str
    topic: str
    plain: str
    related: tuple[Link, ...]
    asked: tuple[str, ...]
    items: tuple[Told, ...] = ()

    @property
    def number(self) -> int:
        """Its number among its like."""
        return self.reference.item or self.reference.paragraph or 0


@dataclass(frozen=True, slots=True)
class OpenedArticle:
    """An article with its neighbours; `reference` is the provision in it that was wanted."""

    reference: Reference
    label: str
    article: Article
    chapter: Chapter
    paragraphs: tuple[Told, ...]
    previous: Reference | None
    next: Reference | None
    copied: str


def open_article(opened: OpenKnowledge, reference: Reference) -> OpenedArticle:
    """Raises NoSuchProvisionError."""
    regulation = opened.regulation
    regulation.text_of(reference)  # the paragraph and the item must exist, not only the article
    article = regulation.article(reference.article or 0)
    by_number = {other.number: Reference(article=other.number) for other in regulation.articles}
    paragraphs = []
    for paragraph in article.paragraphs:
        own = Reference(article=article.number, paragraph=paragraph.number)
        items = tuple(_told_item(opened, own, item) for item in paragraph.items)
        paragraphs.append(_told(opened, own, paragraph.text, items))
    return OpenedArticle(
        reference=reference,
        label=label_of(regulation, reference),
        article=article,
        chapter=regulation.chapter(article.chapter),
        paragraphs=tuple(paragraphs),
        previous=by_number.get(article.number - 1),
        next=by_number.get(article.number + 1),
        copied=citation_text(regulation, Reference(article=article.number)),
    )


def label_of(regulation: Regulation, reference: Reference) -> str:
    """As it is cited: an article of a single paragraph has no 第一款, but its items keep their number."""
    if reference.article is None or reference.paragraph is None:
        return reference.label
    if len(regulation.article(reference.article).paragraphs) > 1:
        return reference.label
    return reference.label.replace("第一款", "", 1)


def citation_text(regulation: Regulation, reference: Reference) -> str:
    """《重庆市中小企业促进条例》第三十六条第三款：“……”, for the clipboard."""
    return f"《{regulation.title}》{label_of(regulation, reference)}：“{regulation.text_of(reference)}”"


def _told_item(opened: OpenKnowledge, paragraph: Reference, item: Item) -> Told:
    reference = Reference(article=paragraph.article, paragraph=paragraph.paragraph, item=item.number)
    return _told(opened, reference, item.text, ())


def _told(opened: OpenKnowledge, reference: Reference, text: str, items: tuple[Told, ...]) -> Told:
    regulation, explanation = opened.regulation, opened.handbook.explanation(reference)
    links = (Link(other, label_of(regulation, other), opened.topic(other)) for other in explanation.related)
    return Told(
        reference=reference,
        label=label_of(regulation, reference),
        text=text,
        copied=citation_text(regulation, reference),
        topic=explanation.topic,
        plain=explanation.plain,
        related=tuple(links),
        asked=opened.handbook.asked.get(reference, ()),
        items=items,
    )
