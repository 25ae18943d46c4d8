from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb.errors import GuideError, NotInForceError
from kb.rules.book import DATA
from kb.rules.money import WAN
from kb.rules.size_table import Bounds, Industry, Measure, Size, load_size_table

Write = Callable[[str, str], Path]

SIZES = load_size_table(DATA / "enterprise-size.toml")
ROW = """law = "标准"
[catering]
label = "餐饮业"
includes = "饭馆"
source = "四（十）"
quote = "餐饮业。"
[[catering.bounds]]
measure = "employees"
since = 2011-06-18
unit = "person"
large = 300
medium = 100
small = 10
"""


@pytest.mark.parametrize("row", SIZES.industries.values(), ids=lambda row: row.key)
class TestEveryRow:
    def test_has_the_bounds_that_its_text_says(self, row: Industry) -> None:
        for bounds in row.bounds:
            name, unit, scale = {
                Measure.EMPLOYEES: ("从业人员", "人", 1),
                Measure.REVENUE: ("营业收入", "万元", WAN),
                Measure.ASSETS: ("资产总额", "万元", WAN),
            }[bounds.measure]
            of_smes, classes = row.quote.split("的为中小微型企业。其中，")
            assert f"{name}{bounds.large // scale}{unit}以下" in of_smes
            medium, small, micro = (
                classes.replace("，营业收入50万元及以上", "；营业收入50万元及以上")
                .replace("，营业收入50万元以下", "；营业收入50万元以下")
                .split("；")
            )
            assert f"{name}{bounds.medium // scale}{unit}及以上" in medium
            assert f"{name}{bounds.small // scale}{unit}及以上" in small
            assert f"{name}{bounds.small // scale}{unit}以下" in micro

    def test_begins_its_text_with_its_name(self, row: Industry) -> None:
        assert row.quote.startswith(f"{row.label}。")


def test_the_rows_are_numbered_as_in_the_standard() -> None:
    numbers = [
        "一",
        "二",
        "三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        "十",
        "十一",
        "十二",
        "十三",
        "十四",
        "十五",
        "十六",
    ]
    assert [row.source for row in SIZES.industries.values()] == [f"四（{number}）" for number in numbers]


class TestBounds:
    bounds = Bounds(Measure.EMPLOYEES, date(2011, 6, 18), 300, 100, 10)

    @pytest.mark.parametrize(
        ("employees", "size"),
        [
            (300, Size.LARGE),
            (299, Size.MEDIUM),
            (100, Size.MEDIUM),
            (99, Size.SMALL),
            (10, Size.SMALL),
            (9, Size.MICRO),
        ],
    )
    def test_a_bound_belongs_to_the_class_above(self, employees: int, size: Size) -> None:
        assert self.bounds.size(employees) is size

    def test_every_class_begins_at_its_bound(self) -> None:
        assert [self.bounds.least(size) for size in Size] == [0, 10, 100, 300]


def test_sizes_are_ranked_from_micro_to_large() -> None:
    assert sorted(Size, key=lambda size: size.rank) == [Size.MICRO, Size.SMALL, Size.MEDIUM, Size.LARGE]


class TestDatedBounds:
    @pytest.fixture
    def row(self, write: Write) -> Industry:
        later = ROW[ROW.index("[[") :].replace("2011-06-18", "2030-01-01").replace("small = 10", "small = 20")
        return load_size_table(write("sizes.toml", ROW + later)).industries["catering"]

    @pytest.mark.parametrize(
        ("on", "small"),
        [(date(2011, 6, 18), 10), (date(2029, 12, 31), 10), (date(2030, 1, 1), 20), (None, 20)],
    )
    def test_those_in_force_on_the_day_are_taken(self, row: Industry, on: date | None, small: int) -> None:
        assert [bounds.small for bounds in row.bounds_at(on)] == [small]

    def test_there_are_none_before_the_first(self, row: Industry) -> None:
        with pytest.raises(NotInForceError, match="the first are from 2011-06-18"):
            row.bounds_at(date(2011, 6, 17))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('law = "标准"\n', "", "s.toml: the head of the file needs 'law'"),
        (
            'includes = "饭馆"',
            'inclues = "饭馆"',
            r"s.toml:4: \[catering\] unknown key 'inclues'; allowed: bounds, includes",
        ),
        ("large = 300\n", "", r"\[\[catering.bounds\]\] key 'large' is missing"),
        ("large = 300", "large = 99", "bounds must descend from large to small, not 99, 100, 10"),
        ("small = 10", "small = 0", "bounds must descend from large to small, not 300, 100, 0"),
        ("small = 10", "small = 10.0", "'small' must be a whole number"),
        ('measure = "employees"', 'measure = "staff"', "unknown measure 'staff'; allowed: assets, employees, revenue"),
        ('unit = "person"', 'unit = "wan_yuan"', "s.toml:10: .* unit 'wan_yuan' does not fit 'employees'"),
        ('measure = "employees"', 'measure = "revenue"', "unit 'person' does not fit 'revenue'"),
        ('unit = "person"', 'unit = "head"', "unit 'head' does not fit 'employees'"),
        ('"餐饮业。"\n', '"餐饮业。"\nbounds = []\n', "Cannot .*"),
        (ROW[ROW.index("[[") :], "", r"\[catering\] key 'bounds' is missing"),
        (ROW[ROW.index("[[") :], "bounds = []\n", r"\[catering\] needs at least one \[\[…bounds\]\]"),
        (ROW[ROW.index("[[") :], ROW[ROW.index("[[") :] * 2, "has two bounds for employees from 2011-06-18"),
    ],
)
def test_a_mistake_is_named_with_its_place(write: Write, old: str, new: str, message: str) -> None:
    assert old in ROW
    with pytest.raises(GuideError, match=message):
        load_size_table(write("s.toml", ROW.replace(old, new)))
