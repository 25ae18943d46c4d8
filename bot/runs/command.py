"""`python -m evals` in a process of its own: this package may not import it, and its runs may not slow the site."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.runs.errors import CommandError

ROOT = Path(__file__).parent.parent.parent
PROGRAM = (sys.executable, "-m", "evals")
PATIENCE_SECONDS = 120
TAIL = 4000  # characters
Popen = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set with its number of questions, in all and by split."""

    name: str
    label: str
    all: int
    dev: int
    test: int


class Command:
    """`program` stands for `python -m evals`; `data` is the folder of the knowledge base."""

    def __init__(self, data: Path, program: Sequence[str] = PROGRAM) -> None:
        self._data = str(data.absolute())
        self._program = list(program)
        self._lock = threading.Lock()
        self._sets: tuple[QuestionSet, ...] = ()

    def sets(self) -> tuple[QuestionSet, ...]:
        """The bundled sets; asked for once, as they come with the program. Raises CommandError."""
        with self._lock:
            if not self._sets:
                told = self._told(["list", "--data", self._data, "--json"])
                try:
                    self._sets = tuple(QuestionSet(**entry) for entry in told)
                except TypeError as error:
                    raise CommandError(f"list --json has another form: {error}") from error
            return self._sets

    def compare(self, before: Path, after: Path) -> dict[str, Any]:
        """Two files of results side by side. Raises CommandError."""
        with self._lock:  # one at a time is enough for a machine that also answers questions
            told = self._told(["compare", str(before.absolute()), str(after.absolute()), "--json"])
        if not isinstance(told, dict):
            raise CommandError("compare --json is no object")
        return told

    def run(self, sets: Sequence[str], split: str, files: dict[str, Path], keep: Sequence[int]) -> Popen:
        """Starts a run; it stops when the standard input that it is given closes.

        `files` are where its options --json, --html, … go; `keep` are file descriptors that it inherits.
        Raises OSError.
        """
        outputs = [part for name, path in files.items() for part in (f"--{name}", str(path.absolute()))]
        options = ["--split", split, "--data", self._data, "--workers", "1", "--quiet", "--background"]
        return subprocess.Popen(
            [*self._program, "run", *sets, *options, *outputs],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=tuple(keep),
        )

    def _told(self, arguments: list[str]) -> Any:
        try:
            done = subprocess.run(
                [*self._program, *arguments],
                cwd=ROOT,
                capture_output=True,
                timeout=PATIENCE_SECONDS,
                stdin=subprocess.DEVNULL,
                check=True,
            )
            return json.loads(done.stdout)
        except subprocess.CalledProcessError as error:
            raise CommandError(f"{arguments[0]}: exit code {error.returncode}", tail_of(error.stderr)) from error
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise CommandError(f"{arguments[0]}: {error}") from error


def tail_of(said: bytes) -> str:
    """The end of what a program said."""
    return said.decode("utf-8", errors="replace").strip()[-TAIL:]
