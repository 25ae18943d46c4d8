"""What follows where an authority does not do its duty (他们要是一直不办呢); where to complain of it (去哪里告他们)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.settings import Thresholds
from bot.turn import LONGEST, Reader, Turn
from kb.guide import Silence
from kb.model import Reference
from kb.opening import OpenKnowledge
from kb.search import Found
from kb.subjects import Subject, SubjectKind

# What a complaint and the supervision of authorities are asked by: the search finds their provisions, as for a person.
COMPLAINT, SUPERVISION = "去哪里投诉举报", "部门不干活，谁来监督检查中小企业促进工作"
# Authorities among the subjects, by label.
_AUTHORITY = re.compile("政府|机关|部门|海关|采购人")
# How the name of a silence on what follows from a breach reads.
_CONSEQUENCE = re.compile("罚|责任|后果|处分")


def breaks(turn: Turn, reader: Reader) -> bool:
    """Whether a turn tells that somebody else breaks a duty, and asks what then."""
    if turn.length > LONGEST or reader.found("not_breach", turn.text):
        return False
    return reader.found("breach", turn.text) and reader.found("then", turn.text)


def complains(turn: Turn, reader: Reader) -> bool:
    """Whether a turn asks where to complain, and leaves open of what."""
    if turn.length > LONGEST or not reader.found("complains", turn.text):
        return False
    return len(reader.content(turn.text, "complains", "points")) <= 1


def liability_of(
    present: Sequence[Reference], turn: Turn, alone: Found, opened: OpenKnowledge, reader: Reader
) -> Reference | None:
    """The item of the list of breaches that the guide puts beside the duty in play; None where there is none.

    Of the first provision in play, or else of a paragraph of its article. Another item of the list where
    the turn's own words, found `alone`, name it. The list is of authorities: where an association has the duty,
    the turn must speak of one (要是街道办逼的呢), or of punishment.
    """
    linked = _linked(present[0], opened)
    if linked is None:
        return None
    if _is_private(present[0], opened) and not any(reader.found(key, turn.text) for key in ("authority", "punishes")):
        return None
    named = [hit.reference for hit in alone.hits if hit.reference.item and hit.reference.article == linked.article][:1]
    words = {a + b for a, b in pairwise(turn.text)}
    return next((one for one in named if any(word in opened.regulation.text_of(one) for word in words)), linked)


def consequence_left_open(present: Reference, opened: OpenKnowledge) -> Silence | None:
    """The silence on what follows where the provision in play is broken."""
    silences = opened.handbook.silences.values()
    return next((s for s in silences if s.reference == present and _CONSEQUENCE.search(s.name)), None)


def remedies(opened: OpenKnowledge, thresholds: Thresholds, *questions: str) -> list[Reference]:
    """The provisions that such questions surely find: on supervision, on complaints."""
    found = [opened.retriever.rank(question) for question in questions]
    return [one.hits[0].reference for one in found if one.margin >= thresholds.sure]


def _is_private(reference: Reference, opened: OpenKnowledge) -> bool:
    """Whether a duty is of associations, enterprises and the like, and of no authority."""
    text = opened.regulation.text_of(reference)
    holders = [s.label for s in opened.subjects if s.kind is not SubjectKind.WORD and _holds_duty(s, text)]
    return bool(holders) and not any(_AUTHORITY.search(label) for label in holders)


def _holds_duty(subject: Subject, text: str) -> bool:
    return re.search(rf"(?:{subject.pattern.pattern})[^，。；]{{0,16}}?(?:应当|不得)", text) is not None


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
