"""Going back to an earlier topic by its name: 回到刚才政府采购那个……"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.thread import Thread, Topic
from bot.turn import TABLE, Reader
from kb.handbook import reference_of
from kb.opening import OpenKnowledge
from kb.text import squeeze

_BREAKS = "，,：:。；;？?！! "
LONGEST_HEAD = 20
FIRST = 3  # articles that the name alone finds


@dataclass(frozen=True, slots=True)
class Recall:
    opened: OpenKnowledge
    reader: Reader

    def called_back(self, thread: Thread, text: str) -> tuple[Thread, str]:
        """With the topic that a turn names as the present one, and the rest of the turn.

        The thread itself where it names none.
        """
        head = re.split(f"[{_BREAKS}]", text, maxsplit=1)[0]
        if len(head) > LONGEST_HEAD:
            return thread, text
        if not thread.topics or not self.reader.found("back_marks", head):
            return thread, text
        name = squeeze(self.reader.cues.patterns[TABLE, "back"].sub("", head))
        if len(name) < 2:
            return thread, text
        scored = [(self._likeness(name, topic), place, topic) for place, topic in enumerate(thread.topics)]
        best, _, topic = max(scored, key=lambda one: one[:2])
        if best == 0:
            return thread, text
        return thread.returned_to(topic), text[len(head) :].strip(_BREAKS)

    def _likeness(self, name: str, topic: Topic) -> int:
        """Pairs of characters that the name shares with the question and the topics of its provisions."""
        references = [reference_of(key) for key in topic.provisions]
        told = topic.question + "，" + "，".join(self.opened.topic(reference) for reference in references)
        shared = sum(name[place : place + 2] in told for place in range(len(name) - 1))
        hits = self.opened.retriever.rank(name).hits[:FIRST]
        near = {hit.reference.article for hit in hits} & {reference.article for reference in references}
        return 2 * shared + len(near)
