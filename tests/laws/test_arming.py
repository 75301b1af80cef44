"""Arming: spending moves towards the burden that fear calls for."""

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
    per_state,
    record,
    scalar,
)

from detente.laws import arming
from detente.laws.arming import ArmingParams, Growth

GROWTH = st.floats(-1, 1)
SCALE = scalar(0.05, 0.5)


class TestObligations(Obligations):
    law = arming
    cases = (
        Case(
            "Growth.mean",
            lambda _, s, r, b, z: Growth(s, r, b).mean(z),
            (per_state(-1, 1), per_state(-1, 1), SCALE, per_state(0, 1)),
        ),
        Case(
            "Growth.sample",
            lambda _, s, r, b, z, u: Growth(s, r, b).sample(z, u),
            (
                per_state(-1, 1),
                per_state(-1, 1),
                SCALE,
                per_state(0, 1),
                per_state(2**-24, 1 - 2**-24),
            ),
        ),
        Case(
            "Growth.log_prob",
            lambda _, s, r, b, g: Growth(s, r, b).log_prob(g),
            (per_state(-1, 1), per_state(-1, 1), SCALE, per_state(-1, 1)),
        ),
        Case(
            "habit", lambda _, *x: arming.habit(*x), (per_state(0, 60), per_state(0, 3))
        ),
        Case(
            "habit_update",
            arming.habit_update,
            (per_state(-6, 0), per_state(-6, 0), per_state(-8, -0.5)),
        ),
        Case(
            "desire",
            arming.desire,
            (per_state(-6, 0), per_state(0, 1), per_state(0, 1)),
        ),
        Case(
            "allowed",
            lambda _, *x: arming.allowed(*x),
            (per_state(-5, 16), per_state(-0.5, 0.5), per_state(-5, 16)),
        ),
        Case(
            "expected_growth",
            arming.expected_growth,
            (per_pair(-6, 3), per_pair(0, 8), per_pair(-0.1, 0.1)),
        ),
        Case(
            "log_ratio",
            lambda _, scale, *x: arming.log_ratio(*x, scale),
            (SCALE, per_pair(-1, 1), per_pair(-1, 1), per_pair(-1, 1)),
        ),
        Case(
            "expected_log_ratio",
            lambda _, scale, *x: arming.expected_log_ratio(*x, scale),
            (SCALE, per_pair(-1, 1), per_pair(-1, 1), per_pair(-1, 1)),
        ),
        Case("steady_stock", arming.steady_stock, (per_state(0, 14), per_state(-5, 9))),
        Case("stock_update", arming.stock_update, (per_state(0, 16), per_state(0, 14))),
    )


def reactions(**more: float) -> ArmingParams:
    values = {"threat": 1.5, "motive": 0.3, "protection": -0.2, "speed": 0.15}
    return record(ArmingParams, **(values | more))


def test_fear_raises_and_protection_lowers_the_desired_burden(x64: None) -> None:
    """-4 + 1.5 * .2 - .2 * .5."""
    got = arming.desire(
        reactions(), jnp.array([-4.0]), jnp.array([0.2]), jnp.array([0.5])
    )
    assert got == pytest.approx(-3.8)


def test_a_share_of_the_gap_to_the_desired_burden_is_closed_in_a_year(
    x64: None,
) -> None:
    """A quarter of GDP is spent; .15 log 2 + .02 and .15 log 3 + .02.

    The seeker wants half of it, the revisionist (log 3 more) three quarters.
    """
    params = reactions(motive=np.log(3))
    seeker, revisionist = arming.expected_growth(
        params, jnp.array(0.0), jnp.log(jnp.array(4.0)), jnp.array(0.02)
    )
    assert seeker == pytest.approx(0.15 * np.log(2) + 0.02)
    assert revisionist == pytest.approx(0.15 * np.log(3) + 0.02)


def test_what_is_spent_becomes_usual(x64: None) -> None:
    """A tenth of the way from the desired 2 % to the 4 % spent, in log odds."""
    wish = jnp.log(jnp.array([0.02 / 0.98]))
    after = arming.habit_update(
        reactions(custom=0.1), wish - 0.3, wish, jnp.log(jnp.array([0.04]))
    )
    odds = np.log(0.04 / 0.96) - np.log(0.02 / 0.98)
    assert after - (wish - 0.3) == pytest.approx(0.1 * odds)


