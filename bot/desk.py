"""The assistant of a long-running face: follows what is published, and survives that nothing is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from time import perf_counter

from bot import compose
from bot.answer import Answer
from bot.assistant import Assistant
from bot.finder import Finder
from bot.thread import Thread
from kb.errors import ShelfError
from kb.library import Library
from kb.model import Regulation


class _Shift:
    """One opened assistant with the number of questions it is answering."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.busy = 0
        self.retired = False


class Desk:
    """Answers from the newest published build; an older one is closed after its last question."""

    def __init__(self, library: Library, open_assistant: Callable[[], Assistant]) -> None:
        self._library = library
        self._open = open_assistant
        self._lock = threading.Lock()
        self._shift: _Shift | None = None

    def ask(self, question: str, today: date) -> Answer:
        """Never raises for a question, nor when the knowledge base is out of order."""
        started = perf_counter()
        try:
            with self._on_duty() as assistant:
                return assistant.ask(question, today)
        except ShelfError:
            return compose.unavailable(question).timed((perf_counter() - started) * 1000)

    def reply(self, thread: Thread, said: str, today: date) -> tuple[Answer, Thread]:
        """Answers a turn of the conversation whose state is the thread; never raises, as `ask`."""
        started = perf_counter()
        try:
            with self._on_duty() as assistant:
                return assistant.reply(thread, said, today)
        except ShelfError:
            return compose.unavailable(said).timed((perf_counter() - started) * 1000), thread

    def regulation(self) -> Regulation:
        """Raises ShelfError."""
        with self._on_duty() as assistant:
            return assistant.regulation

    @contextmanager
    def finder(self) -> Iterator[Finder]:
        """To look provisions up in the build that is published now; it stays open until it is given back.

        Raises ShelfError.
        """
        with self._on_duty() as assistant:
            yield assistant.finder

    def versions(self) -> dict[str, str]:
        """Raises ShelfError."""
        with self._on_duty() as assistant:
            return assistant.versions

    def close(self) -> None:
        with self._lock:
            if self._shift is not None:
                self._shift.assistant.close()
                self._shift = None

    @contextmanager
    def _on_duty(self) -> Iterator[Assistant]:
        with self._lock:
            shift = self._current()
            shift.busy += 1
        try:
            yield shift.assistant
        finally:
            with self._lock:
                shift.busy -= 1
                if shift.retired and shift.busy == 0:
                    shift.assistant.close()

    def _current(self) -> _Shift:
        """The open build if it is still the published one, else the new one; call with the lock held."""
        shift = self._shift
        published = self._library.published()
        if shift is not None and shift.assistant.manifest.build in published.values():
            return shift
        opened = _Shift(self._open())
        if shift is not None:
            shift.retired = True
            if shift.busy == 0:
                shift.assistant.close()
        self._shift = opened
        return opened
