"""Say what would overturn a verdict: the smallest change of assumptions found."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from detente.decide.words import limit
from detente.interfaces.cli.options import whole_number

__all__ = ["configure", "execute", "text"]

Said = Mapping[str, Any]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.usage = "%(prog)s RUN CLAIM [options]"
    parser.add_argument(
        "run", metavar="RUN",
        help="folder of a run, or a scenario's name: its newest finished run",
    )  # fmt: skip
    parser.add_argument("claim", metavar="CLAIM", help="id of the claim")
    parser.add_argument(
        "--lens", metavar="NAME", help="a lens of the run (default: its first)"
    )
    parser.add_argument(
        "--runs", metavar="FOLDER", default="runs",
        help="where runs of a scenario are looked for (default: runs)",
    )  # fmt: skip
    parser.add_argument(
        "--workers", metavar="N", type=whole_number(1, 1024, 2),
        help="processor cores to use (default: all)",
    )  # fmt: skip
    for option, meaning in (
        ("--json", "print JSON on standard output"),
        ("--quiet", "show no progress"),
    ):
        parser.add_argument(option, action="store_true", help=meaning)


def execute(options: argparse.Namespace) -> int:
    """Look for what would overturn a verdict, and print it.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    import detente
    from detente.interfaces.cli.progress import Progress

    run = detente.open_run(options.run, options.runs)
    progress = Progress(options.quiet, sys.stderr)
    try:
        said = run.overturn(options.claim, options.lens, options.workers, progress)
    finally:
        progress.close()
    if options.json:
        import json

        print(json.dumps(said, indent=2, allow_nan=False))
    else:
        print("\n".join(text(said)))
    return 0


def text(said: Said) -> Iterator[str]:
    """Yield the lines of what would overturn a verdict.

    Args:
        said: What `detente.decide.overturn.overturn` returned.
    """
    futures = f"{said['draws']} draws x {said['replicates']}"
    standing = "supported" if said["supported"] else "not supported"
    yield f"{said['claim']}: {said['title']}"
    yield (
        f"  lens {said['lens']}, {futures}: {standing}, by "
        f"{said['shares']['supports']:.0%} of the draws ({said['wanted']:.0%} wanted)"
    )
    yield ""
    flips = [flip for flip in said["flips"] if flip["distance"] is not None]
    if not flips:
        yield (
            f"  nothing tried overturns it: up to {said['flips'][-1]['size']} "
            f"parameters moved by {said['farthest']:g} standard deviations together"
        )
    for flip in flips:
        yield from _flip(flip)
    yield ""
    yield from _boxes(said["boxes"])


def _flip(flip: Said) -> Iterator[str]:
    count = len(flip["parameters"])
    what = "one parameter" if count == 1 else f"{count} parameters"
    yield (
        f"  overturned {flip['distance']:.2f} standard deviations away, {what} moved "
        f"({flip['shares']['supports']:.0%} of the draws support it there):"
    )
    for step in flip["parameters"]:
        yield (
            f"    {step['parameter']:<28} {step['from']:>9.3g} -> {step['to']:<9.3g} "
            f"{step['unit']} ({step['steps']:+.2f} sd; {step['origin']})"
        )


def _boxes(boxes: Said) -> Iterator[str]:
    yield f"  it holds in {boxes['base']:.0%} of the draws of the run"
    for key, word in (("holds", "holds"), ("fails", "does not hold")):
        box = boxes[key]
        if box is not None:
            limits = " and ".join(limit(each) for each in box["limits"])
            yield (
                f"  it {word} in {box['density']:.0%} of the draws where {limits} "
                f"({box['coverage']:.0%} of all such draws lie there)"
            )
