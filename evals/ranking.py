"""The standard measures of a ranking, by ir_measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import ir_measures
from ir_measures import RR, R, nDCG

from evals.question import MUST

# Recall and reciprocal rank look for articles that must be cited; nDCG gives the others their grade.
MEASURES = {
    "recall_1": R(rel=MUST) @ 1,
    "recall_3": R(rel=MUST) @ 3,
    "recall_5": R(rel=MUST) @ 5,
    "mrr": RR(rel=MUST),
    "ndcg_10": nDCG @ 10,
}


def rank_scores(retrieved: Iterable[int], grades: Mapping[int, int]) -> dict[str, float]:
    """Scores of a ranking of articles, best first; an article counts at its first place only.

    `grades` are those of the gold articles. {} without an article that must be cited: there is nothing to
    find. An empty ranking scores 0.
    """
    if MUST not in grades.values():
        return {}
    ranking = list(dict.fromkeys(retrieved))
    golds = [ir_measures.Qrel("q", str(article), grade) for article, grade in grades.items()]
    run = [ir_measures.ScoredDoc("q", str(article), -float(place)) for place, article in enumerate(ranking)]
    values = {found.measure: float(found.value) for found in ir_measures.iter_calc(list(MEASURES.values()), golds, run)}
    return {name: values[measure] for name, measure in MEASURES.items()}
