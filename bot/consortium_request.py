"""Questions what a consortium counts as, from the sizes of its members."""

from __future__ import annotations

from bot.cues import Cues
from bot.member_figures import members_in
from bot.member_sizes import LARGE, SMALL, Members, is_specific, number_told, present
from bot.request import Read, Request
from kb.rules.registry import Registry

CONSORTIUM = "consortium"
LONGEST_ASKED = 60  # of one that is asked back for its members; a longer one is a story
LONGEST_EVIDENT = 40  # characters of a question that tells the members and hardly anything else
GENERIC = "您只说了“中小企业”，没有细分，这里按其中有中型企业计算；各方都是小型、微型企业的，视同小型微型企业。"
UNKNOWN = "还不知道规模的那一方，是大型、中型、小型还是微型企业？"
MEMBERS = 2


def consortium_request(question: Read, cues: Cues, registry: Registry) -> Request | None:
    """What a consortium counts as; asks for the members where none or only one is told."""
    text = question.text
    if not cues.found(CONSORTIUM, "topic", text) or cues.found("subject", "general", text):
        return None
    if _is_other(text, cues):
        return None
    told = _members_alone(text, cues)
    members = members_in(question, told, cues, registry)
    evident = len(members.sizes) > 1 and len(text) <= LONGEST_EVIDENT and not cues.found(CONSORTIUM, "claims", text)
    if not (evident or cues.found(CONSORTIUM, "wants", text)):
        return None
    if not members.sizes and not members.doubtful:
        own = cues.found(CONSORTIUM, "target", text) and cues.found(CONSORTIUM, "own", text)
        return Request(CONSORTIUM) if own else None
    return _with_members(members, told, text, cues)


def members_request(question: Read, cues: Cues, registry: Registry) -> Request:
    """The members that a turn tells, whatever it asks and whether they join or leave."""
    members = members_in(question, question.text, cues, registry)
    return Request(CONSORTIUM, {"members": members.sizes} if members.sizes else {}, (), members.notes)


def implied_consortium(question: Read, cues: Cues, registry: Registry) -> Request | None:
    """What counts as a consortium though nothing says so, where two members are told for certain."""
    text = question.text
    if _is_other(text, cues) or cues.found("subject", "general", text):
        return None
    told = _members_alone(text, cues)
    members = members_in(question, told, cues, registry)
    number = number_told(told) or len(members.sizes)
    known = not members.doubtful and not cues.found(CONSORTIUM, "unknown", told)
    certain = len(members.sizes) == max(MEMBERS, number) and known
    return Request(CONSORTIUM, {"members": members.sizes}, (), members.notes) if certain else None


def _is_other(text: str, cues: Cues) -> bool:
    """Another matter of a consortium: its agreement, who is liable; or there is none."""
    if cues.found(CONSORTIUM, "none", present(text)):
        return True
    return cues.found(CONSORTIUM, "other", text) and not cues.found(CONSORTIUM, "asked", text)


def _members_alone(text: str, cues: Cues) -> str:
    """Without what it may count as, what all would be together, and who has left; places stay."""
    for key in ("asked", "summed"):
        text = cues.patterns[CONSORTIUM, key].sub(lambda match: "|" * len(match.group()), text)
    return present(text)


def _with_members(members: Members, told: str, text: str, cues: Cues) -> Request | None:
    """One large member decides, whatever the others are; else all have to be known."""
    sizes, number = members.sizes, number_told(told)
    if LARGE in sizes:
        return Request(CONSORTIUM, {"members": sizes if len(sizes) > 1 else [*sizes, SMALL]}, (), members.notes)
    every, alike, same = (cues.found(CONSORTIUM, key, told) for key in ("all", "alike", "same"))
    if members.doubtful or cues.found(CONSORTIUM, "unknown", told) or (not alike and number > len(sizes) > 1):
        return Request(CONSORTIUM, {"members": sizes}, (UNKNOWN,))
    if 1 < number < len(sizes):
        problem = f"您说联合体一共{number}方，却说了{len(sizes)}方的规模，请核对各方分别是什么规模。"
        return Request(CONSORTIUM, {"members": sizes}, (problem,))
    if len(sizes) == 1 and not (every or same):
        own = cues.found(CONSORTIUM, "own", text) and len(text) <= LONGEST_ASKED
        if not own or cues.found(CONSORTIUM, "premise", text):
            return None
        problem = "您只说了一方的规模，其他各方是大型、中型、小型还是微型企业？"
        return Request(CONSORTIUM, {"members": sizes}, (problem,))
    notes = members.notes if members.notes or is_specific(told) else (GENERIC,)
    return Request(CONSORTIUM, {"members": sizes * 2 if len(sizes) == 1 else sizes}, (), notes)
