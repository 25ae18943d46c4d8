from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Reference
from kb.rules.book import RuleBook
from kb.rules.force import judge_in_force


@pytest.mark.parametrize(
    ("on", "in_force", "verdict", "step"),
    [
        (
            date(2024, 6, 30),
            False,
            "2024年6月30日本条例还没有施行（自2024年7月1日起施行）。",
            "2024年6月30日在施行日2024年7月1日之前。",
        ),
        (
            date(2024, 7, 1),
            True,
            "2024年7月1日本条例已经施行（自2024年7月1日起施行）。",
            "2024年7月1日就是施行当日。",
        ),
        (
            date(2024, 7, 2),
            True,
            "2024年7月2日本条例已经施行（自2024年7月1日起施行）。",
            "2024年7月2日在施行日2024年7月1日之后。",
        ),
    ],
)
def test_the_first_of_july_2024_is_the_first_day_in_force(
    book: RuleBook, on: date, in_force: bool, verdict: str, step: str
) -> None:
    finding = judge_in_force(book, on)
    assert finding.value == {"in_force": in_force, "since": "2024-07-01"}
    assert (finding.verdict, finding.steps) == (verdict, (step,))


def test_cites_the_last_article(book: RuleBook) -> None:
    (quoted,) = judge_in_force(book, date(2024, 7, 1)).references
    assert (quoted.reference, quoted.quote) == (Reference(article=59), "本条例自2024年7月1日起施行")


@given(st.dates(), st.dates())
def test_what_is_in_force_stays_so(book: RuleBook, one: date, other: date) -> None:
    before, after = (judge_in_force(book, day).value["in_force"] for day in sorted((one, other)))
    assert after or not before
