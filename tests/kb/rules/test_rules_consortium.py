from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import InputError
from kb.model import Reference
from kb.rules.book import RuleBook
from kb.rules.consortium import VERDICTS, judge_consortium
from kb.rules.problems import Problem

SIZES = ["large", "medium", "small", "micro"]
MEMBERS = st.lists(st.sampled_from(SIZES), min_size=2, max_size=6)


@pytest.mark.parametrize(
    ("members", "counts_as"),
    [
        (["small", "micro"], "small_micro"),
        (["micro", "micro"], "small_micro"),
        (["small", "small", "small"], "small_micro"),
        (["medium", "small"], "sme"),
        (["medium", "medium"], "sme"),
        (["micro", "small", "medium"], "sme"),
        (["large", "micro"], "neither"),
        (["large", "medium", "small"], "neither"),
        (["large", "large"], "neither"),
    ],
)
def test_the_largest_member_decides(book: RuleBook, members: list[str], counts_as: str) -> None:
    finding = judge_consortium(book, members)
    assert finding.value == {"counts_as": counts_as}
    assert finding.verdict == VERDICTS[counts_as]


def test_the_steps_count_the_members_by_size(book: RuleBook) -> None:
    assert judge_consortium(book, ["micro", "medium", "micro"]).steps == (
        "联合体共3方：中型企业1家、微型企业2家。",
        "其中规模最大的是中型企业，决定整个联合体怎么看待。",
    )


def test_cites_the_paragraph(book: RuleBook) -> None:
    (quoted,) = judge_consortium(book, ["small", "small"]).references
    assert quoted.reference == Reference(article=37, paragraph=2)


@pytest.mark.parametrize("members", [[], ["small"]])
def test_one_member_is_no_consortium(book: RuleBook, members: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        judge_consortium(book, members)
    assert (caught.value.slot, caught.value.problem) == ("members", Problem.TOO_FEW)


def test_a_member_of_unknown_size_is_asked_back(book: RuleBook) -> None:
    with pytest.raises(InputError) as caught:
        judge_consortium(book, ["small", "unknown"])
    assert (caught.value.slot, caught.value.value) == ("members", "unknown")


@given(members=MEMBERS)
def test_the_order_of_the_members_does_not_matter(book: RuleBook, members: list[str]) -> None:
    assert judge_consortium(book, members).value == judge_consortium(book, sorted(members)).value


@given(members=MEMBERS, new=st.sampled_from(SIZES))
def test_a_further_member_never_makes_it_smaller(book: RuleBook, members: list[str], new: str) -> None:
    order = ["small_micro", "sme", "neither"]
    before, after = (judge_consortium(book, each).value["counts_as"] for each in (members, [*members, new]))
    assert order.index(after) >= order.index(before)
