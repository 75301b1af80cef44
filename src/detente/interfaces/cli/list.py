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
    """Print name, title and question of every scenario in the catalogue, by family.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    from detente.worlds.load import catalogue, load
    from detente.worlds.schema import FAMILIES

    scenarios = [load(slug) for slug in catalogue()]
    if options.json:
        import json

        rows = [
            {"slug": each.slug, "family": each.family, "title": each.title,
             "question": each.question}
            for each in scenarios
        ]  # fmt: skip
        print(json.dumps(rows, indent=2))
        return 0
    for family, title in {**FAMILIES, None: "Others"}.items():
        shelf = [each for each in scenarios if each.family == family]
        if shelf:
            print(f"{family}: {title}" if family else title)
        for each in shelf:
            print(f"  {each.slug}: {each.title}")
            print(textwrap.fill(each.question, WIDTH, initial_indent="      ",
                                subsequent_indent="      "))  # fmt: skip
    if not scenarios:
        print('no scenario comes with this copy; start one with "detente new NAME"')
    return 0
