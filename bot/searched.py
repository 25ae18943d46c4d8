"""From what the search found to an answer: three zones, and within the sure one silence, correction or plain answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import compose
from bot.answer import Answer, Retrieved
from bot.cues import Cues
from bot.details import open_detail, silence_on
from bot.premise import confirmed, contradiction
from bot.settings import Thresholds
from bot.stated import answers, leaves_open, names
from bot.wants import Want, silences_like, want_of
from kb.claims import claims, shared
from kb.guide import Kind, Misconception, Silence
from kb.model import Reference, Regulation
from kb.opening import OpenKnowledge
from kb.search import Found, Hit

RETRIEVED = 10
# The evidence for a silence: from which a detail that the provision does not have is one, and from which one on the
# very thing that is named is, though the provision has such a figure for something else.
DETAIL, CERTAIN = -1.5, 1.0
# The evidence for a wrong premise, its threshold aside, from which the words of a misconception are taken for one: if
# the question shares so much with the claim, and without that.
CLAIMED, SHARED, CLAIMED_ANYHOW = -2.5, 0.25, -1.3
CHOICES = 3


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers what names no provision and wants nothing computed."""

    opened: OpenKnowledge
    thresholds: Thresholds
    cues: Cues

    @property
    def regulation(self) -> Regulation:
        return self.opened.regulation

    def answer(self, question: str, text: str) -> Answer:
        """`text` is the question folded.

        Raises IndexUnavailableError.
        """
        found = self.opened.retriever.search(text, RETRIEVED)
        answer = self._answer(question, text, found)
        return replace(answer, retrieved=tuple(_retrieved(hit) for hit in found.hits))

    def answer_about(
        self, question: str, text: str, found: Found, references: Sequence[Reference], remark: str = ""
    ) -> Answer:
        """What these provisions say to a question that is known to be about them."""
        answer = self._inside(question, text, found, references, remark)
        return replace(answer, retrieved=tuple(_retrieved(hit) for hit in found.hits[:RETRIEVED]))

    def _answer(self, question: str, text: str, found: Found) -> Answer:
        if found.asked is not None:
            named = {reference.article for reference in found.asked.references}
            inside = [hit.reference for hit in found.hits if hit.reference.article in named]
            reference = _narrowest(found.asked.references, inside)
            return self._inside(question, text, found, [reference], found.asked.remark)
        margin = found.margin
        if margin < self.thresholds.outside:
            return compose.out_of_scope(question, self.regulation, self.opened.retriever.belongs(text))
        if margin < self.thresholds.sure:
            candidates = [(hit.reference, self.opened.topic(hit.reference)) for hit in _distinct(found.hits)[:CHOICES]]
            return compose.unsure(question, self.regulation, candidates)
        return self._inside(question, text, found, self._cited(found.hits))

    def _inside(
        self, question: str, text: str, found: Found, references: Sequence[Reference], remark: str = ""
    ) -> Answer:
        first, handbook = references[0], self.opened.handbook
        judgement = self.cues.found("judgement", "asked", text)
        want = want_of(found, first, handbook, self.thresholds.wants, judgement)
        lookup = self.cues.found("listing", "lookup", text)
        if lookup:
            want = want.plain()
        corrected = self._corrected(question, text, references, want, judgement or lookup)
        if corrected is not None:
            return corrected
        silence = self._silence(text, found, first, want)
        if silence is not None:
            return compose.not_specified(question, text, self.regulation, silence)
        plain = handbook.explanation(first).plain
        return compose.answered(question, text, self.regulation, references, plain, remark, judgement)

    def _silence(self, text: str, found: Found, first: Reference, want: Want) -> Silence | None:
        """What is asked and not fixed: so its words sound, or the provision has no such detail."""
        handbook, provision = self.opened.handbook, self.regulation.text_of(first)
        own = handbook.silences[want.entry] if want.kind is Kind.SILENT else None
        likely = silences_like(found, first, handbook)
        detail = open_detail(provision, text)
        if detail is not None and want.evidence[Kind.SILENT] > DETAIL:
            if own is not None and detail.named.search(own.name):
                return own
            return silence_on(detail, first, likely, handbook)
        if own is not None:
            certain = want.evidence[Kind.SILENT] > CERTAIN and names(text, own.name)
            return own if certain or not answers(provision, text, own.name) else None
        return likely[0] if likely and leaves_open(provision, text, likely[0].name) else None

    def _corrected(
        self, question: str, text: str, references: Sequence[Reference], want: Want, neutral: bool
    ) -> Answer | None:
        """What is right where the question takes something else for granted; None where it does not.

        `neutral`: it asks who is right or where something stands, and claims nothing.
        """
        is_right = any(confirmed(text, self.regulation.text_of(reference)) for reference in references)
        wrong = None if is_right else self._misconception(text, references, want, neutral)
        if wrong is not None:
            plain = self.opened.handbook.explanation(wrong.reference).plain
            return compose.corrected(question, self.regulation, [wrong.reference], wrong.right, wrong.words, plain)
        for reference in references:
            against = contradiction(text, self.regulation.text_of(reference))
            if against is not None:
                right = f"条例{reference.label}写的是“{against.words}”，不是“{against.told}”。"
                plain = self.opened.handbook.explanation(reference).plain
                return compose.corrected(question, self.regulation, [reference], right, against.words, plain)
        return None

    def _misconception(
        self, text: str, references: Sequence[Reference], want: Want, neutral: bool
    ) -> Misconception | None:
        """The one that a question claims in so many words, or that it sounds like."""
        handbook = self.opened.handbook
        evidence = want.evidence[Kind.PREMISE] + self.thresholds.wants.premise
        if evidence > CLAIMED and not neutral:
            least = 0.0 if evidence > CLAIMED_ANYHOW else SHARED
            for article in dict.fromkeys(reference.article for reference in references):
                own = handbook.misconceptions_of(article)
                near = {wrong.id: shared(text, wrong.claim) for wrong in own}
                claimed = [
                    wrong
                    for wrong in own
                    if near[wrong.id] >= least and claims(text, wrong.told, wrong.words, wrong.claim)
                ]
                if claimed:
                    return max(claimed, key=lambda wrong: near[wrong.id])
        return handbook.misconceptions[want.entry] if want.kind is Kind.PREMISE else None

    def _cited(self, hits: Sequence[Hit]) -> list[Reference]:
        first = hits[0]
        others = [hit.reference for hit in hits[1:2] if hit.score >= first.score * self.thresholds.also]
        return [first.reference, *others]


def _distinct(hits: Sequence[Hit]) -> list[Hit]:
    """The best hit of each article."""
    best: dict[int | None, Hit] = {}
    for hit in hits:
        best.setdefault(hit.reference.article, hit)
    return list(best.values())


def _narrowest(named: Sequence[Reference], found: Sequence[Reference]) -> Reference:
    """The provision named, or where only its article was named, the paragraph that the search found in it."""
    first = named[0]
    if first.paragraph is not None or not found:
        return first
    return next((reference for reference in found if reference.article == first.article), first)


def _retrieved(hit: Hit) -> Retrieved:
    return Retrieved(hit.reference.article or 0, hit.reference.paragraph, round(min(1.0, hit.score), 4))
