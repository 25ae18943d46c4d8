"""Conversations: every way in which a turn leans on what was said before, and that nothing else does."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Outcome
from bot.assistant import Assistant, open_assistant
from bot.desk import Desk
from bot.thread import LONGEST, TOPICS, Computation, Thread, Topic, from_json
from kb.library import Library

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "conversation.toml").read_text(encoding="utf-8"))["case"]
TODAY = date(2025, 9, 1)
# Each stands by itself, whatever was said before.
SELF_CONTAINED = (
    "水电气价格太高政府管吗",
    "第三十六条第三款",
    "本局年度采购预算5000万，应向中小企业预留多少",
    "9月3号提的应收账款确权请求，最晚哪天确认",
    "300万的采购项目要专门面向中小企业吗",
    "私募基金投小企业有税收优惠吗",
    "离婚财产怎么分",
    "第九十九条",
    "你好",
    "如果政府换届以后不认以前签的招商合同，我们企业该怎么办",
    "财政部门有哪些职责",
)
HISTORIES = (
    ("国企拖欠货款不给", "它说换领导了"),
    ("300万的采购项目要专门面向中小企业吗",),
    ("它呢？",),
    ("公共数据政府会开放吗？另外，营商环境评估是谁做？",),
    ("本局年度采购预算5000万，应向中小企业预留多少", "那要是1.2亿呢"),
)


def meant(answer: Answer) -> dict[str, Any]:
    """Everything about an answer but how long it took."""
    return {key: value for key, value in answer.to_json().items() if key != "elapsed_ms"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_conversation(assistant: Assistant, case: dict[str, Any]) -> None:
    turns = case["turns"]
    answers = assistant.converse([turn["say"] for turn in turns], case.get("today", TODAY))
    for turn, answer in zip(turns, answers, strict=True):
        told = f"{turn['say']}: {answer.text}"
        assert answer.question == turn["say"]
        assert answer.outcome == turn.get("outcome", answer.outcome), told
        cited = [citation.reference.key for citation in answer.citations]
        assert cited[:1] == [turn["cites"]] if "cites" in turn else True, (told, cited)
        assert len(answer.choices) == turn.get("choices", len(answer.choices)), told
        for words in turn.get("shows", ()):
            assert words in answer.text, told
        computed = {one.rule: one.result for one in answer.calculations}
        assert turn.get("rule") in (None, *computed), told
        if "result" in turn:
            (result,) = computed.values()
            assert {key: result[key] for key in turn["result"]} == turn["result"], told


@pytest.mark.parametrize("history", HISTORIES)
@pytest.mark.parametrize("question", SELF_CONTAINED)
def test_a_question_that_stands_by_itself_is_answered_as_if_it_came_first(
    assistant: Assistant, question: str, history: tuple[str, ...]
) -> None:
    (first,) = assistant.converse([question], TODAY)
    *_, later = assistant.converse([*history, question], TODAY)
    assert meant(later) == meant(first)


def test_conversations_do_not_leak_into_one_another(assistant: Assistant) -> None:
    conversations = [[turn["say"] for turn in case["turns"]] for case in CASES]
    apart = [assistant.converse(turns, TODAY) for turns in conversations]
    threads = [Thread() for _ in conversations]
    together: list[list[Answer]] = [[] for _ in conversations]
    for place in range(max(map(len, conversations))):
        for number, turns in enumerate(conversations):
            if place < len(turns):
                answer, threads[number] = assistant.reply(threads[number], turns[place], TODAY)
                together[number].append(answer)
    assert [[meant(answer) for answer in answers] for answers in together] == [
        [meant(answer) for answer in answers] for answers in apart
    ]


def test_a_thread_kept_as_json_between_turns_changes_nothing(assistant: Assistant) -> None:
    for case in CASES:
        turns, today = [turn["say"] for turn in case["turns"]], case.get("today", TODAY)
        thread, answers = Thread(), []
        for said in turns:
            answer, thread = assistant.reply(from_json(json.loads(json.dumps(thread.to_json()))), said, today)
            answers.append(meant(answer))
        assert answers == [meant(answer) for answer in assistant.converse(turns, today)], case["name"]


texts = st.text(max_size=20)
computations = st.builds(
    Computation, texts, st.dictionaries(texts, st.one_of(texts, st.booleans(), st.lists(texts, max_size=2)), max_size=3)
)
topics = st.builds(
    Topic,
    texts,
    st.lists(texts, max_size=3).map(tuple),
    st.lists(computations, max_size=2).map(tuple),
    st.lists(computations, max_size=2).map(tuple),
)
threads = st.builds(
    Thread,
    st.lists(topics, max_size=TOPICS).map(tuple),
    st.lists(texts, max_size=3).map(tuple),
    texts,
    st.lists(texts, max_size=3).map(tuple),
)


@given(threads)
def test_a_thread_survives_json(thread: Thread) -> None:
    assert from_json(json.loads(json.dumps(thread.to_json()))) == thread


@pytest.mark.parametrize(
    "stored", [None, 3, "x", [], {}, {"topics": [{}]}, {"topics": [], "choices": "1.1", "pending": "", "rivals": []}]
)
def test_what_is_no_thread_is_an_empty_one(stored: object) -> None:
    assert from_json(stored) == Thread()


def test_a_thread_stays_small(assistant: Assistant) -> None:
    thread = Thread()
    for number in range(1, 30):
        _, thread = assistant.reply(thread, f"第{number}条", TODAY)
    assert len(thread.topics) == TOPICS
    assert Thread().opened(Topic("问" * 900)).topics[0].question == "问" * LONGEST


@settings(max_examples=30, deadline=None)
@given(threads, st.sampled_from(["它呢", "下一条", "原文", "1", "那要是1.2亿呢", "怎么算的", "找谁", "回到刚才那个"]))
def test_a_thread_that_somebody_made_up_breaks_nothing(assistant: Assistant, thread: Thread, said: str) -> None:
    answer, _ = assistant.reply(thread, said, TODAY)
    assert answer.outcome is not Outcome.UNAVAILABLE


def asked_next() -> list[list[str]]:
    """The first turn of each case and other questions, one of them for each kind of answer."""
    firsts = {case["turns"][0]["say"] for case in CASES}
    return [[said] for said in sorted({*firsts, *SELF_CONTAINED, "第五章", "贷款能贷多少钱", "协会能强制入会吗"})]


@pytest.mark.parametrize("turns", asked_next(), ids=[turns[0] for turns in asked_next()])
def test_every_suggestion_is_answered_in_its_conversation(assistant: Assistant, turns: list[str]) -> None:
    answer, thread = assistant.reply(Thread(), turns[0], TODAY)
    assert len(answer.suggestions) <= 3
    for suggestion in answer.suggestions:
        next_answer, _ = assistant.reply(thread, suggestion, TODAY)
        not_answered = (Outcome.CLARIFY, Outcome.OUT_OF_SCOPE, Outcome.SMALL_TALK, Outcome.NO_SUCH_PROVISION)
        assert next_answer.outcome not in not_answered, (suggestion, next_answer.text)


def test_a_plain_answer_suggests_the_calculation_the_full_text_and_what_is_related(assistant: Assistant) -> None:
    answer, _ = assistant.reply(Thread(), "应收账款确权对方几天之内要确认", TODAY)
    assert answer.citations[0].reference.key == "20.2"
    dated, full, related = answer.suggestions
    assert (dated, full) == ("2025年9月1日提出应收账款确权请求，最晚哪天要确认？", "看第二十条全文")
    assert related.endswith("条第一款）")


def test_a_label_is_answered_by_the_provision_it_names(assistant: Assistant) -> None:
    answer, _ = assistant.reply(Thread(), "清理拖欠和长效机制（第四十九条第二款）", TODAY)
    assert (answer.outcome, answer.citations[0].reference.key) == (Outcome.ANSWERED, "49.2")


@pytest.mark.parametrize("pick", ["2", "第二个", "选2", "后面那个", "二"])
def test_a_choice_is_picked_in_any_way(assistant: Assistant, pick: str) -> None:
    asked = ["公共数据政府会开放吗？另外，营商环境评估是谁做？", "那条的原文"]
    *_, answer = assistant.converse([*asked, pick], TODAY)
    assert (answer.outcome, answer.citations[0].reference.key) == (Outcome.ARTICLE, "57")


def test_a_choice_is_picked_by_its_label(assistant: Assistant) -> None:
    thread = Thread()
    for said in ("公共数据政府会开放吗？另外，营商环境评估是谁做？", "那条的原文"):
        answer, thread = assistant.reply(thread, said, TODAY)
    picked, _ = assistant.reply(thread, answer.choices[0].label, TODAY)
    assert picked.citations[0].reference.key == "47"


def test_ask_remembers_nothing(assistant: Assistant) -> None:
    before = meant(assistant.ask("那要是1.2亿呢", TODAY))
    assistant.converse(["本局年度采购预算5000万，应向中小企业预留多少"], TODAY)
    assert meant(assistant.ask("那要是1.2亿呢", TODAY)) == before


def test_a_desk_answers_turns_and_keeps_the_thread_when_nothing_is_published(tmp_path: Path) -> None:
    desk = Desk(Library(tmp_path), lambda: open_assistant(tmp_path))
    thread = Thread((Topic("问", ("49.1",)),))
    answer, after = desk.reply(thread, "它呢", TODAY)
    assert (answer.outcome, after) == (Outcome.UNAVAILABLE, thread)
