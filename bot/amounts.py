"""The amounts of money, shares and head-counts in a person's question, exact.

350.5万, 1.2亿元, 三千五百万, 5,000,000元, 900w are money; 35%, 百分之三十五, 三成, 二成五 are shares; 12个人,
员工刚好300 are head-counts. What is said only roughly (两百万出头) has no `value` but a `problem` to put to the
person. What is only compared with (超过两百万, 三成以上) is left out beside an exact amount of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.rough_amounts import ceiling, is_less, rough_spans
from bot.typed_text import fold
from kb.numerals import to_quantity

_ONES = "零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_HAN = _ONES + "十百千万亿拾佰仟半"
_FIGURES = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
# 50万一年: the next word begins.
_PIECE = rf"(?:{_FIGURES}|(?!一[年次批台套辆项共起直样定下并般旦])[{_HAN}]|点(?=[{_ONES}]))"
_UNIT_AHEAD = r"(?: (?=[千万亿wW]))?(?:个(?=[千百十]?[万亿]|[wW](?![A-Za-z])))?"
# 一块儿去投, 两家一块做: together, no yuan.
_TOGETHER = rf"一块(?!钱|[{_ONES}0-9])"
# A number as typed; “2个亿”, “900 w” and “1亿2千万” are one each.
_NUMBER = re.compile(
    rf"(?<![0-9.])(?P<sign>负|(?<![0-9万亿])-)?(?P<number>(?!点|{_TOGETHER}){_PIECE}(?:{_UNIT_AHEAD}(?:{_PIECE}|[wW](?![A-Za-z])))*)"
)
# 员工20，300万: one number or two? bot.typed_text leaves the comma full width where it cannot tell.
_UNCERTAIN = re.compile(r"[0-9]{1,3}，[0-9]{3} ?[万亿][元块]?")

_MONEY = re.compile(r"(?P<more>多|几|余|来)?(?P<unit>[万亿])? ?(?:元|块钱?|圆|人民币|RMB|rmb)(?:整|钱)?")
_FOREIGN = re.compile(
    r" ?(?:美元|美金|美刀|欧元|欧(?!洲)|日元|日圆|英镑|港币|港元|港纸|新?台币"
    r"|澳元|澳币|加元|韩元|韩币|卢布|卢比|法郎|泰铢|新元|新币|刀|USD|usd|EUR|HKD|比特币|泰达币|USDT)"
)
# What is counted in ten thousands and is not money.
_THINGS = re.compile(
    r" ?(?:斤|公斤|吨|公里|千米|平方?米?|平|亩|台|件|套|只(?![让给能准许有要面用])"
    r"|头|辆|棵|升|度电?|米|克|箱|瓶|袋|颗|字|次|户|家|股"
    r"|张|条|单|倍|年)"
)
_PERSON = (
    r"(?:人(?!民|社|均|次|家|工智|才|力)|员工|职工|工人|雇员|从业|店员|伙计|师傅|厨师|服务员|快递员|司机|保安|保洁|技术员"
    r"|业务员|销售|程序员|工程师|学徒|帮工|老师|同事|护士|医生|阿姨|兄弟|骑手|小哥|外卖员|配送员|分拣员|文员|会计|出纳|律师"
    r"|教练|导游|技师|美容师|理发师|设计师|发型师|月嫂|保姆|厨子|大厨|前台|客服|主播|编辑|店长|经理|收银|仓管|搬运|装卸工|普工|技工"
    r"|焊工|电工|木工|瓦工|农民工|民工|长工|短工|临时工|正式工|矿工|船员|船工|养殖员|饲养员|社员|职员|雇工|实习生|操作工|顾问"
    r"|研究员|检测员|讲解员|摄影师|演员|裁缝|老乡|伙伴|亲戚|家人|合伙人|编制)"
)
_HEADS = re.compile(rf"(?P<more>多|几|余|来)? ?(?:个|名|位|号|口)?{_PERSON}")
_HEADS_BEFORE = re.compile(
    r"(?:员工|职工|从业人员|人员|人数|工人|雇员|团队)"
    r"(?:总数|人数|数|一共|总共|合计|共|有|约|大概|刚好|正好|才|就|是|为|[:,，、 ])*$"
    # 人减到8个: what has changed is a number of people.
    r"|(?:人[手头]?|员工|职工)(?:也|都|再|只)?(?:增加?|减少?|涨|降|加|裁|变|招|扩|缩)(?:到|成|为|至)了?$"
)
# 服务员厨师总共8个, 固定的有12个: with the total's word any trade's people are counted.
_PEOPLE_BEFORE = re.compile(
    rf"(?:(?:{_PERSON}|[一-鿿]工|(?<![会学党团成])员|徒弟|收银|理货|主播|运营|固定|正式|在册|在职|全职)(?:们|的)?"
    r"(?:(?:加上?|和|跟|、|带|连)[一-鿿]{1,3}?)?"
    r"(?:总共|一共|加起来|拢共|共计|合计|共|全部|满打满算|有|是|就|才|只有)+|(?:正式|全职|固定|在册)(?:工|的|员工))$"
)
# 去年18个人，今年招满20个了: what is told beside a head-count by a verb of hiring and leaving is one too.
_HIRED_BEFORE = re.compile(
    rf"{_PERSON}[^。;；?？]{{0,16}}(?:招(?:满|到|够|齐)|(?:增加?|加|减|降|裁|涨|扩|变)(?:到|成|为|得)(?:只?剩)?|剩下?|只?有|满)$"
)
_PEOPLE_AFTER = re.compile(r" ?(?:(?:个|名|位|号|口)了?)?(?=[,，。;；?？!！、)]|$)")
_SUM_BEFORE = re.compile(
    r"(?:预算|金额|总额|营业?收入?|收入|销售额|营业额|流水|资产|合计|限额标准)"
    r"(?:总额|总数|总计|一共|总共|共|有|刚好|正好|才|就|是|为|[:,， ])*$"
    r"|(?:¥|RMB|rmb|人民币) ?$"
)
_TENTHS = re.compile(rf" ?成(?P<half>半)?(?P<rest>[{_ONES}](?![{_HAN}]))?(?!本|立|功|都|员|品|交|为|果|熟)")
_PERCENT = re.compile(r" ?(?:%|个?百分点|个点)")
_OF_HUNDRED = re.compile(r"百分之$")
_PARTS = re.compile(rf"(?P<parts>[0-9]+|[{_ONES}十百]+)分之$")
# Said roughly.
_ROUGHLY_AFTER = re.compile(r"[元块钱人名个]*(?:多|出头|左右|上下|的样子|有余)(?![少大久长远数种项次钱人家])")
_ROUGHLY_BEFORE = re.compile(r"(?:大概|大约|约莫|差不多|将近|接近|约|近)(?:有|是|在)?$")
# Only compared with.
_COMPARED_BEFORE = re.compile(
    r"(?:不?超过?|不到|不足|没到|不低于|不少于|不高于|低于|高于|大于|小于|多于|少于|至少|起码|最低|最高|最多)(?:了|有|要|是|为|留)?$"
)
_COMPARED_AFTER = re.compile(r"(?:人民币)?(?:元|块|人|名)?(?:及|或)?(?:以上|以下|以内|之内|以外|打底)")
# 给中小企业留三百五: of yuan or of ten thousands?
_UNITLESS = re.compile(
    r"(?<=[留给拿划拨有业微])(?:[一二两三四五六七八九]千[一二两三四五六七八九]|[一二两三四五六七八九]百[一二两三四五六七八九])"
    r"(?=给|划|留|[,，。?？、 ]|$)"
)
# Between 二百万元 and 五百块 told as one sum.
_PLUS = re.compile(r" ?(?:另加?|又|外加|零) ?")
_ASKING_BEFORE = re.compile(r"(?:至少|最少|起码|最低|应当?|[该要得])(?:预?留|给|分|拿|划|安排|是|有)?(?:出|够|足)?$")
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount in the folded text (`bot.typed_text.fold`); `text` is the words from `start` to `end`.

    `kind`: yuan, share (a fraction of 1) or count. Without a `problem`, a Chinese sentence for the person,
    there is a `value`. `compared`: a bound that something is compared with; it has both.
    `below`: what a rough amount is less than for certain.
    """

    kind: str
    value: Fraction | None
    start: int
    end: int
    text: str
    problem: str = ""
    compared: bool = False
    below: Fraction | None = None


