from __future__ import annotations

from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from evals.charts import Bar, bars, cut, histogram, lines, matrix

HOSTILE = "</svg><script>alert(1)</script>\"'&"
NAMES = {"answered": "作答", "clarify": HOSTILE}


def texts(svg: Markup) -> list[str]:
    """The texts shown; the drawing must be well-formed XML."""
    return [element.text or "" for element in ElementTree.fromstring(svg).iter("text")]


def boxes(svg: Markup, kind: str) -> list[ElementTree.Element]:
    return [box for box in ElementTree.fromstring(svg).iter("rect") if kind in (box.get("class") or "").split()]


def test_a_bar_is_as_long_as_its_share() -> None:
    drawn = bars("通过率", [Bar("甲", 0.5, 10), Bar("乙", 1.0, 4), Bar("丙", 0.0, 1)])
    full = float(boxes(drawn, "track")[0].get("width") or 0)
    assert [float(box.get("width") or 0) for box in boxes(drawn, "bar")] == [full / 2, full, 0]
    assert texts(drawn)[:3] == ["甲", "50%", "10 题"]


def test_a_share_that_does_not_apply_has_no_bar() -> None:
    drawn = bars("通过率", [Bar("甲", None, 0)])
    assert boxes(drawn, "bar") == []
    assert "—" in texts(drawn)


def test_the_matrix_holds_the_counts_and_marks_what_is_right() -> None:
    drawn = matrix("对照", NAMES, {("answered", "answered"): 3, ("answered", "clarify"): 1, ("clarify", "clarify"): 2})
    assert [box.get("class") for box in boxes(drawn, "right")] == ["right shade3", "right shade4"]  # 3 of 4, 2 of 2
    assert [text for text in texts(drawn) if text.isdigit()] == ["3", "1", "2"]


def test_the_histogram_counts_every_value() -> None:
    drawn = histogram("用时", [1.0] * 99 + [500.0], "毫秒", {"p50": 1.0, "p95": 1.0})
    hints = [box.findtext("title") or "" for box in boxes(drawn, "bar")]
    assert sum(int(hint.split("：")[1].removesuffix(" 次")) for hint in hints) == 100
    assert "p95 1.0" in texts(drawn)


def test_lines_leave_a_gap_where_a_value_is_missing() -> None:
    drawn = lines("历次", ["一", "二", "三"], {"甲": [0.1, None, 0.3]})
    circles = list(ElementTree.fromstring(drawn).iter("circle"))
    assert [circle.findtext("title") for circle in circles] == ["甲 一：10.0%", "甲 三：30.0%"]


@pytest.mark.parametrize(
    "drawn",
    [bars("x", []), matrix("x", NAMES, {}), histogram("x", [], "毫秒", {}), histogram("x", [0.0], "毫秒", {"p50": 0.0}),
     lines("x", [], {}), lines("x", ["一"], {"甲": [1]})],
)  # fmt: skip
def test_a_chart_of_nothing_is_still_a_drawing(drawn: Markup) -> None:
    assert ElementTree.fromstring(drawn).tag == "svg"


def test_every_text_is_escaped() -> None:
    drawings = [
        bars(HOSTILE, [Bar(HOSTILE, 0.5, 1)]),
        matrix(HOSTILE, NAMES, {("clarify", "answered"): 1}),
        histogram(HOSTILE, [1.0], HOSTILE, {HOSTILE: 1.0}),
        lines(HOSTILE, [HOSTILE, HOSTILE], {HOSTILE: [0.1, 0.2]}),
    ]
    for drawn in drawings:
        assert "<script" not in drawn
        assert ElementTree.fromstring(drawn).get("aria-label") == HOSTILE


def test_long_labels_are_cut() -> None:
    assert (cut("一二三四", 4), cut("一二三四五", 4)) == ("一二三四", "一二三…")
