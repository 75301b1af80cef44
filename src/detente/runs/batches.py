"""Files of finished batches.

The name of a file ends in the hash of its content, and the batch counts if they agree.
So nobody keeps a list that could be cut short, batches may come from any process or
machine, and one that comes twice is the same file.
"""

import hashlib
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from detente.core.errors import RunError
from detente.core.places import listed_anew, service

if TYPE_CHECKING:
    from detente.runs.engine import Batch

__all__ = ["BATCHES", "content", "found", "packed", "unpacked"]

BATCHES = "batches"
"""Their folder in that of the run."""

KIND = ".npz"

DIGITS = 32
"""Hexadecimal digits of a SHA-256 that a name ends in."""


def packed(name: str, batch: "Batch") -> tuple[str, bytes]:
    """Return the name of a batch's file, from the folder of the run, and its content.

    Args:
        name: Name of the batch.
        batch: What it left.
    """
    buffer = io.BytesIO()
    np.savez(buffer, **batch._asdict())
    written = buffer.getvalue()
    return f"{BATCHES}/{name}.{_hash(written)}{KIND}", written


def found(folder: Path) -> dict[str, list[Path]]:
    """Return the files of batches by the names of these, whole or not.

    Args:
        folder: Folder of the run.
    """
    files: dict[str, list[Path]] = {}
    for file in sorted(listed_anew(folder / BATCHES).glob(f"*{KIND}")):
        name, _, _ = file.name.removesuffix(KIND).rpartition(".")
        files.setdefault(name, []).append(file)
    return files


def content(file: Path) -> bytes | None:
    """Return the content of a batch's file if it is what was written, or None."""
    try:
        with service():
            written = file.read_bytes()
    except OSError:
        return None
    said = file.name.removesuffix(KIND).rpartition(".")[2]
    return written if _hash(written) == said else None


def unpacked(name: Path, files: Iterable[Path]) -> "Batch":
    """Return the batch in the first file that is whole.

    Args:
        name: Where it belongs, for the message.
        files: Its files: more than one only if it was harmed and done again.

    Raises:
        RunError: If there is none.
    """
    from detente.runs.engine import Batch

    for file in files:
        if (written := content(file)) is not None:
            with np.load(io.BytesIO(written)) as arrays:
                return Batch(**arrays)
    raise RunError.at(
        str(name), "a batch as it was written", "none",
        "give the same command again: it is done anew",
    )  # fmt: skip


def _hash(written: bytes) -> str:
    return hashlib.sha256(written).hexdigest()[:DIGITS]
