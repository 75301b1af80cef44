"""Write world.toml and happened.toml of scenarios of the past from the public data.

What was chosen and what is assumed stands in scripts/history/<scenario>.toml: actors,
theatres, alliances, suspicions, and which outcomes to lay over. Everything else is
looked up here, each figure with its source and year; a figure that is missing becomes a
distribution with a reason. Needs the data sets that `detente data add` keeps, and for
product before 1960 and for capitals the tables in DETENTE_DATA.

    python scripts/history_world.py [scenario ...]
"""

import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import history_facts as facts
import history_happened as after
import history_record as record
import history_write as write

from detente.worlds.load import CATALOG, load
from detente.worlds.reading import read_toml

CHOSEN = Path(__file__).parent / "history"


def world_text(spec: dict[str, Any]) -> str:
    """Return world.toml of a scenario."""
    year = spec["start"] - 1
    actors = facts.actors(spec, year)
    tables: dict[str, Any] = {
        "world": {"start": spec["start"], "title": spec["title"]},
        "sources": facts.SOURCES | spec.get("sources", {}),
        "facts": facts.columns(year, actors, spec),
        "theatres": spec["theatres"],
        "actors": {
            code: {k: v for k, v in actor.items() if k != "note"}
            for code, actor in actors.items()
        },
        "alliances": spec.get("alliances", {}),
    }
    codes = {code: actor["cow"] for code, actor in spec["actors"].items()}
    tables["majors"] = record.majors(codes, spec["start"])
    tables["ties"] = record.ties_at(codes, year, spec)
    tables["ties"] += spec.get("ties", [])
    tables["pacts"] = record.pacts_at(codes, year)
    tables["neighbours"] = record.neighbours_at(codes, year)
    tables["heat"] = record.heat_at(codes, year)
    bound = [t["between"] for t in tables["ties"] if t["level"] == record.PACT]
    for alliance in tables["alliances"].values():
        bound += combinations(alliance["members"], 2)
    allied = set(map(frozenset, bound))
    tables["suspicions"] = record.suspicions_at(tables["heat"], allied)
    tables["suspicions"] += spec.get("suspicions", [])
    tables["affinity"] = record.affinity_at(codes, year)
    for name in ("motives", "status_quo", "posture"):
        tables[name] = spec.get(name, [])
    notes = {code: actor["note"] for code, actor in actors.items() if actor["note"]}
    return write.world(spec, tables, notes)


def main(names: list[str]) -> int:
    """Write the files of each scenario, and check that they can be read."""
    for file in sorted(CHOSEN.glob("*.toml")):
        if names and file.stem not in names:
            continue
        spec = read_toml(file, file.name)
        folder = CATALOG / file.stem
        folder.mkdir(exist_ok=True)
        (folder / "world.toml").write_text(world_text(spec), "utf-8")
        argument = read_toml(folder / "scenario.toml", f"{file.stem}/scenario.toml")
        happened = after.happened(spec, argument)
        (folder / "happened.toml").write_text(write.happened(happened), "utf-8")
        scenario = load(file.stem)
        print(
            f"{file.stem}: {len(scenario.world.actors)} actors, "
            f"{len(scenario.world.ties)} ties, {len(scenario.world.heat)} pairs with "
            f"heat, {len(happened['series'])} recorded series"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
