"""Whether an answer passes, and if not, why, in words for evaluators.

It passes when its outcome is right; it cites first a provision that must be cited (listings: anywhere),
cites all that must be cited, and nothing from an article outside the golds; its quotes are verbatim; it
shows every fact and nothing forbidden; and its calculation is exact. A question back or a remark that
there is no such provision may cite whatever it is about, unless golds say otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Outcome
from evals.labels import outcome_label
from evals.metrics import differences, first_provision
from evals.question import Expected
from evals.shown import all_citations, is_verbatim, shown, squeeze, touches
from kb.model import Reference, Regulation

FREE_TO_CITE = frozenset({Outcome.CLARIFY, Outcome.NO_SUCH_PROVISION})
SHORT = 40


def reasons_against(expected: Expected, answer: Answer, regulation: Regulation) -> list[str]:
    """Why the answer does not pass, one sentence each; [] if it does."""
    faults = faults_of(expected, answer, regulation)
    return [reason for reasons in faults.values() for reason in reasons]


def faults_of(expected: Expected, answer: Answer, regulation: Regulation) -> dict[str, list[str]]:
    """The reasons by what is wrong (labels.FAULTS); {} if nothing is."""
    owed = expected.given(answer.outcome)
    faults = {
        "outcome": _wrong_outcome(expected, answer),
        "citations": _wrong_citations(owed, answer),
        "quotes": _wrong_quotes(answer, regulation),
        "words": _wrong_words(owed, answer),
        "result": _wrong_result(owed, answer),
    }
    return {fault: reasons for fault, reasons in faults.items() if reasons}


def _wrong_outcome(expected: Expected, answer: Answer) -> list[str]:
    if answer.outcome in expected.outcomes:
        return []
    wanted = "”或“".join(outcome_label(outcome) for outcome in expected.outcomes)
    return [f"回答类型应为“{wanted}”，实际是“{outcome_label(answer.outcome)}”。"]


def _wrong_citations(owed: Expected, answer: Answer) -> list[str]:
    reasons = []
    cited = [citation.reference for citation in answer.citations]
    absent = [gold for gold in owed.must if not any(touches(gold, reference) for reference in cited)]
    if absent:
        reasons.append(f"没有引用{labels(absent)}。")
    if len(absent) < len(owed.must) and first_provision(owed, answer) == 0:  # otherwise the first goes without saying
        reasons.append(f"第一处应引{labels(owed.must)}，实际引的是{cited[0].label}。")
    if owed.golds or answer.outcome not in FREE_TO_CITE:
        intruders = [reference for reference in cited if reference.article not in owed.grades]
        if intruders:
            reasons.append(f"引用了标准答案以外的条文：{labels(intruders)}。")
    return reasons


def _wrong_quotes(answer: Answer, regulation: Regulation) -> list[str]:
    wrong = [citation for citation in all_citations(answer) if not is_verbatim(citation, regulation)]
    return [f"引文与{citation.reference.label}原文不符：“{shorten(citation.quote)}”。" for citation in wrong]


def _wrong_words(owed: Expected, answer: Answer) -> list[str]:
    words = shown(answer)
    absent = [f"没有出现“{fact}”。" for fact in owed.facts if squeeze(fact) not in words]
    return absent + [f"出现了不应出现的“{text}”。" for text in owed.forbidden if squeeze(text) in words]


def _wrong_result(owed: Expected, answer: Answer) -> list[str]:
    if owed.rule is None:
        return []
    results = [calculation.result for calculation in answer.calculations if calculation.rule == owed.rule]
    if not results:
        return [f"没有用规则 {owed.rule} 计算。"] if owed.result or owed.outcome == Outcome.CALCULATED else []
    nearest = min(results, key=lambda result: len(differences(owed.result, result)))
    reasons = []
    for key in differences(owed.result, nearest):
        got = f"实际是 {nearest[key]}" if key in nearest else "实际没有这一项"
        reasons.append(f"计算结果 {key} 应为 {owed.result[key]}，{got}。")
    return reasons


def labels(references: Sequence[Reference]) -> str:
    return "、".join(dict.fromkeys(reference.label for reference in references))


def shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1] + "…"
