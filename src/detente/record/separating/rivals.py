"""The four-way test: what follows a rival's new pact, and what went before it.

For every ordered pair of rivals and year there are four outcomes: the observer
initiates a dispute against the rival, is targeted by it, initiates against others, is
targeted by others. Each is regressed on years since the rival's new pact, from five
years before to three or five after, with effects of the ordered pair and the year and
errors clustered by pair [CameronMiller2015]. A spiral reading expects the first to
rise after the pact and not before it, and more than the other three; a deterrence
reading expects the first to fall. Common danger raises all four, before it too.
"""

from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.record import panel
from detente.record.dyads import rivals
from detente.record.participants import confrontations
from detente.record.peace import dispute_years
from detente.record.separating.events import ENDS, keyed, near, new_pacts, turned
from detente.record.separating.linear import Estimate, linear

if TYPE_CHECKING:
    import pandas as pd

    from detente.record.describe import Table

__all__ = ["GRID", "LEADS", "OUTCOMES", "Choice", "event_study", "four_way", "path"]

OUTCOMES = (
    "initiates",
    "is targeted",
    "initiates against others",
    "is targeted by others",
)
LEADS = 5
"""Years before the pact that are told apart."""

FIRST, LAST = 1950, 2005
"""Years of the rows: the pacts of five years ahead must be known, and end in 2010."""

DISPUTE_WITHIN = 10
PERCENT = 100.0


class Choice(NamedTuple):
    """One coding of the test.

    Attributes:
        disputes: "gml" or "cow".
        onsets: "all" or "originators".
        pacts: "defence" or "defence or consultation".
        signed: "all" signings or "alone" (not in a group).
        rivals: "tss", "td" or "dispute" (one within ten years).
        patrons: "all" or "apart" (those allied with the observer left out).
        window: Years after the pact, 3 or 5.
    """

    disputes: str = "gml"
    onsets: str = "originators"
    pacts: str = "defence"
    signed: str = "all"
    rivals: str = "tss"
    patrons: str = "all"
    window: int = 3


GRID: tuple[Choice, ...] = tuple(
    Choice(*choice)
    for choice in product(
        ("gml", "cow"), ("all", "originators"), ("defence", "defence or consultation"),
        ("all", "alone"), ("tss", "td", "dispute"), ("all", "apart"), (3, 5),
    )
)  # fmt: skip
"""Every coding: 192."""


def initiations(disputes: str, onsets: str) -> "Table":
    """Return who initiated against whom: ccode1 on side A against ccode2, and year.

    Args:
        disputes: "gml" or "cow".
        onsets: "all" or "originators" (both in it from the first day).
    """
    rows: Table = confrontations("gml" if disputes == "gml" else "cow")
    chosen = rows["initiated"] & (rows["originators"] | (onsets == "all"))
    return rows.loc[chosen, [*ENDS, "year"]].drop_duplicates(ignore_index=True)


def rival_years(which: str, disputes: str) -> "Table":
    """Return ordered pairs of rivals and years, both orders, 1950-2005.

    Args:
        which: "tss", "td" or "dispute".
        disputes: Coding of disputes, for "dispute".
    """
    coding = "gml" if disputes == "gml" else "cow"
    rows: Table = panel.pair_years(FIRST, LAST, coding, relevant=False)
    if which == "dispute":
        past = panel.disputes(coding)
        past = past.loc[past["ongoing"], panel.PAIR]
        there = dispute_years(rows, past, DISPUTE_WITHIN) > 0
    else:
        there = np.isin(keyed(rows), keyed(rivals(which)))
    return turned(rows.loc[there, panel.PAIR].reset_index(drop=True))


def four_outcomes(rows: "Table", began: "Table") -> np.ndarray:
    """Return the four outcomes of each row, 0 or 1, in the order of `OUTCOMES`.

    Args:
        rows: Ordered pairs and years.
        began: Who initiated against whom, one row a pair and year.

    Returns:
        Shape (row, 4).
    """
    against = np.isin(keyed(rows), keyed(began))
    flipped = rows.rename(columns={"ccode1": "ccode2", "ccode2": "ccode1"})
    targeted = np.isin(keyed(flipped), keyed(began))
    out = began.groupby(["ccode1", "year"]).size().rename("out").reset_index()
    come = began.groupby(["ccode2", "year"]).size().rename("come").reset_index()
    come = come.rename(columns={"ccode2": "ccode1"})
    key = ["ccode1", "year"]
    sums = rows[key].merge(out, how="left", on=key).merge(come, how="left", on=key)
    others = sums["out"].fillna(0).to_numpy() - against
    by_others = sums["come"].fillna(0).to_numpy() - targeted
    return np.stack([against, targeted, others > 0, by_others > 0], 1).astype(float)


