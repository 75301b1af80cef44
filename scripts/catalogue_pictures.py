"""Draw the pictures of the catalogue: one outcome over time, by plan and lens.

For a scenario of the past it is the first outcome on record, with what really happened
as a line of its own; otherwise the first outcome of the first claim. Runs are looked
for under a folder; the newest of each scenario is taken.

    detente run nato-russia-1993 --draws 32 --replicates 1
    detente run jervis-1    # the worlds of a game take no longer than that in full
    python scripts/catalogue_pictures.py runs [scenario ...]
"""

import sys
from pathlib import Path

import detente
from detente.reports.laid_over import recorded_line

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SCALE = 0.85


def main(root: str, scenarios: list[str]) -> None:
    """Write one picture a scenario."""
    for scenario in scenarios or [each.name for each in Path(root).iterdir()]:
        run = detente.open_run(scenario, root)
        found = run.findings
        first = str(found.results["query"].values[0])
        outcome = next(iter(recorded_line(found)), first)
        chart = run.plot.series(outcome=outcome, show="level")
        target = PICTURES / f"{scenario}.png"
        chart.save(str(target), scale_factor=SCALE)
        print(f"{target.name}: {outcome}, {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
