from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import KEPT, fold, squeeze

# Text as it is pasted: Chinese, traditional and compatibility characters, blanks and invisible ones.
TYPED = st.text(max_size=40) | st.text(
    alphabet="第條条３6　 \t\r\n\u200b\u00ad\ufeff\u3000①㈠㍻ﬁ萬後臺隻乾著，。（）(),Ａａ§\u0301é\u2028", max_size=30
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("第３６条", "第36条"),
        ("ＡＢＣ", "ABC"),
        ("第三十六條", "第三十六条"),
        ("中小企業促進條例", "中小企业促进条例"),
        ("第\u200b三十\u00ad六\ufeff条", "第三十六条"),
        ("\x00第一条\x07", "第一条"),
        ("  第 \t 一\r\n条　", "第 一 条"),
        ("", ""),
        ("\u200b", ""),
        ("Article 36", "Article 36"),
        ("a\tb\nc  d", "a b c d"),
    ],
)
def test_the_same_words_become_the_same_string(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_chinese_punctuation_stays_as_it_is_written() -> None:
    assert fold(KEPT) == KEPT
    assert fold("（一）什么，怎么？") == "（一）什么，怎么？"


def test_legal_brackets_stay() -> None:
    assert fold("【第一条】") == "【第一条】"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第三十六条讲什么？", "第三十六条 讲什么"),
        ("ＡBc", "abc"),
        ("中小企業", "中小企业"),
        ("不低于60%", "不低于６０"),
        ("a_b", "ab"),
    ],
)
def test_questions_are_equal_without_blanks_and_punctuation(one: str, other: str) -> None:
    assert squeeze(one) == squeeze(other)


@pytest.mark.parametrize(("one", "other"), [("第20条", "第120条"), ("不得", "得"), ("36.3", "36.4"), ("36", "")])
def test_other_questions_stay_different(one: str, other: str) -> None:
    assert squeeze(one) != squeeze(other)


@pytest.mark.parametrize("text", ["", "？！……", " \t\n", "___"])
def test_nothing_is_left_of_what_has_no_words(text: str) -> None:
    assert squeeze(text) == ""


def test_what_is_invisible_hides_no_word_from_the_conversion() -> None:
    assert fold("瞭\u200b解") == fold("瞭解") == "了解"


def test_half_a_surrogate_pair_is_dropped() -> None:
    assert fold("第\ud800一條") == "第一条"


@given(TYPED.filter(lambda text: "薴" not in text))  # OpenCC writes 薴 as 苧 and 苧 as 苎
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TYPED.filter(lambda text: "薴" not in text))
def test_squeezing_twice_is_squeezing_once(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


@given(TYPED.filter(lambda text: "薴" not in text))
def test_squeezing_does_not_care_whether_the_text_was_folded(text: str) -> None:
    assert squeeze(fold(text)) == squeeze(text)


@given(TYPED)
def test_folded_text_has_single_blanks_and_none_at_its_ends(text: str) -> None:
    folded = fold(text)
    assert " ".join(folded.split()) == folded


@given(TYPED)
def test_text_that_needs_no_work_is_folded_as_if_it_did(typed: str) -> None:
    # The full-width letter and the invisible character have each character looked at; the plain one may not.
    assert fold(typed + "\u200bＡ") == fold(typed + "A")
