from __future__ import annotations

import pytest

from bot.small_talk import SmallTalk, load_small_talk


@pytest.fixture(scope="module")
def talk() -> SmallTalk:
    return load_small_talk()


@pytest.mark.parametrize(
    "text",
    [
        "你好",
        "你好啊！",
        "您好，在吗？",
        "谢谢",
        "谢谢哈～",
        "你是谁？",
        "Hello!",
        "好的，谢谢",
        "再见咯",
        "你能干啥",
        "要得，辛苦你了哈",
        "你到底是个机器还是活人",
        "没得别的事了",
        "你都能帮我查些啥子",
        "下午好",
        "答非所问",
    ],
)
def test_small_talk_is_answered(talk: SmallTalk, text: str) -> None:
    assert talk.reply_to(text)


@pytest.mark.parametrize(
    "text",
    [
        "多谢，区里欠的钱找谁要",
        "你能查我公司吗",
        "谢谢政府补贴怎么领",
        "你好，政府欠我钱",
        "谢谢，那贷款呢",
        "你是谁管的",
        "人工智能企业有补贴吗",
        "好的贷款",
        "",
        "？",
    ],
)
def test_what_holds_more_than_small_talk_is_not(talk: SmallTalk, text: str) -> None:
    assert talk.reply_to(text) is None


def test_the_last_phrase_is_replied_to(talk: SmallTalk) -> None:
    assert talk.reply_to("你好，谢谢") == talk.reply_to("谢谢") != talk.reply_to("你好")


@pytest.mark.parametrize("text", ["今天头一回用，先打个招呼", "都十一点了还守着，辛苦辛苦", "东西不错，多谢"])
def test_remarks_around_small_talk_that_ask_nothing_leave_it_small_talk(talk: SmallTalk, text: str) -> None:
    assert talk.reply_within(text)


@pytest.mark.parametrize("text", ["你好，离婚房子归谁", "谢谢，帮我写首诗", "今天天气不错"])
def test_a_greeting_before_something_else_is_no_small_talk(talk: SmallTalk, text: str) -> None:
    assert talk.reply_within(text) is None
