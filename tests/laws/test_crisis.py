"""Crisis: fear and gain are rival causes of a dispute."""

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
    record,
)

from detente.laws import crisis
from detente.laws.crisis import Crisis, CrisisParams

ODDS = st.floats(1e-4, 5)
SHARE = st.floats(0.01, 0.99)
LEVEL = per_pair(0, 4, whole=True)
CONDITION = LEVEL._replace(loose=True)
CHANCE = per_pair(1e-6, 1)
HAZARDS = (per_pair(1e-6, 2), per_pair(0, 2), CHANCE, CHANCE, CHANCE)


def made(
    fear: jax.Array, gain: jax.Array, a: jax.Array, b: jax.Array, c: jax.Array
) -> Crisis:
    """Return a distribution whose severities fall as they must."""
    return Crisis(fear, gain, a, a * b, a * b * c)


class TestObligations(Obligations):
    law = crisis
    cases = (
        Case(
            "Crisis.probability",
            lambda _, z, *x: made(*x).probability(z),
            (per_pair(0, 1), *HAZARDS),
            (0, 1),
        ),
        Case(
            "Crisis.sample",
            lambda _, z, u, *x: made(*x).sample(z, u),
            (per_pair(0, 1), per_pair(0, 1), *HAZARDS),
            (0, 4),
        ),
        Case(
            "Crisis.log_prob",
            lambda _, dispute, *x: made(*x).log_prob(dispute),
            (CONDITION, *HAZARDS),
        ),
        Case(
            "window",
            lambda _, *x: crisis.window(*x),
            (per_pair(0, 1), per_pair(0, 1)),
            (0, 1),
        ),
        Case(
            "relevant",
            lambda _, *x: crisis.relevant(*x),
            (*[per_pair(0, 1, whole=True)] * 3,),
            (0, 1),
        ),
        Case(
            "setting",
            crisis.setting,
            (
                per_pair(0, 1, whole=True),
                per_pair(0, 2e4),
                *[per_pair(0, 1, whole=True)] * 2,
            ),
        ),
        Case(
            "odds",
            crisis.odds,
            (
                per_pair(-9, -4),
                *[per_pair(0, 1)] * 8,
            ),
        ),
        Case("severity", crisis.severity, (per_pair(0, 1), per_pair(0, 1)), (0, 1)),
        Case("severity", crisis.severity, (per_pair(0, 1),) * 3, (0, 1)),
        Case(
            "log_ratio",
            lambda _, *x: crisis.log_ratio(*x),
            (*HAZARDS[:2], CONDITION),
        ),
        Case(
            "expected_log_ratio",
            lambda _, *x: crisis.expected_log_ratio(*x),
            (*HAZARDS[:2], per_pair(0, 1)),
        ),
        Case(
            "heat_update",
            crisis.heat_update,
            (per_pair(0, 1), per_pair(0, 1, whole=True)),
            (0, 1),
        ),
        Case(
            "opposed",
            lambda _, *x: crisis.opposed(*x, PAIRS),
            (LEVEL, per_pair(0, 1, whole=True)),
            (0, 1),
        ),
        Case(
            "involvement",
            lambda _, dispute: crisis.involvement(dispute, PAIRS),
            (LEVEL,),
            (0, 4),
        ),
    )


PLAIN = {
    "base": -7, "gain": 2.5, "fear": 2, "window": 0.7, "embolden": 0.4, "heat": 3.5,
    "contiguity": 1.3, "distance": 0.5, "tie": 1.5, "pact": 0.2, "nuclear": -0.5,
    "preponderance": 0.1, "remote": 2.2,
}  # fmt: skip
INPUTS = {
    "setting": -6.0, "heat": 0.5, "content": 0.2, "protection": 0.5,
    "both_nuclear": 1.0, "gap": 0.7, "fear": 0.3, "window": 0.1, "opportunity": 0.4,
}  # fmt: skip


def odds(**changed: float) -> tuple[float, float]:
    inputs = {name: jnp.asarray(float(x)) for name, x in (INPUTS | changed).items()}
    calm, gain = crisis.odds(record(CrisisParams, **PLAIN), **inputs)
    return float(calm), float(gain)


def example(**changed: float) -> Crisis:
    values = {"fear": 0.02, "gain": 0.05, "display": 0.98, "use": 0.7, "war": 0.03}
    return Crisis(**{k: jnp.asarray(float(v)) for k, v in (values | changed).items()})


def test_what_never_changes_is_worked_by_hand(x64: None) -> None:
    """A border, 1000 km, a pact: -7 + 1.3 - .5 log 2 - .2."""
    got = crisis.setting(
        record(CrisisParams, **PLAIN),
        jnp.array(1.0),
        jnp.array(1000.0),
        jnp.array(1.0),
        jnp.array(0.0),
    )
    assert got == pytest.approx(-5.9 - 0.5 * np.log(2))


def test_a_remote_pair_loses_its_offset_whoever_is_named_first(x64: None) -> None:
    """No border, 3000 km, no pact: -7 - .5 log 4, and 2.2 less where remote."""
    no = jnp.zeros(2)
    got = crisis.setting(
        record(CrisisParams, **PLAIN), no, no + 3000, no, jnp.array([0.0, 1.0])
    )
    assert got == pytest.approx([-7 - np.log(2), -9.2 - np.log(2)])


