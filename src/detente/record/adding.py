"""Adding files and folders to the store, and saying of each what became of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from detente.core.errors import DataError
from detente.record import store
from detente.record.opening import open_file
from detente.record.reading import Reading, identify, read, read_opened

__all__ = ["Added", "add", "add_folder"]


class Added(NamedTuple):
    """What became of a file.

    Attributes:
        file: The file.
        outcome: As `store.keep` says; "unknown" if it is of no known data set, "wrong"
            if something in it is.
        reading: What was read, if it could be.
        fault: What is wrong, if anything is.
    """

    file: Path
    outcome: str
    reading: Reading | None = None
    fault: DataError | None = None


def add(path: Path, *, part: bool = False, replace: bool = False) -> Added:
    """Add one file.

    Args:
        path: The file.
        part: Whether a file with fewer rows than its version has is taken.
        replace: Whether it takes the place of a better one.

    Raises:
        DataError: If it is of no known data set, or something in it is wrong.
    """
    reading = read(path, part=part)
    return Added(path, store.keep(reading, replace=replace), reading)


def add_folder(
    folder: Path, *, part: bool = False, replace: bool = False
) -> Iterator[Added]:
    """Add every file of a folder that is of a known data set, the best of each first.

    Args:
        folder: The folder; those inside it are looked into as well.
        part: Whether files with fewer rows than their version has are taken.
        replace: Whether they take the place of better ones that were there before.

    Yields:
        What became of each file.
    """
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    tried = [_try(file, part=part) for file in files if file.name[0] != "."]
    good = [added for added in tried if added.reading]
    good.sort(key=_worth, reverse=True)
    met: set[str] = set()
    for added in good:
        reading = added.reading
        if reading is None:
            continue
        first = reading.source.name not in met
        met.add(reading.source.name)
        outcome = store.keep(reading, replace=replace and first)
        yield added._replace(outcome=outcome)
    yield from (added for added in tried if not added.reading)


def _worth(added: Added) -> tuple[bool, int, int, int]:
    """Return what `store.Entry.worth` will be."""
    reading = added.reading
    if reading is None:
        return (False, 0, 0, 0)
    last = reading.span[1] if reading.span else 0
    return (not reading.part, reading.rank, last, len(reading.frame))


def _try(file: Path, *, part: bool) -> Added:
    """Read a file that may be anything."""
    try:
        opened = open_file(file)
    except DataError as fault:
        return Added(file, "unknown", fault=fault)
    try:
        matches = identify(opened)
        if not matches:
            return Added(file, "unknown")
        return Added(file, "read", read_opened(opened, matches, part=part))
    except DataError as fault:
        return Added(file, "wrong", fault=fault)