def test_habit_makes_the_burden_at_the_start_the_desired_one(x64: None) -> None:
    """Two per cent of GDP: log(.02/.98) less a drive of .5; so nothing to close."""
    drive = jnp.array([0.5])
    habit = arming.habit(jnp.array([2.0]), drive)
    assert habit == pytest.approx(np.log(0.02 / 0.98) - 0.5)
    gap = -jnp.log(jnp.array([0.02]))
    seeker, _ = arming.expected_growth(reactions(), habit + drive, gap, jnp.zeros(1))
    assert seeker == pytest.approx(0, abs=1e-12)


def test_a_richardson_race_has_fatigue_so_it_settles(x64: None) -> None:
    """Complete fear for ever: spending stops at the desired burden, below GDP."""
    params = reactions(threat=5.0)
    wish = arming.desire(params, jnp.array([-3.0]), jnp.ones(1), jnp.zeros(1))
    log_burden = jnp.log(jnp.array([0.02]))
    for _ in range(200):
        grown, _ = arming.expected_growth(params, wish, -log_burden, jnp.zeros(1))
        log_burden = log_burden + grown
    share = jnp.exp(log_burden)
    assert share == pytest.approx(1 / (1 + np.exp(-2)))
    assert share < 1


def test_spending_answers_fear_and_aims_and_tires_of_itself() -> None:
    fears = jnp.array([0.0, 0.5, 1.0])
    wish = arming.desire(reactions(), jnp.full(3, -4.0), fears, jnp.zeros(3))
    gap = jnp.full(3, 3.5)
    seeker, revisionist = arming.expected_growth(reactions(), wish, gap, jnp.zeros(3))
    assert jnp.all(jnp.diff(seeker) > 0)
    assert jnp.all(revisionist > seeker)
    tired, _ = arming.expected_growth(reactions(), wish, gap - 1, jnp.zeros(3))
    assert jnp.all(tired < seeker)


def test_the_density_of_growth_integrates_to_one_and_has_its_mean(x64: None) -> None:
    law = Growth(jnp.array(0.02), jnp.array(0.1), jnp.array(0.12))
    x = jnp.linspace(-4, 4, 80_001)
    for motive, log_density in enumerate(law.log_prob(x)):
        density = jnp.exp(log_density)
        assert np.trapezoid(density, x) == pytest.approx(1, abs=1e-6)
        mean = np.trapezoid(density * x, x)
        assert mean == pytest.approx(float(law.mean(jnp.array(motive))), abs=1e-6)


@pytest.mark.parametrize("motive", [0, 1])
def test_drawn_growth_falls_at_the_quantiles_of_its_density(
    x64: None, motive: int
) -> None:
    """The integral of the density up to the draw at u is u."""
    law = Growth(jnp.array(0.02), jnp.array(0.1), jnp.array(0.12))
    x = jnp.linspace(-4, 4, 160_001)
    density = np.exp(np.asarray(law.log_prob(x)[motive]))
    below = np.concatenate([[0], np.cumsum((density[1:] + density[:-1]) / 2)])
    u = grid(40)
    drawn = law.sample(jnp.full(40, float(motive)), u)
    got = np.interp(drawn, x, below * (x[1] - x[0]))
    np.testing.assert_allclose(got, u, atol=1e-5)


def test_the_standard_deviation_is_the_scale_times_root_two(x64: None) -> None:
    law = Growth(jnp.array(0.0), jnp.array(0.0), jnp.array(0.12))
    drawn = law.sample(jnp.zeros(100_000), grid(100_000))
    assert jnp.std(drawn) == pytest.approx(0.12 * np.sqrt(2), rel=1e-3)


def test_no_chance_is_so_small_that_a_draw_is_not_finite() -> None:
    law = Growth(jnp.zeros(3), jnp.zeros(3), jnp.asarray(0.12))
    u = jnp.array([2.0**-24, 0.5, 1 - 2.0**-24])
    drawn = law.sample(jnp.zeros(3), u)
    assert jnp.all(jnp.isfinite(drawn))
    assert drawn[1] == 0


@given(GROWTH, GROWTH, st.floats(0, 1), st.floats(0.02, 1))
def test_the_log_ratio_is_the_difference_of_log_densities_and_bounded(
    growth: float, seeker: float, more: float, scale: float
) -> None:
    law = Growth(jnp.asarray(seeker), jnp.asarray(seeker + more), jnp.asarray(scale))
    act = jnp.asarray(growth)
    low, high = law.log_prob(act)
    got = arming.log_ratio(act, law.seeker, law.revisionist, law.scale)
    slack = 1e-5 * (1 + 2 / scale)
    assert got == pytest.approx(float(high - low), abs=slack)
    assert abs(got) <= more / scale + slack


