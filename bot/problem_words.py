"""What is said to a person about an argument that a rule cannot compute with: one wording for chat, form, command."""

from __future__ import annotations

from bot.message import Message
from kb.errors import CalendarGapError, InputError, NotInForceError, RuleError
from kb.rules.problems import Problem
from kb.rules.registry import Registry
from kb.rules.slots import Slot

# {label} is the argument's name.
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
NAMED_OPTIONS = 6  # a longer list of choices is not read out


def problem_sentence(error: RuleError, registry: Registry, rule: str) -> str:
    """The Chinese sentence for an error that computing the rule raised."""
    if isinstance(error, InputError):
        return _about_argument(error, registry, rule)
    if isinstance(error, NotInForceError):
        since = registry.in_force_since(rule)
        if since is None:
            return Message("您说的日期比现行标准开始施行的日子还早，不能按现行标准计算。请核对日期。")
        return Message(
            "本条例自{year}年{month}月{day}日起施行，您说的日期在这之前，不能按本条例计算。请核对日期。",
            year=since.year,
            month=since.month,
            day=since.day,
        )
    if isinstance(error, CalendarGapError):
        years = registry.book.calendar.published_years.replace(", ", "、")
        return Message("这个日期不在工作日历里（公布过放假安排的年份是{years}年），算不出来。请核对日期。", years=years)
    raise error


def missing_sentence(slot: Slot) -> str:
    """Asks for an argument."""
    return slot.question or Message("请补充{label}。", label=slot.label)


def _about_argument(error: InputError, registry: Registry, rule: str) -> str:
    problem = Problem(error.problem)
    if problem is Problem.UNKNOWN:
        return f"“{registry.rule(rule).label}”没有“{error.slot}”这一项。"
    slot = registry.rule(rule).slot(error.slot)
    if problem is Problem.MISSING:
        return missing_sentence(slot)
    sentence = Message(SAID[problem], label=slot.label)
    if problem is Problem.NOT_A_CHOICE and len(slot.options) <= NAMED_OPTIONS:
        return f"{sentence}可选的是：{'、'.join(option.label for option in slot.options)}。"
    return sentence
