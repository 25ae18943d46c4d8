from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import ReferenceSyntaxError
from kb.model import Reference, Regulation
from kb.numerals import to_chinese
from kb.reference import find_provisions, parse_reference
from kb.request_words import only_request_words

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "references.toml").read_text(encoding="utf-8"))["case"]
KEYS = {"name", "texts", "provisions", "missing", "exclusive", "remark"}
TYPED = [(case, text) for case in CASES for text in case["texts"]]
# What names of provisions are made of, to find what stumbles over them.
PIECES = st.sampled_from(
    [
        "第",
        "一",
        "十",
        "百",
        "三十六",
        "36",
        "0",
        "60",
        "条",
        "款",
        "项",
        "章",
        "节",
        "之一",
        "（",
        "）",
        "(",
        ")",
        ".",
        "-",
        "到",
        "、",
        "和",
        "的",
        "最后一",
        "倒数第",
        "§",
        "article",
        "附则",
        "市场开拓",
        "《",
        "》",
        "民法典",
        "重庆",
    ]
)


def name_of(reference: Reference) -> str:
    return reference.key or f"chapter {reference.chapter}"


def every_reference(regulation: Regulation) -> list[Reference]:
    return [*(Reference(chapter=chapter.number) for chapter in regulation.chapters), *regulation.references()]


def test_every_case_has_a_name_of_its_own_and_no_text_stands_twice() -> None:
    assert all(case.keys() <= KEYS for case in CASES)
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert len({text for _, text in TYPED}) == len(TYPED)


@pytest.mark.parametrize(("case", "text"), TYPED, ids=[f"{case['name']}: {text}" for case, text in TYPED])
def test_what_a_text_names(regulation: Regulation, case: dict[str, Any], text: str) -> None:
    asked = find_provisions(text, regulation)
    if "provisions" not in case and "missing" not in case:
        assert asked is None
        return
    assert asked is not None
    provisions = case.get("provisions", [])
    assert [name_of(reference) for reference in asked.references] == provisions
    missing = asked.missing
    found = [missing.asked, missing.unit, missing.available, missing.within] if missing is not None else None
    assert found == case.get("missing")
    assert asked.exclusive is case.get("exclusive", True)
    assert asked.remark == case.get("remark", "")
    assert asked.several is (len(provisions) > 1 or any(name.startswith("chapter") for name in provisions))


def test_every_label_is_parsed_back(regulation: Regulation) -> None:
    references = every_reference(regulation)
    assert len(references) == 9 + 59 + 112 + 8
    assert [parse_reference(reference.label) for reference in references] == references


def test_every_label_finds_exactly_its_provision(regulation: Regulation) -> None:
    for reference in every_reference(regulation):
        asked = find_provisions(reference.label, regulation)
        assert asked is not None
        assert (asked.references, asked.missing, asked.exclusive) == ((reference,), None, True), reference.label


def test_every_key_is_parsed_back_and_finds_exactly_its_provision(regulation: Regulation) -> None:
    for reference in regulation.references():
        assert parse_reference(reference.key) == reference
        asked = find_provisions(reference.key, regulation)
        assert asked is not None
        assert asked.references == (reference,), reference.key


def test_every_article_is_found_within_a_request_in_either_numerals(regulation: Regulation) -> None:
    for article in regulation.articles:
        for number in (to_chinese(article.number), str(article.number)):
            asked = find_provisions(f"麻烦查一下第{number}条讲什么，谢谢", regulation)
            assert asked is not None
            assert (asked.references, asked.exclusive) == ((Reference(article=article.number),), True)


def test_every_chapter_is_found_by_its_title_alone(regulation: Regulation) -> None:
    for chapter in regulation.chapters:
        asked = find_provisions(chapter.title, regulation)
        assert asked is not None
        assert asked.references == (Reference(chapter=chapter.number),)


@given(st.integers(60, 9999))
def test_no_article_is_found_past_the_last(regulation: Regulation, number: int) -> None:
    for text in (f"第{number}条", f"第{to_chinese(number)}条"):
        asked = find_provisions(text, regulation)
        assert asked is not None
        assert asked.missing is not None
        assert (asked.references, asked.missing.asked) == ((), f"第{to_chinese(number)}条")


@given(
    article=st.integers(1, 9999), paragraph=st.none() | st.integers(1, 999), item=st.none() | st.integers(1, 99)
)  # fmt: skip
def test_a_label_is_parsed_back_whether_or_not_it_exists(article: int, paragraph: int | None, item: int | None) -> None:
    reference = Reference(article=article, paragraph=paragraph, item=item if paragraph else None)
    assert parse_reference(reference.label) == reference


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("36条3款", "36.3"),
        ("第３６条", "36"),
        ("36-3", "36.3"),
        ("36(3)", "36.3"),
        ("58(1)(6)", "58.1.6"),
        ("§36(3)", "36.3"),
        ("§58(1)(6)", "58.1.6"),
        ("Article 58, paragraph 1, item 6", "58.1.6"),
        ("第六十条", "60"),
    ],
)
def test_short_and_english_names_are_parsed(text: str, key: str) -> None:
    assert parse_reference(text).key == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "条",
        "你好",
        "第三十六",
        "请看第三十六条",
        "第三十六条讲什么",
        "第11条到第13条",
        "第六项",
        "第五十八条第六项",  # of which paragraph, only the regulation can tell
        "Article 58 item 6",
        "第三十六条最后一款",
        "第三十六条之一",
        "36.3.1.2",
    ],
)
def test_what_names_no_provision_exactly_is_refused(text: str) -> None:
    with pytest.raises(ReferenceSyntaxError):
        parse_reference(text)


def test_the_refusal_gives_the_text() -> None:
    with pytest.raises(ReferenceSyntaxError, match="'三十六' is not the name"):
        parse_reference("三十六")


def test_the_rest_of_a_question_is_kept_without_the_name(regulation: Regulation) -> None:
    asked = find_provisions("第３６条预留比例是多少", regulation)
    assert asked is not None
    assert (asked.exclusive, asked.remainder) == (False, "预留比例是多少")


def test_nothing_is_left_of_a_mere_request(regulation: Regulation) -> None:
    asked = find_provisions("请问第36条讲什么", regulation)
    assert asked is not None
    assert (asked.exclusive, asked.remainder) == (True, "")


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("", True),
        ("请问 讲什么？", True),
        ("《某条例》 怎么规定的", True),
        ("请把原文发给客户张三", True),
        ("请问 预留多少？", False),
        ("客户张三", False),
    ],
)
def test_a_request_is_told_from_a_question(text: str, only: bool) -> None:
    assert only_request_words(text, "某条例") is only


@given(st.text(max_size=60) | st.lists(PIECES, max_size=12).map("".join))
def test_nothing_that_is_typed_raises_and_what_is_found_exists(regulation: Regulation, text: str) -> None:
    asked = find_provisions(text, regulation)
    if asked is not None:
        assert asked.references or asked.missing
        assert all(regulation.text_of(reference) for reference in asked.references)


@given(st.text(max_size=30) | st.lists(PIECES, max_size=8).map("".join))
def test_parsing_gives_a_reference_or_its_own_error(text: str) -> None:
    try:
        parsed = parse_reference(text)
    except ReferenceSyntaxError:
        return
    assert parsed.article is not None or parsed.chapter is not None
