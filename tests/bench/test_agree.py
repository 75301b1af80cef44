"""What counts as equal outcomes."""

import numpy as np

from detente.bench.agree import compared

CHANCE = np.random.default_rng(3)
ONE = np.stack(
    [CHANCE.poisson(4, (400, 5)), CHANCE.normal(9, 1, (400, 5))], axis=2
).astype(np.float64)


def test_the_same_outcomes_are_the_same_act_by_act() -> None:
    assert compared(ONE, ONE) == (True, 0.0, 1.0)


def test_outcomes_of_other_chance_are_equal_but_not_the_same() -> None:
    other = np.stack(
        [CHANCE.poisson(4, (400, 5)), CHANCE.normal(9, 1, (400, 5))], axis=2
    )
    found = compared(ONE, other)
    assert found.equal
    assert found.errors > 0
    assert found.same < 0.1


def test_a_mean_that_is_off_by_half_a_standard_deviation_is_found() -> None:
    other = ONE.copy()
    other[:, 2, 1] = CHANCE.normal(9.5, 1, 400)
    found = compared(ONE, other)
    assert not found.equal
    assert found.errors > 4.5


def test_what_is_not_finite_is_not_equal() -> None:
    other = ONE.copy()
    other[0, 0, 0] = np.nan
    assert not compared(ONE, other).equal
