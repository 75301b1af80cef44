"""Say how often the record lay inside what was foreseen, over all of the past.

    for each scenario of the past: detente run SCENARIO --draws 32 --replicates 1
    python scripts/history_levels.py runs

Prints the tables of docs/explanation/history.md. A series that two scenarios hold, of
the same outcome in the same years with the same record, counts once, with the first.
"""

import sys
from collections.abc import Iterable
from typing import NamedTuple

import detente
from detente.reports.laid_over import Laid, laid_over
from detente.worlds.happened import EVENTS


class Tally(NamedTuple):
    """How many comparisons, and how many lay inside and below the band."""

    inside: int
    compared: int
    below: int

    def __str__(self) -> str:
        """Write it for a table."""
        above = self.compared - self.inside - self.below
        return f"{self.inside} of {self.compared} ({self.below} below, {above} above)"


def tally(found: Iterable[Laid], *, events: bool) -> Tally:
    """Return the comparisons of one kind, added up."""
    mine = [x for x in found if (x.query.split(" ")[0] in EVENTS) == events]
    return Tally(
        sum(x.inside for x in mine), sum(x.compared for x in mine),
        sum(x.below for x in mine),
    )  # fmt: skip


def once(laid: dict[str, list[Laid]]) -> list[Laid]:
    """Return the series of all scenarios, each of those that two hold once."""
    found = {}
    for each in laid.values():
        for x in each:
            found.setdefault((x.lens, x.query, x.years, x.value), x)
    return list(found.values())


def main(root: str) -> None:
    """Print one table by lens, and one of every count of disputes."""
    slugs = [s for s in detente.catalogue() if detente.load(s).happened]
    runs = {slug: detente.open_run(slug, root).findings for slug in slugs}
    laid = {slug: list(laid_over(found)) for slug, found in runs.items()}
    single = once(laid)
    print("| lens | yearly spending inside | counts of disputes inside |")
    print("| --- | --- | --- |")
    for lens in next(iter(runs.values())).lenses:
        mine = [x for x in single if x.lens == lens]
        spent, begun = tally(mine, events=False), tally(mine, events=True)
        print(f"| `{lens}` | {spent} | {begun} |")
    print()
    print(
        "| scenario | disputes between | years | recorded | foreseen under `record` |"
    )
    print("| --- | --- | --- | --- | --- |")
    for slug, found in laid.items():
        for x in found:
            if x in single and x.lens == "record" and x.query.split(" ")[0] in EVENTS:
                sides = runs[slug].query(x.query).partition(": ")[2]
                print(
                    f"| `{slug}` | {sides} | {x.years[0]}-{x.years[1]} | {x.value:.0f} "
                    f"| {x.median:.0f} [{x.lo:.0f}, {x.hi:.0f}] |"
                )


if __name__ == "__main__":
    main(sys.argv[1])
