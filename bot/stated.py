"""Whether a provision itself fixes what a short question is after: a period, a share, that it is free of charge."""

from __future__ import annotations

import re

from bot.premise import figures_of

_PERIOD = re.compile("[几多][天日]|几个?工作日|多少(?:个工作日|[天日])|多久|好久|多长时间|期限|时限")
_SHARE = re.compile("比例|几成|百分之(?:几|多少)|占比|占(?:到)?(?:多少|几|好多)|留(?:给.{0,6})?(?:多少|几|好多)")
_AMOUNT = re.compile("限额|金额|多少(?:万|钱)|几(?:十|百)?万|好多万|上限")
_CHARGE = re.compile("要钱|花钱|收钱|收费|收不收|免费|费用|交钱|掏钱")
_FREE = re.compile("无偿|免费|不得收费|不收取")
# 好久开始算数的: the day from which it is in force.
_STARTS = re.compile(
    "(?:哪天|何时|好久|几时|哪年|几号|(?:什么|啥|啥子)时候).{0,4}(?:开始|施行|生效|实施|执行|算数|管用|起用)"
)
_DATE = re.compile("[0-9]年[0-9]{1,2}月[0-9]{1,2}日起")
# Who acts or whom to turn to, and provisions that say it: 向人力社保部门申请, 市人民政府应当委托…
_WHO = re.compile(
    r"(?:哪个|哪家|哪些|什么|啥子?)(?:个)?(?:部门|单位|机关|局|机构)|找(?:谁|哪个|哪家|哪里|哪儿|哪)|(?:谁|哪个)(?:来|在|去)?[管做搞办负牵定评发]"
    r"|(?:去|到|上|在|向)?(?:哪里|哪儿|哪|何处)(?:去)?(?:申请|办|领|报|投诉|举报|反映|告)|主办|牵头"
)
_BODY = r"(?:部门|人民政府|机关|机构|局)"
_ACTS = re.compile(rf"向[^，。；]{{0,24}}{_BODY}|{_BODY}[^，。；]{{0,40}}?(?:应当|负责|会同|组织|牵头|委托)")
# Something else is asked beside it, or the silence is on the very thing.
_ELSE = re.compile("多少|好多|几|条件|材料|资料|手续|流程|多久|好久|电话|地址|网址|怎么|咋|啷|如何")
_WHERE = re.compile("哪里|哪儿|何处|[去到上在]哪")
_NO_BODY = re.compile("谁|哪|部门|单位|机构")
_NO_PLACE = re.compile(f"{_NO_BODY.pattern}|地址|地点|窗口|渠道|办法|名称|网站|网址")
# How the name of a silence on the same kind of detail ends.
_SAME = {
    _PERIOD: re.compile("(?:几天|多久|时间|期限|时限|多长|天数|日期|时候|何时)[^，。]{0,6}$"),
    _SHARE: re.compile("(?:比例|份额|幅度|几成|多少|标准)[^，。]{0,4}$"),
}
_PERIODS = frozenset({"day", "working_day", "other"})
# A figure is asked for: 几年, 多少钱, 百分之几; not 好几年, 拖了几年了, 可以分几次.
_HOW_MANY = r"(?:(?<![好十这那前近后头第老了分])几(?:十|百)?|多少|好多)"
_OPEN = {
    _PERIODS: re.compile(rf"{_HOW_MANY}(?:年|个?月|天|日|个?工作日|周|小时)(?![了前来间])|多长时间|多少时间"),
    frozenset({"share"}): re.compile(rf"{_HOW_MANY}(?:成|个?百分点|个点)|百分之(?:几|多少|好多)|什么比例|多大比例"),
    frozenset({"yuan"}): re.compile(rf"{_HOW_MANY}(?:钱|元|块|万|千块?|亿)(?![了来多])"),
    frozenset({"count"}): re.compile(rf"{_HOW_MANY}(?:次|倍|亩|厘)(?![了来])"),
}
# A story tells how long and how much by the way.
LONGEST_OPEN = 40  # characters
SHORTEST_NAME = 4  # of a thing that is told by it
FIGURE_NAME = re.compile(
    "多少|几|多久|多长|多大|期限|年限|时限|时间|天数|次数|频|比例|幅度|份额|额度|金额|数额|数量|标准|利率|倍数|规模"
)


def answers(provision: str, asked: str, silence: str) -> bool:
    """Whether a provision fixes what is asked though it sounds like a silence about something else.

    `silence` is the name of what is not fixed: one on a period, a share or a body stays what it is.
    """
    if _WHO.search(asked) and not _ELSE.search(asked) and _ACTS.search(provision):
        return (_NO_PLACE if _WHERE.search(asked) else _NO_BODY).search(silence) is None
    return fixes(provision, asked) and not any(
        pattern.search(asked) and _SAME[pattern].search(silence) for pattern in _SAME
    )


def names(asked: str, silence: str) -> bool:
    """Whether a question has the very thing that a silence is on: 采购限额标准 of 采购限额标准的具体金额."""
    head = re.split("[的，、]", silence, maxsplit=1)[0]
    return len(head) >= SHORTEST_NAME and head in asked


def fixes(provision: str, asked: str) -> bool:
    """Whether the words of a provision have what is asked; False where another kind of detail is asked."""
    kinds = {figure.kind for figure in figures_of(provision)}
    if _PERIOD.search(asked) and kinds & _PERIODS:
        return True
    if _SHARE.search(asked) and "share" in kinds:
        return True
    if _STARTS.search(asked) and _DATE.search(provision):
        return True
    if _AMOUNT.search(asked) and "yuan" in kinds:
        return True
    return bool(_CHARGE.search(asked) and _FREE.search(provision))


def leaves_open(provision: str, asked: str, silence: str) -> bool:
    """Whether a short question is for a figure of a kind that the provision does not have at all.

    `silence` is the name of what is not fixed that is most like it; it must be a figure too.
    """
    if len(asked) > LONGEST_OPEN or not FIGURE_NAME.search(silence):
        return False
    kinds = {figure.kind for figure in figures_of(provision)}
    wanted = [fixed for fixed, pattern in _OPEN.items() if pattern.search(asked)]
    return bool(wanted) and not any(fixed & kinds for fixed in wanted)
