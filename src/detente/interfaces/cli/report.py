"""Write the report of a run: one HTML file to pass on, and pictures if asked for."""

import argparse
import sys

__all__ = ["configure", "execute"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.usage = "%(prog)s RUN [options]"
    parser.add_argument(
        "run", metavar="RUN",
        help="folder of a run, or a scenario's name: its newest finished run",
    )  # fmt: skip
    parser.add_argument(
        "--runs", metavar="FOLDER", default="runs",
        help="where runs of a scenario are looked for (default: runs)",
    )  # fmt: skip
    parser.add_argument(
        "--out", metavar="FILE", help="the page (default: report.html beside the run)"
    )
    parser.add_argument("--png", metavar="FOLDER", help="write every view as PNG too")
    parser.add_argument("--svg", metavar="FOLDER", help="write every view as SVG too")
    parser.add_argument(
        "--view", dest="views", metavar="NAME", nargs="+", action="extend",
        help="only these views as pictures",
    )  # fmt: skip


def execute(options: argparse.Namespace) -> int:
    """Write the report, and say where.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    from pathlib import Path

    import detente
    from detente.core.errors import UsageError

    if options.views and not (options.png or options.svg):
        raise UsageError.at("--view", "--png or --svg with it", "neither", "add one")
    run = detente.open_run(options.run, options.runs)
    kinds = {"png": options.png, "svg": options.svg}
    for kind, folder in kinds.items():
        if folder:
            from detente.reports.pictures import save

            for file in save(run.findings, Path(folder), kind, options.views or ()):
                sys.stdout.write(f"{file}\n")
    sys.stdout.write(f"{run.report(options.out)}\n")
    return 0
