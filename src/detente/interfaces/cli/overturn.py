"""Say what would overturn a verdict: the smallest change of assumptions found."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from detente.decide.words import limit
from detente.interfaces.cli.options import add_finished

__all__ = ["configure", "execute", "text"]

Said = Mapping[str, Any]


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
    claims = [options.claim] if options.claim else list(run.scenario.claims)
    found = []
    for claim in claims:  # each is kept as it is found: a stop loses one at most
        progress = Progress(options.quiet, sys.stderr)
        try:
            found.append(run.overturn(claim, options.lens, options.workers, progress))
        finally:
            progress.close()
        if not options.json:
            print("\n".join(text(found[-1])) + "\n" * (claim != claims[-1]), flush=True)
    if options.json:
        import json

        said = found[0] if options.claim else found
        print(json.dumps(said, indent=2, allow_nan=False))
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
