"""Time the engine on this machine, and other programs of the same laws beside it."""

import argparse
import os
import platform
import sys
from pathlib import Path
from typing import Any

from detente.core.cores import cores
from detente.core.errors import DataError
from detente.interfaces.cli.options import whole_number

__all__ = ["configure", "execute", "machine"]

MEMBERS, ROUNDS, SECONDS = 64, 5, 3
LIBRARIES = ("jax", "numpy", "numba", "mesa")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.add_argument(
        "--peers", action="store_true",
        help="the same laws in Numba, NumPy and Mesa too (extra bench)",
    )  # fmt: skip
    parser.add_argument(
        "--growth", action="store_true", help="growth with actors, years and draws too"
    )
    parser.add_argument(
        "--workers", metavar="N", type=whole_number(1, 1024, 2),
        help="processor cores to use (default: all)",
    )  # fmt: skip
    parser.add_argument(
        "--rounds", metavar="N", type=whole_number(1, 1000, 5), default=ROUNDS,
        help=f"rounds, in which each works in turn (default: {ROUNDS})",
    )  # fmt: skip
    parser.add_argument(
        "--seconds", metavar="N", type=whole_number(1, 3600, 3), default=SECONDS,
        help=f"about how long each works in a round (default: {SECONDS})",
    )  # fmt: skip
    parser.add_argument(
        "--draws", metavar="N", type=whole_number(8, 4096, 64), default=MEMBERS,
        help=f"draws over which outcomes are compared (default: {MEMBERS})",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print JSON")


def execute(options: argparse.Namespace) -> int:
    """Time, and print a table or JSON.

    Args:
        options: The parsed options.

    Returns:
        The exit status: 1 if a peer's outcomes are not equal to detente's.
    """
    from detente.bench.race import PEERS

    names = [name for name in PEERS if options.peers or name in {"detente", "engine"}]
    _refuse_missing(names)
    found = _measured(options, names)
    if options.json:
        import json

        print(json.dumps(found, indent=2, allow_nan=False))
    else:
        from detente.interfaces.cli.bench_table import table

        print(table(found))
    return 1 if any(each["equal"] is False for each in found["peers"]) else 0


def _refuse_missing(names: list[str]) -> None:
    """Refuse to begin where a library is missing.

    Raises:
        DataError: If one is.
    """
    from importlib.util import find_spec

    from detente.bench.race import PEERS

    needed = {library for name in names for library in PEERS[name].needs}
    missing = sorted(library for library in needed if find_spec(library) is None)
    if missing:
        raise DataError.at(
            "--peers", f"{', '.join(missing)} to be installed", "nothing",
            'run: pip install "detente[bench]"',
        )  # fmt: skip


def _measured(options: argparse.Namespace, names: list[str]) -> dict[str, Any]:
    """Return all that `--json` prints."""
    from detente.bench.case import flagship
    from detente.bench.growth import growth
    from detente.bench.race import race
    from detente.bench.roofline import roofline
    from detente.runs.machine import prepare

    prepare()
    used, before = options.workers or cores(), os.getloadavg()[0]
    case = flagship(options.draws)
    results = race(case, names, used, options.rounds, options.seconds, _tell)
    _tell("peaks of this machine")
    roof = roofline(case)
    grown = []
    if options.growth:
        chosen = [name for name in names if name not in {"engine", "mesa"}]
        grown = [each._asdict() for each in growth(chosen, used, _tell)]
    first = results[0]
    return {
        "machine": {**machine(), "cores used": used,
                    "load": [round(before, 1), round(os.getloadavg()[0], 1)]},
        "case": {"name": case.name, "actors": case.actors, "years": case.years,
                 "draws compared": case.members, "rounds": options.rounds},
        "peers": [
            {**each._asdict(), "detente is faster by": first.rate / each.rate,
             "and needs less processor time by": each.core_ns / first.core_ns,
             "equal": each.agreement and each.agreement.equal,
             "agreement": each.agreement and each.agreement._asdict()}
            for each in results
        ],
        "roofline": {**roof._asdict(), "ns": roof.parts()},
        "growth": grown,
    }  # fmt: skip


def machine() -> dict[str, Any]:
    """Return what computes: processor, cores, system, versions."""
    from importlib import metadata

    name, info = platform.processor() or platform.machine(), Path("/proc/cpuinfo")
    if info.exists():
        lines = [x for x in info.read_text().splitlines() if x.startswith("model name")]
        name = lines[0].partition(":")[2].strip() if lines else name
    versions = {}
    for library in LIBRARIES:
        try:
            versions[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            continue
    return {
        "processor": name, "cores": cores(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(), "libraries": versions,
    }  # fmt: skip


def _tell(doing: str) -> None:
    """Say on a terminal what is done now."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{doing}")
        sys.stderr.flush()
