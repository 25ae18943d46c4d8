"""Making what a build is searched with: encoder, lexical indexes and vectors, from a regulation and its guide."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from kb.encoder import OUTSIDE, Encoder, Example
from kb.guide import Guide, Kind
from kb.handbook import handbook_of, to_json
from kb.index_client import IndexClient
from kb.kinds import KindReader
from kb.lexical import Lexical
from kb.model import Reference, Regulation
from kb.pinyin import fit_pinyin
from kb.record import PROVISION, QUESTION, Record
from kb.settings import FITTED, Settings
from kb.text import fold
from kb.units import units_of
from kb.words import Cutter

Progress = Callable[[str, int, int], None]  # stage, done, total

ENCODER, KINDS, TEXTS, QUESTIONS, SCOPE = "encoder.npz", "kinds.npz", "texts", "questions", "scope"
UNITS, HANDBOOK, PINYIN, CHROMA = "units.json", "handbook.json", "pinyin.json", "chroma"
# A provision that a question only touches counts half as much as the one that answers it.
TOUCHED = 0.5


def make_search(
    folder: Path,
    collection: str,
    regulation: Regulation,
    guide: Guide,
    words: tuple[str, ...],
    settings: Settings,
    index: IndexClient,
    progress: Progress,
) -> int:
    """Fits and writes everything into the folder; returns how many records Chroma holds.

    Raises PublishError, or SettingError when the embedding cannot be used.
    """
    progress("fit", 0, 1)
    guide = folded(guide)
    encoder = Encoder.fit(examples(regulation, guide))
    encoder.save(folder / ENCODER)
    progress("fit", 1, 1)
    records = records_of(regulation, guide)
    vectors = encoder.vectors([record.text for record in records]) if settings.embedding == FITTED else None
    done = 0
    progress("index", 0, len(records))

    def added(count: int) -> None:
        nonlocal done
        done += count
        progress("index", done, len(records))

    # The fitting uses several cores by itself; while Chroma's process writes there is one left.
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(_write_reading, folder, regulation, guide, words, settings)
        index.write(folder / CHROMA, collection, records, vectors, added)
        reading.result()
    return len(records)


def _write_reading(
    folder: Path, regulation: Regulation, guide: Guide, words: tuple[str, ...], settings: Settings
) -> None:
    """What questions are read with: their kinds, the lexical indexes, pinyin and the handbook."""
    kinds = [question.kind.value for question in guide.questions]
    asked = [question.text for question in guide.questions] or [a.full_text for a in regulation.articles]
    KindReader.fit(asked, kinds or [Kind.PLAIN.value] * len(asked)).save(folder / KINDS)
    (folder / HANDBOOK).write_text(json.dumps(to_json(handbook_of(guide)), ensure_ascii=False), encoding="utf-8")
    cutter = Cutter(words, settings.data / "cache")
    cutter.remember(asked)
    _write_lexical(folder, regulation, guide, words, cutter)
    texts = [*asked, *(article.full_text for article in regulation.articles)]
    fit_pinyin(cutter.words(text) for text in texts).save(folder / PINYIN)


def folded(guide: Guide) -> Guide:
    """The guide with its questions folded, as what people type will be."""
    return replace(
        guide,
        questions=tuple(replace(question, text=fold(question.text)) for question in guide.questions),
        counter_examples=tuple(replace(example, text=fold(example.text)) for example in guide.counter_examples),
    )


def examples(regulation: Regulation, guide: Guide) -> list[Example]:
    """What the encoder is fitted on, given the guide folded: questions, the provisions' own words, counter-examples."""
    ours = [Example(q.text, *_keys(q.reference)) for q in guide.questions]
    touched = [Example(q.text, *_keys(also), TOUCHED) for q in guide.questions for also in q.also]
    own = [Example(regulation.text_of(unit), *_keys(unit)) for unit in units_of(regulation)]
    others = [Example(example.text, OUTSIDE, OUTSIDE) for example in guide.counter_examples]
    return [*ours, *touched, *own, *others]


def records_of(regulation: Regulation, guide: Guide) -> list[Record]:
    """One record for each provision and for each similar question."""
    chapters = {article.number: article.chapter for article in regulation.articles}

    def record(id: str, text: str, kind: str, reference: Reference) -> Record:
        return Record(id, text, kind, regulation.id, chapters[reference.article or 0], reference)

    provisions = [record(f"p:{u.key}", regulation.text_of(u), PROVISION, u) for u in units_of(regulation)]
    questions = [
        record(f"q:{place}", question.text, QUESTION, question.reference)
        for place, question in enumerate(guide.questions)
    ]
    return [*provisions, *questions]


def _write_lexical(folder: Path, regulation: Regulation, guide: Guide, words: tuple[str, ...], cutter: Cutter) -> None:
    """Without similar questions the provisions' own words stand in for them."""
    units = units_of(regulation)
    texts = [regulation.text_of(unit) for unit in units]
    questions = [question.text for question in guide.questions]
    Lexical.fit(texts, cutter).save(folder / TEXTS)
    Lexical.fit(questions or texts, cutter).save(folder / QUESTIONS)
    others = [example.text for example in guide.counter_examples]
    Lexical.fit(others or texts, cutter, words=False).save(folder / SCOPE)
    stored = {
        "questions": [question.reference.key for question in guide.questions] or [unit.key for unit in units],
        "entries": [question.entry for question in guide.questions] or [""] * len(units),
        "belongs": [example.belongs for example in guide.counter_examples] or [""] * len(texts),
        "words": list(words),
    }
    (folder / UNITS).write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")


def _keys(reference: Reference) -> tuple[str, str]:
    return str(reference.article), reference.key
