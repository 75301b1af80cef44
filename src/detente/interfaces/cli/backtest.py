"""Score forecasts of disputes, spending and pacts on years that they have not seen."""

import argparse
import sys

from detente.interfaces.cli.options import whole_number, years

__all__ = ["configure", "execute"]

MOST_RESAMPLES = 100_000


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.usage = "%(prog)s [options]"
    parser.add_argument(
        "--train", metavar="FIRST:LAST", type=years, default=(1950, 1994),
        help="years to learn from (default: 1950:1994)",
    )  # fmt: skip
    parser.add_argument(
        "--test", metavar="FIRST:LAST", type=years, default=(1995, 2010),
        help="years to be scored on, after them (default: 1995:2010)",
    )  # fmt: skip
    parser.add_argument(
        "--disputes", choices=("gml", "cow"), default="gml",
        help="coding of disputes: Gibler, Miller and Little, or Correlates of War",
    )  # fmt: skip
    parser.add_argument(
        "--resamples", metavar="N", default=1000,
        type=whole_number(100, MOST_RESAMPLES, 1000),
        help="draws of the bootstrap behind each interval (default: 1000)",
    )  # fmt: skip
    parser.add_argument(
        "--json", action="store_true", help="print JSON on standard output"
    )
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def execute(options: argparse.Namespace) -> int:
    """Score, and print the tables.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    from detente.interfaces.cli.backtest_table import table
    from detente.interfaces.cli.progress import Progress
    from detente.record.backtest import whole
    from detente.record.backtest.rows import Window

    progress = Progress(options.quiet)
    try:
        result = whole.backtest(
            Window(*options.train), Window(*options.test), options.disputes,
            count=options.resamples, progress=progress,
        )  # fmt: skip
    finally:
        progress.close()
    if options.json:
        import json

        for line in result["skipped"]:
            sys.stderr.write(f"{line}\n")
        print(json.dumps(result, indent=2, allow_nan=False))
        return 0
    print(table(result))
    return 0
