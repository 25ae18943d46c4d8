"""Linear classifiers over runs of characters: fitted with scikit-learn, kept as plain arrays, nothing unpickled."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer
from sklearn.svm import LinearSVC

from kb.runs import count_runs

Floats = npt.NDArray[np.float32]

RAREST = 2  # texts in which a run must stand to be kept: halves the model, and the answers stay the same


class Family:
    """One set of classes to tell apart: a key for each text, "" keys left out if `only_named`."""

    def __init__(self, prefix: str, keys: Sequence[str], only_named: bool = False, balanced: bool = False) -> None:
        self.prefix = prefix
        self.keys = keys
        self.rows = [row for row, key in enumerate(keys) if key or not only_named]
        self.balanced = balanced

    @property
    def classes(self) -> int:
        return len({self.keys[row] for row in self.rows})


class LinearModel:
    """`weights` is runs × classes; `labels` are the classes' keys with their family's prefix."""

    def __init__(
        self, vocabulary: Sequence[str], idf: Floats, weights: Floats, bias: Floats, labels: Sequence[str], longest: int
    ) -> None:
        self._vectorizer = _vectorizer(longest, vocabulary=vocabulary)
        self._vectorizer.idf_ = np.asarray(idf, dtype=np.float64)
        self._vocabulary = list(vocabulary)
        self._idf, self._weights, self._bias = idf, np.ascontiguousarray(weights), bias
        self._longest = longest
        self.labels = list(labels)

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        families: Sequence[Family],
        longest: int,
        looseness: float,
        weights: Sequence[float] | None = None,
    ) -> LinearModel:
        """`longest` is the longest run of characters, `looseness` the C of the classifiers; `weights` say how
        much each text counts.

        A family with fewer than two classes is left out.
        """
        vocabulary, counts = count_runs(texts, longest, min(RAREST, len(texts) // 50 + 1))
        weighting = TfidfTransformer(sublinear_tf=True)
        features = weighting.fit_transform(counts)
        counted = np.ones(len(texts)) if weights is None else np.asarray(weights)
        columns, bias, labels = [], [], []

        def fitted(family: Family) -> LinearSVC:
            keys = [family.keys[row] for row in family.rows]
            model = LinearSVC(C=looseness, random_state=0, class_weight="balanced" if family.balanced else None)
            return model.fit(features[family.rows], keys, sample_weight=counted[family.rows])

        told_apart = [family for family in families if family.classes > 1]
        with ThreadPoolExecutor() as pool:  # the solver lets other threads run
            models = list(pool.map(fitted, told_apart))
        for family, model in zip(told_apart, models, strict=True):
            two = len(model.classes_) == 2
            columns.append(np.vstack([-model.coef_, model.coef_]) if two else model.coef_)
            bias.append(np.concatenate([-model.intercept_, model.intercept_]) if two else model.intercept_)
            labels += [family.prefix + str(key) for key in model.classes_]
        return cls(
            vocabulary,
            weighting.idf_.astype(np.float32),
            (np.vstack(columns).T if columns else np.zeros((len(vocabulary), 0))).astype(np.float32),
            (np.concatenate(bias) if bias else np.zeros(0)).astype(np.float32),
            labels,
            longest,
        )

    def save(self, path: Path) -> None:
        np.savez(
            path,
            vocabulary=np.array(self._vocabulary),
            idf=self._idf,
            weights=self._weights,
            bias=self._bias,
            labels=np.array(self.labels, dtype=np.str_),
            longest=np.array(self._longest),
        )

    @classmethod
    def load(cls, path: Path) -> LinearModel:
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                stored["vocabulary"].tolist(),
                stored["idf"],
                stored["weights"],
                stored["bias"],
                stored["labels"].tolist(),
                int(stored["longest"]),
            )

    def scores(self, texts: Sequence[str]) -> Floats:
        """Decision scores, texts × classes: about -1 no, 0 border, 1 yes."""
        features = self._vectorizer.transform(texts).astype(np.float32)
        return np.asarray(features @ self._weights + self._bias, dtype=np.float32)

    def coverage(self, text: str) -> float:
        """The share of the text's runs of characters that the model knows."""
        runs = self._vectorizer.build_analyzer()(text)
        known = self._vectorizer.vocabulary_
        return sum(run in known for run in runs) / len(runs) if runs else 0.0


def _vectorizer(longest: int, **options: Any) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char", ngram_range=(1, longest), sublinear_tf=True, lowercase=True, **options)
