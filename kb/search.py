"""The one retrieval function: a named provision first, otherwise four rankings fused.

The rankings are over *units* (a paragraph, or an item where the guide has questions for items): the
encoder's classes, the nearest similar questions in the encoder's space, BM25 over the similar questions,
and BM25 over the regulation's own words.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.callbacks import CallbackManager
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from scipy.special import expit

from kb.clauses import windows
from kb.encoder import Encoder, Reading
from kb.index import Neighbour, VectorIndex
from kb.kinds import KindReader
from kb.lexical import Lexical
from kb.model import Reference, Regulation
from kb.reference import Asked, find_provisions
from kb.text import fold
from kb.units import units_of
from kb.words import Cutter

Floats = npt.NDArray[np.float32]
Owner = TypeVar("Owner", bound=Hashable)

NEIGHBOURS = 30
AGREEING = 2
RECENT = 16  # texts whose ranking is kept
BEST = 3  # the mean of a unit's best three neighbours or questions counts
# Chosen on the development questions, see evals/README.md.
ARTICLE_WEIGHT, UNIT_WEIGHT, VECTOR_WEIGHT, QUESTION_WEIGHT, TEXT_WEIGHT = 0.37, 0.22, 0.22, 0.15, 0.04
STEEPNESS = 3.0  # of the curve that takes a class's score (-1: no, 1: yes) to 0–1


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision found; `score` from 0 to 1, the parts as they went into it."""

    reference: Reference
    score: float
    classes: float = 0.0
    vector: float = 0.0
    question: float = 0.0
    text: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: best hits first; `asked` when provisions were named, `reading` when not.

    `margin` is how surely the query is ours: the mean of the whole's margin over "outside" and that of its
    best part. `kinds` are scores by what it is after (`kb.guide.Kind`). `likeness` is how much it is like the
    similar questions (BM25, the best three) of a silence or a misconception, by its id, and of what a unit
    says itself, by the unit's key.
    """

    query: str
    hits: tuple[Hit, ...]
    asked: Asked | None = None
    reading: Reading | None = None
    likeness: Mapping[str, float] = field(default_factory=dict)
    margin: float = 0.0
    kinds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything a search needs of one published build.

    `question_units` and `question_entries` say of each text of `questions` which unit it leads to and which
    silence or misconception it belongs to ("" for none); `belongs` says of each text of `scope` where it belongs.
    """

    regulation: Regulation
    encoder: Encoder
    kinds: KindReader
    embedding: BaseEmbedding
    vectors: VectorIndex
    texts: Lexical
    questions: Lexical
    question_units: tuple[Reference, ...]
    question_entries: tuple[str, ...]
    scope: Lexical
    belongs: tuple[str, ...]
    cutter: Cutter


@dataclass(frozen=True, slots=True)
class _Table(Generic[Owner]):
    """Owners of questions, and where these stand in the question index; -1 fills the rows up."""

    owners: tuple[Owner, ...]
    places: npt.NDArray[np.int64]
    row: dict[Owner, int]


