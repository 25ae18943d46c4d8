"""A build: everything that a published regulation is searched with, written to a folder of its own."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ingest.checks import check
from ingest.parser import parse
from ingest.readers import read_source
from ingest.shelf import Entry
from kb.errors import IndexUnavailableError, PublishError
from kb.guide import Guide, guide_hash
from kb.guide_files import load_guide
from kb.index_client import IndexClient
from kb.library import IN_USE, Library, Manifest, read_manifest, write_manifest, write_tree
from kb.making import CHROMA, Progress, make_search
from kb.model import Regulation
from kb.settings import Settings
from kb.tree import to_json

FORMAT = 11  # raised when what a build holds changes, so that old builds are made anew
LIBRARIES = ("chromadb", "bm25s", "jieba", "scikit-learn", "llama-index-core")


@dataclass(frozen=True, slots=True)
class Published:
    """What an ingest did: `changed` is False when the published build was already the same."""

    manifest: Manifest
    regulation: Regulation
    changed: bool
    dropped: tuple[str, ...] = ()


def ingest(entry: Entry, settings: Settings, progress: Progress) -> Published:
    """Reads, checks, fits, embeds and publishes one regulation; the old build serves until the switch.

    Raises SourceError, GuideError or PublishError; nothing published changes then.
    """
    with IndexClient(settings) as index:  # loads its libraries while this one reads and fits
        return _ingest(entry, settings, index, progress)


def _ingest(entry: Entry, settings: Settings, index: IndexClient, progress: Progress) -> Published:
    progress("read", 0, 1)
    source = read_source(entry.source)
    regulation = entry.described(parse(source, id=entry.id))
    proved = check(regulation, source)
    progress("read", 1, 1)
    library = Library(settings.data)
    fingerprint = _fingerprint(entry, regulation, settings)
    with _disk(settings.data), library.writing():
        present = _present(library, regulation.id, index)
        if present is not None and present.fingerprint == fingerprint:
            return Published(present, regulation, changed=False)
        guide = load_guide(entry.guide, regulation) if entry.guide else Guide()
        name = f"{regulation.id}-{fingerprint[:12]}-{secrets.token_hex(3)}"
        folder = library.builds / name
        folder.mkdir()
        (folder / IN_USE).touch()
        write_tree(folder, regulation)
        records = make_search(folder, name, regulation, guide, entry.dictionary(), settings, index, progress)
        manifest = Manifest(
            build=name,
            regulation=regulation.id,
            collection=name,
            fingerprint=fingerprint,
            source_sha256=regulation.sha256,
            guide_sha256=guide.sha256,
            embedding=settings.embedding,
            records=records,
            proved=proved,
        )
        _prove_index(folder, manifest, index)
        write_manifest(folder, manifest)
        library.publish(regulation.id, name)
        dropped = tuple(library.sweep())
        for collection in dropped:
            index.drop(collection)
        return Published(manifest, regulation, changed=True, dropped=dropped)


def _prove_index(folder: Path, manifest: Manifest, index: IndexClient) -> None:
    """Has what was written opened as a reader would, and counted.

    Raises PublishError or IndexUnavailableError.
    """
    count = index.count(folder / CHROMA, manifest.collection)
    if count != manifest.records:
        raise PublishError(f"{folder}: the index holds {count} of {manifest.records} records")


def _fingerprint(entry: Entry, regulation: Regulation, settings: Settings) -> str:
    parts = {
        "format": FORMAT,
        "tree": to_json(regulation),
        "guide": guide_hash(entry.guide) if entry.guide else "",
        "words": entry.dictionary(),
        "embedding": [settings.embedding, settings.embedding_arguments],
        "chroma": settings.chroma_url,
        "libraries": {name: version(name) for name in LIBRARIES},
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _present(library: Library, id: str, index: IndexClient) -> Manifest | None:
    """The published build, if it is whole."""
    build = library.published().get(id)
    if build is None:
        return None
    try:
        manifest = read_manifest(library.builds / build)
        _prove_index(library.builds / build, manifest, index)
    except (OSError, json.JSONDecodeError, KeyError, TypeError, PublishError, IndexUnavailableError):
        return None
    return manifest


@contextmanager
def _disk(data: Path) -> Iterator[None]:
    """Turns a full or unwritable disk into one sentence."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        free = shutil.disk_usage(data if data.exists() else data.parent).free // 2**20
        raise PublishError(f"{data}: cannot be written ({error.strerror or error}); {free} MB free") from error
