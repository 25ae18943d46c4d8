"""Questions about procurement: the share to be reserved, projects for SMEs only, consortia."""

from __future__ import annotations

import re
from typing import Any

from bot.amounts import FoundAmount
from bot.cues import Cues
from bot.request import Read, Request, problems_of

RESERVE, EXCLUSIVE, CONSORTIUM = "procurement_reserve", "procurement_exclusive", "consortium"
ROLES = ("unavailable", "small_micro", "sme", "budget")
SIZES = (
    ("large", r"大型(?:企业|公司|国企|集团)?|大企业|大公司|大厂|大国企|央企"),
    ("medium", r"中型(?:企业|公司)?"),
    ("small", r"(?<!中)小型(?!微)(?:企业|公司)?|(?<!中)小企业|小公司"),
    ("micro", r"(?<!小)微型(?:企业|公司)?|(?<!小)微企"),
    ("small", r"小微(?:企业)?|小型微型企业"),
    ("medium", r"中小企业"),
)
NUMBER = r"(?:都|全|各方都|全部|均|两家都|三家都)"


def reserve_request(question: Read, cues: Cues) -> Request | None:
    """From a budget: what must be kept for SMEs; with a plan, whether it is enough."""
    text = question.text
    if not (question.yuan and cues.found(RESERVE, "topic", text) and cues.found(RESERVE, "wants", text)):
        return None
    if not cues.found(RESERVE, "budget", text):
        return None
    problems = problems_of((*question.yuan, *question.shares))
    arguments: dict[str, Any] = {}
    for place, amount in enumerate((*question.yuan, *question.shares)):
        role = _role(text, amount, question.amounts, cues)
        if role is None and place == 0:
            role = "budget"
        slot = {"budget": "budget_yuan", "unavailable": "unavailable_yuan"}.get(role or "", f"{role}_{amount.kind}")
        if role is None or amount.value is None or (amount.kind == "share" and role in ("budget", "unavailable")):
            continue
        if arguments.get(slot, amount.value) != amount.value:
            problems = (*problems, f"您说的金额我分不清各是什么（{amount.text}），请逐项写清楚。")
        arguments[slot] = amount.value
    return Request(RESERVE, arguments, problems)


def _role(text: str, amount: FoundAmount, amounts: tuple[FoundAmount, ...], cues: Cues) -> str | None:
    """What the words nearest before the amount say it is, failing that the words after it in its clause."""
    start = max((other.end for other in amounts if other.end <= amount.start), default=0)
    before = re.split(r"[。；;？?！!]", text[start : amount.start])[-1]
    end = min((other.start for other in amounts if other.start >= amount.end), default=len(text))
    after = re.split(r"[，。；;,？?！!]", text[amount.end : end])[0]
    if cues.found(RESERVE, "unavailable", after):
        return "unavailable"
    near = {role: cues.last_before(RESERVE, role, before) for role in ROLES}
    best = max(near.values())
    if best >= 0:
        return next(role for role in ROLES if near[role] == best)
    following = {role: cues.first(RESERVE, role, after) for role in ROLES}
    first = min(following.values())
    return next((role for role in ROLES if following[role] == first), None) if first < len(after) else None


def exclusive_request(question: Read, cues: Cues) -> Request | None:
    """Whether one project must go to SMEs only."""
    text = question.text
    if not (question.yuan and cues.found(EXCLUSIVE, "topic", text) and cues.found(EXCLUSIVE, "wants", text)):
        return None
    arguments: dict[str, Any] = {}
    amounts = list(question.yuan)
    for amount in question.yuan:
        if cues.last_before(EXCLUSIVE, "threshold_is", text[max(0, amount.start - 8) : amount.start]) >= 0:
            arguments["threshold_yuan"] = amount.value
            amounts.remove(amount)
    problems = problems_of(tuple(amounts))
    values = {amount.value for amount in amounts if amount.value is not None}
    if len(values) > 1:
        problems = (*problems, "您说了不止一个金额，采购项目的金额是哪一个？")
    elif values:
        arguments["amount_yuan"] = values.pop()
    kinds = [kind for kind in ("works", "services", "goods") if cues.found(EXCLUSIVE, kind, text)]
    if kinds:
        arguments["kind"] = _kind(text, kinds, cues)
    if cues.found(EXCLUSIVE, "below_threshold", text):
        arguments["reaches_threshold"] = False
    elif cues.found(EXCLUSIVE, "above_threshold", text):
        arguments["reaches_threshold"] = True
    if cues.found(EXCLUSIVE, "unsuitable", text):
        arguments["suitable"] = False
    return Request(EXCLUSIVE, arguments, problems)


def _kind(text: str, kinds: list[str], cues: Cues) -> str:
    """The kind named outright, else that of the word that stands last: 设备维护服务 is a service."""
    outright = {"works": "工程", "services": "服务", "goods": "货物"}
    named = [kind for kind in kinds if re.search(outright[kind] + r"(?!商|器|于)", text)]
    return max(named or kinds, key=lambda kind: cues.last_before(EXCLUSIVE, kind, text))


def consortium_request(question: Read, cues: Cues) -> Request | None:
    """What a consortium counts as, from the sizes of its members."""
    text = question.text
    if not cues.found(CONSORTIUM, "topic", text):
        return None
    asked = re.search(r"算|视同|视为|属于|当成|当作|认定|资格|享受|按.{0,6}(?:企业|对待)|行不行|可以.{0,4}吗", text)
    members = _members(text)
    if not members or not asked:
        return None
    return Request(CONSORTIUM, {"members": members})


def _members(text: str) -> list[str]:
    """Sizes told of, each as often as it is counted; the question at the end is not a member."""
    told = re.split(r"(?:算不算|算是|能不能算|还算|算|视同|视为|属于|能按|按)", text)[0] or text
    members: list[str] = []
    taken: list[tuple[int, int]] = []
    for size, pattern in SIZES:
        for match in re.finditer(pattern, told):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            members += [size] * _how_many(told, match.start(), match.group())
    if len(members) == 1:
        members *= 2  # “三家都是小微”: one size told for all
    return members


def _how_many(text: str, place: int, word: str) -> int:
    before = text[max(0, place - 3) : place]
    match = re.search(r"([一两二三四五六七八九十0-9]+)[家个]?$", before)
    digits = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
    if match is None:
        return 1
    told = match.group(1)
    return min(20, int(told)) if told.isdigit() else digits.get(told, 1)
