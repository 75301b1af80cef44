"""What runs stand in a folder: list them, check them by their hashes, delete one."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from detente.core.errors import RunError
from detente.core.places import is_local, place, remove_tree, size_of
from detente.runs import batches
from detente.runs.alone import held
from detente.runs.opening import MANIFEST, manifest, opened
from detente.runs.store import FORMAT, Store, source_hash

__all__ = ["Entry", "delete", "entries", "verify"]


class Entry(NamedTuple):
    """One run.

    Attributes:
        folder: Where it stands.
        scenario: Name of its scenario, or "" if it cannot be told.
        status: "finished", "stopped", "at work", "another format" or "broken".
        code: Whether this code made it: only then it goes on, or is explained.
        lenses: Names of its lenses.
        draws: Parameter draws a lens.
        replicates: Futures a draw.
        seed: Seed.
        batches: Batches kept of a run that is not finished.
        size: Bytes on disk.
        changed: When its manifest was last written (seconds since 1970).
    """

    folder: Path
    scenario: str
    status: str
    code: bool
    lenses: tuple[str, ...]
    draws: int
    replicates: int
    seed: int
    batches: int
    size: int
    changed: float

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return self._asdict() | {"folder": str(self.folder), "lenses": [*self.lenses]}


def entries(root: str | Path = "runs") -> list[Entry]:
    """Return the runs under a folder, the latest first.

    Args:
        root: Folder of runs: SCENARIO/RUN in it.
    """
    found = [_entry(file.parent) for file in place(root).glob(f"*/*/{MANIFEST}")]
    return sorted(found, key=lambda one: (-one.changed, str(one.folder)))


def _entry(folder: Path) -> Entry:
    file = folder / MANIFEST
    size = size_of(folder)
    try:
        said = manifest(folder)
        made = said["inputs"]
        about = (
            str(made["scenario"]), tuple(map(str, made["lenses"])), int(made["draws"]),
            int(made["replicates"]), int(made["seed"]),
        )  # fmt: skip
    except (RunError, KeyError, TypeError, ValueError):
        return Entry(folder, "", "broken", False, (), 0, 0, 0, 0, size,
                     file.stat().st_mtime)  # fmt: skip
    scenario, lenses, draws, replicates, seed = about
    store = Store(folder, made)
    status = "finished" if said["status"] == "finished" else "stopped"
    if status == "stopped" and held(folder):
        status = "at work"
    elif said.get("format") != FORMAT:
        status = "another format"
    elif status == "finished" and not store.finished():
        status = "broken"
    return Entry(
        folder, scenario, status, made.get("code") == source_hash(), lenses, draws,
        replicates, seed, len(batches.found(folder)), size,
        file.stat().st_mtime,
    )  # fmt: skip


def verify(folder: str | Path) -> Iterator[str]:
    """Yield what is wrong with a run, a line each; nothing if it is whole.

    A finished run is checked by the hash of its content, a stopped one by its batches'.

    Args:
        folder: Folder of the run.

    Raises:
        RunError: If it is not the folder of a run.
    """
    where = place(folder)
    said = manifest(where)
    store = Store(where, said["inputs"])
    if said["status"] == "finished":
        try:
            opened(where)
        except RunError as problem:
            yield str(problem)
            return
        if "content" not in said:
            yield (
                f"{where}: expected a hash of the content, got a run made before there "
                "was one; names and sizes of its files agree"
            )
        elif said["content"] != store.content():
            yield (
                f"{where}: expected the content that was written, got other; run the "
                "scenario again with --force"
            )
        return
    for file in (each for files in batches.found(where).values() for each in files):
        if batches.content(file) is None:
            yield (
                f"{file}: expected a batch whose hash its name ends in, got one of "
                "another; it is done again when the run goes on"
            )


def delete(folder: str | Path) -> int:
    """Delete a run, and return how many bytes that frees.

    Args:
        folder: Folder of the run.

    Raises:
        RunError: If it is not the folder of a run, a process works in it, or it cannot
            be deleted.
    """
    where = place(folder)
    size = _entry(where).size if (where / MANIFEST).exists() else 0
    if not size:
        manifest(where)  # says what is wrong
    try:
        # Held while it goes, so that nobody begins to work there.
        with Store(where, {}).locked():
            _clear(where)
    except OSError as problem:
        raise RunError.at(
            str(where), "a folder that can be deleted",
            str(problem.strerror or problem), "delete the rest by hand",
        ) from None  # fmt: skip
    if is_local(where):
        with suppress(OSError):  # other runs of the scenario stand beside it
            where.parent.rmdir()
    return size


def _clear(where: Path) -> None:
    """Delete what a run's folder holds, its manifest last, and the folder.

    A stop on the way leaves what is still known as a run.
    """
    for inside in sorted(where.iterdir(), key=lambda each: each.name == MANIFEST):
        if inside.is_dir():
            remove_tree(inside, ignore_errors=False)
        else:
            inside.unlink()
    if is_local(where):
        where.rmdir()
