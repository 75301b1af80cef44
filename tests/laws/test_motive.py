"""Motive: a hidden two-state chain."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.obligations import Case, Obligations, grid, per_state, record

from detente.laws import motive
from detente.laws.motive import MotiveParams

SHARE = st.floats(0.001, 0.999)


class TestObligations(Obligations):
    law = motive
    cases = (
        Case("start", motive.start, (per_state(0, 3),), (0, 1)),
        Case("predict", motive.predict, (per_state(0, 1),), (0, 1)),
        Case(
            "turn",
            motive.turn,
            (per_state(0, 1, whole=True), per_state(0, 1)),
            (0, 1),
        ),
    )


def test_belief_moves_a_step_towards_the_share_of_revisionists(x64: None) -> None:
    """Sigma = .25, tau = .1: .5 + .1 (.25 - .5)."""
    params = record(MotiveParams, share=0.25, turnover=0.1)
    assert motive.predict(params, jnp.array([0.5])) == pytest.approx(0.475)


def test_a_step_of_the_starting_view_multiplies_the_odds(x64: None) -> None:
    """Odds 1/3 at the share .25; a step up times e^{log 2}: 2/3, so .4."""
    params = record(MotiveParams, share=0.25, notoriety=np.log(2))
    found = motive.start(params, jnp.array([1.0, 2.0]))
    np.testing.assert_allclose(found, [0.25, 0.4])


def test_the_prediction_is_that_of_the_chain(x64: None) -> None:
    """P (1 - g10) + (1 - p) g01 with g01 = tau sigma, g10 = tau (1 - sigma)."""
    share, turnover, p = 0.25, 0.1, np.array([0.0, 0.3, 1.0])
    params = record(MotiveParams, share=share, turnover=turnover)
    chain = p * (1 - turnover * (1 - share)) + (1 - p) * turnover * share
    np.testing.assert_allclose(motive.predict(params, jnp.asarray(p)), chain)


@pytest.mark.parametrize("now", [0.0, 1.0])
def test_motives_turn_as_often_as_predicted(now: float) -> None:
    params = record(MotiveParams, share=0.25, turnover=0.1)
    u = grid(1000)
    after = motive.turn(params, jnp.full(1000, now), u)
    expected = motive.predict(params, jnp.array([now]))
    assert jnp.mean(after) == pytest.approx(float(expected[0]), abs=1.1e-3)


def test_nobody_turns_when_nothing_turns_over() -> None:
    params = record(MotiveParams, share=0.25, turnover=0)
    now = jnp.array([0.0, 1.0] * 50)
    np.testing.assert_array_equal(motive.turn(params, now, grid(100)), now)


@given(SHARE, SHARE, SHARE)
def test_a_belief_nears_the_share_and_stays_there(
    share: float, turnover: float, belief: float
) -> None:
    params = record(MotiveParams, share=share, turnover=turnover)
    after, still = motive.predict(params, jnp.array([belief, share]))
    assert 0 <= after <= 1
    assert abs(after - share) <= abs(belief - share) + 1e-6
    assert still == pytest.approx(share, abs=1e-6)
