"""Say which plan serves which interest, and what would be worth learning."""

import argparse
import sys
from typing import Any

from detente.claims.usual import LARGEST_SEED, MOST_DRAWS, MOST_REPLICATES
from detente.interfaces.cli.options import whole_number
from detente.interfaces.cli.progress import Progress

__all__ = ["configure", "execute"]

MADE = ("draws", "replicates", "seed", "lenses")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.usage = "%(prog)s SCENARIO [options]"
    parser.add_argument(
        "scenario", metavar="SCENARIO",
        help="a scenario: its newest finished run, made if there is none; or the "
        "folder of a run",
    )  # fmt: skip
    parser.add_argument(
        "--weights", metavar="NAME=N,...", type=_weights,
        help="weights of interests such as europe=2,war=1: show one total too",
    )  # fmt: skip
    parser.add_argument(
        "--runs", metavar="FOLDER", default="runs",
        help="where runs are looked for and kept (default: runs)",
    )  # fmt: skip
    parser.add_argument(
        "--lens", dest="lenses", metavar="NAME", nargs="+", action="extend",
        help="make a run with these lenses (this, draws, replicates and seed together "
        "name one run)",
    )  # fmt: skip
    for option, least, most, example, meaning in (
        ("--draws", 1, MOST_DRAWS, 512, "parameter draws a lens, if a run is made"),
        (
            "--replicates",
            1,
            MOST_REPLICATES,
            2,
            "repetitions of each draw, if a run is made",
        ),
        ("--seed", 0, LARGEST_SEED, 1, "seed of the random numbers, if a run is made"),
        ("--workers", 1, 1024, 2, "processor cores to use (default: all)"),
    ):  # fmt: skip
        parser.add_argument(
            option, metavar="N", type=whole_number(least, most, example), help=meaning
        )
    parser.add_argument(
        "--search", metavar="N", type=whole_number(2, 10_000, 200),
        help="propose better plans instead: try N out of the moves allowed",
    )  # fmt: skip
    parser.add_argument(
        "--no-learning", action="store_true", help="leave the value of learning out"
    )
    parser.add_argument(
        "--all", action="store_true", help="show every lens, not only the first"
    )
    parser.add_argument(
        "--json", action="store_true", help="print JSON on standard output"
    )
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def _weights(text: str) -> dict[str, float]:
    """Return the weights of an option such as europe=2,war=1."""
    found: dict[str, float] = {}
    for entry in text.split(","):
        name, equals, number = entry.partition("=")
        try:
            found[name.strip()] = float(number)
        except ValueError:
            equals = ""
        if not equals or not name.strip():
            raise argparse.ArgumentTypeError(
                f"expected names and numbers, got {entry[:40]!r}; write them like "
                "europe=2,war=1"
            )
    return found


def execute(options: argparse.Namespace) -> int:
    """Decide, and print the tables.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    from detente.interfaces import api

    if options.search:
        return _search(options)
    made = {name: x for name in MADE if (x := getattr(options, name)) is not None}
    progress = Progress(options.quiet, sys.stderr)
    try:
        run = api.finished(
            options.scenario, options.runs, again=bool(made), **made,
            workers=options.workers, progress=progress,
        )  # fmt: skip
        found: dict[str, Any] = run.decide(
            options.weights, learn=not options.no_learning
        )
    finally:
        progress.close()
    if options.json:
        import json

        print(json.dumps(found, indent=2, allow_nan=False))
        return 0
    from detente.interfaces.cli.decide_table import table

    print(table(found, everything=options.all))
    return 0


def _search(options: argparse.Namespace) -> int:
    """Propose better plans, and print them."""
    from detente.interfaces import api

    progress = Progress(options.quiet, sys.stderr)
    seed = 1 if options.seed is None else options.seed
    try:
        found = api.propose(
            options.scenario, options.search, seed,
            options.lenses, options.workers, progress,
        )  # fmt: skip
    finally:
        progress.close()
    if options.json:
        import json

        print(json.dumps(found, indent=2, allow_nan=False))
        return 0
    from detente.interfaces.cli.search_table import table

    print(table(found))
    return 0
