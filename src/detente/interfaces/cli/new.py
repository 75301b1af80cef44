"""Write a new scenario to start from: a small one, or a copy."""

import argparse
import shlex

__all__ = ["configure", "execute"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.add_argument("slug", metavar="SLUG", help="name of the new scenario")
    parser.add_argument(
        "--from",
        dest="origin",
        metavar="SCENARIO",
        help="copy this one (default: a small commented one with three actors)",
    )
    parser.add_argument(
        "--to",
        dest="folder",
        metavar="FOLDER",
        default=".",
        help="make the folder SLUG in this one (default: here)",
    )


def execute(options: argparse.Namespace) -> int:
    """Write the folder, and say what to do with it.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    from detente.worlds.load import write_template

    folder = write_template(options.slug, options.folder, options.origin)
    print(f"wrote {folder}/scenario.toml (the argument) and world.toml (the facts)")
    print(f"check it with: detente check {shlex.quote(f'./{folder}')}"
          if not folder.is_absolute()
          else f"check it with: detente check {shlex.quote(str(folder))}")  # fmt: skip
    return 0
