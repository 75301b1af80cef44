"""The kernel left to itself: worked by hand, and blind to what lies ahead."""

import jax.numpy as jnp
import numpy as np
import pytest
from tests.record.made_up_history import small_ahead, small_history, with_acts

from detente.record.ahead import YEARS, Onward, first_time, looked_ahead
from detente.record.fit import prior
from detente.record.forecast import own_disputes
from detente.record.history import History
from detente.record.known import known
from detente.record.replay import Replay, Replayed

ORIGIN = 1965
PLACE = ORIGIN + 1 - 1946
NEVER = -14.0
"""As an unbounded value: next to nothing of a positive parameter or a share."""


EACH = 2
"""Simulations of a draw, as many as forecasts make: so they share one compilation."""


def centre(draws: int = 1, **other: float) -> dict[str, np.ndarray]:
    free = {key: belief.centre for key, belief in prior().items()}
    free |= {key.replace("_", ".", 1): x for key, x in other.items()}
    return {key: np.full(draws, x, np.float32) for key, x in free.items()}


def busy() -> History:
    history = small_history()
    dispute = np.zeros_like(history.years.dispute)
    dispute[5:PLACE, 1 * 6 + 2] = 3
    both = np.maximum(dispute, dispute[:, history.reverse]) > 0
    return with_acts(history, dispute, 0 * dispute, both)


def looked(history: History, free: dict[str, np.ndarray]) -> Onward:
    return looked_ahead(
        small_ahead(), known(history, ORIGIN, {}), ORIGIN, free, EACH, seed=1
    )


def replayed(history: History) -> Replayed:
    free = {key: jnp.asarray(x[0]) for key, x in centre().items()}
    return Replay(history)(free)


def test_without_noise_growth_is_that_worked_by_hand() -> None:
    """One state spends 20 log points too much: it gives up a third of that a year."""
    history = small_history()
    arms = history.years.log_arms.copy()
    arms[PLACE, 0] += 0.2
    history = history._replace(years=history.years._replace(log_arms=arms))
    free = centre(
        1, arming_noise=NEVER, arming_threat=NEVER, arming_motive=NEVER,
        arming_protection=0, arming_answer=0, arming_custom=NEVER,
        arming_speed=np.log(1 / 2), economy_spread=NEVER, economy_mean=2,
        economy_persistence=np.log(9), crisis_base=-20,
    )  # fmt: skip
    found = looked(history, free)
    trend = np.array([0.03, 0.029, 0.0281])  # a tenth of the lead over 2 % lost a year
    pull = 0.2 / 3 * np.array([1, 2 / 3, 4 / 9])
    np.testing.assert_allclose(found.expected[:3, 0], trend - pull, atol=2e-4)
    np.testing.assert_allclose(found.expected[:3, 3], trend, atol=2e-4)
    np.testing.assert_allclose(
        found.growth[0], found.expected, atol=2e-4
    )  # nothing is left to chance


def test_noise_widens_draws_and_moves_no_mean() -> None:
    found = looked(small_history(), centre(100, arming_noise=np.log(0.2)))
    assert found.growth.shape == (200, YEARS, 6)
    spread = found.growth[:, 0].std()
    assert spread == pytest.approx(0.2 * np.sqrt(2), rel=0.1)
    assert found.growth[:, 0].mean() == pytest.approx(
        found.expected[0].mean(), abs=4 * spread / np.sqrt(200 * 6)
    )


def test_nothing_after_the_origin_changes_a_forecast() -> None:
    past = busy()
    years = past.years
    late = (np.arange(len(years.present)) >= PLACE)[:, None]
    acts = np.where(late, 4, years.dispute).astype(np.float32)
    other = with_acts(
        past, acts, np.maximum(late, years.joined), np.maximum(late, years.fought)
    )
    later = (np.arange(len(years.present)) > PLACE)[:, None]
    other = other._replace(
        years=other.years._replace(
            growth=np.where(late, 2, years.growth).astype(np.float32),
            log_arms=np.where(later, 1, years.log_arms).astype(np.float32),
            present=np.where(later, 0, years.present).astype(np.float32),
        )
    )
    for one, two in zip(
        looked(past, centre()), looked(other, centre()), strict=True
    ):  # fmt: skip
        np.testing.assert_array_equal(one, two)


def test_the_first_year_is_the_forecast_a_year_ahead() -> None:
    past = busy()
    # The error of a trend of output is all that looking on adds in the first year.
    found, out = looked(past, centre(1, economy_spread=NEVER)), replayed(past)
    begun = np.asarray(own_disputes(small_ahead(), out))[PLACE]
    either = 1 - (1 - begun) * (1 - begun[past.reverse])
    np.testing.assert_allclose(found.originators[0], either, rtol=1e-3)
    growth = out.seeker + out.foreseen * (out.revisionist - out.seeker)
    np.testing.assert_allclose(found.expected[0], growth[PLACE], atol=1e-4)


def test_more_years_leave_more_room_for_an_onset() -> None:
    found = looked(busy(), centre(20, crisis_base=-3))
    for chance in (found.originators, found.onset):
        assert np.all(np.diff(chance, axis=0) >= 0)
        assert np.all((chance >= 0) & (chance < 1.1))
    assert np.all(found.onset[0] >= found.originators[0])
    assert found.onset[-1, 1 * 6 + 2] > found.onset[-1, 4 * 6 + 5]


def test_only_a_first_dispute_counts() -> None:
    chance = jnp.array([[0.1], [0.2], [0.3], [0.4]])
    met = jnp.array([[0.0], [1.0], [0.0], [1.0]])
    assert first_time(chance, met)[:, 0].tolist() == pytest.approx([0.1, 0.2, 0, 0])


def test_without_output_on_record_spending_goes_with_the_trend() -> None:
    history = small_history()
    none = history.years._replace(log_gdp=0 * history.years.log_gdp)
    free = centre(
        1, arming_threat=NEVER, arming_motive=NEVER, arming_protection=0,
        arming_answer=0, economy_spread=NEVER,
    )  # fmt: skip
    found = looked(history._replace(years=none), free)
    np.testing.assert_allclose(found.expected[0], 0.03, atol=1e-4)
