"""The rules as they are registered: names, arguments and their Chinese words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kb.rules.book import DATA, RuleBook, load_rule_book
from kb.rules.consortium import judge_consortium
from kb.rules.deadlines import ACCEPTANCE, DECISION, RECEIVABLE, accept_complaint, confirm_receivable, decide_complaint
from kb.rules.exclusive import KIND_LABELS, judge_exclusive, needs_kind
from kb.rules.force import judge_in_force
from kb.rules.registry import Registry, Rule
from kb.rules.reserve import reserve_procurement
from kb.rules.size import MEASURE_LABELS, SIZE_LABELS, classify_enterprise, missing_measures
from kb.rules.size_table import Measure, Size
from kb.rules.slots import Kind, Option, Slot

TODAY = Slot("today", "今天的日期", Kind.DATE, help="填了就同时算出还剩几天、是否过期。")
ON = Slot("on", "按哪一天的规定", Kind.DATE, help="不填就按最新的规定。")


def load_registry(folder: Path = DATA) -> Registry:
    """All rules with their data. Raises GuideError naming file and place."""
    book = load_rule_book(folder)
    deadlines = (_receivable(), _acceptance(), _decision())
    return Registry(book, (*deadlines, _reserve(), _exclusive(), _consortium(), _in_force(), _size(book)))


def _first_day(name: str, label: str, question: str) -> Slot:
    return Slot(name, label, Kind.DATE, help="当日不计入期限。", question=question, required=True)


def _receivable() -> Rule:
    return Rule(
        name=RECEIVABLE,
        label="应收账款确权期限",
        help="中小企业以应收账款担保融资、提出确权请求的，付款方最晚哪一天要确认债权债务关系。",
        parameters=(RECEIVABLE,),
        slots=(_first_day("requested", "提出确权请求的日期", "是哪一天提出确权请求的？"), TODAY),
        function=confirm_receivable,
        example={"requested": date(2025, 9, 28)},
    )


def _acceptance() -> Rule:
    return Rule(
        name=ACCEPTANCE,
        label="投诉、举报受理期限",
        help="接到投诉、举报的部门最晚哪一天要作出是否受理的决定，并告知投诉、举报人。",
        parameters=(ACCEPTANCE,),
        slots=(_first_day("received", "收到投诉、举报的日期", "是哪一天收到投诉、举报的？"), TODAY),
        function=accept_complaint,
        example={"received": date(2025, 9, 29)},
    )


def _decision() -> Rule:
    return Rule(
        name=DECISION,
        label="投诉、举报处理期限",
        help="有权处理的部门最晚哪一天要作出处理决定，并书面答复投诉、举报人。",
        parameters=(DECISION,),
        slots=(
            _first_day("received", "收到投诉、举报的日期", "有权处理的部门是哪一天收到投诉、举报的？"),
            Slot(
                "transferred",
                "移送后有权处理的部门收到的日期",
                Kind.DATE,
                help="先接到的部门无权处理、移送给别的部门的才填。",
            ),
            TODAY,
        ),
        function=decide_complaint,
        example={"received": date(2025, 9, 15)},
    )


def _reserve() -> Rule:
    return Rule(
        name="procurement_reserve",
        label="政府采购预留份额",
        help="按年度政府采购项目预算，算出至少要向中小企业、其中向小型微型企业预留多少；有方案的，判断够不够。",
        parameters=("reserve_sme", "reserve_small_micro"),
        slots=(
            Slot(
                "budget_yuan",
                "年度政府采购项目预算总额（元）",
                Kind.YUAN,
                "本部门一年的总额。",
                "本部门年度政府采购项目预算总额是多少？",
            ),
            Slot("unavailable_yuan", "其中中小企业无法提供的（元）", Kind.YUAN, "先从总额中减去。"),
            Slot("sme_yuan", "方案预留给中小企业的金额（元）", Kind.YUAN, "有方案才填，金额和比例填一个。"),
            Slot("sme_share", "方案预留给中小企业的比例", Kind.SHARE, "占预算（减去无法提供的）的比例，如 35%。"),
            Slot("small_micro_yuan", "其中预留给小型微型企业的金额（元）", Kind.YUAN, "有方案才填，金额和比例填一个。"),
            Slot(
                "small_micro_share",
                "其中预留给小型微型企业的比例",
                Kind.SHARE,
                "占预留给中小企业的金额的比例，如 60%。",
            ),
            ON,
        ),
        function=reserve_procurement,
        example={"budget_yuan": 80_000_000},
        also_missing=_missing_budget,
    )


def _exclusive() -> Rule:
    kinds = tuple(Option(value, label) for value, label in KIND_LABELS.items())
    return Rule(
        name="procurement_exclusive",
        label="是否专门面向中小企业采购",
        help="一个采购项目是否应当专门面向中小企业采购：看金额、采购限额标准和是否适宜由中小企业提供。",
        parameters=("exclusive_goods_services", "exclusive_works"),
        slots=(
            Slot("kind", "项目类型", Kind.CHOICE, "", "是货物、服务还是工程采购？", options=kinds),
            Slot("amount_yuan", "项目金额（元）", Kind.YUAN, "", "采购项目的金额是多少？", required=True),
            Slot("threshold_yuan", "采购限额标准（元）", Kind.YUAN, "不知道可以不填。"),
            Slot("reaches_threshold", "是否达到采购限额标准", Kind.BOOLEAN, "不知道具体标准、只知道是否达到时填。"),
            Slot("suitable", "是否适宜由中小企业提供", Kind.BOOLEAN, "不填就按适宜计算。"),
            ON,
        ),
        function=judge_exclusive,
        example={"kind": "goods", "amount_yuan": 2_000_000},
        also_missing=_missing_kind,
    )


def _consortium() -> Rule:
    sizes = tuple(Option(size.value, SIZE_LABELS[size]) for size in reversed(Size))
    question = "联合体各方分别是大型、中型、小型还是微型企业？"
    return Rule(
        name="consortium",
        label="联合体算不算中小企业",
        help="以联合体形式参加政府采购的，按各方的规模判断联合体视同中小企业还是小型微型企业。",
        parameters=("consortium",),
        slots=(
            Slot(
                "members",
                "各方的规模",
                Kind.CHOICES,
                "每一方填一个，至少两方。",
                question,
                required=True,
                options=sizes,
            ),
        ),
        function=judge_consortium,
        example={"members": ["small", "micro"]},
    )


def _in_force() -> Rule:
    return Rule(
        name="in_force",
        label="条例是否已经施行",
        help="某一天本条例是否已经施行。",
        parameters=("in_force",),
        slots=(Slot("on", "日期", Kind.DATE, "", "要看的是哪一天？", required=True),),
        function=judge_in_force,
        example={"on": date(2024, 7, 1)},
    )


def _size(book: RuleBook) -> Rule:
    industries = tuple(Option(row.key, row.label, row.includes) for row in book.sizes.industries.values())
    outside = tuple(Option(industry.key, industry.label) for industry in book.industries.outside.values())
    labels = {measure.value: label for measure, label in MEASURE_LABELS.items()}
    return Rule(
        name="enterprise_size",
        label="企业划型",
        help="按行业、从业人员、营业收入、资产总额判断是大型、中型、小型还是微型企业。",
        parameters=("sme_definition",),
        slots=(
            Slot(
                "industry",
                "行业",
                Kind.CHOICE,
                "按主要业务选。",
                "是做哪个行业的？",
                required=True,
                options=industries,
                outside=outside,
            ),
            Slot("employees", f"{labels['employees']}（人）", Kind.COUNT, "", "有多少从业人员？"),
            Slot("revenue_yuan", f"全年{labels['revenue_yuan']}（元）", Kind.YUAN, "", "全年营业收入是多少？"),
            Slot("assets_yuan", f"{labels['assets_yuan']}（元）", Kind.YUAN, "", "资产总额是多少？"),
            ON,
        ),
        function=classify_enterprise,
        example={"industry": "catering", "employees": 12, "revenue_yuan": 1_800_000},
        also_missing=_missing_measures,
    )


def _missing_budget(book: RuleBook, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Of an amount kept for SMEs alone the part for small and micro ones can be told."""
    part = "sme_yuan" in values and not {"unavailable_yuan", "sme_share"} & set(values)
    return () if "budget_yuan" in values or part else ("budget_yuan",)


def _missing_kind(book: RuleBook, values: Mapping[str, Any]) -> tuple[str, ...]:
    return ("kind",) if "kind" not in values and needs_kind(book, values) else ()


def _missing_measures(book: RuleBook, values: Mapping[str, Any]) -> tuple[str, ...]:
    given = {measure: values[measure] for measure in Measure if measure in values}
    return tuple(measure.value for measure in missing_measures(book, values["industry"], given, values.get("on")))
