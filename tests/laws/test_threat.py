"""Threat: belief in malice times what malice could achieve."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.obligations import Case, Obligations, per_pair, record

from detente.dynamics.pairs import Dense
from detente.laws import power, threat
from detente.laws.threat import ThreatParams

FORCE = st.floats(0.1, 1e4)


class TestObligations(Obligations):
    law = threat
    cases = (
        Case("contest", threat.contest, (per_pair(0, 50), per_pair(0, 50)), (0, 1)),
        Case(
            "threat",
            lambda _, *x: threat.threat(*x),
            (per_pair(0, 1), per_pair(0, 1)),
            (0, 0.999),
        ),
        Case(
            "exposure",
            lambda _, *x: threat.exposure(*x),
            (per_pair(0, 0.999), per_pair(0, 50), per_pair(1, 50)),
        ),
    )


def even(decisiveness: float = 1.0) -> ThreatParams:
    return record(ThreatParams, advantage=1, decisiveness=decisiveness)


def test_twice_the_force_wins_four_times_in_five_when_force_counts_squared(
    x64: None,
) -> None:
    """Mu = 2: 2^2 / (2^2 + 1^2)."""
    got = threat.contest(even(2), jnp.array(2.0), jnp.array(1.0))
    assert got == pytest.approx(0.8, rel=1e-8)


def test_the_offence_defence_balance_multiplies_the_force_of_the_attacker(
    x64: None,
) -> None:
    """Omega = 1.5 makes 2 against 3 an even contest."""
    params = record(ThreatParams, advantage=1.5, decisiveness=3)
    assert threat.contest(params, jnp.array(2.0), jnp.array(3.0)) == pytest.approx(0.5)


def test_threat_is_belief_times_success_and_never_certain() -> None:
    got = threat.threat(jnp.array([0.25, 1.0]), jnp.array([0.8, 1.0]))
    np.testing.assert_allclose(got, [0.2, 0.999])


def test_a_member_of_a_coalition_weighs_by_its_share_in_it(x64: None) -> None:
    """A member that brings half: (1/2) log(1 - .2)."""
    got = threat.exposure(jnp.array(0.2), jnp.array(1.0), jnp.array(2.0))
    assert got == pytest.approx(0.5 * np.log(0.8))


@pytest.mark.parametrize("members", [1, 2, 5])
def test_equal_members_that_fight_as_one_are_feared_once(members: int) -> None:
    """M allies of weight 1/m each bind one another wholly: T_i is the fear of one."""
    n = members + 1
    pairs = Dense(n)
    bearing = jnp.full((n, n), 12.0 / members).at[0, 0].set(6.0)
    allied = np.ones((n, n)) - np.eye(n)
    allied[0] = allied[:, 0] = 0
    parts = power.balance(bearing, jnp.asarray(allied), jnp.ones(n), pairs)
    attack, defence = parts.sides(jnp.asarray(1.0), pairs)
    fear = threat.threat(jnp.full((n, n), 0.3), threat.contest(even(), attack, defence))
    total = 1 - jnp.exp(pairs.rows(threat.exposure(fear, parts.own_attack, attack)))
    assert total[0] == pytest.approx(0.3 * 12 / 18, rel=1e-5)


def test_separate_enemies_add_up() -> None:
    """Two that fight alone, T = .2 each: 1 - .8 * .8."""
    fear = jnp.full(2, 0.2)
    total = 1 - jnp.exp(jnp.sum(threat.exposure(fear, jnp.ones(2), jnp.ones(2))))
    assert total == pytest.approx(0.36, rel=1e-5)


def test_success_rises_with_attack_and_falls_with_defence() -> None:
    forces = jnp.array([0.0, 1.0, 2.0, 4.0])
    assert jnp.all(jnp.diff(threat.contest(even(), forces, jnp.ones(4))) > 0)
    assert jnp.all(jnp.diff(threat.contest(even(), jnp.ones(4), forces)) < 0)


def test_no_force_means_no_threat_and_no_defence_means_a_sure_one() -> None:
    nothing, something = jnp.zeros(1), jnp.ones(1)
    assert threat.contest(even(), nothing, something) == pytest.approx(0, abs=1e-8)
    assert threat.contest(even(), something, nothing) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("decisiveness", [0.2, 1.0, 5.0])
@pytest.mark.parametrize(("attack", "defence"), [(0.0, 1.0), (1e6, 0.0), (0.0, 0.0)])
def test_a_hopeless_contest_has_a_finite_slope(
    decisiveness: float, attack: float, defence: float
) -> None:
    success, slopes = jax.value_and_grad(threat.contest, argnums=(0, 1, 2))(
        even(decisiveness), jnp.asarray(attack), jnp.asarray(defence)
    )
    assert 0 <= success <= 1
    assert all(np.isfinite(leaf) for leaf in jax.tree.leaves(slopes))


@given(FORCE, FORCE, st.floats(0.2, 3), st.floats(0.001, 1000))
def test_one_side_wins_and_the_unit_of_force_does_not_matter(
    attack: float, defence: float, decisiveness: float, unit: float
) -> None:
    params = even(decisiveness)
    a, d = jnp.asarray(attack), jnp.asarray(defence)
    wins = threat.contest(params, a, d)
    assert wins + threat.contest(params, d, a) == pytest.approx(1, abs=1e-4)
    assert threat.contest(params, unit * a, unit * d) == pytest.approx(
        float(wins), abs=1e-4
    )
