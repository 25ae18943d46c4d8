"""Calculations that go on over several turns: arguments asked for and given, one of them put otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.amendments import RECEIVED
from bot.answer import Answer, Outcome
from bot.arguments import COMPLAINT, Arguments, Said, strong
from bot.calculate import Calculator
from bot.consortium_request import CONSORTIUM
from bot.implying import Implying
from bot.request import Request, read
from bot.reserve_request import RESERVE
from bot.sums import is_on_sum
from bot.thread import Computation, Thread, Topic
from bot.turn import Reader, Turn
from kb.model import Regulation
from kb.rules.slots import Kind

_DAY_ALONE = re.compile(
    r"(?<![0-9月])(?:[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[号日](?!线|楼|文)"
)
LONGEST_GIVEN = 45  # characters of a turn that gives what was asked for
LONGEST_WORD = 12  # of one that gives it in a word that may stand in any sentence
LONGEST_TOLD = 24  # of one that shows that it takes something back
LONGEST_NOTHING = 5  # of one that says nothing else
# From these a calculation may still be what is wanted.
OPEN = frozenset({Outcome.ANSWERED, Outcome.NOT_SPECIFIED})


@dataclass(frozen=True, slots=True)
class Computing:
    calculator: Calculator
    regulation: Regulation
    reader: Reader

    @property
    def _arguments(self) -> Arguments:
        return Arguments(self.calculator)

    @property
    def _implying(self) -> Implying:
        return Implying(self.calculator, self.regulation)

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
            found = None
            if topic.asked and _same(own, topic.asked):
                found = self._given(thread, topic, said, turn, today)
                if found is None and place == 0:
                    found = self._not_understood(thread, topic, said, turn, today)
            if found is None and place == 0 and topic.computed and _same(own, topic.computed):
                found = self._changed(thread, topic, said, turn, today) or self._other(thread, topic, said, turn, today)
            if found is None and place == 0 and not topic.asked and not topic.computed:
                found = self._implied(thread, topic, said, turn, today, own)
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

    def _not_understood(
        self, thread: Thread, topic: Topic, said: str, turn: Turn, today: date
    ) -> tuple[Answer, Thread] | None:
        """A word or two that can only be meant for what was asked and say nothing for it: asked once more."""
        computation = topic.asked[0]
        known, missing = self._arguments.known(computation), self._arguments.missing(computation)
        if not known or not missing or turn.length > LONGEST_NOTHING or self._asks(turn) or turn.marked or turn.bare:
            return None
        slot = self.calculator.registry.rule(computation.rule).slot(missing[0])
        if slot.kind is not Kind.CHOICE:
            return None
        problem = f"“{turn.text}”我没能对上，{slot.question}"
        request = self._arguments.merged(known, Said(computation.rule, {}, (problem,)), today, "")
        return self._answered(thread, topic, said, [request])

    def _changed(
        self, thread: Thread, topic: Topic, said: str, turn: Turn, today: date
    ) -> tuple[Answer, Thread] | None:
        """One argument of the last calculation put otherwise."""
        requests, told = [], ""
        if self._cue("recalls", turn.text):
            return None
        for computation in topic.computed:
            known = self._arguments.known(computation)
            if known is None:
                return None
            new = self._arguments.said(computation.rule, _in_month(known, turn.text), today)
            rule, asks = computation.rule, self._asks(turn)
            remark = bool(new.problems) and self._cue("whether", turn.text)  # 那是春节噻
            if not new.values and (remark or is_on_sum(rule, turn, asks, self.calculator.cues)):
                return self.again(thread, said, today)
            if (strong(new) and _told_before(known, new) and asks) and not self._cue("how", turn.text):
                return self.again(thread, said, today)  # a doubt: 15个人还算微型？
            if (not new.values and not new.problems) or not self._means_change(turn, new):
                return None
            request = self._arguments.merged(known, new, today, turn.text)
            if _told_before(known, new) and not new.problems and self._cue("why", turn.text):
                return None
            told = told or self._arguments.changes(computation.rule, known, request.arguments)
            requests.append(request)
        return self._answered(thread, topic, said, requests, told)

    def _means_change(self, turn: Turn, new: Said) -> bool:
        """Whether a value in a turn is meant for the calculation rather than part of another question."""
        if set(new.values) == {"industry"} and self._cue("legal_form", turn.text):
            return False
        corrects = self._cue("corrects", turn.text) or turn.marked
        if strong(new) or new.problems:
            judged = new.rule == RESERVE and self._cue("judged", turn.text)  # 只留了200万算不算违规
            return corrects or (turn.length <= LONGEST_TOLD and (judged or not self._asks(turn)))
        if new.rule == CONSORTIUM:
            return corrects or (turn.length <= LONGEST_GIVEN and not self._asks(turn))
        return turn.length <= (LONGEST_TOLD if corrects or "industry" in new.values else LONGEST_WORD) and (
            corrects or not self._asks(turn)
        )

    def _other(self, thread: Thread, topic: Topic, said: str, turn: Turn, today: date) -> tuple[Answer, Thread] | None:
        """Of the same complaint the other day, or one of the two by its name or number; or how the period stands."""
        known = self._arguments.known(topic.computed[0])
        short = turn.marked or turn.length <= LONGEST_WORD
        anew = self.calculator.cues.found("complaint", "topic", turn.text)
        if not known or not (short or (turn.length <= LONGEST_TOLD and not anew)):
            return None
        moment = self.calculator.cues.found("moment", "cue", turn.text)
        if self._cue("acts_how", turn.text) or (self._cue("whether", turn.text) and not moment):
            return None
        rules = [computation.rule for computation in topic.computed]
        new_rules = self._arguments.days_meant(rules, turn.text)
        if new_rules is None or RECEIVED not in known:
            standing = self.calculator.cues.found("moment", "standing", turn.text) and bool(_days(known))
            standing = standing and not self._cue("who", turn.text) and not self._cue("follows", turn.text)
            return self.again(thread, said, today) if standing and turn.length <= LONGEST_WORD else None
        requests = []
        for rule in new_rules:
            new = self._arguments.said(rule, turn.text, today)
            requests.append(self._arguments.merged({RECEIVED: known[RECEIVED]}, new, today, turn.text))
        return self._answered(thread, topic, said, requests)

    def opening(self, answer: Answer, said: str, text: str, today: date) -> tuple[Answer, Thread] | None:
        """What is to be asked first, where a question found a rule's provision and told a part of what it takes."""
        if answer.outcome not in OPEN or len(text) > LONGEST_GIVEN or not answer.citations:
            return None
        topic = Topic(text, (answer.citations[0].reference.key,))
        request = self._implying.begun(topic.provisions[0], text, today)
        return self._answered(Thread().opened(topic), topic, said, [request]) if request is not None else None

    def _implied(
        self, thread: Thread, topic: Topic, said: str, turn: Turn, today: date, own: set[str]
    ) -> tuple[Answer, Thread] | None:
        """A quantity told after a provision that a rule rests on (工程，380万), or a word that is nothing else."""
        if not topic.provisions or turn.length > LONGEST_GIVEN:
            return None
        joined = self._implying.joined(topic, turn.text, today)
        if joined is not None:
            return self._answered(thread, topic, said, [self._arguments.merged({}, joined, today, turn.text)])
        if self._asks(turn) and not turn.marked and not own:
            return None
        word = turn.length <= LONGEST_WORD and not self._asks(turn)
        told = [new for new in self._implying.told(topic, turn.text, today, word) if not own or new.rule in own]
        requests = [self._arguments.merged({}, new, today, turn.text) for new in told]
        return self._answered(thread, topic, said, requests) if requests else None

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


def _told_before(known: Mapping[str, Any], new: Said) -> bool:
    """Whether all that a turn tells was told before."""
    return all(known.get(key) == value for key, value in new.values.items())


def _days(known: Mapping[str, Any]) -> list[date]:
    return [value for value in known.values() if isinstance(value, date)]


def _in_month(known: Mapping[str, Any], text: str) -> str:
    """A day told without its month (是30号) is one of the month told before."""
    days = _days(known)
    if not days:
        return text
    return _DAY_ALONE.sub(lambda match: f"{days[0].year}年{days[0].month}月{match.group()}", text)
