"""One process at a time in the folder of a run.

On a disk the system keeps the lock, and lets it go when the process ends. An object
store keeps none. There the holder writes an object and changes it every few seconds;
whoever finds one that stands still for three times as long takes it over, so that no
clock is compared. A holder that was taken for gone, and was not, finds another's name
there before it writes next, and stops. Two can work for a moment all the same: two that
take over at once, or between a look and the write that follows. The batches that they
write are equal bit for bit; verdicts say how long they took, so those of one stand
beside the manifest of the other only if both finish in that moment.
"""

import fcntl
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from detente.core.errors import RunError
from detente.core.places import is_local, put, service

__all__ = ["BEAT", "BusyError", "alone", "held"]

LOCK = "lock"

BEATS = "beat"
"""What the name of the thread begins with that gives signs of life."""

BEAT = 10.0
"""Seconds between signs of life of who holds an object."""

PATIENCE = 3
"""Beats without a sign of life after which a holder counts as gone."""

LONG_GONE = 60 * BEAT
"""Seconds after which a listing no longer calls a run at work."""


Check = Callable[[], None]
"""Raises BusyError if a folder that was held is another's by now."""


class BusyError(RunError):
    """Another process is at work on the same run."""


@contextmanager
def alone(folder: Path) -> Iterator[Check]:
    """Hold a folder, so that no second process works in it.

    Yields:
        What raises BusyError if the folder was lost to another: for use before writing.

    Raises:
        BusyError: If another process holds it.
        OSError: If it cannot be written.
    """
    with (_locked if is_local(folder) else _beating)(folder) as check:
        yield check


def _busy(folder: Path) -> BusyError:
    return BusyError(
        f"{folder}: expected to be alone, got another process at work "
        "on the same run; wait for it, or choose another --out"
    )


@contextmanager
def _locked(folder: Path) -> Iterator[Check]:
    with (folder / LOCK).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise _busy(folder) from None
        yield lambda: None  # the system lets nobody take it


@contextmanager
def _beating(folder: Path) -> Iterator[Check]:
    file, name = folder / LOCK, uuid.uuid4().hex
    if not _created(file, name):
        found = _said(file)
        time.sleep(PATIENCE * BEAT)
        if _said(file) != found:  # a sign of life, or another was faster
            raise _busy(folder)
        _unlink(file)
        if not _created(file, name):
            raise _busy(folder)
    holder = _Holder(file, name)
    thread = threading.Thread(target=holder.beat, name=f"{BEATS} {name}", daemon=True)
    thread.start()
    try:
        yield holder.check
    finally:
        holder.done.set()
        thread.join()
        if (_said(file) or "").startswith(name):
            _unlink(file)


class _Holder:
    """Who holds an object by giving signs of life."""

    def __init__(self, file: Path, name: str) -> None:
        self._file, self._name = file, name
        self.done, self._lost = threading.Event(), threading.Event()

    def check(self) -> None:
        """Look whose it is; what cannot be read now may be ours still."""
        if not (_said(self._file) or self._name).startswith(self._name):
            self._lost.set()
        if self._lost.is_set():
            raise _busy(self._file.parent)

    def beat(self) -> None:
        """Give signs of life until it is done or lost."""
        number = missed = 0
        while not self.done.wait(BEAT):
            said = _said(self._file)
            missed = missed + 1 if said is None else 0
            if missed == PATIENCE or not (said or self._name).startswith(self._name):
                self._lost.set()
                return
            if said is not None:  # else somebody may be taking it over
                number += 1
                with suppress(OSError):
                    put(self._file, f"{self._name} {number}".encode())


def _created(file: Any, name: str) -> bool:
    """Return whether the object was not there and now is, with this name."""
    try:
        with service():
            file.fs.pipe_file(file.path, name.encode(), mode="create")
    except FileExistsError:
        return False
    except FileNotFoundError:
        put(file, name.encode())
    # A service that knows no "create" lets the last one win.
    return _said(file) == name


def _said(file: Path) -> str | None:
    """Return what an object says now, or None if it is not there."""
    with suppress(OSError), service():
        return file.read_bytes().decode(errors="replace")
    return None


def _unlink(file: Path) -> None:
    with service():
        file.unlink(missing_ok=True)


def held(folder: Path) -> bool:
    """Return whether another process works in a folder."""
    file = folder / LOCK
    with suppress(OSError), service():
        if not is_local(folder):
            changed = file.stat().st_mtime  # 0: a service that does not say
            return not changed or time.time() - changed < LONG_GONE
        with file.open() as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return True
    return False