def find_amounts(text: str) -> tuple[FoundAmount, ...]:
    """The amounts to compute with, in the order in which they are said; mere bounds are left out beside them."""
    told = _summed(all_amounts(text), text)
    found = [amount for amount in told if not (_is_asked(amount, text) and any(one.value for one in told))]
    exact = {amount.kind for amount in found if not amount.compared}
    return tuple(a for a in found if not (a.compared and (a.kind in exact or a.kind == "share")))


def _summed(found: Sequence[FoundAmount], text: str) -> list[FoundAmount]:
    """二百万元另五百块 as one."""
    whole: list[FoundAmount] = []
    for amount in found:
        last = whole[-1] if whole else amount
        values = (last.value or Fraction(0), amount.value or Fraction(0))
        if values[0] > values[1] > 0 and _PLUS.fullmatch(text, last.end, amount.start):
            said = text[last.start : amount.end]
            whole[-1] = replace(last, value=values[0] + values[1], end=amount.end, text=said)
        else:
            whole.append(amount)
    return whole


def _is_asked(amount: FoundAmount, text: str) -> bool:
    """至少留几万? is the question, no amount told roughly."""
    if not amount.text.startswith("几"):
        return False
    last = re.match(r"[元块]?钱?(?:才[够对行])?[?？。 ]*$", text[amount.end :])
    asks = _ASKING_BEFORE.search(text, 0, amount.start)
    return bool(last if asks is None else re.match(r"[元块]?钱?(?:[?？,，。 ]|$|才|合)", text[amount.end :]))


