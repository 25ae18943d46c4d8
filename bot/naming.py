"""The provisions that somebody names in a field of a form, or the sentence that says why they cannot be used."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot import compose
from bot.message import Message
from kb.model import Reference, Regulation
from kb.reference import find_provisions
from kb.text import fold, squeeze

EXAMPLES = "第二十条第二款、36条3款"
LONGEST_NAME = 200  # characters
AND = re.compile(r"[、,，;；\n]")


@dataclass(frozen=True, slots=True)
class Named:
    """What a field names: nothing if it is blank; `problem` if it cannot be used."""

    references: tuple[Reference, ...] = ()
    problem: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(reference.key for reference in self.references)


def name_several(text: str, regulation: Regulation) -> Named:
    """Articles, paragraphs and items, in any way of naming them."""
    if not squeeze(text):
        return Named()
    if len(text) > LONGEST_NAME:
        return Named(problem=Message("太长了，写条号就可以，例如：{examples}。", examples=EXAMPLES))
    whole = _looked_up(text, regulation)
    if not whole.problem:
        return whole
    # 20.2、36.3: only by itself a bare number is the name of a provision.
    parts = [_looked_up(part, regulation) for part in AND.split(fold(text)) if squeeze(part)]
    problem = next((part.problem for part in parts if part.problem), "")
    return Named(tuple(dict.fromkeys(r for part in parts for r in part.references)), problem)


def name_one(text: str, regulation: Regulation) -> Named:
    """One article, paragraph or item."""
    named = name_several(text, regulation)
    if len(named.references) > 1:
        labels = "、".join(reference.label for reference in named.references[:3])
        labels += "等" if len(named.references) > 3 else ""
        return Named(problem=Message("您写了{labels}，请只写最合适的一条。", labels=labels))
    return named


def name_unit(text: str, regulation: Regulation) -> Named:
    """One paragraph or item; an article that has one paragraph is that."""
    named = name_one(text, regulation)
    if not named.references or named.references[0].paragraph is not None:
        return named
    article = regulation.article(named.references[0].article or 0)
    if len(article.paragraphs) > 1:
        count = len(article.paragraphs)
        return Named(problem=Message("{article}有{count}款，请写明是哪一款。", article=article.label, count=count))
    return replace(named, references=(Reference(article=article.number, paragraph=1),))


def labels_of(keys: tuple[str, ...], regulation: Regulation) -> str:
    """第二十条第二款、第三十六条."""
    return "、".join(reference.label for reference in regulation.references() if reference.key in keys)


def _looked_up(text: str, regulation: Regulation) -> Named:
    asked = find_provisions(text, regulation)
    if asked is None:
        pattern = "没有看懂“{text}”是《{title}》的哪一条，请写条号，例如：{examples}。"
        return Named(problem=Message(pattern, text=_short(text), title=regulation.title, examples=EXAMPLES))
    if asked.missing is not None:
        return Named(problem=compose.missing_sentence(regulation, asked.missing))
    chapter = next((reference for reference in asked.references if reference.article is None), None)
    if chapter is not None:
        pattern = "{chapter}是一整章，请写到第几条，例如：{examples}。"
        return Named(problem=Message(pattern, chapter=chapter.label, examples=EXAMPLES))
    return Named(asked.references)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 20 else text[:20] + "……"
