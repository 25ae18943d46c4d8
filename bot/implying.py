"""Rules that a turn does not name: the provision in play is theirs, and the turn tells what they take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.arguments import COMPLAINT, Arguments, Said, strong
from bot.calculate import Calculator
from bot.deadline_request import complaint_rules
from bot.exclusive_request import EXCLUSIVE
from bot.request import Request
from bot.size_request import SIZE
from bot.thread import Topic
from kb.model import Regulation

LONGEST_OWN = 20  # characters of a question what one's own enterprise counts as


@dataclass(frozen=True, slots=True)
class Implying:
    calculator: Calculator
    regulation: Regulation

    def begun(self, key: str, text: str, today: date) -> Request | None:
        """The request of a question that found a rule's provision and told a part of what the rule takes.

        None where it tells nothing, or everything.
        """
        arguments = Arguments(self.calculator)
        for rule in self._rules_on(key):
            new = arguments.said(rule, text, today)
            partly = rule in (EXCLUSIVE, SIZE) and strong(new) and not new.problems
            if self._asks_own(rule, text) or (partly and self.calculator.cues.found(EXCLUSIVE, "asks", text)):
                request = arguments.merged({}, new, today, text)
                if arguments.missing(arguments.stored(request)):
                    return request
        return None

    def told(self, topic: Topic, text: str, today: date, word: bool) -> list[Said]:
        """What a turn says for the rules on what is in play: the one for which it says most, or a complaint's two.

        `word`: it is so short that an industry alone says something.
        """
        said = [Arguments(self.calculator).said(rule, text, today) for rule in self._rules_near(topic, text)]
        told = [new for new in said if strong(new) or (word and new.rule == SIZE and new.values)]
        most = max((len(new.values) for new in told), default=0)
        fullest = [new for new in told if len(new.values) == most]
        return fullest if all(new.rule in COMPLAINT for new in fullest) else fullest[:1]

    def joined(self, topic: Topic, text: str, today: date) -> Said | None:
        """What a question tells for a rule together with the one before it, which told the amount: 要专门给小企业不."""
        arguments, cues = Arguments(self.calculator), self.calculator.cues
        if EXCLUSIVE not in self._rules_on(topic.provisions[0]):
            return None
        before, now = (arguments.said(EXCLUSIVE, told, today) for told in (topic.question, text))
        if not strong(before) or strong(now) or not (now.values or cues.found(EXCLUSIVE, "wants", text)):
            return None
        return arguments.said(EXCLUSIVE, f"{topic.question}，{text}", today)

    def _asks_own(self, rule: str, text: str) -> bool:
        """我这算小微企业不: without a figure there is nothing to tell from."""
        cues = self.calculator.cues
        own = (
            rule == SIZE
            and len(text) <= LONGEST_OWN
            and all(cues.found(SIZE, key, text) for key in ("own", "own_class"))
        )
        return own and not cues.found(SIZE, "benefit", text)

    def _rules_near(self, topic: Topic, text: str) -> list[str]:
        """The rules on the provision in play, then on its article; of a complaint's two days the one talked about."""
        article = topic.provisions[0].split(".")[0]
        beside = [f"{article}.{paragraph.number}" for paragraph in self.regulation.article(int(article)).paragraphs]
        found = [rule for key in (topic.provisions[0], *beside) for rule in self._rules_on(key)]
        meant = complaint_rules(f"投诉{topic.question}，{text}", self.calculator.cues)
        return [rule for rule in dict.fromkeys(found) if rule not in COMPLAINT or rule in meant]

    def _rules_on(self, key: str) -> list[str]:
        registry = self.calculator.registry
        parameters = registry.book.parameters
        return [
            rule.name
            for rule in registry.rules
            if any(
                (reference := parameters[name].reference) is not None
                and parameters[name].regulation == self.regulation.id
                and reference.key == key
                for name in rule.parameters
            )
        ]
