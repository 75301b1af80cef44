"""Ties, borders and disputes before the start, from the public data sets.

Definitions are those of the fit: rungs of the ladder from ATOP, heat by the rule of the
kernel, closeness from UN votes, disputes between originators as Gibler, Miller and
Little code them. Suspicion alone is assumed, by one rule for all pairs.
"""

from collections.abc import Mapping
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pandas as pd

from detente.record.frames import table
from detente.record.history import CONSULTATION, PACT, WEAK
from detente.record.panel import disputes
from detente.record.ties import ties

MEMORY, JOLT = 0.85, 0.5
"""Centres of the prior for the memory of disputes: see lenses/prior.toml."""

FULL = 3
"""Ordinal of full heat and of full suspicion."""

MEMORABLE = 20
"""Years of disputes that a reason lists."""

WORDS = {
    PACT: "Defence obligation in force", CONSULTATION: "Consultation pact in force",
    WEAK: "Offence or neutrality pact in force",
}  # fmt: skip

Codes = Mapping[str, int]


@cache
def _ties() -> pd.DataFrame:
    rows = ties()
    level = np.select(
        [rows["defence"], rows["consultation"], rows["offence"] | rows["neutrality"]],
        [PACT, CONSULTATION, WEAK], 0,
    )  # fmt: skip
    return rows.assign(level=level).set_index(["ccode1", "ccode2"]).sort_index()


def _pair(a: int, b: int) -> pd.DataFrame:
    """Return the years of two states' ties, by year."""
    key = (min(a, b), max(a, b))
    rows = _ties()
    found = rows.loc[[key]] if key in rows.index else rows.iloc[:0]
    return found.set_index("year").sort_index()


def _since(held: pd.Series, year: int) -> int:
    """Return the first year of the unbroken run that holds in a year."""
    first = year
    while bool(held.get(first - 1, default=False)):
        first -= 1
    return first


def level(a: int, b: int, year: int) -> int:
    """Return the highest rung of two states in a year."""
    return int(_pair(a, b)["level"].get(year, 0))


def turn(a: int, b: int, year: int) -> int:
    """Return the rung of two states as a year ends: held in it and in the next."""
    return min(level(a, b, year), level(a, b, year + 1))