@given(st.lists(st.booleans(), min_size=3, max_size=3))
def test_relevance_asks_for_a_border_or_a_power_in_either_place(
    flags: list[bool],
) -> None:
    near, major, other = (jnp.array(flag * 1.0) for flag in flags)
    found = crisis.relevant(near, major, other)
    assert found == crisis.relevant(near, other, major)
    assert bool(found) == any(flags)


def test_fear_and_gain_multiply_a_common_base(x64: None) -> None:
    """Base e^-4.92; fear e^.67 of it, gain e - 1 of it.

    -6 + 3.5/2 - 1.5 * .2 + .4/2 - .5 - .1 * .7; 2 * .3 + .7 * .1; 2.5 * .4.
    """
    calm, gain = odds()
    assert calm == pytest.approx(np.exp(-4.92 + 0.67))
    assert gain == pytest.approx(np.exp(-4.92) * (np.e - 1))


def test_a_revisionist_adds_its_odds_to_those_of_fear(x64: None) -> None:
    """.02 / 1.02 and (.02 + .05) / 1.07."""
    law = example()
    assert law.probability(jnp.array(0.0)) == pytest.approx(0.02 / 1.02)
    assert law.probability(jnp.array(1.0)) == pytest.approx(0.07 / 1.07)


def test_severity_agrees_with_the_record_at_its_cut_points() -> None:
    """Cut points 3.89, 1.01, -3.62: 98.1 % beyond threats, 73.5 % force, 2.6 % war."""
    params = record(
        CrisisParams, display=3.89, use=1.01, war=-3.62, stakes=0.2, damping=0.5
    )
    got = crisis.severity(params, jnp.array(0.0), jnp.array(0.0))
    np.testing.assert_allclose(got, [0.981, 0.735, 0.026], atol=1e-3)


def test_only_a_falling_opportunity_opens_a_window() -> None:
    got = crisis.window(jnp.array([0.5, 1.0]), jnp.array([0.8, 0.8]))
    np.testing.assert_allclose(got, [0.3, 0], rtol=1e-6)


def test_both_sides_remember_a_dispute(x64: None) -> None:
    """.85 * .4 = .34 is kept; a dispute goes half of the way left: .34 + .5 * .66."""
    params = record(CrisisParams, memory=0.85, jolt=0.5)
    dispute = jnp.zeros((3, 3)).at[0, 1].set(2.0)
    fought = crisis.opposed(dispute, jnp.zeros((3, 3)), PAIRS)
    after = crisis.heat_update(params, jnp.full((3, 3), 0.4), fought)
    assert after[0, 1] == after[1, 0] == pytest.approx(0.67)
    assert after[0, 2] == pytest.approx(0.34)


def test_who_joins_a_side_meets_those_whom_it_met() -> None:
    """A attacks B and C joins A: B stands against both; A and C not against another."""
    dispute = jnp.zeros((3, 3)).at[0, 1].set(3.0)
    joined = jnp.zeros((3, 3)).at[2, 0].set(1.0)
    fought = crisis.opposed(dispute, joined, PAIRS)
    np.testing.assert_array_equal(fought, [[0, 1, 0], [1, 0, 1], [0, 1, 0]])


def test_involvement_is_the_gravest_dispute_by_role() -> None:
    dispute = jnp.array([[0, 3.0, 0], [1, 0, 0], [0, 4, 0]])
    as_origin, as_target = crisis.involvement(dispute, PAIRS)
    np.testing.assert_array_equal(as_origin, [3, 1, 4])
    np.testing.assert_array_equal(as_target, [1, 4, 0])


@pytest.mark.parametrize("name", ["heat", "protection", "fear", "window"])
def test_a_seeker_is_moved_by(name: str) -> None:
    assert odds(**{name: 0.9})[0] > odds(**{name: 0.1})[0]


@pytest.mark.parametrize("name", ["content", "both_nuclear", "gap"])
def test_both_causes_are_restrained_by(name: str) -> None:
    more, less = odds(**{name: 0.9}), odds(**{name: 0.1})
    assert more[0] < less[0]
    assert more[1] < less[1]


def test_fear_does_not_move_gain_nor_opportunity_fear() -> None:
    assert odds(fear=0.9)[1] == odds(fear=0.1)[1]
    assert odds(opportunity=0.9)[0] == odds(opportunity=0.1)[0]
    assert odds(opportunity=0.9)[1] > odds(opportunity=0.1)[1]


def test_fear_and_gain_are_rival_causes_of_equal_reach(x64: None) -> None:
    """The same reaction to the same figure: gain falls short by one base, no more."""
    params = record(CrisisParams, **(PLAIN | {"gain": 2, "fear": 2}))
    inputs = INPUTS | {"fear": 0.6, "opportunity": 0.6, "window": 0}
    values = {name: jnp.asarray(float(x)) for name, x in inputs.items()}
    calm, gain = crisis.odds(params, **values)
    assert gain / calm == pytest.approx(1 - np.exp(-1.2))


