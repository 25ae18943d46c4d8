"""The error tree of the evaluations that are run from the browser.

TiaoliError
└── RunError
    ├── RunsUnavailableError   the folder of the runs cannot be read or written
    ├── NoSuchRunError         there is no run of that name, or it has no such file or question
    ├── BusyError              another run goes on
    ├── StillRunningError      what goes on cannot be deleted, and has no result yet
    └── CommandError           `python -m evals` did not do what it was started for
"""

from __future__ import annotations

from bot.runs.run import Run
from kb.errors import TiaoliError


class RunError(TiaoliError):
    """An evaluation cannot be started, read or deleted."""


class RunsUnavailableError(RunError):
    """The folder of the runs cannot be read or written."""


class NoSuchRunError(RunError):
    """There is no run of that name, or it has no such file or question."""


class BusyError(RunError):
    """One run at a time; `run` is the one that goes on, None if it has only just been started."""

    def __init__(self, run: Run | None) -> None:
        self.run = run
        super().__init__("another run goes on" + (f": {run.id}" if run else ""))


class StillRunningError(RunError):
    """The run goes on."""


class CommandError(RunError):
    """`python -m evals` failed; `tail` is the end of what it said."""

    def __init__(self, problem: str, tail: str = "") -> None:
        self.tail = tail
        super().__init__(f"{problem}: {tail}" if tail else problem)
