"""Evaluations run for the browser: one at a time for all servers on the same data, each in a process of its own.

A run belongs to the server that started it: it stops with it. What other servers may do is ask for its end, in a
file that its own server looks at.
"""

from __future__ import annotations

import logging
import os
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.runs.command import TAIL, Command, Popen, QuestionSet, tail_of
from bot.runs.errors import NoSuchRunError, RunsUnavailableError, StillRunningError
from bot.runs.folder import (
    CANCEL,
    JOURNAL,
    OVERVIEW,
    PROGRESS,
    REPORT,
    RESULT,
    Folder,
    compared_with,
    told,
)
from bot.runs.run import Plan, Run, RunState

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.3  # between two looks at whether somebody wants the end
GRACE_SECONDS = 10.0  # for a run to end by itself before it is killed
OUTPUTS = {"json": RESULT, "html": REPORT, "overview": OVERVIEW, "progress": PROGRESS, "journal": JOURNAL}


@dataclass
class _Going:
    """The run that this server has started."""

    run: Run
    process: Popen
    locks: tuple[int, int]
    closing: threading.Event = field(default_factory=threading.Event)
    said: bytearray = field(default_factory=bytearray)
    watcher: threading.Thread | None = None


class Runs:
    """Every method raises RunsUnavailableError when the folder of the runs cannot be used."""

    def __init__(self, folder: Folder, command: Command, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._command = command
        self._now = now
        self._going: _Going | None = None

    def sets(self) -> tuple[QuestionSet, ...]:
        """Raises CommandError."""
        return self._command.sets()

    def all(self) -> list[Run]:
        """The newest first."""
        return self._folder.all()

    def get(self, id: str) -> Run:
        """Raises NoSuchRunError."""
        return self._folder.get(id)

    def start(self, plan: Plan, by: str) -> Run:
        """Raises BusyError while another run goes on, of whichever server."""
        lock = self._folder.lock()
        try:
            run, alive = self._folder.create(plan, by, self._now())
        except BaseException:
            os.close(lock)
            raise
        files = {option: self._folder.path(run.id, name) for option, name in OUTPUTS.items()}
        try:
            with told():
                process = self._command.run(plan.sets, plan.split, files, (lock, alive))
        except RunsUnavailableError as error:
            self._folder.write(replace(run, state=RunState.FAILED, ended=self._now(), tail=str(error)))
            os.close(alive)
            os.close(lock)
            raise
        going = _Going(run, process, (alive, lock))
        going.watcher = threading.Thread(target=self._watch, args=(going,), name=f"run {run.id}", daemon=True)
        self._going = going
        going.watcher.start()
        return run

    def cancel(self, id: str, by: str) -> None:
        """Asks for a run's end; nothing where it has ended already. Raises NoSuchRunError."""
        if self.get(id).going:
            self._folder.write_json(id, CANCEL, {"by": by})

    def asked_to_stop(self, id: str) -> str | None:
        """Who asked for a run's end; None if nobody did."""
        asked = self._folder.read_json(id, CANCEL)
        return str(asked.get("by", "")) if isinstance(asked, dict) else None

    def wait(self) -> None:
        """Until the run that this server has started, if any, has ended and its end is written down."""
        if self._going is not None and self._going.watcher is not None:
            self._going.watcher.join()

    def close(self) -> None:
        """Stops the run that this server has started."""
        if self._going is not None:
            self._going.closing.set()
            self.wait()

    def delete(self, id: str) -> None:
        """Raises NoSuchRunError, StillRunningError."""
        self._folder.delete(id)

    def progress(self, id: str) -> dict[str, Any] | None:
        """How far a run has come; None before it asks its first question."""
        found = self._folder.read_json(id, PROGRESS)
        return found if isinstance(found, dict) else None

    def overview(self, id: str) -> dict[str, Any]:
        """The figures of a finished run. Raises NoSuchRunError."""
        return self._result(id, OVERVIEW)

    def questions(self, id: str) -> list[dict[str, Any]]:
        """Every question of a finished run with its answers. Raises NoSuchRunError."""
        found: list[dict[str, Any]] = self._result(id, RESULT)["questions"]
        return found

    def file(self, id: str, name: str) -> bytes:
        """A file of a finished run as it is. Raises NoSuchRunError."""
        self._finished(id)
        with told():
            try:
                return self._folder.path(id, name).read_bytes()
            except FileNotFoundError as error:
                raise NoSuchRunError(f"run {id!r} has no {name}") from error

    def compare(self, before: str, after: str) -> dict[str, Any]:
        """Two finished runs side by side, computed once. Raises NoSuchRunError, StillRunningError, CommandError."""
        for id in (before, after):
            self._finished(id)
        kept = self._folder.read_json(after, compared_with(before))
        if isinstance(kept, dict):
            return kept
        found = self._command.compare(self._path(before), self._path(after))
        with suppress(RunsUnavailableError):  # it can be computed again
            self._folder.write_json(after, compared_with(before), found)
        return found

    def _path(self, id: str) -> Path:
        return self._folder.path(id, RESULT)

    def _finished(self, id: str) -> None:
        run = self.get(id)
        if run.going:
            raise StillRunningError(id)
        if not run.finished:
            raise NoSuchRunError(f"run {id!r} has no result")

    def _result(self, id: str, name: str) -> dict[str, Any]:
        self._finished(id)
        found = self._folder.read_json(id, name)
        if not isinstance(found, dict):
            raise NoSuchRunError(f"run {id!r} has no {name}")
        return found

    def _watch(self, going: _Going) -> None:
        """Until the run's process is gone; then its end is written down and the locks are free."""
        try:
            self._attend(going)
            self._conclude(going, going.process.returncode)
        except RunsUnavailableError as error:  # what became of it can still be told from its files
            log.warning("the end of run %s could not be written down: %s", going.run.id, error)
        finally:
            for lock in going.locks:
                os.close(lock)

    def _attend(self, going: _Going) -> None:
        listener = threading.Thread(target=_listen, args=(going,), daemon=True)
        listener.start()
        process = going.process
        while process.poll() is None:
            if going.closing.is_set() or self._folder.has(going.run.id, CANCEL):
                _end(process)
            else:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(LOOK_SECONDS)
        listener.join()
        for pipe in (process.stdin, process.stderr):
            if pipe is not None:
                pipe.close()

    def _conclude(self, going: _Going, exit_code: int) -> None:
        """Writes down how a run has ended."""
        id, ended = going.run.id, replace(going.run, ended=self._now(), exit_code=exit_code)
        if self._folder.has(id, OVERVIEW):
            self._folder.write(ended.as_state(RunState.FINISHED))
            return
        self._folder.clear(id)
        stopped_by = self.asked_to_stop(id)
        if stopped_by is not None:
            ended = replace(ended, state=RunState.CANCELLED, ended_by=stopped_by)
        elif going.closing.is_set():
            ended = ended.as_state(RunState.INTERRUPTED)
        else:
            ended = replace(ended, state=RunState.FAILED, tail=tail_of(bytes(going.said)))
        self._folder.write(ended)


def _listen(going: _Going) -> None:
    """Keeps the end of what a run complains of."""
    assert going.process.stderr is not None
    while said := going.process.stderr.read1(4096):  # type: ignore[attr-defined]
        going.said += said
        del going.said[: -4 * TAIL]


def _end(process: Popen) -> None:
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
