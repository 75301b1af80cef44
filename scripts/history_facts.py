"""Figures of actors at the end of a year, each from a public data set."""

import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from detente.record.frames import table
from detente.record.resources import resources
from detente.worlds.facts import COLUMN_UNITS

DOLLARS_A_POUND = 4.86
"""What NMC itself changes by in 1914, when it goes from pounds to dollars."""

IN_DOLLARS = 1914
WORLD_BANK = 1960
"""First year of product and people in the World Bank's tables."""

BURDEN = 3.0
"""% of product the median actor spends on arms where the price level is assumed."""

LEVEL_SD, SHARE_SD, STALE_SD = 0.4, 0.3, 0.3
"""Spread (log) of an assumed price level, of a part of a state, of an older figure."""

TREND = 10
"""Years before the start over which growth is taken."""

SOURCES: dict[str, Any] = {
    "nmc7": {
        "citation": "Correlates of War Project, National Material Capabilities v7.0. "
        "Singer, Bremer and Stuckey 1972; Singer 1987.",
        "terms": "free for research with citation",
    },
    "wb-pop": {
        "citation": "World Bank, World Development Indicators, SP.POP.TOTL, total "
        "population.",
        "terms": "CC BY 4.0",
    },
    "wb-gdp": {
        "citation": "World Bank, World Development Indicators, NY.GDP.MKTP.CD, GDP in "
        "current US dollars.",
        "terms": "CC BY 4.0",
    },
    "maddison2018": {
        "citation": "Maddison Project Database 2018. Bolt, Inklaar, de Jong and van "
        "Zanden 2018.",
        "terms": "CC BY 4.0",
    },
    "owid-fas": {
        "citation": "Our World in Data, nuclear warhead stockpiles, from the "
        "Federation of American Scientists (Kristensen, Korda and others).",
        "terms": "CC BY 4.0; cite the Federation of American Scientists",
    },
    "capitals": {
        "citation": "Miller, S. V., capitals of the Correlates of War states with "
        "coordinates, R package peacesciencer 1.2.9.",
        "terms": "GPL-2 for the package; coordinates are facts",
    },
    "contiguity": {
        "citation": "Correlates of War Project, Direct Contiguity v3.2. Stinnett, Tir, "
        "Schafer, Diehl and Gochman 2002.",
        "terms": "free for research with citation",
    },
    "atop51": {
        "citation": "Alliance Treaty Obligations and Provisions v5.1. Leeds, Ritter, "
        "Mitchell and Long 2002.",
        "terms": "free with citation",
    },
    "cow-majors": {
        "citation": "Correlates of War Project, State System Membership List v2016, "
        "major powers.",
        "terms": "free for research with citation",
    },
}


@cache
def _tidy(name: str) -> pd.DataFrame:
    """Return a table of DETENTE_DATA that no loader reads."""
    return pd.read_csv(
        Path(os.environ["DETENTE_DATA"]) / "tidy" / name, encoding_errors="replace"
    )


@cache
def _states(year: int) -> pd.DataFrame:
    return resources(year - TREND, year).set_index(["ccode", "year"])


def _number(cow: int, year: int, column: str) -> float:
    """Return a figure of a state, NaN where there is none."""
    try:
        return float(_states(year).loc[(cow, year), column])
    except (KeyError, TypeError):
        return np.nan


def spending(cow: int, year: int) -> float:
    """Return military spending, million current USD; NaN where it is not recorded."""
    rows = table("nmc")
    found = rows.loc[rows["ccode"].eq(cow) & rows["year"].eq(year), "milex"]
    if found.empty or pd.isna(found.iloc[0]) or found.iloc[0] <= 0:
        return np.nan
    return float(found.iloc[0]) / 1000 * (1 if year >= IN_DOLLARS else DOLLARS_A_POUND)


def _maddison(iso: str, column: str) -> pd.Series:
    rows = _tidy("maddison_2018.csv")
    return rows.loc[rows["countrycode"].eq(iso)].set_index("year")[column].dropna()


