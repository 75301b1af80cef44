"""List the scenarios that come with detente."""

import argparse
import textwrap

__all__ = ["configure", "execute"]

WIDTH = 100


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.add_argument(
        "--json", action="store_true", help="print JSON on standard output"
    )


def execute(options: argparse.Namespace) -> int:
    """Print name, title and question of every scenario in the catalogue.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    from detente.worlds.load import catalogue, load

    scenarios = [load(slug) for slug in catalogue()]
    if options.json:
        import json

        rows = [
            {"slug": each.slug, "title": each.title, "question": each.question}
            for each in scenarios
        ]
        print(json.dumps(rows, indent=2))
        return 0
    for each in scenarios:
        print(f"{each.slug}: {each.title}")
        print(textwrap.fill(each.question, WIDTH, initial_indent="    ",
                            subsequent_indent="    "))  # fmt: skip
    if not scenarios:
        print('no scenario comes with this copy; start one with "detente new NAME"')
    return 0
