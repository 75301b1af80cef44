"""The user's folder of data sets: each read once, kept as Parquet with its hash.

    <name>.json               what is kept, and from which file it was read
    <name>-<hash>.parquet     the tidy frame

The hash in the name of the frame is of the frame's file, so that replacing the JSON is
what replaces a data set: a stop at any moment leaves the one before or the new one.
Nothing of it is passed on: whoever wants a data set takes it from its makers.
"""

import json
import os
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from detente.core.errors import DataError, nearest, shown
from detente.core.needs import need
from detente.record.opening import sha256_of
from detente.record.sources import SOURCES

if TYPE_CHECKING:
    import pandas as pd

    from detente.record.describe import Source
    from detente.record.reading import Reading

__all__ = ["Entry", "entries", "folder", "keep", "load", "source", "verify"]

FORMAT = 1
"""Number of the layout above; a change of it, or of a tidy frame, adds one."""

Outcome = Literal["added", "replaced", "again", "left"]


class Entry(NamedTuple):
    """A data set that is kept.

    Attributes:
        source: Its name.
        version: Its version.
        rank: Place of that version among all.
        part: Whether it has fewer rows than the version has.
        rows: Rows of its frame.
        span: First and last year it covers, if anything is dated.
        original: Name, sha256 and size of the file it was read from.
        parquet: Name and sha256 of its frame.
    """

    source: str
    version: str
    rank: int
    part: bool
    rows: int
    span: tuple[int, int] | None
    original: dict[str, Any]
    parquet: dict[str, str]

    @property
    def worth(self) -> tuple[bool, int, int, int]:
        """What makes one better than another: whole, newer, longer, larger."""
        last = self.span[1] if self.span else 0
        return (not self.part, self.rank, last, self.rows)

    def same(self, other: "Entry") -> bool:
        """Return whether both come of the same file, read alike."""
        hashes = (self.original["sha256"], self.parquet["sha256"])
        return hashes == (other.original["sha256"], other.parquet["sha256"])


def folder() -> Path:
    """Return where data sets are kept: DETENTE_DATA_STORE, else the user's folder."""
    chosen = os.environ.get("DETENTE_DATA_STORE")
    if chosen:
        return Path(chosen).expanduser()
    home = os.environ.get("XDG_DATA_HOME")
    root = Path(home).expanduser() if home else Path.home() / ".local" / "share"
    return root / "detente" / "data"


def source(name: str) -> "Source":
    """Return the description of a data set.

    Raises:
        DataError: If there is none of that name.
    """
    if name not in SOURCES:
        raise DataError.at(
            "data set", "a name that is known", shown(name), nearest(name, SOURCES, 40)
        )
    return SOURCES[name]


def entries() -> dict[str, Entry]:
    """Return what is kept, by name."""
    found = {name: _entry(name) for name in SOURCES}
    return {name: entry for name, entry in found.items() if entry}


def load(name: str) -> "pd.DataFrame":
    """Return the tidy frame of a data set that is kept.

    Args:
        name: Its name, such as "nmc".

    Raises:
        DataError: If it is not there, or is not what was put there.
    """
    described = source(name)
    entry = _entry(name)
    if entry is None:
        raise DataError.at(
            f"data set {name}", f"it in {folder()}", "nothing", how_to_add(described)
        )
    fault = verify(entry)
    if fault:
        raise fault
    import pandas as pd

    need("pyarrow")
    return pd.read_parquet(folder() / entry.parquet["file"])


def how_to_add(described: "Source") -> str:
    """Return what a user does to have a data set."""
    take = f"take it from {described.page} and " if described.page else ""
    fetch = f' or run "detente data get {described.name}"' if described.download else ""
    return f'{take}run "detente data add FILE"{fetch}'


def verify(entry: Entry) -> DataError | None:
    """Return what is wrong with a data set that is kept, if anything is."""
    file = folder() / entry.parquet["file"]
    try:
        found = sha256_of(file.read_bytes())
    except OSError as problem:
        found = problem.strerror or str(problem)
    if found == entry.parquet["sha256"]:
        return None
    return DataError.at(
        str(file),
        f"sha256 {entry.parquet['sha256'][:12]}...",
        f"{found[:12]}..." if len(found) == len(entry.parquet["sha256"]) else found,
        'the file was changed or lost: add it again with "detente data add FILE"',
    )


def keep(reading: "Reading", *, replace: bool = False) -> Outcome:
    """Keep a data set.

    Args:
        reading: The file, read.
        replace: Whether it takes the place of a better one.

    Returns:
        "added"; "replaced", if another was there; "again", if it was there already;
        "left", if one that is at least as good is there.

    Raises:
        DataError: If it cannot be written.
    """
    before = _entry(reading.source.name)
    content = _parquet(reading)
    new = _described(reading, content)
    if before and not verify(before):
        if (
            before.original["sha256"] == new.original["sha256"]
            and before[:6] == new[:6]
        ):
            return "again"
        if new.worth <= before.worth and not replace:
            return "left"
    _write(new.parquet["file"], content)
    text = json.dumps({"format": FORMAT, "detente": version("detente")} | new._asdict())
    _write(f"{new.source}.json", text.encode())
    if before and before.parquet["file"] != new.parquet["file"]:
        with suppress(OSError):
            (folder() / before.parquet["file"]).unlink()
    return "replaced" if before else "added"


def _entry(name: str) -> Entry | None:
    """Return what is kept under a name, or None if nothing that can be read is."""
    try:
        said = json.loads((folder() / f"{name}.json").read_bytes())
        if said["format"] != FORMAT:
            return None
        span = tuple(said["span"]) if said["span"] else None
        fields: dict[str, Any] = {field: said[field] for field in Entry._fields} | {
            "span": span
        }
        return Entry(**fields)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _parquet(reading: "Reading") -> bytes:
    import io

    need("pyarrow")
    buffer = io.BytesIO()
    reading.frame.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def _described(reading: "Reading", content: bytes) -> Entry:
    digest, name = sha256_of(content), reading.source.name
    return Entry(
        source=name,
        version=reading.version,
        rank=reading.rank,
        part=reading.part,
        rows=len(reading.frame),
        span=reading.span,
        original={
            "file": reading.file,
            "sha256": reading.sha256,
            "bytes": reading.size,
        },
        parquet={"file": f"{name}-{digest[:12]}.parquet", "sha256": digest},
    )


def _write(name: str, content: bytes) -> None:
    """Write a file of the folder whole or not at all; only its user may read it."""
    target = folder() / name
    beside = target.with_name(f".{name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.parent.chmod(0o700)
        beside.touch(mode=0o600)
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as problem:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise DataError.at(
            str(folder()),
            "a folder to write to",
            problem.strerror or str(problem),
            "choose another with DETENTE_DATA_STORE",
        ) from None
