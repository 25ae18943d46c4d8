from __future__ import annotations

import pytest

from evals.compare import compare, comparison_json
from evals.tables import comparison_report
from tests.evals.fakes import ask, evaluation, expect, failing, passing, record, reply


def test_questions_won_and_lost_are_named() -> None:
    before = evaluation(passing("a"), failing("b"), passing("c"), failing("d"))
    after = evaluation(failing("a"), passing("b"), passing("c"), failing("d"))
    found = compare(before, after)
    assert [one.id for one in found.won] == ["b"]
    assert [one.id for one in found.lost] == ["a"]
    assert found.compared == 4


def test_questions_of_one_run_only_and_changed_ones_are_left_out() -> None:
    changed = record(ask("c", expect("clarify")), reply("clarify"))
    found = compare(
        evaluation(passing("a"), passing("b"), failing("c")), evaluation(passing("b"), changed, failing("d"))
    )
    assert (found.added, found.removed, found.changed, found.compared) == (("d",), ("a",), ("c",), 1)
    assert found.won == found.lost == ()


def test_a_metric_is_compared_over_the_questions_of_both() -> None:
    before = evaluation(*(passing(f"q{n}") for n in range(10)), failing("old"))
    after = evaluation(*(failing(f"q{n}") for n in range(10)))
    passed = compare(before, after).changes[0]
    assert (passed.metric.name, passed.before, passed.after, passed.difference) == ("passed", 1, 0, -1)
    assert passed.worse
    assert not compare(after, before).changes[0].worse, "better is not worse"


@pytest.mark.parametrize(("count", "worse"), [(5, False), (8, True)])
def test_worse_needs_more_than_chance(count: int, worse: bool) -> None:
    # Exactly: 2/2**5 = 0.0625 and 2/2**8 = 0.0078, against 0.05.
    before = evaluation(*(passing(f"q{n}") for n in range(30)))
    after = evaluation(*(failing(f"q{n}") if n < count else passing(f"q{n}") for n in range(30)))
    assert compare(before, after).changes[0].worse is worse


def test_of_asking_back_more_is_worse() -> None:
    asked = [ask(f"q{n}", expect("answered")) for n in range(10)]
    answering = evaluation(*(record(one, reply("answered")) for one in asked))
    asking = evaluation(*(record(one, reply("clarify")) for one in asked))
    worse = {change.metric.name: change.worse for change in compare(answering, asking).changes}
    assert worse["asked_back"]
    assert not {change.metric.name: change.worse for change in compare(asking, answering).changes}["asked_back"]


def test_a_metric_that_applies_nowhere_has_no_difference() -> None:
    exact = next(one for one in compare(evaluation(passing("a")), evaluation(passing("a"))).changes
                 if one.metric.name == "exact")  # fmt: skip
    assert (exact.before, exact.after, exact.difference, exact.p, exact.worse) == (None, None, None, None, False)


def test_two_empty_runs_can_be_compared() -> None:
    assert comparison_report(compare(evaluation(), evaluation())).startswith("共同题目 0 道。")


def test_the_report_names_won_and_lost_with_their_words_and_the_reasons() -> None:
    before = evaluation(passing("a", say="甲问题"), failing("b", say="乙问题"), passing("gone"))
    after = evaluation(failing("a", say="甲问题"), passing("b", say="乙问题"))
    text = comparison_report(compare(before, after))
    assert "新做对 1 道：\n  b  乙问题" in text
    assert "新做错 1 道：\n  a  甲问题\n      回答类型应为“寒暄”，实际是“反问”。" in text
    assert "缺少 1 道，未比较：gone" in text


def test_only_a_clear_change_is_called_better_or_worse() -> None:
    before = evaluation(*(passing(f"q{n}") for n in range(10)), *(passing(f"h{n}", set="hotline") for n in range(3)))
    after = evaluation(*(failing(f"q{n}") for n in range(10)), *(failing(f"h{n}", set="hotline") for n in range(3)))
    told = {one["name"]: one["changes"][0] for one in comparison_json(before, after)["sets"]}
    assert (told["rules"]["better"], told["hotline"]["better"]) == (False, None)
    back = {one["name"]: one["changes"][0] for one in comparison_json(after, before)["sets"]}
    assert (back["all"]["better"], back["rules"]["better"]) == (True, True)


def test_a_set_without_a_common_question_is_not_listed() -> None:
    told = comparison_json(evaluation(passing("a")), evaluation(passing("b"), passing("h", set="hotline")))
    assert (told["sets"], told["compared"], told["added"], told["removed"]) == ([], 0, ["b", "h"], ["a"])
