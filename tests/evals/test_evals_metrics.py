from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from bot.answer import Answer
from evals import metrics
from evals.metrics import METRICS, differences, score
from evals.question import Expected
from evals.ranking import rank_scores
from tests.evals.fakes import TOY, cite, computed, expect, reply

GOLDS = {"2.1": 2, "2.2": 2, "3": 1}


def test_outcome_is_right_when_expected_or_acceptable() -> None:
    expected = expect("answered", acceptable=["listing"])
    assert metrics.outcome_right(expected, reply("answered")) == 1
    assert metrics.outcome_right(expected, reply("listing")) == 1
    assert metrics.outcome_right(expected, reply("clarify")) == 0


def test_the_first_article_and_the_first_provision_look_at_the_first_citation_only() -> None:
    expected = expect("answered", {"2.1": 2, "3": 1})
    assert metrics.first_article(expected, reply("answered", "2.1", "1")) == 1
    assert metrics.first_article(expected, reply("answered", "1", "2.1")) == 0
    assert metrics.first_article(expected, reply("answered", "3")) == 0, "3 may be cited, but not first"
    assert metrics.first_article(expected, reply("answered")) == 0, "nothing cited"
    assert metrics.first_article(expected, reply("answered", "2.2")) == 1, "the right article"
    assert metrics.first_provision(expected, reply("answered", "2.2")) == 0, "another paragraph of it"
    assert metrics.first_provision(expected, reply("answered", "2.1")) == 1
    assert metrics.first_provision(expected, reply("answered", "2")) == 1, "the article holds the paragraph"


def test_citation_precision_is_the_share_of_citations_that_touch_a_gold() -> None:
    answer = reply("answered", "2.1", "3", "1")
    assert metrics.citation_precision(expect("answered", GOLDS), answer) == 2 / 3
    assert metrics.citation_precision(expect("answered", {"2.2.1": 2}), reply("answered", "2.2", "2.1")) == 1 / 2


def test_citation_recall_is_the_share_of_what_must_be_cited() -> None:
    assert metrics.citation_recall(expect("answered", GOLDS), reply("answered", "2.1", "3")) == 1 / 2
    assert metrics.citation_recall(expect("answered", GOLDS), reply("answered", "2")) == 1, "the article holds both"
    assert metrics.citation_recall(expect("answered", GOLDS), reply("answered")) == 0


@pytest.mark.parametrize(
    ("key", "quote", "value"),
    [
        ("2.1", "三十日内确认", 1),
        ("2.1", "三十 日内\n确认", 1),
        ("2.1", "三十天内确认", 0),
        ("2.1", "", 0),
        ("2.2", "三十日内确认", 0),  # it stands in paragraph 1
        ("2", "三十日内确认", 1),
        ("2.2.1", "（一）截留资金的", 1),
        ("2.2.1", "截留资金的", 1),
        ("2.2.2", "截留资金的", 0),
        ("9", "三十日内确认", 0),  # there is no such article
    ],
)
def test_a_quote_is_verbatim_when_it_stands_in_the_provision_cited(key: str, quote: str, value: int) -> None:
    assert metrics.verbatim(reply("answered", cite(key, quote)), TOY) == value


def test_a_quote_from_another_regulation_cannot_be_verbatim() -> None:
    assert metrics.verbatim(reply("answered", cite("2.1", "三十日内确认", regulation="other")), TOY) == 0


def test_the_quotes_of_calculations_count_as_well() -> None:
    calculation = computed("r")
    wrong = type(calculation)("r", {}, {}, (), (cite("2.1", "四十日"),))
    assert metrics.verbatim(reply("calculated", "2.1", calculations=(wrong,)), TOY) == 1 / 2


