"""Time whole runs of the first scenario, cold and warm, and their peak memory.

*Cold* starts with an empty cache of programs, so everything is compiled; *warm* finds
the programs of the cold run. Every run has a fresh --out, so none is reused. Times are
those of the whole process, from start to exit; memory is the largest sum over it and
its workers (shared pages counted once where the system says so). Prints; tests nothing.

    python benchmarks/run_speed.py --sizes 128x2 256x4 --repeats 3
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
PAUSE = 0.1  # seconds between two looks at the memory, or
LONGER = 30  # times as long as a look takes: of large processes it takes long
MEBI = 1024.0  # KiB in a MiB


class Timing(NamedTuple):
    """One run: wall seconds, and peak memory of its processes in MiB (0: unknown)."""

    seconds: float
    mebibytes: float


def command() -> list[str]:
    """Return the installed command, or the module if there is no script."""
    script = Path(sys.executable).with_name("detente")
    if script.exists():
        return [str(script)]
    return [sys.executable, "-m", "detente.interfaces.cli"]


def tree(root: int) -> Iterator[int]:
    """Yield a process and all that descend from it."""
    parents: dict[int, int] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                text = (entry / "stat").read_text()
            except OSError:
                continue  # it has ended meanwhile
            parents[int(entry.name)] = int(text.rpartition(")")[2].split()[1])
    family = {root}
    while more := {pid for pid, up in parents.items() if up in family} - family:
        family |= more
    yield from family


def kibibytes(pid: int) -> int:
    """Return the memory of a process: its proportional share, else what is resident."""
    for file, field in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = (PROC / str(pid) / file).read_text().splitlines()
        except OSError:
            continue
        for text in lines:
            if text.startswith(field):
                return int(text.split()[1])
    return 0


def timed(arguments: list[str], cache: Path) -> Timing:
    """Run a command to its end.

    Raises:
        SystemExit: If it fails.
    """
    environment = {**os.environ, "DETENTE_CACHE": str(cache)}
    began, peak = time.perf_counter(), 0
    with (
        tempfile.TemporaryFile() as heard,
        subprocess.Popen(
            arguments, env=environment, stdout=subprocess.DEVNULL, stderr=heard
        ) as process,
    ):
        while process.poll() is None:
            looked = time.perf_counter()
            if PROC.is_dir():
                peak = max(peak, sum(kibibytes(pid) for pid in tree(process.pid)))
            time.sleep(max(PAUSE, LONGER * (time.perf_counter() - looked)))
        seconds = time.perf_counter() - began
        if process.returncode:
            heard.seek(0)
            raise SystemExit(heard.read().decode(errors="replace"))
    return Timing(seconds, peak / MEBI)


def measured(options: argparse.Namespace, size: str) -> dict[str, list[Timing]]:
    """Return the cold and the warm runs of one size."""
    draws, replicates = size.split("x")
    found: dict[str, list[Timing]] = {"cold": [], "warm": []}
    for _ in range(options.repeats):
        with tempfile.TemporaryDirectory() as folder:
            cache = Path(folder) / "cache"
            for state in found:
                out = Path(folder) / "out"
                arguments = [
                    *command(), "run", options.scenario, "--quiet", "--json",
                    "--draws", draws, "--replicates", replicates, "--out", str(out),
                    *(["--workers", str(options.workers)] if options.workers else []),
                ]  # fmt: skip
                found[state].append(timed(arguments, cache))
                shutil.rmtree(out)
    return found


def machine() -> str:
    """Describe the machine."""
    name = platform.processor() or platform.machine()
    info = PROC / "cpuinfo"
    if info.exists():
        models = [
            text.partition(":")[2].strip()
            for text in info.read_text().splitlines()
            if text.startswith("model name")
        ]
        name = models[0] if models else name
    return (
        f"{name}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def main() -> None:
    """Time, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--scenario", default="nato-east-asia")
    parser.add_argument(
        "--sizes", nargs="+", default=["128x2", "256x4"], help="draws x replicates"
    )
    parser.add_argument("--repeats", type=int, default=3, help="of each, cold and warm")
    parser.add_argument("--workers", type=int, help="processes (default: one a core)")
    options = parser.parse_args()
    print(machine())
    print(f"{options.scenario}: median [least, most] of {options.repeats}")
    print(f"{'size':<8} {'start':<6} {'seconds':>22} {'peak MiB':>10}")
    for size in options.sizes:
        for state, runs in measured(options, size).items():
            seconds = [run.seconds for run in runs]
            spread = f"[{min(seconds):.1f}, {max(seconds):.1f}]"
            middle = f"{statistics.median(seconds):.1f} {spread}"
            peak = max(run.mebibytes for run in runs)
            memory = f"{peak:.0f}" if peak else "-"
            print(f"{size:<8} {state:<6} {middle:>22} {memory:>10}", flush=True)


if __name__ == "__main__":
    main()
