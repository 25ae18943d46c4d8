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
LONGEST_CLAUSE = 24
# A clause with one of these asks something: beside it, a greeting is only a greeting.
ASKS = re.compile(
    r"[?？吗么呢怎咋啷谁哪几多告办找]|什么|啥|能不|可不|有没|是不|要不|想问|请问|帮我|如何|为何|写|算|翻|推荐|介绍"
)


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """What is said to which phrase, and to which pattern, the first that matches."""

    replies: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()

    def reply_to(self, text: str) -> str | None:
        """The reply, or None if the message is more than small talk.

        A message may string several phrases together (你好，在吗？谢谢！): the last one is replied to.
        """
        whole = self.replies.get(squeeze(text))
        if whole is not None:
            return whole
        replies = [self._phrase(clause) for clause in _clauses(text)]
        if not replies or any(reply is None for reply in replies):
            return None
        return replies[-1]

    def reply_within(self, text: str) -> str | None:
        """The reply to small talk with remarks around it that ask nothing (这么晚了还在，辛苦辛苦); else None."""
        told = [(clause, self._phrase(squeeze(clause))) for clause in _clauses(text, squeezed=False)]
        if any(reply is None and ASKS.search(clause) for clause, reply in told):
            return None
        return next((reply for _, reply in reversed(told) if reply is not None), None)

    def _phrase(self, text: str) -> str | None:
        reply = self.replies.get(text) or self.replies.get(text.rstrip(PARTICLES))
        if reply is not None or not text or len(text) > LONGEST_CLAUSE:
            return reply
        bare = text.rstrip(PARTICLES) or text
        for pattern, answer in self.patterns:
            if pattern.fullmatch(text) or pattern.fullmatch(bare):
                return answer
        return None


def load_small_talk(path: Path = PHRASES) -> SmallTalk:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return SmallTalk(
        {squeeze(p): table["reply"] for table in tables.values() for p in table.get("phrases", [])},
        tuple((re.compile(p), table["reply"]) for table in tables.values() for p in table.get("patterns", [])),
    )


def _clauses(text: str, squeezed: bool = True) -> list[str]:
    parts = [part for part in re.split(r"(?<=[。！？!?])|[，,.~～；;\s]+", text) if squeeze(part)]
    return [squeeze(part) for part in parts] if squeezed else parts
