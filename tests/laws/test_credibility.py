"""Credibility: help is expected of those who gave it."""

import jax.numpy as jnp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.obligations import Case, Obligations, per_state, record

from detente.laws import credibility
from detente.laws.credibility import CredibilityParams

SHARE = st.floats(0, 1)


class TestObligations(Obligations):
    law = credibility
    cases = (
        Case(
            "expected_help",
            credibility.expected_help,
            (per_state(0.02, 0.98), per_state(0, 1)),
            (0, 1),
        ),
        Case(
            "credibility_update",
            credibility.credibility_update,
            (per_state(0.02, 0.98), *[per_state(0, 1)] * 3),
            (0.02, 0.98),
        ),
    )


def after(
    start: float = 0.8,
    honoured: float = 0,
    failed: float = 0,
    yielded: float = 0,
    effect: float = 0.5,
) -> float:
    laws = record(CredibilityParams, honoured=0.1, failed=0.2, yielded=effect)
    events = (jnp.array([float(x)]) for x in (start, honoured, failed, yielded))
    return float(credibility.credibility_update(laws, *events)[0])


def test_an_answered_call_closes_a_tenth_of_the_doubt(x64: None) -> None:
    """.8 + .1 * .2."""
    assert after(honoured=1) == pytest.approx(0.82)


def test_an_unanswered_call_costs_a_fifth_of_the_trust(x64: None) -> None:
    """.8 - .2 * .8."""
    assert after(failed=1) == pytest.approx(0.64)


@pytest.mark.parametrize(("effect", "expected"), [(0.5, 0.88), (-0.5, 0.72)])
def test_a_concession_may_raise_or_lower_it(
    x64: None, effect: float, expected: float
) -> None:
    """.8 + a .8 (1 - .8) with a = .5 or -.5."""
    assert after(yielded=1, effect=effect) == pytest.approx(expected)


def test_a_year_without_calls_changes_nothing() -> None:
    assert after() == pytest.approx(0.8)


def test_forces_kept_abroad_make_promises_believed(x64: None) -> None:
    """Even odds times e^(log 3): 3 to 1; with none abroad, even odds still."""
    params = record(CredibilityParams, stationed=1.0986122886681098)
    even = jnp.array([0.5, 0.5])
    got = credibility.expected_help(params, even, jnp.array([1.0, 0.0]))
    assert tuple(got) == pytest.approx((0.75, 0.5))


@given(st.floats(0.02, 0.98), SHARE, SHARE, SHARE, st.floats(-2, 2))
def test_nobody_is_ever_believed_or_doubted_wholly(
    start: float, honoured: float, failed: float, yielded: float, effect: float
) -> None:
    """Answering never does worse than not answering."""
    params = record(CredibilityParams, honoured=0.5, failed=0.9, yielded=effect)
    events = jnp.array([[start], [honoured], [failed], [yielded]])
    got = credibility.credibility_update(params, *events)
    assert 0.02 - 1e-6 <= got[0] <= 0.98 + 1e-6
    better = credibility.credibility_update(
        params, events[0], jnp.ones(1), jnp.zeros(1), events[3]
    )
    assert better[0] >= got[0] - 1e-6
