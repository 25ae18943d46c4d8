"""What lies beyond a duty in play: what follows where it is broken, where to complain, whether it holds elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import compose
from bot.answer import Answer
from bot.follow_up import NO_LEAD, PLAIN_ONLY, FollowUp
from bot.own_subject import CLEAR, LEAD, lead_of
from bot.searched import Answerer
from bot.turn import LONGEST, Reader, Turn
from kb.foreign import place_named
from kb.model import Reference
from kb.opening import OpenKnowledge
from kb.search import Found
from kb.subjects import Subject, SubjectKind
from kb.text import pairs_of

# By these the search finds the provisions on complaints and on where the regulation holds.
COMPLAINT = "去哪里投诉举报"
ELSEWHERE = "不在本市的企业适用本条例吗"
LONGEST_ELSEWHERE = 16  # characters of a turn that asks of another place
# Authorities among the subjects, by label.
_AUTHORITY = re.compile("政府|机关|部门|海关|采购人")
# How the name of a silence on what follows from a breach reads.
_CONSEQUENCE = re.compile("罚|责任|后果|处分")


@dataclass(frozen=True, slots=True)
class Beyond:
    """Answers a turn that goes beyond the provisions in play."""

    follow_up: FollowUp
    answerer: Answerer

    @property
    def _opened(self) -> OpenKnowledge:
        return self.follow_up.opened

    @property
    def _reader(self) -> Reader:
        return self.follow_up.reader

    def answer(self, said: str, turn: Turn, alone: Found, present: Sequence[Reference]) -> Answer | None:
        """None where the turn stays with what is in play, or stands by itself."""
        if self._is_elsewhere(turn):
            return self._about(said, turn, alone, self._found(ELSEWHERE))
        if self._complains(turn):
            return self._about(said, turn, alone, self._found(COMPLAINT))
        if not self._breaks(turn):
            return self._told_of_breach(said, turn, alone, present)
        liable = self._liability(present, turn, alone)
        if liable is None:
            return self._unpunished(said, turn, present)
        near = [*present, liable]
        elsewhere = not turn.bare and lead_of(alone, {reference.article for reference in near}) >= LEAD
        if elsewhere or self.follow_up.own_subject.stands_alone(turn, alone, near):
            return None
        return self._about(said, turn, alone, [liable])

    def _is_elsewhere(self, turn: Turn) -> bool:
        """Whether it also holds in another place: 要是店开在成都也算哇."""
        if turn.length > LONGEST_ELSEWHERE or not (turn.marked or self._reader.asks(turn.text)):
            return False
        return self._reader.found("settles", turn.text) and bool(place_named(turn.text))

    def _complains(self, turn: Turn) -> bool:
        """Whether a turn asks where to complain, and leaves open of what: 去哪里告他们."""
        if turn.length > LONGEST or not self._reader.found("complains", turn.text):
            return False
        return len(self._reader.content(turn.text, "complains", "points")) <= 1

    def _breaks(self, turn: Turn) -> bool:
        """Whether a turn tells that somebody else breaks a duty, and asks what then: 他们要是一直不办呢."""
        if turn.length > LONGEST or self._reader.found("not_breach", turn.text):
            return False
        return self._reader.found("breach", turn.text) and self._reader.found("then", turn.text)

    def _told_of_breach(self, said: str, turn: Turn, alone: Found, present: Sequence[Reference]) -> Answer | None:
        """To a breach that is told and asks nothing: the item of the list that its words find, or that of the duty.

        The latter only where the words are of the duty too: 目录里没有的他硬要收.
        """
        reader = self._reader
        told = reader.found("breach", turn.text) and not reader.found("not_breach", turn.text)
        if not told or any(reader.found(key, turn.text) for key in ("asks", "claims")) or turn.length > LONGEST:
            return None
        best = alone.hits[0]
        items = [hit for hit in alone.hits if hit.reference.item is not None]
        if items and items[0].score >= CLEAR and best.score - items[0].score < NO_LEAD:
            return self._about(said, turn, alone, [items[0].reference])
        liable = self._liability(present, turn, alone)
        if liable is None or liable in present or best.reference != present[0]:
            return None
        return self._about(said, turn, alone, [liable, present[0]])

    def _liability(self, present: Sequence[Reference], turn: Turn, alone: Found) -> Reference | None:
        """The item of the list of breaches that the guide puts beside the duty in play; None where there is none.

        Of the first provision in play, or else of a paragraph of its article. Another item of the list where
        the turn's own words, found `alone`, name it. The list is of authorities: where an association has the
        duty, the turn must speak of one (要是街道办逼的呢) or ask what then (他们硬来咋办); 乱收钱呢 is of the duty.
        """
        linked = present[0] if present[0].item is not None else _linked(present[0], self._opened)
        if linked is None:
            return None
        spoken = any(self._reader.found(key, turn.text) for key in ("authority", "punishes"))
        if not spoken and not self._reader.asks(turn.text) and _is_private(present[0], self._opened):
            return None
        named = [hit.reference for hit in alone.hits if hit.reference.item and hit.reference.article == linked.article]
        words = pairs_of(turn.text)
        text_of = self._opened.regulation.text_of
        return next((one for one in named[:1] if any(word in text_of(one) for word in words)), linked)

    def _unpunished(self, said: str, turn: Turn, present: Sequence[Reference]) -> Answer | None:
        """Where no breach is listed: that its punishment is left open; or the duty, and where to complain."""
        regulation, handbook = self._opened.regulation, self._opened.handbook
        if self._reader.found("punishes", turn.text):
            for silence in handbook.silences.values():
                if silence.reference == present[0] and _CONSEQUENCE.search(silence.name):
                    return compose.not_specified(said, turn.text, regulation, silence)
            return None
        told = regulation.text_of(present[0])
        own = self._reader.words(self._reader.content(turn.text, "breach", "then", "points"))
        if len("".join(word for word in own if not self._is_told(word, told))) > 1:
            return None
        complaint = self._found(COMPLAINT) if self.follow_up.names_authority(present[0]) else []
        references = [present[0], *complaint]
        plain = "\n\n".join(handbook.explanation(reference).plain for reference in references)
        return compose.answered(said, turn.text, regulation, references, plain)

    def _is_told(self, word: str, told: str) -> bool:
        """Whether a word, or the subject that it names by another name, stands in a provision: 银行, 金融机构."""
        named = [s for s in self._opened.subjects if s.kind is not SubjectKind.WORD and s.pattern.search(word)]
        return word in told or any(subject.pattern.search(told) for subject in named)

    def _found(self, question: str) -> list[Reference]:
        """The provision that a question surely finds."""
        found = self.follow_up.alone(question)
        return [found.hits[0].reference] if found.margin >= self.follow_up.thresholds.sure else []

    def _about(self, said: str, turn: Turn, alone: Found, references: Sequence[Reference]) -> Answer | None:
        """What a provision says that is known to be meant."""
        found = replace(alone, kinds=PLAIN_ONLY)
        return self.answerer.answer_about(said, turn.text, found, references) if references else None


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
