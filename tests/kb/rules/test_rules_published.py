from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from holidays.countries.china import China

from kb.errors import GuideError
from kb.rules.published import FESTIVALS, library_years, load_calendar, read_year
from kb.rules.statutory import LAST_YEAR, statutory_days
from kb.rules.workdays import WorkCalendar

Write = Callable[[str, str], Path]

EXAMPLE = Path(__file__).parent / "example" / "workdays-2027.toml"
YEARS = library_years()
# Where `holidays` and `chinesecalendar` differ, and why.
DISAGREEMENTS = {
    # 国办发明电〔2005〕35号: 12月31日（星期六）上班. chinesecalendar lacks this make-up day of the 2006 notice;
    # the regulation is in force from 2024, so no rule can meet it.
    date(2005, 12, 31),
}


def days(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))


@pytest.fixture(scope="module")
def library() -> WorkCalendar:
    return WorkCalendar(YEARS, statutory_days, LAST_YEAR)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(EXAMPLE, tmp_path)
    return tmp_path


def test_the_library_has_the_years_from_2004_to_2026_without_a_gap() -> None:
    assert list(YEARS) == list(range(2004, 2027))


@pytest.mark.parametrize("year", YEARS)
def test_two_independent_libraries_agree_on_every_day(library: WorkCalendar, year: int) -> None:
    other = China(years=[year - 1, year, year + 1])
    different = {day for day in days(year) if library.day(day).working != other.is_working_day(day)}
    assert different == {day for day in DISAGREEMENTS if day.year == year}


@pytest.mark.parametrize("year", YEARS)
def test_the_days_off_are_named_as_the_statute_names_its_festivals(year: int) -> None:
    victory = {"中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"} if year == 2015 else set()
    assert {*YEARS[year].rest.values(), *YEARS[year].makeup.values()} <= {*FESTIVALS, *victory}


@pytest.mark.parametrize("year", [2025, 2026])
def test_make_up_days_pay_for_the_weekdays_off_beyond_the_statute(year: int) -> None:
    # Statutory days on a weekend are made up on a weekday (第六条), so they count as weekdays off.
    weekdays_off = [day for day in YEARS[year].rest if day.weekday() < 5]
    assert len(weekdays_off) - len(YEARS[year].makeup) == 13  # 1 + 4 + 1 + 2 + 1 + 1 + 3 days by the statute


class TestStatutoryDays:
    @pytest.mark.parametrize("year", [2027, 2031, 2050, 2100])
    def test_are_the_thirteen_of_the_statute(self, year: int) -> None:
        names = [part for name in statutory_days(year).values() for part in name.split("、")]
        counted = {festival: names.count(festival) for festival in FESTIVALS}
        assert counted == {
            "元旦": 1, "春节": 4, "清明节": 1, "劳动节": 2, "端午节": 1, "中秋节": 1, "国庆节": 3
        }  # fmt: skip
        assert len(names) == 13

    def test_leave_out_what_only_the_notice_arranges(self) -> None:
        assert date(2026, 2, 20) in YEARS[2026].rest  # 初四, a Friday paid for by a make-up Saturday
        assert date(2026, 2, 20) not in statutory_days(2026)

    def test_reach_as_far_as_the_library(self) -> None:
        assert China.end_year == LAST_YEAR


