"""One process at a time in the folder of a run.

On a disk the system keeps the lock, and lets it go when the process ends. An object
store keeps none. There the holder writes an object and changes it every few seconds;
whoever finds one that stands still for three times as long takes it over, so that no
clock is compared. Should two processes work all the same, nothing is lost: what they
write under one name is equal bit for bit.
"""

import fcntl
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from detente.core.errors import RunError
from detente.core.places import is_local, put

__all__ = ["BEAT", "BusyError", "alone", "held"]

LOCK = "lock"

BEAT = 10.0
"""Seconds between signs of life of who holds an object."""

PATIENCE = 3
"""Beats without a sign of life after which a holder counts as gone."""

LONG_GONE = 60 * BEAT
"""Seconds after which a listing no longer calls a run at work."""


class BusyError(RunError):
    """Another process is at work on the same run."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder, so that no second process works in it.

    Raises:
        BusyError: If another process holds it.
        OSError: If it cannot be written.
    """
    with (_locked if is_local(folder) else _beating)(folder):
        yield


def _busy(folder: Path) -> BusyError:
    return BusyError(
        f"{folder}: expected to be alone, got another process at work "
        "on the same run; wait for it, or choose another --out"
    )


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise _busy(folder) from None
        yield


@contextmanager
def _beating(folder: Path) -> Iterator[None]:
    file, name = folder / LOCK, uuid.uuid4().hex
    if not _created(file, name):
        found = _said(file)
        time.sleep(PATIENCE * BEAT)
        if found is not None and _said(file) != found:
            raise _busy(folder)
        file.unlink(missing_ok=True)
        if not _created(file, name):
            raise _busy(folder)
    done = threading.Event()

    def beat() -> None:
        number = 0
        while not done.wait(BEAT) and (_said(file) or "").startswith(name):
            number += 1
            with suppress(OSError):
                put(file, f"{name} {number}".encode())

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        if (_said(file) or "").startswith(name):
            file.unlink(missing_ok=True)


def _created(file: Any, name: str) -> bool:
    """Return whether the object was not there and now is, with this name."""
    try:
        file.fs.pipe_file(file.path, name.encode(), mode="create")
    except FileExistsError:
        return False
    except FileNotFoundError:
        put(file, name.encode())
    # A service that knows no "create" lets the last one win.
    return _said(file) == name


def _said(file: Path) -> str | None:
    """Return what an object says now, or None if it is not there."""
    with suppress(OSError):
        return file.read_bytes().decode(errors="replace")
    return None


def held(folder: Path) -> bool:
    """Return whether another process works in a folder."""
    file = folder / LOCK
    with suppress(OSError):
        if not is_local(folder):
            changed = file.stat().st_mtime  # 0: a service that does not say
            return not changed or time.time() - changed < LONG_GONE
        with file.open() as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return True
    return False
