"""The lexical rankings: bm25s over characters, pairs of characters and dictionary words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from kb.words import Cutter

Floats = npt.NDArray[np.float32]


class Lexical:
    """One BM25 index over a list of texts; scores come in the texts' order."""

    def __init__(self, scorer: bm25s.BM25, cutter: Cutter) -> None:
        self._scorer = scorer
        self._cutter = cutter

    @classmethod
    def fit(cls, texts: Sequence[str], cutter: Cutter, words: bool = True) -> Lexical:
        """Without `words` over characters and pairs alone: enough where only the nearest few are wanted."""
        scorer = bm25s.BM25()
        scorer.index([cutter.terms(text) if words else cutter.pairs(text) for text in texts], show_progress=False)
        return cls(scorer, cutter)

    def save(self, folder: Path) -> None:
        self._scorer.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, cutter: Cutter) -> Lexical:
        return cls(bm25s.BM25.load(str(folder), show_progress=False), cutter)

    def scores(self, terms: Sequence[str]) -> Floats:
        """BM25 of every text for a query's terms; zeros where no term is known."""
        known = [term for term in terms if term in self._scorer.vocab_dict]
        if not known:
            return np.zeros(self._scorer.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._scorer.get_scores(known), dtype=np.float32)
