"""Cross-validation of the search over the guide's own similar questions.

Each fifth of the questions is searched in an index made from the other four fifths: the real encoder,
the real Chroma collection and the real BM25 indexes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kb.guide import Guide, SimilarQuestion
from kb.guide_files import load_guide
from kb.index_client import IndexClient
from kb.library import BUNDLED, IN_USE, Library, Manifest, write_manifest, write_tree
from kb.making import make_search
from kb.model import Regulation
from kb.opening import OpenKnowledge, open_knowledge
from kb.search import ProvisionRetriever
from kb.settings import Settings
from kb.text import fold
from kb.words import read_words

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Ranks:
    """For each question the place (from 1) of the right article and of the right paragraph or item."""

    articles: tuple[int, ...]
    units: tuple[int, ...]

    def recall(self, k: int, units: bool = False) -> float:
        """Share of questions whose right one is among the first k; 0 for no questions."""
        ranks = self.units if units else self.articles
        return sum(rank <= k for rank in ranks) / len(ranks) if ranks else 0.0

    def mean_reciprocal(self, units: bool = False) -> float:
        """Mean of 1/place; 0 for no questions."""
        ranks = self.units if units else self.articles
        return sum(1 / rank for rank in ranks) / len(ranks) if ranks else 0.0


def cross_validate(regulation: Regulation, progress: Callable[[int, int], None]) -> Ranks:
    """Over the bundled guide, in five folds fixed by the questions' hashes."""
    home = BUNDLED / regulation.id
    guide = load_guide(home / "guide", regulation)
    words = read_words(home / "words.txt")
    articles: list[int] = []
    units: list[int] = []
    for part in range(FOLDS):
        held = [question for question in guide.questions if _part(question) == part]
        kept = tuple(question for question in guide.questions if _part(question) != part)
        for by_article, by_unit in _search(regulation, replace(guide, questions=kept), words, held):
            articles.append(by_article)
            units.append(by_unit)
        progress(part + 1, FOLDS)
    return Ranks(tuple(articles), tuple(units))


@contextmanager
def open_fold(regulation: Regulation, part: int) -> Iterator[tuple[OpenKnowledge, list[SimilarQuestion]]]:
    """The knowledge made without one fifth of the guide's questions, and that fifth."""
    home = BUNDLED / regulation.id
    guide = load_guide(home / "guide", regulation)
    held = [question for question in guide.questions if _part(question) == part]
    kept = tuple(question for question in guide.questions if _part(question) != part)
    with _opened(regulation, replace(guide, questions=kept), read_words(home / "words.txt")) as opened:
        yield opened, held


def _part(question: SimilarQuestion) -> int:
    return int(hashlib.sha256(question.text.encode()).hexdigest(), 16) % FOLDS


def _search(
    regulation: Regulation, guide: Guide, words: tuple[str, ...], held: Sequence[SimilarQuestion]
) -> list[tuple[int, int]]:
    with _opened(regulation, guide, words) as opened:
        return [_places(opened.retriever, question) for question in held]


@contextmanager
def _opened(regulation: Regulation, guide: Guide, words: tuple[str, ...]) -> Iterator[OpenKnowledge]:
    with TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        library = Library(settings.data)
        build = library.builds / "fold"
        build.mkdir(parents=True)
        (build / IN_USE).touch()
        write_tree(build, regulation)
        with IndexClient(settings) as index:
            records = make_search(build, "fold", regulation, guide, words, settings, index, _unseen)
        write_manifest(build, Manifest("fold", regulation.id, "fold", "", "", "", settings.embedding, records))
        library.publish(regulation.id, "fold")
        opened = open_knowledge(settings)
        try:
            yield opened
        finally:
            opened.close()


def _unseen(stage: str, done: int, total: int) -> None:
    """The progress of one fold, which nobody watches."""


def _places(retriever: ProvisionRetriever, question: SimilarQuestion) -> tuple[int, int]:
    """Places of the right article and unit; the folded text is ranked as the search would rank it."""
    references = [hit.reference for hit in retriever.rank(fold(question.text)).hits]
    articles = list(dict.fromkeys(reference.article for reference in references))
    return articles.index(question.reference.article) + 1, references.index(question.reference) + 1
