"""The panel: states, pairs and what befell them, year by year, from the data sets.

A *pair-year* is unordered (`ccode1` < `ccode2`) unless it says directed. A pair is
*politically relevant* in a year if the two touch by land or across at most 400 miles of
sea, or one of them is a major power (`detente.laws.crisis.relevant`). A year counts for
a state from the one it enters the system to the one it leaves. After the last year of a
data set its columns are missing, never zero.
"""

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from detente.core.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "PAIR", "disputes", "is_relevant", "pair_years", "spells_by_year", "state_years",
]  # fmt: skip

PAIR = ["ccode1", "ccode2", "year"]

Coding = Literal["gml", "cow"]

CODINGS: dict[str, str] = {"gml": "gml-dyads", "cow": "mid-cow-dyads"}
"""Data set of each coding of disputes."""

NO_CONTACT = 0
"""The value of `conttype` for a spell without contiguity."""

LAND = 1


def spells_by_year(
    frame: "pd.DataFrame", first: int, last: int, keys: list[str]
) -> Any:
    """Return a row a year for spells.

    Args:
        frame: Spells, with columns styear and endyear.
        first: First year to keep.
        last: Last year to keep.
        keys: Columns to keep, beside the year.
    """
    start = np.maximum(frame["styear"].to_numpy(), first)
    stop = np.minimum(frame["endyear"].to_numpy(), last)
    length = np.maximum(stop - start + 1, 0)
    long = frame.loc[np.repeat(frame.index.to_numpy(), length), keys].reset_index(
        drop=True
    )
    offset = np.arange(len(long)) - np.repeat(np.cumsum(length) - length, length)
    long["year"] = np.repeat(start, length) + offset
    return long


def _load(name: str) -> "pd.DataFrame":
    from detente.record.store import load

    return load(name)


def _within(first: int, last: int) -> None:
    if not 1816 <= first <= last:
        raise DataError.at(
            "panel", "years from 1816 on, the first not after the last",
            f"{first} to {last}", "give others",
        )  # fmt: skip


def state_years(first: int, last: int) -> "pd.DataFrame":
    """Return a row for every state and year of the Correlates of War system.

    Args:
        first: First year, from 1816 on.
        last: Last year.

    Returns:
        Columns ccode, year, major (bool), milex (thousand current USD, thousand pounds
        before 1914: `currency` says which), milper (thousand persons), tpop (thousand
        persons), cinc (share of the system) and currency; missing where the source is.

    Raises:
        DataError: If the years are no good, or a data set has not been added.
    """
    _within(first, last)
    states = spells_by_year(_load("states-cow"), first, last, ["ccode"])
    states = states.drop_duplicates()
    majors = spells_by_year(_load("majors"), first, last, ["ccode"]).drop_duplicates()
    found = states.merge(majors.assign(major=True), how="left", on=["ccode", "year"])
    found["major"] = found["major"].notna()
    powers = _load("nmc")[
        ["ccode", "year", "milex", "milper", "tpop", "cinc", "currency"]
    ]
    joined = found.merge(powers, how="left", on=["ccode", "year"])
    return joined.sort_values(["ccode", "year"], ignore_index=True)


def _contiguity(first: int, last: int) -> "pd.DataFrame":
    """Return the closest contact of each pair and year, 1 land to 5 (400 miles)."""
    spells = _load("contiguity")
    spells = spells.loc[
        (spells["ccode1"] < spells["ccode2"]) & (spells["conttype"] != NO_CONTACT)
    ]
    years = {"styear": spells["stdate"].dt.year, "endyear": spells["enddate"].dt.year}
    spells = spells.assign(**years)
    long = spells_by_year(spells, first, last, ["ccode1", "ccode2", "conttype"])
    return long.groupby(PAIR, as_index=False)["conttype"].min()


def disputes(coding: Coding = "gml") -> "pd.DataFrame":
    """Return pair-years in which a dispute began or went on.

    Args:
        coding: "gml" (Gibler, Miller and Little) or "cow" (Correlates of War).

    Returns:
        Columns ccode1, ccode2, year, onset (any), originators (an onset between two
        that were in it from its first day) and ongoing, all bool.
    """
    if coding not in CODINGS:
        raise DataError.at("disputes", "gml or cow", repr(coding), "give one of them")
    rows = _load(CODINGS[coding])
    rows = rows.loc[rows["ccode1"] < rows["ccode2"]]
    onset = rows["onset"].eq(1)
    first_day = rows["orig1"].eq(1) & rows["orig2"].eq(1)
    flags = rows[PAIR].assign(
        onset=onset, originators=(onset & first_day).fillna(value=False).astype(bool),
        ongoing=rows["ongoing"].eq(1),
    )  # fmt: skip
    return flags.groupby(PAIR, as_index=False).any()


def is_relevant(pairs: "pd.DataFrame") -> Any:
    """Return which rows of `pair_years` are politically relevant, shape (row,)."""
    import jax.numpy as jnp

    from detente.laws import crisis

    columns = (pairs["conttype"].notna(), pairs["major"], pairs["major"])
    touch, major, other = (jnp.asarray(x.to_numpy(np.float32)) for x in columns)
    return np.asarray(crisis.relevant(touch, major, other)) > 0


def pair_years(
    first: int, last: int, coding: Coding = "gml", *, relevant: bool = True
) -> "pd.DataFrame":
    """Return a row for every pair of states and year.

    Args:
        first: First year.
        last: Last year; disputes are missing after the last year of their data set.
        coding: Which coding of disputes.
        relevant: Whether to keep politically relevant pairs only.

    Returns:
        Columns ccode1, ccode2, year, conttype (1 land to 5, missing where they do not
        touch), major (of the two one is a major power), onset, originators, ongoing
        (bool, missing after the data end), defence (of ATOP: an obligation to defend,
        missing after 2010).

    Raises:
        DataError: If the years are no good, or a data set has not been added.
    """
    states = state_years(first, last)[["ccode", "year", "major"]]
    pairs = states.merge(states, on="year", suffixes=("1", "2"))
    pairs = pairs.loc[pairs["ccode1"] < pairs["ccode2"]]
    pairs = pairs.merge(_contiguity(first, last), how="left", on=PAIR)
    pairs["major"] = pairs["major1"] | pairs["major2"]
    if relevant:
        pairs = pairs.loc[is_relevant(pairs)]
    pairs = _joined(pairs, disputes(coding), _last(_load(CODINGS[coding])))
    pacts = _load("atop")
    pacts = pacts.loc[pacts["ccode1"] < pacts["ccode2"]]
    pacts = pacts[PAIR].assign(defence=pacts["defense"].eq(1))
    pairs = _joined(pairs, pacts, _last(pacts))
    columns = [*PAIR, "conttype", "major", "onset", "originators", "ongoing", "defence"]
    return pairs.loc[:, columns].sort_values(PAIR, ignore_index=True)


def _last(frame: "pd.DataFrame") -> int:
    """Return the last year of a data set."""
    return int(frame["year"].to_numpy().max())


def _joined(pairs: "pd.DataFrame", flags: "pd.DataFrame", last: int) -> "pd.DataFrame":
    """Return pairs with flags: false where none is recorded, missing after `last`."""
    names = [name for name in flags.columns if name not in PAIR]
    found = pairs.merge(flags, how="left", on=PAIR)
    for name in names:
        flag = found[name].notna() & found[name].astype("boolean")
        found[name] = flag.mask(found["year"] > last)
    return found
