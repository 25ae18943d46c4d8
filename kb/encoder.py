"""The default encoder: linear classifiers over characters, fitted on the guide at ingest.

A text becomes the vector of its scores: one for each article, one for each unit (a paragraph, or an
item where the guide has questions for items), and one for "none of them" in each of the two. Two
questions are near when the same provisions answer them, whatever their words. Apart from the vector,
a third family of classes tells what a question is after (`kb.guide.Kind`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

Floats = npt.NDArray[np.float32]

OUTSIDE = ""  # the label of counter-examples
LONGEST_GRAM = 2
REGULARISATION = 0.5
RAREST = 2  # texts in which a term must stand to be kept: halves the encoder, and the answers stay the same
# Scores of the losing classes lie near -1: moved up, so that the winners decide the angle.
SHIFT = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the keys of the article and the unit that answer it, both OUTSIDE for a counter-example.

    `kind` is what it is after, "" where that is not known; `weight` is less than 1 for what it only touches.
    """

    text: str
    article: str
    unit: str
    kind: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder makes of one text.

    `articles` and `units` are scores by key (about -1: no, 0: border, 1: yes). `margin` is the best
    article's score less that of "outside": above 0 it looks like one of ours. `coverage` is the share
    of the text's characters and pairs of characters that the encoder knows. `kinds` are scores by kind.
    """

    vector: Floats
    articles: dict[str, float]
    units: dict[str, float]
    margin: float
    coverage: float
    kinds: dict[str, float] = field(default_factory=dict)


class Encoder:
    """Fitted with `fit`, kept with `save` and `load` (arrays only: nothing is unpickled)."""

    def __init__(self, vocabulary: Sequence[str], idf: Floats, weights: Floats, bias: Floats, labels: Sequence[str]):
        """`weights` is features × classes; `labels` are the classes' keys: articles "a:…", units "u:…", kinds "k:…"."""
        self._vectorizer = TfidfVectorizer(
            analyzer="char", ngram_range=(1, LONGEST_GRAM), sublinear_tf=True, lowercase=True, vocabulary=vocabulary
        )
        self._vectorizer.idf_ = np.asarray(idf, dtype=np.float64)
        self._vocabulary = list(vocabulary)
        self._idf, self._weights, self._bias = idf, np.ascontiguousarray(weights), bias
        self.labels = list(labels)
        self._articles = [i for i, label in enumerate(self.labels) if label.startswith("a:")]
        self._units = [i for i, label in enumerate(self.labels) if label.startswith("u:")]
        self._kinds = [i for i, label in enumerate(self.labels) if label.startswith("k:")]
        self._placed = [*self._articles, *self._units]
        self._known_articles = [i for i in self._articles if self.labels[i] != "a:" + OUTSIDE]
        self._outside = self.labels.index("a:" + OUTSIDE) if "a:" + OUTSIDE in self.labels else None

    @property
    def dimensions(self) -> int:
        return len(self._placed)

    @classmethod
    def fit(cls, examples: Sequence[Example]) -> Encoder:
        """Needs examples of at least two articles."""
        vectorizer = TfidfVectorizer(
            analyzer="char",
            ngram_range=(1, LONGEST_GRAM),
            sublinear_tf=True,
            min_df=min(RAREST, len(examples) // 50 + 1),
        )
        features = vectorizer.fit_transform([example.text for example in examples])
        weights, bias, labels = [], [], []
        for prefix, keys in (
            ("a:", [e.article for e in examples]),
            ("u:", [e.unit for e in examples]),
            ("k:", [e.kind for e in examples]),
        ):
            rows = [row for row, key in enumerate(keys) if key or prefix != "k:"]
            if len({keys[row] for row in rows}) < 2:
                continue
            model = LinearSVC(C=REGULARISATION, random_state=0, class_weight="balanced" if prefix == "k:" else None)
            model.fit(features[rows], [keys[row] for row in rows], sample_weight=[examples[row].weight for row in rows])
            if len(model.classes_) == 2:
                weights.append(np.vstack([-model.coef_, model.coef_]))
                bias.append(np.concatenate([-model.intercept_, model.intercept_]))
            else:
                weights.append(model.coef_)
                bias.append(model.intercept_)
            labels += [prefix + str(key) for key in model.classes_]
        vocabulary = [str(term) for term in vectorizer.get_feature_names_out()]
        return cls(
            vocabulary,
            vectorizer.idf_.astype(np.float32),
            np.vstack(weights).T.astype(np.float32),
            np.concatenate(bias).astype(np.float32),
            labels,
        )

    def save(self, path: Path) -> None:
        np.savez(
            path,
            vocabulary=np.array(self._vocabulary),
            idf=self._idf,
            weights=self._weights,
            bias=self._bias,
            labels=np.array(self.labels),
        )

    @classmethod
    def load(cls, path: Path) -> Encoder:
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                stored["vocabulary"].tolist(),
                stored["idf"],
                stored["weights"],
                stored["bias"],
                stored["labels"].tolist(),
            )

    def scores(self, texts: Sequence[str]) -> Floats:
        """Decision scores, texts × classes."""
        features = self._vectorizer.transform(texts).astype(np.float32)
        return np.asarray(features @ self._weights + self._bias, dtype=np.float32)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, texts × dimensions."""
        return _unit(self.scores(texts)[:, self._placed] + SHIFT)

    def read(self, text: str) -> Reading:
        """Everything about one text at the cost of one pass."""
        scores = self.scores([text])[0]
        best = float(max(scores[i] for i in self._known_articles))
        outside = float(scores[self._outside]) if self._outside is not None else 0.0
        return Reading(
            vector=_unit(scores[np.newaxis, self._placed] + SHIFT)[0],
            articles=self._named(scores, self._known_articles),
            units=self._named(scores, [i for i in self._units if self.labels[i] != "u:" + OUTSIDE]),
            margin=best - outside,
            coverage=self._coverage(text),
            kinds=self._named(scores, self._kinds),
        )

    def margins(self, texts: Sequence[str]) -> list[float]:
        """The margin of each text, as in its `Reading`."""
        scores = self.scores(texts)
        outside = scores[:, self._outside] if self._outside is not None else 0.0
        margins: list[float] = (scores[:, self._known_articles].max(axis=1) - outside).tolist()
        return margins

    def _named(self, scores: Floats, places: Sequence[int]) -> dict[str, float]:
        return {self.labels[i][2:]: float(scores[i]) for i in places}

    def _coverage(self, text: str) -> float:
        grams = self._vectorizer.build_analyzer()(text)
        known = self._vectorizer.vocabulary_
        return sum(gram in known for gram in grams) / len(grams) if grams else 0.0


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)
