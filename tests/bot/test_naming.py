"""Provisions named in a field, and the sentences about those that cannot be used."""

from __future__ import annotations

import pytest

from bot.naming import labels_of, name_one, name_several, name_unit
from kb.model import Regulation


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("", ""),
        ("，。", ""),
        ("20.2、36.3", "20.2 36.3"),
        ("第二十条第二款、第三十六条", "20.2 36"),
        ("20条2款；58条1款6项", "20.2 58.1.6"),
        ("11到13条", "11 12 13"),
        ("36，36，", "36"),
    ],
)
def test_several_provisions_are_read_from_one_field(regulation: Regulation, typed: str, keys: str) -> None:
    assert name_several(typed, regulation).keys == tuple(keys.split())


@pytest.mark.parametrize("typed", ["20.2、99", "20.2、什么", "第五章"])
def test_one_that_cannot_be_used_is_the_problem_of_all(regulation: Regulation, typed: str) -> None:
    assert name_several(typed, regulation).problem


def test_an_article_with_several_paragraphs_is_no_unit(regulation: Regulation) -> None:
    assert name_unit("36", regulation).problem == "第三十六条有4款，请写明是哪一款。"
    assert name_unit("36.4", regulation).keys == ("36.4",)
    assert name_unit("58.1.6", regulation).keys == ("58.1.6",)
    assert name_one("36", regulation).keys == ("36",)


def test_an_article_with_one_paragraph_is_that_paragraph(regulation: Regulation) -> None:
    single = next(article for article in regulation.articles if len(article.paragraphs) == 1)
    assert name_unit(single.label, regulation).keys == (f"{single.number}.1",)


def test_labels_name_keys_in_the_order_of_the_text(regulation: Regulation) -> None:
    assert labels_of(("58.1.6", "20.2"), regulation) == "第二十条第二款、第五十八条第一款第（六）项"
    assert labels_of((), regulation) == ""
