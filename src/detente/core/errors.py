"""The errors of detente: one tree, one form of message.

    DetenteError
    ├── UsageError       a command or a call was asked for something that is not there
    ├── ScenarioError    a scenario folder cannot be read, or says something impossible
    ├── LensError        a lens is unknown, or its file is wrong
    ├── RunError         a run could not be carried out, stored or taken up again
    └── DataError        a data file is not what it should be, or is not there

A caller who wants to catch whatever detente refuses catches `DetenteError`. Input is
checked once, at the edge (file, command line, web), and trusted inside; so every
message is for a person who wrote an input, and has one form:

    where: expected X, got Y; do Z
"""

import difflib
from collections.abc import Iterable
from typing import Self

__all__ = [
    "DataError",
    "DetenteError",
    "LensError",
    "RunError",
    "ScenarioError",
    "UsageError",
    "complaint",
    "nearest",
    "one_line",
    "shown",
]

LONGEST_QUOTE = 48
"""Characters of a wrong value that a message repeats before it cuts the rest."""


class DetenteError(Exception):
    """Root of all errors that detente raises on purpose; its text is one line."""

    @classmethod
    def at(cls, where: str, expected: str, got: str, remedy: str) -> Self:
        """Build the error from the four things a message must say.

        Args:
            where: The file and key, option or argument that is wrong.
            expected: What should stand there.
            got: What stands there instead.
            remedy: What to do about it.

        Returns:
            An error of this class.
        """
        return cls(complaint(where, expected, got, remedy))


class UsageError(DetenteError):
    """A command or a call was asked for something that is not there."""


class ScenarioError(DetenteError):
    """A scenario folder cannot be read, or says something impossible."""


class LensError(DetenteError):
    """A lens is unknown, or its file is wrong."""


class RunError(DetenteError):
    """A run could not be carried out, stored or taken up again."""


class DataError(DetenteError):
    """A data file is not what it should be, or is not there."""


def complaint(where: str, expected: str, got: str, remedy: str) -> str:
    """Return the one-line message "where: expected X, got Y; do Z".

    >>> complaint("world.toml, start", "a year", '"soon"', "write 2023")
    'world.toml, start: expected a year, got "soon"; write 2023'
    """
    return one_line(f"{where}: expected {expected}, got {got}; {remedy}")


def nearest(name: str, options: Iterable[str], limit: int = 12) -> str:
    """Suggest the option that a misspelt name most likely meant.

    Args:
        name: What was written.
        options: The names that exist.
        limit: How many names are listed when none is near.

    Returns:
        `did you mean "..."?`, or the list of what there is when nothing is near.

    >>> nearest("JPM", ["JPN", "CHN", "USA"])
    'did you mean "JPN"?'
    >>> nearest("xyz", ["prior", "spiral"])
    'there is "prior", "spiral"'
    """
    known = list(dict.fromkeys(options))
    folded = {option.casefold(): option for option in known}
    close = difflib.get_close_matches(name.casefold()[:80], folded, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{folded[close[0]]}"?'
    if not known:
        return "there is none to choose from"
    listed = ", ".join(f'"{option}"' for option in known[:limit])
    rest = len(known) - limit
    return f"there is {listed}" + (f" and {rest} more" if rest > 0 else "")


def shown(value: object) -> str:
    """Describe a value that came from a file, briefly and on one line.

    >>> shown("12 %"), shown(True), shown(-3), shown([1]), shown({})
    ('"12 %"', 'true', '-3', 'a list of 1', 'an empty table')
    """
    match value:
        case str():
            cut = value[:LONGEST_QUOTE]
            return one_line(f'"{cut}"' if cut == value else f'"{cut}..."')
        case bool():
            return "true" if value else "false"
        case int():
            big = value.bit_length() > LONGEST_QUOTE * 3
            return "a very large whole number" if big else str(value)
        case float():
            return repr(value)
        case list() | tuple():
            return f"a list of {len(value)}" if value else "an empty list"
        case dict():
            return "a table" if value else "an empty table"
        case None:
            return "nothing"
        case _:
            return f"a {type(value).__name__}"


def one_line(text: str) -> str:
    r"""Return the text with every line break and control character written out.

    >>> one_line("a\nb\x1b[2J")
    'a\\nb\\x1b[2J'
    """
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )
