"""How much `east-not-europe` hangs on what Moscow counts: four codings, side by side.

The scenario has an entry of `status_quo` by which Russia counts accessions, and it was
changed after first results. Each coding here is a run of the scenario with that entry
replaced; `east-buys-more` is read off it, and the rungs that Russia and China count of
each member of NATO.

    python scripts/east_codings.py [draws]

Prints a table of docs/explanation/history.md; four runs, some minutes.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

import detente
from detente.worlds.compile import compile_scenario
from detente.worlds.load import CATALOG

SCENARIO, CLAIM = "east-not-europe", "east-buys-more"
ENTRY = 'weight = {:.1f}\nsteps = "{}"\n'
CODINGS = {
    "accessions, a rung as one: the scenario": (1.0, "accessions"),
    "accessions, a rung as .6: nine on either side": (0.6, "accessions"),
    "accessions and new ties, a rung as one: the first version": (1.0, "both"),
    "accessions, a rung as nothing": (0.0, "accessions"),
}
MEMBER = "DEU"
"""A member of NATO; the rungs counted of each are alike."""


def recoded(folder: Path, weight: float, steps: str) -> Path:
    """Copy the scenario with its entry replaced, and return where it is."""
    there = Path(shutil.copytree(CATALOG / SCENARIO, folder / SCENARIO))
    world = there / "world.toml"
    text, own = world.read_text(encoding="utf-8"), ENTRY.format(1.0, "accessions")
    if text.count(own) != 1:
        raise ValueError(f"{world}: expected one entry of accessions, weight 1.0")
    world.write_text(text.replace(own, ENTRY.format(weight, steps)), encoding="utf-8")
    return there


def counted(scenario: Any) -> str:
    """Return the rungs that Russia and China count of each member, by plan."""
    place = {code: k for k, code in enumerate(sorted(scenario.world.actors))}
    plans = compile_scenario(scenario).plans

    def of(plan: str, who: str) -> str:
        seen = np.asarray(plans[plan].moves.engaged)[:, place[who], place[MEMBER]]
        return f"{seen.sum():g}"

    return " | ".join(
        f"{of(plan, 'RUS')}, {of(plan, 'CHN')}" for plan in ("enlarge", "engage")
    )


def measured(path: Path, out: Path, draws: int) -> list[str]:
    """Return draws better / alike / worse and the median, by lens; no corner sought."""
    with patch("detente.claims.compute.search", return_value={}):
        run = detente.run(str(path), draws=draws, replicates=1, seed=1, out=out)
    cells = []
    for row in run.to_json()["claims"]:
        if row["id"] == CLAIM and row["primary"]:
            split = (row["shares"][k] for k in ("supports", "negligible", "opposes"))
            shares = " / ".join(f"{draws * x:.0f}" for x in split)
            cells.append(f"{shares}, {row['effect']['median']:+.1f}")
    return cells


def main(draws: int) -> None:
    """Print the table."""
    lenses = ("record", "prior", "spiral", "deterrence")
    head = ["Moscow counts", "rungs in `enlarge`", "in `engage`",
            *(f"`{lens}`" for lens in lenses)]  # fmt: skip
    print(f"| {' | '.join(head)} |")
    print(f"|{' --- |' * len(head)}")
    for name, coding in CODINGS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = recoded(Path(folder), *coding)
            cells = measured(path, Path(folder) / "run", draws)
            said = counted(detente.load(str(path)))
        print(f"| {name} | {said} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 32)
