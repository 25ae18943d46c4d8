"""What a question wants computed without naming it: its provision was found by search, its quantities are told.

Only where every argument is there and nothing is doubtful; whatever is short of that is answered from the article.
"""

from __future__ import annotations

from bot.budget_request import with_budget_asked
from bot.consortium_request import CONSORTIUM, implied_consortium
from bot.cues import Cues
from bot.deadline_dates import is_done
from bot.deadline_request import ACCEPTANCE, DECISION, RECEIVABLE, complaint_rules, deadline_arguments
from bot.exclusive_request import EXCLUSIVE, exclusive_arguments
from bot.force_request import IN_FORCE, asks_in_force, in_force_arguments
from bot.request import Read, Request
from bot.reserve_request import RESERVE, reserve_arguments
from bot.size_request import SIZE, size_arguments
from kb.model import Reference
from kb.rules.registry import Registry

LONGEST = 80  # characters; a longer one is a story


def implied_requests(question: Read, reference: Reference, registry: Registry, cues: Cues) -> tuple[Request, ...]:
    """Requests for the rules that stand in the provision; () unless all of them can be computed at once."""
    if len(question.text) > LONGEST:
        return ()
    requests = tuple(
        request
        for rule in _rules_in(reference, registry)
        if (request := _request(rule, question, registry, cues)) is not None
    )
    whole = all(not request.problems and not registry.missing(request.rule, request.arguments) for request in requests)
    return requests if whole else ()


def _rules_in(reference: Reference, registry: Registry) -> list[str]:
    parameters = registry.book.parameters
    return [rule.name for rule in registry.rules if any(parameters[p].reference == reference for p in rule.parameters)]


def _request(rule: str, question: Read, registry: Registry, cues: Cues) -> Request | None:
    """The request, where the question tells what the rule needs and asks for what the rule gives."""
    text = question.text
    if rule in (ACCEPTANCE, DECISION, RECEIVABLE):
        dated = any(rule == RECEIVABLE or is_done(found, question, cues) for found in question.dates)
        asked = dated and cues.found("moment", "cue", text)
        if rule == RECEIVABLE:
            meant = not cues.found(RECEIVABLE, "payer_small", text)
        else:
            meant = rule in complaint_rules(text, cues)
        return deadline_arguments(rule, question, cues) if asked and meant else None
    if rule == RESERVE:
        asked = bool(question.yuan) and cues.found(RESERVE, "asks", text)
        return with_budget_asked(reserve_arguments(question, cues), question, cues) if asked else None
    if rule == EXCLUSIVE:
        return exclusive_arguments(question, cues) if question.yuan and cues.found(EXCLUSIVE, "asks", text) else None
    if rule == CONSORTIUM:
        return implied_consortium(question, cues, registry)
    if rule == SIZE:
        told = bool(question.counts or question.yuan) and cues.found(SIZE, "wants", text)
        return size_arguments(question, cues, registry) if told else None
    if rule == IN_FORCE:
        asked = bool(question.dates) and asks_in_force(question, cues)
        return in_force_arguments(question, cues, registry.book.parameters[IN_FORCE].day()) if asked else None
    return None
