"""Parameters at their bounds, all at once: what stays finite, and how far out.

Every parameter of every law is put at so many standard deviations of the prior below or
above its centre: all below, all above, and random corners. Prints, by distance, the
share of futures in which every outcome stays finite; a run names the others and leaves
them out of verdicts. Tests nothing.

    python benchmarks/extremes.py
    python benchmarks/extremes.py --scenario three-states --corners 320
"""

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.runs.bounds import at_bounds

from detente.claims.compute import principals, probe
from detente.claims.effects import needed_queries
from detente.lenses.lens import parameters
from detente.runs.engine import MEMBERS, Members
from detente.runs.job import Variant
from detente.runs.worker import Recipe
from detente.worlds.compile import compile_scenario
from detente.worlds.load import load

DISTANCES = (1.0, 2.0, 4.0, 8.0, 16.0)


def main() -> None:
    """Print one line a distance."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scenario", default="nato-east-asia")
    parser.add_argument("--corners", type=int, default=64)
    options = parser.parse_args()
    scenario = load(options.scenario)
    compiled = compile_scenario(scenario)
    queries = needed_queries(scenario)
    engine = Recipe(
        scenario, queries, tuple(principals(scenario, compiled)),
        probe(scenario, compiled), 1,
    ).engine()  # fmt: skip
    variants = [Variant(plan) for plan in scenario.plans]
    rng = np.random.default_rng(1)
    print(f"{options.scenario}, {len(variants)} plans, {options.corners} corners of "
          f"{len(parameters())} parameters")  # fmt: skip
    for far in DISTANCES:
        finite, futures, broken = 0, 0, set()
        for block in range(-(-options.corners // MEMBERS)):
            draws = at_bounds(far, rng, ends=not block)
            for variant in variants:
                found = engine.run(
                    variant.plan, variant.switches(), draws,
                    Members.of(range(MEMBERS), block), 1, count_spiral=False,
                ).outcomes  # fmt: skip
                good = np.isfinite(found)
                finite += int(good.all(axis=(1, 2)).sum())
                futures += MEMBERS
                broken |= {
                    " ".join(filter(None, queries[q]))
                    for q in np.flatnonzero(~good.all(axis=(0, 1)))
                }
        print(f"  {far:>4.0f} sd: {finite}/{futures} finite"
              + (f"; not: {', '.join(sorted(broken))}" if broken else ""))  # fmt: skip


if __name__ == "__main__":
    main()