def test_facts_may_stand_in_the_text_in_a_quote_or_in_a_result() -> None:
    expected = expect("answered", facts=("三十日", "2024 年7月1日", "不得", "24000000"))
    answer = reply(
        "answered", "2.1", text="自**2024年7月**1日起，不\n> 得\\!", calculations=(computed("r", least=24000000),)
    )
    assert metrics.facts_shown(expected, answer) == 1
    assert metrics.facts_shown(expected, reply("answered", "2.1")) == 1 / 4


def test_facts_do_not_run_on_from_one_part_into_the_next() -> None:
    assert metrics.facts_shown(expect(facts=("甲乙",)), reply("answered", cite("2.1", "乙"), text="甲")) == 0


def test_forbidden_strings_are_looked_for_in_all_that_is_shown() -> None:
    expected = expect("answered", forbidden=("四十日", "三十日"))
    assert metrics.forbidden_absent(expected, reply("answered", text="答")) == 1
    assert metrics.forbidden_absent(expected, reply("answered", "2.1")) == 1 / 2


def test_refusals_have_a_precision_over_refusals_and_a_recall_over_what_is_out_of_scope() -> None:
    foreign, ours, either = (
        expect("out_of_scope"),
        expect("answered"),
        expect("small_talk", acceptable=["out_of_scope"]),
    )
    assert metrics.refusal_precision(foreign, reply("out_of_scope")) == 1
    assert metrics.refusal_precision(either, reply("out_of_scope")) == 1
    assert metrics.refusal_precision(ours, reply("out_of_scope")) == 0
    assert metrics.refusal_precision(foreign, reply("answered")) is None, "no refusal"
    assert metrics.refusal_recall(foreign, reply("out_of_scope")) == 1
    assert metrics.refusal_recall(foreign, reply("answered")) == 0
    assert metrics.refusal_recall(ours, reply("answered")) is None, "not out of scope"


def test_asking_back_counts_only_where_it_was_not_right() -> None:
    assert metrics.asked_back(expect("answered"), reply("clarify")) == 1
    assert metrics.asked_back(expect("answered"), reply("out_of_scope")) == 0
    assert metrics.asked_back(expect("clarify"), reply("clarify")) is None
    assert metrics.asked_back(expect("answered", acceptable=["clarify"]), reply("clarify")) is None


def test_a_calculation_is_exact_when_every_expected_value_is_equal() -> None:
    expected = expect("calculated", rule="r", result={"due": "2025-10-28", "provisional": False})
    right = {"due": "2025-10-28", "provisional": False, "more": 1}
    assert metrics.exact(expected, reply("calculated", calculations=(computed("r", **right),))) == 1
    assert metrics.exact(expected, reply("calculated", calculations=(computed("other", **right),))) == 0
    assert metrics.exact(expected, reply("calculated", calculations=(computed("r", due="2025-10-28"),))) == 0
    assert metrics.exact(expected, reply("clarify")) == 0
    both = (computed("r", due="2025-10-27", provisional=False), computed("r", **right))
    assert metrics.exact(expected, reply("calculated", calculations=both)) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(100, 100, True), (100, "100", True), ("0.50", "0.5", True), (100, 101, False), ("100.01", 100, False),
     (True, True, True), (True, 1, False), (1, True, False), ("sme", "sme", True), ("sme", "neither", False),
     ("2025-10-28", "2025-10-29", False), (0, None, False)],
)  # fmt: skip
def test_numbers_are_compared_by_value_and_truth_is_no_number(one: str | int | bool, other: object, same: bool) -> None:
    assert differences({"a": one}, {"a": other}) == ([] if same else ["a"])


def test_a_key_that_the_result_lacks_is_a_difference() -> None:
    assert differences({"a": 1, "b": 2}, {"b": 2}) == ["a"]


