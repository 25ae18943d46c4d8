"""A turn for the search that leans on the provisions in play: why, who, a doubt, a bare aspect, a new subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot import compose, replies
from bot.answer import Answer, Outcome
from bot.beyond import Beyond
from bot.computing import Computing
from bot.follow_up import NEVER, PLAIN_ONLY, FollowUp
from bot.lists import list_provisions, provisions_of, subjects_asked
from bot.own_subject import CLEAR
from bot.recall import Recall
from bot.searched import Answerer
from bot.settings import Thresholds
from bot.thread import Thread, Topic
from bot.told_figures import figure_left_open, settles, with_figure
from bot.turn import LONGEST_ELLIPSIS, TABLE, Reader, Turn
from kb.guide import Kind
from kb.handbook import reference_of
from kb.model import Reference, Regulation
from kb.opening import OpenKnowledge
from kb.search import Found

IN_PLAY = 3  # provisions of an answer that are kept
LONGEST_WITHOUT = 16  # characters of a turn that leaves out what it is about
LONGEST_WHY = 20  # characters of a turn that asks how a sum comes about
SHORTEST_SUBJECT = 2  # characters that may be a verb only: 他们这样做合不合法
LONGEST_BESIDE = 6  # of what stands beside the wish for plain words: 老汉儿看不懂
EVIDENT = 0.25  # the score from which a doubt names its paragraph itself
SHORTEST_REST = 8  # of what follows a doubt and may be a question of its own
Reply = tuple[Answer, Thread]


@dataclass(frozen=True, slots=True)
class Elliptical:
    """Each method gives None where the turn is not of its kind."""

    opened: OpenKnowledge
    thresholds: Thresholds
    reader: Reader
    answerer: Answerer
    computing: Computing

    @property
    def regulation(self) -> Regulation:
        return self.opened.regulation

    @property
    def follow_up(self) -> FollowUp:
        return FollowUp(self.opened, self.thresholds, self.reader)

    def reply(self, thread: Thread, said: str, turn: Turn, today: date) -> Reply | None:
        """The answer from the provisions in play and what the turn finds beside them; None if it stands by itself."""
        topic = thread.topic
        if topic is None or not topic.provisions:
            return None
        present = [reference_of(key) for key in topic.provisions]
        listed = self._listed(thread, said, turn)
        if listed is not None:
            return listed
        alone = self.follow_up.alone(turn.text)
        return (
            self._sum(thread, said, turn, alone, present, today)
            or self._plainly(thread, said, turn, present, today)
            or self._beyond(thread, said, turn, alone, present)
            or self._doubted(thread, said, turn, present)
            or self._basis(thread, said, turn, present)
            or self._weighed(thread, said, turn, alone, present)
        )

    def lacks_subject(self, turn: Turn) -> bool:
        """Whether a turn that nothing came before leaves out what it is about."""
        if turn.length > LONGEST_WITHOUT:
            return False
        if turn.bare or (turn.points and len(turn.rest) <= SHORTEST_SUBJECT):
            found = self.follow_up.alone(turn.text)
            return (turn.bare and turn.points) or found.margin < self.thresholds.sure or found.hits[0].score < CLEAR
        return turn.opens and turn.trails and turn.length <= LONGEST_ELLIPSIS and not self.reader.asks(turn.text)

    def _listed(self, thread: Thread, said: str, turn: Turn) -> Reply | None:
        """Another authority in the place of the one whose duties were listed: 商务的呢."""
        topic = thread.topic
        assert topic is not None
        if not turn.trails or turn.length > LONGEST_ELLIPSIS:
            return None
        if not subjects_asked(topic.question, self.opened.subjects, self.reader.cues):
            return None
        asked = f"{self.reader.content(turn.text)}部门有哪些职责"
        subjects = subjects_asked(asked, self.opened.subjects, self.reader.cues)
        references = provisions_of(subjects, self.regulation)
        if not references:
            return None
        answer = list_provisions(said, self.regulation, subjects, references)
        return answer, thread.opened(Topic(asked, keys_of(answer)))

    def _sum(
        self, thread: Thread, said: str, turn: Turn, alone: Found, present: Sequence[Reference], today: date
    ) -> Reply | None:
        """How or why a calculation comes to what it does: once more, with its steps."""
        topic = thread.topic
        assert topic is not None
        if not topic.computed or turn.length > LONGEST_WHY:
            return None
        if self.reader.found("how", turn.text) and len(self.reader.content(turn.text, "how")) <= 2:
            return self.computing.again(thread, said, today)
        if not self.reader.found("why", turn.text) or self.asks_basis(turn):
            return None
        inside = alone.hits[0].reference.article in {reference.article for reference in present}
        if inside or alone.margin < self.thresholds.sure or turn.length <= LONGEST_ELLIPSIS:
            return self.computing.again(thread, said, today)
        return None

    def _plainly(
        self, thread: Thread, said: str, turn: Turn, present: Sequence[Reference], today: date
    ) -> Reply | None:
        """What was answered once more: what a calculation comes to, or what the provision says in plain words."""
        topic = thread.topic
        assert topic is not None
        if not self._only_plainly(turn):
            return None
        return (
            self.computing.again(thread, said, today) if topic.computed else self.about(thread, said, turn, present[0])
        )

    def _only_plainly(self, turn: Turn) -> bool:
        """Whether a turn wants what was said once more, and nothing else but who does not understand it."""
        if not self.reader.found("plainly", turn.text):
            return False
        rest = self.reader.cues.patterns[TABLE, "plainly"].sub("，", turn.text)
        beside = self.reader.content(rest, "points")
        if len(beside) > LONGEST_BESIDE or turn.length > LONGEST_WITHOUT or self.reader.asks(rest.rstrip("嘛")):
            return False
        return len(beside) <= SHORTEST_SUBJECT or self.follow_up.alone(rest).margin < self.thresholds.sure

    def _beyond(
        self, thread: Thread, said: str, turn: Turn, alone: Found, present: Sequence[Reference]
    ) -> Reply | None:
        answer = Beyond(self.follow_up, self.answerer).answer(said, turn, alone, present)
        if answer is None:
            return None
        # Where to complain stands beside the duty in play, which is still talked about.
        stays = bool(answer.citations) and answer.citations[0].reference == present[0]
        return answer, thread if stays else self.went_on(thread, answer, turn)

    def _doubted(self, thread: Thread, said: str, turn: Turn, present: Sequence[Reference]) -> Reply | None:
        """The provision once more where the answer is doubted; a figure held against it is put right."""
        recalls = self.reader.found("recalls", turn.text)
        if not (recalls or self.reader.found("doubts", turn.text)) or turn.length > LONGEST_WHY * 2:
            return None
        rest = re.split(r"[，,。？?！!]", turn.text, maxsplit=1)[-1]
        if rest != turn.text and len(rest) >= SHORTEST_REST and not self.reader.found("doubts", rest):
            own = self.reader.turn(rest)
            if self.reader.asks(rest) and self.follow_up.own_subject.stands_alone(
                own, self.follow_up.alone(rest), present
            ):
                return None
        alone = self.follow_up.alone(turn.text)
        if recalls and self.follow_up.own_subject.stands_alone(turn, alone, present):
            return None
        articles = {reference.article for reference in present}
        best = next((hit for hit in alone.hits if hit.reference.article in articles), alone.hits[0])
        inside = best.reference.article in articles and best.score >= (CLEAR if recalls else EVIDENT)
        premise = alone.kinds.get(Kind.PREMISE, 0.0) if recalls else -NEVER
        found = replace(alone, kinds={**PLAIN_ONLY, Kind.PREMISE: premise})
        meant = best.reference if inside else present[0]
        answer = self._claimed(said, turn, alone, meant) or self.answerer.answer_about(said, turn.text, found, [meant])
        return answer, self.went_on(thread, answer)

    def _claimed(self, said: str, turn: Turn, found: Found, meant: Reference) -> Answer | None:
        """That a figure held for the law's is not fixed; or what another provision that has one says."""
        other = with_figure(turn.text, meant, found, self.opened)
        if other is not None:
            return self.answerer.answer_about(said, turn.text, replace(found, kinds=PLAIN_ONLY), [other])
        silence = figure_left_open(turn.text, meant, found, self.opened)
        return compose.not_specified(said, turn.text, self.regulation, silence) if silence is not None else None

    def _basis(self, thread: Thread, said: str, turn: Turn, present: Sequence[Reference]) -> Reply | None:
        if not self.asks_basis(turn):
            return None
        topic = thread.topic
        assert topic is not None
        references = present[:2] if topic.computed else present[:1]
        answer = replies.basis(said, self.regulation, references, "为" in turn.text)
        return answer, self.went_on(thread, answer)

    def about(self, thread: Thread, said: str, turn: Turn, reference: Reference) -> Reply:
        """What a provision that the turn points to by its number says: 该条第二款涉及哪些产品."""
        found = replace(self.follow_up.alone(turn.text), kinds=PLAIN_ONLY)
        answer = self.answerer.answer_about(said, turn.text, found, [reference])
        return answer, self.went_on(thread, answer)

    def _weighed(
        self, thread: Thread, said: str, turn: Turn, alone: Found, present: Sequence[Reference]
    ) -> Reply | None:
        follow_up, sure, topic = self.follow_up, self.thresholds.sure, thread.topic
        assert topic is not None
        if follow_up.own_subject.is_remark(turn, alone, present):
            asks = self.reader.asks(turn.text)
            return None if asks else (replies.noted(said, self.computing.question(thread)), thread)
        if follow_up.own_subject.stands_alone(turn, alone, present):
            return None
        back = Recall(self.opened, self.reader, self.thresholds.outside).by_words(thread, turn, alone)
        if back is not None:
            thread, present = back, [reference_of(key) for key in back.provisions]
        weighed = follow_up.weigh(turn, alone, present, topic.question)
        best, inside = weighed.best, weighed.best.article in {reference.article for reference in present}
        if (turn.bare or inside) and follow_up.asks_only_who(turn):
            acting = follow_up.in_charge([best, *present])
            if acting is not None:
                plain = self.opened.handbook.explanation(acting).plain
                answer = compose.answered(said, turn.text, self.regulation, [acting], plain)
                return answer, self.went_on(thread, answer)
        says_all = self.reader.asks(turn.text) or turn.length > LONGEST_ELLIPSIS
        if not (turn.bare or inside) and says_all and best == alone.hits[0].reference and alone.margin >= sure:
            return None
        if not inside and max(weighed.margin, alone.margin) < sure:
            return None
        claimed = self._claimed(said, turn, weighed.found, best) if self.reader.found("claims", turn.text) else None
        answer = claimed or self.answerer.answer_about(said, turn.text, weighed.found, [best])
        if settles(turn.text, self.regulation.text_of(best)) and answer.outcome is Outcome.NOT_SPECIFIED:
            plain = self.opened.handbook.explanation(best).plain
            told = compose.answered(said, turn.text, self.regulation, [best], plain)
            answer = replace(told, retrieved=answer.retrieved)
        return answer, self.went_on(thread, answer, turn)

    def asks_basis(self, turn: Turn) -> bool:
        """Whether a turn asks on what the last answer rests, and nothing else."""
        if not self.reader.found("basis", turn.text):
            return False
        return len(self.reader.content(turn.text, "basis", "points")) <= 2

    def went_on(self, thread: Thread, answer: Answer, turn: Turn | None = None) -> Thread:
        """The thread after an answer within its present topic."""
        topic = thread.topic
        assert topic is not None
        if not answer.citations:
            return thread
        keys = keys_of(answer)
        same = {key.split(".")[0] for key in keys} & {key.split(".")[0] for key in topic.provisions}
        full = turn is not None and not turn.bare and self.reader.asks(turn.text)
        question = turn.text if turn is not None and full else topic.question
        if not same:
            return thread.opened(Topic(question if full else turn.text if turn is not None else question, keys))
        return thread.continued(Topic(question, keys, topic.computed, topic.asked))


def keys_of(answer: Answer) -> tuple[str, ...]:
    """The provisions of an answer that stay in play."""
    return tuple(citation.reference.key for citation in answer.citations[:IN_PLAY])