def all_amounts(text: str) -> tuple[FoundAmount, ...]:
    """Every amount, also what something is only compared with, in the order in which they are said."""
    folded = fold(text)
    found = [*_unclear(folded)]
    for match in _NUMBER.finditer(folded):
        if any(match.start() < other.end and other.start < match.end() for other in found):
            continue
        amount = _amount(folded, match)
        if amount is not None:
            found = [other for other in found if other.end <= amount.start or amount.end <= other.start]
            found.append(amount)
    return tuple(sorted(found, key=lambda amount: amount.start))


def _unclear(text: str) -> Iterator[FoundAmount]:
    for match in _UNCERTAIN.finditer(text):
        problem = f"“{match.group()}”是一个数还是两个数？请分开写清楚。"
        yield FoundAmount("yuan", None, *match.span(), match.group(), problem)
    for match in _UNITLESS.finditer(text):
        problem = f"“{match.group()}”没有说单位，是多少元？"
        yield FoundAmount("yuan", None, *match.span(), match.group(), problem)
    for match in rough_spans(text):
        heads = _HEADS.match(text, match.end())
        if heads is not None or re.search(r"[万亿元块]", match.group()):
            end = heads.end() if heads else match.end()
            said = text[match.start() : end]
            kind = "count" if heads else "yuan"
            yield FoundAmount(kind, None, match.start(), end, said, _roughly(said), below=ceiling(said))


def _amount(text: str, match: re.Match[str]) -> FoundAmount | None:
    """The amount that a number is, by what stands around it; None for a number of anything else."""
    value = _value(match["number"])
    if value is None:
        return None
    if match["sign"]:
        value = -value
    return _share(text, match, value) or _money(text, match, value) or _heads(text, match, value)


def _value(said: str) -> Fraction | None:
    plain = re.sub(r"[ 个]", "", said).replace("w", "万").replace("W", "万")
    try:
        return to_quantity(plain)
    except ValueError:
        return None


