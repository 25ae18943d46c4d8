from __future__ import annotations

from pathlib import Path

from bot.settings import Thresholds, read_thresholds
from bot.wants import WantThresholds
from evals.calibrate import fit_zones, zones_at
from evals.charts import distributions
from evals.studies import study_page, thresholds_toml


def test_rates_at_thresholds_count_both_sides_and_the_zone_between() -> None:
    zones = zones_at([-1.0, 0.0, 0.5, 1.0], [[-1.0, 0.0], [1.0, 1.0, -1.0, -1.0]], low=-0.5, high=0.5)
    assert zones.refused_ours == 1 / 4
    assert zones.asked_ours == 1 / 4
    assert zones.answered_outside == (0 + 2 / 4) / 2, "groups outside count alike, whatever their size"
    assert zones.asked_outside == (1 / 2 + 0) / 2


def test_an_empty_side_has_rates_of_zero() -> None:
    zones = zones_at([], [], 0.0, 0.0)
    assert (zones.refused_ours, zones.answered_outside, zones.cost) == (0, 0, 0)


def test_two_sides_that_can_be_told_apart_are_with_nothing_asked_back() -> None:
    zones = fit_zones([0.5, 0.6, 0.7], [[-1.0, -0.9]])
    assert zones.cost == 0
    assert -0.9 < zones.outside <= zones.sure <= 0.5


def test_where_they_overlap_it_is_asked_back() -> None:
    zones = fit_zones([0.6] * 30 + [0.0], [[-1.0] * 30 + [0.05]])
    assert zones.outside <= 0.0 < zones.sure
    assert zones.refused_ours == 0


def test_thresholds_are_written_as_they_are_read(tmp_path: Path) -> None:
    thresholds = Thresholds(-0.35, 0.1, 0.86, WantThresholds(1.5, -0.8, -1.2))
    path = tmp_path / "thresholds.toml"
    path.write_text(thresholds_toml(thresholds), encoding="utf-8")
    assert read_thresholds(path) == thresholds


def test_a_study_page_asks_nothing_of_any_host_and_escapes_what_it_shows() -> None:
    chart = distributions("差值", {"<甲>": [-1.0, 0.0, 3.0], "乙": []}, {"线": 0.1})
    page = study_page("标题<b>", {"事实": "值&"}, chart)
    assert "http" not in page.replace("http-equiv", "")
    assert "标题&lt;b&gt;" in page
    assert "&lt;甲&gt;" in page
    assert page.count('class="bar"') == 2 * 40