def test_without_opportunity_a_revisionist_behaves_like_a_seeker() -> None:
    assert odds(opportunity=0.0)[1] == 0


def test_the_far_quarrel_less() -> None:
    far = jnp.array([0.0, 500.0, 5000.0])
    no = jnp.zeros(3)
    got = crisis.setting(record(CrisisParams, **PLAIN), no, far, no, no)
    assert jnp.all(jnp.diff(got) < 0)


def test_nuclear_arms_damp_and_memory_raises_severity() -> None:
    params = record(CrisisParams, display=4, use=1, war=-3.6, stakes=0.2, damping=0.5)
    zero, one = jnp.array(0.0), jnp.array(1.0)
    calm = np.array(crisis.severity(params, zero, zero))
    assert np.all(np.array(crisis.severity(params, one, zero)) > calm)
    assert np.all(np.array(crisis.severity(params, zero, one)) < calm)


@given(*[st.floats(-8, 8)] * 3, SHARE, SHARE)
def test_the_graver_the_rarer_whatever_the_cut_points(
    display: float, use: float, war: float, heat: float, nuclear: float
) -> None:
    params = record(
        CrisisParams, display=display, use=use, war=war, stakes=-1.0, damping=0.5
    )
    shown, used, fought = crisis.severity(params, jnp.array(heat), jnp.array(nuclear))
    assert 1 >= shown >= used >= fought >= 0


@given(ODDS, st.floats(0, 5), SHARE, SHARE, SHARE)
def test_the_probabilities_of_all_severities_sum_to_one(
    fear: float, gain: float, a: float, b: float, c: float
) -> None:
    law = made(*[jnp.full(5, x) for x in (fear, gain, a, b, c)])
    for log_prob in law.log_prob(jnp.arange(5.0)):
        assert jnp.sum(jnp.exp(log_prob)) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("motive", [0, 1])
def test_severities_are_drawn_as_often_as_their_probability_says(motive: int) -> None:
    law = example(fear=0.3, gain=0.5, war=0.2)
    points = 10_000
    drawn = law.sample(jnp.full(points, float(motive)), grid(points))
    for severity in range(5):
        probability = jnp.exp(law.log_prob(jnp.array(float(severity)))[motive])
        share = jnp.mean(drawn == severity)
        assert share == pytest.approx(float(probability), abs=1.5 / points)


@given(ODDS, st.floats(0, 5), st.integers(0, 4))
def test_the_log_ratio_is_the_difference_of_log_probabilities(
    fear: float, gain: float, severity: int
) -> None:
    """Severity itself tells nothing: it is the same for both motives."""
    law = example(fear=fear, gain=gain)
    seeker, revisionist = law.log_prob(jnp.asarray(float(severity)))
    acted = jnp.asarray(float(severity > 0))
    got = crisis.log_ratio(law.fear, law.gain, acted)
    assert got == pytest.approx(float(revisionist - seeker), abs=1e-5)
    assert got >= -1e-6 if severity else got <= 1e-6


def test_the_expected_log_ratio_lies_between_acting_and_not() -> None:
    law = example()
    idle, acted = crisis.log_ratio(law.fear, law.gain, jnp.array([0.0, 1.0]))
    got = crisis.expected_log_ratio(law.fear, law.gain, jnp.array([0, 0.25, 1.0]))
    np.testing.assert_allclose(
        got, [idle, 0.75 * idle + 0.25 * acted, acted], rtol=1e-5
    )


def test_an_act_that_fear_explains_tells_little() -> None:
    """Kydd's point: the likelier a seeker acts, the less an act reads as malice."""
    fears = jnp.array([0.001, 0.01, 0.1, 1.0])
    ratio = crisis.log_ratio(fears, jnp.full(4, 0.05), jnp.ones(4))
    assert jnp.all(jnp.diff(ratio) < 0)


def test_the_slope_is_finite_where_nobody_could_act() -> None:
    slopes = jax.grad(crisis.log_ratio, argnums=(0, 1))(
        jnp.array(0.0), jnp.array(0.0), jnp.array(0.0)
    )
    assert all(np.isfinite(slope) for slope in slopes)


@given(SHARE, SHARE, SHARE, st.booleans())
def test_heat_stays_between_zero_and_one_and_fades_in_peace(
    memory: float, jolt: float, heat: float, began: bool
) -> None:
    params = record(CrisisParams, memory=memory, jolt=jolt)
    after = crisis.heat_update(
        params, jnp.full((3, 3), heat), jnp.full((3, 3), 1.0 * began)
    )
    assert jnp.all((after >= 0) & (after <= 1))
    assert began or jnp.all(after < heat)


def test_a_hotline_takes_its_share_off_the_odds_of_growing(x64: None) -> None:
    params = record(CrisisParams, display=1, use=0, war=-3, stakes=0.2, damping=0.5)
    zero = jnp.array(0.0)
    before = np.array(crisis.severity(params, zero, zero))
    after = np.array(crisis.severity(params, zero, zero, jnp.array(0.25)))
    np.testing.assert_allclose(after / (1 - after), 0.75 * before / (1 - before))
