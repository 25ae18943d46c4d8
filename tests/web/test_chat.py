"""What the chat page does with the talk that the browser hands it: nothing of it stays on the server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Calculation, Choice, Outcome
from bot.assistant import Assistant
from bot.feedback import Feedback
from bot.settings import LONGEST_QUESTION
from bot.store.entries import Entry
from bot.store.journal import Journal, Wanted
from bot.store.store import open_store
from bot.thread import Thread
from bot.tools import Tools
from bot.web.calculators import calculator_links
from bot.web.chat import Chat
from bot.web.export import markdown_of
from bot.web.log import EXAMPLES, log_html
from bot.web.parts import Lines, parts_of
from bot.web.talk import LARGEST, MOST, Exchange, Talk, talk_from_json
from kb.model import Citation, Reference, Regulation
from kb.rules.catalogue import load_registry

TODAY = date(2026, 1, 5)
QUOTE = "应当在三十日内确认债权债务关系。"
CITATION = Citation("cq-sme-2024", "重庆市中小企业促进条例", 2, Reference(article=20, paragraph=2), QUOTE)
HOSTILE = "<img src=x onerror=alert(1)> **粗** [a](javascript:x) # 大"


class Room:
    """The page with the real assistant and a journal of its own."""

    def __init__(self, assistant: Assistant, journal: Journal) -> None:
        tools = Tools(load_registry())
        self.journal = journal
        self.chat = Chat(
            reply=assistant.reply,
            feedback=Feedback(journal, lambda: assistant.versions),
            links=lambda calculation: calculator_links(tools, calculation),
            regulation=assistant.regulation,
            today=lambda: TODAY,
        )

    def say(self, said: str, talk: dict[str, Any] | None = None, place: int = -1) -> tuple[str, dict[str, Any]]:
        log, after, hint = self.chat.say(said, place, talk)
        assert hint == ""
        return log, after

    def kept(self) -> list[Entry]:
        return self.journal.find(Wanted())


@pytest.fixture
def room(assistant: Assistant, tmp_path: Path) -> Room:
    store = open_store(f"sqlite:///{tmp_path / 'journal.db'}", lambda: datetime(2026, 1, 5, tzinfo=UTC))
    return Room(assistant, store.journal)


def cited(talk: dict[str, Any]) -> list[str]:
    """The provisions that the last answer cites."""
    return [citation["label"] for citation in talk["exchanges"][-1]["answer"]["citations"]]


def exchange_of(answer: Answer, said: str = "问") -> Exchange:
    return Exchange(said, TODAY, answer)


def test_a_follow_up_is_understood_from_the_talk_of_its_browser(room: Room) -> None:
    _, talk = room.say("第三十六条第三款")
    _, talk = room.say("下一款呢", talk)
    assert cited(talk) == ["第三十六条第四款"]


def test_two_talks_that_take_turns_do_not_mix(room: Room) -> None:
    _, one = room.say("第三十六条第一款")
    _, other = room.say("第五十四条第一款")
    for paragraph in ("二", "三"):
        _, one = room.say("下一款", one)
        assert cited(one) == [f"第三十六条第{paragraph}款"]
        if paragraph == "二":
            _, other = room.say("下一款", other)
            assert cited(other) == ["第五十四条第二款"]
    assert [exchange["said"] for exchange in other["exchanges"]] == ["第五十四条第一款", "下一款"]


def test_a_first_turn_knows_nothing_of_other_talks(room: Room) -> None:
    room.say("第三十六条第三款")
    log, talk = room.say("下一款呢")
    assert cited(talk) == []
    assert "第三十六条" not in log


def test_an_earlier_turn_asked_anew_forgets_what_came_after_it(room: Room) -> None:
    talk = None
    for said in ("第三十六条第一款", "下一款", "下一款"):
        _, talk = room.say(said, talk)
    _, talk = room.say("第四十九条第一款", talk, place=0)
    assert [exchange["said"] for exchange in talk["exchanges"]] == ["第四十九条第一款"]
    _, talk = room.say("下一款", talk)
    assert cited(talk) == ["第四十九条第二款"]


def test_a_retry_is_understood_from_the_turns_before_it(room: Room) -> None:
    talk = None
    for said in ("第三十六条第一款", "下一款", "下一款"):
        _, talk = room.say(said, talk)
    _, talk = room.say("下一款", talk, place=1)
    assert cited(talk) == ["第三十六条第二款"]
    assert len(talk["exchanges"]) == 2


@pytest.mark.parametrize("place", [-1, 7])
def test_a_place_that_is_none_is_the_end(room: Room, place: int) -> None:
    _, talk = room.say("第三十六条第一款")
    _, talk = room.say("下一款", talk, place=place)
    assert len(talk["exchanges"]) == 2


@pytest.mark.parametrize("said", ["", "   ", "\u200b", "字" * (LONGEST_QUESTION + 1)])
def test_what_cannot_be_asked_is_a_hint_and_no_turn(room: Room, said: str) -> None:
    _, talk = room.say("第三十六条第一款")
    _, after, hint = room.chat.say(said, -1, talk)
    assert after == talk
    assert hint


def test_the_longest_question_is_asked(room: Room) -> None:
    _, talk = room.say("拖欠工程款" * (LONGEST_QUESTION // 5))
    assert len(talk["exchanges"]) == 1


def test_a_talk_comes_back_from_json_as_it_was(room: Room) -> None:
    talk = None
    for said in ("应收账款确权，1月4日提出的，哪天到期？", "罚款多少", "第五章"):
        log, talk = room.say(said, talk)
    assert talk_from_json(talk).to_json() == talk
    assert room.chat.restore(talk) == log


GARBAGE: list[Any] = [
    None,
    "",
    "<script>",
    7,
    [],
    {},
    {"exchanges": None, "thread": None},
    {"exchanges": [None], "thread": {}},
    {"exchanges": [{"said": "a", "day": "x", "liked": None, "answer": {}}], "thread": {}},
]


@pytest.mark.parametrize("stored", GARBAGE)
def test_garbage_is_an_empty_talk(room: Room, stored: Any) -> None:
    assert talk_from_json(stored) == Talk()
    assert "example" in room.chat.restore(stored)
    _, talk = room.say("第三十六条", stored)
    assert len(talk["exchanges"]) == 1


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_no_value_in_the_place_of_another_does_harm(value: Any) -> None:
    good = Talk((exchange_of(Answer("问", Outcome.ANSWERED, "答", (CITATION,))),)).to_json()
    for key in good["exchanges"][0]:
        talk_from_json({**good, "exchanges": [{**good["exchanges"][0], key: value}]})
    for key in good["exchanges"][0]["answer"]:
        answer = {**good["exchanges"][0]["answer"], key: value}
        log_html(talk_from_json({**good, "exchanges": [{**good["exchanges"][0], "answer": answer}]}), lambda _: [])


def test_the_oldest_exchanges_are_forgotten_first() -> None:
    many = tuple(exchange_of(Answer("问", Outcome.ANSWERED, str(n))) for n in range(MOST + 5))
    assert [one.answer.text for one in Talk(many).bounded().exchanges] == [str(n) for n in range(5, MOST + 5)]
    large = tuple(exchange_of(Answer("问", Outcome.ANSWERED, str(n) * (LARGEST // 2))) for n in range(3))
    assert [one.answer.text[0] for one in Talk(large).bounded().exchanges] == ["2"]
    assert Talk().bounded() == Talk()


def test_clearing_leaves_nothing_and_can_be_undone(room: Room) -> None:
    log, talk = room.say("第三十六条")
    cleared, nothing, hint = room.chat.forget()
    assert nothing == Talk().to_json()
    assert all(example in cleared for example in EXAMPLES)
    assert "撤销" in hint
    assert room.chat.undo(talk) == (log, talk, "")


def test_choices_and_suggestions_are_buttons_of_the_last_answer_only() -> None:
    first = Answer("甲", Outcome.CLARIFY, "是哪个：\n\n1. 子（第一条）", choices=(Choice("子（第一条）", 1),))
    second = Answer("乙", Outcome.ANSWERED, "答", (CITATION,), suggestions=("看第二十条全文",))
    alone = log_html(Talk((exchange_of(first),)), lambda _: [])
    assert 'class="choice" data-ask="子（第一条）"' in alone
    assert "<li>" not in alone, "a choice is not listed beside its button"
    both = log_html(Talk((exchange_of(first), exchange_of(second))), lambda _: [])
    assert 'class="choice"' not in both
    assert "<li>子（第一条）</li>" in both
    assert 'data-ask="看第二十条全文"' in both


def test_a_calculation_links_to_its_form_and_its_calendar_file(room: Room) -> None:
    log, _ = room.say("投诉处理，2025年9月26日收到的，最晚哪天答复？")
    assert "/calculators/complaint_" in log.replace("&#47;", "/").replace("&#95;", "_")
    links = room.chat.links(Calculation("complaint_decision", {"received": "2025-09-26"}, {}))
    assert [url for _, url in links] == [
        "/calculators/complaint_decision?received=2025-09-26",
        "/calculators/complaint_decision.ics?received=2025-09-26",
    ]
    assert room.chat.links(Calculation("<no such rule>", {}, {})) == []


def test_an_answer_on_an_older_text_says_so() -> None:
    old = Answer("甲", Outcome.ANSWERED, "答", (CITATION,), regulation_version="x@2016-01-01")
    new = replace(old, regulation_version="x@2024-03-28")
    assert "按旧文本" in log_html(Talk((exchange_of(old), exchange_of(new))), lambda _: [])
    assert "按旧文本" not in log_html(Talk((exchange_of(new), exchange_of(new))), lambda _: [])


def test_every_provision_asked_for_is_shown_once(room: Room, regulation: Regulation) -> None:
    """Article by article, paragraph by paragraph: one card, and none of its words beside it."""
    for reference in regulation.references():
        answer, _ = room.chat.reply(Thread(), reference.label, TODAY)
        parts = parts_of(answer)
        assert [part for part in parts if isinstance(part, Citation)] == list(answer.citations), reference.label
        quoted = [part for part in parts if isinstance(part, Lines) and part.quoted]
        assert bool(quoted) == (reference.item is not None), "only the head of items is quoted beside a card"


def test_a_chapter_is_its_heading_and_its_cards(room: Room) -> None:
    answer, _ = room.chat.reply(Thread(), "第五章", TODAY)
    parts = parts_of(answer)
    assert len(parts) == 1 + len(answer.citations)
    assert isinstance(parts[0], Lines)


def test_a_quotation_stays_where_its_card_does_not_have_it() -> None:
    answer = Answer("问", Outcome.ANSWERED, "某法第一条规定：\n\n> 别的话。", (CITATION,))
    assert parts_of(answer) == [Lines(("某法第一条规定：",)), Lines(("别的话。",), quoted=True), CITATION]


def test_the_export_has_questions_answers_quotes_version_and_date(room: Room, regulation: Regulation) -> None:
    talk = None
    for said in ("第三十六条第三款", "下一款"):
        _, talk = room.say(said, talk)
    text = room.chat.export(talk)
    assert "导出日期：2026年1月5日" in text
    assert f"《{regulation.title}》（2024年3月28日修订，2024年7月1日起施行）" in text
    assert f"文本版本：{regulation.version}" in text
    assert text.index("> 第三十六条第三款") < text.index("> 下一款")
    for paragraph in (3, 4):
        quote = regulation.text_of(Reference(article=36, paragraph=paragraph))
        assert f"> {quote}" in text
    assert text.count("百分之六十") == 1


def test_what_was_typed_is_no_markdown_in_the_export(regulation: Regulation) -> None:
    talk = Talk((exchange_of(Answer(HOSTILE, Outcome.ANSWERED, f"**答** {HOSTILE}"), HOSTILE),))
    text = markdown_of(talk, regulation, TODAY)
    assert "<img" not in text.replace("\\<", "")
    assert "](" not in text.replace("\\]", "")
    assert "**答**" in text


def test_the_endpoint_for_others_knows_no_thread(room: Room) -> None:
    first = room.chat.ask("第三十六条第三款")
    assert 'class="answer"' in first
    assert "百分之三十以上" in first
    assert "第三十六条" not in room.chat.ask("下一款呢")
