from __future__ import annotations

from pathlib import Path

import pytest

from evals.evaluation import ResultError
from evals.gate import FLOORS, check_baseline, check_floors, read_floors
from evals.load import bundled_files, set_name
from evals.record import crashed
from tests.evals.fakes import ask, evaluation, expect, failing, passing, record, reply

HALF = [passing("a"), failing("b")]


def test_the_bundled_floors_are_sound() -> None:
    assert "all" in read_floors(FLOORS, {set_name(path) for path in bundled_files()})


@pytest.mark.parametrize(("floor", "fails"), [(0.5, False), (0.51, True)])
def test_a_metric_fails_below_its_floor_and_not_at_it(floor: float, fails: bool) -> None:
    found = check_floors(HALF, {"rules": {"passed": floor}}, whole=False)
    assert found == (["精确计算：“通过”0.500，低于下限 0.51。"] if fails else [])


@pytest.mark.parametrize(("ceiling", "fails"), [(0.5, False), (0.49, True)])
def test_where_less_is_better_the_floor_is_a_ceiling(ceiling: float, fails: bool) -> None:
    records = [record(ask("a", expect()), reply("clarify")), record(ask("b", expect()), reply())]
    found = check_floors(records, {"rules": {"asked_back": ceiling}}, whole=False)
    assert found == (["精确计算：“反问”0.500，高于上限 0.49。"] if fails else [])


def test_a_latency_has_a_ceiling() -> None:
    records = [record(ask("a", expect("answered")), reply(), elapsed_ms=30.0)]
    assert check_floors(records, {"rules": {"p95_ms": 30}}, whole=False) == []
    assert len(check_floors(records, {"rules": {"p95_ms": 29}}, whole=False)) == 1


def test_the_floor_of_all_holds_for_a_whole_run_only() -> None:
    floors = {"all": {"passed": 0.9}}
    assert check_floors(HALF, floors, whole=False) == []
    assert check_floors(HALF, floors, whole=True) == ["全部：“通过”0.500，低于下限 0.9。"]


def test_the_floor_of_a_set_that_was_not_asked_does_not_hold() -> None:
    assert check_floors(HALF, {"hotline": {"passed": 1.0}}, whole=False) == []


def test_a_metric_that_applies_to_nothing_does_not_reach_its_floor() -> None:
    assert check_floors(HALF, {"rules": {"exact": 0.0}}, whole=False) == [
        "精确计算：没有题目可以衡量“算准”，无法确认达到 0。"
    ]


def test_a_crash_fails_unless_a_floor_allows_it() -> None:
    broken = crashed(ask("c", expect()), ValueError())
    assert check_floors([broken], {}, whole=False) == ["精确计算：程序出错 1 次，最多允许 0 次。"]
    assert check_floors([broken], {"rules": {"crashes": 1}}, whole=False) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[all]\npased = 1", r"\[all\] unknown metric 'pased'; allowed: passed, outcome"),
        ("[all]\npassed = true", r"\[all\] passed must be a number, is True"),
        ("passed = 1", "'passed' must be a table"),
        ("[all", "cannot be read"),
        ("[rulse]\npassed = 1", "no set 'rulse'; have all, rules"),
    ],
)
def test_wrong_floors_are_named(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "floors.toml").write_text(text)
    with pytest.raises(ResultError, match=problem):
        read_floors(tmp_path / "floors.toml", ["rules"])


def test_no_file_of_floors_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="cannot be read"):
        read_floors(tmp_path / "none.toml", [])


def test_a_run_as_good_as_its_baseline_passes() -> None:
    assert check_baseline(evaluation(*HALF), evaluation(*HALF)) == []


def test_a_run_significantly_below_its_baseline_fails_over_all_and_in_its_set() -> None:
    before = evaluation(*(passing(f"q{n}") for n in range(10)))
    failures = check_baseline(before, evaluation(*(failing(f"q{n}") for n in range(10))))
    assert [failure.split("，")[0] for failure in failures] == [
        "全部：“通过”由 1.000 变为 0.000",
        "全部：“类型”由 1.000 变为 0.000",
        "全部：“反问”由 0.000 变为 1.000",
        "精确计算：“通过”由 1.000 变为 0.000",
    ]


def test_a_fall_in_one_set_is_not_hidden_by_a_rise_in_another() -> None:
    ups, downs = range(10), range(10, 20)
    before = evaluation(*(failing(f"q{n}", set="hotline") for n in ups), *(passing(f"q{n}") for n in downs))
    after = evaluation(*(passing(f"q{n}", set="hotline") for n in ups), *(failing(f"q{n}") for n in downs))
    assert [failure.split("：")[0] for failure in check_baseline(before, after)] == ["精确计算"]


def test_a_baseline_of_other_questions_is_no_baseline() -> None:
    assert check_baseline(evaluation(passing("x")), evaluation(passing("y"))) == ["基准中没有同样的题目，无法比较。"]