def test_the_more_growth_the_more_it_tells_of_revision() -> None:
    growth = jnp.linspace(-1, 1, 41)
    ratio = arming.log_ratio(growth, jnp.zeros(41), jnp.full(41, 0.1), jnp.array(0.1))
    assert jnp.all(jnp.diff(ratio) >= -1e-6)


def test_capital_is_what_is_left_and_what_is_bought(x64: None) -> None:
    """A quarter of 8 is lost and 2 bought: 8 again, as steady spending builds up."""
    params = reactions(depreciation=0.25)
    spending, flat = jnp.log(jnp.array([2.0])), jnp.zeros(1)
    stock = arming.steady_stock(params, spending, flat)
    assert jnp.exp(stock) == pytest.approx(8)
    assert jnp.exp(arming.stock_update(params, stock, spending)) == pytest.approx(8)


def test_who_grew_faster_has_built_up_less_from_the_same_spending() -> None:
    """2 % a year: 1 / (1 - .92 exp(-.02)); shrinking counts as standing still."""
    params = reactions(depreciation=0.08)
    stock = arming.steady_stock(params, jnp.zeros(3), jnp.array([-3.0, 0.0, 2.0]))
    np.testing.assert_allclose(jnp.exp(stock), [12.5, 12.5, 10.181514], rtol=1e-5)


def test_another_unit_of_money_shifts_capital_by_itself() -> None:
    params = reactions(depreciation=0.08)
    unit = np.float32(np.log(1000))
    stock, spending = jnp.array([9.0, 11.0]), jnp.array([6.0, 9.0])
    shifted = arming.stock_update(params, stock + unit, spending + unit)
    plain = arming.stock_update(params, stock, spending)
    np.testing.assert_allclose(shifted - unit, plain, rtol=1e-6)


def test_the_expected_log_ratio_is_the_mean_over_noise(x64: None) -> None:
    """Against a fine grid of quantiles of the noise around the mean act."""
    u = (jnp.arange(200_000) + 0.5) / 200_000
    law = arming.Growth(jnp.array([0.03]), jnp.array([0.10]), jnp.array(0.12))
    acts = law.sample(jnp.array([0.0]), u)
    drawn = arming.log_ratio(acts, law.seeker, law.revisionist, law.scale).mean()
    got = arming.expected_log_ratio(law.seeker, law.seeker, law.revisionist, law.scale)
    assert float(got[0]) == pytest.approx(float(drawn), abs=1e-4)


def test_a_limit_binds_whoever_would_grow_faster_and_nobody_else(x64: None) -> None:
    """The seeker plans .15 log 2 = .104, the revisionist .15 log 3 = .165."""
    case = (jnp.array(0.0), jnp.log(jnp.array(4.0)), jnp.array(0.0))
    params = reactions(motive=np.log(3))
    free = arming.expected_growth(params, *case)
    for most, expected in (
        (np.inf, free), (0.12, (free[0], 0.12)), (0.02, (0.02, 0.02)),
    ):  # fmt: skip
        got = arming.expected_growth(params, *case, jnp.array(most))
        np.testing.assert_allclose(got, expected)


def test_under_a_limit_that_binds_both_growth_tells_nothing_of_the_motive() -> None:
    case = (jnp.array(0.0), jnp.log(jnp.array(4.0)), jnp.array(0.0))
    means = arming.expected_growth(reactions(motive=1.0), *case, jnp.array(0.0))
    assert (
        arming.log_ratio(jnp.array([-0.1, 0.0, 0.3]), *means, 0.1).tolist() == [0] * 3
    )


def test_of_two_ceilings_the_lower_one_holds(x64: None) -> None:
    """A freeze at 100 spent, or a level of 80: log .8; no ceiling leaves the other."""
    spent, none = jnp.log(jnp.array([100.0])), jnp.array([np.inf])
    level = jnp.log(jnp.array([80.0]))
    assert arming.allowed(spent, jnp.zeros(1), level) == pytest.approx(np.log(0.8))
    assert arming.allowed(spent, jnp.zeros(1), none) == pytest.approx(0)
