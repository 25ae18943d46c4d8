"""Greetings, thanks and questions about the bot itself: recognised only when a message holds nothing else."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kb.text import squeeze

PHRASES = Path(__file__).parent / "data" / "small_talk.toml"
# Sentence-final particles that change nothing: 你好啊, 谢谢哈, 再见咯
PARTICLES = "啊呀哦哈嘛呢吧咯啦哟喔诶欸嘞哒噻撒了"


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """What is said to which phrase."""

    replies: dict[str, str]

    def reply_to(self, text: str) -> str | None:
        """The reply, or None if the message is more than small talk.

        A message may string several phrases together (你好，在吗？谢谢！): the last one is replied to.
        """
        whole = self._phrase(squeeze(text))
        if whole is not None:
            return whole
        parts = [part for part in (squeeze(part) for part in re.split(r"[，。！？,.!?~～；;\s]+", text)) if part]
        replies = [self._phrase(part) for part in parts]
        if not replies or any(reply is None for reply in replies):
            return None
        return replies[-1]

    def _phrase(self, text: str) -> str | None:
        return self.replies.get(text) or self.replies.get(text.rstrip(PARTICLES))


def load_small_talk(path: Path = PHRASES) -> SmallTalk:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return SmallTalk({squeeze(p): table["reply"] for table in tables.values() for p in table["phrases"]})
