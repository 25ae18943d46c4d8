"""An entry of the feedback taken by staff: their form read, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.answer import Outcome
from bot.message import Message
from bot.naming import labels_of, name_several, name_unit
from bot.settings import LONGEST_QUESTION
from bot.store.entries import Purpose, Taking
from bot.store.errors import TakenTextError
from bot.web.feedback_list import OUTCOMES, PURPOSES, Draft
from kb.model import Regulation
from kb.text import squeeze

# These put something forward, so a right answer cites it.
CITING = frozenset(
    {
        Outcome.ANSWERED,
        Outcome.CALCULATED,
        Outcome.ARTICLE,
        Outcome.LISTING,
        Outcome.NOT_SPECIFIED,
        Outcome.CORRECTED,
    }
)


def read_taking(purpose: Purpose, fields: Mapping[str, str], regulation: Regulation) -> tuple[Draft, Taking]:
    """What was typed, with its problems; the taking holds only if there are none."""
    wording = fields.get("wording", "").strip()
    typed = fields.get("provisions", "").strip()
    problems: dict[str, str] = {}
    if not squeeze(wording):
        problems["wording"] = Message("请写出问题。")
    elif len(wording) > LONGEST_QUESTION:
        problems["wording"] = Message("问题最多{most}字，您写了{count}字。", most=LONGEST_QUESTION, count=len(wording))
    named = (name_unit if purpose is Purpose.SIMILAR else name_several)(typed, regulation)
    expected = fields.get("expected", "") if purpose is Purpose.REGRESSION else ""
    if named.problem:
        problems["provisions"] = named.problem
    if purpose is Purpose.SIMILAR and not typed:
        problems["provisions"] = Message("请写明这个问题由哪一款回答。")
    if purpose is Purpose.REGRESSION:
        problems |= _expected_problems(expected, bool(named.references or named.problem))
    return Draft(wording, typed, expected, problems), Taking(purpose, wording, named.keys, expected)


def taken_draft(draft: Draft, purpose: Purpose, error: TakenTextError, regulation: Regulation) -> Draft:
    """The draft with the sentence why its question cannot be taken (so)."""
    taken, labels = PURPOSES[Purpose(error.purpose)], labels_of(error.provisions, regulation)
    if Purpose(error.purpose) is not purpose:
        pattern = "这个问法已经作为{taken}收下了。学的和考的要分开，不能再作为{wanted}。"
        sentence = Message(pattern, taken=taken, wanted=PURPOSES[purpose])
    elif labels:
        pattern = "这个问法已经作为{taken}收下了，写的是{labels}，和这次填的不一样。请改成一样的，或者换个问法。"
        sentence = Message(pattern, taken=taken, labels=labels)
    else:
        pattern = "这个问法已经作为{taken}收下了，和这次填的不一样。请改成一样的，或者换个问法。"
        sentence = Message(pattern, taken=taken)
    return replace(draft, problems={"wording": sentence})


def _expected_problems(expected: str, cites: bool) -> dict[str, str]:
    if expected not in [outcome.value for outcome in OUTCOMES]:
        return {"expected": Message("请选择应该得到哪种回答。")}
    if Outcome(expected) in CITING and not cites:
        pattern = "“{outcome}”的回答要引用条款，请写明应该引用哪一条。"
        return {"provisions": Message(pattern, outcome=OUTCOMES[Outcome(expected)])}
    return {}
