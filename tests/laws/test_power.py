"""Power: who can bring what to bear, each state counted once."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.obligations import (
    PAIRS,
    Case,
    Obligations,
    per_pair,
    per_state,
    record,
    scalar,
)

from detente.laws import power
from detente.laws.power import PowerParams

SHARE = st.floats(0, 1)
FORCE = st.floats(0, 1e4)

BEARING = ((10.0, 4.0, 6.0), (5.0, 8.0, 2.0), (3.0, 1.0, 12.0))
CONTENT = ((0.0, 0.5, 0.2), (0.5, 0.0, 0.4), (0.2, 0.4, 0.0))
CREDIBILITY = (0.9, 0.8, 0.5)


class TestObligations(Obligations):
    law = power
    cases = (
        Case("force", power.force, (per_state(-5, 16), per_state(0, 3000)), (0, 1e9)),
        Case("reach", power.reach, (per_pair(0, 20000),), (0, 1)),
        Case(
            "bearing",
            lambda _, *x: power.bearing(*x, PAIRS),
            (per_state(0, 100), per_pair(0, 1), per_state(0, 1), per_pair(0, 1)),
            (0, 200),
        ),
        Case(
            "balance",
            lambda _, *x: tuple(power.balance(*x, PAIRS)),
            (per_pair(0, 100), per_pair(0, 1), per_state(0, 1)),
            (0, 1e3),
        ),
        Case(
            "separated",
            lambda _, apart, *x: tuple(
                power.separated(power.balance(*x, PAIRS), apart)
            ),
            (per_pair(0, 1), per_pair(0, 100), per_pair(0, 1), per_state(0, 1)),
            (0, 1e3),
        ),
        Case(
            "Balance.sides",
            lambda _, offence, *x: power.balance(*x, PAIRS).sides(offence, PAIRS),
            (scalar(0, 1), per_pair(0, 100), per_pair(0, 1), per_state(0, 1)),
        ),
    )


def sides(
    bearing: np.ndarray, content: np.ndarray, credibility: np.ndarray, offence: float
) -> tuple[np.ndarray, np.ndarray]:
    figures = (jnp.asarray(x, float) for x in (bearing, content, credibility))
    parts = power.balance(*figures, PAIRS)
    attack, defence = parts.sides(jnp.asarray(float(offence)), PAIRS)
    return np.asarray(attack), np.asarray(defence)


def test_force_is_a_weighted_mean_of_capital_and_soldiers(x64: None) -> None:
    """Q = 1/4: 81^(3/4) * 16^(1/4) = 27 * 2."""
    params = record(PowerParams, manpower=0.25)
    got = power.force(params, jnp.log(jnp.array([81.0])), jnp.array([16.0]))
    assert got == pytest.approx(54)


def test_strength_falls_with_distance_as_in_boulding(x64: None) -> None:
    """Lambda = .2 per 1000 km: e^-.7 is left after 3500 km, all of it at home."""
    params = record(PowerParams, loss=0.2)
    got = power.reach(params, jnp.array([0.0, 3500.0]))
    np.testing.assert_allclose(got, [1, 0.49658530379], rtol=1e-10)


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0.01, 1))
def test_two_legs_of_a_way_wear_strength_down_like_the_whole_way(
    first: float, second: float, loss: float
) -> None:
    params = record(PowerParams, loss=loss)
    legs = power.reach(params, jnp.array([first, second]))
    whole = power.reach(params, jnp.array([first + second]))
    assert jnp.prod(legs) == pytest.approx(float(whole[0]), rel=1e-4)
    assert float(whole[0]) <= float(jnp.min(legs)) + 1e-6


def test_forces_posted_abroad_weigh_there_and_are_missed_at_home(x64: None) -> None:
    """100 (.8 * .5 + .1) = 50 with actor 0, 80 at home.

    Actor 1 has 100, a fifth of it abroad, half of that with actor 0; phi = 1/2.
    """
    reach = jnp.full((3, 3), 0.5).at[jnp.diag_indices(3)].set(1.0)
    strength, away = jnp.array([10.0, 100.0, 10.0]), jnp.array([0, 0.2, 0])
    posted = jnp.zeros((3, 3)).at[0, 1].set(0.1)
    got = power.bearing(strength, reach, away, posted, PAIRS)
    np.testing.assert_allclose(got[:, 1], [50, 80, 40])


def test_three_actors_worked_by_hand(x64: None) -> None:
    """Help in attack is .3 of that in defence; when 1 attacks 0, 2 is a friend of both.

    Q_01 = 4 + .3 * 6 * .4 (1 - .5 * .2) = 4.648
    P_01 = 10 + .5 * .2 * 6 (1 - .3 * .4) = 10.528

    and when 0 attacks 1:

    Q_10 = 5 + .3 * 2 * .2 (1 - .5 * .4) = 5.096
    P_10 = 8 + .5 * .4 * 2 (1 - .3 * .2) = 8.376
    """
    attack, defence = sides(BEARING, CONTENT, CREDIBILITY, 0.3)
    assert attack[0, 1] == pytest.approx(4.648)
    assert defence[0, 1] == pytest.approx(10.528)
    assert attack[1, 0] == pytest.approx(5.096)
    assert defence[1, 0] == pytest.approx(8.376)


def test_without_ties_each_side_has_only_itself() -> None:
    attack, defence = sides(BEARING, np.zeros((3, 3)), CREDIBILITY, 1)
    off = ~np.eye(3, dtype=bool)
    np.testing.assert_allclose(attack[off], np.asarray(BEARING)[off])
    np.testing.assert_allclose(defence, np.tile(np.diag(BEARING)[:, None], 3))


def test_an_attacker_gives_its_victim_no_help() -> None:
    alone = np.zeros((3, 3))
    tied = alone.copy()
    tied[0, 1] = tied[1, 0] = 1
    for content in (alone, tied):
        _, defence = sides(BEARING, content, CREDIBILITY, 1)
        assert defence[0, 1] == BEARING[0][0]


def test_a_firm_ally_of_both_sides_helps_neither() -> None:
    content = np.array([[0, 0, 1], [0, 0, 1], [1, 1, 0]])
    attack, defence = sides(BEARING, content, np.ones(3), 1)
    assert attack[0, 1] == BEARING[0][1]
    assert defence[0, 1] == BEARING[0][0]


@given(SHARE, SHARE, SHARE, SHARE, st.lists(FORCE, min_size=9, max_size=9))
def test_a_third_state_never_adds_more_than_its_force_to_both_sides_together(
    with_victim: float,
    with_attacker: float,
    credibility: float,
    offence: float,
    forces: list[float],
) -> None:
    bearing = np.reshape(forces, (3, 3))
    content = np.array(
        [[0, 0, with_victim], [0, 0, with_attacker], [with_victim, with_attacker, 0]]
    )
    attack, defence = sides(bearing, content, np.full(3, credibility), offence)
    to_attack = attack[0, 1] - bearing[0, 1]
    to_defence = defence[0, 1] - bearing[0, 0]
    slack = 1e-5 * bearing.max() + 1e-6
    assert to_attack >= -slack
    assert to_defence >= -slack
    assert to_attack + to_defence <= bearing[0, 2] + slack


def test_a_friend_that_is_believed_strengthens_defence_and_weakens_attack() -> None:
    doubted, believed = (
        sides(BEARING, CONTENT, (0.9, 0.8, rho), 0.3) for rho in (0.2, 0.9)
    )
    assert believed[1][0, 1] > doubted[1][0, 1]
    assert believed[0][0, 1] < doubted[0][0, 1]


def test_another_unit_of_money_leaves_the_balance_as_it_is() -> None:
    params = record(PowerParams, manpower=0.25)
    soldiers = jnp.array([200.0, 1000.0, 50.0])
    ratios = []
    for unit in (0.0, np.log(1000.0)):
        stock = jnp.array([10.0, 11.0, 9.0]) + unit
        strength = power.force(params, stock, soldiers)
        bearing = np.broadcast_to(strength, (3, 3))
        attack, defence = sides(bearing, CONTENT, CREDIBILITY, 0.3)
        ratios.append(attack / defence)
    np.testing.assert_allclose(ratios[0], ratios[1], rtol=1e-4)


def test_forces_kept_apart_attack_less_and_defend_as_before(x64: None) -> None:
    """Without friends: 4 against actor 0, a quarter of it kept away, is 3."""
    parts = power.balance(jnp.array(BEARING), jnp.zeros((3, 3)), jnp.ones(3), PAIRS)
    apart = jnp.zeros((3, 3)).at[0, 1].set(0.25)
    attack, defence = power.separated(parts, apart).sides(jnp.asarray(0.5), PAIRS)
    before = parts.sides(jnp.asarray(0.5), PAIRS)
    assert (before[0][0, 1], attack[0, 1]) == (4, 3)
    np.testing.assert_array_equal(defence, before[1])
    np.testing.assert_array_equal(attack[1:], before[0][1:])
