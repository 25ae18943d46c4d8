from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from kb.runs import count_runs

TEXTS = ["拖欠货款怎么办", "货款拖欠了", "", "货", "A  b\t\nC", "a b c", "𠀀货款𠀀", "aaaa"]


def agrees(texts: list[str], longest: int, rarest: int) -> None:
    """Both give the same runs with the same counts, in whatever order."""
    theirs = CountVectorizer(analyzer="char", ngram_range=(1, longest), min_df=rarest)
    expected = theirs.fit_transform(texts).toarray()
    terms, counts = count_runs(texts, longest, rarest)
    assert set(terms) == set(theirs.vocabulary_)
    assert len(terms) == expected.shape[1]
    assert np.array_equal(counts.toarray(), expected[:, [theirs.vocabulary_[term] for term in terms]])


@pytest.mark.parametrize("longest", [1, 2, 4])
@pytest.mark.parametrize("rarest", [1, 2])
def test_runs_are_those_of_scikit_learn(longest: int, rarest: int) -> None:
    agrees(TEXTS, longest, rarest)


@given(st.lists(st.text(alphabet="货款 \tAİß𠀀", max_size=6), min_size=1, max_size=6))
def test_any_texts_give_the_runs_of_scikit_learn(texts: list[str]) -> None:
    agrees([*texts, "货款"], 3, 1)


def test_no_run_is_frequent_enough() -> None:
    terms, counts = count_runs(["货", "款"], 2, 2)
    assert terms == []
    assert counts.shape == (2, 0)
