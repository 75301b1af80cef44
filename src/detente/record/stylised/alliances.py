"""Alliances: how many there are, how they form and end, who joins, shared rivals."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from detente.record.frames import stacked
from detente.record.participants import participants
from detente.record.stylised.entry import Fact
from detente.record.stylised.rows import FIRST, LAST, Record, percent
from detente.record.ties import ties

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["ALLIANCES", "JOINING"]

KINDS = ("defence", "offence", "neutrality", "non_aggression", "consultation")
WAR = 5


def _chosen(record: Record, kind: str, which: str) -> "Table":
    """Return pairs and years with the tie, and whether it held a year before.

    Left out are pairs that were none a year before, so that all three figures are over
    the same rows: 695,610 of all pairs.
    """
    rows = stacked(record.pairs_before, record.all_pairs)
    names = list(KINDS) if kind == "any" else [kind]
    rows = rows.assign(tie=rows[names].any(axis=1).astype(bool))
    before = rows[["ccode1", "ccode2", "year", "tie"]].rename(columns={"tie": "before"})
    before = before.assign(year=before["year"] + 1)
    rows = rows.merge(before, on=["ccode1", "ccode2", "year"])
    near = rows["conttype"].notna() | rows["major1"] | rows["major2"]
    chosen = {
        "all": rows["year"] >= FIRST,
        "relevant": near,
        "rivals": rows["tss"].eq(other=True),
    }
    return rows.loc[chosen[which]]


def prevalence(record: Record, kind: str, which: str) -> float:
    """Return the share of pair-years with a tie, %.

    Args:
        record: The data sets.
        kind: A kind of tie, such as "defence", or "any".
        which: "all" pairs, the politically "relevant" ones or "rivals" (TSS).
    """
    return percent(_chosen(record, kind, which)["tie"])


def formation(record: Record, kind: str, which: str) -> float:
    """Return the share of pairs without a tie a year before that have one now, %.

    Args:
        record: The data sets.
        kind: As in `prevalence`.
        which: As in `prevalence`.
    """
    rows = _chosen(record, kind, which)
    return percent(rows.loc[rows["before"].eq(other=False), "tie"])


def termination(record: Record, kind: str, which: str) -> float:
    """Return the share of pairs with a tie a year before that have none now, %.

    Args:
        record: The data sets.
        kind: As in `prevalence`.
        which: As in `prevalence`.
    """
    rows = _chosen(record, kind, which)
    return percent(~rows.loc[rows["before"].eq(other=True), "tie"])


def lumps(record: Record, years: int = 10) -> float:
    """Return what share of new defence ties fall in the years with most of them, %.

    Args:
        record: The data sets.
        years: How many years.
    """
    rows = _chosen(record, "defence", "all")
    new = rows.loc[rows["tie"] & rows["before"].eq(other=False), "year"]
    counts = new.value_counts().to_numpy()
    return float(100.0 * np.sort(counts)[::-1][:years].sum() / counts.sum())


def _allies(first: int, last: int, level: int) -> "Table":
    """Return originators, each with each defence ally, and whether that joined it."""
    rows: Table = participants("gml")
    held: Table = ties()
    held = held.loc[held["defence"], ["ccode1", "ccode2", "year"]]
    turned = held.rename(columns={"ccode1": "ccode2", "ccode2": "ccode1"})
    began = rows.groupby("dispnum")["year"].transform("min")
    chosen = rows["originator"] & began.between(first, last) & rows["level"].ge(level)
    first_in = rows.assign(began=began).loc[chosen]
    names = {"ccode1": "ccode", "ccode2": "ally", "year": "began"}
    found = first_in[["dispnum", "ccode", "side_a", "began"]].merge(
        stacked(held, turned).rename(columns=names), on=["ccode", "began"]
    )
    origin = set(
        rows.loc[rows["originator"], ["dispnum", "ccode"]].itertuples(
            index=False, name=None
        )
    )
    late = rows.loc[~rows["originator"], ["dispnum", "ccode", "side_a"]]
    joined = set(late.itertuples(index=False, name=None))
    keys = list(found[["dispnum", "ally", "side_a"]].itertuples(index=False, name=None))
    found = found.assign(joined=[key in joined for key in keys])
    return found.loc[[key[:2] not in origin for key in keys]]


def joins(
    record: Record, first: int, last: int, *, war: bool, any_ally: bool = False
) -> float:
    """Return how often a defence ally joins an originator on its side, %.

    Allies that are themselves originators are left out.

    Args:
        record: The data sets.
        first: First year in which a dispute began.
        last: Last such year.
        war: Whether to keep disputes that reached war only.
        any_ally: Whether to count originators with an ally that joins, not allies.
    """
    del record
    rows = _allies(first, last, WAR if war else 1)
    if any_ally:
        return percent(rows.groupby(["dispnum", "ccode", "side_a"])["joined"].max())
    return percent(rows["joined"])


HAZARDS = {
    ("defence", "all"): (6.96, 0.227, 0.56),
    ("defence", "relevant"): (21.6, 0.664, 0.67),
    ("defence", "rivals"): (37.6, 1.30, 0.86),
    ("non_aggression", "all"): (13.2, 0.544, 0.27),
    ("non_aggression", "relevant"): (34.1, 1.36, 0.33),
    ("consultation", "all"): (7.0, 0.196, 0.67),
    ("consultation", "relevant"): (22.5, 0.69, 0.92),
    ("any", "all"): (13.3, 0.557, 0.38),
    ("any", "relevant"): (35.6, 1.49, 0.62),
}
"""Published prevalence, formation and termination in percent."""

SETS = {
    "all": "all pairs, 1950-2010, ATOP",
    "relevant": "politically relevant pairs, 1950-2010, ATOP",
    "rivals": "rivals (TSS), 1950-2010, ATOP",
}

_HOW = {
    "there is": (prevalence, "% of pair-years"),
    "forms": (formation, "% of pairs without, a year"),
    "ends": (termination, "% of pairs with, a year"),
}

ALLIANCES: tuple[Fact, ...] = (
    *(
        Fact(f"a tie {verb}: {kind.replace('_', '-')}", _HOW[verb][1], SETS[which],
             value, partial(_HOW[verb][0], kind=kind, which=which))
        for (kind, which), values in HAZARDS.items()
        for verb, value in zip(_HOW, values, strict=True)
    ),
    Fact("defence ties formed in the ten years with most", "% of ties formed",
         SETS["all"], 66.0, lumps),
)  # fmt: skip

_PAST = {"first": 1816, "last": 1945}
_NOW = {"first": FIRST, "last": LAST}
_PAIR = "% of allies of originators"
_SIDE = "% of originators with an ally"
_LATE, _EARLY = "1950-2010, GML, ATOP", "1816-1945, GML, ATOP"

JOINING: tuple[Fact, ...] = (
    Fact("a defence ally joins, disputes", _PAIR, _LATE, 0.58,
         partial(joins, war=False, **_NOW)),
    Fact("a defence ally joins, wars", _PAIR, _LATE, 11.3,
         partial(joins, war=True, **_NOW)),
    Fact("at least one ally joins, disputes", _SIDE, _LATE, 4.7,
         partial(joins, war=False, any_ally=True, **_NOW)),
    Fact("at least one ally joins, wars", _SIDE, _LATE, 38.8,
         partial(joins, war=True, any_ally=True, **_NOW)),
    Fact("a defence ally joins, disputes", _PAIR, _EARLY, 3.2,
         partial(joins, war=False, **_PAST)),
    Fact("a defence ally joins, wars", _PAIR, _EARLY, 24.1,
         partial(joins, war=True, **_PAST)),
    Fact("at least one ally joins, disputes", _SIDE, _EARLY, 8.4,
         partial(joins, war=False, any_ally=True, **_PAST)),
    Fact("at least one ally joins, wars", _SIDE, _EARLY, 42.6,
         partial(joins, war=True, any_ally=True, **_PAST)),
)  # fmt: skip