def event_study(
    rows: "Table", outcomes: np.ndarray, events: "Table", window: int
) -> tuple[Estimate, ...]:
    """Return each outcome regressed on years since the event.

    Args:
        rows: Ordered pairs and years, columns ccode1, ccode2 and year.
        outcomes: 0 or 1, shape (row, outcome).
        events: Pairs and years of events, the same columns.
        window: Years after the event that are told apart.

    Returns:
        For each outcome coefficients in % points for years -5 to `window`, against the
        years that lie outside; effects of ordered pair and year, clusters of pairs.
    """
    lags = range(-LEADS, window + 1)
    design = near(rows, events, lags).astype(float)
    one, other = (rows[name].to_numpy(dtype=np.int64) for name in ENDS)
    ordered = one * 1000 + other
    pair = np.minimum(one, other) * 1000 + np.maximum(one, other)
    return linear(PERCENT * outcomes, design, [ordered, rows["year"].to_numpy()], pair)


def _weights(window: int) -> dict[str, np.ndarray]:
    """Return the weights of the mean year after, the mean year before, and the gap."""
    before = np.r_[np.full(LEADS, 1.0 / LEADS), np.zeros(window + 1)]
    after = np.r_[np.zeros(LEADS), np.full(window + 1, 1.0 / (window + 1))]
    return {"": after, "lead": before, "gap": after - before}


class _Inputs:
    """What codings share, put together once."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], Table] = {}

    def rows(self, choice: Choice) -> "Table":
        key = ("rows", choice.rivals, choice.disputes * (choice.rivals == "dispute"))
        if key not in self._kept:
            self._kept[key] = rival_years(choice.rivals, choice.disputes)
        return self._kept[key]

    def began(self, choice: Choice) -> "Table":
        key = ("began", choice.disputes, choice.onsets)
        if key not in self._kept:
            self._kept[key] = initiations(choice.disputes, choice.onsets)
        return self._kept[key]

    def estimates(self, choice: Choice) -> tuple[tuple[Estimate, ...], int]:
        """Return the four estimates and the number of pacts in the rows."""
        rows = self.rows(choice)
        events = new_pacts(
            rows, tuple(choice.pacts.split(" or ")), alone=choice.signed == "alone",
            apart=choice.patrons == "apart",
        )  # fmt: skip
        seen = int(near(rows, events, [0]).sum())
        outcomes = four_outcomes(rows, self.began(choice))
        return event_study(rows, outcomes, events, choice.window), seen


def four_way(grid: Iterable[Choice] = GRID) -> "pd.DataFrame":
    """Return the four-way test over a grid of codings.

    Args:
        grid: Codings.

    Returns:
        A row a coding and outcome: the coding's fields, outcome, estimate, low, high
        (mean of the year of the pact and the years after, % points against years far
        from a pact, 95 % interval), lead, lead_low, lead_high (mean of the five years
        before), gap, gap_low, gap_high (after less before), rows and events.

    Raises:
        DataError: If a data set has not been added.
    """
    import pandas as pd

    inputs, found = _Inputs(), []
    for choice in grid:
        estimates, events = inputs.estimates(choice)
        for outcome, estimate in zip(OUTCOMES, estimates, strict=True):
            row: dict[str, object] = {**choice._asdict(), "outcome": outcome}
            for name, weights in _weights(choice.window).items():
                ends = [f"{name}_low", f"{name}_high"] if name else ["low", "high"]
                keys = [name or "estimate", *ends]
                row |= dict(zip(keys, estimate.of(weights), strict=True))
            found.append(row | {"rows": estimate.rows, "events": events})
    return pd.DataFrame(found)


def path(choice: Choice | None = None) -> "pd.DataFrame":
    """Return the estimates of one coding year by year.

    Args:
        choice: The coding; the default one if None.

    Returns:
        Columns outcome, year (since the pact, from -5), estimate, low and high in %
        points.

    Raises:
        DataError: If a data set has not been added.
    """
    import pandas as pd

    choice = choice or Choice()
    estimates, _ = _Inputs().estimates(choice)
    years = range(-LEADS, choice.window + 1)
    rows = [
        (outcome, year, *estimate.of(one))
        for outcome, estimate in zip(OUTCOMES, estimates, strict=True)
        for year, one in zip(years, np.eye(len(years)), strict=True)
    ]
    return pd.DataFrame(rows, columns=["outcome", "year", "estimate", "low", "high"])
