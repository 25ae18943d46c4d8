"""What a question is after, whatever its subject: how it is put tells (`kb.guide.Kind`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kb.linear import Family, LinearModel

# Longer runs than the encoder's: “不是说”, “凭什么要”, “对不对” are told apart by their wording.
LONGEST_RUN = 4
LOOSENESS = 0.5


class KindReader:
    """Fitted on the guide's questions and their kinds."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    @classmethod
    def fit(cls, texts: Sequence[str], kinds: Sequence[str]) -> KindReader:
        return cls(LinearModel.fit(texts, [Family("", kinds, balanced=True)], LONGEST_RUN, LOOSENESS))

    @classmethod
    def load(cls, path: Path) -> KindReader:
        return cls(LinearModel.load(path))

    def save(self, path: Path) -> None:
        self._model.save(path)

    def read(self, text: str) -> dict[str, float]:
        """Scores by kind, about -1: no, 0: border, 1: yes; empty where the guide has only one kind."""
        scores = self._model.scores([text])[0]
        return {label: float(score) for label, score in zip(self._model.labels, scores, strict=True)}
