"""How long the panel of all states takes to build, and the likelihood to grade.

    python benchmarks/record_speed.py

Reads the data sets that "detente data add" has put in the store, from Parquet. Where
they are not there and DETENTE_DATA names a folder of files, these are added to a store
of its own first, which is not timed.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from detente.record import store
from detente.record.adding import add_folder
from detente.record.dyads import dyad_years
from detente.record.panel import pair_years
from detente.record.resources import resources

FIRST, LAST = 1950, 2010
BAR_S, GRADIENT_MS = 5.0, 60.0
REPEATS = 20
KB_A_GB = 1e6


def _timed(name: str, build: Callable[[], object]) -> None:
    began = time.perf_counter()
    rows = build()
    took = time.perf_counter() - began
    print(f"{name:34} {len(rows):9,} rows {took:6.2f} s (bar {BAR_S:g})")  # type: ignore[arg-type]


def _gradient() -> None:
    """Time the log posterior with its gradient on the pairs that are fitted."""
    import jax.numpy as jnp

    from detente.record.fit import FITTED, graded
    from detente.record.history import history
    from detente.record.replay import Replay

    replay = Replay(history("gml"))
    pairs = len(replay.history.first)
    run, x = graded(replay, (FIRST, LAST)), jnp.zeros(len(FITTED))
    taken = []
    for _ in range(REPEATS + 1):
        began = time.perf_counter()
        run(x, replay.years)[1].block_until_ready()
        taken.append(1e3 * (time.perf_counter() - began))
    print(f"log posterior with gradient, {pairs:,} pairs, {len(FITTED)} parameters:")
    print(
        f"first {taken[0] / 1e3:.1f} s, then median {statistics.median(taken[1:]):.0f} "
        f"ms of {REPEATS} (bar {GRADIENT_MS:g} ms)"
    )


def main() -> int:
    """Print times and memory."""
    with tempfile.TemporaryDirectory() as folder:
        if "states-cow" not in store.entries():
            data = os.environ.get("DETENTE_DATA")
            if not data:
                print("no data sets: run detente data add, or set DETENTE_DATA")
                return 0
            os.environ["DETENTE_DATA_STORE"] = folder
            for _ in add_folder(Path(data)):
                pass
        import pandas as pd

        print(f"panel {FIRST}-{LAST}, pandas {pd.__version__}")
        every = {"relevant": False}
        _timed("states", lambda: resources(FIRST, LAST))
        _timed("pairs, relevant, disputes only", lambda: pair_years(FIRST, LAST))
        _timed("pairs, relevant", lambda: dyad_years(FIRST, LAST))
        _timed("pairs, all", lambda: dyad_years(FIRST, LAST, **every))
        _timed("ordered pairs, all",
               lambda: dyad_years(FIRST, LAST, directed=True, **every))  # fmt: skip
        _gradient()
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB_A_GB
        print(f"memory, at most {most:.2f} GB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
