"""Whether a turn has a subject of its own, or none at all: a question that stands by itself, a remark."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from bot.settings import Thresholds
from bot.turn import LONGEST, LONGEST_ELLIPSIS, Reader, Turn
from kb.model import Reference
from kb.numerals import NUMBER
from kb.opening import OpenKnowledge
from kb.search import Found

# Chosen on the development dialogues.
LONGEST_CONTINUATION = 18  # characters of a turn that does not show that it is one
LEAD = 0.46  # of the best score over that of what is in play, from which a short turn has another subject
LEAD_FOREIGN = 0.28  # of a turn with no word that anybody asks of the articles in play
SURENESS = 0.1  # what a margin of one is worth beside such a lead
NEAR = 0.75  # of the greatest likeness, from which a turn is like what is asked about an article
CLEAR = 0.4  # the score from which the words alone have found their provision
REMARK, REMARKED = 0.2, 0.35  # scores of what is in play, and of all, below which what asks nothing is a remark
FAR_OUTSIDE = -0.8  # the margin below which a few words are not ours, whatever they find
MANY = 20  # articles with questions that have a word
LONGEST_NUMBER = 5  # characters of a question for a number that is none by itself
LONGEST_KEYWORD = 6  # characters of a turn that may be a keyword: 实名要求
_THAT = re.compile(r"[那这此该](?:个|种|项|笔|些|次|条|块)?(?=([\u4e00-\u9fff]{2}))")
_TOLD = re.compile(rf"[0-9]|{NUMBER}[成倍万亿元块个天年月]|一半")
_NUMBER = re.compile(rf"(?:[0-9.]+|{NUMBER})[成倍万亿元块个天年月]*$")


@dataclass(frozen=True, slots=True)
class OwnSubject:
    """Holds the words of a turn, and what they find `alone`, against the provisions in play."""

    opened: OpenKnowledge
    thresholds: Thresholds
    reader: Reader

    def stands_alone(self, turn: Turn, alone: Found, present: Sequence[Reference]) -> bool:
        """Whether the turn is a question of its own, whatever was said before."""
        if not turn.marked and alone.margin < FAR_OUTSIDE and self.reader.found("to_us", turn.text):
            return True  # 今天星期几
        margin, score = alone.margin, alone.hits[0].score
        articles = {reference.article for reference in present}
        inside, lead = alone.hits[0].reference.article in articles, lead_of(alone, articles)
        if turn.marked or turn.bare or self._points_at(turn, present) or self.only_told(turn, present):
            return False
        if turn.length > LONGEST_CONTINUATION:
            # What would be asked back is no question: of the readings the one in play is meant.
            return not (inside and self.thresholds.outside <= margin < self.thresholds.sure)
        if inside:
            return False
        if margin < self.thresholds.outside:
            near = self._near(turn, alone, present) or self._speaks_of(turn, present)
            if margin >= FAR_OUTSIDE:
                near = near or self.asks_figure(turn) or self._asks_whether(turn)
            return not near and self._names_subject(turn, margin)
        foreign = self._is_foreign(turn, articles, alone.hits[0].reference.article)
        leads = lead >= (LEAD_FOREIGN if foreign else LEAD)
        return margin >= self.thresholds.sure and (leads or (turn.another and score >= CLEAR))

    def is_remark(self, turn: Turn, alone: Found, present: Sequence[Reference]) -> bool:
        """Whether a turn tells, or asks us, what is nothing of ours: 我老婆还说我脾气爆."""
        if turn.marked or turn.bare or turn.length > LONGEST or alone.margin >= self.thresholds.sure:
            return False
        if self.reader.asks(turn.text) and not self.reader.found("to_us", turn.text):
            return False
        if self.reader.found("claims", turn.text) and _TOLD.search(turn.text):
            return False
        if turn.length <= LONGEST_KEYWORD and not self.reader.found("speech", turn.text):
            return False
        articles = {reference.article for reference in present}
        inside = max((hit.score for hit in alone.hits if hit.reference.article in articles), default=0.0)
        told = self._told(present)
        ours = self.reader.found("detail", turn.text) or any(word in told for word in self._words(turn))
        told_nothing = alone.hits[0].score < REMARKED or alone.margin < FAR_OUTSIDE
        return inside < REMARK and told_nothing and not ours

    def asks_figure(self, turn: Turn) -> bool:
        """Whether a word or two ask for a price, a bound or a number of what is in play: 机时费有统一价没, 预付多少."""
        found = self.reader.found
        if turn.length > LONGEST_ELLIPSIS or found("to_us", turn.text):
            return False
        return found("price", turn.text) or (turn.length <= LONGEST_NUMBER and found("how_many", turn.text))

    def _asks_whether(self, turn: Turn) -> bool:
        """Whether a word or two ask a yes or no of something left out: 要房产抵押不."""
        short = turn.length <= LONGEST_ELLIPSIS and self.reader.asks(turn.text)
        return short and self.reader.found("modal", turn.text) and not self.reader.found("to_us", turn.text)

    def _points_at(self, turn: Turn, present: Sequence[Reference]) -> bool:
        """Whether a turn points at a word of what is in play: 也归那个督查管？"""
        told = self._told(present)
        return turn.length <= LONGEST and any(found[1] in told for found in _THAT.finditer(turn.text))

    def _speaks_of(self, turn: Turn, present: Sequence[Reference]) -> bool:
        """Whether a short question has a word of what is in play: 学校不同意怎么办."""
        told = self._told(present)
        return turn.length <= LONGEST_ELLIPSIS and any(word in told for word in self._words(turn))

    def only_told(self, turn: Turn, present: Sequence[Reference]) -> bool:
        """Whether all the words of a word or two stand in the provision treated last: 减免年限."""
        words, told = self._words(turn), self.opened.regulation.text_of(present[0])
        return turn.length <= LONGEST_ELLIPSIS and bool(words) and all(word in told for word in words)

    def _told(self, present: Sequence[Reference]) -> str:
        return "，".join(self.opened.regulation.text_of(reference) for reference in present)

    def _names_subject(self, turn: Turn, margin: float) -> bool:
        """Whether a turn has a word that is not said of many things: 离婚, but not 一家 or 每次.

        In a few words that are not far from ours it must be one that nobody asks of any article.
        """
        fewest = 1 if turn.length <= LONGEST_ELLIPSIS and margin >= FAR_OUTSIDE else MANY
        return any(len(self.opened.retriever.articles_with(word)) < fewest for word in self._words(turn))

    def _words(self, turn: Turn) -> list[str]:
        """The words of two characters or more, figures aside."""
        return [word for word in self.reader.words(turn.rest) if len(word) > 1 and not _NUMBER.match(word)]

    def _is_foreign(self, turn: Turn, articles: Set[int | None], best: int | None) -> bool:
        """Whether none of a turn's words is asked of the articles in play, but one of the best and few others: 督查."""
        asked = [self.opened.retriever.articles_with(word) for word in self._words(turn)]
        tells = any(best in those and len(those) < MANY for those in asked)
        return tells and not any(those & articles for those in asked)

    def _near(self, turn: Turn, alone: Found, present: Sequence[Reference]) -> bool:
        """Whether a turn is like what people ask about an article in play: 律师费谁出 beside anti-dumping."""
        articles = {reference.article for reference in present}
        words = self._words(turn)
        if words and not any(self.opened.retriever.articles_with(word) & articles for word in words):
            return False
        names = {str(article) for article in articles}
        best = max(alone.likeness.values(), default=0.0)
        inside = [value for key, value in alone.likeness.items() if self._article_of(key) in names]
        return best > 0 and max(inside, default=0.0) >= NEAR * best

    def _article_of(self, key: str) -> str:
        """The article of an entry of the guide: of a provision's own questions, a silence or a misconception."""
        handbook = self.opened.handbook
        entry = handbook.silences.get(key) or handbook.misconceptions.get(key)
        return str(entry.reference.article) if entry is not None else key.split(".")[0]


def lead_of(found: Found, articles: Set[int | None]) -> float:
    """How far the best provision is ahead of these articles; a little more where it is surely ours."""
    best = max((hit.score for hit in found.hits if hit.reference.article in articles), default=0.0)
    return found.hits[0].score - best + SURENESS * min(1.0, found.margin)
