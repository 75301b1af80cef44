"""The cases that peers are given."""

import numpy as np

from detente.bench.case import flagship, invented, pair_years


def test_pair_years_count_only_ordered_pairs_of_two() -> None:
    case = flagship(2, years=3)
    assert (case.actors, case.years, case.members) == (49, 3, 2)
    assert pair_years(case, 10) == 49 * 48 * 3 * 10


def test_more_years_than_the_plan_has_repeat_its_last() -> None:
    case = flagship(2, years=30)
    assert case.years == 30
    np.testing.assert_array_equal(case.moves["posted"][29], case.moves["posted"][17])


def test_invented_states_are_finite_and_symmetric() -> None:
    case = invented(6, 3, years=2)
    assert case.actors == 6
    for name in ("distance", "contiguous", "remote", "affinity", "tie", "unordered"):
        np.testing.assert_array_equal(case.world[name], case.world[name].T)
    assert len(np.unique(case.world["ordered"])) == 36
    assert all(np.isfinite(x).all() for x in case.start.values())