def real_product(actor: dict[str, Any], year: int) -> float:
    """Return product in million dollars of 2011: Maddison's per head, NMC's people."""
    found = _maddison(actor["maddison"], "cgdppc")
    found = found[found.index <= year]
    people = _number(actor["cow"], year, "tpop")
    return float(found.iloc[-1]) * people / 1000 * actor.get("per_head", 1.0)


def _growth(actor: dict[str, Any], year: int) -> tuple[float, str]:
    """Return mean growth of product over the years before, and a note."""
    if "growth" in actor:
        return float(actor["growth"]), f"Growth is assumed: {actor['growth_why']}"
    heads = _maddison(actor["maddison"], "rgdpnapc")
    heads = heads[(heads.index >= year - TREND) & (heads.index <= year)]
    first, last = int(heads.index.min()), int(heads.index.max())
    people = _maddison(actor["maddison"], "pop")
    if not {first, last} <= set(people.index):
        rows = table("nmc")
        people = rows.loc[rows["ccode"].eq(actor["cow"])].set_index("year")["tpop"]
    rise = np.log(heads[last] / heads[first]) + np.log(people[last] / people[first])
    return round(100 * float(rise) / (last - first), 1), ""


def rounded(x: float) -> float:
    """Round a figure to four digits, or to the unit where it has more."""
    return float(f"{x:.4g}") if x < 1e4 else float(round(x))


def _absent(median: float, sd: float, why: str) -> dict[str, Any]:
    return {"median": rounded(median), "sd_log": sd, "why": why}


def _held(actor: dict[str, Any], year: int, column: str) -> Any:
    """Return spending (million USD) or personnel (thousand), or what stands for it."""
    cow = actor["cow"]
    read = spending if column == "spending" else (
        lambda c, y: _number(c, y, "milper")
    )  # fmt: skip
    found = read(cow, year)
    if not np.isnan(found):
        return rounded(found)
    part = actor.get("part_of")
    if part:
        whole = read(part["cow"], year)
        share = _number_people(actor, year) / _number(part["cow"], year, "tpop") * 1000
        return _absent(
            whole * share, SHARE_SD,
            f"no figure of its own for {year}; its share of the people of "
            f"{part['name']}, {share:.2f}, of {whole:,.6g}",
        )  # fmt: skip
    for back in range(1, TREND + 1):
        older = read(cow, year - back)
        if not np.isnan(older):
            return _absent(
                older, STALE_SD,
                f"not recorded for {year}; that of {year - back}, the last before",
            )  # fmt: skip
    return None


def _number_people(actor: dict[str, Any], year: int) -> float:
    """Return people in million: the World Bank's, else NMC's."""
    found = _number(actor["cow"], year, "population") / 1e6
    if np.isnan(found) and "iso" in actor:
        rows = table("population")
        mine = rows["iso3"].eq(actor["iso"]) & rows["year"].eq(year)
        found = float(rows.loc[mine, "population"].sum() or np.nan) / 1e6
    if np.isnan(found):
        found = _number(actor["cow"], year, "tpop") / 1000
    return found


def _capital(actor: dict[str, Any], year: int) -> list[float]:
    if "capital" in actor:
        return actor["capital"]
    rows = _tidy("capitals_cow.csv")
    end = f"{year}-12-31"
    mine = rows["ccode"].eq(actor["cow"]) & rows["stdate"].le(end)
    row = rows.loc[mine & rows["enddate"].ge(end)].iloc[0]
    return [round(float(row["lat"]), 2), round(float(row["lng"]), 2)]


def price_level(spec: dict[str, Any], year: int) -> float:
    """Return dollars of the year a dollar of 2011, so that the median burden is usual.

    Args:
        spec: What was chosen.
        year: A year before the World Bank's first.
    """
    burdens = [
        spending(a["cow"], year) / real_product(a, year)
        for a in spec["actors"].values()
        if not np.isnan(spending(a["cow"], year))
    ]
    return float(np.median(burdens)) / (BURDEN / 100)


