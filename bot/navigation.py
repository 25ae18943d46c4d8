"""Provisions named by their place beside the one in play: 下一款, 再上一条, 最后一款, 第（三）项, 全文."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.turn import Reader
from kb.errors import NoSuchProvisionError
from kb.model import Reference, Regulation
from kb.numerals import NUMBER, to_chinese
from kb.reference import find_provisions

# 下一条, 后面那款, 再往下看一条, 上一项; 上面那条 is the one before the eyes, not the one before it.
_FORWARD = r"(?:下面|后面|后头|往下|往后|接下来|紧接着|下|后)"
_BACK = r"(?:前面|前头|往上|往前|上(?!面|头)|前)"
_UNIT = r"(?P<unit>条|款|项|章)"
_STEP = re.compile(
    rf"(?:(?P<forward>{_FORWARD})|(?P<back>{_BACK}))(?:看|翻|数|念)?的?(?:那|这)?(?:一|1)?个?{_UNIT}(?!例|件)"
)
_ON = re.compile(
    r"(?:再|接着|继续)(?:(?P<forward>往?[下后])|(?P<back>往?[上前]))(?:看|翻|念|读|走|面)?(?:一下|呢|吧)?$"
)
# 下一条第三款 is no article 1.
_STEP_WITHIN = re.compile(
    rf"(?:(?P<forward>{_FORWARD})|{_BACK})(?:那|这)?(?:一|1)?个?条的?(?=第?\s*[(（]?\s*{NUMBER}\s*[)）]?\s*[款项])"
)
_LAST = re.compile(r"(?:最后|最末|末尾|末)的?(?:那|这)?(?:一|1)?(?P<unit>款|项)")
_FIRST = re.compile(r"(?:最前面|开头|最开始|头)的?(?:那|这)?一(?P<unit>款|项)")
_ORDINAL = re.compile(rf"第\s*[(（]?\s*(?P<number>{NUMBER})\s*[)）]?\s*(?P<unit>款|项)")
_LONGEST_REST = 3  # characters of content beside the name: 讲, 内容


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step leads; `missing` where it leads nowhere."""

    reference: Reference | None
    missing: NoSuchProvisionError | None = None


def names_place(text: str, reader: Reader) -> bool:
    """Whether a turn asks for a provision by its place and for nothing else."""
    found = _match(text)
    if found is None:
        return False
    rest = text[: found.start()] + " " + text[found.end() :]
    return len(reader.content(rest, "verbatim", "points")) <= _LONGEST_REST


def spelled(text: str, present: Reference) -> str:
    """With the article before or after the present one by its number where a paragraph of it is named."""
    found = _STEP_WITHIN.search(text)
    number = (present.article or 0) + (1 if found is not None and found["forward"] else -1)
    if found is None or number < 1:
        return text
    return text[: found.start()] + Reference(article=number).label + text[found.end() :]


def place_of(text: str, present: Reference, regulation: Regulation) -> Place:
    """The provision that a turn for which `names_place` holds leads to from the present one."""
    found = _match(text)
    assert found is not None
    if found.re is _ORDINAL:
        return _named(_ordinal(found, present), regulation)
    groups = found.groupdict()
    unit = groups.get("unit") or ("款" if present.paragraph is not None else "条")
    if found.re in (_LAST, _FIRST):
        return _end(unit, present, regulation, first=found.re is _FIRST)
    step = 1 if groups.get("forward") else -1
    place = _beside(unit, step, present, regulation)
    if place.missing is not None and found.re is _ON:
        return _beside("条", step, present, regulation)
    return place


def within(text: str, present: Reference, regulation: Regulation) -> Place | None:
    """The paragraph or item of the present article that a text names by its number alone; None where it names none."""
    found = _match(text)
    return _named(_ordinal(found, present), regulation) if found is not None and found.re is _ORDINAL else None


def is_verbatim(text: str, reader: Reader) -> bool:
    """Whether a turn asks for the words of what is in play and for nothing else."""
    if not reader.found("verbatim", text):
        return False
    return len(reader.content(text, "verbatim", "points", "article")) <= _LONGEST_REST


def widened(text: str, present: Reference, regulation: Regulation, reader: Reader) -> Reference:
    """The present provision, or its article where that is asked for or has one paragraph only."""
    number = present.article or 0
    whole = reader.found("article", text) and not re.search("款|项", text)
    if whole or (len(regulation.article(number).paragraphs) == 1 and present.item is None):
        return Reference(article=number)
    return present


def _match(text: str) -> re.Match[str] | None:
    bare = text.strip(" ?？。.!！，,")
    if re.search(rf"第?\s*{NUMBER}\s*条", re.sub(r"[一1]条", "", bare)):
        return None
    for pattern in (_LAST, _FIRST, _STEP, _ON, _ORDINAL):
        found = pattern.search(bare)
        if found is not None:
            return found
    return None


def _ordinal(found: re.Match[str], present: Reference) -> str:
    """第三款 of the present article, 第八项 of the present paragraph, as a full name."""
    article = Reference(article=present.article).label
    if found["unit"] == "款":
        return f"{article}第{found['number']}款"
    within = f"第{to_chinese(present.paragraph)}款" if present.paragraph is not None else ""
    return f"{article}{within}第{found['number']}项"


def _named(name: str, regulation: Regulation) -> Place:
    asked = find_provisions(name, regulation)
    if asked is None or (not asked.references and asked.missing is None):
        return Place(None)
    return Place(asked.references[0] if asked.missing is None else None, asked.missing)


def _beside(unit: str, step: int, present: Reference, regulation: Regulation) -> Place:
    article = present.article or 0
    if unit == "章":
        number = regulation.article(article).chapter + step
        return _named(f"第{to_chinese(number)}章", regulation) if number > 0 else _none("chapter", regulation, present)
    if unit == "条":
        return (
            _named(f"第{to_chinese(article + step)}条", regulation)
            if article + step > 0
            else _none("article", regulation, present)
        )
    paragraph = present.paragraph or 1
    name = Reference(article=article).label
    if unit == "款":
        if paragraph + step < 1:
            return _none("paragraph", regulation, present)
        return _named(f"{name}第{to_chinese(paragraph + step)}款", regulation)
    item = (present.item or 0) + step
    if item < 1:
        return _none("item", regulation, present)
    return _named(f"{name}第{to_chinese(paragraph)}款第{to_chinese(item)}项", regulation)


def _end(unit: str, present: Reference, regulation: Regulation, first: bool) -> Place:
    article = regulation.article(present.article or 0)
    if unit == "款":
        number = 1 if first else len(article.paragraphs)
        return Place(Reference(article=article.number, paragraph=number))
    holders = [p for p in article.paragraphs if p.items and present.paragraph in (None, p.number)]
    if not holders:
        return _named(f"{article.label}第一项", regulation)
    number = 1 if first else len(holders[0].items)
    return Place(Reference(article=article.number, paragraph=holders[0].number, item=number))


def _none(unit: str, regulation: Regulation, present: Reference) -> Place:
    """Before the first one there is none."""
    article = regulation.article(present.article or 0)
    available = {
        "chapter": len(regulation.chapters),
        "article": len(regulation.articles),
        "paragraph": len(article.paragraphs),
        "item": len(regulation.paragraph(article.number, present.paragraph or 1).items),
    }[unit]
    asked = {"chapter": "第一章之前的章", "article": "第一条之前的条"}.get(
        unit
    ) or f"{present.label}之前的{'款' if unit == 'paragraph' else '项'}"
    within = "" if unit in ("chapter", "article") else article.label
    return Place(None, NoSuchProvisionError(asked, unit, available, within))
