"""What a published build keeps of the guide for answering: explanations, silences and misconceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.asked import typical_questions
from kb.guide import Explanation, Guide, Misconception, Silence
from kb.model import Reference


@dataclass(frozen=True, slots=True)
class Handbook:
    """The guide with only a few questions of each provision (`asked`); silences and misconceptions by id."""

    explanations: Mapping[Reference, Explanation] = field(default_factory=dict)
    silences: Mapping[str, Silence] = field(default_factory=dict)
    misconceptions: Mapping[str, Misconception] = field(default_factory=dict)
    asked: Mapping[Reference, tuple[str, ...]] = field(default_factory=dict)

    def silences_of(self, article: int | None) -> list[Silence]:
        return [silence for silence in self.silences.values() if silence.reference.article == article]

    def misconceptions_of(self, article: int | None) -> list[Misconception]:
        return [wrong for wrong in self.misconceptions.values() if wrong.reference.article == article]

    def explanation(self, reference: Reference) -> Explanation:
        """The empty one where the guide says nothing."""
        return self.explanations.get(reference, Explanation())


def handbook_of(guide: Guide) -> Handbook:
    return Handbook(
        guide.explanations,
        {silence.id: silence for silence in guide.silences},
        {misconception.id: misconception for misconception in guide.misconceptions},
        typical_questions(guide.questions),
    )


def to_json(handbook: Handbook) -> dict[str, Any]:
    return {
        "explanations": {
            reference.key: [e.topic, e.plain, [related.key for related in e.related]]
            for reference, e in handbook.explanations.items()
        },
        "silences": [[s.id, s.reference.key, s.name, s.says, s.ask] for s in handbook.silences.values()],
        "misconceptions": [
            [m.id, m.reference.key, m.claim, m.right, m.words, list(m.told)] for m in handbook.misconceptions.values()
        ],
        "asked": {reference.key: list(questions) for reference, questions in handbook.asked.items()},
    }


def from_json(tree: dict[str, Any]) -> Handbook:
    """Inverse of `to_json`."""
    return Handbook(
        {
            reference_of(key): Explanation(topic, plain, tuple(reference_of(other) for other in related))
            for key, (topic, plain, related) in tree["explanations"].items()
        },
        {id: Silence(id, reference_of(key), *texts) for id, key, *texts in tree["silences"]},
        {
            id: Misconception(id, reference_of(key), claim, right, words, tuple(told))
            for id, key, claim, right, words, told in tree["misconceptions"]
        },
        {reference_of(key): tuple(questions) for key, questions in tree["asked"].items()},
    )


def reference_of(key: str) -> Reference:
    """Inverse of `Reference.key`: 36.3 or 58.1.6."""
    article, paragraph, item = ([int(n) for n in key.split(".")] + [None, None])[:3]
    return Reference(article=article, paragraph=paragraph, item=item)
