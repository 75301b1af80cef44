"""A small made-up history: six states in a ring, thirty years, disputes to be drawn."""

from functools import cache

import numpy as np

from detente.record.ahead import Ahead
from detente.record.history import History, Years

__all__ = ["small_ahead", "small_history", "with_acts"]

STATES, YEARS = 6, 30


def small_history() -> History:
    """Return a history without disputes; all pairs relevant, neighbours touch."""
    first, second = (x.ravel() for x in np.mgrid[:STATES, :STATES])
    apart = np.minimum((first - second) % STATES, (second - first) % STATES)
    pairs, square = STATES * STATES, (YEARS, STATES, STATES)
    states = np.ones((YEARS, STATES), np.float32)
    none = np.zeros((YEARS, pairs), np.float32)
    other = np.broadcast_to((first != second) * 1.0, none.shape).astype(np.float32)
    arms = np.log(np.linspace(1000, 6000, STATES))[None, :] * states
    levels = np.zeros(square, np.float32)
    levels[:, 0, 1] = levels[:, 1, 0] = 4
    years = Years(
        present=states, nuclear=0 * states, personnel=100 * states, stock=arms + 2.5,
        log_arms=arms, log_gdp=arms + np.log(40), trend=3 * states,
        enters=(np.arange(YEARS) == 0)[:, None] * states,
        growth=0.03 * states, growth_seen=states, contiguous=(apart == 1) * other,
        pact=none, affinity=none, relevant=other, tie=levels.reshape(YEARS, pairs),
        dispute=none, joined=none, join_seen=other, fought=none, tie_step=none,
        tie_seen=other,
    )  # fmt: skip
    years = Years(*(np.asarray(x, np.float32) for x in years))
    return History(
        codes=np.arange(1, STATES + 1), first=first, second=second,
        reverse=second * STATES + first,
        distance=1000.0 * apart.reshape(STATES, STATES), levels=levels,
        warming=np.zeros((3, pairs), np.float32), years=years,
        span=(1946, 1946 + YEARS - 1),
    )  # fmt: skip


def with_acts(
    history: History, dispute: np.ndarray, joined: np.ndarray, fought: np.ndarray
) -> History:
    """Return the history with other disputes, shape (year, pair)."""
    years = history.years._replace(
        dispute=np.asarray(dispute, np.float32),
        joined=np.asarray(joined, np.float32),
        fought=np.asarray(fought, np.float32),
    )
    return history._replace(years=years)


@cache
def small_ahead() -> Ahead:
    """Return the history before the kernel, compiled once for all tests.

    What is known of its years is given when it looks ahead, so acts may be others.
    """
    return Ahead(small_history())
