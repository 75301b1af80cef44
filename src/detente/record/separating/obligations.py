"""Defence pacts of targets, offence and neutrality pacts of challengers.

Rows are ordered pairs and years; ccode1 is the possible challenger, ccode2 its possible
target. Whether the challenger initiates a dispute is a logit of the target's defence
pacts with third states, of the challenger's offence and neutrality pacts with third
states, and of the controls of [Bremer1992] that the data sets hold: contact, parity,
a major power, a defence pact between the two, militarisation, and three powers of the
years of peace; errors are clustered by pair. [Leeds2003] finds fewer disputes where the
target has a defence ally and more where the challenger has the other pacts; a spiral
reading expects more where the target has newly gained one.
"""

from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.record.dyads import dyad_years, rivals
from detente.record.separating.events import keyed, near, new_pacts, turned
from detente.record.separating.linear import Estimate, logit
from detente.record.separating.rivals import LEADS, initiations
from detente.record.ties import ties

if TYPE_CHECKING:
    import pandas as pd

    from detente.record.describe import Table

__all__ = ["PACT_GRID", "TREATMENTS", "PactChoice", "controls", "pacts"]

FIRST, LAST = 1950, 2005
RECENT = 5
"""Years for which a pact is new."""

DECADE = 10.0
"""Years of peace are taken in decades, so that their powers are of like size."""

TREATMENTS = ("target's defence", "challenger's offence", "challenger's neutrality")


class PactChoice(NamedTuple):
    """One coding of the test.

    Attributes:
        disputes: "gml" or "cow".
        onsets: "all" or "originators".
        pacts: Of the target: "defence" or "defence or consultation".
        measure: "standing" (in force in the year before) or "new" (signed in the five
            years to the last).
        pairs: "relevant" (politically) or "tss" (rivals of them).
        patrons: "all" or "apart" (those so tied to the other of the two left out).
    """

    disputes: str = "gml"
    onsets: str = "originators"
    pacts: str = "defence"
    measure: str = "standing"
    pairs: str = "relevant"
    patrons: str = "all"


PACT_GRID: tuple[PactChoice, ...] = tuple(
    PactChoice(*choice)
    for choice in product(
        ("gml", "cow"), ("all", "originators"), ("defence", "defence or consultation"),
        ("standing", "new"), ("relevant", "tss"), ("all", "apart"),
    )
)  # fmt: skip
"""Every coding: 64."""


def controls(rows: "Table") -> np.ndarray:
    """Return what is held constant, missing where a source is.

    Args:
        rows: Rows of `dyad_years`.

    Returns:
        Shape (row, 9): constant, contact (0 or 1), share of capabilities of the lesser
        to the greater (0-1), major power (0 or 1), defence pact between the two (0 or
        1), soldiers a head of the less militarised (0-1), and the first three powers
        of decades of peace.
    """
    share = rows[["cinc1", "cinc2"]].to_numpy(float)
    heads = rows[["population1", "population2"]].to_numpy(float)
    soldiers = rows[["milper1", "milper2"]].to_numpy(float) / heads
    peace = rows["peace"].to_numpy(float) / DECADE
    return np.column_stack([
        np.ones(len(rows)), rows["conttype"].notna(), share.min(1) / share.max(1),
        rows["major1"] | rows["major2"], rows["defence"].astype(float),
        soldiers.min(1), peace, peace**2, peace**3,
    ]).astype(float)  # fmt: skip


def tied_outside(rows: "Table", held: "Table", *, apart: bool) -> np.ndarray:
    """Return which rows have an other that was tied to a third state a year before.

    Args:
        rows: Ordered pairs and years.
        held: Ties in both orders, columns ccode1, ccode2 and year.
        apart: Whether a third state so tied to ccode1 too does not count.

    Returns:
        Bool, shape (row,): of ccode2.
    """
    states = np.unique(np.concatenate([held["ccode1"], rows["ccode1"], rows["ccode2"]]))
    place = {name: np.searchsorted(states, rows[name]) for name in ("ccode1", "ccode2")}
    found = np.zeros(len(rows), dtype=bool)
    for year, chosen in rows.groupby("year").indices.items():
        now = held.loc[held["year"].eq(year - 1)]
        tied = np.zeros((len(states), len(states)), dtype=np.float32)
        ends = [np.searchsorted(states, now[name]) for name in ("ccode1", "ccode2")]
        tied[ends[0], ends[1]] = 1.0
        one, other = place["ccode1"][chosen], place["ccode2"][chosen]
        third = tied.sum(1)[other] - tied[other, one]
        if apart:
            third = third - (tied @ tied)[other, one]
        found[chosen] = third > 0
    return found