def ties_at(codes: Codes, year: int, spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the ties in force at the end of a year, outside the alliances.

    Args:
        codes: State numbers by code.
        year: The year before the start.
        spec: What was chosen: alliances, and ties of ATOP that are left out.
    """
    inside = {
        frozenset(pair)
        for each in spec.get("alliances", {}).values() if each["rule"] != "hub"
        for pair in combinations(each["members"], 2)
    }  # fmt: skip
    inside |= {frozenset(each["between"]) for each in spec.get("left_out", [])}
    found = []
    for one, other in combinations(codes, 2):
        rung = turn(codes[one], codes[other], year)
        if rung and frozenset((one, other)) not in inside:
            held = _pair(codes[one], codes[other])["level"].ge(rung)
            found.append({
                "between": [one, other], "level": rung, "since": _since(held, year),
                "name": WORDS[rung], "source": "atop51",
            })  # fmt: skip
    return sorted(found, key=lambda each: -each["level"])


def pacts_at(codes: Codes, year: int) -> list[dict[str, Any]]:
    """Return the non-aggression pacts in force at the end of a year."""
    found = []
    for one, other in combinations(codes, 2):
        held = _pair(codes[one], codes[other])["non_aggression"]
        if bool(held.get(year, default=False)):
            found.append({
                "between": [one, other], "since": _since(held, year),
                "name": "Non-aggression obligation in force", "source": "atop51",
            })  # fmt: skip
    return found


def majors(codes: Codes, year: int) -> dict[str, Any]:
    """Return who is a major power in a year, from the one of entry as in the fit."""
    rows = table("majors")
    there = set(rows.loc[rows["styear"].le(year) & rows["endyear"].ge(year), "ccode"])
    return {"of": [c for c, n in codes.items() if n in there], "source": "cow-majors"}


def neighbours_at(codes: Codes, year: int) -> list[dict[str, Any]]:
    """Return who touches whom at the end of a year."""
    spells = table("contiguity")
    when = pd.Timestamp(year=year, month=12, day=1)
    spells = spells.loc[
        (spells["conttype"] > 0) & (spells["stdate"] <= when)
        & (spells["enddate"] >= when)
    ]  # fmt: skip
    contact = {
        (int(r.ccode1), int(r.ccode2)): int(r.conttype)
        for r in spells.itertuples(index=False)
    }
    found = []
    for at, one in enumerate(codes):
        sides: dict[str, list[str]] = {"by_land": [], "by_sea": []}
        for other in list(codes)[at + 1 :]:
            kind = contact.get((codes[one], codes[other]))
            if kind:
                sides["by_land" if kind == 1 else "by_sea"].append(other)
        if any(sides.values()):
            found.append({"of": one} | {k: v for k, v in sides.items() if v})
    return found


@cache
def _fought() -> dict[tuple[int, int], list[int]]:
    """Return the years in which a dispute of a pair went on."""
    rows = disputes("gml")
    rows = rows.loc[rows["ongoing"] | rows["onset"]]
    found: dict[tuple[int, int], list[int]] = {}
    for row in rows.sort_values("year").itertuples(index=False):
        found.setdefault((row.ccode1, row.ccode2), []).append(int(row.year))
    return found


def heat_of(a: int, b: int, year: int) -> float:
    """Return the memory of disputes of two states at the end of a year, 0 to 1."""
    heat, last = 0.0, None
    for when in _fought().get((min(a, b), max(a, b)), []):
        if when > year:
            break
        heat *= MEMORY ** (when - (last if last is not None else when))
        heat += JOLT * (1 - heat)
        last = when
    return heat * MEMORY ** (year - last) if last is not None else 0.0


def heat_at(codes: Codes, year: int) -> list[dict[str, Any]]:
    """Return the pairs with heat at the end of a year, as ordinals."""
    found = []
    for one, other in combinations(codes, 2):
        exact = heat_of(codes[one], codes[other], year)
        rung = round(FULL * exact)
        if rung:
            key = (min(codes[one], codes[other]), max(codes[one], codes[other]))
            years = [y for y in _fought()[key] if year - MEMORABLE <= y <= year]
            found.append({
                "between": [[one], [other]], "level": rung,
                "why": f"recorded disputes went on in {spans(years)} (Gibler, Miller "
                f"and Little 2016); memory of them {exact:.2f} of 1 by the rule of the "
                f"kernel, {MEMORY:g} lasting a year",
            })  # fmt: skip
    return found


def spans(years: list[int]) -> str:
    """Write years with runs drawn together."""
    runs: list[list[int]] = [[years[0], years[0]]]
    for before, year in pairwise(years):
        if year == before + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def suspicions_at(
    heat: list[dict[str, Any]], allied: set[frozenset[str]]
) -> list[dict[str, Any]]:
    """Return who took whom for a revisionist: one more than the heat, both ways.

    Args:
        heat: Pairs with heat.
        allied: Pairs bound to mutual defence, who are taken to trust each other.
    """
    found = []
    for rung in range(1, FULL + 1):
        for each in (x for x in heat if x["level"] == rung):
            (one,), (other,) = each["between"]
            if frozenset((one, other)) in allied:
                continue
            for a, b in ((one, other), (other, one)):
                found.append({
                    "by": [a], "of": [b], "level": min(FULL, rung + 1),
                    "why": "assumed: one step above the heat of their recorded "
                    "disputes, the same both ways",
                })  # fmt: skip
    return found


def affinity_at(codes: Codes, year: int) -> list[dict[str, Any]]:
    """Return closeness of UN votes at the end of a year, where both voted."""
    rows = table("ideal-points")
    rows = rows.loc[rows["year"].between(year - 3, year)].sort_values("year")
    point = rows.groupby("ccode")["ideal_point"].last().dropna()
    found = []
    for one, other in combinations(codes, 2):
        if codes[one] in point and codes[other] in point:
            gap = abs(point[codes[one]] - point[codes[other]])
            value = round(2 * float(np.exp(-gap)) - 1, 1) + 0.0
            if value:
                found.append({
                    "between": [[one], [other]], "value": value,
                    "why": f"UN ideal points {gap:.1f} apart (Bailey, Strezhnev and "
                    "Voeten 2017)",
                })  # fmt: skip
    return found