def _share(text: str, match: re.Match[str], value: Fraction) -> FoundAmount | None:
    start, end = match.span()
    if (parts := _OF_HUNDRED.search(text, 0, start)) is not None:
        return _made("share", value / 100, text, parts.start(), end)
    if (parts := _PARTS.search(text, 0, start)) is not None:
        whole = _value(parts["parts"])
        return _made("share", value / whole, text, parts.start(), end) if whole else None
    if (unit := _PERCENT.match(text, end)) is not None:
        return _made("share", value / 100, text, start, unit.end())
    if (unit := _TENTHS.match(text, end)) is not None and abs(value) <= 100:
        digit = _value(unit["rest"]) if unit["rest"] else None
        rest = HALF if unit["half"] else (digit or Fraction(0)) / 10
        return _made("share", (value + rest) / 10, text, start, unit.end())
    if match["number"] == "一半":
        return _made("share", HALF, text, start, end)
    return None


def _money(text: str, match: re.Match[str], value: Fraction) -> FoundAmount | None:
    start, end = match.span()
    if (unit := _MONEY.match(text, end)) is not None:
        return _made("yuan", value, text, start, unit.end(), rough=bool(unit["more"]))
    if re.match(r"[多几余来][万亿]", text[end:]):
        return _made("yuan", value, text, start, end + 2, rough=True)
    large = re.search(r"[万亿wW]", match["number"]) is not None
    if not large:
        plain = re.fullmatch(r"[0-9,]{4,}(?:\.[0-9]+)?", match["number"]) and not re.match(
            r" ?[年月日号人名个]", text[end:]
        )
        return _made("yuan", value, text, start, end) if plain and _SUM_BEFORE.search(text, 0, start) else None
    if _HEADS.match(text, end):
        return None
    if (unit := _FOREIGN.match(text, end)) is not None:
        said = text[start : unit.end()]
        return FoundAmount("yuan", None, start, unit.end(), said, f"“{said}”请换算成人民币再问。")
    if (unit := _THINGS.match(text, end)) is not None:
        said = text[start : unit.end()]
        return FoundAmount("yuan", None, start, unit.end(), said, f"“{said}”不是金额，请写成多少元。", compared=True)
    return _made("yuan", value, text, start, end)


def _heads(text: str, match: re.Match[str], value: Fraction) -> FoundAmount | None:
    start, end = match.span()
    if (unit := _HEADS.match(text, end)) is not None:
        each = match["number"] == "一" and text.startswith("一", unit.end())  # 一人一个小厂
        return None if each else _made("count", value, text, start, unit.end(), rough=bool(unit["more"]))
    if (unit := _PEOPLE_AFTER.match(text, end)) is not None and (
        _PEOPLE_BEFORE.search(text, 0, start) or (unit.group().strip() and _HIRED_BEFORE.search(text, 0, start))
    ):
        return _made("count", value, text, start, unit.end())
    counted = _HEADS_BEFORE.search(text, 0, start) and not re.match(r" ?[年月日号%成分家岁加]", text[end:])
    return _made("count", value, text, start, end) if counted else None


def _made(kind: str, value: Fraction, text: str, start: int, end: int, rough: bool = False) -> FoundAmount:
    """The amount, or the problem with it where it is only roughly said."""
    before = text[max(0, start - 6) : start]
    less = kind != "share" and is_less(text, start, end)
    compared = less or bool(_COMPARED_BEFORE.search(before) or _COMPARED_AFTER.match(text, end))
    after = _ROUGHLY_AFTER.match(text, end)
    said = text[start : after.end() if after else end]
    if rough or after or _ROUGHLY_BEFORE.search(before) or compared:
        below = value if less else ceiling(said) if rough or (after and "多" in after.group()) else None
        return FoundAmount(kind, value if compared else None, start, end, said, _roughly(said), compared, below)
    if kind == "count" and value.denominator != 1:
        return FoundAmount(kind, None, start, end, said, f"“{said}”人数要是整数，请核对。")
    return FoundAmount(kind, value, start, end, said)


def _roughly(said: str) -> str:
    return f"“{said}”是个大概的数，算出来会不准，请说确切的数。"
