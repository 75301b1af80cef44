"""How military spending grows, and whether that of rivals grows together."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from detente.record.separating.linear import demeaned
from detente.record.stylised.entry import Fact
from detente.record.stylised.rows import FIRST, LAST, Record

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["GROWTH", "GROWTH_IN_PAIRS"]

NOMINAL = "states, 1950-2010, NMC (nominal US dollars)"
LAND = 1


def _grown(record: Record) -> "Table":
    """Return states and years 1950-2010 with growth, and that of the year before."""
    rows = record.growth
    rows = rows.loc[rows["year"].between(FIRST, LAST) & rows["growth"].notna()]
    before = rows[["ccode", "year", "growth"]].rename(columns={"growth": "before"})
    before = before.assign(year=before["year"] + 1)
    return rows.merge(before, how="left", on=["ccode", "year"])


def moment(record: Record, which: str) -> float:
    """Return a moment of yearly growth of military spending, log points.

    Args:
        record: The data sets.
        which: "mean", "median", "deviation", "p01" or "p99".
    """
    growth = _grown(record)["growth"].to_numpy()
    found = {
        "mean": np.mean, "median": np.median, "deviation": np.std,
        "p01": partial(np.quantile, q=0.01), "p99": partial(np.quantile, q=0.99),
    }  # fmt: skip
    return float(found[which](growth))


def memory(record: Record, *, effects: bool) -> float:
    """Return the coefficient of growth on growth a year before.

    Args:
        record: The data sets.
        effects: Whether year and state effects are taken out first.
    """
    rows = _grown(record).dropna(subset=["before"])
    values = rows[["growth", "before"]].to_numpy()
    values = values - values.mean(axis=0)
    if effects:
        values = demeaned(values, [rows["ccode"].to_numpy(), rows["year"].to_numpy()])
    return float((values[:, 0] @ values[:, 1]) / (values[:, 1] @ values[:, 1]))


def by_year(record: Record) -> float:
    """Return the share of the variance of growth that lies between years, %."""
    rows = _grown(record)
    growth = rows["growth"].to_numpy()
    within = demeaned(growth[:, None], [rows["year"].to_numpy()])[:, 0]
    return float(100.0 * (1.0 - within.var() / growth.var()))


def level(record: Record) -> float:
    """Return the correlation of the logarithm of spending with that a year before."""
    rows = _grown(record)
    return float(np.corrcoef(rows["log"], rows["log"] - rows["growth"])[0, 1])


def _pairs(record: Record, which: str) -> "Table":
    """Return pairs and years of a kind with the growth of both, and a year before."""
    rows = record.all_pairs
    land = rows["conttype"].eq(LAND)
    near = rows["conttype"].notna() | rows["major1"] | rows["major2"]
    chosen = {
        "tss": rows["tss"], "td": rows["td"], "tss by land": rows["tss"] & land,
        "others by land": ~rows["tss"] & land, "others": ~rows["tss"] & near,
    }  # fmt: skip
    rows = rows.loc[chosen[which], ["ccode1", "ccode2", "year"]]
    grown = _grown(record)[["ccode", "year", "growth", "before"]]
    # Year effects are those of all states, not of the pairs chosen.
    mean = grown.groupby("year")["growth"].transform("mean")
    grown = grown.assign(net=grown["growth"] - mean)
    for side in ("1", "2"):
        names = {name: name + side for name in grown if name != "year"}
        rows = rows.merge(
            grown.rename(columns=names), how="inner", on=["ccode" + side, "year"]
        )
    return rows


def together(record: Record, which: str, *, effects: bool = True) -> float:
    """Return the correlation of growth of the two states of a pair in one year.

    Args:
        record: The data sets.
        which: "tss", "td", "tss by land", "others by land" or "others".
        effects: Whether the mean growth of all states in the year is taken out first.
    """
    rows = _pairs(record, which)
    name = "net" if effects else "growth"
    return float(np.corrcoef(rows[name + "1"], rows[name + "2"])[0, 1])


def reaction(record: Record, which: str) -> float:
    """Return the coefficient of growth on the other's growth a year before.

    Own growth a year before is held constant and year effects are taken out.

    Args:
        record: The data sets.
        which: As in `together`.
    """
    rows = _pairs(record, which).dropna(subset=["before1", "before2"])
    names = ["growth", "before"]
    sides = [[name + a for name in names] + ["before" + b] for a, b in ("12", "21")]
    values = np.concatenate([rows[side].to_numpy() for side in sides])
    years = np.tile(rows["year"].to_numpy(), 2)
    values = demeaned(values, [years])
    found = np.linalg.lstsq(values[:, 1:], values[:, 0], rcond=None)[0]
    return float(found[1])


MOMENTS = {
    "mean": 0.073,
    "median": 0.072,
    "deviation": 0.352,
    "p01": -1.04,
    "p99": 1.06,
}
NAMES = {
    "mean": "mean", "median": "median", "deviation": "standard deviation",
    "p01": "1 % quantile", "p99": "99 % quantile",
}  # fmt: skip
PAIRS = {
    "tss": ("rivals (TSS)", 0.080, 0.014),
    "tss by land": ("rivals (TSS) touching by land", 0.091, 0.010),
    "others by land": ("others touching by land", 0.100, 0.018),
    "others": ("others, politically relevant", 0.020, 0.005),
    "td": ("rivals (TD)", 0.092, None),
}
"""Name, published correlation and published reaction of each kind of pair."""

GROWTH: tuple[Fact, ...] = (
    *(
        Fact(f"yearly growth, {NAMES[which]}", "log points", NOMINAL, value,
             partial(moment, which=which))
        for which, value in MOMENTS.items()
    ),
    Fact("growth on growth a year before", "coefficient", NOMINAL, -0.03,
         partial(memory, effects=False)),
    Fact("growth on growth a year before, year and state effects out", "coefficient",
         NOMINAL, -0.10, partial(memory, effects=True)),
    Fact("variance of growth between years", "%", NOMINAL, 7.0, by_year),
    Fact("log spending, correlation with a year before", "correlation", NOMINAL, 0.990,
         level),
)  # fmt: skip

GROWTH_IN_PAIRS: tuple[Fact, ...] = (
    *(
        Fact("growth of the two, year effects out", "correlation",
             f"{name}, 1950-2010, NMC", value, partial(together, which=which))
        for which, (name, value, _) in PAIRS.items()
    ),
    Fact("growth of the two, raw", "correlation", "rivals (TSS), 1950-2010, NMC", 0.136,
         partial(together, which="tss", effects=False)),
    *(
        Fact("growth on the other's a year before", "coefficient",
             f"{name}, 1950-2010, NMC", value, partial(reaction, which=which))
        for which, (name, _, value) in PAIRS.items()
    ),
)  # fmt: skip
