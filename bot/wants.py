"""What a question is after: what the provision says, a detail that is not fixed, or something wrong taken for granted.

Two witnesses are added up: the encoder's classes of kinds, which know how such questions are put whatever
their subject; and which of the article's own questions, silences and misconceptions this one is most like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from kb.guide import Kind, Silence
from kb.handbook import Handbook
from kb.model import Reference
from kb.search import Found


@dataclass(frozen=True, slots=True)
class WantThresholds:
    """`likeness` is the weight of the second witness; `silent` and `premise` are the sums from which they are taken."""

    likeness: float
    silent: float
    premise: float


@dataclass(frozen=True, slots=True)
class Want:
    """`entry` is the silence or misconception it is most like, "" if none; `evidence` by kind, above 0 for it."""

    kind: Kind
    entry: str
    evidence: dict[Kind, float]

    def plain(self) -> Want:
        """For who asks where something stands: the provision itself is wanted."""
        return Want(Kind.PLAIN, "", self.evidence)


# A few words that ask nothing in particular, such as 出国参展, want the provision.
FEW = 10
JUDGED = 0.8
ASKS = re.compile(r"[?？吗么呢嘛怎咋啷谁哪几多啥何]|什么|是不|能不|有没|可不|要不|凭|为")


def want_of(
    found: Found, reference: Reference, handbook: Handbook, thresholds: WantThresholds, judgement: bool = False
) -> Want:
    """What a question is after whose best provision is `reference`.

    `judgement`: it asks who is right. Such a question tells a case, which sounds like a claim, so it takes more.
    """
    article = reference.article
    silences = [silence.id for silence in handbook.silences_of(article)]
    misconceptions = [wrong.id for wrong in handbook.misconceptions_of(article)]
    units = [key for key in found.likeness if key.split(".")[0] == str(article) and "~" not in key]
    plain = max((found.likeness[key] for key in units), default=0.0)
    silent_entry, silent = _most_like(found, silences)
    premise_entry, premise = _most_like(found, misconceptions)
    kinds = found.kinds
    own = kinds.get(Kind.PLAIN, 0.0)
    evidence = {
        kind: kinds.get(kind, -1.0) - own + thresholds.likeness * _ratio(likeness, plain) - least
        for kind, likeness, least in (
            (Kind.SILENT, silent, thresholds.silent),
            (Kind.PREMISE, premise, thresholds.premise),
        )
    }
    entries = {Kind.SILENT: silent_entry, Kind.PREMISE: premise_entry}
    kind = max(evidence, key=lambda kind: evidence[kind])
    keywords = len(found.query) <= FEW and not ASKS.search(found.query)
    least = JUDGED if judgement else 0.0
    if evidence[kind] <= least or not entries[kind] or keywords:
        return Want(Kind.PLAIN, "", evidence)
    return Want(kind, entries[kind], evidence)


def silences_like(found: Found, reference: Reference, handbook: Handbook) -> list[Silence]:
    """The silences of the provision's article that a question is like at all, the most like first."""
    like = [silence for silence in handbook.silences_of(reference.article) if found.likeness.get(silence.id, 0.0)]
    return sorted(like, key=lambda silence: -found.likeness[silence.id])


def _most_like(found: Found, entries: Iterable[str]) -> tuple[str, float]:
    best = max(entries, key=lambda entry: found.likeness.get(entry, 0.0), default="")
    likeness = found.likeness.get(best, 0.0)
    return (best if likeness else ""), likeness


def _ratio(one: float, other: float) -> float:
    """Above 0 when the first is the larger; smoothed, as both may be nothing."""
    return log((one + 1) / (other + 1))
