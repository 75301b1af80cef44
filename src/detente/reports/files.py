"""Files of a report: written whole, or what stood there stands unharmed."""

import os
from contextlib import suppress
from pathlib import Path

from detente.core.errors import RunError

__all__ = ["write_whole"]


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file beside its place, then give it its name.

    Raises:
        RunError: If it cannot be written: no permission, no room, not a folder.
    """
    if not path.name:
        raise RunError.at(
            str(path), "the name of a file", "a folder", "add one, such as report.html"
        )
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as problem:
        raise RunError.at(
            str(path), "a place that can be written", problem.strerror or str(problem),
            "choose another",
        ) from None  # fmt: skip
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return path
