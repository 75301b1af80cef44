"""Entry of the command line: find the command, run it, answer errors with one line.

Exit status: 0 done; 2 something asked for is wrong, and one line says what; 1 a fault
of detente itself; 130 stopped by Ctrl-C; 141 the reader of the output went away.
"""

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from detente.core.errors import DetenteError, UsageError, nearest, one_line, shown
from detente.interfaces.cli import (
    backtest,
    bench,
    check,
    data,
    decide,
    doctor,
    explain,
    fit,
    new,
    overturn,
    play,
    report,
    runs,
    serve,
    show,
    theory,
    tournament,
    view,
)
from detente.interfaces.cli import list as list_scenarios
from detente.interfaces.cli import run as run_scenario
from detente.interfaces.cli.options import Parser, refuse_unknown

__all__ = ["COMMANDS", "build_parser", "main"]

COMMANDS: dict[str, ModuleType] = {
    "run": run_scenario,
    "runs": runs,
    "report": report,
    "serve": serve,
    "explain": explain,
    "overturn": overturn,
    "view": view,
    "decide": decide,
    "play": play,
    "list": list_scenarios,
    "show": show,
    "check": check,
    "new": new,
    "theory": theory,
    "tournament": tournament,
    "data": data,
    "fit": fit,
    "backtest": backtest,
    "bench": bench,
    "doctor": doctor,
}
"""The commands by name, in the order in which help lists them."""

REFUSED = 2
FAULT = 1
INTERRUPTED = 130
PIPE_CLOSED = 141

_STOPPED = (
    "stopped; finished batches are kept: the same command again goes on from there"
)


class _Version(argparse.Action):
    """Print the version, looking it up only when asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        from importlib import metadata

        try:
            number = metadata.version("detente")
        except metadata.PackageNotFoundError:
            number = "(not installed)"
        print(f"detente {number}")
        parser.exit()


def build_parser() -> tuple[Parser, dict[str, Parser]]:
    """Return the parser of the command line, and those of its commands by name."""
    common = Parser(add_help=False)
    common.add_argument(
        "--traceback",
        action="store_true",
        default=argparse.SUPPRESS,
        help="on an error, show where in the program it arose",
    )
    parser = Parser(
        prog="detente",
        description="Test a strategic argument: plans, lenses, claims, verdicts.",
        epilog='Help on one command: "detente COMMAND --help".',
        parents=[common],
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version", action=_Version, nargs=0, help="print the version and exit"
    )
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=Parser
    )
    parsers: dict[str, Parser] = {}
    for name, module in COMMANDS.items():
        summary = (module.__doc__ or "").partition("\n")[0]
        parsers[name] = commands.add_parser(
            name,
            help=summary,
            description=summary,
            parents=[common],
            allow_abbrev=False,
        )
        module.configure(parsers[name])
    return parser, parsers


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: Its arguments, by default those the program was started with.

    Returns:
        The exit status.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    _print_any_letter()
    try:
        status = _dispatch(arguments)
        sys.stdout.flush()
    except BaseException as error:
        return _answer(error, arguments)
    return status


def _print_any_letter() -> None:
    """Let a terminal that lacks a letter show a stand-in, not an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _dispatch(arguments: list[str]) -> int:
    """Parse the arguments and call the command they name."""
    parser, parsers = build_parser()
    named = next((text for text in arguments if not text.startswith("-")), None)
    if named is not None and named not in COMMANDS:
        raise UsageError.at(
            "command",
            f"one of {', '.join(COMMANDS)}",
            shown(named),
            _hint(named),
        )
    options, rest = parser.parse_known_args(arguments)
    chosen = parsers[options.command]
    refuse_unknown(chosen, rest)
    return COMMANDS[options.command].execute(options)


def _hint(written: str) -> str:
    """Suggest a command, or the help."""
    near = nearest(written, COMMANDS)
    return near if near.startswith("did") else 'see "detente --help"'


def _answer(error: BaseException, arguments: Sequence[str]) -> int:
    """Say in one line what went wrong, and return the exit status."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else FAULT
    if isinstance(error, BrokenPipeError):
        _discard_output()
        return PIPE_CLOSED
    if "--traceback" in arguments:
        traceback.print_exception(error)
    else:  # a broken store leaves tasks behind that would complain at the exit
        logging.getLogger("asyncio").disabled = True
    match error:
        case KeyboardInterrupt():
            text = _STOPPED if "run" in arguments[:2] else "stopped"
            status = INTERRUPTED
        case DetenteError():
            text, status = str(error), REFUSED
        case OSError():
            _discard_output()
            text, status = f"cannot read or write: {error}", REFUSED
        case _:
            text = (
                f"a fault of detente itself: {type(error).__name__}: {error}; "
                "run again with --traceback and report it"
            )
            status = FAULT
    sys.stderr.write(f"detente: {one_line(text)}\n")
    return status


def _discard_output() -> None:
    """Send what is left to print nowhere, so that leaving cannot fail again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):  # standard output is not a file, or closed
        return
