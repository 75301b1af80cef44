"""What states have, as arrays: arms, output, soldiers, the capital that arms make.

Money is deflated by what is common to all, so that a burden is what it was and growth
is a state's own. Gaps are bridged for force only; nothing is scored there.
"""

from typing import TYPE_CHECKING

import numpy as np

from detente.record.indexed import Index, carried, lagged

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["bridged_spending", "capital", "deflator", "means", "price_growth"]

REAL_GROWTH = 0.03
"""World growth in place of the nominal (log points a year); only its level counts."""

TRAIL = 3
"""Years over which the trend of output is taken, up to the year before."""

DEPRECIATION = 0.08
"""Share of military capital lost a year: the centre of the prior; see `arming`."""


def means(index: Index, states: "Table") -> dict[str, np.ndarray]:
    """Return what states have: the fields `present` to `growth_seen` of `Years`.

    Args:
        index: Places of states and years.
        states: Rows of `resources`.
    """
    present = np.nan_to_num(index.by_state(states.assign(one=1.0), "one"), nan=0.0)
    member = present > 0
    arms, output = _money(index, states)
    prices = deflator(arms, output)
    arms, output = arms - prices, output - prices
    filled = bridged_spending(arms, index.by_state(states, "tpop"), member)
    trend = np.full_like(output, np.nan)
    trend[TRAIL + 1 :] = 100 * (output[TRAIL:-1] - output[: -TRAIL - 1]) / TRAIL
    past = np.full_like(output, np.nan)
    past[1:] = output[:-1]
    growth = np.full_like(arms, np.nan)
    growth[1:] = arms[1:] - arms[:-1]
    # The first years of an economy have no trend yet: the world's stands in.
    trend = np.where(np.isfinite(trend), trend, 100 * REAL_GROWTH)
    seen = np.isfinite(growth) & np.isfinite(past) & member & lagged(member)
    burdened = member & np.isfinite(past)
    soldiers = carried(index.by_state(states, "milper"), 1.0)
    return {
        "present": present,
        "nuclear": np.nan_to_num(index.by_state(states, "warheads"), nan=0.0) > 0,
        "personnel": lagged(soldiers),
        "stock": capital(filled, member),
        "log_arms": lagged(filled),
        "log_gdp": np.nan_to_num(past, nan=0.0),
        "trend": trend,
        "enters": burdened & (np.cumsum(burdened, axis=0) == 1),
        "growth": np.nan_to_num(growth, nan=0.0),
        "growth_seen": seen,
    }


def price_growth(index: Index, states: "Table") -> np.ndarray:
    """Return how the price level grew, log points from the year before, (year,).

    The first year has none: NaN. Growth is of figures of a year and the year before.

    Args:
        index: Places of states and years.
        states: Rows of `resources`.
    """
    return np.diff(deflator(*_money(index, states))[:, 0], prepend=np.nan)


def _money(index: Index, states: "Table") -> tuple[np.ndarray, np.ndarray]:
    """Return log spending and log output (million current USD), (year, state)."""
    arms = np.log(_positive(index.by_state(states, "milex") / 1000))
    return arms, np.log(_positive(index.by_state(states, "gdp") / 1e6))


def _positive(x: np.ndarray) -> np.ndarray:
    """Return figures, missing where they are not above 0."""
    return np.where(x > 0, x, np.nan)


def deflator(arms: np.ndarray, output: np.ndarray) -> np.ndarray:
    """Return the log price level, shape (year, 1), 0 in the last year.

    Nominal growth of output (of spending where no output is on record) of the median
    state, less `REAL_GROWTH`: burdens do not depend on it, growth loses what is common.

    Args:
        arms: Log spending (current USD), shape (year, state).
        output: Log output (current USD), shape (year, state).
    """
    level = np.zeros(len(arms))
    for t in range(1, len(arms)):
        for series in (output, arms):
            change = series[t] - series[t - 1]
            if np.isfinite(change).sum() > 10:
                level[t] = np.nanmedian(change) - REAL_GROWTH
                break
    level = np.cumsum(level)
    return (level - level[-1])[:, None]


def bridged_spending(
    arms: np.ndarray, people: np.ndarray, member: np.ndarray
) -> np.ndarray:
    """Return log spending without gaps, for force only: it is not scored where filled.

    Gaps are bridged in a straight line, ends carried on; a state with no figure at all
    spends per head what the median state does.

    Args:
        arms: Log spending, shape (year, state); NaN where it is not on record.
        people: Population (thousand), shape (year, state).
        member: Whether the state is in the system, shape (year, state).
    """
    import pandas as pd

    inside = pd.DataFrame(np.where(member, arms, np.nan)).interpolate(
        limit_area="inside"
    )
    bridged = inside.ffill().bfill().to_numpy()
    heads = np.log(np.maximum(carried(people, 1000.0), 1.0))
    usual = np.nanmedian(bridged - heads)
    return np.where(np.isfinite(bridged), bridged, heads + usual)


def capital(spent: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Return log military capital at the start of each year, shape (year, state).

    Args:
        spent: Log spending without gaps, shape (year, state).
        member: Whether the state is in the system; who enters starts from a steady
            state, shape (year, state).
    """
    kept = np.log1p(-DEPRECIATION)
    steady = -np.log(1 - (1 - DEPRECIATION) * np.exp(-REAL_GROWTH))
    before = lagged(spent)
    out = np.empty_like(spent)
    stock = spent[0] + steady
    for t in range(len(spent)):
        goes_on = member[t] & member[t - 1] if t else np.zeros(len(stock), bool)
        stock = np.where(
            goes_on, np.logaddexp(stock + kept, before[t]), spent[t] + steady
        )
        out[t] = stock
    return out
