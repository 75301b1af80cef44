"""Does the motive read from a state's acts foretell whether coders call it revisionist?

The record codes, of each party to a dispute, whether it sought to change the status
quo before the dispute (`revstate`). No forecast reads that coding, so it can test the
motive that the kernel's filter infers from who arms, initiates and joins: the
probability at the end of the year *before* the dispute, by parameters of the training
years, against the coding in later years. Coders knew who had initiated, so the coding
is no pure measure of aims, and whoever foretells initiators foretells some of it.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.record.backtest.bootstrap import RESAMPLES, interval, resamples
from detente.record.backtest.scores import auroc
from detente.record.forecast import foreseen, replayed
from detente.record.history import FIRST
from detente.record.participants import participants

if TYPE_CHECKING:
    from detente.record.describe import Table
    from detente.record.panel import Coding

__all__ = ["Foretold", "Score", "past_share", "revisionists", "scored"]

HALF = 0.5
"""Disputes of either kind that every state starts with, so that none has no share."""


class Score(NamedTuple):
    """An area under the ROC curve, or a difference of two, with a 95 % interval."""

    value: float
    interval: tuple[float, float]


class Foretold(NamedTuple):
    """How well the coding is foretold.

    Attributes:
        rows: Parties to disputes, there from the first day.
        coded: Of them coded revisionist.
        states: How many states they are.
        motive: AUROC of the filter's probability a year before.
        naive: AUROC of the share of its past disputes that a state initiated.
        difference: The first less the second.
    """

    rows: int
    coded: int
    states: int
    motive: Score
    naive: Score
    difference: Score


def past_share(parties: "Table", rows: "Table") -> np.ndarray:
    """Return the share of each state's disputes before the year that it initiated.

    Args:
        parties: Parties to disputes from `FIRST` on: ccode, year, side_a, originator.
        rows: States and years: ccode, year.

    Returns:
        Between 0 and 1, shape (row,); one half where there was none.
    """
    began = parties["side_a"] & parties["originator"]
    keys = ["ccode", "year"]
    yearly = began.groupby([parties[key] for key in keys]).agg(["sum", "size"])
    table = {name: yearly[name].unstack(fill_value=0) for name in ("sum", "size")}
    share = []
    for state, year in rows[keys].itertuples(index=False):
        began, all_ = (
            float(x.loc[state, x.columns < year].sum()) if state in x.index else 0.0
            for x in (table["sum"], table["size"])
        )
        share.append((began + HALF) / (all_ + 2 * HALF))
    return np.array(share)


def scored(
    motive: np.ndarray, naive: np.ndarray, coded: np.ndarray, states: np.ndarray,
    seed: int = 1, count: int = RESAMPLES,
) -> Foretold:  # fmt: skip
    """Return how well two forecasts foretell a coding; states are drawn again whole.

    Args:
        motive: Probability of being revisionist, shape (row,).
        naive: What it is compared with, shape (row,).
        coded: 1 where coded revisionist, shape (row,).
        states: State of each row, shape (row,).
        seed: Of the bootstrap.
        count: Draws of it.
    """
    drawn = resamples(states, count, seed).astype(float)
    weights = np.vstack([np.ones(len(coded)), drawn])
    areas = [auroc(chance, coded, weights) for chance in (motive, naive)]

    def score(values: np.ndarray) -> Score:
        low, high = interval(values) or (np.nan, np.nan)
        return Score(float(values[0]), (low, high))

    return Foretold(
        len(coded), int(coded.sum()), len(np.unique(states)), score(areas[0]),
        score(areas[1]), score(areas[0] - areas[1]),
    )  # fmt: skip


def revisionists(
    coding: "Coding" = "gml", train: tuple[int, int] = (1950, 1994),
    test: tuple[int, int] = (1995, 2010), seed: int = 1, count: int = RESAMPLES,
) -> Foretold:  # fmt: skip
    """Return how well early acts foretell the coding in the test years.

    Args:
        coding: Coding of disputes, and of who is revisionist.
        train: First and last training year.
        test: First and last year of disputes.
        seed: Of the bootstrap.
        count: Draws of it.

    Raises:
        DataError: If a data set has not been added.
    """
    codes = replayed(coding).history.codes
    parties: Table = participants(coding)
    parties = parties.loc[parties["year"] >= FIRST]
    rows = parties.loc[
        parties["originator"] & parties["revisionist"].notna()
        & parties["year"].between(*test) & parties["ccode"].isin(codes)
    ]  # fmt: skip
    known = foreseen(coding, train).known
    place = np.searchsorted(codes, rows["ccode"].to_numpy())
    before = known[rows["year"].to_numpy() - 1 - FIRST, place]
    coded = rows["revisionist"].to_numpy(dtype=float)
    return scored(
        before, past_share(parties, rows), coded, rows["ccode"].to_numpy(), seed, count
    )
