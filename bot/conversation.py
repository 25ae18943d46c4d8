"""A conversation: from a turn and the thread so far to the answer and the thread from then on.

A turn is put together with what was said before only where it needs it. One that stands by itself is
answered as if it came first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot import compose, navigation, replies, several
from bot.answer import Answer, Outcome
from bot.choosing import likeliest, picked
from bot.computing import Computing
from bot.follow_up import FollowUp
from bot.lists import subjects_asked
from bot.recall import Recall
from bot.searched import Answerer
from bot.settings import LONGEST_QUESTION, Thresholds
from bot.small_talk import SmallTalk
from bot.suggestions import Suggestions
from bot.thread import Thread, Topic
from bot.turn import LONGEST_ELLIPSIS, Reader, Turn
from kb.errors import NamedProvisionError
from kb.foreign import foreign_source
from kb.handbook import reference_of
from kb.model import Reference, Regulation
from kb.opening import OpenKnowledge
from kb.reference import find_provisions
from kb.text import fold, squeeze

IN_PLAY = 3  # provisions of an answer that are kept

Ask = Callable[[str, date], Answer]
Reply = tuple[Answer, Thread]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Resolves what a turn leaves out; `ask` answers one question by itself."""

    opened: OpenKnowledge
    thresholds: Thresholds
    reader: Reader
    small_talk: SmallTalk
    answerer: Answerer
    computing: Computing
    suggestions: Suggestions
    ask: Ask

    @property
    def regulation(self) -> Regulation:
        return self.opened.regulation

    def reply(self, thread: Thread, said: str, today: date) -> Reply:
        """The answer, with what can be asked next, and the thread from then on.

        Raises IndexUnavailableError.
        """
        answer, after = self._reply(thread.known(self._exists), said, today)
        return replace(answer, suggestions=self.suggestions.after(answer, today)), after

    def _reply(self, thread: Thread, said: str, today: date) -> Reply:
        text = fold(said[: LONGEST_QUESTION * 50])
        if not squeeze(text) or len(text) > LONGEST_QUESTION:
            return self.ask(said, today), thread
        text = self.opened.pinyin.read(text)
        choice = picked(text, thread.choices, self.opened)
        if choice is not None:
            return self._chosen(thread, said, choice, today)
        if self.small_talk.reply_to(text) is not None or foreign_source(text, self.regulation) is not None:
            return self.ask(said, today), thread
        if self.reader.found("hold", text) and len(text) <= 16:
            return replies.waiting(said, self.computing.question(thread)), thread
        named = find_provisions(text, self.regulation) is not None
        if named or subjects_asked(text, self.opened.subjects, self.reader.cues):
            return self._by_itself(thread, said, today)
        recall = Recall(self.opened, self.reader)
        called, rest = recall.called_back(thread, text)
        turn = self.reader.turn(self.reader.after_opening(text))
        if called is not thread and not rest:
            return self._repeated(called, said, today)
        return (
            self._by_place(called, said, self.reader.turn(rest) if called is not thread else turn)
            or self._computed(called, said, turn, today)
            or self._several(called, said, text, today)
            or self._searched(called, said, turn, today)
        )

    def _repeated(self, thread: Thread, said: str, today: date) -> Reply:
        """The answer to an earlier topic once more: nothing else is asked of it yet."""
        topic = thread.topic
        assert topic is not None
        if topic.computed:
            return self.computing.again(thread, said, today)
        return replace(self.ask(topic.question, today), question=said), thread

    def _exists(self, key: str) -> bool:
        """Whether a key of a thread, which a browser may have kept for long, names a provision."""
        try:
            self.regulation.text_of(reference_of(key))
        except (NamedProvisionError, ValueError):
            return False
        return True

    def _by_itself(self, thread: Thread, said: str, today: date) -> Reply:
        text = self.reader.after_opening(fold(said))
        answer = replace(self.ask(said if text == fold(said) else text, today), question=said)
        return answer, self._after(thread, text, answer, today)

    def _after(self, thread: Thread, said: str, answer: Answer, today: date) -> Thread:
        """The thread once a question that stands by itself has been answered."""
        if answer.outcome is Outcome.CLARIFY and answer.choices:
            return replace(thread, choices=_keys_of_choices(answer), pending=said[:LONGEST_QUESTION], rivals=())
        computed, asked = self.computing.stored(answer, fold(said), today)
        if answer.outcome not in several.SURE and not asked:
            return thread
        return thread.opened(Topic(fold(said), _keys(answer), computed, asked))

    def _chosen(self, thread: Thread, said: str, choice: Reference, today: date) -> Reply:
        """The pending turn answered for the provision picked; without one, what the provision says."""
        pending = thread.pending if choice.key in thread.choices else ""
        topic = Topic(fold(pending or said), (choice.key,))
        turn = self.reader.turn(fold(pending))
        opened = thread.opened(topic)
        if pending and (turn.bare or navigation.is_verbatim(turn.text, self.reader)):
            answer, after = self._reply(opened, pending, today)
            return replace(answer, question=said), after
        if not pending:
            plain = self.opened.handbook.explanation(choice).plain
            return compose.answered(said, topic.question, self.regulation, [choice], plain), opened
        found = self.opened.retriever.rank(turn.text)
        return self.answerer.answer_about(said, turn.text, found, [choice]), opened

    def _by_place(self, thread: Thread, said: str, turn: Turn) -> Reply | None:
        """The next paragraph, the full text and the like."""
        place, verbatim = navigation.names_place(turn.text, self.reader), navigation.is_verbatim(turn.text, self.reader)
        if not (place or verbatim):
            return None
        if not thread.provisions or thread.rivals:
            return self._unresolved(thread, said, turn)
        present = reference_of(thread.provisions[0])
        if place:
            step = navigation.place_of(turn.text, present, self.regulation)
            if step.missing is not None:
                return compose.no_such_provision(said, self.regulation, step.missing), thread
            if step.reference is None:
                return None
            reference = step.reference
        else:
            reference = navigation.widened(turn.text, present, self.regulation, self.reader)
        if reference.chapter is None:
            answer = compose.provision(said, self.regulation, reference)
        else:
            answer = compose.listing(said, self.regulation, [reference])
        return answer, self._went_on(thread, answer)

    def _computed(self, thread: Thread, said: str, turn: Turn, today: date) -> Reply | None:
        """What the turn adds to, or changes in, a calculation; or a calculation that it wants by itself."""
        found = self.computing.continued(thread, said, turn, today)
        own = found is None and self.computing.wants_one(turn.text, today)
        return self._by_itself(thread, said, today) if own else found

    def _several(self, thread: Thread, said: str, text: str, today: date) -> Reply | None:
        parts = several.parts_of(text, self.reader)
        if not parts or not all(self.reader.found("asks", part) for part in parts):
            return None
        turns = [self.reader.turn(part) for part in parts]
        if any(turn.points or turn.bare for turn in turns):
            return None
        answers = [self.ask(part, today) for part in parts]
        if not several.apart(answers):
            return None
        told = zip(parts, answers, strict=True)
        topics = [Topic(part, _keys(answer), *self.computing.stored(answer, part, today)) for part, answer in told]
        rivals = tuple(topic.provisions[0] for topic in topics)
        opened = thread.opened(*topics[:-1], replace(topics[-1], provisions=rivals))
        return several.together(said, parts, answers), replace(opened, rivals=rivals)

    def _searched(self, thread: Thread, said: str, turn: Turn, today: date) -> Reply:
        """A question for the search, by itself or put together with the provisions in play."""
        follow_up = FollowUp(self.opened, self.thresholds, self.reader)
        alone = follow_up.alone(turn.text)
        if not thread.provisions:
            if turn.points and turn.bare and turn.length <= 14:
                return self._unresolved(thread, said, turn)
            return self._by_itself(thread, said, today)
        present = [reference_of(key) for key in thread.provisions]
        if thread.rivals and turn.bare:
            return self._unresolved(thread, said, turn)
        topic = thread.topic
        assert topic is not None
        if topic.computed and self.reader.found("how", turn.text) and not self.reader.content(turn.text, "how"):
            return self.computing.again(thread, said, today)
        if self._asks_basis(turn):
            why = "为" in turn.text
            answer = replies.basis(said, self.regulation, present[:2] if topic.computed else present[:1], why)
            return answer, self._went_on(thread, answer)
        if follow_up.stands_alone(turn, alone, present):
            return self._by_itself(thread, said, today)
        weighed = follow_up.weigh(turn, alone, present, topic.question)
        best, inside = weighed.best, weighed.best.article in {reference.article for reference in present}
        if (turn.bare or inside) and follow_up.asks_only_who(turn):
            acting = follow_up.in_charge([best, *present])
            if acting is not None:
                plain = self.opened.handbook.explanation(acting).plain
                answer = compose.answered(said, turn.text, self.regulation, [acting], plain)
                return answer, self._went_on(thread, answer)
        says_all = self.reader.asks(turn.text) or turn.length > LONGEST_ELLIPSIS
        if not turn.bare and says_all and best == alone.hits[0].reference and alone.margin >= self.thresholds.sure:
            return self._by_itself(thread, said, today)
        if not inside and max(weighed.margin, alone.margin) < self.thresholds.sure:
            return self._by_itself(thread, said, today)
        answer = self.answerer.answer_about(said, turn.text, weighed.found, [best])
        return answer, self._went_on(thread, answer, turn)

    def _asks_basis(self, turn: Turn) -> bool:
        if not self.reader.found("basis", turn.text):
            return False
        return len(self.reader.content(turn.text, "basis", "points")) <= 2

    def _unresolved(self, thread: Thread, said: str, turn: Turn) -> Reply:
        """Asks which provision is meant."""
        candidates = likeliest(thread, self.opened, turn.text)
        answer = replies.which_one(said, [(reference, self.opened.topic(reference)) for reference in candidates])
        keys = tuple(reference.key for reference in candidates)
        return answer, replace(thread, choices=keys, pending=said[:LONGEST_QUESTION])

    def _went_on(self, thread: Thread, answer: Answer, turn: Turn | None = None) -> Thread:
        """The thread after an answer within its present topic."""
        topic = thread.topic
        assert topic is not None
        if not answer.citations:
            return thread
        keys = _keys(answer)
        same = {key.split(".")[0] for key in keys} & {key.split(".")[0] for key in topic.provisions}
        full = turn is not None and not turn.bare and self.reader.asks(turn.text)
        question = turn.text if turn is not None and full else topic.question
        computed = topic.computed if same else ()
        return thread.continued(Topic(question, keys, computed, topic.asked if same else ()))


def _keys(answer: Answer) -> tuple[str, ...]:
    return tuple(citation.reference.key for citation in answer.citations[:IN_PLAY])


def _keys_of_choices(answer: Answer) -> tuple[str, ...]:
    return tuple(Reference(article=choice.article, paragraph=choice.paragraph).key for choice in answer.choices)
