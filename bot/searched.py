"""From what the search found to an answer: three zones, and within the sure one silence, correction or plain answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import compose
from bot.answer import Answer, Retrieved
from bot.cues import Cues
from bot.premise import confirmed, contradiction
from bot.settings import Thresholds
from bot.stated import answers, leaves_open
from bot.wants import Want, silence_like, want_of
from kb.guide import Kind, Silence
from kb.model import Reference, Regulation
from kb.opening import OpenKnowledge
from kb.search import Found, Hit

RETRIEVED = 10
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
        if self.cues.found("listing", "lookup", text):
            want = want.plain()
        corrected = self._corrected(question, text, references, want)
        if corrected is not None:
            return corrected
        silence = self._silence(text, found, first, want)
        if silence is not None:
            return compose.not_specified(question, text, self.regulation, silence)
        plain = handbook.explanation(first).plain
        return compose.answered(question, text, self.regulation, references, plain, remark, judgement)

    def _silence(self, text: str, found: Found, first: Reference, want: Want) -> Silence | None:
        """What is asked and not fixed: so its words sound, or a figure is asked for and the provision has none."""
        silences, provision = self.opened.handbook.silences, self.regulation.text_of(first)
        if want.kind is Kind.SILENT:
            silence = silences[want.entry]
            return None if answers(provision, text, silence.name) else silence
        entry = silence_like(found, first, self.opened.handbook)
        return silences[entry] if entry and leaves_open(provision, text, silences[entry].name) else None

    def _corrected(self, question: str, text: str, references: Sequence[Reference], want: Want) -> Answer | None:
        """What is right where the question takes something else for granted; None where it does not."""
        misconceptions = self.opened.handbook.misconceptions
        is_right = any(confirmed(text, self.regulation.text_of(reference)) for reference in references)
        if want.kind is Kind.PREMISE and not is_right:
            wrong = misconceptions[want.entry]
            plain = self.opened.handbook.explanation(wrong.reference).plain
            return compose.corrected(question, self.regulation, [wrong.reference], wrong.right, wrong.words, plain)
        for reference in references:
            against = contradiction(text, self.regulation.text_of(reference))
            if against is not None:
                right = f"条例{reference.label}写的是“{against.words}”，不是“{against.told}”。"
                plain = self.opened.handbook.explanation(reference).plain
                return compose.corrected(question, self.regulation, [reference], right, against.words, plain)
        return None

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
