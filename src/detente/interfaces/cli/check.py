"""Check scenario folders, and say what is wrong in one line each.

What is right but left unsaid, where a default decides something, is noted in a line.
"""

import argparse
import sys

__all__ = ["configure", "execute"]

REFUSED = 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        help="folder, path of a scenario.toml, or name in the catalogue",
    )


def execute(options: argparse.Namespace) -> int:
    """Check every scenario given, and go on after one that is wrong.

    Args:
        options: The parsed options.

    Returns:
        The exit status: 0 if all are right, else 2.
    """
    from detente.core.errors import ScenarioError
    from detente.worlds.load import load
    from detente.worlds.notes import notes_of

    status = 0
    for path in options.paths:
        try:
            scenario = load(path)
        except ScenarioError as error:
            if "traceback" in options:
                raise
            sys.stdout.flush()
            sys.stderr.write(f"detente: {error}\n")
            status = REFUSED
            continue
        print(
            f"ok  {scenario.slug}: {len(scenario.world.actors)} actors, "
            f"{len(scenario.plans)} plans, {len(scenario.claims)} claims, "
            f"{scenario.world.start}-{scenario.horizon}"
        )
        for note in notes_of(scenario):
            print(f"note  {note}")
    return status
