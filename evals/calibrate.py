"""Fits the assistant's thresholds on the development questions alone.

The three zones: a margin of the best article over "outside" below `outside` is refused, from `sure` on
answered, between asked back. What a question is after: evidence above `silent` or `premise`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from bot.answer import Outcome
from bot.settings import Thresholds
from bot.wants import WantThresholds, want_of
from evals.metrics import SEARCHED
from evals.question import Question
from kb.foreign import foreign_source
from kb.guide import Kind
from kb.opening import OpenKnowledge
from kb.text import fold

Floats = npt.NDArray[np.float64]

# What each kind of mistake costs: an answer to what is not ours misleads, a refusal turns somebody away, a
# question back is only a nuisance.
ANSWERED_OUTSIDE, REFUSED_OURS, ASKED_OURS, ASKED_OUTSIDE = 2.0, 6.0, 1.5, 0.3
STEP = 0.05
LIKENESS = (0.5, 1.0, 1.5, 2.0)
KINDS = {Outcome.ANSWERED: Kind.PLAIN, Outcome.NOT_SPECIFIED: Kind.SILENT, Outcome.CORRECTED: Kind.PREMISE}
# Ordinary questions are the most frequent by far: one taken for a premise or a silence counts three times.
IMPORTANCE = {Kind.PLAIN: 3, Kind.SILENT: 1, Kind.PREMISE: 1}


@dataclass(frozen=True, slots=True)
class Zones:
    """Rates at thresholds: of what is ours refused and asked back, of what is not ours answered and asked back."""

    outside: float
    sure: float
    refused_ours: float
    asked_ours: float
    answered_outside: float
    asked_outside: float

    @property
    def cost(self) -> float:
        return (
            ANSWERED_OUTSIDE * self.answered_outside
            + REFUSED_OURS * self.refused_ours
            + ASKED_OURS * self.asked_ours
            + ASKED_OUTSIDE * self.asked_outside
        )


@dataclass(frozen=True, slots=True)
class Calibration:
    """The thresholds fitted and what they give on the questions that they were fitted on."""

    thresholds: Thresholds
    zones: Zones
    kinds: dict[Kind, float]
    ours: tuple[float, ...]
    outside: tuple[tuple[float, ...], ...]


def calibrate(
    questions: Sequence[Question],
    foreign: Sequence[str],
    opened: OpenKnowledge,
    before: Thresholds,
    progress: Callable[[int], None] = lambda count: None,
) -> Calibration:
    """`questions` of the development split, and further ones (`foreign`) that are known not to be ours."""
    single = [question for question in questions if not question.dialogue]
    ours = [question for question in single if question.turns[0].expected.outcome in SEARCHED]
    outside = [q.turns[0].say for q in single if q.turns[0].expected.outcome is Outcome.OUT_OF_SCOPE]
    margins = _margins([question.turns[0].say for question in ours], opened, progress)
    others = [_margins(texts, opened, progress) for texts in (outside, foreign) if texts]
    zones = fit_zones(margins, others)
    wants, shares = _fit_wants(ours, opened, progress)
    thresholds = replace(before, outside=zones.outside, sure=zones.sure, wants=wants)
    return Calibration(thresholds, zones, shares, tuple(margins), tuple(map(tuple, others)))


def fit_zones(ours: Sequence[float], outside: Sequence[Sequence[float]]) -> Zones:
    """The cheapest pair of thresholds on a grid; `outside` are groups of questions that count alike."""
    grid = [round(float(value), 2) for value in np.arange(-1.5, 0.8, STEP)]
    pairs = ((low, high) for low, high in product(grid, grid) if low <= high)
    return min((zones_at(ours, outside, *pair) for pair in pairs), key=lambda zones: zones.cost)


def zones_at(ours: Sequence[float], outside: Sequence[Sequence[float]], low: float, high: float) -> Zones:
    """Of several groups outside the mean of their rates; an empty side has rates of 0."""

    def share(values: Sequence[float], chosen: Callable[[Floats], npt.NDArray[np.bool_]]) -> float:
        return float(np.mean(chosen(np.asarray(values)))) if len(values) else 0.0

    def between(values: Floats) -> npt.NDArray[np.bool_]:
        return (values >= low) & (values < high)

    return Zones(
        low,
        high,
        refused_ours=share(ours, lambda values: values < low),
        asked_ours=share(ours, between),
        answered_outside=_mean([share(group, lambda values: values >= high) for group in outside]),
        asked_outside=_mean([share(group, between) for group in outside]),
    )


def _mean(rates: Sequence[float]) -> float:
    return sum(rates) / len(rates) if rates else 0.0


def _margins(texts: Sequence[str], opened: OpenKnowledge, progress: Callable[[int], None]) -> list[float]:
    """Margins of what the search decides; what is foreign by name never gets there."""
    found = []
    for text in texts:
        progress(1)
        folded = fold(text)
        if foreign_source(folded, opened.regulation) is None:
            found.append(opened.retriever.rank(opened.pinyin.read(folded)).margin)
    return found


def _fit_wants(
    questions: Sequence[Question], opened: OpenKnowledge, progress: Callable[[int], None]
) -> tuple[WantThresholds, dict[Kind, float]]:
    """On the questions whose right article comes first; the best balanced share of right kinds."""
    kinds: list[Kind] = []
    evidence: list[list[dict[Kind, float]]] = []
    for question in questions:
        progress(1)
        expected = question.turns[0].expected
        found = opened.retriever.rank(fold(question.turns[0].say))
        best = found.hits[0].reference
        if best.article not in {gold.reference.article for gold in expected.golds}:
            continue
        kinds.append(KINDS[expected.outcome])
        evidence.append([want_of(found, best, opened.handbook, WantThresholds(w, 0.0, 0.0)).evidence for w in LIKENESS])
    best_fit, best_value = WantThresholds(LIKENESS[0], 0.0, 0.0), -1.0
    grid = [round(float(value), 2) for value in np.arange(-2.0, 2.0, 0.1)]
    for place, weight in enumerate(LIKENESS):
        silent = np.array([row[place][Kind.SILENT] for row in evidence])
        premise = np.array([row[place][Kind.PREMISE] for row in evidence])
        for low, high in product(grid, grid):
            shares = _shares(kinds, silent - low, premise - high)
            value = sum(IMPORTANCE[kind] * share for kind, share in shares.items())
            if value > best_value:
                best_fit, best_value = WantThresholds(weight, low, high), value
    place = LIKENESS.index(best_fit.likeness)
    silent = np.array([row[place][Kind.SILENT] for row in evidence]) - best_fit.silent
    premise = np.array([row[place][Kind.PREMISE] for row in evidence]) - best_fit.premise
    return best_fit, _shares(kinds, silent, premise)


def _shares(kinds: Sequence[Kind], silent: Floats, premise: Floats) -> dict[Kind, float]:
    """Of each kind, the share that is taken for it."""
    taken = np.where((silent <= 0) & (premise <= 0), 0, np.where(silent >= premise, 1, 2))
    order = (Kind.PLAIN, Kind.SILENT, Kind.PREMISE)
    own = np.array([order.index(kind) for kind in kinds])
    return {kind: float(np.mean(taken[own == n] == n)) for n, kind in enumerate(order) if (own == n).any()}
