"""How often disputes begin: by decade, by contact, by rivalry, and how unequally."""

from functools import partial

import numpy as np

from detente.record.stylised.entry import Fact
from detente.record.stylised.rows import Record, percent

__all__ = ["BASE_RATES", "CONCENTRATION", "CONTACT"]

UNIT = "% of pair-years"
SAMPLE = "politically relevant pairs, 1950-2010"
LAND, LAST_WATER = 1, 5
CLOSE, FAR = 3.0, 10.0
"""Bounds of the ratio of two capabilities: near parity below, preponderance above."""


def decade(record: Record, column: str, first: int, coding: str = "gml") -> float:
    """Return onsets in percent of the pair-years of a decade.

    Args:
        record: The data sets.
        column: "onset" or "originators".
        first: First year of the decade; 0 for all years.
        coding: "gml" or "cow".
    """
    rows = record.relevant if coding == "gml" else record.relevant_cow
    if first:
        rows = rows.loc[rows["year"].between(first, first + 9)]
    return percent(rows[column])


def everywhere(record: Record, column: str = "onset", *, apart: bool = False) -> float:
    """Return onsets in percent of all pair-years, or of those not relevant.

    Args:
        record: The data sets.
        column: Which flag.
        apart: Whether to keep only pairs that are not politically relevant.
    """
    rows = record.all_pairs
    far = rows["conttype"].isna() & rows["major1"].eq(other=False)
    far &= rows["major2"].eq(other=False)
    return percent((rows.loc[far] if apart else rows)[column])


def _yearly(record: Record) -> np.ndarray:
    """Return the share of pairs with an onset, in percent, by year."""
    rows = record.relevant
    onset = rows["onset"].astype(float)
    return 100.0 * onset.groupby(rows["year"]).mean().to_numpy()


def yearly(record: Record, which: str) -> float:
    """Return mean, deviation or lag-1 correlation of the yearly rate.

    Args:
        record: The data sets.
        which: "mean" (%), "deviation" (% points) or "lag" (correlation).
    """
    rate = _yearly(record)
    found = {
        "mean": rate.mean(),
        "deviation": rate.std(ddof=1),
        "lag": np.corrcoef(rate[1:], rate[:-1])[0, 1],
    }
    return float(found[which])


def contact(record: Record, which: str) -> float:
    """Return onsets in percent of the pair-years of one kind of contact.

    Args:
        record: The data sets.
        which: "land", "water" or "far" (a major power is one of the two).
    """
    rows = record.relevant
    kind = rows["conttype"]
    chosen = {
        "land": kind.eq(LAND),
        "water": kind.between(LAND + 1, LAST_WATER),
        "far": kind.isna(),
    }
    return percent(rows.loc[chosen[which], "onset"])


def rivalry(record: Record, which: str) -> float:
    """Return onsets in percent of the pair-years of rivals, or what rivals hold.

    Args:
        record: The data sets.
        which: "tss", "td", "neither" (of both lists), "rows" (share of pair-years that
            is of TSS rivals, %) or "onsets" (share of onsets that is, %).
    """
    rows = record.relevant
    if which == "rows":
        return percent(rows["tss"])
    if which == "onsets":
        return percent(rows.loc[rows["onset"].astype(bool), "tss"])
    chosen = ~(rows["tss"] | rows["td"]) if which == "neither" else rows[which]
    return percent(rows.loc[chosen, "onset"])


def parity(record: Record, low: float, high: float) -> float:
    """Return onsets in percent of pair-years by the ratio of capabilities.

    Args:
        record: The data sets.
        low: Least ratio of the greater to the lesser share of capabilities (CINC).
        high: Ratio that is not reached.
    """
    rows = record.relevant
    share = rows[["cinc1", "cinc2"]]
    ratio = share.max(axis=1) / share.min(axis=1)
    return percent(rows.loc[(ratio >= low) & (ratio < high), "onset"])


def _counts(record: Record) -> np.ndarray:
    """Return onsets a pair over all years, the most first."""
    rows = record.relevant
    counts = rows["onset"].astype(int).groupby([rows["ccode1"], rows["ccode2"]]).sum()
    return np.sort(counts.to_numpy())[::-1]


def held_by(record: Record, share: float) -> float:
    """Return what share of onsets the most quarrelsome pairs hold, %.

    Args:
        record: The data sets.
        share: Share of pairs, 0-1; a part of a pair is left out.
    """
    counts = _counts(record)
    top = int(share * len(counts))
    return float(100.0 * counts[:top].sum() / counts.sum())


def never(record: Record) -> float:
    """Return the share of pairs without an onset, %."""
    return float(100.0 * (_counts(record) == 0).mean())


def gini(record: Record) -> float:
    """Return the Gini coefficient of onsets over pairs, 0-1."""
    counts = _counts(record)[::-1]
    rank = np.arange(1, len(counts) + 1)
    count = len(counts)
    return float(
        2 * (rank * counts).sum() / (count * counts.sum()) - (count + 1) / count
    )


