"""A build: everything that a published regulation is searched with, written to a folder of its own."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from kb.text import fold

from ingest.checks import check
from ingest.parser import parse
from ingest.readers import read_source
from ingest.shelf import Entry
from kb.embedding import open_embedding
from kb.encoder import OUTSIDE, Encoder, Example
from kb.errors import IndexUnavailableError, PublishError
from kb.guide import Guide, guide_hash, load_guide
from kb.index import Record, drop_collection, open_index, write_index
from kb.lexical import Lexical
from kb.library import IN_USE, REGULATION, Library, Manifest, read_manifest, write_manifest
from kb.model import Reference, Regulation
from kb.search import units_of
from kb.settings import Settings
from kb.tree import to_json
from kb.words import Cutter

FORMAT = 1  # raised when what a build holds changes, so that old builds are made anew
LIBRARIES = ("chromadb", "bm25s", "jieba", "scikit-learn", "llama-index-core")

Progress = Callable[[str, int, int], None]  # stage, done, total


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
    progress("read", 0, 1)
    source = read_source(entry.source)
    regulation = entry.described(parse(source, id=entry.id))
    proved = check(regulation, source)
    progress("read", 1, 1)
    library = Library(settings.data)
    fingerprint = _fingerprint(entry, regulation, settings)
    with _disk(settings.data), library.writing():
        present = _present(library, regulation.id, settings)
        if present is not None and present.fingerprint == fingerprint:
            return Published(present, regulation, changed=False)
        guide = load_guide(entry.guide, regulation) if entry.guide else Guide()
        name = f"{regulation.id}-{fingerprint[:12]}-{secrets.token_hex(3)}"
        folder = library.builds / name
        folder.mkdir()
        (folder / IN_USE).touch()
        records = _write(folder, name, regulation, guide, entry.dictionary(), settings, progress)
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
        _prove_index(folder, manifest, settings)
        write_manifest(folder, manifest)
        library.publish(regulation.id, name)
        dropped = tuple(library.sweep())
        for collection in dropped:
            drop_collection(collection, settings)
        return Published(manifest, regulation, changed=True, dropped=dropped)


def _write(
    folder: Path,
    name: str,
    regulation: Regulation,
    guide: Guide,
    words: tuple[str, ...],
    settings: Settings,
    progress: Progress,
) -> int:
    (folder / REGULATION).write_text(json.dumps(to_json(regulation), ensure_ascii=False), encoding="utf-8")
    progress("fit", 0, 1)
    encoder = Encoder.fit(examples(regulation, guide))
    encoder.save(folder / "encoder.npz")
    cutter = Cutter(words, settings.data / "cache")
    texts = [regulation.text_of(unit) for unit in units_of(regulation)]
    questions = [fold(question.text) for question in guide.questions]
    Lexical.fit(texts, cutter).save(folder / "texts")
    Lexical.fit(questions or texts, cutter).save(folder / "questions")
    units = [question.reference.key for question in guide.questions] or [u.key for u in units_of(regulation)]
    topics = {reference.key: topic for reference, topic in guide.topics.items()}
    stored = {"questions": units, "words": list(words), "topics": topics}
    (folder / "units.json").write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
    progress("fit", 1, 1)
    records = _records(regulation, guide)
    embedding = open_embedding(settings, encoder)
    vectors = embedding.get_text_embedding_batch([record.text for record in records])
    done = 0
    progress("index", 0, len(records))

    def added(count: int) -> None:
        nonlocal done
        done += count
        progress("index", done, len(records))

    write_index(folder / "chroma", name, records, vectors, settings, added)
    return len(records)


def examples(regulation: Regulation, guide: Guide) -> list[Example]:
    """What the encoder is fitted on: similar questions, the provisions' own words, counter-examples."""
    ours = [Example(fold(q.text), *_keys(q.reference)) for q in guide.questions]
    own = [Example(regulation.text_of(unit), *_keys(unit)) for unit in units_of(regulation)]
    others = [Example(fold(example.text), OUTSIDE, OUTSIDE) for example in guide.counter_examples]
    return [*ours, *own, *others]


def _keys(reference: Reference) -> tuple[str, str]:
    return str(reference.article), reference.key


def _records(regulation: Regulation, guide: Guide) -> list[Record]:
    chapters = {article.number: article.chapter for article in regulation.articles}

    def record(id: str, text: str, kind: str, reference: Reference) -> Record:
        return Record(id, text, kind, regulation.id, chapters[reference.article or 0], reference)

    provisions = [record(f"p:{u.key}", regulation.text_of(u), "provision", u) for u in units_of(regulation)]
    questions = [
        record(f"q:{place}", fold(question.text), "question", question.reference)
        for place, question in enumerate(guide.questions)
    ]
    return [*provisions, *questions]


def _prove_index(folder: Path, manifest: Manifest, settings: Settings) -> None:
    """Opens what was written as a reader would and counts it.

    Raises PublishError.
    """
    index = open_index(folder / "chroma", manifest.collection, settings)
    try:
        if len(index) != manifest.records:
            raise PublishError(f"{folder}: the index holds {len(index)} of {manifest.records} records")
    finally:
        index.close()


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


def _present(library: Library, id: str, settings: Settings) -> Manifest | None:
    """The published build, if it is whole."""
    build = library.published().get(id)
    if build is None:
        return None
    try:
        manifest = read_manifest(library.builds / build)
        _prove_index(library.builds / build, manifest, settings)
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