class TestYearFile:
    def test_the_example_can_be_read(self) -> None:
        year, table = read_year(EXAMPLE)
        assert year == 2027
        assert table.rest[date(2027, 2, 12)] == "春节"
        assert table.makeup[date(2027, 9, 26)] == "国庆节"

    def test_makes_its_year_a_published_one(self, folder: Path) -> None:
        calendar = load_calendar(folder)
        assert calendar.published_years == "2004–2027"
        sunday = calendar.day(date(2027, 9, 26))
        assert (sunday.working, sunday.makeup, sunday.published) == (True, True, True)
        assert not calendar.day(date(2028, 1, 3)).published

    def test_leaves_a_year_between_unpublished(self, folder: Path) -> None:
        text = EXAMPLE.read_text(encoding="utf-8").replace("2027", "2028").replace("2028-01-31, ", "")
        text = text.replace("2028-04-25, 2028-05-08", "2028-04-29").replace("2028-09-26, 2028-10-09", "2028-10-08")
        text = text.replace("2028-02-20", "2028-02-19")
        (folder / "workdays-2027.toml").unlink()
        (folder / "workdays-2028.toml").write_text(text, encoding="utf-8")
        calendar = load_calendar(folder)
        assert calendar.published_years == "2004–2026, 2028"
        assert not calendar.day(date(2027, 12, 31)).published
        assert calendar.day(date(2028, 1, 1)).published

    def test_takes_the_place_of_the_library_in_its_year(self, folder: Path) -> None:
        text = EXAMPLE.read_text(encoding="utf-8").replace("year   = 2027", "year   = 2026")
        lines = [line for line in text.replace("2027-", "2026-").splitlines() if "makeup" not in line]
        (folder / "workdays-2027.toml").unlink()
        (folder / "workdays-2026.toml").write_text("\n".join(lines), encoding="utf-8")
        calendar = load_calendar(folder)
        assert not calendar.day(date(2026, 2, 14)).working  # a make-up Saturday in the library
        assert not calendar.day(date(2026, 2, 12)).working  # off in the file alone

    def test_may_reach_into_the_december_before(self, folder: Path) -> None:
        path = folder / "workdays-2027.toml"
        text = path.read_text(encoding="utf-8").replace("from   = 2027-01-01", "from   = 2026-12-31")
        path.write_text(text.replace("to     = 2027-01-03", "to = 2027-01-03\nmakeup = [2026-12-26]"), encoding="utf-8")
        calendar = load_calendar(folder)
        assert calendar.day(date(2026, 12, 26)).makeup
        assert not calendar.day(date(2026, 12, 31)).working


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "year   = 2027",
            "year   = 2028",
            "workdays-2027.toml:9: the file of the year 2028 must be called workdays-2028",
        ),
        ("year   = 2027", 'year   = "2027"', "'year' must be a whole number, not '2027'"),
        ("source = ", "sauce = ", r"workdays-2027.toml:10: unknown key 'sauce'; allowed: holiday, source, year"),
        (
            'name   = "元旦"',
            'nam    = "元旦"',
            r"workdays-2027.toml:13: \[\[holiday\]\] unknown key 'nam'; allowed: from",
        ),
        ("to     = 2027-01-03\n", "", r"\[\[holiday\]\] key 'to' is missing; needed: from, name, to"),
        ("to     = 2027-01-03", 'to     = "1月3日"', "holiday 元旦 'to' must be a date"),
        ("to     = 2027-01-03", "to     = 2026-12-31", "holiday 元旦 ends 2026-12-31, before it begins on 2027-01-01"),
        ("from   = 2027-01-01", "from   = 2026-11-30", "holiday 元旦 2026-11-30 is not in 2027 nor in the December"),
        ("to     = 2027-10-07", "to     = 2028-01-01", "holiday 国庆节 2028-01-01 is not in 2027"),
        ("to     = 2027-10-07", "to     = 2027-10-09", "holiday 国庆节 2027-10-09 is both a day off and a make-up day"),
        ("from   = 2027-04-03", "from   = 2027-02-12", "holiday 清明节 2027-02-12 stands under 春节 too"),
        ("[2027-01-31, 2027-02-20]", "[2027-02-19]", "holiday 春节 make-up day 2027-02-19 is no Saturday or Sunday"),
        ("[2027-01-31, 2027-02-20]", "[2027-01-31, 2027-01-31]", "holiday 春节 2027-01-31 stands under 春节 too"),
        ("[2027-01-31, 2027-02-20]", '["2027-01-31"]', "holiday 春节 'makeup' must be a date"),
        ("[2027-01-31, 2027-02-20]", "2027-01-31", "holiday 春节 'makeup' must be a list of dates"),
        ('name   = "端午节"', 'name   = "端阳节"', r"no \[\[holiday\]\] for 端午节; a year needs 元旦、春节"),
        ('name   = "元旦"\n', 'name   = "元旦"\nname = "春节"\n', "Cannot overwrite a value .*line 14"),
    ],
)
def test_a_mistake_in_a_year_file_is_named_with_its_place(folder: Path, old: str, new: str, message: str) -> None:
    path = folder / "workdays-2027.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(GuideError, match=message):
        load_calendar(folder)


def test_an_entry_may_stand_for_two_festivals(folder: Path) -> None:
    path = folder / "workdays-2027.toml"
    text = path.read_text(encoding="utf-8")
    autumn = text.index('[[holiday]]\nname   = "中秋节"')
    national = text.index('[[holiday]]\nname   = "国庆节"')
    joined = text[:autumn] + text[national:].replace("国庆节", "国庆节、中秋节")
    path.write_text(joined, encoding="utf-8")
    assert read_year(path)[1].rest[date(2027, 10, 1)] == "国庆节、中秋节"
