"""Say why a claim comes out as it does: the path of its effect, and two futures."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from detente.interfaces.cli.options import add_finished

if TYPE_CHECKING:
    from detente.interfaces.api import Run

__all__ = ["configure", "execute"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.usage = "%(prog)s RUN [CLAIM] [options]"
    add_finished(parser)
    parser.add_argument(
        "claim", metavar="CLAIM", nargs="?", help="id of the claim (default: all)"
    )
    parser.add_argument(
        "--no-report", action="store_true",
        help="do not write the report of the run anew",
    )  # fmt: skip


def execute(options: argparse.Namespace) -> int:
    """Explain one claim or all, and print it.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    import detente
    from detente.interfaces.cli.explain_text import text

    run = detente.open_run(options.run, options.runs)
    said = _explained(run, options)
    if options.json:
        import json

        print(json.dumps(said[0] if options.claim else said, indent=2, allow_nan=False))
    else:
        print("\n\n".join(text(each, run.scenario) for each in said))
    if not options.no_report:
        sys.stdout.flush()
        page = run.report()
        if not options.json:
            print(f"\nreport in {page}")
    return 0


def _explained(run: "Run", options: argparse.Namespace) -> list[dict[str, Any]]:
    from detente.interfaces.cli.progress import Progress

    progress = Progress(options.quiet, sys.stderr)
    claims = [options.claim] if options.claim else []
    try:
        return run.explain(
            *claims, lens=options.lens, workers=options.workers, progress=progress
        )
    finally:
        progress.close()