def _product(spec: dict[str, Any], actor: dict[str, Any], year: int) -> Any:
    """Return product, million current USD, or what stands for it."""
    if year >= WORLD_BANK:
        found = _number(actor["cow"], year, "gdp") / 1e6
        if np.isnan(found) and "iso" in actor:
            rows = table("gdp")
            mine = rows["iso3"].eq(actor["iso"]) & rows["year"].eq(year)
            found = float(rows.loc[mine, "gdp"].sum() or np.nan) / 1e6
        if not np.isnan(found):
            return rounded(found)
        known = [
            (_number(a["cow"], year, "gdp") / 1e6, real_product(a, year))
            for a in spec["actors"].values()
        ]
        level = np.nanmedian([a / b for a, b in known])
        return _absent(
            real_product(actor, year) * level, LEVEL_SD,
            f"the World Bank has none for {year}; Maddison's product per head times "
            "people, at the median ratio of the two among the other actors",
        )  # fmt: skip
    return _absent(
        real_product(actor, year) * price_level(spec, year), LEVEL_SD,
        "Maddison's product per head (dollars of 2011) times NMC's people; the price "
        f"level of {year} is assumed, so that the median actor spends {BURDEN:g} % of "
        "its product on arms" + actor.get("product_why", ""),
    )  # fmt: skip


def actors(spec: dict[str, Any], year: int) -> dict[str, dict[str, Any]]:
    """Return the figures of the actors at the end of a year.

    Args:
        spec: What was chosen.
        year: The year before the start.
    """
    found: dict[str, dict[str, Any]] = {}
    for code, actor in spec["actors"].items():
        growth, note = _growth(actor, year)
        product = _product(spec, actor, year)
        size = product["median"] if isinstance(product, dict) else product
        arms = _held(actor, year, "spending")
        warheads = _number(actor["cow"], year, "warheads")
        found[code] = {
            "name": actor["name"], "cow": actor["cow"], "theatre": actor["theatre"],
            "capital": _capital(actor, year),
            "spending": arms if arms is not None else _absent(
                size * BURDEN / 100, 0.5,
                f"not recorded; {BURDEN:g} % of product, assumed",
            ),
            "personnel": _held(actor, year, "personnel"),
            "population": round(_number_people(actor, year), 3),
            "gdp": product, "growth": growth,
            "warheads": 0 if np.isnan(warheads) else int(warheads),
            "note": " ".join(filter(None, [actor.get("note", ""), note])),
        }  # fmt: skip
        found[code] |= {k: actor[k] for k in ("spending",) if k in actor}
    return found


def columns(year: int, actors: dict[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    """Return unit, year and source of every column.

    Args:
        year: The year before the start.
        actors: The figures.
        spec: What was chosen.
    """
    late = year >= WORLD_BANK
    pounds = f"pounds of the source at {DOLLARS_A_POUND} dollars; "
    said = {
        "spending": ("nmc7", ("" if year >= IN_DOLLARS else pounds)
                     + "nominal; the source breaks where its own sources change"),
        "personnel": ("nmc7", "rounded to the thousand in the source"),
        "population": ("wb-pop" if late else "nmc7", ""),
        "gdp": ("wb-gdp" if late else "maddison2018",
                "" if late else "relative sizes are Maddison's, the level is assumed"),
        "growth": ("maddison2018", f"mean log growth of product per head times people "
                   f"over up to {TREND} years before the start; as a trend it is "
                   "assumed"),
        "warheads": ("owid-fas", "a state that is not in the source has none"),
        "capital": ("capitals", ""),
    }  # fmt: skip
    return {
        name: {"unit": COLUMN_UNITS[name], "year": year, "source": source}
        | ({"note": note} if note else {})
        for name, (source, note) in said.items()
    }