EMPTY: list[tuple[Callable[[Expected, Answer], float | None], Expected, Answer]] = [
    (metrics.first_article, expect("out_of_scope"), reply("out_of_scope", "1")),
    (metrics.first_article, expect("listing", GOLDS), reply("listing", "1")),
    (metrics.first_article, expect("answered", {"2.1": 1}), reply("answered", "2.1")),
    (metrics.first_provision, expect("out_of_scope"), reply("out_of_scope")),
    (metrics.first_provision, expect("listing", GOLDS), reply("listing")),
    (metrics.citation_precision, expect("answered", GOLDS), reply("answered")),
    (metrics.citation_precision, expect("out_of_scope"), reply("out_of_scope", "1")),
    (metrics.citation_recall, expect("answered", {"2.1": 1}), reply("answered", "2.1")),
    (metrics.facts_shown, expect("answered"), reply("answered")),
    (metrics.facts_shown, expect(facts=("甲",), acceptable=["clarify"]), reply("clarify")),
    (metrics.forbidden_absent, expect("answered"), reply("answered")),
    (metrics.exact, expect("calculated", rule="r"), reply("calculated", calculations=(computed("r", a=1),))),
]


@pytest.mark.parametrize(("metric", "expected", "answer"), EMPTY)
def test_a_metric_that_does_not_apply_has_no_value(
    metric: Callable[[Expected, Answer], float | None], expected: Expected, answer: Answer
) -> None:
    assert metric(expected, answer) is None


def test_without_citations_there_is_nothing_to_be_verbatim() -> None:
    assert metrics.verbatim(reply("answered"), TOY) is None


def test_a_ranking_is_scored_by_article_at_its_first_place() -> None:
    scores = rank_scores([1, 3, 1, 2], {2: 2, 3: 1})
    assert (scores["recall_1"], scores["recall_3"], scores["mrr"]) == (0, 1, 1 / 3)  # order 1, 3, 2
    gained = 1 / math.log2(3) + 2 / math.log2(4)
    assert scores["ndcg_10"] == pytest.approx(gained / (2 / math.log2(2) + 1 / math.log2(3)))


def test_recall_is_the_share_of_the_articles_that_must_be_cited() -> None:
    scores = rank_scores([2, 5, 6, 7, 3], {2: 2, 3: 2, 5: 1})
    assert (scores["recall_1"], scores["recall_3"], scores["recall_5"], scores["mrr"]) == (1 / 2, 1 / 2, 1, 1)


def test_the_eleventh_place_is_no_gain() -> None:
    others = list(range(100, 109))
    assert rank_scores([*others, 2], {2: 2})["ndcg_10"] > 0
    assert rank_scores([*others, 99, 2], {2: 2})["ndcg_10"] == 0


def test_an_empty_ranking_scores_nothing_and_without_golds_nothing_applies() -> None:
    assert set(rank_scores([], {2: 2}).values()) == {0.0}
    assert rank_scores([1, 2], {}) == {}
    assert rank_scores([1, 2], {2: 1}) == {}


def test_only_what_is_found_by_search_is_scored_as_a_ranking() -> None:
    assert score(expect("answered", {"2.1": 2}), reply("answered", "2.1", retrieved=[2]), TOY)["recall_1"] == 1
    assert score(expect("answered", {"2.1": 2}), reply("out_of_scope"), TOY)["recall_1"] == 0
    assert "recall_1" not in score(expect("article", {"2.1": 2}), reply("article", "2.1"), TOY)


def test_scores_hold_the_metrics_that_apply_and_no_others() -> None:
    scores = score(expect("small_talk"), reply("small_talk"), TOY)
    assert scores == {"outcome": 1.0, "asked_back": 0.0}


def test_every_score_has_words_for_evaluators() -> None:
    everything = expect("answered", {"2.1": 2}, facts=("三十日",), forbidden=("x",), rule="r", result={"a": 1})
    answer = reply("answered", "2.1", retrieved=[2], calculations=(computed("r", a=1),))
    names = {*score(everything, answer, TOY), *score(expect("out_of_scope"), reply("out_of_scope"), TOY), "passed"}
    assert names == {metric.name for metric in METRICS}
