"""The shelf: which build of each regulation is published, who reads it, and the parsed trees.

DATA/published.json              {"builds": {"cq-sme-2024": "cq-sme-2024-1f0c…"}}, replaced in one step
DATA/builds/BUILD/manifest.json  written last: a folder without one is unfinished
                 /regulation.json, encoder.npz, lexical/, chroma/
                 /in-use         readers hold a shared lock on it
DATA/ingest.lock                 one ingest at a time holds it
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from kb.errors import IndexUnavailableError, NothingPublishedError, PublishError
from kb.model import Regulation
from kb.tree import from_json, to_json

POINTER = "published.json"
MANIFEST = "manifest.json"
REGULATION = "regulation.json"
IN_USE = "in-use"
BUNDLED = Path(__file__).parent / "regulations"
DEFAULT_ID = "cq-sme-2024"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made of. `fingerprint` is equal exactly when a new build would be the same."""

    build: str
    regulation: str
    collection: str
    fingerprint: str
    source_sha256: str
    guide_sha256: str
    embedding: str
    records: int
    proved: tuple[str, ...] = field(default=())


class Build:
    """A published build, held by a shared lock until closed so that no ingest removes it."""

    def __init__(self, folder: Path, manifest: Manifest, lock: IO[bytes]) -> None:
        self.folder = folder
        self.manifest = manifest
        self._lock = lock

    @property
    def regulation(self) -> Regulation:
        return read_regulation(self.folder)

    def close(self) -> None:
        self._lock.close()


class Library:
    """The data folder. Cheap to make; nothing is opened before it is asked for."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.builds = data / "builds"

    def published(self) -> dict[str, str]:
        """Build by regulation; empty when nothing is published.

        Raises IndexUnavailableError when the pointer cannot be read.
        """
        try:
            pointer = json.loads((self.data / POINTER).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, json.JSONDecodeError) as error:
            raise IndexUnavailableError(f"{self.data / POINTER}: {error}") from error
        return {str(key): str(value) for key, value in pointer["builds"].items()}

    def default_id(self) -> str:
        """The regulation meant when none is named: the bundled one, else the only one or the first.

        Raises NothingPublishedError.
        """
        published = self.published()
        if not published:
            raise NothingPublishedError(f"nothing is published in {self.data}; run: python -m ingest")
        return DEFAULT_ID if DEFAULT_ID in published else next(iter(published))

    def regulation(self, id: str | None = None) -> Regulation:
        """The tree of a published regulation, without opening its index.

        Raises NothingPublishedError or IndexUnavailableError.
        """
        build = self.open(id)
        try:
            return build.regulation
        finally:
            build.close()

    def open(self, id: str | None = None) -> Build:
        """Raises NothingPublishedError or IndexUnavailableError."""
        for _ in range(10):  # a build may be replaced and dropped between reading the pointer and locking
            name = self.default_id() if id is None else id
            build = self.published().get(name)
            if build is None:
                raise NothingPublishedError(f"no regulation {name!r} in {self.data}; has {sorted(self.published())}")
            try:
                opened = _lock(self.builds / build)
            except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
                if self.published().get(name) == build:
                    raise IndexUnavailableError(f"{self.builds / build}: {error}") from error
                continue
            if self.published().get(name) == build:
                return opened
            opened.close()
        raise IndexUnavailableError(f"{self.data}: builds change faster than they can be opened")

    def publish(self, id: str, build: str) -> None:
        """Switches the regulation to a finished build, in one step, durably.

        Raises PublishError.
        """
        if not (self.builds / build / MANIFEST).exists():
            raise PublishError(f"{self.builds / build} is not finished")
        write_durably(self.data / POINTER, json.dumps({"builds": {**self.published(), id: build}}, indent=1))

    def sweep(self) -> list[str]:
        """Removes the builds that are not published and that nobody reads; returns their names."""
        kept = set(self.published().values())
        dropped = []
        for folder in sorted(self.builds.iterdir()) if self.builds.exists() else []:
            if folder.name in kept or not folder.is_dir():
                continue
            try:
                with (folder / IN_USE).open("ab") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder)
            except BlockingIOError:
                continue
            dropped.append(folder.name)
        return dropped

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Held by one ingest at a time; a second one waits."""
        self.builds.mkdir(parents=True, exist_ok=True)
        with (self.data / "ingest.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _lock(folder: Path) -> Build:
    lock = (folder / IN_USE).open("rb")
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)
        return Build(folder, read_manifest(folder), lock)
    except BaseException:
        lock.close()
        raise


def read_manifest(folder: Path) -> Manifest:
    stored: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return Manifest(**{**stored, "proved": tuple(stored["proved"])})


def write_manifest(folder: Path, manifest: Manifest) -> None:
    write_durably(folder / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))


def write_tree(folder: Path, regulation: Regulation) -> None:
    (folder / REGULATION).write_text(json.dumps(to_json(regulation), ensure_ascii=False), encoding="utf-8")


def read_regulation(folder: Path) -> Regulation:
    """Raises IndexUnavailableError."""
    try:
        return from_json(json.loads((folder / REGULATION).read_text(encoding="utf-8")))
    except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise IndexUnavailableError(f"{folder / REGULATION}: {error}") from error


def write_durably(path: Path, text: str) -> None:
    """Writes beside the file and renames over it: readers see the old text or the new one, never a part."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
