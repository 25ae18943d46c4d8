"""Thumbs and the form under a thumb down: what the chat page keeps of them, and what it says when it cannot."""

from __future__ import annotations

import html
import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer, Outcome
from bot.assistant import Assistant
from bot.feedback import HANDLED, MOST_CITATIONS, NOT_KEPT, Feedback
from bot.store.entries import LONGEST_COMMENT, State
from bot.web.talk import Exchange, Talk, talk_from_json
from kb.errors import NothingPublishedError
from kb.model import Citation, Reference
from tests.web.test_chat import HOSTILE, TODAY, Room, room

__all__ = ["room"]


def entry(talk: dict[str, Any], place: int = -1) -> str:
    id: str = talk["exchanges"][place]["entry"]
    return id


def text(log: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", log))


@pytest.fixture
def disliked(room: Room) -> dict[str, Any]:
    """A talk whose one answer was of no use."""
    _, talk = room.say("第三十六条第三款")
    _, talk, _ = room.chat.thumb(0, False, talk)
    return talk


def test_only_what_is_given_a_thumb_is_kept(room: Room) -> None:
    _, talk = room.say("第三十六条第三款")
    room.say("第三十六条第四款", talk)
    assert room.kept() == []
    log, talk, hint = room.chat.thumb(0, True, talk)
    (kept,) = room.kept()
    assert (kept.opinion.question, kept.opinion.outcome, kept.opinion.citations) == (
        "第三十六条第三款",
        "article",
        ("36.3",),
    )
    assert set(kept.opinion.versions) == {"regulation", "guide", "index", "build"}
    assert kept.opinion.liked
    assert entry(talk) == kept.id
    assert hint == ""
    assert log.count('aria-pressed="true"') == 1
    assert f"谢谢，已经记下。编号 {kept.number}，要求删除时请报这个编号。" in text(log)
    assert "objection" not in log, "nothing is asked of those who are content"


def test_a_thumb_taken_back_takes_the_entry_away(room: Room, disliked: dict[str, Any]) -> None:
    log, talk, _ = room.chat.thumb(0, False, disliked)
    assert room.kept() == []
    assert (entry(talk), talk["exchanges"][0]["liked"]) == ("", None)
    assert 'aria-pressed="true"' not in log
    assert "已经记下" not in log


def test_another_thumb_changes_the_same_entry(room: Room, disliked: dict[str, Any]) -> None:
    _, talk, _ = room.chat.tell(0, "引错了", "20条2款", disliked)
    log, talk, _ = room.chat.thumb(0, True, talk)
    (kept,) = room.kept()
    assert (kept.id, kept.opinion.liked, kept.comment, kept.right) == (entry(disliked), True, "", "")
    assert "objection" not in log
    log, _, _ = room.chat.thumb(0, False, talk)
    assert "<form" in log
    assert len(room.kept()) == 1


def test_a_thumb_down_opens_the_form_below_its_answer(room: Room) -> None:
    _, talk = room.say("第三十六条第三款")
    _, talk = room.say("下一款", talk)
    log, talk, _ = room.chat.thumb(0, False, talk)
    assert log.count("<form") == 1
    assert log.index("第1问") < log.index("<form") < log.index("第2问")
    assert not re.search(r"<form[^>]* hidden", log)
    assert "最多保存365天" in log
    later = room.chat.restore(talk)
    assert re.search(r"<form[^>]* hidden", later), "it can be opened again"
    assert "说说哪里不对" in later


@pytest.mark.parametrize(
    ("right", "key"),
    [
        ("", ""),
        ("20", "20"),
        ("第二十条第二款", "20.2"),
        ("20条2款", "20.2"),
        ("§20(2)", "20.2"),
        ("20.2", "20.2"),
        ("２０条２款", "20.2"),
        ("應該是第二十條第二款吧", "20.2"),
        ("五十八条一款6项", "58.1.6"),
        ("最后一条", "59"),
    ],
)
def test_any_way_of_naming_the_right_provision_is_understood(
    room: Room, disliked: dict[str, Any], right: str, key: str
) -> None:
    log, talk, _ = room.chat.tell(0, "引错了，电话13812345678", right, disliked)
    (kept,) = room.kept()
    assert (kept.comment, kept.right) == ("引错了，电话［手机号］", key)
    assert "谢谢，已经记下。" in log
    assert "<form" not in log
    assert "<form" not in room.chat.restore(talk), "what was said once is not asked for again"


@pytest.mark.parametrize(
    ("right", "said"),
    [
        ("第九十条", "一共只有59条"),
        ("第三十六条第九款", "第三十六条一共只有4款"),
        ("第五章", "第五章是一整章"),
        ("第11到13条", "请只写最合适的一条"),
        ("20条、36条", "您写了第二十条、第三十六条"),
        ("民法典第一百条", "没有看懂"),
        ("不晓得", "没有看懂“不晓得”"),
        ("字" * 201, "太长了"),
        (HOSTILE, "没有看懂"),
    ],
)
def test_a_provision_that_cannot_be_used_is_told_beside_its_field(
    room: Room, disliked: dict[str, Any], right: str, said: str
) -> None:
    log, talk, hint = room.chat.tell(0, HOSTILE, right, disliked)
    problem = re.search(r'<p class="error" id="right-0-error">(.*?)</p>', log)
    assert problem is not None
    assert said in html.unescape(problem[1])
    assert 'aria-invalid="true" aria-describedby="right-0-error"' in log
    assert html.unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", log)[0]) == HOSTILE
    assert html.unescape(re.findall(r'name="right"[^>]* value="([^"]*)"', log)[0]) == right
    assert "<img" not in log
    assert (talk, hint) == (disliked, "")
    assert room.kept()[0].right == ""


@pytest.mark.parametrize(
    ("comment", "said"),
    [("", "还什么都没写"), (" 。\u200b", "还什么都没写"), ("字" * (LONGEST_COMMENT + 1), "最多写500字，您写了501字")],
)
def test_a_comment_that_is_none_or_too_long_is_told_beside_its_field(
    room: Room, disliked: dict[str, Any], comment: str, said: str
) -> None:
    log, _, _ = room.chat.tell(0, comment, "", disliked)
    assert said in log
    assert 'id="comment-0-error"' in log
    assert comment in html.unescape(log)
    assert room.kept()[0].comment == ""


def test_the_longest_comment_is_kept(room: Room, disliked: dict[str, Any]) -> None:
    room.chat.tell(0, "字" * LONGEST_COMMENT, "", disliked)
    assert room.kept()[0].comment == "字" * LONGEST_COMMENT


def test_a_comment_is_shown_to_nobody_and_run_by_nobody(room: Room, disliked: dict[str, Any]) -> None:
    log, talk, _ = room.chat.tell(0, HOSTILE, "", disliked)
    assert "alert" not in log
    assert room.kept()[0].comment == HOSTILE
    assert room.chat.restore(talk) == log


@pytest.mark.parametrize("place", [-1, 1, 99])
def test_a_place_that_is_none_keeps_nothing(room: Room, disliked: dict[str, Any], place: int) -> None:
    before = room.kept()
    for _, talk, hint in (room.chat.thumb(place, True, disliked), room.chat.tell(place, "话", "", disliked)):
        assert (talk, hint) == (disliked, "")
    assert room.kept() == before


def test_nothing_is_said_of_an_answer_without_a_thumb_down(room: Room) -> None:
    _, talk = room.say("第三十六条第三款")
    room.chat.tell(0, "话", "", talk)
    assert room.kept() == []


@pytest.mark.parametrize("forged", ["", "nosuchentry2", "' OR 1=1 --", "../../etc", "x" * 5000, 7, None, ["a"]])
def test_an_id_from_the_browser_touches_only_its_own_entry(room: Room, disliked: dict[str, Any], forged: Any) -> None:
    (before,) = room.kept()
    talk = {**disliked, "exchanges": [{**disliked["exchanges"][0], "entry": forged}]}
    room.chat.thumb(0, True, talk)
    room.chat.tell(0, "别人的", "", talk)
    assert before in room.kept()


def test_what_staff_have_handled_stays_as_it_is(room: Room, disliked: dict[str, Any]) -> None:
    room.journal.dismiss(entry(disliked), "staff1")
    for liked in (True, False):
        _, talk, hint = room.chat.thumb(0, liked, disliked)
        assert html.unescape(hint) == HANDLED
        assert talk == disliked
    log, talk, _ = room.chat.tell(0, "补一句", "", disliked)
    assert HANDLED in log
    assert "补一句" in log
    assert talk == disliked
    assert (room.kept()[0].state, room.kept()[0].comment) == (State.DISMISSED, "")


def test_an_entry_that_is_gone_is_written_anew_when_more_is_said(room: Room, disliked: dict[str, Any]) -> None:
    room.journal.forget(entry(disliked))
    _, talk, _ = room.chat.tell(0, "引错了", "", disliked)
    (kept,) = room.kept()
    assert kept.comment == "引错了"
    assert entry(talk) == kept.id != entry(disliked)
    room.journal.forget(kept.id)
    _, talk, _ = room.chat.thumb(0, True, talk)
    assert entry(talk) == room.kept()[0].id
    room.journal.forget(entry(talk))
    _, talk, hint = room.chat.thumb(0, True, talk)
    assert (entry(talk), hint, room.kept()) == ("", "", [])


def test_a_locked_journal_leaves_the_answer_and_says_so(room: Room, disliked: dict[str, Any], tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    log, talk, hint = room.chat.thumb(0, True, disliked)
    assert (html.unescape(hint), talk) == (NOT_KEPT, disliked)
    assert "百分之三十以上" in log
    log, talk, _ = room.chat.tell(0, "引错了", "20条2款", disliked)
    assert NOT_KEPT in log
    assert "引错了" in log
    assert "20条2款" in log
    assert talk == disliked
    _, talk = room.say("下一款", talk)
    assert len(talk["exchanges"]) == 2
    other.execute("ROLLBACK")
    other.close()
    log, _, _ = room.chat.tell(0, "引错了", "20条2款", disliked)
    assert "谢谢" in log


def test_a_lost_journal_leaves_the_answer_and_says_so(room: Room, disliked: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "journal.db").unlink()
    _, talk, hint = room.chat.thumb(0, True, disliked)
    assert (html.unescape(hint), talk) == (NOT_KEPT, disliked)
    log, _ = room.say("下一款", talk)
    assert "第三十六条第四款" in log


def test_a_thumb_while_nothing_is_published_is_not_kept(room: Room) -> None:
    def versions() -> dict[str, str]:
        raise NothingPublishedError("nothing")

    _, talk = room.say("第三十六条")
    chat = replace(room.chat, feedback=Feedback(room.journal, versions))
    assert html.unescape(chat.thumb(0, True, talk)[2]) == NOT_KEPT
    assert room.kept() == []


def test_what_the_browser_hands_over_is_bounded(assistant: Assistant, room: Room) -> None:
    cited = tuple(Citation("x", "y", 1, Reference(article=n + 1), "z") for n in range(MOST_CITATIONS + 5))
    talk = Talk((Exchange("长" * 5000, TODAY, Answer("", Outcome.ANSWERED, "答", cited)),)).to_json()
    room.chat.thumb(0, False, talk)
    (kept,) = room.kept()
    assert len(kept.opinion.question) == 500
    assert len(kept.opinion.citations) == MOST_CITATIONS


def test_a_talk_from_before_there_was_a_journal_is_still_read(room: Room) -> None:
    _, talk = room.say("第三十六条")
    old = {key: value for key, value in talk["exchanges"][0].items() if key not in ("entry", "told")}
    assert talk_from_json({**talk, "exchanges": [old]}) == talk_from_json(talk)
