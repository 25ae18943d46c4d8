from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evals.significance import ROUNDS, randomisation_p

SCORES = st.lists(st.tuples(*[st.none() | st.sampled_from([0.0, 0.5, 1.0])] * 2), min_size=1, max_size=30)


def test_systems_that_are_alike_have_p_one() -> None:
    assert randomisation_p([1.0, 0.0, None], [1.0, 0.0, None]) == 1


def test_eight_lost_and_none_won_is_significant_and_four_are_not() -> None:
    # Exactly: 2/2**8 = 0.0078 and 2/2**4 = 0.125.
    eight = randomisation_p([1.0] * 8 + [1.0] * 20, [0.0] * 8 + [1.0] * 20)
    four = randomisation_p([1.0] * 4 + [1.0] * 20, [0.0] * 4 + [1.0] * 20)
    assert eight is not None
    assert four is not None
    assert abs(eight - 2 / 2**8) < 0.004
    assert abs(four - 2 / 2**4) < 0.02


def test_as_many_won_as_lost_is_no_difference() -> None:
    assert randomisation_p([1.0, 0.0] * 10, [0.0, 1.0] * 10) == 1


def test_the_least_p_is_that_of_the_one_observed() -> None:
    assert randomisation_p([1.0] * 60, [0.0] * 60) == 1 / (1 + ROUNDS)


def test_where_a_metric_applies_in_one_run_only_it_still_counts() -> None:
    # Twelve new wrong refusals beside twelve right ones: the precision falls from 1 to 1/2.
    before = [1.0] * 12 + [None] * 12
    after = [1.0] * 12 + [0.0] * 12
    p = randomisation_p(before, after)
    assert p is not None
    assert p < 0.01


def test_nothing_to_compare_has_no_p() -> None:
    assert randomisation_p([], []) is None
    assert randomisation_p([None, None], [1.0, 0.0]) is None


@given(SCORES)
def test_p_is_a_probability_the_same_each_time_and_for_both_orders(
    pairs: list[tuple[float | None, float | None]],
) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    p = randomisation_p(first, second, rounds=200)
    assert p == randomisation_p(first, second, rounds=200)
    assert p == randomisation_p(second, first, rounds=200)
    assert p is None or 0 < p <= 1


def test_another_seed_gives_nearly_the_same_p() -> None:
    first, second = [1.0] * 20, [0.0] * 3 + [1.0] * 17
    one, other = randomisation_p(first, second, seed=1), randomisation_p(first, second, seed=2)
    assert one is not None
    assert other is not None
    assert abs(one - other) < 0.03
