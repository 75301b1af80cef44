"""Economy: growth falls back to the mean."""

import jax.numpy as jnp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.obligations import Case, Obligations, per_state, record

from detente.laws import economy
from detente.laws.economy import EconomyParams

RATE = st.floats(-20, 20)


class TestObligations(Obligations):
    law = economy
    cases = (Case("growth_update", economy.growth_update, (per_state(-10, 15),)),)


def test_nine_tenths_of_a_lead_are_left_after_a_year(x64: None) -> None:
    """2 + .9 (7 - 2)."""
    params = record(EconomyParams, mean=2, persistence=0.9)
    assert economy.growth_update(params, jnp.array([7.0])) == pytest.approx(6.5)


def test_little_of_a_lead_is_left_after_two_decades(x64: None) -> None:
    """.9^20 = .1216 of five points."""
    params = record(EconomyParams, mean=2, persistence=0.9)
    growth = jnp.array([7.0])
    for _ in range(20):
        growth = economy.growth_update(params, growth)
    assert growth - 2 == pytest.approx(5 * 0.9**20)


@given(RATE, st.floats(0, 1), RATE, RATE)
def test_growth_nears_the_mean_and_leaders_stay_ahead(
    mean: float, persistence: float, one: float, other: float
) -> None:
    params = record(EconomyParams, mean=mean, persistence=persistence)
    now = jnp.asarray(sorted([one, other]))
    slower, faster = economy.growth_update(params, now)
    assert slower <= faster + 1e-4
    assert abs(faster - mean) <= abs(now[1] - mean) + 1e-4
