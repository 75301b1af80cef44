"""Alignment: ties climb or fall a rung a year."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.obligations import (
    PAIRS,
    Case,
    Obligations,
    grid,
    per_pair,
    per_state,
    record,
)

from detente.laws import alignment
from detente.laws.alignment import Alignment, AlignmentParams

SHARE = st.floats(0, 1)
CHANCES = (per_pair(0, 0.5), per_pair(0, 0.45))


class TestObligations(Obligations):
    law = alignment
    cases = (
        Case(
            "Alignment.sample",
            lambda _, u, *x: Alignment(*x).sample(u),
            (per_pair(0, 1), *CHANCES),
            (-1, 1),
        ),
        Case(
            "Alignment.log_prob",
            lambda _, step, *x: Alignment(*x).log_prob(step),
            (per_pair(-1, 1, whole=True, loose=True), *CHANCES),
            (np.log(1e-30), 0),
        ),
        Case(
            "steps",
            lambda p, *x: tuple(alignment.steps(p, *x, PAIRS)),
            (
                per_pair(0, 1),
                per_pair(0, 1),
                per_pair(0, 3),
                per_pair(0, 3),
                per_pair(-1, 1),
                per_state(0, 1),
                per_pair(0, 4, whole=True),
                per_pair(0, 4, whole=True),
                per_pair(0, 1, whole=True),
            ),
            (0, 1),
        ),
    )


PLAIN = {
    "climb": np.log(0.5), "fall": np.log(0.5), "shared": 4, "mutual": 3, "friends": 1,
    "affinity": np.log(2), "bandwagon": 0, "notoriety": 1, "remote": np.log(4),
}  # fmt: skip


def steps(params: dict[str, float] | None = None, **given: float) -> Alignment:
    """Return the distribution when every pair of three actors is alike."""
    names = ("threat", "threat_back", "shared", "friends", "affinity", "feared")
    usual = dict.fromkeys(names, 0.0) | {"tie": 2.0, "floor": 0.0, "remote": 0.0}
    usual |= given
    inputs: dict[str, Any] = {k: jnp.full((3, 3), float(v)) for k, v in usual.items()}
    inputs["feared"] = inputs["feared"][0]
    laws = record(AlignmentParams, **(PLAIN | (params or {})))
    return alignment.steps(laws, **inputs, pairs=PAIRS)


def chances(law: Alignment) -> tuple[float, float]:
    return float(law.climb[0, 1]), float(law.fall[0, 1])


def test_without_reasons_ties_move_at_their_base_rate(x64: None) -> None:
    """Odds 1/2 of a step up and 1/2 of one down against 1 of none: 1/4 each."""
    assert chances(steps()) == pytest.approx((0.25, 0.25))


def test_a_reason_to_tie_raises_the_odds_up_and_lowers_those_down(x64: None) -> None:
    """Affinity 1 at log 2: odds 1 up and 1/4 down, so 4/9 and 1/9."""
    assert chances(steps(affinity=1)) == pytest.approx((4 / 9, 1 / 9))


def test_all_reasons_add_up(x64: None) -> None:
    """The value is .34 + .5 log 2.

    Shared 4 u(.25) = .8, mutual -3 (.1 + .2), friends u(1) = .5, affinity .5 log 2,
    bandwagon .5 * .2, notoriety -.4 * .4.
    """
    law = steps(
        {"bandwagon": 0.5},
        threat=0.1,
        threat_back=0.2,
        shared=0.25,
        friends=1,
        affinity=0.5,
        feared=0.4,
    )
    up, down = 0.5 * np.exp(0.34) * 2**0.5, 0.5 / (np.exp(0.34) * 2**0.5)
    total = 1 + up + down
    assert chances(law) == pytest.approx((up / total, down / total))


@pytest.mark.parametrize("name", ["shared", "friends", "affinity"])
def test_ties_are_furthered_by(name: str) -> None:
    up, down = chances(steps(**{name: 0.8}))
    less_up, less_down = chances(steps(**{name: 0.1}))
    assert up > less_up
    assert down < less_down


@pytest.mark.parametrize("name", ["threat", "threat_back", "feared"])
def test_ties_are_hindered_by(name: str) -> None:
    up, down = chances(steps(**{name: 0.8}))
    less_up, less_down = chances(steps(**{name: 0.1}))
    assert up < less_up
    assert down > less_down


def test_whoever_bandwagons_ties_with_whom_it_fears() -> None:
    calm = chances(steps({"bandwagon": 4}))
    afraid = chances(steps({"bandwagon": 4}, threat=0.8))
    assert afraid[0] > calm[0]


def test_the_top_of_the_ladder_and_the_floor_hold() -> None:
    assert chances(steps(tie=4))[0] == 0
    assert chances(steps(tie=2, floor=2))[1] == 0
    assert chances(steps(tie=0, floor=0))[1] == 0
    assert min(chances(steps(tie=3, floor=2))) > 0


def test_remote_pairs_climb_less_and_fall_as_others_do() -> None:
    # Odds against staying 1 : 1/2 : 1/2; the climb's falls to a quarter of it.
    assert chances(steps()) == pytest.approx((1 / 4, 1 / 4))
    assert chances(steps(remote=1)) == pytest.approx((1 / 13, 4 / 13))


def test_nobody_ties_with_itself() -> None:
    law = steps()
    np.testing.assert_array_equal(jnp.diag(law.climb), 0)
    np.testing.assert_array_equal(jnp.diag(law.fall), 0)


def test_both_orders_of_a_pair_move_alike() -> None:
    rng = np.random.default_rng(0)
    x = jnp.asarray(rng.uniform(0, 1, (4, 3, 3)), jnp.float32)
    threat, (shared, friends, affinity) = x[0], x[1:] + jnp.swapaxes(x[1:], 1, 2)
    law = alignment.steps(
        record(AlignmentParams, **PLAIN), threat, threat.T, shared, friends, affinity,
        jnp.array([0.1, 0.5, 0.9]), jnp.full((3, 3), 2.0), jnp.zeros((3, 3)),
        jnp.zeros((3, 3)), PAIRS,
    )  # fmt: skip
    jax.tree.map(lambda p: np.testing.assert_allclose(p, p.T, rtol=1e-5), law)


@given(*[SHARE] * 5, st.floats(-1, 1), st.floats(0, 4), st.floats(0, 4))
def test_up_down_and_still_are_probabilities_that_sum_to_one(
    threat: float,
    back: float,
    shared: float,
    friends: float,
    feared: float,
    affinity: float,
    tie: float,
    floor: float,
) -> None:
    law = steps(
        threat=threat,
        threat_back=back,
        shared=shared,
        friends=friends,
        affinity=affinity,
        feared=feared,
        tie=tie,
        floor=floor,
    )
    total = sum(jnp.exp(law.log_prob(jnp.full((3, 3), s))) for s in (-1.0, 0.0, 1.0))
    np.testing.assert_allclose(total, 1, rtol=1e-5)


@pytest.mark.parametrize(("climb", "fall"), [(0.3, 0.2), (0.0, 0.5), (0.5, 0.0)])
def test_steps_are_drawn_as_often_as_their_probability_says(
    climb: float, fall: float
) -> None:
    points = 10_000
    drawn = Alignment(jnp.full(points, climb), jnp.full(points, fall)).sample(
        grid(points)
    )
    law = Alignment(jnp.array(climb), jnp.array(fall))
    for step in (-1.0, 0.0, 1.0):
        probability = jnp.exp(law.log_prob(jnp.array(step)))
        share = jnp.mean(drawn == step)
        assert share == pytest.approx(float(probability), abs=1.5 / points)
