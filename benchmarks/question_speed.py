"""How long it takes to explain a verdict and to look for what overturns it.

    python benchmarks/question_speed.py
    python benchmarks/question_speed.py --claim china-arms --lens prior --repeats 3

The run is made first and not timed. The first explanation of a claim compiles its
program, unless it was compiled before on this machine; later ones load it.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable

import detente

EXPLAIN_S, OVERTURN_S = 20.0, 30.0
"""What a warm explanation, and a warm search for what overturns, may take."""


def _timed(name: str, bar: float, repeats: int, ask: Callable[[], object]) -> None:
    """Ask so many times after a first one, and print how long it took."""
    taken = []
    for _ in range(repeats + 1):
        began = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - began)
    middle = statistics.median(taken[1:])
    print(
        f"{name:<9} first {taken[0]:6.1f} s, then median {middle:6.1f} s of {repeats} "
        f"(bar {bar:g} s: {'met' if middle <= bar else 'missed'})"
    )


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scenario", default="nato-east-asia")
    parser.add_argument("--claim", default="tension-rises")
    parser.add_argument("--lens", default="record")
    parser.add_argument("--draws", type=int, default=128)
    parser.add_argument("--repeats", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = detente.run(given.scenario, draws=given.draws, out=folder)
        claim, lens, repeats = given.claim, given.lens, given.repeats
        _timed("explain", EXPLAIN_S, repeats, lambda: run.explain(claim, lens=lens))
        _timed("overturn", OVERTURN_S, repeats, lambda: run.overturn(claim, lens))


if __name__ == "__main__":
    main()
