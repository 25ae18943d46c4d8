"""What of an answer a person sees, and whether its quotes are true."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Answer
from kb.errors import NoSuchProvisionError
from kb.model import Citation, Reference, Regulation
from kb.numerals import to_chinese

_QUOTATION = re.compile(r"^ {0,3}> ?", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# No words run on from one part of an answer into the next.
_SEAM = "\0"


def squeeze(text: str) -> str:
    return "".join(text.split())


def shown(answer: Answer) -> str:
    """Text (without Markdown signs), quotes and calculation results, blanks removed."""
    text = _ESCAPED.sub(r"\1", _QUOTATION.sub("", answer.text).replace("**", ""))
    quotes = [citation.quote for citation in answer.citations]
    values = [str(value) for calculation in answer.calculations for value in calculation.result.values()]
    return _SEAM.join(squeeze(part) for part in [text, *quotes, *values])


def all_citations(answer: Answer) -> tuple[Citation, ...]:
    """Those of the answer and of its calculations."""
    return answer.citations + tuple(citation for c in answer.calculations for citation in c.citations)


def is_verbatim(citation: Citation, regulation: Regulation) -> bool:
    """The quote stands, blanks aside, in the provision cited; an empty quote is none."""
    if citation.regulation != regulation.id or not squeeze(citation.quote):
        return False
    reference = citation.reference
    try:
        text = regulation.text_of(reference)
    except NoSuchProvisionError:
        return False
    # An item is stored without the number in front of it.
    number = f"（{to_chinese(reference.item)}）" if reference.item else ""
    return squeeze(citation.quote) in squeeze(number + text)


def touches(one: Reference, other: Reference) -> bool:
    """The same provision, or one that holds the other: 第三十六条 touches 第三十六条第三款."""
    pairs = ((one.article, other.article), (one.paragraph, other.paragraph), (one.item, other.item))
    return one.article == other.article and all(a == b for a, b in pairs if a is not None and b is not None)


def touches_any(reference: Reference, others: Sequence[Reference]) -> bool:
    return any(touches(reference, other) for other in others)