def of_pair(record: Record, one: int, other: int) -> float:
    """Return how many disputes began between two states, as pair-years.

    Args:
        record: The data sets.
        one: State number, the smaller.
        other: State number.
    """
    rows = record.relevant
    pair = rows["ccode1"].eq(one) & rows["ccode2"].eq(other)
    return float(rows.loc[pair, "onset"].astype(int).sum())


DECADES = (1950, 1960, 1970, 1980, 1990, 2000)
RATES = {
    ("onset", "gml"): (3.91, 3.18, 1.92, 2.45, 1.98, 1.52),
    ("originators", "gml"): (2.82, 2.31, 1.69, 2.20, 1.65, 1.43),
    ("onset", "cow"): (4.11, 3.30, 2.13, 2.58, 2.04, 1.64),
}
"""Published onsets in percent of pair-years, by flag, coding and decade."""

NAMES = {
    ("onset", "gml"): "onset, GML",
    ("originators", "gml"): "onset between originators, GML",
    ("onset", "cow"): "onset, COW",
}

_WHOLE = {("onset", "gml"): 2.20, ("originators", "gml"): 1.84, ("onset", "cow"): 2.32}

BASE_RATES: tuple[Fact, ...] = (
    *(
        Fact(NAMES[key], UNIT, SAMPLE, value,
             partial(decade, column=key[0], first=0, coding=key[1]))
        for key, value in _WHOLE.items()
    ),
    Fact("a dispute goes on, GML", UNIT, SAMPLE, 3.06,
         partial(decade, column="ongoing", first=0)),
    Fact("onset, GML", UNIT, "all pairs, 1950-2010", 0.27, everywhere),
    Fact("onset, GML", UNIT, "pairs not politically relevant, 1950-2010", 0.05,
         partial(everywhere, apart=True)),
    *(
        Fact(NAMES[key], UNIT, f"politically relevant pairs, {first}-{first + 9}",
             value, partial(decade, column=key[0], first=first, coding=key[1]))
        for key, values in RATES.items()
        for first, value in zip(DECADES, values, strict=True)
    ),
    Fact("yearly rate of onset, mean", UNIT, SAMPLE, 2.47,
         partial(yearly, which="mean")),
    Fact("yearly rate of onset, standard deviation", "% points", SAMPLE, 1.10,
         partial(yearly, which="deviation")),
    Fact("yearly rate of onset, correlation with the year before", "correlation",
         SAMPLE, 0.75, partial(yearly, which="lag")),
)  # fmt: skip

CONTACT: tuple[Fact, ...] = (
    Fact("onset, touching by land", UNIT, SAMPLE, 6.83, partial(contact, which="land")),
    Fact("onset, up to 400 miles of water apart", UNIT, SAMPLE, 2.37,
         partial(contact, which="water")),
    Fact("onset, apart, one a major power", UNIT, SAMPLE, 0.77,
         partial(contact, which="far")),
    Fact("onset, ratio of capabilities below 3", UNIT, SAMPLE, 5.2,
         partial(parity, low=0.0, high=CLOSE)),
    Fact("onset, ratio of capabilities 3 to 10", UNIT, SAMPLE, 3.8,
         partial(parity, low=CLOSE, high=FAR)),
    Fact("onset, ratio of capabilities 10 and more", UNIT, SAMPLE, 1.0,
         partial(parity, low=FAR, high=np.inf)),
    Fact("onset, rivals (TSS)", UNIT, SAMPLE, 22.5, partial(rivalry, which="tss")),
    Fact("onset, rivals (TD)", UNIT, SAMPLE, 23.1, partial(rivalry, which="td")),
    Fact("onset, on neither list of rivals", UNIT, SAMPLE, 1.33,
         partial(rivalry, which="neither")),
    Fact("pair-years of rivals (TSS)", UNIT, SAMPLE, 4.0,
         partial(rivalry, which="rows")),
    Fact("onsets between rivals (TSS)", "% of onsets", SAMPLE, 41.0,
         partial(rivalry, which="onsets")),
)  # fmt: skip

CONCENTRATION: tuple[Fact, ...] = (
    Fact("pairs without an onset", "% of pairs", SAMPLE, 79.6, never),
    Fact("onsets held by the top 1 % of pairs", "% of onsets", SAMPLE, 24.0,
         partial(held_by, share=0.01)),
    Fact("onsets held by the top 5 % of pairs", "% of onsets", SAMPLE, 62.0,
         partial(held_by, share=0.05)),
    Fact("inequality of onsets over pairs", "Gini, 0-1", SAMPLE, 0.90, gini),
    Fact("onsets, United States and Russia", "pair-years", SAMPLE, 30.0,
         partial(of_pair, one=2, other=365)),
    Fact("onsets, India and Pakistan", "pair-years", SAMPLE, 30.0,
         partial(of_pair, one=750, other=770)),
)  # fmt: skip
