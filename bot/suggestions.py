"""What can be asked next under an answer: only what the bot surely answers in the same conversation."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from bot.answer import Answer, Outcome
from bot.replies import label_of
from bot.several import SURE
from kb.model import Reference
from kb.opening import OpenKnowledge
from kb.rules.narration import day_label
from kb.rules.registry import Registry

EXAMPLES = Path(__file__).parent / "data" / "follow_ups.toml"
MOST = 3


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`examples` are by rule, each with {day} for the day of asking."""

    opened: OpenKnowledge
    registry: Registry
    examples: Mapping[str, str]

    def after(self, answer: Answer, today: date) -> tuple[str, ...]:
        """At most three; none where nothing is put forward."""
        if answer.outcome not in SURE or not answer.citations:
            return ()
        return tuple(dict.fromkeys(islice(self._likely(answer, today), MOST)))

    def _likely(self, answer: Answer, today: date) -> Iterator[str]:
        first = answer.citations[0].reference
        full = f"看{Reference(article=first.article).label}全文"
        if answer.outcome is Outcome.CALCULATED:
            yield from ("怎么算的？", "依据是哪一条？", full)
            return
        yield from (self.examples[rule].format(day=day_label(today)) for rule in self._rules_on(first))
        shown = {citation.reference.article for citation in answer.citations}
        if answer.outcome not in (Outcome.ARTICLE, Outcome.LISTING):
            yield full
        for reference in self._related(first):
            if reference.article not in shown or answer.outcome is not Outcome.LISTING:
                yield label_of(self.opened.topic(reference), reference)

    def _related(self, first: Reference) -> Iterator[Reference]:
        """What the guide says to read next; of a whole article what its first paragraph leads to."""
        own = first if first.paragraph is not None else Reference(article=first.article, paragraph=1)
        for reference in self.opened.handbook.explanation(own).related:
            if self.opened.topic(reference):
                yield reference

    def _rules_on(self, reference: Reference) -> Iterator[str]:
        """The first rule that rests on the provision."""
        for rule in self.registry.rules:
            for name in rule.parameters:
                parameter = self.registry.book.parameters[name]
                ours = parameter.regulation == self.opened.regulation.id
                if ours and parameter.reference is not None and parameter.reference.key == reference.key:
                    yield rule.name
                    return


def load_examples(path: Path = EXAMPLES) -> dict[str, str]:
    return {rule: str(text) for rule, text in tomllib.loads(path.read_text(encoding="utf-8"))["examples"].items()}
