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
from bot.asked_back import AskedBack
from bot.choosing import likeliest, numbered, picked
from bot.computing import Computing
from bot.elliptical import LONGEST_WITHOUT, Elliptical, keys_of
from bot.lists import subjects_asked
from bot.recall import Recall
from bot.searched import Answerer
from bot.settings import LONGEST_QUESTION, Thresholds
from bot.small_talk import SmallTalk
from bot.suggestions import Suggestions
from bot.thread import Thread, Topic
from bot.turn import Reader, Turn
from kb.errors import NamedProvisionError
from kb.foreign import foreign_source
from kb.handbook import reference_of
from kb.model import Reference, Regulation
from kb.opening import OpenKnowledge
from kb.reference import find_provisions
from kb.text import fold, squeeze

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
    def elliptical(self) -> Elliptical:
        return Elliptical(self.opened, self.thresholds, self.reader, self.answerer, self.computing)

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
        if thread.provisions and not thread.rivals:
            text = navigation.spelled(text, reference_of(thread.provisions[0]))
        choice = picked(text, thread.choices, self.opened)
        if choice is not None:
            picked_here = thread if choice.key in thread.choices else replace(thread, pending="")
            return self._chosen(picked_here, said, choice, today)
        if self.small_talk.reply_to(text) is not None or foreign_source(text, self.regulation) is not None:
            return self.ask(said, today), thread
        if self.reader.found("hold", text) and len(text) <= 16:
            return replies.waiting(said, self.computing.question(thread)), thread
        name = self._named(thread, text)
        listed = bool(subjects_asked(text, self.opened.subjects, self.reader.cues))
        within = self._in_play(thread, text) if name else ""
        if within:
            return self._searched(thread, said, replace(self.reader.turn(within), points=True), today)
        if name or (listed and not (thread.provisions and self.elliptical.asks_basis(self.reader.turn(text)))):
            return self._by_itself(thread, said, today, name)
        recall = Recall(self.opened, self.reader, self.thresholds.outside)
        called, rest = recall.called_back(thread, text)
        turn = self.reader.turn(text)
        if called is not thread:
            if not rest:
                return self._repeated(called, said, today)
            turn = replace(self.reader.turn(rest), points=True)
        return (
            self._pending(thread, said, turn, today)
            or self._told_more(thread, said, turn, today)
            or self._by_place(called, said, turn)
            or self._computed(called, said, turn, today)
            or self._several(called, said, text, today)
            or self._searched(called, said, turn, today)
        )

    def _named(self, thread: Thread, text: str) -> str:
        """ "" where no provision is named; its name alone where the rest of the turn only asks to see it."""
        topic = thread.topic
        put_in_order = bool(thread.parts or (topic and (topic.asked or topic.computed)))
        asked = None if put_in_order and numbered(text) else find_provisions(text, self.regulation)
        if asked is None:
            return ""
        rest = self.reader.content(asked.remainder, "verbatim", "points", "corrects", "shows")
        whole = asked.references and asked.missing is None and not asked.exclusive and not self.reader.asks(text)
        return "、".join(reference.label for reference in asked.references) if whole and not rest else text

    def _in_play(self, thread: Thread, text: str) -> str:
        """What a turn says beside the article that it names, which is the one in play; "" for another, or a paragraph.

        他说第二十五条规定的是八千元: of the paragraph talked about.
        """
        asked = find_provisions(text, self.regulation)
        if asked is None or asked.exclusive or asked.missing is not None or not thread.provisions or thread.rivals:
            return ""
        present = Reference(article=reference_of(thread.provisions[0]).article)
        rest = self.reader.content(asked.remainder, "verbatim", "points", "corrects", "shows")
        return asked.remainder if asked.references == (present,) and rest else ""

    def _pending(self, thread: Thread, said: str, turn: Turn, today: date) -> Reply | None:
        """The subject of a turn that could not be resolved, told instead of picked: 把它全文发我 … 就那个拖欠账款的."""
        if not thread.choices or not thread.pending or turn.length > LONGEST_WITHOUT or self.reader.asks(turn.text):
            return None
        if turn.bare or not navigation.is_verbatim(fold(thread.pending), self.reader):
            return None
        found = self.opened.retriever.rank(turn.text)
        if found.margin < self.thresholds.sure:
            return None
        return self._chosen(thread, said, found.hits[0].reference, today)

    def _told_more(self, thread: Thread, said: str, turn: Turn, today: date) -> Reply | None:
        """What goes on from a question that was only asked back."""
        leans = turn.bare or self.elliptical.asks_basis(turn)
        meant = AskedBack(self.opened, self.thresholds, self.reader).read(thread, said, turn, leans)
        if meant is None:
            return None
        if meant.asked:
            return self._by_itself(thread, said, today, meant.asked)
        if meant.topic is not None:
            return self._searched(thread.opened(meant.topic), said, turn, today)
        choices = [reference_of(key) for key in thread.choices]
        answer = replies.which_one(said, [(reference, self.opened.topic(reference)) for reference in choices])
        return answer, replace(thread, pending=meant.pending)

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

    def _by_itself(self, thread: Thread, said: str, today: date, name: str = "") -> Reply:
        """`name` is what is asked where it is less than what was said."""
        text = name or self.reader.after_opening(fold(said))
        answer = replace(self.ask(said if text == fold(said) else text, today), question=said)
        opened = self.computing.opening(answer, said, text, today)
        if opened is not None:
            return opened[0], thread.opened(*opened[1].topics)
        return answer, self._after(thread, text, answer, today)

    def _after(self, thread: Thread, said: str, answer: Answer, today: date) -> Thread:
        """The thread once a question that stands by itself has been answered."""
        if answer.outcome is Outcome.CLARIFY and answer.choices:
            return replace(thread, choices=_keys_of_choices(answer), pending=said[:LONGEST_QUESTION], rivals=())
        if answer.outcome is Outcome.OUT_OF_SCOPE and not thread.topics:
            return replace(thread, choices=(), pending=said[:LONGEST_QUESTION])  # what follows may tell more
        computed, asked = self.computing.stored(answer, fold(said), today)
        if answer.outcome not in several.SURE and not asked:
            return thread
        return thread.opened(Topic(fold(said), keys_of(answer), computed, asked))

    def _chosen(self, thread: Thread, said: str, choice: Reference, today: date) -> Reply:
        """The pending turn answered for the provision picked; without one, what the provision says."""
        pending = thread.pending
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
            return self._at_place(thread, said, turn)
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
        return answer, self.elliptical.went_on(thread, answer)

    def _at_place(self, thread: Thread, said: str, turn: Turn) -> Reply | None:
        """A question about a paragraph or item of what is in play: 该条第二款涉及哪些产品."""
        if not thread.provisions or thread.rivals:
            return None
        step = navigation.within(turn.text, reference_of(thread.provisions[0]), self.regulation)
        if step is None:
            return None
        if step.missing is not None:
            return compose.no_such_provision(said, self.regulation, step.missing), thread
        return self.elliptical.about(thread, said, turn, step.reference) if step.reference is not None else None

    def _computed(self, thread: Thread, said: str, turn: Turn, today: date) -> Reply | None:
        """What the turn adds to, or changes in, a calculation; or a calculation that it wants by itself."""
        found = self.computing.continued(thread, said, turn, today)
        same = bool(thread.provisions) and self.reader.found("same", turn.text)  # 我们是中型企业，也一样？
        own = found is None and not same and self.computing.wants_one(turn.text, today)
        return self._by_itself(thread, said, today) if own else found

    def _several(self, thread: Thread, said: str, text: str, today: date) -> Reply | None:
        parts, listed = several.parts_of(text, self.reader)
        turns = [self.reader.turn(part) for part in parts]
        if not parts or any(turn.points or (turn.bare and not listed) for turn in turns):
            return None
        answers = [self.ask(part, today) for part in parts]
        if not several.apart(answers, listed):
            return None
        told = zip(parts, answers, strict=True)
        topics = [Topic(part, keys_of(answer), *self.computing.stored(answer, part, today)) for part, answer in told]
        rivals = tuple(topic.provisions[0] for topic in topics)
        last = tuple(dict.fromkeys((rivals[-1], *rivals)))
        opened = thread.opened(*topics[:-1], replace(topics[-1], provisions=last))
        return several.together(said, parts, answers), replace(opened, rivals=rivals, parts=rivals)

    def _searched(self, thread: Thread, said: str, turn: Turn, today: date) -> Reply:
        """A question for the search, by itself or put together with the provisions in play."""
        if not thread.provisions:
            return (
                self._unresolved(thread, said, turn)
                if self.elliptical.lacks_subject(turn)
                else self._by_itself(thread, said, today)
            )
        if thread.rivals and turn.bare:
            return self._unresolved(thread, said, turn)
        return self.elliptical.reply(thread, said, turn, today) or self._by_itself(thread, said, today)

    def _unresolved(self, thread: Thread, said: str, turn: Turn) -> Reply:
        """Asks which provision is meant."""
        candidates = likeliest(thread, self.opened, turn.text)
        answer = replies.which_one(said, [(reference, self.opened.topic(reference)) for reference in candidates])
        keys = tuple(reference.key for reference in candidates)
        return answer, replace(thread, choices=keys, pending=said[:LONGEST_QUESTION])


def _keys_of_choices(answer: Answer) -> tuple[str, ...]:
    return tuple(Reference(article=choice.article, paragraph=choice.paragraph).key for choice in answer.choices)
