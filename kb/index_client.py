"""The process that writes Chroma, as an ingest uses it: Chroma holds Python's lock while it writes, so it has
a process of its own, which loads Chroma and LlamaIndex while the ingest reads the guide and fits the encoder.

An ingest that is killed closes its end of the pipe, and the process ends by itself at its next word.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.errors import PublishError, TiaoliError
from kb.record import Record
from kb.settings import Settings

PROCESS = "kb.index_process"


@dataclass(frozen=True, slots=True)
class Write:
    """Asks for a new collection; without vectors the embedding that the settings name makes them."""

    folder: Path
    collection: str
    records: Sequence[Record]
    vectors: npt.NDArray[np.float32] | None


@dataclass(frozen=True, slots=True)
class Count:
    """Asks how many records a reader of the collection finds."""

    folder: Path
    collection: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Asks that a Chroma server forgets a collection."""

    collection: str


@dataclass(frozen=True, slots=True)
class Added:
    """Tells how many records more are written."""

    count: int


@dataclass(frozen=True, slots=True)
class Done:
    """Ends a request; `count` is what a `Count` asked for."""

    count: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """Ends a request with what it raised."""

    error: TiaoliError


class IndexClient:
    """Starts the process when made, ends it when left; one request at a time."""

    def __init__(self, settings: Settings) -> None:
        self._pipe, theirs = Pipe()
        with theirs:
            # Everything that can be imported here can be imported there, an embedding of the user's own too.
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
            command = [sys.executable, "-m", PROCESS, str(theirs.fileno())]
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL
            )
        self._pipe.send(settings)

    @property
    def process(self) -> int:
        """Its id."""
        return self._process.pid

    def __enter__(self) -> IndexClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.close()
        self._process.kill()  # between requests nothing is unwritten, and a broken off one is not wanted
        self._process.wait()

    def write(
        self,
        folder: Path,
        collection: str,
        records: Sequence[Record],
        vectors: npt.NDArray[np.float32] | None,
        progress: Callable[[int], None],
    ) -> None:
        """Raises PublishError, or SettingError when the embedding cannot be used."""
        self._ask(Write(folder, collection, records, vectors), progress)

    def count(self, folder: Path, collection: str) -> int:
        """Raises IndexUnavailableError."""
        return self._ask(Count(folder, collection))

    def drop(self, collection: str) -> None:
        """Does nothing when Chroma is embedded: its collections go with their folder."""
        self._ask(Drop(collection))

    def _ask(self, request: Write | Count | Drop, progress: Callable[[int], None] | None = None) -> int:
        try:
            self._pipe.send(request)
            while isinstance(reply := self._pipe.recv(), Added):
                if progress is not None:
                    progress(reply.count)
        except (EOFError, ConnectionError) as error:
            raise PublishError(f"the process that writes Chroma ended with status {self._process.wait()}") from error
        if isinstance(reply, Failed):
            raise reply.error
        assert isinstance(reply, Done)
        return reply.count
