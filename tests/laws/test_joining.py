"""Joining: what ties are worth when it comes to it."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.obligations import (
    Case,
    Obligations,
    grid,
    per_pair,
    record,
    scalar,
)

from detente.laws import joining
from detente.laws.joining import Joining, JoiningParams

ODDS = st.floats(1e-4, 10)
SHARE = st.floats(0, 1)
MOTIVE = scalar(1, 3)
FACTORS = (scalar(1, 5), scalar(5, 50), MOTIVE)
FLAG = per_pair(0, 1, whole=True)
LEVEL = per_pair(0, 4, whole=True)


def alone(motive: jax.Array) -> Joining:
    """Return a distribution of which only the motive is read."""
    return Joining(motive, motive, motive, motive, motive)


class TestObligations(Obligations):
    law = joining
    cases = (
        Case(
            "Joining.odds",
            lambda _, began, met, *x: Joining(*x).odds(began, met),
            (LEVEL, LEVEL, *[per_pair(1e-6, 2, loose=True)] * 2, *FACTORS),
        ),
        Case(
            "Joining.sample",
            lambda _, motive, *x: alone(motive).sample(*x),
            (MOTIVE, per_pair(0, 9), per_pair(0, 1), per_pair(0, 1)),
            (0, 1),
        ),
        Case(
            "Joining.log_prob",
            lambda _, motive, *x: alone(motive).log_prob(*x),
            (MOTIVE, per_pair(0, 9), FLAG),
        ),
        Case(
            "Joining.log_ratio",
            lambda _, motive, *x: alone(motive).log_ratio(*x),
            (MOTIVE, per_pair(0, 9), FLAG),
        ),
        Case(
            "Joining.forceful",
            lambda _, share, z, *x: Joining(*x).forceful(share, z),
            (per_pair(0, 1), per_pair(0, 1), *[per_pair(1e-6, 2)] * 2, *FACTORS),
            (0, 1),
        ),
        Case(
            "join_odds",
            lambda p, offence, *x: tuple(joining.join_odds(p, x[0], offence, *x[1:])),
            (scalar(0, 1), per_pair(0, 1), per_pair(0, 1), FLAG),
        ),
    )


PLAIN = {
    "base": -7, "use": 0.6, "war": 3, "commitment": 3, "reach": 0.4, "remote": 1.5,
    "motive": 0.3,
}  # fmt: skip


def odds(
    content: float, reach: float = 0.5, offence: float = 0.3, remote: float = 0.0
) -> Joining:
    return joining.join_odds(
        record(JoiningParams, **PLAIN),
        jnp.asarray(float(content)),
        jnp.asarray(float(offence)),
        jnp.asarray(float(reach)),
        jnp.asarray(float(remote)),
    )


def law(target: float = 0.2, origin: float = 0.1, motive: float = 1.5) -> Joining:
    numbers = (target, origin, 2.0, 8.0, motive)
    return Joining(*[jnp.asarray(float(x)) for x in numbers])


def test_odds_of_joining_are_worked_by_hand(x64: None) -> None:
    """Logs: -7 - .4 log 2 + 3 * .7 if attacked, 3 * .21 if it began.

    c_D = .7, c_O = .3 c_D, phi = 1/2; factors e^.6 for force, e^3.6 for war, e^.3
    for revision.
    """
    got = odds(0.7)
    near = -7 - 0.4 * np.log(2)
    assert got.target == pytest.approx(np.exp(near + 2.1))
    assert got.origin == pytest.approx(np.exp(near + 0.63))
    factors = (got.use, got.war, got.motive)
    assert factors == pytest.approx((np.exp(0.6), np.exp(3.6), np.exp(0.3)))


def test_from_afar_the_odds_fall_alike_on_both_sides(x64: None) -> None:
    """By e^1.5, of joining the attacked and the attacker; factors stay."""
    near, far = odds(0.7), odds(0.7, remote=1)
    assert near.target / far.target == pytest.approx(np.exp(1.5))
    assert near.origin / far.origin == pytest.approx(np.exp(1.5))
    assert far.war == near.war


def test_the_gravest_dispute_decides_the_side_and_the_factor() -> None:
    """As origin, as target: none, a threat, force, war; a draw counts as attacked."""
    began = jnp.array([0.0, 1, 0, 4, 3])
    met = jnp.array([0.0, 0, 3, 2, 3])
    got = law().odds(began, met)
    np.testing.assert_allclose(got, [0, 0.1, 0.2 * 2, 0.1 * 8, 0.2 * 2], rtol=1e-6)


def test_nobody_joins_where_there_is_no_dispute() -> None:
    u = grid(100)
    nothing = jnp.zeros(100)
    assert not jnp.any(law().sample(law().odds(nothing, nothing), jnp.ones(100), u))


def test_the_close_and_the_near_join_more_and_the_attacked_are_helped_most() -> None:
    assert odds(0.9).target > odds(0.5).target > odds(0.0).target
    assert odds(0.5, reach=1).target > odds(0.5, reach=0.1).target
    assert odds(0.5).target > odds(0.5).origin
    assert odds(0.5, offence=1).target == odds(0.5, offence=1).origin


@given(ODDS, st.floats(1, 5))
def test_joining_and_staying_out_sum_to_one(chance: float, motive: float) -> None:
    joined = jnp.array([0.0, 1.0])
    for log_prob in law(motive=motive).log_prob(jnp.full(2, chance), joined):
        assert jnp.sum(jnp.exp(log_prob)) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("motive", [0, 1])
def test_states_join_as_often_as_their_probability_says(motive: int) -> None:
    points, chance = 10_000, jnp.array(0.3)
    drawn = law().sample(
        jnp.full(points, 0.3), jnp.full(points, 1.0 * motive), grid(points)
    )
    probability = jnp.exp(law().log_prob(chance, jnp.array(1.0))[motive])
    assert jnp.mean(drawn) == pytest.approx(float(probability), abs=1.1 / points)


@given(ODDS, st.floats(1, 5), st.sampled_from([0.0, 1.0]))
def test_the_log_ratio_is_the_difference_of_log_probabilities(
    chance: float, motive: float, joined: float
) -> None:
    each = law(motive=motive)
    seeker, revisionist = each.log_prob(jnp.asarray(chance), jnp.asarray(joined))
    got = each.log_ratio(jnp.asarray(chance), jnp.asarray(joined))
    assert got == pytest.approx(float(revisionist - seeker), abs=1e-5)


@given(ODDS, ODDS, SHARE, st.sampled_from([0, 1]))
def test_the_chance_when_force_is_used_mixes_that_in_force_and_that_in_war(
    target: float, origin: float, war_share: float, motive: int
) -> None:
    each = law(target, origin)
    roles = {
        "target": (jnp.array([0.0, 0.0]), jnp.array([3.0, 4.0])),
        "origin": (jnp.array([3.0, 4.0]), jnp.array([0.0, 0.0])),
    }
    got = each.forceful(jnp.asarray(war_share), jnp.asarray(1.0 * motive))
    for chance, (began, met) in zip(got, roles.values(), strict=True):
        levels = each.odds(began, met)
        force, war = jnp.exp(each.log_prob(levels, jnp.ones(2))[motive])
        mixed = (1 - war_share) * force + war_share * war
        assert chance == pytest.approx(float(mixed), abs=1e-5)
