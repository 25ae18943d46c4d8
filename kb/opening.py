"""Opening what is published, and reopening it when something newer is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Protocol

from kb.embedding import open_embedding
from kb.encoder import Encoder
from kb.errors import IndexUnavailableError
from kb.handbook import Handbook, from_json, reference_of
from kb.index import open_index
from kb.kinds import KindReader
from kb.lexical import Lexical
from kb.library import BUNDLED, Build, Library, Manifest
from kb.making import CHROMA, ENCODER, HANDBOOK, KINDS, PINYIN, QUESTIONS, SCOPE, TEXTS, UNITS
from kb.model import Reference, Regulation
from kb.pinyin import PinyinReader, load_pinyin
from kb.search import Knowledge, ProvisionRetriever
from kb.settings import SettingError, Settings
from kb.subjects import Subject, load_subjects
from kb.words import Cutter

SUBJECTS = "subjects.toml"


class Closable(Protocol):
    def close(self) -> None: ...


class OpenKnowledge:
    """One published build, opened for searching; holds the build's lock until closed."""

    def __init__(
        self,
        retriever: ProvisionRetriever,
        manifest: Manifest,
        handbook: Handbook,
        subjects: tuple[Subject, ...],
        pinyin: PinyinReader,
        close: Sequence[Closable],
    ) -> None:
        self.retriever = retriever
        self.manifest = manifest
        self.handbook = handbook
        self.subjects = subjects
        self.pinyin = pinyin
        self._close = close

    @property
    def regulation(self) -> Regulation:
        return self.retriever.knowledge.regulation

    def topic(self, reference: Reference) -> str:
        """What a paragraph or item is about in a few words, "" where the guide does not say."""
        return self.handbook.explanation(reference).topic

    def close(self) -> None:
        for thing in self._close:
            thing.close()


def open_knowledge(settings: Settings, id: str | None = None) -> OpenKnowledge:
    """What is published now.

    Raises NothingPublishedError or IndexUnavailableError.
    """
    build = Library(settings.data).open(id)
    try:
        return open_build(build, settings)
    except (IndexUnavailableError, SettingError):
        build.close()
        raise


def open_build(build: Build, settings: Settings) -> OpenKnowledge:
    """A build's own search; closing it closes the build.

    Raises IndexUnavailableError or SettingError.
    """
    folder = build.folder
    try:
        stored = json.loads((folder / UNITS).read_text(encoding="utf-8"))
        cutter = Cutter(tuple(stored["words"]), settings.data / "cache")
        encoder = Encoder.load(folder / ENCODER)
        texts, questions, scope = (Lexical.load(folder / name, cutter) for name in (TEXTS, QUESTIONS, SCOPE))
        handbook = from_json(json.loads((folder / HANDBOOK).read_text(encoding="utf-8")))
        kinds = KindReader.load(folder / KINDS)
        pinyin = load_pinyin(folder / PINYIN)
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise IndexUnavailableError(f"{folder}: {error}") from error
    embedding = open_embedding(settings, encoder)
    vectors = open_index(folder / CHROMA, build.manifest.collection, settings)
    knowledge = Knowledge(
        regulation=build.regulation,
        encoder=encoder,
        kinds=kinds,
        embedding=embedding,
        vectors=vectors,
        texts=texts,
        questions=questions,
        question_units=tuple(reference_of(key) for key in stored["questions"]),
        question_entries=tuple(stored["entries"]),
        scope=scope,
        belongs=tuple(stored["belongs"]),
        cutter=cutter,
    )
    subjects = load_subjects(BUNDLED / build.manifest.regulation / SUBJECTS)
    return OpenKnowledge(ProvisionRetriever(knowledge), build.manifest, handbook, subjects, pinyin, [vectors, build])
