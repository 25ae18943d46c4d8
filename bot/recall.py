"""Going back to an earlier topic by its name or number: 回到刚才政府采购那个……, 人才那个，……, 第二个……"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.choosing import numbered
from bot.own_subject import LEAD, lead_of
from bot.thread import Thread, Topic
from bot.turn import TABLE, Reader, Turn
from kb.handbook import reference_of
from kb.opening import OpenKnowledge
from kb.search import Found
from kb.text import squeeze

_BREAKS = "，,：:。；;？?！! "
# 采购那个，…; 电的事，…: what the rest is about.
_ABOUT = re.compile(
    r"(?:的?那(?:个|条|件|块|边|头|项|笔)(?:事情?|问题)?|(?:的|这|那)(?:件|个)?(?:事情?|问题)|这(?:块|边|头))$"
)
# …，刚说放货那条管得到不: further on.
_SAID = re.compile(
    r"(?:刚刚?才?|前面|前头|之前|先前|上头|上面|开头|最开始)(?:你|我)?们?(?:说|问|讲|提|聊|谈)(?:的|到的?|过的?|起的?)?(?P<name>[^，,。？?！!；;]{2,10}?)"
    r"的?(?:那|这)(?:个|条|款|件|块|项|种)(?:事情?|规定|问题)?"
)
# 投诉那个处理决定哪天: the same without a break.
_UNBROKEN = re.compile(
    r"^(?P<name>[^，,。？?！!；; ]{2,6}?)的?(?:那(?:个|件事?)|[那这](?:块|边|头))(?P<rest>[^，,。；; ]{3,})$"
)
LONGEST_HEAD = 20
LONGEST_NAME = 8
NAMED = 0.4  # the score from which a name has found its provision
AHEAD = 0.2  # of what was treated last in its article
SHARED = 1  # likeness without one pair of characters in common
FIRST = 3  # articles that the name alone finds


@dataclass(frozen=True, slots=True)
class Recall:
    opened: OpenKnowledge
    reader: Reader
    outside: float  # the margin below which a name is none of ours

    def called_back(self, thread: Thread, text: str) -> tuple[Thread, str]:
        """With the topic that a turn names as the present one, and the rest of the turn.

        The thread itself where it names none.
        """
        by_number = numbered(text)
        if by_number is not None and len(thread.parts) > 1:
            return self._by_number(thread, text, by_number.of(len(thread.parts)), by_number.rest)
        head = re.split(f"[{_BREAKS}]", text, maxsplit=1)[0]
        if len(head) > LONGEST_HEAD or not thread.topics:
            return thread, text
        rest = text[len(head) :].strip(_BREAKS)
        about = _ABOUT.search(head)
        if self.reader.found("back_marks", head):
            about = None
            name, least = squeeze(self.reader.cues.patterns[TABLE, "back"].sub("", head)), 2
        elif about is not None and rest and about.start() <= LONGEST_NAME:
            name, least = squeeze(self.reader.after_opening(head[: about.start()])), 1
        else:
            return self._unbroken(thread, text) or self._further_on(thread, text)
        if len(name) < least:
            return thread, text
        topic = self._likeliest(thread, name, SHARED if about is not None else 0)
        return (thread.returned_to(topic, self._at(topic, name)), rest) if topic is not None else (thread, text)

    def by_words(self, thread: Thread, turn: Turn, alone: Found) -> Thread | None:
        """With the earlier topic as the present one that the words of a turn surely find: 会费最多能收好多."""
        articles = {reference_of(key).article for key in thread.provisions}
        best = alone.hits[0]
        if turn.points or best.score < NAMED or lead_of(alone, articles) < LEAD:
            return None
        for topic in reversed(thread.topics[:-1]):
            if best.reference.article in {reference_of(key).article for key in topic.provisions}:
                rest = tuple(key for key in topic.provisions if key != best.reference.key)
                return thread.returned_to(topic, replace(topic, provisions=(best.reference.key, *rest)))
        return None

    def _unbroken(self, thread: Thread, text: str) -> tuple[Thread, str] | None:
        """A topic named at the beginning, with what is asked of it right behind."""
        match = _UNBROKEN.match(text)
        topic = self._likeliest(thread, squeeze(match["name"]), SHARED) if match is not None else None
        if match is not None and topic is None:
            return self._new(thread, match)
        if match is None or topic is None or topic is thread.topic:
            return None
        return thread.returned_to(topic, self._at(topic, match["name"])), match["rest"]

    def _new(self, thread: Thread, match: re.Match[str]) -> tuple[Thread, str] | None:
        """A topic that has not been talked about, by a name that finds its provision: 考核那块怎么写的."""
        found = self.opened.retriever.rank(squeeze(match["name"]))
        best = found.hits[0]
        lead = lead_of(found, {reference_of(key).article for key in thread.provisions})
        if found.margin < self.outside or best.score < NAMED or lead < AHEAD:
            return None
        return thread.opened(Topic(match["name"], (best.reference.key,))), match["rest"]

    def _at(self, topic: Topic, name: str) -> Topic:
        """The topic at the provision that the name itself finds, where another of its article was treated last."""
        if topic.computed or topic.asked or not topic.provisions:
            return topic
        scores = {hit.reference.key: hit for hit in self.opened.retriever.rank(name).hits}
        best, first = next(iter(scores.values())), scores.get(topic.provisions[0])
        articles = {reference_of(key).article for key in topic.provisions}
        lead = best.score - (first.score if first is not None else 0.0)
        if best.reference.article not in articles or best.score < NAMED or lead < AHEAD:
            return topic
        rest = tuple(key for key in topic.provisions if key != best.reference.key)
        return replace(topic, provisions=(best.reference.key, *rest))

    def _further_on(self, thread: Thread, text: str) -> tuple[Thread, str]:
        """A topic named after something else; the rest is all but its name."""
        said = _SAID.search(text)
        topic = self._likeliest(thread, squeeze(said["name"]), SHARED) if said is not None else None
        if said is None or topic is None:
            return thread, text
        return thread.returned_to(topic), (text[: said.start()] + text[said.end() :]).strip(_BREAKS)

    def _by_number(self, thread: Thread, text: str, place: int | None, rest: str) -> tuple[Thread, str]:
        if place is None:
            return thread, text
        for topic in reversed(thread.topics):
            if topic.provisions[:1] == (thread.parts[place],):
                return thread.returned_to(topic, replace(topic, provisions=topic.provisions[:1])), rest
        return thread, text

    def _likeliest(self, thread: Thread, name: str, least: int) -> Topic | None:
        """The topic of which the name is told, the latest where several are as likely."""
        near = {hit.reference.article for hit in self.opened.retriever.rank(name).hits[:FIRST]}
        scored = [(self._likeness(name, near, topic), place, topic) for place, topic in enumerate(thread.topics)]
        best, _, topic = max(scored, key=lambda one: one[:2])
        return topic if best > least else None

    def _likeness(self, name: str, near: set[int | None], topic: Topic) -> int:
        """Pairs of characters that the name shares with the question and the topic of its first provision."""
        references = [reference_of(key) for key in topic.provisions]
        told = topic.question + "，" + "，".join(self.opened.topic(reference) for reference in references[:1])
        shared = sum(name[place : place + 2] in told for place in range(max(1, len(name) - 1)))
        return 2 * shared + len(near & {reference.article for reference in references})
