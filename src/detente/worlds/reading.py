"""Read a TOML file that a person gave, whatever it turns out to be.

A file may be missing, a folder, enormous, binary, nested without end or simply wrong:
each is answered by one line that says which file and, where it can, which line.
"""

import re
import tomllib
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

from detente.core.errors import ScenarioError, one_line

__all__ = ["LARGEST_FILE", "read_toml", "status_of"]

LARGEST_FILE = 2_000_000
"""Bytes; the largest real scenario is some hundred thousand."""

DEEPEST_KEY = 64
"""Parts of a dotted key; the format needs four."""

_TWICE = re.compile(r"Cannot declare \((?P<path>.*?),?\) twice")
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|.*)\)$")
_KEY_PART = re.compile(  # what it took it does not give back: its time is linear
    r"(?:(?<![\w-])[\w-]++|(?<!\\)\"(?:[^\"\\]|\\.)*+\"|'[^']*+')[ \t]*+\.[ \t]*+"
)


def status_of(path: Path) -> int:
    """Return the file mode of a path, or 0 if nothing is there.

    Raises:
        ScenarioError: The path cannot be looked at (a loop of links, no permission).
    """
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError.at(
            str(path), "a path that can be opened", reason, "correct the path"
        ) from error


def read_toml(path: Path, where: str) -> dict[str, Any]:
    """Read a TOML file.

    Args:
        path: The file.
        where: How messages name it.

    Returns:
        What the file says, as Python's own types.

    Raises:
        ScenarioError: The file cannot be read as TOML, for any reason.
    """
    text = _text(path, where)
    _refuse_deep_keys(text, where)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise _nested(where) from error
    except ValueError as error:
        raise _syntax(str(error), where) from error


def _text(path: Path, where: str) -> str:
    """Read a file of reasonable size as UTF-8 text."""
    mode = status_of(path)
    if not S_ISREG(mode):
        got = "a folder" if S_ISDIR(mode) else "something else" if mode else "nothing"
        raise ScenarioError.at(where, "a TOML file", got, f"write {path.name} there")
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ScenarioError.at(
            where, "a file that can be read", reason, "change its permissions"
        ) from error
    if len(raw) > LARGEST_FILE:
        raise ScenarioError.at(
            where,
            f"a file of at most {LARGEST_FILE // 1_000_000} MB",
            f"{path.stat().st_size / 1e6:.1f} MB",
            "give the scenario.toml, not a data file",
        )
    if b"\0" in raw:
        raise ScenarioError.at(
            where, "a text file (TOML)", "a binary file", "give the scenario.toml"
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ScenarioError.at(
            f"{where}, line {line}",
            "text in UTF-8",
            f"the byte 0x{raw[error.start]:02x}",
            "save the file as UTF-8",
        ) from error


def _nested(where: str) -> ScenarioError:
    """Return the error for a file nested without end."""
    return ScenarioError.at(
        where,
        "tables and lists a few levels deep",
        "far deeper nesting",
        "take the nested brackets or dots out",
    )


def _refuse_deep_keys(text: str, where: str) -> None:
    """Refuse dotted keys that would take the TOML reader forever."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") < DEEPEST_KEY:
            continue
        parts = end = 0
        for part in _KEY_PART.finditer(line):
            parts = parts + 1 if part.start() == end else 1
            end = part.end()
            if parts >= DEEPEST_KEY:
                raise _nested(f"{where}, line {number}")


def _syntax(message: str, where: str) -> ScenarioError:
    """Return the error for text that is not TOML."""
    place = _PLACE.search(message)
    line = place["line"] if place else None
    where = f"{where}, line {line}" if line else where
    reason = _PLACE.sub("", message)
    twice = _TWICE.match(reason)
    if twice:
        path = ".".join(re.findall(r"'([^']*)'", twice["path"]))
        reason = "two actors cannot have one code: " if "actors." in path else ""
        return ScenarioError.at(
            where,
            "every name once",
            f"{path} twice",
            f"{reason}rename or remove one",
        )
    if "Cannot overwrite" in reason or "Cannot mutate" in reason:
        return ScenarioError.at(
            where, "every key once", "a key given twice", "rename or remove one"
        )
    column = f" at column {place['column']}" if place and place["column"] else ""
    return ScenarioError.at(
        where,
        "valid TOML",
        f'"{one_line(reason)[:120]}"{column}',
        "correct that line",
    )
