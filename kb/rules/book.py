"""Everything the rules know, loaded once and passed down: dated numbers, calendar, size table, words for industries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kb.errors import GuideError
from kb.rules.industries import Industries, load_industries
from kb.rules.parameters import Parameter, load_parameters
from kb.rules.published import load_calendar
from kb.rules.size_table import SizeTable, load_size_table
from kb.rules.workdays import WorkCalendar

DATA = Path(__file__).parent / "data"
PARAMETER_FILES = ("civil-code.toml", "deadlines.toml", "procurement.toml", "regulation.toml")
# Name → unit of each dated number that a rule asks for; None where only the words are used.
NEEDED = {
    "receivable_confirmation": "day",
    "complaint_acceptance": "workday",
    "complaint_decision": "workday",
    "reserve_sme": "share",
    "reserve_small_micro": "share",
    "exclusive_goods_services": "yuan",
    "exclusive_works": "yuan",
    "in_force": "date",
    "consortium": None,
    "sme_definition": None,
    "period_start": None,
    "period_end": None,
    "inclusive_bounds": None,
}


@dataclass(frozen=True, slots=True)
class RuleBook:
    """What rules compute from."""

    parameters: dict[str, Parameter]
    calendar: WorkCalendar
    sizes: SizeTable
    industries: Industries


def load_rule_book(folder: Path = DATA) -> RuleBook:
    """Raises GuideError naming file and place."""
    parameters = load_parameters(folder / name for name in PARAMETER_FILES)
    _check_needed(parameters)
    sizes = load_size_table(folder / "enterprise-size.toml")
    industries = load_industries(folder / "industries.toml", sizes)
    return RuleBook(parameters, load_calendar(folder), sizes, industries)


def _check_needed(parameters: dict[str, Parameter]) -> None:
    for name, unit in NEEDED.items():
        if name not in parameters:
            raise GuideError(f"{', '.join(PARAMETER_FILES)}: no table [{name}], which a rule needs")
        values = parameters[name].values
        if unit is not None and (not values or values[0].unit != unit):
            given = values[0].unit if values else "no values"
            raise GuideError(f"[{name}] needs values in {unit!r}, has {given!r}")
