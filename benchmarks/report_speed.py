"""How long a report takes to write, as a whole process, and how large it is.

    python benchmarks/report_speed.py [RUN]

RUN is a run's folder or a scenario that was run; without one, the flagship is run with
few draws first. The first report of a version makes the bundle of drawing scripts that
later ones find in the user's cache: that is the cold time.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCENARIO = "nato-east-asia"
REPEATS = 5
LARGEST_MB, SLOWEST_S = 3.0, 5.0


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "detente.interfaces.cli", *words]


def _timed(run: str, runs: str, page: Path, cache: str) -> float:
    """Return the seconds that one report takes."""
    environment = {**os.environ, "DETENTE_CACHE": cache}
    began = time.perf_counter()
    subprocess.run(
        _command("report", run, "--runs", runs, "--out", str(page)),
        check=True, stdout=subprocess.DEVNULL, env=environment,
    )  # fmt: skip
    return time.perf_counter() - began


def main() -> None:
    """Print cold and warm times and the size."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("run", nargs="?", help="folder of a run, or a scenario")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        runs = "runs"
        if options.run is None:
            runs = folder
            subprocess.run(
                _command("run", SCENARIO, "--draws", "32", "--replicates", "1", "--out",
                         folder, "--no-report", "--quiet"),
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        run, page = options.run or SCENARIO, Path(folder) / "report.html"
        times = [_timed(run, runs, page, folder) for _ in range(REPEATS + 1)]
        size = page.stat().st_size / 1e6
    warm = statistics.median(times[1:])
    print(f"report cold  {times[0]:5.2f} s")
    print(f"report warm  {warm:5.2f} s, median of {REPEATS} (bar {SLOWEST_S:g})")
    print(f"size         {size:5.2f} MB (bar {LARGEST_MB:g})")


if __name__ == "__main__":
    main()