def _swapped(rows: "Table") -> "Table":
    names = {"ccode1": "ccode2", "ccode2": "ccode1"}
    return rows[["ccode1", "ccode2", "year"]].rename(columns=names)


class _Inputs:
    """What codings share, put together once."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], Table] = {}

    def rows(self, choice: PactChoice) -> "Table":
        """Return ordered pairs and years with controls, all of them known."""
        key = ("rows", choice.disputes, choice.pairs)
        if key not in self._kept:
            coding = "gml" if choice.disputes == "gml" else "cow"
            rows: Table = dyad_years(FIRST, LAST, coding)
            if choice.pairs == "tss":
                there = np.isin(keyed(rows), keyed(rivals("tss")))
                rows = rows.loc[there]
            # The World Bank's population begins in 1960, that of NMC before 1950.
            rows = with_people(rows)
            rows = rows.loc[np.isfinite(controls(rows)).all(1)]
            self._kept[key] = turned(rows.reset_index(drop=True))
        return self._kept[key]

    def flags(self, choice: PactChoice) -> np.ndarray:
        """Return the three treatments and the lead of the first, shape (row, 4)."""
        rows = self.rows(choice)
        apart = choice.patrons == "apart"
        target = tuple(choice.pacts.split(" or "))
        kinds = (target, ("offence",), ("neutrality",))
        seen = (rows, _swapped(rows), _swapped(rows))
        columns = [
            self._flag(one, kind, choice.measure, apart=apart)
            for one, kind in zip(seen, kinds, strict=True)
        ]
        events = new_pacts(rows, target, alone=False, apart=apart)
        ahead = near(rows, events, range(-LEADS, 0)).any(1)
        return np.column_stack([*columns, ahead]).astype(float)

    def _flag(
        self, rows: "Table", kinds: tuple[str, ...], measure: str, *, apart: bool
    ) -> np.ndarray:
        if measure == "new":
            events = new_pacts(rows, kinds, alone=False, apart=apart)
            recent = near(rows, events, range(1, RECENT + 1))
            return np.asarray(recent.any(axis=1))
        key = ("held", kinds)
        if key not in self._kept:
            held: Table = ties()
            held = held.loc[held[list(kinds)].any(axis=1), ["ccode1", "ccode2", "year"]]
            self._kept[key] = turned(held)
        return tied_outside(rows, self._kept[key], apart=apart)

    def estimate(self, choice: PactChoice) -> Estimate:
        """Return the logit of one coding: three treatments, the lead, the controls."""
        rows = self.rows(choice)
        began = initiations(choice.disputes, choice.onsets)
        outcome = np.isin(keyed(rows), keyed(began)).astype(float)
        one, other = rows["ccode1"].to_numpy(), rows["ccode2"].to_numpy()
        pair = np.minimum(one, other) * 1000 + np.maximum(one, other)
        design = np.column_stack([self.flags(choice), controls(rows)])
        return logit(outcome, design, pair)


def with_people(rows: "Table") -> "Table":
    """Return rows whose population columns are those of the capabilities, persons.

    Args:
        rows: Rows of `dyad_years`.
    """
    from detente.record.panel import state_years

    people: Table = state_years(FIRST, LAST)[["ccode", "year", "tpop"]]
    rows = rows.drop(columns=["population1", "population2"])
    for side in ("1", "2"):
        names = {"ccode": "ccode" + side, "tpop": "population" + side}
        rows = rows.merge(
            people.rename(columns=names), how="left", on=["ccode" + side, "year"]
        )
    return rows


def pacts(grid: Iterable[PactChoice] = PACT_GRID) -> "pd.DataFrame":
    """Return the test of pacts over a grid of codings.

    Args:
        grid: Codings.

    Returns:
        A row a coding and treatment: the coding's fields, treatment, estimate, low,
        high (log odds that ccode1 initiates, 95 % interval), lead, lead_low, lead_high
        (of the target's pacts to come within five years; missing for the challenger's)
        and rows.

    Raises:
        DataError: If a data set has not been added.
    """
    import pandas as pd

    inputs, found = _Inputs(), []
    for choice in grid:
        estimate = inputs.estimate(choice)
        unit = np.eye(len(estimate.beta))
        lead = estimate.of(unit[len(TREATMENTS)])
        for place, treatment in enumerate(TREATMENTS):
            values = [
                *estimate.of(unit[place]),
                *(lead if place == 0 else [np.nan] * 3),
            ]
            names = ["estimate", "low", "high", "lead", "lead_low", "lead_high"]
            row: dict[str, object] = {**choice._asdict(), "treatment": treatment}
            found.append(
                row | dict(zip(names, values, strict=True)) | {"rows": estimate.rows}
            )
    return pd.DataFrame(found)
