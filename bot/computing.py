"""Calculations that go on over several turns: arguments asked for and given, one of them put otherwise."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.answer import Answer, Outcome
from bot.arguments import COMPLAINT, Arguments, Said, strong
from bot.calculate import Calculator
from bot.consortium_request import CONSORTIUM
from bot.request import Request, read
from bot.thread import Computation, Thread, Topic
from bot.turn import Reader, Turn
from kb.model import Regulation

_DAY_ALONE = re.compile(
    r"(?<![0-9月])(?:[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[号日](?!线|楼|文)"
)
LONGEST_GIVEN = 45  # characters of a turn that gives what was asked for
LONGEST_WORD = 12  # of one that gives it in a word that may stand in any sentence


@dataclass(frozen=True, slots=True)
class Computing:
    calculator: Calculator
    regulation: Regulation
    reader: Reader

    @property
    def _arguments(self) -> Arguments:
        return Arguments(self.calculator)

    def wants_one(self, text: str, today: date) -> bool:
        return bool(self.calculator.requests(read(text, today)))

    def stored(self, answer: Answer, text: str, today: date) -> tuple[tuple[Computation, ...], tuple[Computation, ...]]:
        """What was computed, and what was asked for, by the answer to a question that stands by itself."""
        asks = answer.outcome is Outcome.CLARIFY and not answer.choices
        if not answer.calculations and not asks:
            return (), ()
        requests = self.calculator.requests(read(text, today))
        kept = tuple(self._arguments.stored(request) for request in requests)
        return (kept, ()) if answer.calculations else ((), kept)

    def question(self, thread: Thread) -> str:
        """The open question once more, "" if there is none."""
        for topic in reversed(thread.topics):
            for computation in topic.asked:
                names = self._arguments.missing(computation)
                rule = self.calculator.registry.rule(computation.rule)
                return "".join(rule.slot(name).question for name in names)
        return ""

    def again(self, thread: Thread, said: str, today: date) -> tuple[Answer, Thread]:
        """The last calculation with its steps."""
        topic = thread.topic
        assert topic is not None
        requests = [
            self._arguments.merged(known, Said(one.rule, {}), today, "")
            for one in topic.computed
            if (known := self._arguments.known(one)) is not None
        ]
        return self._answered(thread, topic, said, requests)

    def continued(self, thread: Thread, said: str, turn: Turn, today: date) -> tuple[Answer, Thread] | None:
        """The answer where a turn belongs to a calculation in play, None where it does not."""
        own = {request.rule for request in self.calculator.requests(read(turn.text, today))}
        if self._complete(turn, today) and not turn.marked:
            return None
        for place, topic in enumerate(reversed(thread.topics)):
            if topic.asked and _same(own, topic.asked):
                found = self._given(thread, topic, said, turn, today)
                if found is not None:
                    return found
            if place == 0 and topic.computed and _same(own, topic.computed):
                found = self._changed(thread, topic, said, turn, today) or self._other(thread, topic, said, turn, today)
                if found is not None:
                    return found
            if place == 0 and not topic.asked and not topic.computed and not own:
                found = self._implied(thread, topic, said, turn, today)
                if found is not None:
                    return found
        return None

    def _given(self, thread: Thread, topic: Topic, said: str, turn: Turn, today: date) -> tuple[Answer, Thread] | None:
        """What was asked for."""
        if turn.length > LONGEST_GIVEN:
            return None
        requests = []
        for computation in topic.asked:
            known = self._arguments.known(computation)
            if known is None:
                return None
            given = self._arguments.said(computation.rule, turn.text, today, self._arguments.missing(computation))
            if not given.values and not given.problems:
                return None
            if not strong(given) and self._asks(turn) and turn.length > LONGEST_WORD - 4:
                return None
            requests.append(self._arguments.merged(known, given, today, turn.text))
        return self._answered(thread, topic, said, requests)

    def _changed(
        self, thread: Thread, topic: Topic, said: str, turn: Turn, today: date
    ) -> tuple[Answer, Thread] | None:
        """One argument of the last calculation put otherwise."""
        requests, told = [], ""
        for computation in topic.computed:
            known = self._arguments.known(computation)
            if known is None:
                return None
            new = self._arguments.said(computation.rule, turn.text, _as_of(known, turn.text) or today)
            if (not new.values and not new.problems) or not self._means_change(turn, new):
                return None
            request = self._arguments.merged(known, new, today, turn.text)
            told = told or self._arguments.changes(computation.rule, known, request.arguments)
            requests.append(request)
        return self._answered(thread, topic, said, requests, told)

    def _means_change(self, turn: Turn, new: Said) -> bool:
        """Whether a value in a turn is meant for the calculation rather than part of another question."""
        corrects = self._cue("corrects", turn.text)
        if strong(new) or new.problems:
            return corrects or turn.marked or (len(turn.rest) <= 10 and not self._asks(turn))
        if new.rule == CONSORTIUM:
            return corrects or turn.marked
        return (turn.length <= LONGEST_WORD and not self._asks(turn)) or (
            (corrects or turn.marked) and turn.length <= 16
        )

    def _other(self, thread: Thread, topic: Topic, said: str, turn: Turn, today: date) -> tuple[Answer, Thread] | None:
        """The other day of the same complaint."""
        if len(topic.computed) != 1 or not (turn.marked or turn.length <= LONGEST_WORD):
            return None
        if "呢" not in turn.text and not self.calculator.cues.found("moment", "cue", turn.text):
            return None
        computation = topic.computed[0]
        other, known = self._arguments.other_day(computation.rule, turn.text), self._arguments.known(computation)
        if other is None or not known or "received" not in known:
            return None
        new = self._arguments.said(other, turn.text, today)
        request = self._arguments.merged({"received": known["received"]}, new, today, turn.text)
        return self._answered(thread, topic, said, [request])

    def _implied(
        self, thread: Thread, topic: Topic, said: str, turn: Turn, today: date
    ) -> tuple[Answer, Thread] | None:
        """A quantity told after a provision that a rule rests on: 工程，380万."""
        if not topic.provisions or turn.length > LONGEST_GIVEN or (self._asks(turn) and not turn.marked):
            return None
        for rule in self._rules_on(topic.provisions[0]):
            new = self._arguments.said(rule, turn.text, today)
            if strong(new):
                return self._answered(thread, topic, said, [self._arguments.merged({}, new, today, turn.text)])
        return None

    def _rules_on(self, key: str) -> list[str]:
        registry = self.calculator.registry
        return [
            rule.name
            for rule in registry.rules
            if any(
                (parameter := registry.book.parameters[name]).reference is not None
                and parameter.regulation == self.regulation.id
                and parameter.reference.key == key
                for name in rule.parameters
            )
        ]

    def _complete(self, turn: Turn, today: date) -> bool:
        """Whether the turn by itself wants something computed and says all that it takes."""
        requests = self.calculator.requests(read(turn.text, today))
        return bool(requests) and not any(
            request.problems or self._arguments.missing(self._arguments.stored(request)) for request in requests
        )

    def _answered(
        self, thread: Thread, topic: Topic, said: str, requests: list[Request], told: str = ""
    ) -> tuple[Answer, Thread]:
        answer = self.calculator.answer_requests(said, requests, self.regulation)
        kept = tuple(self._arguments.stored(request) for request in requests)
        provisions = tuple(citation.reference.key for citation in answer.citations) or topic.provisions
        if answer.outcome is not Outcome.CALCULATED:
            now = Topic(topic.question, provisions, topic.computed, kept)
            return answer, thread.returned_to(topic, now)
        if told:
            answer = replace(answer, text=f"{told}\n\n{answer.text}")
        return answer, thread.returned_to(topic, Topic(topic.question, provisions, kept))

    def _asks(self, turn: Turn) -> bool:
        return self.reader.asks(turn.text)

    def _cue(self, key: str, text: str) -> bool:
        return self.reader.found(key, text)


def _same(own: set[str], computations: tuple[Computation, ...]) -> bool:
    """Whether a turn that wants these rules can be about the computations; a complaint's two days are one matter."""
    rules = {one.rule for one in computations}
    return not own or bool(own & rules) or bool(own & set(COMPLAINT) and rules & set(COMPLAINT))


def _as_of(known: Mapping[str, Any], text: str) -> date | None:
    """A day told without its month (是30号) is one of the month told before: read as at that month's end."""
    days = [value for value in known.values() if isinstance(value, date)]
    if not days or not _DAY_ALONE.search(text):
        return None
    return days[0].replace(day=monthrange(days[0].year, days[0].month)[1])
