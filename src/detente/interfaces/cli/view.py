"""Say which verdicts change under a reader's own beliefs."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from detente.claims.usual import LENSES
from detente.interfaces.cli.options import add_workers
from detente.interfaces.cli.progress import Progress
from detente.interfaces.cli.run import add_numbers, names

__all__ = ["configure", "execute", "table"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.usage = "%(prog)s SCENARIO --believe STATEMENT [options]"
    parser.add_argument(
        "scenario", metavar="SCENARIO",
        help="as for run, which is done first unless it stands; or the folder of a run",
    )  # fmt: skip
    parser.add_argument(
        "--believe", metavar="STATEMENT", nargs="+", action="extend", default=[],
        help='such as "CHN revisionist 70%%", "belief.empathy >= 0.5 60%%" or '
        '"crisis.fear = 1.2 sd 0.3"',
    )  # fmt: skip
    parser.add_argument(
        "--view", metavar="FILE", help="TOML file with more: believe = [...]"
    )
    parser.add_argument(
        "--lens", dest="lenses", metavar="NAME", nargs="+", action="extend",
        help=f"lenses to look through (default: {' '.join(LENSES)})",
    )  # fmt: skip
    parser.add_argument(
        "--out", metavar="FOLDER", help="folder of runs (default: runs)"
    )
    add_numbers(parser)
    add_workers(parser)
    for option, meaning in (
        ("--all", "show every verdict, not only those of primary plans"),
        ("--json", "print JSON on standard output instead of the table"),
        ("--quiet", "show no progress"),
    ):
        parser.add_argument(option, action="store_true", help=meaning)


def execute(options: argparse.Namespace) -> int:
    """Print what a run says under a view.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    import detente
    from detente.core.places import place
    from detente.decide.beliefs import parsed, read

    folder = (place(options.scenario) / "manifest.json").is_file()
    run = detente.open_run(options.scenario) if folder else None
    scenario = run.scenario if run else detente.load(options.scenario)
    said = [*options.believe, *(read(options.view) if options.view else [])]
    # A wrong statement is told before anything is simulated.
    parsed(said, {code: each.name for code, each in scenario.world.actors.items()})
    progress = Progress(options.quiet, sys.stderr)
    try:
        if run is None:
            run = detente.run(
                scenario, lenses=names(options.lenses or LENSES),
                draws=options.draws, replicates=options.replicates, seed=options.seed,
                out=options.out, workers=options.workers, progress=progress,
            )  # fmt: skip
        found = detente.view(run, said, workers=options.workers, progress=progress)
    finally:
        progress.close()
    if options.json:
        import json

        print(json.dumps(found.to_json(), indent=2, allow_nan=False))
    else:
        print("\n".join(table(found.to_json(), everything=options.all)))
    return 0


def table(said: Mapping[str, Any], everything: bool = False) -> Iterator[str]:
    """Yield the lines of the table.

    Args:
        said: What a view says, as `--json` prints it.
        everything: Show every plan of a claim, not only its primary one.
    """
    yield f"{said['scenario']}, if {'; '.join(said['believe'])}"
    for each in said["lenses"]:
        count = f"{each['effective']:.0f} of {each['members']} members agree with it"
        why = "" if each["how"] == "re-weighted" else (
            f": fewer than {each['needed']:.0f}, simulated afresh"
        )  # fmt: skip
        yield f"  {each['lens']:<11} {count}{why}"
    yield ""
    yield (
        f"  {'plan':<12} {'lens':<11} {'supports':>12} {'negligible':>12} "
        f"{'opposes':>12}  verdict"
    )
    rows = [row for row in said["claims"] if everything or row["primary"]]
    for _, group in groupby(rows, key=lambda row: row["id"]):
        block = list(group)
        yield f"{block[0]['id']}: {block[0]['title']}"
        for row in block:
            yield _row(row)
    yield ""
    yield (
        f"{said['changed']} of {len(said['claims'])} verdicts change. Shares of draws "
        "(%) before > after; +- is the error of the supporting share."
    )
    if said["lost"]:
        yield (
            f"{said['lost']} more are refused: the members left are too few for them; "
            "--draws and --replicates add some."
        )


def _row(row: Mapping[str, Any]) -> str:
    before, after = row["before"], row["after"]
    shares = " ".join(
        f"{100 * before['shares'][name]:>4.0f} > {100 * after['shares'][name]:<5.0f}"
        for name in ("supports", "negligible", "opposes")
    )
    words = before["verdict"] + (
        f" > {after['verdict']}" if before["verdict"] != after["verdict"] else ""
    )
    return (
        f"  {row['plan'][:12]:<12} {row['lens'][:11]:<11} {shares} {words}"
        f" (+-{100 * after['error']:.0f})"
    )
