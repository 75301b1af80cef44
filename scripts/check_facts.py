"""Compare every figure of the first scenario's world with the data files it is from.

Set DETENTE_DATA to the folder that holds the data files, in `tidy/` and `original/`.
Prints each difference and exits 1 if there is one; exits 2 if the folder is missing.

    DETENTE_DATA=/path/to/data python scripts/check_facts.py
"""

import math
import os
import sys
import tomllib
from pathlib import Path

import pandas as pd

WORLD = (
    Path(__file__).parents[1] / "src/detente/worlds/catalog/nato-east-asia/world.toml"
)
YEAR = 2022
GROWTH_YEARS = (2006, 2016)

# Half a unit of the last figure kept, in the unit of the world file.
HALF_UNIT = {
    "spending": 0.5,
    "personnel": 0.5,
    "population": 0.005,
    "gdp": 5.0,
    "growth": 0.05,
    "warheads": 0.5,
    "capital": 0.005,
}


def read_facts(data: Path) -> dict[str, pd.Series]:
    """Return each column of figures as the data files have it.

    Columns are keyed by COW number where the source uses those (spending, personnel,
    tpop, capital) and by ISO code where it uses these.
    """
    nmc = pd.read_csv(data / "tidy/nmc.csv.gz").query("year == @YEAR")
    nmc = nmc.set_index("ccode")
    worldbank = {
        name: pd.read_csv(data / f"original/worldbank/{name}.csv")
        .query("Year == @YEAR")
        .set_index("Country Code")["Value"]
        for name in ("gdp", "population")
    }
    warheads = (
        pd.read_csv(data / "original/owid_nuclear/nuclear-warhead-stockpiles.csv")
        .query("Year == @YEAR")
        .set_index("Code")["nuclear_weapons_stockpile"]
    )
    capitals = (
        pd.read_csv(data / "tidy/capitals_cow.csv")
        .sort_values("stdate")
        .groupby("ccode")[["lat", "lng"]]
        .last()
    )
    return {
        "spending": nmc["milex"] / 1000,
        "personnel": nmc["milper"],
        "tpop": nmc["tpop"] / 1000,
        "population": worldbank["population"] / 1e6,
        "gdp": worldbank["gdp"] / 1e6,
        "growth": read_growth(data),
        "warheads": warheads,
        "latitude": capitals["lat"],
        "longitude": capitals["lng"],
    }


def read_growth(data: Path) -> pd.Series:
    """Return mean log growth of real GDP, % a year, to the last year there is."""
    first, last = GROWTH_YEARS
    maddison = pd.read_csv(data / "tidy/maddison_2018.csv", encoding="latin-1")
    maddison["output"] = maddison["rgdpnapc"] * maddison["pop"]
    kept = maddison[maddison["year"].between(first, last)].dropna(subset=["output"])

    def trend(rows: pd.DataFrame) -> float:
        rows = rows.set_index("year")["output"]
        years = rows.index.max() - first
        if first not in rows.index or years == 0:
            return math.nan
        return 100 * math.log(rows[rows.index.max()] / rows[first]) / years

    return pd.Series({code: trend(rows) for code, rows in kept.groupby("countrycode")})


def expected(facts: dict[str, pd.Series], code: str, cow: int) -> dict[str, float]:
    """Return what the data files say of one actor, NaN where they say nothing."""
    found = {
        "spending": facts["spending"].get(cow, math.nan),
        "personnel": facts["personnel"].get(cow, math.nan),
        "population": facts["population"].get(code, math.nan),
        "gdp": facts["gdp"].get(code, math.nan),
        "growth": facts["growth"].get(code, math.nan),
        "warheads": facts["warheads"].get(code, 0),
    }
    if math.isnan(found["population"]):  # Taiwan: the World Bank has no series
        found["population"] = facts["tpop"].get(cow, math.nan)
    return found


def compare_actor(
    facts: dict[str, pd.Series], code: str, actor: dict[str, object]
) -> list[str]:
    """Return one line for each figure of an actor that differs from the data."""
    cow = actor["cow"]
    problems = []
    for column, true in expected(facts, code, cow).items():
        written = actor[column]
        if isinstance(written, dict):
            if not math.isnan(true):
                problems.append(f"{code}.{column}: a distribution, but data has {true}")
        elif math.isnan(true):
            problems.append(f"{code}.{column}: {written}, but the data has no figure")
        elif abs(written - true) > HALF_UNIT[column] * (1 + 1e-6):
            problems.append(f"{code}.{column}: {written}, data {true:.6g}")
    place = (facts["latitude"].get(cow), facts["longitude"].get(cow))
    for written, true in zip(actor["capital"], place, strict=True):
        if true is None or abs(written - true) > HALF_UNIT["capital"] * (1 + 1e-6):
            problems.append(f"{code}.capital: {written}, data {true}")
    return problems


def compare_neighbours(data: Path, world: dict[str, object]) -> list[str]:
    """Return one line for each pair whose contiguity differs from the data."""
    code_of = {actor["cow"]: code for code, actor in world["actors"].items()}
    spells = pd.read_csv(data / "tidy/contiguity_cow.csv")
    spells = spells[
        spells["ccode1"].isin(code_of)
        & spells["ccode2"].isin(code_of)
        & (spells["conttype"] > 0)  # 0 is a spell without contiguity
        & (spells["enddate"] >= "2016-12")
    ]
    true = {
        (*sorted((code_of[row.ccode1], code_of[row.ccode2])), row.conttype == 1)
        for row in spells.itertuples()
    }
    written = {
        (*sorted((entry["of"], other)), by == "by_land")
        for entry in world["neighbours"]
        for by in ("by_land", "by_sea")
        for other in entry.get(by, [])
    }
    listed = sum(
        len(entry.get(by, []))
        for entry in world["neighbours"]
        for by in ("by_land", "by_sea")
    )
    problems = [f"neighbours: {pair} not in the data" for pair in written - true]
    problems += [f"neighbours: {pair} missing" for pair in true - written]
    if listed != len(written):
        problems.append("neighbours: a pair is listed twice")
    return sorted(problems)


def compare_majors(data: Path, world: dict[str, object]) -> list[str]:
    """Return one line for each actor whose rank as a power differs from the data."""
    spells = pd.read_csv(data / "tidy/majors_cow.csv")
    last = set(spells.loc[spells["endyear"] == spells["endyear"].max(), "ccode"])
    written = set(world["majors"]["of"])
    return [
        f"majors: {code} is{'' if actor['cow'] in last else ' not'} one in the data"
        for code, actor in world["actors"].items()
        if (actor["cow"] in last) != (code in written)
    ]


def main() -> int:
    """Compare and report."""
    folder = os.environ.get("DETENTE_DATA", "")
    data = Path(folder)
    if not folder or not (data / "tidy").is_dir():
        print(
            "check_facts: set DETENTE_DATA to the folder with tidy/ and original/",
            file=sys.stderr,
        )
        return 2
    world = tomllib.loads(WORLD.read_text(encoding="utf-8"))
    facts = read_facts(data)
    problems = [
        line
        for code, actor in world["actors"].items()
        for line in compare_actor(facts, code, actor)
    ]
    problems += compare_neighbours(data, world)
    problems += compare_majors(data, world)
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{len(world['actors'])} actors compared, {len(problems)} differences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
