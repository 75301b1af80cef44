"""Belief: what one actor makes of another's acts."""

import itertools

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.obligations import (
    Case,
    Obligations,
    per_pair,
    per_state,
    record,
    scalar,
)

from detente.laws import arming, belief, crisis
from detente.laws.belief import BeliefParams

PROBABILITY = st.floats(0.01, 0.99)
EVIDENCE = st.floats(-3, 3)


class TestObligations(Obligations):
    law = belief
    cases = (
        Case(
            "start",
            belief.start,
            (scalar(0.05, 0.95), per_pair(0, 3, whole=True)),
            (0, 1),
        ),
        Case(
            "message",
            belief.message,
            (per_pair(0, 4), per_pair(0, 1), per_pair(-1, 1, whole=True)),
        ),
        Case("pledge", lambda _, c: belief.pledge(c), (per_pair(0, 1),)),
        Case(
            "imagined",
            lambda _, *x: belief.imagined(*x),
            (per_pair(-5, 0), per_pair(-9, -5), per_pair(0, 1)),
        ),
        Case(
            "update",
            lambda _, *x: belief.update(*x),
            (per_pair(1e-4, 1 - 1e-4), per_pair(-50, 50)),
            (1e-4, 1 - 1e-4),
        ),
        Case("empathy", belief.empathy, (per_state(0, 1),), (0, 1)),
    )


@pytest.mark.parametrize(("builds", "posterior"), [(0.5, 0.462), (0.1, 0.811)])
def test_a_build_up_raises_fear_as_in_the_spiral_model(
    builds: float, posterior: float
) -> None:
    """Kydd 1997: p / (p + (1 - p) b) with p = .3.

    A greedy state always builds; a seeker is thought to build with probability b,
    which looks small without empathy.
    """
    got = belief.update(jnp.array(0.3), jnp.log(1 / jnp.array(builds)))
    assert got == pytest.approx(posterior, abs=5e-4)


def test_suspicion_at_the_start_moves_the_odds_by_steps(x64: None) -> None:
    """logit(.25) = -1.0986; the usual step leaves it, one more adds .8."""
    params = record(BeliefParams, suspicion=0.8)
    got = belief.start(params, jnp.asarray(0.25), jnp.array([1.0, 2.0]))
    np.testing.assert_allclose(got, [0.25, 1 / (1 + np.exp(1.0986122887 - 0.8))])


def test_deliberate_moves_add_up(x64: None) -> None:
    """Two rungs at .2, half an offer at -.6, a declared purpose at -.1."""
    params = record(BeliefParams, engagement=0.2, restraint=-0.6, words=-0.1)
    told = belief.message(params, jnp.array(2.0), jnp.array(0.5), jnp.array(1.0))
    assert told == pytest.approx(0.4 - 0.3 - 0.1)


def test_a_declared_challenge_says_the_opposite_of_a_declared_purpose() -> None:
    params = record(BeliefParams, engagement=0.2, restraint=-0.6, words=-0.1)
    none = jnp.zeros(2)
    purpose, challenge = belief.message(params, none, none, jnp.array([1.0, -1.0]))
    assert purpose == -challenge


def test_mood_dulls_empathy(x64: None) -> None:
    params = record(BeliefParams, empathy=0.5)
    assert belief.empathy(params, jnp.array([0.8])) == pytest.approx(0.4)


def test_with_full_empathy_the_imagined_safety_is_the_true_one() -> None:
    exposure, safety = jnp.array([-0.3, 0.0]), jnp.array([-0.5, -0.2])
    got = belief.imagined(exposure, safety, jnp.ones(2))
    np.testing.assert_array_equal(got, safety)


def test_without_empathy_the_other_is_imagined_safe_from_oneself() -> None:
    """-.5 of which -.3 is one's own doing; half seen with empathy 1/2."""
    exposure, safety = jnp.full(3, -0.3), jnp.full(3, -0.5)
    got = belief.imagined(exposure, safety, jnp.array([0.0, 0.5, 1.0]))
    np.testing.assert_allclose(got, [-0.2, -0.35, -0.5], rtol=1e-6)


