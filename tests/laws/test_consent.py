"""Consent: each member judges for itself, the rule counts."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.obligations import ACTORS, Case, Obligations, per_state, record, scalar

from detente.laws import consent
from detente.laws.consent import ConsentParams

CONSENSUS, MAJORITY, HUB = 0.0, 1.0, 2.0
CHANGE = per_state(-0.5, 0.5)
FLAG = per_state(0, 1, whole=True)


class TestObligations(Obligations):
    law = consent
    cases = (
        Case(
            "agreement",
            lambda p, provocation, s, e, d: consent.agreement(p, s, e, provocation, d),
            (scalar(-0.5, 0.5), CHANGE, CHANGE, per_state(0, 1)),
            (0, 1),
        ),
        Case(
            "approved",
            lambda _, rule, *x: consent.approved(*x, rule),
            (scalar(0, 2, whole=True), FLAG, FLAG, FLAG),
            (0, 1),
        ),
        Case("side_payment", lambda _, p: consent.side_payment(p), (per_state(0, 1),)),
    )


PLAIN = {
    "custom": 0.5, "security": 1, "entrapment": 2, "provocation": 0.3, "dependence": 1,
}  # fmt: skip


def chance(
    security: float = 0,
    entrapment: float = 0,
    provocation: float = 0,
    dependence: float = 0,
) -> float:
    got = consent.agreement(
        record(ConsentParams, **PLAIN),
        jnp.array([float(security)]),
        jnp.array([float(entrapment)]),
        jnp.asarray(float(provocation)),
        jnp.array([float(dependence)]),
    )
    return float(got[0])


def test_a_vote_is_worked_by_hand_in_percentage_points(x64: None) -> None:
    """.5 + 1 * 1.5 - 2 * .5 - .3 * 2 + 1 * .6 = 1."""
    got = chance(security=0.015, entrapment=0.005, provocation=0.02, dependence=0.6)
    assert got == pytest.approx(1 / (1 + np.exp(-1)))


def test_security_and_dependence_make_for_consent_the_rest_against_it() -> None:
    assert chance(security=0.01) > chance() > chance(security=-0.01)
    assert chance(dependence=0.5) > chance()
    assert chance(entrapment=0.01) < chance()
    assert chance(provocation=0.01) < chance()


@pytest.mark.parametrize(
    ("votes", "consensus", "majority", "hub"),
    [
        ((1, 1, 1, 0), 1, 1, 1),
        ((1, 1, 0, 1), 0, 1, 1),
        ((0, 1, 1, 0), 0, 1, 0),
        ((1, 0, 0, 0), 0, 0, 1),
        ((0, 0, 0, 1), 0, 0, 0),
    ],
)
def test_each_rule_counts_votes_its_own_way(
    votes: tuple[int, ...], consensus: int, majority: int, hub: int
) -> None:
    """Three members, the first of them the hub; the fourth actor has no vote."""
    members, leader = jnp.array([1.0, 1, 1, 0]), jnp.array([1.0, 0, 0, 0])
    cast = jnp.array(votes, dtype=float)
    got = [
        consent.approved(cast, members, leader, jnp.asarray(rule))
        for rule in (CONSENSUS, MAJORITY, HUB)
    ]
    assert got == [consensus, majority, hub]


def test_half_of_the_votes_are_no_majority() -> None:
    votes, members = jnp.array([1.0, 1, 0, 0]), jnp.ones(4)
    assert consent.approved(votes, members, members, jnp.asarray(MAJORITY)) == 0


@given(
    st.lists(st.booleans(), min_size=ACTORS, max_size=ACTORS),
    st.integers(0, ACTORS - 1),
    st.sampled_from([CONSENSUS, MAJORITY, HUB]),
)
def test_one_more_yes_never_stops_a_move(
    votes: list[bool], convert: int, rule: float
) -> None:
    members, hub = jnp.ones(ACTORS), jnp.zeros(ACTORS).at[0].set(1.0)
    before = jnp.asarray(votes, float)
    after = before.at[convert].set(1.0)
    passed = consent.approved(before, members, hub, jnp.asarray(rule))
    assert consent.approved(after, members, hub, jnp.asarray(rule)) >= passed


@pytest.mark.parametrize("agrees", [0.02, 0.4, 0.98])
def test_a_side_payment_turns_half_of_the_refusals(agrees: float) -> None:
    worth = consent.side_payment(jnp.asarray(agrees))
    odds = agrees / (1 - agrees) * np.exp(worth)
    assert odds / (1 + odds) == pytest.approx((1 + agrees) / 2, rel=1e-5)
