from __future__ import annotations

import json

from evals.labels import CRASH
from evals.record import crashed, from_json, mean
from evals.summary import by_set, by_tag, cell, confusion, percentile, summarise
from tests.evals.fakes import ask, dialogue, expect, failing, passing, record, reply


def test_a_record_is_the_same_after_json() -> None:
    asked = ask("a", expect("answered", {"2.1": 2, "3": 1}, facts=("三十日",)), tags=("staff", "terse"))
    for written in (record(asked, reply("answered", "2.1", retrieved=[2])), crashed(asked, ValueError("no"))):
        assert from_json(json.loads(json.dumps(written.to_json()))) == written


def test_a_dialogue_passes_when_every_turn_does_and_scores_the_mean_of_its_turns() -> None:
    asked = dialogue("d", ("a", expect("clarify")), ("b", expect("answered")), ("c", expect("answered")))
    one_wrong = record(asked, reply("clarify"), reply("answered"), reply("out_of_scope"))
    assert not one_wrong.passed
    assert one_wrong.score("outcome") == 2 / 3
    assert one_wrong.score("asked_back") == 0 / 2, "asking back was right in the first turn"
    assert one_wrong.score("exact") is None
    assert record(asked, reply("clarify"), reply("answered"), reply("answered")).score("passed") == 1


def test_a_crash_has_not_passed_and_is_in_no_other_metric() -> None:
    broken = crashed(ask("a", expect("answered")), ZeroDivisionError("by nought"))
    assert broken.crash == "ZeroDivisionError: by nought"
    assert broken.score("passed") == 0
    assert broken.score("outcome") is None
    summary = summarise([broken, passing("b", set="rules")])
    assert (summary.questions, summary.crashes, summary.cells["passed"].value) == (2, 1, 1 / 2)
    assert (summary.cells["outcome"].value, summary.cells["outcome"].n) == (1, 1)


def test_a_metric_is_the_mean_over_the_questions_it_applies_to() -> None:
    records = [
        record(ask("a", expect(facts=("答复", "别的"))), reply()),
        record(ask("b", expect(facts=("答复",))), reply()),
        record(ask("c", expect()), reply()),
    ]
    found = cell(records, "facts")
    assert (found.value, found.n) == ((1 / 2 + 1) / 2, 2)


def test_nothing_has_no_mean_no_percentile_and_an_empty_summary() -> None:
    assert mean([]) is None
    assert percentile([], 95) is None
    summary = summarise([])
    assert (summary.questions, summary.crashes, summary.p50_ms, summary.p95_ms) == (0, 0, None, None)
    assert all((found.value, found.n) == (None, 0) for found in summary.cells.values())
    assert confusion([]) == {}
    assert by_tag([]) == {}
    assert by_set([]) == {"all": []}


def test_percentiles_are_nearest_ranks() -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert (percentile(values, 50), percentile(values, 95), percentile(values, 100)) == (50, 95, 100)
    assert percentile([7.0], 50) == percentile([7.0], 95) == 7
    assert percentile([1.0, 2.0], 50) == 1
    assert percentile([1.0, 2.0], 51) == 2


def test_latency_leaves_crashes_out() -> None:
    timed = record(ask("a", expect("answered")), reply(), elapsed_ms=8.0)
    assert summarise([timed, crashed(ask("b", expect()), ValueError())]).p95_ms == 8


def test_the_confusion_table_counts_turns_and_takes_the_acceptable_for_the_expected() -> None:
    asked = dialogue("d", ("a", expect("clarify")), ("b", expect("answered", acceptable=["listing"])))
    records = [
        record(asked, reply("clarify"), reply("listing")),
        record(asked, reply("answered"), reply("out_of_scope")),
        crashed(ask("x", expect("answered")), ValueError()),
    ]
    assert confusion(records) == {
        ("clarify", "clarify"): 1,
        ("clarify", "answered"): 1,
        ("answered", "answered"): 1,
        ("answered", "out_of_scope"): 1,
        ("answered", CRASH): 1,
    }


def test_groups_are_all_then_the_bundled_sets_in_their_order_then_others() -> None:
    records = [passing("a", set="own"), passing("b", set="rules"), failing("c", set="hotline")]
    assert list(by_set(records)) == ["all", "hotline", "rules", "own"]
    assert [one.id for one in by_set(records)["all"]] == ["a", "b", "c"]


def test_a_question_counts_once_under_each_of_its_tags() -> None:
    groups = by_tag([passing("a", tags=("x", "y", "x")), passing("b", tags=("y",))])
    assert {name: [one.id for one in group] for name, group in groups.items()} == {"y": ["a", "b"], "x": ["a"]}
    assert list(groups) == ["y", "x"]
