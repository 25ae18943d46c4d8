from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import CalendarGapError, InputError, NotInForceError
from kb.model import Reference
from kb.rules.book import RuleBook
from kb.rules.deadlines import accept_complaint, confirm_receivable, decide_complaint
from kb.rules.problems import Problem
from kb.rules.result import Finding

IN_FORCE = date(2024, 7, 1)
STARTS = st.dates(IN_FORCE, date(2030, 12, 31))
RULES = pytest.mark.parametrize("rule", [confirm_receivable, accept_complaint, decide_complaint])


def due(finding: Finding) -> date:
    return date.fromisoformat(finding.value["due"])


def kinds(finding: Finding) -> dict[str, str]:
    """Month-day → kind."""
    return {day["date"][5:]: day["kind"] for day in finding.value["days"]}


@RULES
class TestEveryDeadline:
    def test_is_not_computed_for_the_day_before_the_regulation_took_effect(self, book: RuleBook, rule: Any) -> None:
        with pytest.raises(NotInForceError, match=r"2024-07-01.*2024-06-30"):
            rule(book, date(2024, 6, 30))

    def test_is_computed_from_the_first_day_in_force(self, book: RuleBook, rule: Any) -> None:
        assert due(rule(book, IN_FORCE)) > IN_FORCE

    def test_cites_its_paragraph_with_the_words_that_fix_the_period(self, book: RuleBook, rule: Any) -> None:
        provision, words = {
            confirm_receivable: (Reference(article=20, paragraph=2), "三十日内"),
            accept_complaint: (Reference(article=54, paragraph=2), "在三个工作日内"),
            decide_complaint: (Reference(article=54, paragraph=2), "十五个工作日内"),
        }[rule]
        (quoted,) = rule(book, IN_FORCE).references
        assert quoted.reference == provision
        assert words in quoted.quote

    def test_says_on_what_law_the_first_day_is_not_counted(self, book: RuleBook, rule: Any) -> None:
        assert any("民法典第二百零一条" in text for text in rule(book, IN_FORCE).assumptions)

    @pytest.mark.parametrize(("offset", "left", "past"), [(-2, 2, False), (0, 0, False), (1, -1, True)])
    def test_says_how_it_stands_today(self, book: RuleBook, rule: Any, offset: int, left: int, past: bool) -> None:
        last = due(rule(book, date(2025, 9, 15)))
        finding = rule(book, date(2025, 9, 15), today=last + timedelta(days=offset))
        assert (finding.value["days_left"], finding.value["past"]) == (left, past)
        words = {2: "还没有过期，还剩2天", 0: "还没有过期，今天就是最后一天", -1: "已经过期1天"}
        assert finding.verdict.startswith(words[left])

    def test_says_nothing_of_today_if_no_day_is_given(self, book: RuleBook, rule: Any) -> None:
        assert {"days_left", "past", "working_days_left"}.isdisjoint(rule(book, IN_FORCE).value)

    def test_is_provisional_where_it_rests_on_an_unpublished_year(self, book: RuleBook, rule: Any) -> None:
        finding = rule(book, date(2026, 12, 30))
        assert finding.provisional
        assert finding.value["provisional"]
        assert finding.verdict.startswith("暂按现有日历推算")
        assert any("还没有公布2027年的放假调休安排" in text for text in finding.assumptions)

    def test_beyond_the_calendar_is_refused(self, book: RuleBook, rule: Any) -> None:
        with pytest.raises(CalendarGapError, match="have 2004–2026"):
            rule(book, date(2100, 12, 31))

    @given(start=STARTS, later=st.integers(min_value=0, max_value=60))
    def test_never_ends_earlier_for_a_later_start(self, book: RuleBook, rule: Any, start: date, later: int) -> None:
        assert due(rule(book, start)) <= due(rule(book, start + timedelta(days=later)))

    @given(start=STARTS)
    def test_ends_on_a_working_day_after_the_start(self, book: RuleBook, rule: Any, start: date) -> None:
        last = due(rule(book, start))
        assert last > start
        assert book.calendar.day(last).working

    @given(start=STARTS)
    def test_lists_every_day_from_the_start_to_the_last_once(self, book: RuleBook, rule: Any, start: date) -> None:
        finding = rule(book, start)
        listed = [date.fromisoformat(day["date"]) for day in finding.value["days"]]
        assert listed == list(_days(start, due(finding)))
        assert finding.value["days"][0]["kind"] == "not-counted"
        assert finding.value["days"][-1]["kind"] in ("counted", "makeup")

    @given(start=STARTS)
    def test_names_the_last_day_in_its_verdict(self, book: RuleBook, rule: Any, start: date) -> None:
        finding = rule(book, start)
        last = due(finding)
        assert f"{last.year}年{last.month}月{last.day}日" in finding.verdict


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


