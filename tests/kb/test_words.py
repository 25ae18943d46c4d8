from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.library import BUNDLED, DEFAULT_ID
from kb.words import LONG_WORD, Cutter, read_words


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jieba")


@pytest.fixture(scope="module")
def plain(cache: Path) -> Cutter:
    return Cutter((), cache)


@pytest.fixture(scope="module")
def ours(cache: Path) -> Cutter:
    return Cutter(read_words(BUNDLED / DEFAULT_ID / "words.txt"), cache)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write_file(text: str) -> Path:
        path = tmp_path / "words.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def test_characters_then_pairs_then_long_words(plain: Cutter) -> None:
    assert plain.terms("办公室") == ["办", "公", "室", "办公", "公室", "办公室"]


def test_a_word_of_two_is_there_once_as_a_pair(plain: Cutter) -> None:
    assert LONG_WORD == 3
    assert plain.terms("企业") == ["企", "业", "企业"]


def test_a_term_of_the_regulation_is_kept_in_one_piece_with_its_dictionary_only(plain: Cutter, ours: Cutter) -> None:
    assert "专精特新" not in plain.terms("专精特新企业怎么认定")
    assert "专精特新" in ours.terms("专精特新企业怎么认定")


@pytest.mark.parametrize("word", ["不得", "应当", "以上", "以下", "可以"])
def test_words_that_decide_legal_questions_are_not_dropped(ours: Cutter, word: str) -> None:
    assert word in ours.terms(f"金额{word}拖欠")


def test_the_word_before_a_number_is_not_dropped(ours: Cutter) -> None:
    assert {"第", "条"} <= set(ours.terms("第三十六条"))


def test_blanks_are_dropped(plain: Cutter) -> None:
    assert plain.terms(" 办 公\n室\u3000") == plain.terms("办公室")


def test_nothing_gives_nothing(plain: Cutter) -> None:
    assert plain.terms(" \n") == []


@given(st.text(max_size=30))
def test_every_term_stands_in_the_text(plain: Cutter, text: str) -> None:
    solid = "".join(text.split())
    terms = plain.terms(text)
    assert terms[: len(solid)] == list(solid)
    assert all(term in solid for term in terms)


def test_the_dictionary_of_one_cutter_is_not_that_of_another(cache: Path) -> None:
    assert "拿换领导" in Cutter(("拿换领导",), cache).terms("拿换领导当理由")
    assert "拿换领导" not in Cutter((), cache).terms("拿换领导当理由")


def test_the_cache_is_kept_in_the_folder_given(tmp_path: Path) -> None:
    Cutter((), tmp_path / "new" / "folder")
    assert list((tmp_path / "new" / "folder").iterdir())


def test_one_word_a_line_without_remarks_and_blank_lines(write: Callable[[str], Path]) -> None:
    assert read_words(write("# 政策\n专精特新\n\n  小微企业  \n#不得\n")) == ("专精特新", "小微企业")


def test_no_file_is_no_words(tmp_path: Path) -> None:
    assert read_words(tmp_path / "words.txt") == ()


def test_the_bundled_dictionary_holds_each_word_once() -> None:
    words = read_words(BUNDLED / DEFAULT_ID / "words.txt")
    assert "专精特新" in words
    assert len(set(words)) == len(words)
