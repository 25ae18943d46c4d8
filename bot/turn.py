"""How one turn of a conversation stands to what was said before it, told from its own words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.cues import Cues
from kb.text import squeeze

TABLE = "conversation"
# Longer turns tell a story of their own, whatever word they begin with.
LONGEST = 32
LONGEST_ELLIPSIS = 10


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said, folded. `rest` is what is left of it without words that name no subject.

    `opens`: it begins as a continuation; `points`: it points back; `trails`: it ends as an ellipsis does;
    `another`: it announced another question.
    """

    text: str
    rest: str
    opens: bool
    points: bool
    trails: bool
    another: bool = False

    @property
    def length(self) -> int:
        return len(squeeze(self.text))

    @property
    def marked(self) -> bool:
        """Whether its form shows that it goes on from something."""
        if self.length > LONGEST:
            return False
        return self.opens or self.points or (self.trails and self.length <= LONGEST_ELLIPSIS)

    @property
    def bare(self) -> bool:
        """Whether it has no subject of its own; one character is a verb or a measure, no subject (能补多少)."""
        return len(self.rest) <= 1


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads turns; `words` cuts a text into words."""

    cues: Cues
    words: Callable[[str], list[str]]

    def found(self, key: str, text: str) -> bool:
        return self.cues.found(TABLE, key, text)

    def turn(self, said: str) -> Turn:
        text = self.after_opening(said)
        another = text != said
        # A pronoun further on may mean what the turn itself has named: 我有两项专利，拿它去押款.
        points = self.found("points", self._beginning(text)) or self.found("same", text)
        opens, trails = self.found("opens", text), self.found("trails", text)
        return Turn(text, self.content(text, "who", "plainly"), opens, points, trails, another)

    def _beginning(self, text: str) -> str:
        """The text to the end of its first part that has content: 算了, 当时被拉去评比."""
        parts = re.split(r"([，,。；;！!\s])", text)
        for end in range(1, len(parts) + 1, 2):
            if self.content(parts[end - 1]):
                return "".join(parts[:end])
        return text

    def content(self, text: str, *without: str) -> str:
        """The words that name a subject, joined; those of the keys `without` are taken away first."""
        for key in without:
            text = self.cues.patterns[TABLE, key].sub("，", text)
        return "".join(word for word in self.words(text) if not self._names_nothing(word))

    def after_opening(self, text: str) -> str:
        """Without what only announces another question: 顺便问一句，"""
        match = self.cues.patterns[TABLE, "another"].match(text)
        rest = text[match.end() :] if match else text
        return rest if len(squeeze(rest)) > 1 else text

    def asks(self, text: str) -> bool:
        """Whether it has a question word of its own; 呢 alone leaves the question to what was said before."""
        return self.found("asks", re.sub("呢[?？]?", "", text))

    def _names_nothing(self, word: str) -> bool:
        if not squeeze(word):
            return True
        whole = "|".join(self.cues.patterns[TABLE, key].pattern for key in ("aspect", "empty"))
        return re.fullmatch(f"(?:{whole})+", word) is not None
