"""Files of a report: written whole, or what stood there stands unharmed."""

from pathlib import Path

from detente.core.errors import RunError
from detente.core.places import is_local, put

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
    try:
        if is_local(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        put(path, content)
    except OSError as problem:
        raise RunError.at(
            str(path), "a place that can be written", problem.strerror or str(problem),
            "choose another",
        ) from None  # fmt: skip
    return path
