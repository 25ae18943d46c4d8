from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kb.errors import GuideError, NotInForceError
from kb.model import Reference
from kb.numerals import to_chinese
from kb.rules.book import DATA, PARAMETER_FILES, RuleBook, load_rule_book
from kb.rules.parameters import Parameter, load_parameters

Write = Callable[[str, str], Path]

SOURCE = DATA.parents[1] / "regulations" / "cq-sme-2024" / "source.txt"
PARAMETERS = load_parameters(DATA / name for name in PARAMETER_FILES)
OURS = [parameter for parameter in PARAMETERS.values() if parameter.regulation]
ROW = """regulation = "cq-sme-2024"
[period]
label  = "期限"
source = "第二十条第二款"
quote  = "三十日内"
[[period.values]]
since  = 2024-07-01
amount = 30
unit   = "day"
"""


def article(number: int) -> str:
    """The article's words in the source, without white space."""
    text = re.sub(r"\s+", "", SOURCE.read_text(encoding="utf-8-sig"))
    start = text.index(f"第{to_chinese(number)}条")
    end = text.find(f"第{to_chinese(number + 1)}条", start)
    return text[start:] if end < 0 else text[start:end]


@pytest.mark.parametrize("parameter", OURS, ids=lambda parameter: parameter.name)
def test_each_quote_stands_verbatim_in_the_article_named(parameter: Parameter) -> None:
    assert parameter.reference is not None
    assert parameter.reference.article is not None
    assert parameter.quote in article(parameter.reference.article)


def test_a_quote_would_not_be_found_in_another_article() -> None:
    assert PARAMETERS["complaint_decision"].quote not in article(53)


@pytest.mark.parametrize("parameter", OURS, ids=lambda parameter: parameter.name)
def test_each_number_is_the_one_that_its_quote_says_in_words(parameter: Parameter) -> None:
    words = {
        "day": lambda amount: f"{to_chinese(int(amount))}日",
        "workday": lambda amount: f"{to_chinese(int(amount))}个工作日",
        "share": lambda amount: f"百分之{to_chinese(int(amount * 100))}",
        "yuan": lambda amount: f"{to_chinese(int(amount / 10000))}万元",
        "date": lambda amount: f"{amount.year}年{amount.month}月{amount.day}日",
    }
    for value in parameter.values:
        assert words[value.unit](value.amount) in parameter.quote


def test_a_source_is_read_as_a_reference() -> None:
    assert PARAMETERS["reserve_sme"].reference == Reference(article=36, paragraph=3)
    assert PARAMETERS["in_force"].reference == Reference(article=59)


def test_another_law_has_a_title_and_no_reference() -> None:
    code = PARAMETERS["period_start"]
    assert (code.law, code.source, code.reference) == ("民法典", "第二百零一条", None)


def test_shares_are_exact_and_not_the_nearest_float() -> None:
    assert PARAMETERS["reserve_sme"].amount(None) == Fraction(3, 10)


