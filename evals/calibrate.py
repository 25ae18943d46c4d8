"""Fits the assistant's thresholds on the development questions, and on guide questions left out of the fit.

The three zones: a margin of the best article over "outside" below `outside` is refused, from `sure` on
answered, between asked back. What a question is after: evidence above `silent` or `premise`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from bot.answer import Outcome
from bot.settings import Thresholds
from bot.wants import WantThresholds, want_of
from evals.crossval import open_fold
from evals.metrics import SEARCHED
from evals.question import Question
from kb.foreign import foreign_source
from kb.guide import Kind, SimilarQuestion
from kb.opening import OpenKnowledge
from kb.text import fold

Floats = npt.NDArray[np.float64]

# What each kind of mistake costs: an answer to what is not ours misleads, a refusal turns somebody away, a
# question back is only a nuisance.
ANSWERED_OUTSIDE, REFUSED_OURS, ASKED_OURS, ASKED_OUTSIDE = 2.0, 6.0, 1.5, 0.3
STEP = 0.05
LIKENESS = (0.5, 1.0, 1.5, 2.0)
KINDS = {Outcome.ANSWERED: Kind.PLAIN, Outcome.NOT_SPECIFIED: Kind.SILENT, Outcome.CORRECTED: Kind.PREMISE}
# Ordinary questions are the most frequent by far: one taken for a premise or a silence counts five times.
IMPORTANCE = {Kind.PLAIN: 5, Kind.SILENT: 1, Kind.PREMISE: 1}
# How many of the guide's own questions, left out of the fit, join the development questions: these are few.
SAMPLE = {Kind.PLAIN: 700, Kind.SILENT: 350, Kind.PREMISE: 350}


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
    left_out: dict[Kind, float]
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
    development = told_by(_development(ours), opened, progress)
    with open_fold(opened.regulation, 0) as (fold_opened, held):
        left_out = told_by(_sample(held), fold_opened, progress)
    wants = fit_wants([development, left_out])
    thresholds = replace(before, outside=zones.outside, sure=zones.sure, wants=wants)
    return Calibration(
        thresholds, zones, development.shares(wants), left_out.shares(wants), tuple(margins), tuple(map(tuple, others))
    )


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


@dataclass(frozen=True, slots=True)
class Told:
    """Questions of known kinds with their evidence, by the weight of the likeness and by kind."""

    kinds: tuple[Kind, ...]
    evidence: dict[float, dict[Kind, Floats]]

    def shares(self, wants: WantThresholds) -> dict[Kind, float]:
        """Of each kind, the share that is taken for it."""
        evidence = self.evidence[wants.likeness]
        return _shares(self.kinds, evidence[Kind.SILENT] - wants.silent, evidence[Kind.PREMISE] - wants.premise)


def told_by(
    asked: Iterable[tuple[str, Kind, frozenset[int]]], opened: OpenKnowledge, progress: Callable[[int], None]
) -> Told:
    """Of texts with their kind and their articles, those whose right article comes first."""
    kinds: list[Kind] = []
    rows: list[list[dict[Kind, float]]] = []
    for text, kind, articles in asked:
        progress(1)
        found = opened.retriever.rank(opened.pinyin.read(fold(text)))
        best = found.hits[0].reference
        if best.article in articles:
            kinds.append(kind)
            rows.append([want_of(found, best, opened.handbook, WantThresholds(w, 0.0, 0.0)).evidence for w in LIKENESS])
    evidence = {
        weight: {kind: np.array([row[place][kind] for row in rows]) for kind in (Kind.SILENT, Kind.PREMISE)}
        for place, weight in enumerate(LIKENESS)
    }
    return Told(tuple(kinds), evidence)


def fit_wants(groups: Sequence[Told]) -> WantThresholds:
    """The thresholds with the best balanced share of right kinds, all groups counting alike."""
    grid = [round(float(value), 2) for value in np.arange(-2.0, 1.0, 0.1)]

    def value(wants: WantThresholds) -> float:
        return sum(IMPORTANCE[kind] * share for told in groups for kind, share in told.shares(wants).items())

    return max((WantThresholds(*triple) for triple in product(LIKENESS, grid, grid)), key=value)


def _development(questions: Sequence[Question]) -> list[tuple[str, Kind, frozenset[int]]]:
    return [
        (
            question.turns[0].say,
            KINDS[question.turns[0].expected.outcome],
            frozenset(question.turns[0].expected.grades),
        )
        for question in questions
    ]


def _sample(held: Sequence[SimilarQuestion]) -> list[tuple[str, Kind, frozenset[int]]]:
    """So many of each kind of the guide's questions that were left out of the fold, fixed by their hashes."""
    ordered = sorted(held, key=lambda question: hashlib.sha256(question.text.encode()).hexdigest())
    return [
        (question.text, kind, frozenset({question.reference.article or 0}))
        for kind, count in SAMPLE.items()
        for question in [one for one in ordered if one.kind is kind][:count]
    ]


def _shares(kinds: Sequence[Kind], silent: Floats, premise: Floats) -> dict[Kind, float]:
    """Of each kind, the share that is taken for it."""
    taken = np.where((silent <= 0) & (premise <= 0), 0, np.where(silent >= premise, 1, 2))
    order = (Kind.PLAIN, Kind.SILENT, Kind.PREMISE)
    own = np.array([order.index(kind) for kind in kinds])
    return {kind: float(np.mean(taken[own == n] == n)) for n, kind in enumerate(order) if (own == n).any()}
