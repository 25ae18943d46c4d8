from __future__ import annotations

from bot.passages import decisive, sentences_of, sentences_that_answer

TIMES = (
    "有关部门接到投诉、举报后，应当在三个工作日内作出是否受理的决定；不属于职责范围的，应当及时移送有权处理的部门。"
    "有权处理的部门应当在收到投诉、举报后的十五个工作日内作出处理决定，并书面答复投诉、举报人。"
)


def test_sentences_join_to_the_text_again() -> None:
    assert "".join(sentences_of(TIMES)) == TIMES
    assert len(sentences_of(TIMES)) == 2, "a clause that ends in ； is no sentence"


def test_the_sentence_that_shares_most_is_chosen() -> None:
    assert sentences_that_answer("书面答复处理决定要几天", TIMES).startswith("有权处理的部门应当在收到")


def test_without_a_clear_winner_the_whole_stays() -> None:
    assert sentences_that_answer("多久有结果", TIMES) == TIMES
    assert sentences_that_answer("移送", "应当及时移送。") == "应当及时移送。"


def test_numbers_modals_and_shared_words_are_marked() -> None:
    marks = decisive("书面答复要几天", TIMES)
    assert {"三个工作日", "十五个工作日", "应当", "书面答复"} <= set(marks)
    assert all(mark in TIMES for mark in marks)


def test_a_ratio_is_marked_whole() -> None:
    assert "百分之三十以上" in decisive("留多少", "应当占预算总额的百分之三十以上；其中比例不低于百分之六十。")


def test_words_that_stand_everywhere_are_not_marked() -> None:
    assert decisive("中小企业", "中小企业合法权益") == []
