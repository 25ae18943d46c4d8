"""Names of provisions looked up in the tree: which exist, and what there is where one does not."""

from __future__ import annotations

from kb.errors import NoSuchProvisionError
from kb.model import Article, Reference, Regulation
from kb.numerals import from_chinese, to_chinese


def existing(regulation: Regulation, number: int, paragraph: str | None, item: str | None) -> Reference:
    """Raises NoSuchProvisionError, naming what was asked for in full."""
    if number not in {article.number for article in regulation.articles}:
        raise no_article(number, regulation)
    article = regulation.article(number)
    place = number_of(paragraph) if paragraph else None
    if place is not None and not 1 <= place <= len(article.paragraphs):
        asked = f"{article.label}第{chinese_number(str(place))}款"
        raise NoSuchProvisionError(asked, "paragraph", len(article.paragraphs), article.label)
    if item is None:
        return Reference(article=number, paragraph=place)
    return _item(article, place, number_of(item))


def _item(article: Article, paragraph: int | None, item: int) -> Reference:
    holders = [p for p in article.paragraphs if p.items and paragraph in (None, p.number)]
    within = Reference(article=article.number, paragraph=holders[0].number if holders else paragraph)
    available = len(holders[0].items) if holders else 0
    if not 1 <= item <= available:
        asked = f"{within.label}第（{chinese_number(str(item))}）项"
        raise NoSuchProvisionError(asked, "item", available, within.label)
    return Reference(article=article.number, paragraph=within.paragraph, item=item)


def last_paragraph(article: str, regulation: Regulation) -> str | None:
    number = number_of(article)
    known = {a.number: a for a in regulation.articles}
    return str(len(known[number].paragraphs)) if number in known else None


def no_article(number: int, regulation: Regulation) -> NoSuchProvisionError:
    return NoSuchProvisionError(f"第{chinese_number(str(number))}条", "article", len(regulation.articles))


def no_chapter(number: int, regulation: Regulation) -> NoSuchProvisionError:
    return NoSuchProvisionError(f"第{chinese_number(str(number))}章", "chapter", len(regulation.chapters))


def number_of(text: str) -> int:
    """A number as typed; what is written like none (十百) is none of ours, so it is 0, which never exists."""
    try:
        return from_chinese(text)
    except ValueError:
        return 0


def chinese_number(text: str) -> str:
    number = number_of(text)
    return to_chinese(number) if number < 10_000 else str(number)
