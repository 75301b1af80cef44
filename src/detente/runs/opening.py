"""Finding a finished run again, and saying plainly why one cannot be read."""

import json
from pathlib import Path
from typing import Any

from detente.core.errors import RunError, shown
from detente.core.places import place, service
from detente.runs.store import FORMAT, Store

__all__ = ["MANIFEST", "manifest", "opened"]

MANIFEST = "manifest.json"

PARTS: dict[str, set[str]] = {
    "verdicts.json": {"scenario", "lenses", "plans", "baseline", "claims"},
    "scenario.json": {"slug", "title", "plans", "claims", "world"},
    "results.zarr": set(),
}
"""Parts of a finished run, with keys that a whole one has."""


def opened(name: str | Path, root: str | Path = "runs") -> Store:
    """Return the store of a finished run.

    Args:
        name: Folder of the run, or name of a scenario: its newest finished run.
        root: Folder under which runs of a scenario are looked for.

    Raises:
        RunError: If there is none, it has not finished, it was made by a version that
            kept other things, or part of it is gone.
    """
    folder = place(name)
    if not (folder / MANIFEST).exists():
        folder = _newest(str(name), place(root))
    said = manifest(folder)
    if said["status"] != "finished":
        raise RunError.at(
            str(folder), "a finished run", "one that was stopped",
            "run the scenario again: it goes on from there",
        )  # fmt: skip
    if said.get("format") != FORMAT:
        raise RunError.at(
            str(folder), f"a run in format {FORMAT}",
            f"format {said.get('format', 1)} of detente {said.get('detente', '0.1.0')}",
            "run the scenario again",
        )  # fmt: skip
    store = Store(folder, said["inputs"])
    for part, keys in PARTS.items():
        whole = isinstance(found := store.read(part), dict) and keys <= found.keys()
        if not (whole if keys else (folder / part).is_dir()):
            raise RunError.at(
                str(folder), part, "none that can be read",
                "run the scenario again with --force",
            )  # fmt: skip
    if said.get("results") != store.shape():
        raise RunError.at(
            str(folder), "results.zarr as it was written", "one that lost or gained",
            "run the scenario again with --force",
        )  # fmt: skip
    return store


def manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a run.

    Raises:
        RunError: If there is none that can be read.
    """
    try:
        with service():
            written = (folder / MANIFEST).read_bytes()
        said = json.loads(written)
        if {"status", "inputs"} <= said.keys() and isinstance(said["inputs"], dict):
            return said
    except (OSError, ValueError, AttributeError):
        pass
    raise RunError.at(
        str(folder / MANIFEST), "the manifest of a run", "something else",
        "give the folder of another run, or run the scenario again with --force",
    )  # fmt: skip


def _finished(folder: Path) -> bool:
    """Return whether a folder holds a finished run of the scenario as it stands.

    A broken one hides no other, and one with changes is asked for by its folder.
    """
    try:
        said = manifest(folder)
    except RunError:
        return False
    return said["status"] == "finished" and not said["inputs"].get("changes")


def _newest(name: str, root: Path) -> Path:
    """Return the newest finished run of a scenario."""
    slug = name if (root / name).is_dir() else Path(name).name
    found = [
        file for file in (root / slug).glob(f"*/{MANIFEST}") if _finished(file.parent)
    ]
    if slug in ("", ".", "..") or not found:
        raise RunError.at(
            "run", "the folder of a run, or a scenario that was run",
            f"{shown(name)} (nothing finished under {root / slug})",
            f"run it first: detente run {slug or 'SCENARIO'}",
        )  # fmt: skip
    return max(found, key=lambda file: (file.stat().st_mtime_ns, str(file))).parent