class TestReceivable:
    def test_thirty_days_that_end_on_a_working_day_stay(self, book: RuleBook) -> None:
        finding = confirm_receivable(book, date(2025, 9, 28))
        assert finding.value["due"] == finding.value["end_before_moving"] == "2025-10-28"
        assert finding.steps[-1] == "这一天是工作日，不需要顺延。"

    def test_a_last_day_in_a_holiday_moves_past_it(self, book: RuleBook) -> None:
        finding = confirm_receivable(book, date(2025, 9, 5))
        assert finding.value["end_before_moving"] == "2025-10-05"
        assert finding.value["due"] == "2025-10-09"
        assert finding.steps[1:] == (
            "第30日是10月5日（星期日）。",
            "10月5日至8日国庆节、中秋节放假，最后一日顺延到下一个工作日10月9日（星期四）。",
        )

    def test_a_last_day_on_a_make_up_saturday_stays(self, book: RuleBook) -> None:
        finding = confirm_receivable(book, date(2025, 1, 9))
        assert finding.value["due"] == "2025-02-08"
        assert finding.steps[-1] == "这一天因春节调休上班，属于工作日，不需要顺延。"
        assert kinds(finding)["02-08"] == "makeup"

    def test_a_last_day_may_move_to_a_make_up_sunday(self, book: RuleBook) -> None:
        finding = confirm_receivable(book, date(2025, 12, 2))
        assert finding.value["end_before_moving"] == "2026-01-01"
        assert finding.value["due"] == "2026-01-04"
        assert finding.steps[-1].endswith("最后一日顺延到下一个工作日2026年1月4日（星期日，元旦调休上班）。")

    def test_days_of_rest_within_the_thirty_are_counted(self, book: RuleBook) -> None:
        drawn = kinds(confirm_receivable(book, date(2025, 9, 5)))
        assert (drawn["09-05"], drawn["09-06"], drawn["10-05"]) == ("not-counted", "counted", "counted")
        assert (drawn["10-06"], drawn["10-08"], drawn["10-09"]) == ("rest", "rest", "counted")

    def test_the_days_are_numbered_from_one_to_thirty(self, book: RuleBook) -> None:
        days = confirm_receivable(book, date(2025, 9, 5)).value["days"]
        assert [day["number"] for day in days if day["number"] is not None] == list(range(1, 31))

    def test_only_the_last_day_makes_it_provisional(self, book: RuleBook) -> None:
        certain = confirm_receivable(book, date(2026, 12, 1))
        assert (certain.value["due"], certain.provisional) == ("2026-12-31", False)
        guessed = confirm_receivable(book, date(2026, 12, 2))
        # 1 January 2027 is a Friday and a holiday by statute.
        assert (guessed.value["due"], guessed.provisional) == ("2027-01-04", True)

    def test_counts_through_the_leap_day(self, book: RuleBook) -> None:
        assert confirm_receivable(book, date(2028, 1, 30)).value["due"] == "2028-02-29"

    def test_does_not_speak_of_working_days_left(self, book: RuleBook) -> None:
        assert "working_days_left" not in confirm_receivable(book, IN_FORCE, today=IN_FORCE).value


