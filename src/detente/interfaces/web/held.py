"""Who holds a run: one that a page asked for goes on only while somebody follows it.

A page has a name of its own, under which it asks for runs and follows them. It is there
while a stream of its own is open, and for some time after, so that one that is reloaded
finds its run at work. A run that was asked for without a name goes on to its end.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["PATIENCE", "Held"]

PATIENCE = 30.0
"""Seconds for which a page that cannot be heard still holds its runs."""


class Held:
    """Runs, and the pages that hold them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.Lock()
        self._holders: dict[str, Counter[str]] = {}  # how often each page asked
        self._streams: Counter[str] = Counter()
        self._seen: dict[str, float] = {}

    def begin(self, run: str, page: str) -> None:
        """Let a page hold a run that was entered for it; "" is no page."""
        if page:
            with self._lock:
                self._holders[run] = Counter([page])
                self._seen[page] = time.monotonic()

    def join(self, run: str, page: str) -> None:
        """Let a page hold a run as well; "": it is wanted to its end."""
        with self._lock:
            if not page:
                self._holders.pop(run, None)
            elif run in self._holders:
                self._holders[run][page] += 1
                self._seen[page] = time.monotonic()

    def leave(self, run: str, page: str) -> bool:
        """Take back that a page asked for a run; return whether nobody holds it now."""
        with self._lock:
            holders = self._holders.get(run)
            if holders is None:
                return False
            holders[page] -= 1
            if holders[page] <= 0:
                del holders[page]
            if not holders:
                del self._holders[run]
            return not holders

    def see(self, page: str) -> None:
        """Take notice of a page that asks for something."""
        with self._lock:
            if page in self._seen:
                self._seen[page] = time.monotonic()

    @contextmanager
    def followed(self, run: str, page: str) -> Iterator[None]:
        """Hold a run, and all that its page holds, while its stream is open."""
        with self._lock:
            holders = self._holders.get(run)
            if holders is not None and page not in holders:
                holders[page] = 1
            self._seen[page] = time.monotonic()
            self._streams[page] += 1
        try:
            yield
        finally:
            with self._lock:
                self._streams[page] -= 1
                if not self._streams[page]:
                    del self._streams[page]
                self._seen[page] = time.monotonic()

    def left(self) -> list[str]:
        """Return the runs that nobody holds any more, once."""
        since = time.monotonic() - PATIENCE
        with self._lock:
            gone = {
                page
                for page, seen in self._seen.items()
                if seen < since and page not in self._streams
            }
            for page in gone:
                del self._seen[page]
            for holders in self._holders.values():
                for page in gone & holders.keys():
                    del holders[page]
            runs = [run for run, holders in self._holders.items() if not holders]
            for run in runs:
                del self._holders[run]
            return runs
