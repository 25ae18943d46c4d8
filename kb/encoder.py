"""The default encoder: linear classifiers over characters, fitted on the guide at ingest.

A text becomes the vector of its scores: one for each article, one for each unit (a paragraph, or an
item where the guide has questions for items), and one for "none of them" in each of the two. Two
questions are near when the same provisions answer them, whatever their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb.linear import Family, Floats, LinearModel

OUTSIDE = ""  # the label of counter-examples
LONGEST_RUN = 2
LOOSENESS = 1.0
# Scores of the losing classes lie near -1: moved up, so that the winners decide the angle.
SHIFT = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the keys of the article and the unit that answer it, both OUTSIDE for a counter-example.

    `weight` is less than 1 for a provision that the text only touches.
    """

    text: str
    article: str
    unit: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder makes of one text.

    `articles` and `units` are scores by key (about -1: no, 0: border, 1: yes). `margin` is the best
    article's score less that of "outside": above 0 it looks like one of ours. `coverage` is the share
    of the text's characters and pairs of characters that the encoder knows.
    """

    vector: Floats
    articles: dict[str, float]
    units: dict[str, float]
    margin: float
    coverage: float


class Encoder:
    """Fitted with `fit`, kept with `save` and `load`."""

    def __init__(self, model: LinearModel) -> None:
        """The model's labels are articles "a:…" and units "u:…"."""
        self._model = model
        self._articles = [i for i, label in enumerate(model.labels) if label.startswith("a:")]
        self._units = [i for i, label in enumerate(model.labels) if label.startswith("u:")]
        self._known_articles = [i for i in self._articles if model.labels[i] != "a:" + OUTSIDE]
        self._known_units = [i for i in self._units if model.labels[i] != "u:" + OUTSIDE]
        self._outside = model.labels.index("a:" + OUTSIDE) if "a:" + OUTSIDE in model.labels else None

    @property
    def dimensions(self) -> int:
        return len(self._model.labels)

    @classmethod
    def fit(cls, examples: Sequence[Example]) -> Encoder:
        """Needs examples of at least two articles."""
        families = [
            Family("a:", [example.article for example in examples]),
            Family("u:", [example.unit for example in examples]),
        ]
        texts, weights = [example.text for example in examples], [example.weight for example in examples]
        return cls(LinearModel.fit(texts, families, LONGEST_RUN, LOOSENESS, weights))

    def save(self, path: Path) -> None:
        self._model.save(path)

    @classmethod
    def load(cls, path: Path) -> Encoder:
        return cls(LinearModel.load(path))

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, texts × dimensions."""
        return _unit(self._model.scores(texts) + SHIFT)

    def margins(self, texts: Sequence[str]) -> list[float]:
        """The margin of each text, as in its `Reading`."""
        scores = self._model.scores(texts)
        outside = scores[:, self._outside] if self._outside is not None else 0.0
        margins: list[float] = (scores[:, self._known_articles].max(axis=1) - outside).tolist()
        return margins

    def read(self, text: str) -> Reading:
        """Everything about one text at the cost of one pass."""
        scores = self._model.scores([text])[0]
        best = float(max(scores[i] for i in self._known_articles))
        outside = float(scores[self._outside]) if self._outside is not None else 0.0
        return Reading(
            vector=_unit(scores[np.newaxis, :] + SHIFT)[0],
            articles=self._named(scores, self._known_articles),
            units=self._named(scores, self._known_units),
            margin=best - outside,
            coverage=self._model.coverage(text),
        )

    def _named(self, scores: Floats, places: Sequence[int]) -> dict[str, float]:
        return {self._model.labels[i][2:]: float(scores[i]) for i in places}


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)