class TestAcceptance:
    def test_skips_the_holiday_and_names_it(self, book: RuleBook) -> None:
        finding = accept_complaint(book, date(2025, 9, 29))
        assert finding.value["due"] == "2025-10-10"
        assert finding.steps == (
            "2025年9月29日（星期一）收到投诉、举报，当日不计。",
            "第1个工作日是9月30日（星期二）。",
            "10月1日至8日国庆节、中秋节放假，不计。",
            "第2个、第3个工作日是10月9日、10日。",
        )

    def test_counts_a_make_up_saturday_and_says_so(self, book: RuleBook) -> None:
        finding = accept_complaint(book, date(2025, 9, 30))
        assert finding.value["due"] == "2025-10-11"
        assert finding.steps[-1] == "第3个工作日是10月11日（星期六，国庆节调休上班）。"
        assert "2025年10月11日（星期六，国庆节调休上班）" in finding.verdict

    def test_a_receipt_on_a_day_of_rest_is_counted_from_the_next_day(self, book: RuleBook) -> None:
        assert accept_complaint(book, date(2025, 11, 15)).value["due"] == "2025-11-19"

    def test_says_how_many_working_days_are_left(self, book: RuleBook) -> None:
        finding = accept_complaint(book, date(2025, 9, 29), today=date(2025, 10, 1))
        assert (finding.value["days_left"], finding.value["working_days_left"]) == (9, 2)
        assert "还剩9天，其中工作日2天（今天是2025年10月1日）" in finding.verdict

    def test_ends_certain_on_the_last_published_day(self, book: RuleBook) -> None:
        finding = accept_complaint(book, date(2026, 12, 28))
        assert (finding.value["due"], finding.provisional) == ("2026-12-31", False)

    def test_is_provisional_one_day_later(self, book: RuleBook) -> None:
        finding = accept_complaint(book, date(2026, 12, 29))
        assert (finding.value["due"], finding.provisional) == ("2027-01-04", True)


class TestDecision:
    def test_runs_from_the_receipt_by_the_competent_department(self, book: RuleBook) -> None:
        moved = decide_complaint(book, date(2025, 9, 1), transferred=date(2025, 9, 4))
        assert moved.value["due"] == decide_complaint(book, date(2025, 9, 4)).value["due"] == "2025-09-25"
        assert moved.value["counted_from"] == "2025-09-04"
        assert moved.steps[0].startswith("2025年9月1日（星期一）最先接到投诉、举报的部门不是有权处理的部门")

    def test_may_be_transferred_on_the_day_of_receipt(self, book: RuleBook) -> None:
        assert decide_complaint(book, IN_FORCE, transferred=IN_FORCE).value["counted_from"] == "2024-07-01"

    def test_cannot_be_transferred_before_it_was_received(self, book: RuleBook) -> None:
        with pytest.raises(InputError) as caught:
            decide_complaint(book, date(2025, 9, 4), transferred=date(2025, 9, 3))
        assert (caught.value.slot, caught.value.problem) == ("transferred", Problem.TOO_EARLY)

    def test_a_transfer_after_the_regulation_took_effect_is_governed_by_it(self, book: RuleBook) -> None:
        assert decide_complaint(book, date(2024, 6, 20), transferred=date(2024, 7, 2)).value["due"] == "2024-07-23"

    def test_without_a_transfer_it_says_that_the_receiver_is_taken_to_be_competent(self, book: RuleBook) -> None:
        assert "有权处理的部门" in decide_complaint(book, IN_FORCE).assumptions[0]

    def test_tells_runs_of_days_with_rest_and_make_up_days_between(self, book: RuleBook) -> None:
        assert decide_complaint(book, date(2025, 9, 15)).steps == (
            "2025年9月15日（星期一）收到投诉、举报，当日不计。",
            "第1个至第4个工作日是9月16日至19日。",
            "9月20日、21日是周末，不计。",
            "第5个至第9个工作日是9月22日至26日。",
            "9月27日是周末，不计。",
            "第10个工作日是9月28日（星期日，国庆节调休上班）。",
            "第11个、第12个工作日是9月29日、30日。",
            "10月1日至8日国庆节、中秋节放假，不计。",
            "第13个、第14个工作日是10月9日、10日。",
            "第15个工作日是10月11日（星期六，国庆节调休上班）。",
        )

    def test_names_the_year_of_days_in_another_year(self, book: RuleBook) -> None:
        steps = decide_complaint(book, date(2026, 12, 21)).steps
        assert "2027年1月1日至3日是元旦放假和周末，不计。" in steps

    @given(start=STARTS)
    def test_counts_fifteen_working_days(self, book: RuleBook, start: date) -> None:
        finding = decide_complaint(book, start)
        counted = [day for day in finding.value["days"] if day["kind"] in ("counted", "makeup")]
        assert [day["number"] for day in counted] == list(range(1, 16))
        assert book.calendar.working_days_between(start, due(finding)) == 15
