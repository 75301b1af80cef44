"""A parser that raises what is wrong, and the kinds of value that options take."""

import argparse
from collections.abc import Callable
from typing import Any, NoReturn

from detente.core.errors import UsageError, nearest, one_line, shown

__all__ = [
    "Parser",
    "add_actions",
    "add_finished",
    "add_processors",
    "add_workers",
    "refuse_unknown",
    "whole_number",
    "years",
]


class Parser(argparse.ArgumentParser):
    """An argument parser that raises `UsageError` where argparse would exit."""

    def error(self, message: str) -> NoReturn:
        """Raise the one-line usage error.

        Args:
            message: What argparse found.

        Raises:
            UsageError: Always.
        """
        missing = message.removeprefix("the following arguments are required: ")
        if missing != message:
            message = f"expected {missing}, got nothing"
        raise UsageError(one_line(f'{message}; see "{self.prog} --help"'))

    def options(self) -> list[str]:
        """Return the long options that this parser knows."""
        return [
            option
            for action in self._actions  # argparse offers no public list
            for option in action.option_strings
            if option.startswith("--")
        ]


class _Strict(Parser):
    """A parser that refuses what it does not know itself, as it knows its options."""

    def parse_known_args(self, *given: Any, **named: Any) -> Any:
        """Parse, and refuse what is left.

        Args:
            given: As argparse passes it.
            named: Likewise.

        Raises:
            UsageError: Something is left.
        """
        options, rest = super().parse_known_args(*given, **named)
        refuse_unknown(self, rest)
        return options, rest


def add_actions(
    parser: argparse.ArgumentParser,
) -> Callable[[str, str], argparse.ArgumentParser]:
    """Return a function that adds an action such as "list" to a command.

    Args:
        parser: The parser of the command.

    Returns:
        Function of the name of the action and what it does, which returns its parser.
    """
    actions = parser.add_subparsers(
        dest="action", metavar="ACTION", required=True, parser_class=_Strict
    )

    def action(name: str, text: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=text, description=text, allow_abbrev=False)
        made.add_argument(
            "--traceback", action="store_true", default=argparse.SUPPRESS,
            help="on an error, show where in the program it arose",
        )  # fmt: skip
        return made

    return action


def whole_number(least: int, most: int, example: int) -> Callable[[str], int]:
    """Return a converter for an option that takes a whole number.

    Args:
        least: Smallest number allowed.
        most: Largest number allowed.
        example: A number to suggest.

    Returns:
        A function that argparse calls with the text of the option.
    """

    def convert(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            got = text if text.lstrip("+-").isdecimal() else shown(text)
            raise argparse.ArgumentTypeError(
                f"expected a whole number from {least} to {most}, got {got[:40]}; "
                f"write it like {example}"
            )
        return number

    return convert


def add_workers(parser: Any) -> None:
    """Add the option that says how many processes work.

    Args:
        parser: The parser of the command, or a group of its options.
    """
    parser.add_argument(
        "--workers", metavar="N", type=whole_number(1, 1024, 2),
        help="processor cores to use (default: all)",
    )  # fmt: skip


def add_processors(parser: argparse.ArgumentParser) -> None:
    """Add the options that say who carries out a run.

    Args:
        parser: The parser of the command.
    """
    either = parser.add_mutually_exclusive_group()
    add_workers(either)
    either.add_argument(
        "--cluster", metavar="ADDRESS",
        help="use the workers of a Dask scheduler instead, such as tcp://host:8786, "
        "or of the file it wrote (*.json)",
    )  # fmt: skip


def add_finished(parser: argparse.ArgumentParser) -> None:
    """Add what commands take that look closer at a finished run.

    Args:
        parser: Their parser; the run is its first argument.
    """
    parser.add_argument(
        "run", metavar="RUN",
        help="folder of a run, or a scenario's name: its newest finished run",
    )  # fmt: skip
    parser.add_argument(
        "--lens", metavar="NAME", help="a lens of the run (default: its first)"
    )
    parser.add_argument(
        "--runs", metavar="FOLDER", default="runs",
        help="where runs of a scenario are looked for: folder or address "
        "(default: runs)",
    )  # fmt: skip
    add_workers(parser)
    for option, meaning in (
        ("--json", "print JSON on standard output"),
        ("--quiet", "show no progress"),
    ):
        parser.add_argument(option, action="store_true", help=meaning)


def years(text: str) -> tuple[int, int]:
    """Return the two years of an option such as 1950:1994.

    Args:
        text: What was written.

    Raises:
        ArgumentTypeError: If it is not two years.
    """
    first, colon, last = text.partition(":")
    good = [each.isascii() and each.isdecimal() and len(each) == 4
            for each in (first, last)]  # fmt: skip
    if not colon or not all(good):
        raise argparse.ArgumentTypeError(
            f"expected two years, got {text[:40]!r}; write them like 1950:1994"
        )
    return int(first), int(last)


def refuse_unknown(parser: Parser, rest: list[str]) -> None:
    """Refuse arguments that no option took.

    Args:
        parser: The parser of the command.
        rest: What argparse could not place.

    Raises:
        UsageError: Something is left.
    """
    if not rest:
        return
    option = next((text for text in rest if text.startswith("-")), None)
    if option is None:
        raise UsageError.at(
            _command(parser), "no more arguments", shown(rest[0]), "take it out"
        )
    name = option.partition("=")[0]
    known = parser.options()
    raise UsageError.at(
        _command(parser),
        "a known option",
        shown(name),
        nearest(name, known, len(known)),
    )


def _command(parser: Parser) -> str:
    """Return the command that a parser reads."""
    return parser.prog.rpartition(" ")[2]
