"""Replay: the kernel's own scan over a history, worked on six made-up states."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.record.made_up_history import small_history, with_acts

from detente.core.bits import stream
from detente.lenses.lens import load
from detente.record.fit import FITTED, prior
from detente.record.replay import Replay


@pytest.fixture(scope="module")
def replay() -> Replay:
    return Replay(small_history())


def centre() -> dict[str, np.float32]:
    return {key: np.float32(belief.centre) for key, belief in prior().items()}


def test_a_quiet_history_is_scored_and_has_finite_slopes(replay: Replay) -> None:
    score, slopes = jax.value_and_grad(
        lambda free: replay.log_likelihood(free, (1950, 1975))
    )(centre())
    assert np.isfinite(score)
    assert all(np.isfinite(x) for x in slopes.values())
    assert slopes["crisis.base"] < 0  # nothing happened: fewer disputes are likelier


def test_years_outside_those_asked_for_do_not_count(replay: Replay) -> None:
    parts = [
        replay.log_likelihood(centre(), years)
        for years in ((1950, 1959), (1960, 1975), (1950, 1975))
    ]
    assert parts[0] + parts[1] == pytest.approx(float(parts[2]), rel=1e-5)


def test_acts_that_are_not_on_record_are_not_scored() -> None:
    history = small_history()
    hidden = history.years._replace(growth_seen=0 * history.years.growth_seen)
    wild = hidden._replace(growth=hidden.growth + 2)
    one, other = (
        Replay(history._replace(years=years)).log_likelihood(centre(), (1950, 1975))
        for years in (hidden, wild)
    )
    assert one == other


def test_a_pair_that_is_not_relevant_starts_nothing() -> None:
    history = small_history()
    never = history.years._replace(relevant=0 * history.years.relevant)
    acts = Replay(history._replace(years=never)).simulate(
        centre() | {"crisis.base": np.float32(2)}, stream(np.uint32(1))
    )
    assert not np.any(acts.dispute)


def test_what_is_not_free_stands_at_the_centre_of_the_lens() -> None:
    school, stated = Replay(small_history(), lens="spiral"), load("spiral").beliefs
    fear = school.values({}).crisis.fear
    assert fear == pytest.approx(np.exp(stated["crisis.fear"].centre))
    assert fear > Replay(small_history()).values({}).crisis.fear


def test_simulated_disputes_raise_the_probability_of_their_parameters() -> None:
    """Recovery: pasts drawn at two levels of the base are told apart by the score."""
    replay = Replay(small_history())
    base = centre()["crisis.base"]
    for true in (base + 1.5, base + 3.5):
        free = centre() | {"crisis.base": np.float32(true)}
        acts = replay.simulate(free, stream(np.uint32(3)))
        past = with_acts(small_history(), acts.dispute, acts.joined, acts.fought)
        seen = Replay(past)
        levels = base + np.arange(0.5, 5.0, 0.5)
        scores = [
            float(seen.log_likelihood(centre() | {"crisis.base": np.float32(x)},
                                      (1946, 1975)))
            for x in levels
        ]  # fmt: skip
        assert abs(levels[int(np.argmax(scores))] - true) <= 1.0


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
