"""What a cluster has in hand: work given out once, again if it is late or withheld."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from queue import Empty, SimpleQueue
from statistics import median
from typing import Any

__all__ = ["GLANCE", "PATIENCE", "Shift"]

PATIENCE = 30.0
"""Seconds before the last batches are handed out a second time, and to wait for one
that is done."""

TIMES_LONGER = 3
"""A batch is late after so many times as long as the middle one took."""

GLANCE = 1.0
"""Seconds between looks at who is late."""

Give = Callable[[int, list[str] | None], Any]
"""Hands a piece of work out, to some workers alone; returns Dask's future."""


class Shift:
    """Pieces of work by number: which are handed out and not back yet.

    Args:
        client: Of Dask.
        give: Hands one out.
        count: How many there are.
    """

    def __init__(self, client: Any, give: Give, count: int) -> None:
        """Begin with nothing handed out."""
        self._client, self._give = client, give
        self._rest, self._handed = iter(range(count)), False
        self._open: dict[int, float] = {}
        self._waited: Counter[int] = Counter()
        self._copies: dict[Any, int] = {}
        self._told: SimpleQueue[Any] = SimpleQueue()
        self._took: list[float] = []

    def goes_on(self, ahead: int) -> bool:
        """Hand out until so many are, and return whether any is not back yet."""
        fresh = list(islice(self._rest, max(ahead - len(self._open), 0)))
        for number in fresh:
            self._hand_out(number)
        self._handed = bool(fresh)
        return bool(self._open)

    def _hand_out(self, number: int, workers: list[str] | None = None) -> None:
        future = self._give(number, workers)
        self._copies[future] = number
        self._open.setdefault(number, time.monotonic())
        future.add_done_callback(lambda done: self._told.put((done, time.monotonic())))

    def next(self) -> tuple[int, Any] | None:
        """Return the next that is done, or None if none is for a while."""
        try:
            future, when = self._told.get(timeout=GLANCE)
        except Empty:
            if not self._handed:
                self._hand_out_late()
            return None
        number = self._copies.pop(future, None)
        if number is None or number not in self._open:
            return None  # its twin was faster
        self._took.append(when - self._open.pop(number))
        for twin in [each for each, of in self._copies.items() if of == number]:
            del self._copies[twin]
            twin.cancel()
        return number, future

    def patience(self, number: int) -> float:
        """Return how many seconds to wait, longer for what was waited for before."""
        usual = TIMES_LONGER * median(self._took) if self._took else 0
        return max(PATIENCE, usual) * (1 + self._waited[number])

    def withheld(self, number: int, future: Any) -> None:
        """Hand out again what its maker does not give away, and what else it made.

        Args:
            number: What was waited for in vain.
            future: Its copy.
        """
        done = {f: n for f, n in self._copies.items() if f.status == "finished"}
        done[future] = number
        held = self._client.who_has(list(done))
        still = set(held.get(future.key, ()))
        others = [who for who in self._client.nthreads() if who not in still]
        for copy, of in done.items():
            if set(held.get(copy.key, ())) <= still:
                self._copies.pop(copy, None)
                copy.cancel()
                self._waited[of] += 1
                self._hand_out(of, others)

    def _hand_out_late(self) -> None:
        """Hand out what is late to the idle, again and again but ever more rarely."""
        now = time.monotonic()
        late = [n for n, since in self._open.items() if now - since > self.patience(n)]
        if not late:
            return
        busy = self._client.processing()
        idle = [who for who in self._client.nthreads() if not busy.get(who)]
        for number in late if idle else ():
            self._waited[number] += 1
            self._hand_out(number, idle)

    def finished(self) -> Iterator[tuple[int, Any]]:
        """Yield what is made and not back yet, as far as it comes soon."""
        until = time.monotonic() + PATIENCE
        for future, number in list(self._copies.items()):
            left = until - time.monotonic()
            if future.status != "finished" or number not in self._open or left <= 0:
                continue
            try:
                made = future.result(timeout=left)
            except Exception:  # noqa: S112 - it is made again when the run goes on
                continue
            del self._open[number]
            yield number, made

    def end(self) -> None:
        """Call back what is not done."""
        with suppress(Exception):  # the cluster may be gone
            self._client.cancel(list(self._copies), force=True)
