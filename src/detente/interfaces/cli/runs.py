"""Look after runs: list, resume, verify and delete them."""

import argparse
import sys
import time
from typing import TYPE_CHECKING

from detente.interfaces.cli.options import add_actions, add_processors
from detente.interfaces.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.runs.kept import Entry

__all__ = ["configure", "execute"]

HARMED = 2
MB = 1e6
HELP = "folder of a run, as list prints it"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the actions of the command.

    Args:
        parser: Its parser.
    """
    action = add_actions(parser)
    listing = action("list", "list runs, the latest first")
    listing.add_argument(
        "--runs", metavar="FOLDER", default="runs", help="where (default: runs)"
    )
    listing.add_argument("--json", action="store_true", help="print JSON")
    resuming = action("resume", "go on with a run that was stopped")
    resuming.add_argument("run", metavar="RUN", help=HELP)
    add_processors(resuming)
    resuming.add_argument("--quiet", action="store_true", help="show no progress")
    checking = action("verify", "check that runs hold what was written")
    checking.add_argument("runs", metavar="RUN", nargs="+", help=HELP)
    deleting = action("delete", "delete runs")
    deleting.add_argument("runs", metavar="RUN", nargs="+", help=HELP)


def execute(options: argparse.Namespace) -> int:
    """Carry out one action.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "list": _list, "resume": _resume, "verify": _verify, "delete": _delete,
    }  # fmt: skip
    return actions[options.action](options)


def _list(options: argparse.Namespace) -> int:
    from detente.runs.kept import entries

    found = entries(options.runs)
    if options.json:
        import json

        print(json.dumps([each.to_json() for each in found], indent=2))
        return 0
    if not found:
        print(f"no runs under {options.runs}")
        return 0
    print(f"{'run':<44} {'status':<16} {'draws':>9} {'seed':>4} {'MB':>6}  made")
    for each in found:
        print(_line(each))
    return 0


def _line(each: "Entry") -> str:
    status = each.status
    if each.status == "stopped":
        status = f"stopped at {each.batches}"
    made = time.strftime("%Y-%m-%d %H:%M", time.localtime(each.changed))
    other = "" if each.code or each.status == "broken" else "  by other code"
    return (
        f"{each.folder!s:<44} {status:<16} {f'{each.draws} x {each.replicates}':>9} "
        f"{each.seed:>4} {each.size / MB:>6.1f}  {made}  {' '.join(each.lenses)}{other}"
    )


def _resume(options: argparse.Namespace) -> int:
    from detente.interfaces.api import resume

    progress = Progress(options.quiet, sys.stderr)
    try:
        run = resume(options.run, workers=options.workers, cluster=options.cluster,
                     progress=progress)  # fmt: skip
    finally:
        progress.close()
    print(f"{run.folder}: {'stood already' if run.reused else 'finished'}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from detente.runs.kept import verify

    harmed = 0
    for name in options.runs:
        wrong = list(verify(name))
        harmed += bool(wrong)
        for line in wrong or [f"{_shown(name)}: whole"]:
            print(line)
    return HARMED if harmed else 0


def _shown(name: str) -> str:
    """Return a folder without a slash at its end."""
    return name.rstrip("/") or name


def _delete(options: argparse.Namespace) -> int:
    from detente.runs.kept import delete

    for name in options.runs:
        print(f"{_shown(name)}: deleted, {delete(name) / MB:.1f} MB freed")
    return 0