def test_the_less_empathy_the_more_an_answer_to_oneself_looks_like_malice() -> None:
    """Same growth, same fear; the seeker that is imagined unafraid would arm less."""
    params = record(arming.ArmingParams, threat=1.5, motive=0.3, speed=0.3)
    params = params._replace(protection=jnp.asarray(0.0))
    safety = belief.imagined(
        jnp.full(3, -0.7), jnp.full(3, -0.8), jnp.array([0.0, 0.5, 1.0])
    )
    wish = arming.desire(params, jnp.full(3, -3.5), 1 - jnp.exp(safety), jnp.zeros(3))
    means = arming.expected_growth(params, wish, jnp.full(3, 3.0), jnp.zeros(3))
    grown = jnp.full(3, means[0][2])  # what a seeker that fears us does
    ratio = arming.log_ratio(grown, *means, jnp.asarray(0.12))
    assert ratio[0] > ratio[1] > ratio[2]


def test_nobody_is_ever_certain() -> None:
    got = belief.update(jnp.array([0.5, 0.5]), jnp.array([-1e3, 1e3]))
    np.testing.assert_allclose(got, [1e-4, 1 - 1e-4], rtol=1e-5)


@given(PROBABILITY, st.floats(1e-4, 0.5), st.floats(0, 2))
def test_no_belief_can_expect_itself_to_change(
    prior: float, fear: float, gain: float
) -> None:
    """Bayes is a martingale: acts drawn from the mixture leave the mean as it was."""
    calm, more = jnp.asarray(fear), jnp.asarray(gain)
    acted = jnp.array([0.0, 1.0])
    posterior = belief.update(jnp.asarray(prior), crisis.log_ratio(calm, more, acted))
    seeker, revisionist = (h / (1 + h) for h in (fear, fear + gain))
    p = prior * revisionist + (1 - prior) * seeker
    assert posterior @ jnp.array([1 - p, p]) == pytest.approx(prior, abs=2e-4)


def test_growth_of_arms_leaves_the_mean_belief_as_it_was(x64: None) -> None:
    """The same with a continuous act, integrated over three log points each way."""
    growth = jnp.linspace(-3, 3, 60_001)
    scale = jnp.asarray(0.12)
    law = arming.Growth(jnp.asarray(0.02), jnp.asarray(0.1), scale)
    as_seeker, as_revisionist = (jnp.exp(x) for x in law.log_prob(growth))
    density = 0.3 * as_revisionist + 0.7 * as_seeker
    ratio = arming.log_ratio(growth, law.seeker, law.revisionist, scale)
    posterior = belief.update(jnp.asarray(0.3), ratio)
    assert np.trapezoid(density * posterior, growth) == pytest.approx(0.3, abs=1e-6)


def test_the_true_motive_is_recognised_on_average() -> None:
    """Kydd 1997: the expected trust in a state that can be trusted does not fall."""
    prior, acted = jnp.asarray(0.3), jnp.array([0.0, 1.0])
    for fear, gain in itertools.product([0.01, 0.2], [0.05, 1.0]):
        ratio = crisis.log_ratio(jnp.asarray(fear), jnp.asarray(gain), acted)
        p = fear / (1 + fear)
        assert belief.update(prior, ratio) @ jnp.array([1 - p, p]) <= 0.3 + 1e-6


@given(PROBABILITY, EVIDENCE, EVIDENCE)
def test_the_order_of_evidence_does_not_matter(
    prior: float, one: float, other: float
) -> None:
    start = jnp.asarray(prior)
    twice = belief.update(belief.update(start, jnp.asarray(one)), jnp.asarray(other))
    once = belief.update(start, jnp.asarray(one + other))
    assert twice == pytest.approx(float(once), abs=1.1e-3)


def test_a_pledge_tells_as_much_as_deceivers_would_shrink_from_it(x64: None) -> None:
    """Even odds become 1 : 1 - c: cheap talk leaves 1/2, c = 3/4 gives 1/5."""
    told = belief.pledge(jnp.array([0.0, 0.75, 1.0]))
    after = belief.update(jnp.full(3, 0.5), told)
    np.testing.assert_allclose(after, [0.5, 0.2, 1e-4], rtol=1e-3)