class TestValueInForce:
    @pytest.fixture
    def period(self, write: Write) -> Parameter:
        later = '[[period.values]]\nsince  = 2030-01-01\namount = 20\nunit   = "day"\n'
        return load_parameters([write("periods.toml", ROW + later)])["period"]

    def test_none_holds_on_the_day_before_the_first(self, period: Parameter) -> None:
        with pytest.raises(NotInForceError, match=r"第二十条第二款.*2024-07-01.*2024-06-30"):
            period.at(date(2024, 6, 30))

    def test_the_first_holds_from_its_day(self, period: Parameter) -> None:
        assert period.amount(date(2024, 7, 1)) == 30

    def test_the_first_holds_until_the_day_before_the_second(self, period: Parameter) -> None:
        assert period.amount(date(2029, 12, 31)) == 30

    def test_the_second_holds_from_its_day(self, period: Parameter) -> None:
        assert period.amount(date(2030, 1, 1)) == 20

    def test_the_newest_holds_where_no_day_is_asked_for(self, period: Parameter) -> None:
        assert period.amount(None) == 20

    def test_a_number_is_not_a_date(self, period: Parameter) -> None:
        with pytest.raises(NotInForceError, match="is a number"):
            period.day()

    def test_a_date_is_not_a_number(self) -> None:
        with pytest.raises(NotInForceError, match="is a date"):
            PARAMETERS["in_force"].amount(None)

    def test_words_alone_have_no_value(self) -> None:
        with pytest.raises(NotInForceError, match=r"consortium.*has no value"):
            PARAMETERS["consortium"].at(None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'quote  = "',
            'qoute  = "',
            r"p.toml:5: \[period\] unknown key 'qoute'; allowed: label, quote, source, values",
        ),
        ('label  = "期限"\n', "", r"p.toml:2: \[period\] key 'label' is missing; needed: label, quote, source"),
        ('label  = "期限"', 'label  = ""', r"p.toml:3: \[period\] 'label' must be a text, not ''"),
        ('label  = "期限"', 'label  = "期限"\nlabel = "又"', "p.toml: Cannot overwrite a value .*line 4"),
        ("[period]\n", "[period]\n[period]\n", "p.toml: Cannot declare .*twice .*line 3"),
        ("第二十条第二款", "民法典", r"p.toml:4: \[period\] 'source' must name a provision .*'民法典'"),
        ("第二十条第二款", "第二十条第（一）项", r"p.toml: \[period\] an item needs its paragraph"),
        ('regulation = "cq-sme-2024"', 'law = "甲"\nregulation = "乙"', "p.toml: the head of the file needs one of"),
        ('regulation = "cq-sme-2024"', 'editor = "甲"\nlaw = "乙"', "p.toml:1: unknown key 'editor' at the head"),
        ('unit   = "day"', 'unit   = "days"', "p.toml:9: .*unknown unit 'days'; allowed: date, day, share, workday"),
        ('unit   = "day"\n', "", r"p.toml:6: \[\[period.values\]\] key 'unit' is missing"),
        (
            'unit   = "day"',
            'unit   = "day"\nnote = "x"',
            r"p.toml:10: .*unknown key 'note'; allowed: amount, since, unit",
        ),
        ("amount = 30", "amount = 0", "'amount' must be a number above zero, not 0"),
        ("amount = 30", 'amount = "30"', "'amount' must be a number above zero, not '30'"),
        ("amount = 30", "amount = nan", "'amount' must be a number above zero"),
        ("amount = 30", "amount = inf", "'amount' must be a number above zero"),
        ("amount = 30", "amount = true", "'amount' must be a number above zero, not True"),
        ("amount = 30", "amount = 30.5", "a number of days is whole, not 30.5"),
        ('amount = 30\nunit   = "day"', 'amount = 1.5\nunit   = "share"', "a share is at most 1, not 1.5"),
        ("since  = 2024-07-01", 'since  = "2024-07-01"', "'since' must be a date .*not '2024-07-01'"),
        ("since  = 2024-07-01", "since  = 2024-07-01T00:00:00", "'since' must be a date"),
        ('amount = 30\nunit   = "day"', 'amount = 30\nunit   = "date"', "'amount' must be a date"),
        ("[[period.values]]", "[period.values]", r"\[period\] 'values' must be written as \[\[…values\]\]"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_table(write: Write, old: str, new: str, message: str) -> None:
    assert old in ROW
    with pytest.raises(GuideError, match=message):
        load_parameters([write("p.toml", ROW.replace(old, new))])


def test_values_out_of_order_are_refused(write: Write) -> None:
    again = ROW + '[[period.values]]\nsince = 2024-07-01\namount = 20\nunit = "day"\n'
    with pytest.raises(GuideError, match="values must be in order: 2024-07-01 follows 2024-07-01"):
        load_parameters([write("p.toml", again)])


def test_values_of_different_units_are_refused(write: Write) -> None:
    again = ROW + '[[period.values]]\nsince = 2025-07-01\namount = 20\nunit = "workday"\n'
    with pytest.raises(GuideError, match="values must have one unit: 'workday' follows 'day'"):
        load_parameters([write("p.toml", again)])


def test_a_name_in_two_files_is_refused(write: Write) -> None:
    with pytest.raises(GuideError, match=r"b.toml:2: \[period\] stands in a.toml too"):
        load_parameters([write("a.toml", ROW), write("b.toml", ROW)])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match=r"absent\.toml: "):
        load_parameters([tmp_path / "absent.toml"])


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gb.toml"
    path.write_bytes(ROW.encode("gb18030"))
    with pytest.raises(GuideError, match=r"gb\.toml: .*utf-8"):
        load_parameters([path])


class TestRuleBook:
    def test_has_every_number_that_the_rules_need(self, book: RuleBook) -> None:
        assert book.parameters["complaint_acceptance"].amount(None) == 3

    def test_a_row_left_out_is_named_when_loading(self, data_folder: Path) -> None:
        path = data_folder / "deadlines.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: text.index("[complaint_decision]")], encoding="utf-8")
        with pytest.raises(GuideError, match=r"no table \[complaint_decision\], which a rule needs"):
            load_rule_book(data_folder)

    def test_a_row_in_another_unit_is_named_when_loading(self, data_folder: Path) -> None:
        path = data_folder / "deadlines.toml"
        path.write_text(path.read_text(encoding="utf-8").replace('"workday"', '"day"'), encoding="utf-8")
        with pytest.raises(GuideError, match=r"\[complaint_acceptance\] needs values in 'workday', has 'day'"):
            load_rule_book(data_folder)
