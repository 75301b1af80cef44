"""Fit the laws to the record: the lens `record`, written when the chains agree."""

import argparse
import sys

from detente.interfaces.cli.options import whole_number, years

__all__ = ["configure", "execute"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.add_argument(
        "--disputes", choices=("gml", "cow"), default="gml",
        help="coding of disputes (default: gml)",
    )  # fmt: skip
    parser.add_argument(
        "--years", type=years, default=(1950, 2010), metavar="FIRST:LAST",
        help="years fitted (default: 1950:2010)",
    )  # fmt: skip
    parser.add_argument(
        "--seed", type=whole_number(0, 2**31, 1), default=1, help="seed (default: 1)"
    )
    parser.add_argument(
        "--workers", type=whole_number(1, 64, 2), default=2,
        help="processes that draw chains (default: 2)",
    )  # fmt: skip
    parser.add_argument(
        "--out", metavar="FILE", help="the lens (default: the one that runs use)"
    )


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def execute(options: argparse.Namespace) -> int:
    """Fit, and say how well the chains agree.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    from pathlib import Path

    from detente.record.fitting import fit_record

    path, found = fit_record(
        options.disputes, options.years, options.seed, options.workers,
        Path(options.out) if options.out else None,
        _tell,
    )  # fmt: skip
    sys.stdout.write(
        f"{path}\n{found.chains} chains, {found.kept} draws, "
        f"{found.divergences} divergences, R-hat at most {found.rhat.max():.3f}, "
        f"at least {found.size.min():.0f} independent draws\n"
    )
    return 0
