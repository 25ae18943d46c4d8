"""The metrics of one answer: each a number from 0 to 1, or None where the metric does not apply.

"Does not apply" is an empty result, never a pass. `expected` is E, `answer` is A; a provision "touches"
another when it is the same or one holds the other. The metrics of content ask only what E still asks
of an answer with A's outcome (`Expected.given`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.answer import Answer, Outcome
from evals.question import Expected, JsonValue
from evals.ranking import rank_scores
from evals.shown import all_citations, is_verbatim, shown, squeeze, touches, touches_any
from kb.model import Regulation

# What these expect is found by search; the others are reached by name, by rule or not at all.
SEARCHED = frozenset({Outcome.ANSWERED, Outcome.NOT_SPECIFIED, Outcome.CORRECTED})


def outcome_right(expected: Expected, answer: Answer) -> float:
    """1 if A's outcome is the expected one or an acceptable one. Always applies."""
    return float(answer.outcome in expected.outcomes)


def first_article(expected: Expected, answer: Answer) -> float | None:
    """1 if A's first citation is in an article that must be cited.

    Does not apply to listings, which have no first, nor where nothing must be cited. No citation scores 0.
    """
    owed = expected.given(answer.outcome)
    if not owed.must or owed.outcome == Outcome.LISTING:
        return None
    articles = {reference.article for reference in owed.must}
    return float(bool(answer.citations) and answer.citations[0].reference.article in articles)


def first_provision(expected: Expected, answer: Answer) -> float | None:
    """As `first_article`, but the citation has to touch the very paragraph or item."""
    owed = expected.given(answer.outcome)
    if not owed.must or owed.outcome == Outcome.LISTING:
        return None
    return float(bool(answer.citations) and touches_any(answer.citations[0].reference, owed.must))


def citation_precision(expected: Expected, answer: Answer) -> float | None:
    """Share of A's citations that touch a gold. Does not apply without golds or without citations."""
    golds = [gold.reference for gold in expected.golds]
    if not golds or not answer.citations:
        return None
    return _share([touches_any(citation.reference, golds) for citation in answer.citations])


def citation_recall(expected: Expected, answer: Answer) -> float | None:
    """Share of the provisions that must be cited which a citation touches. Does not apply where there are none."""
    must = expected.given(answer.outcome).must
    return _share([any(touches(gold, citation.reference) for citation in answer.citations) for gold in must])


def verbatim(answer: Answer, regulation: Regulation) -> float | None:
    """Share of A's quotes that stand in the provision cited, blanks aside. Does not apply without citations."""
    return _share([is_verbatim(citation, regulation) for citation in all_citations(answer)])


def facts_shown(expected: Expected, answer: Answer) -> float | None:
    """Share of the expected facts that stand in A's text, quotes or results. Does not apply without facts."""
    words = shown(answer)
    return _share([squeeze(fact) in words for fact in expected.given(answer.outcome).facts])


def forbidden_absent(expected: Expected, answer: Answer) -> float | None:
    """Share of the forbidden strings that A does not show. Does not apply where none is forbidden."""
    words = shown(answer)
    return _share([squeeze(text) not in words for text in expected.forbidden])


def refusal_precision(expected: Expected, answer: Answer) -> float | None:
    """Of the answers "out of scope": 1 where that is right. Does not apply to any other answer."""
    return float(Outcome.OUT_OF_SCOPE in expected.outcomes) if answer.outcome == Outcome.OUT_OF_SCOPE else None


def refusal_recall(expected: Expected, answer: Answer) -> float | None:
    """Of the questions that are out of scope: 1 where A says so, or is acceptable. Does not apply to others."""
    return float(answer.outcome in expected.outcomes) if expected.outcome == Outcome.OUT_OF_SCOPE else None


def asked_back(expected: Expected, answer: Answer) -> float | None:
    """1 if A asks back although it need not; less is better. Does not apply where asking back is right."""
    return None if Outcome.CLARIFY in expected.outcomes else float(answer.outcome == Outcome.CLARIFY)


