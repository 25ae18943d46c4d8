"""The bundled patterns of wrong claims, tried on the guide's questions: they find their own and leave the others."""

from __future__ import annotations

import pytest

from kb.claims import claims
from kb.guide import Guide, Kind, Misconception, SimilarQuestion
from kb.guide_files import load_guide
from kb.library import BUNDLED, DEFAULT_ID
from kb.making import folded
from kb.model import Regulation


@pytest.fixture(scope="module")
def guide(regulation: Regulation) -> Guide:
    return folded(load_guide(BUNDLED / DEFAULT_ID / "guide", regulation))


def taken(question: SimilarQuestion, misconceptions: dict[int | None, list[Misconception]]) -> bool:
    own = misconceptions.get(question.reference.article, [])
    return any(claims(question.text, wrong.told, wrong.words, wrong.claim) for wrong in own)


def share(guide: Guide, kind: Kind) -> float:
    by_article: dict[int | None, list[Misconception]] = {}
    for wrong in guide.misconceptions:
        by_article.setdefault(wrong.reference.article, []).append(wrong)
    asked = [question for question in guide.questions if question.kind is kind]
    return sum(taken(question, by_article) for question in asked) / len(asked)


def test_every_misconception_says_by_which_words_it_is_known(guide: Guide) -> None:
    assert [wrong.id for wrong in guide.misconceptions if not wrong.told] == []
    assert {wrong.reference.article for wrong in guide.misconceptions} == set(range(1, 60))


def test_wrong_claims_are_found_and_other_questions_left(guide: Guide) -> None:
    assert share(guide, Kind.PREMISE) >= 0.9
    assert share(guide, Kind.PLAIN) <= 0.003
    assert share(guide, Kind.SILENT) <= 0.003
