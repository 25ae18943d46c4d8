"""From a question to a calculated answer, or to a question back for what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answer import Answer, Calculation, Outcome
from bot.compose import cite
from bot.cues import Cues
from bot.deadline_request import deadline_requests
from bot.force_request import in_force_request
from bot.implied_request import implied_requests
from bot.problem_words import missing_sentence, problem_sentence
from bot.procurement_request import procurement_request
from bot.request import Read, Request, read
from bot.size_request import size_request
from bot.standing import deadline_verdict, stands
from bot.tools import calculation_of
from kb.errors import RuleError
from kb.model import Citation, Reference, Regulation
from kb.rules.catalogue import TODAY
from kb.rules.registry import Registry
from kb.rules.result import RuleResult


@dataclass(frozen=True, slots=True)
class Calculator:
    """Understands questions that want a rule computed."""

    registry: Registry
    cues: Cues

    def answer(self, question: str, text: str, regulation: Regulation, today: date) -> Answer | None:
        """The calculation, or what is to be asked first; None if no calculation is wanted."""
        requests = self.requests(read(text, today))
        return self.answer_requests(question, requests, regulation) if requests else None

    def answer_implied(
        self, question: str, text: str, regulation: Regulation, today: date, reference: Reference
    ) -> Answer | None:
        """The calculation that a question wants whose provision the search found; None unless it is complete.

        Raises nothing for arguments that cannot be right: such a question is answered from the article.
        """
        try:
            requests = implied_requests(read(text, today), reference, self.registry, self.cues)
        except RuleError:
            return None
        return self.answer_requests(question, requests, regulation) if requests else None

    def answer_requests(self, question: str, requests: Sequence[Request], regulation: Regulation) -> Answer:
        """All of them computed, or the question for the first thing that is missing."""
        results: list[RuleResult] = []
        verdicts: list[str] = []
        for request in requests:
            outcome = self._compute(request)
            if isinstance(outcome, str):
                return self._ask(question, outcome, request, regulation)
            results.append(outcome)
            verdicts.append(self._verdict(outcome, request))
        return _calculated(question, results, verdicts, requests, regulation)

    def requests(self, question: Read) -> tuple[Request, ...]:
        """What is wanted, the most particular subject first."""
        procurement = procurement_request(question, self.cues, self.registry)
        if procurement is not None:
            return (procurement,)
        several = deadline_requests(question, self.cues)
        if several:
            return several
        consortium = "联合体" in question.text  # no enterprise of its own
        size = None if consortium else size_request(question, self.cues, self.registry)
        if size is not None:
            return (size,)
        in_force = in_force_request(question, self.cues, self.registry.book.parameters["in_force"].day())
        return (in_force,) if in_force is not None else ()

    def _compute(self, request: Request) -> RuleResult | str:
        """The result, or the sentence that asks for what stands in its way."""
        if request.problems:
            return "".join(request.problems)
        try:
            missing = self.registry.missing(request.rule, request.arguments)
            if missing:
                return _one_sentence([missing_sentence(slot) for slot in missing])
            return self.registry.compute(request.rule, request.arguments)
        except RuleError as error:
            return problem_sentence(error, self.registry, request.rule)

    def _verdict(self, result: RuleResult, request: Request) -> str:
        """In Markdown; of a deadline what was asked first, the day or how it stands."""
        if not stands(result):
            return f"**{result.verdict}**"
        arguments = {name: value for name, value in request.arguments.items() if name != TODAY.name}
        deadline = self.registry.compute(request.rule, arguments).verdict
        return deadline_verdict(deadline, result, request.as_of, request.standing)

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


def _one_sentence(questions: Sequence[str]) -> str:
    """有多少从业人员？全年营业收入是多少？ as one question."""
    return "，".join(question.rstrip("？。") for question in questions) + "？"


def _calculated(
    question: str,
    results: Sequence[RuleResult],
    verdicts: Sequence[str],
    requests: Sequence[Request],
    regulation: Regulation,
) -> Answer:
    blocks: list[str] = []
    calculations: list[Calculation] = []
    citations: dict[str, Citation] = {}
    for result, verdict, request in zip(results, verdicts, requests, strict=True):
        calculation = calculation_of(result, regulation)
        calculations.append(calculation)
        citations |= {citation.reference.key: citation for citation in calculation.citations}
        blocks.append("".join((verdict, *request.notes)))
        blocks.append("怎么算的：\n" + "\n".join(f"{n}. {step}" for n, step in enumerate(result.steps, start=1)))
        if result.assumptions:
            blocks.append("前提：" + "\n".join(result.assumptions))
    marks = tuple(found.quote for result in results for found in result.references)
    text = "\n\n".join(blocks)
    return Answer(question, Outcome.CALCULATED, text, tuple(citations.values()), tuple(calculations), marks=marks)
