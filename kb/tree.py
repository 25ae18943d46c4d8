"""The regulation's tree as JSON and back; the same JSON is kept in a build and exported."""

from __future__ import annotations

from datetime import date
from typing import Any

from kb.model import Article, Chapter, Item, Paragraph, Regulation, Section


def to_json(regulation: Regulation) -> dict[str, Any]:
    """The whole tree: {"id", "title", …, "chapters": [{"number", "title", "sections", "articles": […]}]}."""
    return {
        "id": regulation.id,
        "title": regulation.title,
        "issuer": regulation.issuer,
        "passed": _iso(regulation.passed),
        "revised": _iso(regulation.revised),
        "in_force": _iso(regulation.in_force),
        "version": regulation.version,
        "sha256": regulation.sha256,
        "front_matter": regulation.front_matter,
        "chapters": [_chapter_json(chapter) for chapter in regulation.chapters],
    }


def from_json(tree: dict[str, Any]) -> Regulation:
    """Inverse of `to_json`."""
    return Regulation(
        id=tree["id"],
        title=tree["title"],
        chapters=tuple(_chapter(chapter) for chapter in tree["chapters"]),
        front_matter=tree["front_matter"],
        issuer=tree["issuer"],
        passed=_date(tree["passed"]),
        revised=_date(tree["revised"]),
        in_force=_date(tree["in_force"]),
        sha256=tree["sha256"],
    )


def article_json(article: Article) -> dict[str, Any]:
    """One article: {"number", "section", "paragraphs": [{"number", "text", "items": [{"number", "text"}]}]}."""
    return {
        "number": article.number,
        "section": article.section,
        "paragraphs": [
            {
                "number": paragraph.number,
                "text": paragraph.text,
                "items": [{"number": item.number, "text": item.text} for item in paragraph.items],
            }
            for paragraph in article.paragraphs
        ],
    }


def _chapter_json(chapter: Chapter) -> dict[str, Any]:
    return {
        "number": chapter.number,
        "title": chapter.title,
        "sections": [{"number": section.number, "title": section.title} for section in chapter.sections],
        "articles": [article_json(article) for article in chapter.articles],
    }


def _chapter(tree: dict[str, Any]) -> Chapter:
    return Chapter(
        number=tree["number"],
        title=tree["title"],
        articles=tuple(_article(article, tree["number"]) for article in tree["articles"]),
        sections=tuple(Section(section["number"], section["title"]) for section in tree["sections"]),
    )


def _article(tree: dict[str, Any], chapter: int) -> Article:
    paragraphs = (
        Paragraph(
            number=paragraph["number"],
            text=paragraph["text"],
            items=tuple(Item(item["number"], item["text"]) for item in paragraph["items"]),
        )
        for paragraph in tree["paragraphs"]
    )
    return Article(tree["number"], chapter, tuple(paragraphs), tree["section"])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
