"""Mood: wars stir, years calm, and meanwhile empathy is dulled."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.obligations import Case, Obligations, per_state, record

from detente.laws import mood
from detente.laws.mood import MoodParams


class TestObligations(Obligations):
    law = mood
    cases = (
        Case("dulling", mood.dulling, (per_state(0, 5),), (0, 1)),
        Case(
            "mood_update",
            mood.mood_update,
            (per_state(0, 5), per_state(0, 1, whole=True), per_state(-1, 1)),
        ),
    )


def test_a_war_and_a_shock_from_outside_add_to_what_is_left(x64: None) -> None:
    """.7 * .5 + 1 + .2."""
    params = record(MoodParams, fade=0.7, shock=1)
    got = mood.mood_update(params, jnp.array([0.5]), jnp.ones(1), jnp.array([0.2]))
    assert got == pytest.approx(1.55)


def test_a_fresh_war_lowers_empathy_by_a_quarter(x64: None) -> None:
    """e^-.3 = .7408."""
    got = mood.dulling(record(MoodParams, dulls=0.3), jnp.array([0.0, 1.0]))
    np.testing.assert_allclose(got, [1, 0.74081822068])


def test_mood_is_about_halved_after_two_years_of_peace() -> None:
    params = record(MoodParams, fade=0.7, shock=1)
    now, peace = jnp.ones(1), jnp.zeros(1)
    for _ in range(2):
        now = mood.mood_update(params, now, peace, peace)
    assert now == pytest.approx(0.49)


@given(st.floats(0, 0.99), st.floats(0.01, 10), st.floats(0, 1))
def test_even_endless_war_stirs_no_more_than_its_limit(
    fade: float, shock: float, part: float
) -> None:
    params = record(MoodParams, fade=fade, shock=shock)
    limit = shock / (1 - fade)
    now = jnp.array([part * limit, limit])
    after = mood.mood_update(params, now, jnp.ones(2), jnp.zeros(2))
    assert now[0] - 1e-3 * limit <= after[0] <= limit * 1.001
    assert after[1] == pytest.approx(limit, rel=1e-4)


@given(st.floats(0.01, 3), st.floats(0, 10), st.floats(0, 10))
def test_the_angrier_the_less_empathy(dulls: float, one: float, other: float) -> None:
    moods = jnp.asarray(sorted([one, other]))
    calmer, angrier = mood.dulling(record(MoodParams, dulls=dulls), moods)
    assert 0 < angrier <= calmer <= 1