class ProvisionRetriever(BaseRetriever):
    """LlamaIndex's view of the search; `search` gives the same with its evidence."""

    def __init__(self, knowledge: Knowledge, k: int = 10) -> None:
        super().__init__(callback_manager=CallbackManager([]))
        self.knowledge = knowledge
        self.k = k
        units = knowledge.question_units
        self._units = _tabulate(units_of(knowledge.regulation), units)
        wants = [entry or unit.key for entry, unit in zip(knowledge.question_entries, units, strict=True)]
        self._wants = _tabulate(tuple(dict.fromkeys(wants)), wants)
        # One turn of a conversation looks at the same words more than once: by themselves, then as a question.
        self._ranked = lru_cache(maxsize=RECENT)(self._rank)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        regulation = self.knowledge.regulation
        return [
            NodeWithScore(
                node=TextNode(
                    id_=hit.reference.key,
                    text=regulation.text_of(hit.reference),
                    metadata={"regulation": regulation.id, **_levels(hit.reference)},
                ),
                score=hit.score,
            )
            for hit in self.search(query_bundle.query_str, self.k).hits
        ]

    def search(self, query: str, k: int = 10) -> Found:
        """The k best provisions for what a person typed.

        Raises IndexUnavailableError.
        """
        text = fold(query)
        asked = find_provisions(text, self.knowledge.regulation)
        if asked is not None and asked.references and not asked.remainder.strip():
            return Found(query, tuple(Hit(reference, 1.0) for reference in asked.references[:k]), asked)
        found = self.rank(text)
        hits = found.hits
        if asked is not None:
            named = {reference.article for reference in asked.references}
            hits = tuple(sorted(hits, key=lambda hit: hit.reference.article not in named))
        return replace(found, query=query, hits=hits[:k], asked=asked)

    def rank(self, text: str) -> Found:
        """All units for a folded text, best first, no provision looked for by name.

        Raises IndexUnavailableError.
        """
        return self._ranked(text)

    def _rank(self, text: str) -> Found:
        knowledge = self.knowledge
        reading = knowledge.encoder.read(text)
        if knowledge.embedding.model_name == "fitted":
            vector: list[float] = reading.vector.tolist()
        else:
            vector = knowledge.embedding.get_query_embedding(text)
        near = self._by_vector(knowledge.vectors.nearest(vector, NEIGHBOURS))
        terms = knowledge.cutter.terms(text)
        matches = knowledge.questions.scores(terms)
        question = _scaled(_best_of_rows(matches, self._units.places))
        words = _scaled(knowledge.texts.scores(terms))
        classes = self._by_class(reading)
        total = classes + VECTOR_WEIGHT * near + QUESTION_WEIGHT * question + TEXT_WEIGHT * words
        order = np.argsort(-total, kind="stable")
        hits = [
            Hit(
                self._units.owners[i],
                *(float(part[i]) for part in (total, classes, near, question, words)),
            )
            for i in order
        ]
        likeness = dict(zip(self._wants.owners, _best_of_rows(matches, self._wants.places).tolist(), strict=True))
        margin = (reading.margin + max(knowledge.encoder.margins(windows(text)))) / 2
        kinds = knowledge.kinds.read(text)
        return Found(text, tuple(hits), reading=reading, likeness=likeness, margin=margin, kinds=kinds)

    def belongs(self, text: str) -> str:
        """Where a question belongs that is not ours: what the counter-examples most like it agree on, else ""."""
        knowledge = self.knowledge
        scores = knowledge.scope.scores(knowledge.cutter.terms(text))
        best = np.argsort(-scores, kind="stable")[:BEST]
        places = {knowledge.belongs[i] for i in best[:AGREEING] if scores[i] > 0}
        return places.pop() if len(places) == 1 else ""

    def articles_with(self, word: str) -> set[int | None]:
        """The articles with questions that have every pair of characters of a word."""
        pairs = [word[i : i + 2] for i in range(max(1, len(word) - 1))]
        held = np.min([self.knowledge.questions.scores([pair]) for pair in pairs], axis=0) > 0
        return {self.knowledge.question_units[place].article for place in np.flatnonzero(held)}

    def _by_class(self, reading: Reading) -> Floats:
        """The encoder's classes of each unit and of its article, weighted."""
        articles = np.array([reading.articles.get(str(unit.article), -1.0) for unit in self._units.owners])
        units = np.array([reading.units.get(unit.key, -1.0) for unit in self._units.owners])
        scores = ARTICLE_WEIGHT * expit(STEEPNESS * articles) + UNIT_WEIGHT * expit(STEEPNESS * units)
        return np.asarray(scores, dtype=np.float32)

    def _by_vector(self, neighbours: Sequence[Neighbour]) -> Floats:
        """Mean cosine of each unit's best neighbours; what is missing counts as the farthest one found."""
        scores = np.zeros(len(self._units.owners), dtype=np.float32)
        if not neighbours:
            return scores
        floor = min(neighbour.cosine for neighbour in neighbours)
        best: dict[int, list[float]] = {}
        for neighbour in neighbours:
            row = self._units.row.get(neighbour.reference)
            if row is not None and len(best.setdefault(row, [])) < BEST:
                best[row].append(neighbour.cosine)
        for row, cosines in best.items():
            mean = (sum(cosines) + floor * (BEST - len(cosines))) / BEST
            scores[row] = max(0.0, (mean - floor) / max(1 - floor, 1e-6))
        return scores


def _tabulate(owners: tuple[Owner, ...], of_questions: Sequence[Owner]) -> _Table[Owner]:
    row = {owner: i for i, owner in enumerate(owners)}
    members: list[list[int]] = [[] for _ in owners]
    for place, owner in enumerate(of_questions):
        members[row[owner]].append(place)
    width = max(BEST, *(len(places) for places in members)) if members else BEST
    places = np.full((len(owners), width), -1, dtype=np.int64)
    for i, own in enumerate(members):
        places[i, : len(own)] = own
    return _Table(owners, places, row)


def _best_of_rows(scores: Floats, places: npt.NDArray[np.int64]) -> Floats:
    padded = np.append(scores, np.float32(0))
    rows = padded[places]
    best = np.partition(rows, rows.shape[1] - BEST, axis=1)[:, -BEST:]
    return np.asarray(best.mean(axis=1), dtype=np.float32)


def _scaled(scores: Floats) -> Floats:
    top = float(scores.max(initial=0))
    return scores / np.float32(top) if top > 0 else scores


def _levels(reference: Reference) -> dict[str, Any]:
    return {"article": reference.article, "paragraph": reference.paragraph, "item": reference.item}
