"""Is the difference between two systems more than chance? A paired randomisation test."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ROUNDS = 10_000
SEED = 20240701


def randomisation_p(
    first: Sequence[float | None], second: Sequence[float | None], rounds: int = ROUNDS, seed: int = SEED
) -> float | None:
    """Two-sided p-value of the difference of two means, question by question.

    `first[i]` and `second[i]` are the scores of the i-th question, None where the metric does not apply; a
    mean is over those that apply. If the systems were alike, it would not matter which of them gave which
    result: every round swaps each pair with probability 1/2. The p-value is the share of rounds (the one
    observed included) whose difference is at least as large as the one observed. The same seed gives the
    same p. None when one of the two has no score at all.
    """
    a, has_a = _columns(first)
    b, has_b = _columns(second)
    if not has_a.any() or not has_b.any():
        return None
    differs = (a != b) | (has_a != has_b)
    swaps = np.random.default_rng(seed).random((rounds, int(differs.sum()))) < 0.5
    total_a = a.sum() + swaps @ (b - a)[differs]
    count_a = has_a.sum() + swaps @ (has_b - has_a)[differs]
    found = np.abs(_difference(total_a, count_a, a.sum() + b.sum() - total_a, has_a.sum() + has_b.sum() - count_a))
    observed = np.abs(_difference(a.sum(), has_a.sum(), b.sum(), has_b.sum()))
    return float((1 + np.count_nonzero(found >= observed - 1e-12)) / (1 + rounds))


def _columns(scores: Sequence[float | None]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scores with 0 for None, and 1 where there is a score."""
    values = np.array([0.0 if score is None else score for score in scores])
    return values, np.array([0.0 if score is None else 1.0 for score in scores])


def _difference(total_a: np.ndarray, count_a: np.ndarray, total_b: np.ndarray, count_b: np.ndarray) -> np.ndarray:
    """Difference of two means; a mean of nothing differs from nothing."""
    with np.errstate(invalid="ignore"):
        difference = np.divide(total_a, count_a) - np.divide(total_b, count_b)
    return np.asarray(np.nan_to_num(difference))
