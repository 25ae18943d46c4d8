"""A turn after a question that was only asked back: both together may tell what is meant."""

from __future__ import annotations

from dataclasses import dataclass

from bot.own_subject import FAR_OUTSIDE, OwnSubject
from bot.settings import LONGEST_QUESTION, Thresholds
from bot.thread import Thread, Topic
from bot.turn import LONGEST, LONGEST_ELLIPSIS, Reader, Turn
from kb.handbook import reference_of
from kb.opening import OpenKnowledge
from kb.text import fold


@dataclass(frozen=True, slots=True)
class Meant:
    """What is to be asked now, or the topic that the turn goes on from; with neither it is asked back once more."""

    pending: str
    asked: str = ""
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class AskedBack:
    opened: OpenKnowledge
    thresholds: Thresholds
    reader: Reader

    def read(self, thread: Thread, said: str, turn: Turn, leans: bool) -> Meant | None:
        """None where nothing is pending, or the turn needs nothing said before. `leans`: it has no subject."""
        if not thread.pending or thread.rivals or turn.another or turn.length > LONGEST:
            return None
        rank, sure = self.opened.retriever.rank, self.thresholds.sure
        margin = rank(turn.text).margin
        leans = leans or OwnSubject(self.opened, self.thresholds, self.reader).asks_figure(turn)
        if not leans and not FAR_OUTSIDE <= margin < sure:
            return None
        both = f"{thread.pending}，{said}"[:LONGEST_QUESTION]
        found = rank(fold(both))
        if not thread.choices:  # nothing was found at all
            return Meant(both, asked=fold(both)) if found.margin >= sure else None
        plainly = self.reader.found("plainly", turn.text)
        if not (self.reader.asks(turn.text) or turn.trails or plainly):
            return Meant(both, asked=fold(both)) if found.margin >= self.thresholds.outside else None
        best = found.hits[0].reference
        offered = {reference_of(key).article for key in thread.choices}
        if found.margin >= sure and best.article in offered and not plainly:
            return Meant(both, topic=Topic(fold(thread.pending), (best.key,)))
        return Meant(both) if turn.bare or plainly or turn.length <= LONGEST_ELLIPSIS else None
