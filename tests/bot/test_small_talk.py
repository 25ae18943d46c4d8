from __future__ import annotations

import pytest

from bot.small_talk import SmallTalk, load_small_talk


@pytest.fixture(scope="module")
def talk() -> SmallTalk:
    return load_small_talk()


@pytest.mark.parametrize(
    "text",
    ["你好", "你好啊！", "您好，在吗？", "谢谢", "谢谢哈～", "你是谁？", "Hello!", "好的，谢谢", "再见咯", "你能干啥"],
)
def test_small_talk_is_answered(talk: SmallTalk, text: str) -> None:
    assert talk.reply_to(text)


@pytest.mark.parametrize(
    "text", ["你好，政府欠我钱", "谢谢，那贷款呢", "你是谁管的", "人工智能企业有补贴吗", "好的贷款", "", "？"]
)
def test_what_holds_more_than_small_talk_is_not(talk: SmallTalk, text: str) -> None:
    assert talk.reply_to(text) is None


def test_the_last_phrase_is_replied_to(talk: SmallTalk) -> None:
    assert talk.reply_to("你好，谢谢") == talk.reply_to("谢谢") != talk.reply_to("你好")
