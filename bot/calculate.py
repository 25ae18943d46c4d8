"""From a question to a calculated answer, or to a question back for what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answer import Answer, Calculation, Outcome
from bot.compose import cite
from bot.cues import Cues
from bot.deadline_request import deadline_requests
from bot.procurement_request import consortium_request, exclusive_request, reserve_request
from bot.request import Read, Request, read
from bot.size_request import in_force_request, size_request
from kb.errors import CalendarGapError, InputError, NotInForceError
from kb.model import Citation, Regulation
from kb.rules.problems import Problem
from kb.rules.registry import Registry
from kb.rules.result import RuleResult

# What is said to a person about an argument that cannot be computed with; {label} is the argument's name.
SAID = {
    Problem.NOT_A_DATE: "“{label}”不是一个日期，请写成几年几月几日。",
    Problem.NOT_AN_AMOUNT: "“{label}”看不懂，请写成多少元或者多少万元。",
    Problem.NOT_A_COUNT: "“{label}”要是一个整数。",
    Problem.NOT_A_SHARE: "“{label}”看不懂，请写成百分之几。",
    Problem.NOT_A_BOOLEAN: "“{label}”请回答是或者否。",
    Problem.NOT_A_CHOICE: "“{label}”不在可选的范围里。",
    Problem.NEGATIVE: "“{label}”不能是负数，请核对。",
    Problem.ZERO: "“{label}”要大于零，请核对。",
    Problem.TOO_LARGE: "“{label}”太大了，请核对。",
    Problem.SHARE_OVER_ONE: "“{label}”超过了百分之百，请核对。",
    Problem.MORE_THAN_WHOLE: "“{label}”比它所在的总额还大，请核对。",
    Problem.CONTRADICTION: "“{label}”和您说的另一个数对不上，请核对。",
    Problem.TOO_EARLY: "“{label}”比前一步的日期还早，请核对。",
    Problem.TOO_FEW: "“{label}”至少要有两家。",
    Problem.OUTSIDE: "这个行业（金融、教育、卫生、铁路运输）不在国家划型标准的表里，按这张表算不出来。"
    "请问主要业务还有别的行业吗？",
}


@dataclass(frozen=True, slots=True)
class Calculator:
    """Understands questions that want a rule computed."""

    registry: Registry
    cues: Cues

    def answer(self, question: str, text: str, regulation: Regulation, today: date) -> Answer | None:
        """The calculation, or what is to be asked first; None if no calculation is wanted."""
        requests = self.requests(read(text, today))
        if not requests:
            return None
        results: list[RuleResult] = []
        for request in requests:
            outcome = self._compute(request)
            if isinstance(outcome, str):
                return self._ask(question, outcome, request, regulation)
            results.append(outcome)
        return _calculated(question, results, requests, regulation)

    def requests(self, question: Read) -> tuple[Request, ...]:
        """What is wanted, the most particular subject first."""
        for one in (
            consortium_request(question, self.cues),
            reserve_request(question, self.cues),
            exclusive_request(question, self.cues),
        ):
            if one is not None:
                return (one,)
        several = deadline_requests(question, self.cues)
        if several:
            return several
        size = size_request(question, self.cues, self.registry.book.industries)
        if size is not None:
            return (size,)
        in_force = in_force_request(question, self.cues)
        return (in_force,) if in_force is not None else ()

    def _compute(self, request: Request) -> RuleResult | str:
        """The result, or the sentence that asks for what stands in its way."""
        if request.problems:
            return "".join(request.problems)
        try:
            missing = self.registry.missing(request.rule, request.arguments)
            if missing:
                return "".join(slot.question or f"请补充{slot.label}。" for slot in missing)
            return self.registry.compute(request.rule, request.arguments)
        except InputError as error:
            slot = self.registry.rule(request.rule).slot(error.slot)
            return SAID[Problem(error.problem)].format(label=slot.label)
        except NotInForceError:
            since = self.registry.in_force_since(request.rule)
            told = f"{since.year}年{since.month}月{since.day}日" if since else ""
            return f"本条例自{told}起施行，您说的日期在这之前，不能按本条例计算。请核对日期。"
        except CalendarGapError as error:
            return f"这个日期太早，工作日历里没有（{error}）。请核对日期。"

    def _ask(self, question: str, sentence: str, request: Request, regulation: Regulation) -> Answer:
        """Asks one short question, the provision that the rule rests on already cited."""
        rule = self.registry.rule(request.rule)
        parameters = [self.registry.book.parameters[name] for name in rule.parameters]
        references = [p.reference for p in parameters if p.reference is not None and p.regulation == regulation.id]
        citations = tuple(cite(regulation, reference) for reference in dict.fromkeys(references))
        named = "、".join(citation.reference.label for citation in citations)
        text = f"要算“{rule.label}”，还差一点：{sentence}" + (f"\n\n依据是{named}，原文见下。" if named else "")
        marks = tuple(p.quote for p in parameters if p.regulation == regulation.id)
        return Answer(question, Outcome.CLARIFY, text, citations, marks=marks)


def _calculated(
    question: str, results: Sequence[RuleResult], requests: Sequence[Request], regulation: Regulation
) -> Answer:
    blocks: list[str] = []
    calculations: list[Calculation] = []
    citations: dict[str, Citation] = {}
    for result, request in zip(results, requests, strict=True):
        own = tuple(
            cite(regulation, found.reference) for found in result.references if found.regulation == regulation.id
        )
        own = tuple({citation.reference.key: citation for citation in own}.values())
        citations |= {citation.reference.key: citation for citation in own}
        arguments = {key: value for key, value in result.arguments.items() if key != "today"}
        calculations.append(Calculation(result.rule, arguments, dict(result.value), result.steps, own))
        blocks.append("".join((f"**{result.verdict}**", *request.notes)))
        blocks.append("怎么算的：\n" + "\n".join(f"{n}. {step}" for n, step in enumerate(result.steps, start=1)))
        if result.assumptions:
            blocks.append("前提：" + "\n".join(result.assumptions))
    marks = tuple(found.quote for result in results for found in result.references)
    text = "\n\n".join(blocks)
    return Answer(question, Outcome.CALCULATED, text, tuple(citations.values()), tuple(calculations), marks=marks)
