"""What follows where an authority does not do its duty: 他们要是一直不办呢."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.turn import LONGEST, Reader, Turn
from kb.model import Reference
from kb.opening import OpenKnowledge
from kb.search import Found


def breaks(turn: Turn, reader: Reader) -> bool:
    """Whether a turn tells that somebody else breaks a duty, and asks what then."""
    if turn.length > LONGEST or reader.found("not_breach", turn.text):
        return False
    return reader.found("breach", turn.text) and reader.found("then", turn.text)


def liability_of(present: Sequence[Reference], turn: Turn, alone: Found, opened: OpenKnowledge) -> Reference | None:
    """The item of the list of breaches that the guide puts beside the duty in play; None where there is none.

    Of the first provision in play, or else of a paragraph of its article. Another item of the list where
    the turn's own words, found `alone`, name it.
    """
    linked = _linked(present[0], opened)
    if linked is None:
        return None
    named = [hit.reference for hit in alone.hits if hit.reference.item and hit.reference.article == linked.article][:1]
    words = {a + b for a, b in pairwise(turn.text)}
    return next((one for one in named if any(word in opened.regulation.text_of(one) for word in words)), linked)


def _linked(first: Reference, opened: OpenKnowledge) -> Reference | None:
    beside = [
        Reference(article=first.article, paragraph=paragraph.number)
        for paragraph in opened.regulation.article(first.article or 0).paragraphs
    ]
    for reference in (first, *beside):
        for related in opened.handbook.explanation(reference).related:
            if related.item is not None and related.article != first.article:
                return related
    return None
