"""What really happened, laid over what a run foresaw: where the record lay.

A level is compared year by year with the band that holds 90 % of the futures, chance
included. An event happens or does not, so its count is compared with the distribution
of the count: a sum of independent yearly chances, draw by draw, averaged over draws.
Of ties a run keeps the expectation alone, which is drawn and not counted.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from detente.reports.findings import QUANTILES, Findings
from detente.worlds.happened import EVENTS, EXPECTED

__all__ = ["RECORDED", "Laid", "count_interval", "laid_over", "recorded_line"]

RECORDED = "recorded"
"""What the record is called where plans are named."""


class Laid(NamedTuple):
    """One recorded series against one lens.

    Attributes:
        query: Outcome as results name it.
        lens: Lens.
        years: First and last recorded year.
        compared: Comparisons: recorded years, or 1 for the count of an event.
        inside: How many of them lie inside the band of 90 %.
        below: How many lie below it.
        value: What was recorded: the last year's value, or the count.
        lo: 5 % of what was foreseen of it.
        median: Its median.
        hi: 95 % of it.
    """

    query: str
    lens: str
    years: tuple[int, int]
    compared: int
    inside: int
    below: int
    value: float
    lo: float
    median: float
    hi: float


def count_interval(chances: np.ndarray) -> np.ndarray:
    """Return 5 %, median and 95 % of the number of events.

    Args:
        chances: Yearly probability, shape (future, year); those not finite are left
            out.

    Returns:
        Whole numbers, shape (3,): the least counts that no more than so many exceed.
    """
    fine = chances[np.isfinite(chances).all(axis=1)]
    share = np.zeros((len(fine), chances.shape[1] + 1))
    share[:, 0] = 1.0
    for year in range(chances.shape[1]):
        p = fine[:, year : year + 1]
        share[:, 1:] = share[:, 1:] * (1 - p) + share[:, :-1] * p
        share[:, :1] *= 1 - p
    reached = np.cumsum(share.mean(axis=0))
    return np.searchsorted(reached, np.array(QUANTILES) - 1e-12).astype(float)


def laid_over(findings: Findings) -> Iterator[Laid]:
    """Yield recorded series against every lens, under the plan of the record.

    Args:
        findings: A run of a scenario with a record.
    """
    happened = findings.scenario.happened
    if happened is None or happened.plan not in findings.plans:
        return
    queries = [str(q) for q in findings.results["query"].values]
    plan = findings.plans.index(happened.plan)
    outcome = findings.values("outcome")  # lens, plan, draw, replicate, year, query
    for series in happened.series:
        query = " ".join(filter(None, series.query))
        if query not in queries or series.outcome in EXPECTED:
            continue
        when = [y for y in series.by_year if y in findings.years]
        places = [findings.years.index(y) for y in when]
        said = np.array([series.by_year[y] for y in when])
        for a, lens in enumerate(findings.lenses):
            cell = outcome[a, plan][..., places, queries.index(query)]
            futures = np.asarray(cell, float).reshape(-1, len(when))
            if len(when) and np.isfinite(futures).any():
                yield _laid(query, lens, when, said, futures)


def _laid(
    query: str, lens: str, when: list[int], said: np.ndarray, futures: np.ndarray
) -> Laid:
    """Return where the values of a series lie among futures, (future, year)."""
    if query.split(" ")[0] in EVENTS:
        band = count_interval(futures)[:, None]
        said = said.sum(keepdims=True)
    else:
        band = np.nanquantile(futures, QUANTILES, axis=0)
    inside = (band[0] <= said) & (said <= band[2])
    lo, middle, hi = (float(x) for x in band[:, -1])
    return Laid(
        query, lens, (when[0], when[-1]), len(said), int(inside.sum()),
        int((said < band[0]).sum()), float(said[-1]), lo, middle, hi,
    )  # fmt: skip


def recorded_line(findings: Findings) -> dict[str, dict[int, float]]:
    """Return the recorded value by outcome and year; of events their mean rate.

    Args:
        findings: A run.
    """
    happened = findings.scenario.happened
    lines: dict[str, dict[int, float]] = {}
    for series in happened.series if happened else ():
        values = {y: v for y, v in series.by_year.items() if y in findings.years}
        if series.outcome in EVENTS and values:
            values = dict.fromkeys(values, sum(values.values()) / len(values))
        lines[" ".join(filter(None, series.query))] = values
    return lines
