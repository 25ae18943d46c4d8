"""From a question to an `Answer`: the one way in for every face."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot import compose
from bot.answer import Answer, Outcome
from bot.calculate import Calculator
from bot.computing import Computing
from bot.conversation import Conversation
from bot.cues import Cues, load_cues
from bot.finder import Finder
from bot.lists import list_provisions, provisions_of, subjects_asked
from bot.searched import Answerer
from bot.settings import LONGEST_QUESTION, Thresholds, read_thresholds
from bot.small_talk import SmallTalk, load_small_talk
from bot.suggestions import Suggestions, load_examples
from bot.thread import Thread
from bot.turn import Reader
from kb.claims import pattern_of
from kb.errors import ShelfError
from kb.foreign import foreign_source
from kb.library import Manifest
from kb.model import Regulation
from kb.opening import OpenKnowledge, open_knowledge
from kb.reference import find_provisions
from kb.rules.catalogue import load_registry
from kb.settings import Settings
from kb.text import fold, squeeze


class Assistant:
    """Answers questions about one regulation; holds no state of any conversation."""

    def __init__(
        self,
        opened: OpenKnowledge,
        thresholds: Thresholds,
        small_talk: SmallTalk,
        calculator: Calculator,
        cues: Cues,
    ) -> None:
        self._opened = opened
        self.finder = Finder(opened, thresholds, cues)  # of the same build, for looking provisions up
        self._answerer = Answerer(opened, thresholds, cues)
        self._small_talk = small_talk
        self._calculator = calculator
        self._cues = cues
        reader = Reader(cues, opened.retriever.knowledge.cutter.words)
        self._conversation = Conversation(
            opened,
            thresholds,
            reader,
            small_talk,
            self._answerer,
            Computing(calculator, opened.regulation, reader),
            Suggestions(opened, calculator.registry, load_examples()),
            self._answer,
        )

    @property
    def regulation(self) -> Regulation:
        return self._opened.regulation

    @property
    def manifest(self) -> Manifest:
        return self._opened.manifest

    @property
    def versions(self) -> dict[str, str]:
        """What the answers rest on: regulation, guide and index, by hash."""
        manifest = self.manifest
        return {
            "regulation": self.regulation.version,
            "guide": manifest.guide_sha256,
            "index": manifest.fingerprint,
            "build": manifest.build,
        }

    def warmed(self) -> Assistant:
        """Itself, with all patterns of wrong claims compiled: two seconds that the first questions need not wait."""
        for wrong in self._opened.handbook.misconceptions.values():
            for written in wrong.told:
                pattern_of(written).check()
        return self

    def ask(self, question: str, today: date) -> Answer:
        """Answers one question by itself; never raises for anything a person types."""
        return self._timed(question, lambda: (self._answer(question, today), Thread()))[0]

    def reply(self, thread: Thread, said: str, today: date) -> tuple[Answer, Thread]:
        """Answers a turn of the conversation whose state is the thread; never raises for anything a person types."""
        return self._timed(said, lambda: self._conversation.reply(thread, said, today), thread)

    def converse(self, turns: Sequence[str], today: date) -> list[Answer]:
        """Answers the turns of one conversation in order."""
        thread, answers = Thread(), []
        for said in turns:
            answer, thread = self.reply(thread, said, today)
            answers.append(answer)
        return answers

    def _timed(
        self, question: str, answering: Callable[[], tuple[Answer, Thread]], before: Thread | None = None
    ) -> tuple[Answer, Thread]:
        """With its time and version; our own fault is an answer too, and leaves the thread as it was."""
        started = time.perf_counter()
        try:
            answer, thread = answering()
        except ShelfError:
            answer, thread = compose.unavailable(question), before or Thread()
        answer = replace(answer, regulation_version=self.regulation.version)
        return answer.timed((time.perf_counter() - started) * 1000), thread

    def close(self) -> None:
        self._opened.close()

    def _answer(self, question: str, today: date) -> Answer:
        text = fold(question[: LONGEST_QUESTION * 50])
        if not squeeze(text):
            return compose.nothing_asked(question[:LONGEST_QUESTION])
        if len(text) > LONGEST_QUESTION:
            return compose.too_long(question, len(text), LONGEST_QUESTION)
        reply = self._small_talk.reply_to(text)
        if reply is not None:
            return compose.small_talk(question, reply)
        characters = self._opened.pinyin.read(text)
        if characters != text:
            return compose.read_as(self._answer_text(question, characters, today), characters)
        return self._answer_text(question, text, today)

    def _answer_text(self, question: str, text: str, today: date) -> Answer:
        """`text` is the question folded, in characters."""
        other = foreign_source(text, self.regulation)
        if other is not None:
            return compose.foreign(question, self.regulation, other)
        return (
            self._by_name(question, text)
            or self._calculator.answer(question, text, self.regulation, today)
            or self._list(question, text)
            or self._searched(question, text, today)
        )

    def _searched(self, question: str, text: str, today: date) -> Answer:
        """What the search answers; where it found the provision of a rule, with what the rule computes.

        Beside nothing of ours a friendly remark is taken for what it is.
        """
        answer = self._answerer.answer(question, text)
        if answer.citations:
            reference = answer.citations[0].reference
            implied = self._calculator.answer_implied(question, text, self.regulation, today, reference)
            if implied is not None:
                return replace(implied, retrieved=answer.retrieved)
        if answer.outcome in (Outcome.OUT_OF_SCOPE, Outcome.CLARIFY):
            reply = self._small_talk.reply_within(text)
            if reply is not None:
                return compose.small_talk(question, reply)
        return answer

    def _list(self, question: str, text: str) -> Answer | None:
        subjects = subjects_asked(text, self._opened.subjects, self._cues)
        references = provisions_of(subjects, self.regulation)
        return list_provisions(question, self.regulation, subjects, references) if references else None

    def _by_name(self, question: str, text: str) -> Answer | None:
        regulation = self.regulation
        asked = find_provisions(text, regulation)
        if asked is None:
            return None
        if asked.missing is not None:
            return compose.no_such_provision(question, regulation, asked.missing)
        if not asked.exclusive:
            return None
        if asked.several:
            return compose.listing(question, regulation, asked.references, asked.remark)
        return compose.provision(question, regulation, asked.references[0], asked.remark)


def open_assistant(data: Path, settings: Settings | None = None) -> Assistant:
    """The assistant on what is published in the folder.

    Raises NothingPublishedError or IndexUnavailableError.
    """
    chosen = replace(settings or Settings(), data=data)
    cues = load_cues()
    calculator = Calculator(load_registry(), cues)
    return Assistant(open_knowledge(chosen), read_thresholds(), load_small_talk(), calculator, cues)
