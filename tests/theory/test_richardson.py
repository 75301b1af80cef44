"""Richardson: where a race rests, and the way there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.theory.richardson import Race, equilibrium, growth_line, path, rates

RATE = st.floats(0.05, 0.6)


def test_it_rests_where_two_straight_lines_cross() -> None:
    """At x = .5 y + 3 and y = .5 x: 4 and 2."""
    assert equilibrium(Race((0.5, 0.5), (1.0, 1.0), (3.0, 0.0))) == (4.0, 2.0)


def test_a_race_that_runs_away_rests_nowhere() -> None:
    with pytest.raises(ValueError, match="k l < a b"):
        equilibrium(Race((1.0, 1.0), (0.5, 1.0), (1.0, 1.0)))


def test_a_race_of_equals_grows_by_reaction_less_fatigue() -> None:
    """d(x + y)/dt = (k - a)(x + y) + g + h, here with k - a = .73 and no grievance."""
    race = Race((1.03, 1.03), (0.3, 0.3), (0.0, 0.0))
    found = path(race, (90.0, 110.0), 3).sum(axis=1)
    np.testing.assert_allclose(found, 200 * np.exp(0.73 * np.arange(1, 4)))


@given(RATE, RATE, RATE, RATE)
def test_where_it_rests_it_stays(k: float, m: float, a: float, b: float) -> None:
    race = Race((k, m), (a + k + m, b + k + m), (1.0, 2.0))
    rest = equilibrium(race)
    np.testing.assert_allclose(path(race, rest, 2)[-1], rest, rtol=1e-9)
    np.testing.assert_allclose(path(race, (9.0, 1.0), 400)[-1], rest, rtol=1e-6)


@given(RATE, RATE, RATE, RATE)
def test_rates_are_those_of_the_matrix_and_tell_whether_it_runs_away(
    k: float, m: float, a: float, b: float
) -> None:
    race = Race((k, m), (a, b), (0.0, 0.0))
    expected = np.linalg.eigvals(np.array([[-a, k], [m, -b]]))
    np.testing.assert_allclose(sorted(rates(race)), sorted(expected.real), atol=1e-9)
    if abs(k * m - a * b) > 1e-6:
        assert (rates(race)[0] < 0) == (k * m < a * b)


def test_the_line_of_a_race_of_equals_is_its_own() -> None:
    """Totals that grow by half of what exceeds 100, taken between two years."""
    totals, now = {}, 110.0
    for year in range(5):
        totals[year] = now
        now = (now * 1.25 - 50) / 0.75  # growth = .5 (middle - 100)
    found = growth_line(totals)
    assert found.slope == pytest.approx(0.5)
    assert found.zero == pytest.approx(100)
    assert found.explained == pytest.approx(1)
