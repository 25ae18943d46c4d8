"""The names of provisions in what people type: 第三十六条第三款, 36条3款, §36(3), 第五章, 11到13条 ⇄ Reference."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.errors import NoSuchProvisionError, ReferenceSyntaxError
from kb.existing import number_of
from kb.foreign import foreign_source
from kb.mentions import CHINESE, COMPACT, ENGLISH, Mention, find_mentions
from kb.model import Reference, Regulation
from kb.numerals import NUMBER as N
from kb.request_words import only_request_words
from kb.text import fold


@dataclass(frozen=True, slots=True)
class Asked:
    """The provisions that a text names.

    `missing` is the first one that does not exist. `exclusive`: nothing but the provisions is asked
    for. `remainder` is the text without their names. `several`: a list, a range or a chapter.
    """

    references: tuple[Reference, ...]
    missing: NoSuchProvisionError | None = None
    remark: str = ""
    exclusive: bool = False
    remainder: str = ""
    several: bool = False


def parse_reference(text: str) -> Reference:
    """A reference written exactly, such as 第三十六条第三款 or 36.3 or 第五章; it need not exist.

    第三十六条之一 and 第三十六条最后一款 are none: which provision they name, only a regulation can tell.

    Raises ReferenceSyntaxError.
    """
    folded = fold(text)
    if match := re.fullmatch(rf"第\s*({N})\s*章", folded):
        return Reference(chapter=number_of(match.group(1)))
    match = CHINESE.fullmatch(folded)
    if match and not match.group(3) and not match.group(5):
        return _reference(match.group(1) or match.group(2), match.group(4), match.group(6))
    for pattern in (COMPACT, ENGLISH):
        if match := pattern.fullmatch(folded):
            groups = match.groups()
            paragraph = next((group for group in groups[1:-2] if group), None)
            return _reference(groups[0], paragraph, groups[-2] or groups[-1])
    raise ReferenceSyntaxError(f"{text!r} is not the name of a provision")


def find_provisions(text: str, regulation: Regulation) -> Asked | None:
    """The provisions of this regulation that a text names; None if it names none, or those of another law."""
    folded = fold(text)
    if foreign_source(folded, regulation) is not None:
        return None
    mentions = find_mentions(folded, regulation)
    if not mentions:
        return None
    references = tuple(dict.fromkeys(r for mention in mentions for r in mention.references))
    missing = next((mention.missing for mention in mentions if mention.missing), None)
    remainder = folded
    for mention in reversed(mentions):
        remainder = remainder[: mention.start] + " " + remainder[mention.end :]
    exclusive = only_request_words(remainder, regulation.title)
    several = len(references) > 1 or any(mention.several for mention in mentions)
    remark = _remark(mentions, regulation)
    if remark:
        references = tuple(r for r in references if r.chapter is None)
        several = len(references) > 1
    return Asked(references, missing, remark, exclusive, "" if exclusive else remainder.strip(), several)


def _remark(mentions: list[Mention], regulation: Regulation) -> str:
    """A chapter named before an article that stands elsewhere is said to be another one."""
    chapters = list(dict.fromkeys(mention.chapter for mention in mentions if mention.chapter))
    articles = [r.article for mention in mentions for r in mention.references if r.article]
    if len(chapters) != 1 or len(articles) != 1:
        return ""
    article = regulation.article(articles[0])
    chapter = regulation.chapter(article.chapter)
    if article.chapter == chapters[0]:
        return f"{article.label}在{chapter.label}“{chapter.title}”。"
    named = regulation.chapter(chapters[0])
    return f"请注意：{article.label}不在{named.label}，在{chapter.label}“{chapter.title}”。"


def _reference(article: str, paragraph: str | None, item: str | None) -> Reference:
    try:
        return Reference(
            article=number_of(article),
            paragraph=number_of(paragraph) if paragraph else None,
            item=number_of(item) if item else None,
        )
    except ValueError as error:
        raise ReferenceSyntaxError(str(error)) from error
