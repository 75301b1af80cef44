"""Places: a path of this machine, or an address such as s3://bucket/runs.

An address is anything that fsspec knows. It answers as a path does, with two
differences that this module hides: an object store has no renaming, but an object
stands there whole or not at all; and it has no folders to make.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from detente.core.errors import UsageError, shown
from detente.core.needs import need

__all__ = [
    "files_under", "is_local", "listed_anew", "place", "put", "remove_tree",
    "seen_by_all", "service", "size_of", "zarr_store",
]  # fmt: skip

SCHEME = "://"
EXTRA = "cluster"


def place(address: str | Path) -> Path:
    """Return the path of a folder or file, wherever it is.

    Args:
        address: A path, or an address such as "s3://bucket/runs" or "file:///runs".

    Raises:
        UsageError: If nothing is known of such an address, or a path after "file://"
            does not begin at the root.
        DataError: If the extra is missing that reads addresses.
    """
    text = str(address)
    if not isinstance(address, str) or SCHEME not in text:
        return address if isinstance(address, Path) else _as_path(address)
    scheme, _, rest = text.partition(SCHEME)
    if scheme in ("file", "local"):
        if not rest.startswith("/"):  # each machine would look in a folder of its own
            raise UsageError.at(
                shown(text), f"three slashes after {scheme}:", "two",
                f"write {scheme}:///{rest}",
            )  # fmt: skip
        return Path(rest)
    try:
        found = need("upath", EXTRA).UPath(text)
        found.fs  # noqa: B018 - what is missing for it is said here
    except (ImportError, ValueError, TypeError, OSError) as problem:
        raise UsageError.at(
            shown(text), "a path, or an address that fsspec can reach", str(problem),
            "install what it names, or give a path",
        ) from None  # fmt: skip
    return found


def _as_path(address: Any) -> Path:
    """Return a path of text, and an address that was opened before as it is."""
    return Path(address) if isinstance(address, str) else address


def is_local(path: Path) -> bool:
    """Return whether a path is one of this machine."""
    return isinstance(path, Path)


def seen_by_all(address: str | Path) -> bool:
    """Return whether other machines can write to an address too.

    A path without a scheme may be a disk of this machine alone; "file://" says that it
    is not.
    """
    return SCHEME in str(address) and not str(address).startswith("memory")


@contextmanager
def service() -> Iterator[None]:
    """Let what a service refuses be an error of the system: each has its own.

    Raises:
        OSError: With the words of the service.
    """
    try:
        yield
    except (OSError, MemoryError):
        raise
    except Exception as problem:
        raise OSError(str(problem) or type(problem).__name__) from problem


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        OSError: If it cannot be written; what stood there stands unharmed.
    """
    if not is_local(path):
        _put_object(path, content)
        return
    # A name of its own: two processes that write the same must not mix.
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _put_object(path: Any, content: bytes) -> None:
    with service():
        try:
            path.fs.pipe_file(path.path, content)
        except FileNotFoundError:  # what has folders wants them made
            path.fs.makedirs(path.parent.path, exist_ok=True)
            path.fs.pipe_file(path.path, content)


def listed_anew(folder: Path) -> Path:
    """Return a folder, forgetting what a listing of it said: others write there too."""
    if not is_local(folder):
        remote: Any = folder
        remote.fs.invalidate_cache()
    return folder


def size_of(folder: Path) -> int:
    """Return how many bytes the files under a folder take."""
    if is_local(folder):
        return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    return sum(size for _, size in _objects_under(folder))


def files_under(root: Path) -> list[tuple[str, int]]:
    """Return the files under a folder, sorted: name from there, and size in bytes.

    Hidden files are what a file manager leaves, and are left out.
    """
    if is_local(root):
        found = [
            (file.relative_to(root).as_posix(), file.stat().st_size)
            for file in root.rglob("*") if file.is_file()
        ]  # fmt: skip
    else:
        found = _objects_under(root)
    return sorted(
        (name, size) for name, size in found
        if not name.rpartition("/")[2].startswith(".")
    )  # fmt: skip


def _objects_under(root: Any) -> list[tuple[str, int]]:
    listed_anew(root)
    top = root.path.strip("/")
    return [
        (name.strip("/").removeprefix(top).strip("/"), int(about.get("size") or 0))
        for name, about in root.fs.find(root.path, detail=True).items()
    ]


def remove_tree(folder: Path, *, ignore_errors: bool = True) -> None:
    """Remove a folder and all that is in it, if it is there.

    Args:
        folder: The folder.
        ignore_errors: Whether to leave in silence what cannot be removed.

    Raises:
        OSError: If it cannot be removed.
    """
    if is_local(folder):
        import shutil

        shutil.rmtree(folder, ignore_errors=ignore_errors)
        return
    remote: Any = folder
    with suppress(OSError if ignore_errors else FileNotFoundError), service():
        remote.fs.rm(remote.path, recursive=True)


def zarr_store(folder: Path) -> Any:
    """Return what Zarr opens to read or write a folder."""
    if is_local(folder):
        return folder
    from zarr.storage import FsspecStore

    remote: Any = folder
    return FsspecStore.from_url(str(remote), storage_options=remote.storage_options)
