"""Where the runs are kept: DATA/evaluations, a folder each, and the locks that say which one goes on.

A lock is held by the open file that a run's process inherits and the server that started it keeps, so it is free
only when the process is gone and its end was written down, or both are gone; a crash frees it by itself.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.runs.errors import BusyError, NoSuchRunError, RunsUnavailableError, StillRunningError
from bot.runs.run import Plan, Run, RunState

NAME = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
LOCK, ALIVE = "lock", "alive"
RUN, CANCEL, PROGRESS, OVERVIEW, RESULT, REPORT, JOURNAL = (
    "run.json", "cancel.json", "progress.json", "overview.json", "result.json", "report.html", "journal.jsonl",
)  # fmt: skip
MOST = 50


class Folder:
    """Every method raises RunsUnavailableError when the disk is full or the folder cannot be used."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def path(self, id: str, name: str) -> Path:
        """Raises NoSuchRunError for what cannot be the name of a run."""
        if not NAME.fullmatch(id):
            raise NoSuchRunError(f"no run {id!r}")
        return self._path / id / name

    def lock(self) -> int:
        """The lock of the one run that may go on, as a file descriptor. Raises BusyError."""
        with told():
            self._path.mkdir(parents=True, exist_ok=True)
            descriptor = _locked(self._path / LOCK)
        if descriptor is None:
            raise BusyError(next((run for run in self.all() if run.going), None))
        return descriptor

    def create(self, plan: Plan, by: str, now: datetime) -> tuple[Run, int]:
        """A new run, and its own lock. The oldest of the others go where there would be too many."""
        with told():
            ids = self.ids()
        for old in ids[MOST - 1 :]:
            self.delete(old)
        run = Run(f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}", plan, by, now)
        with told():
            self.path(run.id, "").mkdir()
        descriptor = None
        try:
            with told():
                descriptor = _locked(self.path(run.id, ALIVE))
            self.write(run)
        except RunsUnavailableError:
            if descriptor is not None:
                os.close(descriptor)
            shutil.rmtree(self.path(run.id, ""), ignore_errors=True)
            raise
        assert descriptor is not None, "nobody else knew this file"
        return run, descriptor

    def ids(self) -> list[str]:
        """The newest first."""
        with told():
            names = [entry.name for entry in self._path.iterdir()] if self._path.exists() else []
        return sorted((name for name in names if NAME.fullmatch(name)), reverse=True)

    def all(self) -> list[Run]:
        """The newest first."""
        found = []
        for id in self.ids():
            with suppress(NoSuchRunError):  # deleted since
                found.append(self.get(id))
        return found

    def get(self, id: str) -> Run:
        """A run as it stands now. Raises NoSuchRunError."""
        run = self._read(id)
        if not run.going or self._alive(id):
            return run
        run = self._read(id)  # its end may have been written down just now
        return run if not run.going else run.as_state(self._left(id))

    def write(self, run: Run) -> None:
        self.write_json(run.id, RUN, run.to_json())

    def read_json(self, id: str, name: str) -> Any:
        """None for a file that is not there, or is no JSON."""
        with told():
            try:
                return json.loads(self.path(id, name).read_text(encoding="utf-8"))
            except (FileNotFoundError, NotADirectoryError, ValueError):
                return None

    def write_json(self, id: str, name: str, value: Any) -> None:
        """Whole or not at all."""
        path = self.path(id, name)
        beside = path.with_name(f".{name}.{secrets.token_hex(4)}")
        with told():
            try:
                beside.write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8")
                os.replace(beside, path)
            finally:
                with suppress(OSError):
                    beside.unlink(missing_ok=True)

    def has(self, id: str, name: str) -> bool:
        """Whether there is such a file; a folder that cannot be read has none."""
        return os.path.exists(self.path(id, name))

    def clear(self, id: str) -> None:
        """Takes away what a run without a result may have left half done."""
        for name in (RESULT, REPORT, JOURNAL):
            with suppress(OSError):
                self.path(id, name).unlink(missing_ok=True)

    def delete(self, id: str) -> None:
        """Raises NoSuchRunError, StillRunningError."""
        if self.get(id).going:
            raise StillRunningError(id)
        gone = self._path / f".{id}"
        with told():
            os.rename(self.path(id, ""), gone)  # at once, so that nobody sees half of it
            shutil.rmtree(gone)
            for compared in self._path.glob(f"*/{compared_with(id)}"):
                compared.unlink(missing_ok=True)

    def _read(self, id: str) -> Run:
        if not self.path(id, "").is_dir():
            raise NoSuchRunError(f"no run {id!r}")
        stored = self.read_json(id, RUN)
        try:
            return replace(Run.from_json(stored), id=id)
        except (KeyError, TypeError, ValueError):
            began = datetime.strptime(id[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
            return Run(id, Plan((), (), False, ""), "", began, RunState.UNREADABLE)

    def _alive(self, id: str) -> bool:
        with told():
            try:
                descriptor = _locked(self.path(id, ALIVE), create=False)
            except FileNotFoundError:
                return False
        if descriptor is None:
            return True
        os.close(descriptor)
        return False

    def _left(self, id: str) -> RunState:
        """What became of a run whose end nobody wrote down."""
        if self.has(id, OVERVIEW):
            return RunState.FINISHED
        return RunState.CANCELLED if self.has(id, CANCEL) else RunState.INTERRUPTED


def compared_with(id: str) -> str:
    """The file of a run that holds its comparison with another."""
    return f"compare-{id}.json"


@contextmanager
def told() -> Iterator[None]:
    """Turns what the system complains of into one sentence."""
    try:
        yield
    except OSError as error:
        raise RunsUnavailableError(f"{error.filename or 'evaluations'}: {error.strerror}") from error


def _locked(path: Path, create: bool = True) -> int | None:
    """The descriptor of a locked file, None if somebody else has locked it."""
    descriptor = os.open(path, os.O_RDWR | (os.O_CREAT if create else 0), 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
