"""What people think of an answer, on its way to the journal; an answer never fails because of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.answer import Answer
from bot.message import Message
from bot.settings import LONGEST_QUESTION
from bot.store.entries import Opinion
from bot.store.errors import HandledError, NoSuchEntryError, StoreUnavailableError
from bot.store.journal import Journal
from kb.errors import ShelfError

log = logging.getLogger(__name__)

MOST_CITATIONS = 20
NOT_KEPT = Message("您的意见这次没有存下来，不影响使用。")
HANDLED = Message("您的意见工作人员已经处理，不能再改了；要求删除请报编号。")


@dataclass(frozen=True, slots=True)
class Kept:
    """The entry that is there now, "" for none; `problem` says why nothing was changed."""

    entry: str
    problem: str = ""


class Feedback:
    """`versions` gives what is published (raises ShelfError when nothing is)."""

    def __init__(self, journal: Journal, versions: Callable[[], dict[str, str]]) -> None:
        self._journal = journal
        self._versions = versions

    @property
    def days(self) -> int:
        """How long it is kept, 0 for ever."""
        return self._journal.days

    def thumb(self, entry: str, answer: Answer, liked: bool | None) -> Kept:
        """A thumb given, changed or (None) taken back. `entry` is the one of an earlier thumb, "" for none."""

        def done() -> str:
            if liked is None:
                self._journal.take_back(entry)
                return ""
            if entry:
                try:
                    self._journal.change(entry, liked)
                except NoSuchEntryError:
                    return self._added(answer, liked)
                return entry
            return self._added(answer, liked)

        return _kept(entry, done)

    def tell(self, entry: str, answer: Answer, comment: str, right: str) -> Kept:
        """What was wrong with an answer, and the key of the provision that would have been right, "" for none."""

        def done() -> str:
            try:
                self._journal.tell(entry, comment, right)
            except NoSuchEntryError:
                added = self._added(answer, False)
                self._journal.tell(added, comment, right)
                return added
            return entry

        return _kept(entry, done)

    def _added(self, answer: Answer, liked: bool) -> str:
        cited = dict.fromkeys(citation.reference.key for citation in answer.citations)
        opinion = Opinion(
            question=answer.question[:LONGEST_QUESTION],
            outcome=answer.outcome.value,
            citations=tuple(cited)[:MOST_CITATIONS],
            versions=self._versions(),
            liked=liked,
        )
        return self._journal.add(opinion)


def _kept(entry: str, done: Callable[[], str]) -> Kept:
    try:
        return Kept(done())
    except HandledError:
        return Kept(entry, HANDLED)
    except (StoreUnavailableError, ShelfError) as error:
        log.warning("feedback could not be kept: %s", error)
        return Kept(entry, NOT_KEPT)