def exact(expected: Expected, answer: Answer) -> float | None:
    """1 if the rule expected computed every value of the expected result. Does not apply without a result."""
    owed = expected.given(answer.outcome)
    if not owed.result:
        return None
    results = [calculation.result for calculation in answer.calculations if calculation.rule == owed.rule]
    return float(any(not differences(owed.result, result) for result in results))


def differences(expected: Mapping[str, JsonValue], result: Mapping[str, Any]) -> list[str]:
    """The keys at which a result is not as expected; further keys of the result do not matter."""
    return [key for key, value in expected.items() if key not in result or not _equal(value, result[key])]


def _equal(one: Any, other: Any) -> bool:
    """Equal values; a number may be written as an int or as a decimal string, but truth is no number."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    try:
        return Decimal(str(one)) == Decimal(str(other))
    except InvalidOperation:
        return bool(one == other)


def _share(hits: list[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None


def score(expected: Expected, answer: Answer, regulation: Regulation) -> dict[str, float]:
    """Every metric that applies, by name."""
    ranked: dict[str, float] = {}
    if expected.outcome in SEARCHED:
        ranked = rank_scores([hit.article for hit in answer.retrieved], expected.grades)
    values = {
        "outcome": outcome_right(expected, answer),
        "first_article": first_article(expected, answer),
        "first_provision": first_provision(expected, answer),
        "citation_precision": citation_precision(expected, answer),
        "citation_recall": citation_recall(expected, answer),
        "verbatim": verbatim(answer, regulation),
        "facts": facts_shown(expected, answer),
        "forbidden": forbidden_absent(expected, answer),
        "exact": exact(expected, answer),
        "refusal_precision": refusal_precision(expected, answer),
        "refusal_recall": refusal_recall(expected, answer),
        "asked_back": asked_back(expected, answer),
    }
    return {name: value for name, value in {**values, **ranked}.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric's name, and its words for evaluators."""

    name: str
    label: str
    help: str
    lower_is_better: bool = False


# In the order of the tables. `passed` is decided in verdict.py.
METRICS = (
    Metric("passed", "通过", "整道题（对话为每一轮）全部符合要求的比例。"),
    Metric("outcome", "类型", "回答类型正确，或属于可以接受的类型的比例。"),
    Metric("first_article", "首引条", "第一处引用就在应引条文之中的比例。"),
    Metric("first_provision", "首引款", "第一处引用精确到应引的款、项的比例。"),
    Metric("citation_precision", "引准", "所引条款中，属于标准答案的比例。"),
    Metric("citation_recall", "引全", "应引的条款中，已经引用的比例。"),
    Metric("verbatim", "原文", "引文与条文原文一字不差的比例。"),
    Metric("facts", "要点", "应当出现的要点中，已经出现的比例。"),
    Metric("forbidden", "禁语", "不应出现的字句确实没有出现的比例。"),
    Metric("exact", "算准", "计算结果逐项相符的比例。"),
    Metric("refusal_precision", "拒准", "回答“不属本条例”的，确实应当这样回答的比例。"),
    Metric("refusal_recall", "拒全", "不属本条例的问题，没有被强行作答的比例。"),
    Metric("asked_back", "反问", "本可直接回答却反问的比例，越低越好。", lower_is_better=True),
    Metric("recall_1", "召回1", "应引条文中，检索排在第 1 位的比例。"),
    Metric("recall_3", "召回3", "应引条文中，检索排在前 3 位的比例。"),
    Metric("recall_5", "召回5", "应引条文中，检索排在前 5 位的比例。"),
    Metric("mrr", "MRR", "第一个应引条文检索名次的倒数，再取平均。"),
    Metric("ndcg_10", "nDCG", "检索前 10 位的分级排序质量。"),
)
BY_NAME = {metric.name: metric for metric in METRICS}
