"""The learning curve: how right the encoder is on unseen questions, with ever more similar questions an article."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from evals.metrics import SEARCHED
from evals.question import Question
from kb.encoder import Encoder
from kb.guide import Guide, SimilarQuestion
from kb.making import examples, folded
from kb.model import Regulation
from kb.text import fold

SIZES = (5, 10, 20, 40, 80, 120, 160)
FIRST = 3


@dataclass(frozen=True, slots=True)
class Point:
    """With `size` similar questions an article (None: all): shares with the right article first, and among three."""

    size: int | None
    questions: int
    first: float
    among_three: float


def learning_curve(
    guide: Guide, regulation: Regulation, asked: Sequence[Question], progress: Callable[[int], None]
) -> list[Point]:
    """The counter-examples are the same at every point; which questions are left out is fixed by their hashes."""
    single = [q for q in asked if not q.dialogue and q.turns[0].expected.outcome in SEARCHED]
    texts = [fold(question.turns[0].say) for question in single]
    golds = [{str(reference.article) for reference in question.turns[0].expected.must} for question in single]
    points = []
    for size in (*SIZES, None):
        kept = guide.questions if size is None else _first(guide.questions, size)
        encoder = Encoder.fit(examples(regulation, folded(replace(guide, questions=kept))))
        ranked = [_best(encoder, text) for text in texts]
        first = sum(row[0] in gold for row, gold in zip(ranked, golds, strict=True))
        three = sum(bool(set(row) & gold) for row, gold in zip(ranked, golds, strict=True))
        points.append(Point(size, len(kept), first / len(texts), three / len(texts)))
        progress(1)
    return points


def _first(questions: Sequence[SimilarQuestion], size: int) -> tuple[SimilarQuestion, ...]:
    """So many questions of each article, in the order of their hashes."""
    by_article: dict[int | None, list[SimilarQuestion]] = defaultdict(list)
    for question in sorted(questions, key=lambda question: hashlib.sha256(question.text.encode()).hexdigest()):
        by_article[question.reference.article].append(question)
    return tuple(question for own in by_article.values() for question in own[:size])


def _best(encoder: Encoder, text: str) -> list[str]:
    scores = encoder.read(text).articles
    return sorted(scores, key=lambda key: -scores[key])[:FIRST]
