"""Replay: the kernel's own scan over a history, worked on six made-up states."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.record.made_up_history import small_history, with_acts

from detente.core.bits import stream
from detente.lenses.lens import load
from detente.record.fit import FITTED, prior
from detente.record.replay import Replay

YEARS = small_history().years
"""A quiet past."""


@pytest.fixture(scope="module")
def replay() -> Replay:
    return Replay(small_history())


@pytest.fixture(scope="module")
def graded(replay: Replay) -> Any:
    """Return the score and its slopes, compiled once for all pasts."""

    def score(free: Any, span: Any, years: Any) -> Any:
        return replay.of(years).log_likelihood(free, span)

    compiled = jax.jit(jax.value_and_grad(score))
    return lambda free, span, years: compiled(free, np.array(span), years)


@pytest.fixture(scope="module")
def drawn(replay: Replay) -> Any:
    """Return a past drawn under parameters, compiled once for all pasts."""

    @jax.jit
    def acts(free: Any, seed: Any, years: Any) -> Any:
        return replay.of(years).simulate(free, stream(seed))

    return lambda free, seed, years: acts(free, np.uint32(seed), years)


def centre() -> dict[str, np.float32]:
    return {key: np.float32(belief.centre) for key, belief in prior().items()}


def test_a_quiet_history_is_scored_and_has_finite_slopes(graded: Any) -> None:
    score, slopes = graded(centre(), (1950, 1975), YEARS)
    assert np.isfinite(score)
    assert all(np.isfinite(x) for x in slopes.values())
    assert slopes["crisis.base"] < 0  # nothing happened: fewer disputes are likelier


def test_years_outside_those_asked_for_do_not_count(graded: Any) -> None:
    parts = [
        float(graded(centre(), years, YEARS)[0])
        for years in ((1950, 1959), (1960, 1975), (1950, 1975))
    ]
    assert parts[0] + parts[1] == pytest.approx(parts[2], rel=1e-5)


def test_acts_that_are_not_on_record_are_not_scored(graded: Any) -> None:
    hidden = YEARS._replace(growth_seen=0 * YEARS.growth_seen)
    wild = hidden._replace(growth=hidden.growth + 2)
    one, other = (graded(centre(), (1950, 1975), years)[0] for years in (hidden, wild))
    assert one == other
    assert one != graded(centre(), (1950, 1975), YEARS)[0]


def test_a_past_put_in_place_is_scored_like_a_history_of_its_own(
    replay: Replay, graded: Any
) -> None:
    history = small_history()
    dispute = np.zeros_like(YEARS.dispute)
    dispute[5:12, 1 * 6 + 2] = 3
    busy = with_acts(history, dispute, 0 * dispute, dispute)
    own = Replay(busy).log_likelihood(centre(), (1950, 1975))
    put = graded(centre(), (1950, 1975), busy.years)[0]
    assert put == pytest.approx(float(own), rel=1e-5)
    assert replay.years.dispute.sum() == 0


def test_a_pair_that_is_not_relevant_starts_nothing(drawn: Any) -> None:
    lively = centre() | {"crisis.base": np.float32(2)}
    never = YEARS._replace(relevant=0 * YEARS.relevant)
    assert not np.any(drawn(lively, 1, never).dispute)
    assert np.any(drawn(lively, 1, YEARS).dispute)


def test_what_is_not_free_stands_at_the_centre_of_the_lens() -> None:
    school, stated = Replay(small_history(), lens="spiral"), load("spiral").beliefs
    fear = school.values({}).crisis.fear
    assert fear == pytest.approx(np.exp(stated["crisis.fear"].centre))
    assert fear > Replay(small_history()).values({}).crisis.fear


def test_simulated_disputes_raise_the_probability_of_their_parameters(
    drawn: Any, graded: Any
) -> None:
    """Recovery: pasts drawn at two levels of the base are told apart by the score."""
    base = centre()["crisis.base"]
    for true in (base + 1.5, base + 3.5):
        free = centre() | {"crisis.base": np.float32(true)}
        acts = drawn(free, 3, YEARS)
        past = with_acts(small_history(), acts.dispute, acts.joined, acts.fought)
        levels = base + np.arange(0.5, 5.0, 0.5)
        scores = [
            graded(centre() | {"crisis.base": np.float32(x)}, (1946, 1975), past.years)
            for x in levels
        ]
        scores = [float(score) for score, _ in scores]
        assert abs(levels[int(np.argmax(scores))] - true) <= 1.0


def test_growth_and_steps_of_ties_are_drawn_only_if_asked(replay: Replay) -> None:
    free = centre() | {"record.climb": np.float32(-1)}
    kept = replay.simulate(free, stream(np.uint32(1)))
    np.testing.assert_array_equal(kept.growth, YEARS.growth)
    assert not np.any(kept.tie_step)
    every = replay.simulate(free, stream(np.uint32(1)), every=True)
    assert np.std(np.asarray(every.growth)) > 0.01
    assert np.any(every.tie_step > 0)
    np.testing.assert_array_equal(
        every.tie_step, every.tie_step[:, replay.history.reverse]
    )


def test_forecasts_are_probabilities_and_motives_are_learned() -> None:
    history = small_history()
    dispute = np.zeros_like(history.years.dispute)
    dispute[5:12, 1 * 6 + 2] = 3  # state 2 attacks state 3 year after year
    busy = with_acts(history, dispute, 0 * dispute, dispute)
    out = Replay(busy)({key: jnp.asarray(x) for key, x in centre().items()})
    assert np.all((out.foreseen > 0) & (out.foreseen < 1))
    assert out.posterior[11, 1] > out.posterior[4, 1]
    assert out.posterior[11, 1] > out.posterior[11, 4]


def test_every_fitted_parameter_is_known() -> None:
    assert set(prior()) == set(FITTED)


def test_ties_may_fall_as_well_as_climb(replay: Replay) -> None:
    out = replay({key: jnp.asarray(x) for key, x in centre().items()})
    pact, none = 0 * 6 + 1, 0 * 6 + 3
    assert np.all(out.fall[:, pact] > 0)
    assert not np.any(out.fall[:, none])
    assert np.all(out.climb[:, none] > 0)
    assert not np.any(out.climb[:, pact])
