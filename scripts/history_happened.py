"""What really happened after the start, outcome by outcome, from public data."""

from functools import cache
from typing import Any

import history_facts as facts
import numpy as np
import pandas as pd
from history_record import level

from detente.record.history import FIRST, LAST
from detente.record.indexed import Index
from detente.record.means import price_growth
from detente.record.participants import confrontations
from detente.record.resources import resources
from detente.worlds.happened import RECORDED_UNITS

LAST_RECORD = 2010
"""Last year of disputes and pacts in the data sets."""

SOURCES: dict[str, Any] = {
    "nmc7": facts.SOURCES["nmc7"],
    "nmc7-wb": {
        "citation": "Spending: National Material Capabilities v7.0. Product: World "
        "Bank, NY.GDP.MKTP.CD.",
        "terms": "free for research with citation; CC BY 4.0",
    },
    "gml": {
        "citation": "Gibler, Miller and Little 2016, militarized interstate disputes "
        "v2.2.1.",
        "terms": "free for research with citation",
    },
    "atop51": facts.SOURCES["atop51"],
}


def _members(name: str, spec: dict[str, Any], argument: dict[str, Any]) -> list[int]:
    """Return the state numbers behind an actor, alliance or group at the start."""
    actors = spec["actors"]
    if name in actors:
        return [actors[name]["cow"]]
    alliance = spec.get("alliances", {}).get(name)
    listed = alliance["members"] if alliance else argument["groups"][name]
    return [actors[code]["cow"] for code in listed]


@cache
def _deflators() -> pd.Series:
    """Return the price level of each year by the definition of the fit."""
    states = resources(FIRST, LAST)
    codes = np.unique(states["ccode"].to_numpy(int))
    growth = price_growth(Index(codes, np.empty((0, 0)), LAST - FIRST + 1), states)
    years = range(FIRST, FIRST + len(growth))
    return pd.Series(np.exp(np.cumsum(np.nan_to_num(growth))), years)


def _arms(of: list[int], years: range, start: int) -> dict[int, float]:
    """Return spending in dollars of the year before the start."""
    found = {}
    for year in years:
        total = sum(facts.spending(cow, year) for cow in of)
        if start > FIRST:
            total *= _deflators()[start - 1] / _deflators()[year]
        if np.isfinite(total):
            found[year] = facts.rounded(total)
    return found


def _burden(of: list[int], years: range) -> dict[int, float]:
    rows = resources(years.start, years.stop - 1).set_index(["ccode", "year"])
    found = {}
    for year in years:
        arms = sum(facts.spending(cow, year) for cow in of)
        output = sum(
            float(rows["gdp"].get((cow, year), np.nan) or np.nan) for cow in of
        )
        share = 100 * arms / (output / 1e6)
        if np.isfinite(share):
            found[year] = round(share, 2)
    return found


def _events(of: list[int], toward: list[int], years: range) -> dict[int, float]:
    rows = confrontations("gml")
    rows = rows.loc[rows["originators"] & rows["ccode1"].isin(of)]
    there = set(rows.loc[rows["ccode2"].isin(toward), "year"])
    return {year: float(year in there) for year in years if year <= LAST_RECORD}


def _alignment(of: list[int], toward: list[int], years: range) -> dict[int, float]:
    pairs = [(a, b) for a in of for b in toward if a != b]
    return {
        year: round(float(np.mean([level(a, b, year) for a, b in pairs])), 3)
        for year in years if year <= LAST_RECORD
    }  # fmt: skip


NOTES = {
    "arms": "nominal spending brought to dollars of the year before the start by the "
    "price level that the fit uses (common growth less 3 % a year)",
    "burden": "spending over product, both in current dollars",
    "tension": "a dispute between originators of the two sides began, either way",
    "alignment": "defence 4, consultation 2, offence or neutrality alone 1; mean over "
    "pairs",
}
POUNDS = "pounds of the source at 4.86 dollars; prices taken as they were, not deflated"


def happened(spec: dict[str, Any], argument: dict[str, Any]) -> dict[str, Any]:
    """Return what happened.toml says.

    Args:
        spec: What was chosen.
        argument: What scenario.toml says, for its groups and horizon.
    """
    start, series, used = spec["start"], [], set()
    for asked in spec["record"]:
        of = _members(asked["of"], spec, argument)
        last = min(asked.get("until", argument["horizon"]), argument["horizon"])
        years = range(asked.get("from", start), last + 1)
        toward = _members(asked["toward"], spec, argument) if "toward" in asked else []
        outcome, note = asked["outcome"], NOTES[asked["outcome"]]
        match outcome:
            case "arms":
                values, source = _arms(of, years, start), "nmc7"
                note = POUNDS if start < facts.IN_DOLLARS else note
            case "burden":
                values, source = _burden(of, years), "nmc7-wb"
            case "tension":
                values, source = _events(of, toward, years), "gml"
            case _:
                values, source = _alignment(of, toward, years), "atop51"
        used.add(source)
        series.append(
            {k: asked[k] for k in ("outcome", "of", "toward") if k in asked}
            | {
                "unit": RECORDED_UNITS[outcome], "source": source,
                "note": "; ".join(filter(None, [note, asked.get("why", "")])),
                "values": values,
            }
        )  # fmt: skip
    return {
        "plan": spec["plan"],
        "sources": {k: v for k, v in SOURCES.items() if k in used},
        "series": series,
    }
