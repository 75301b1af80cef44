"""A Dask cluster: the batches of a run on many machines.

A batch depends on nothing but its task, so it may be made anywhere, again, or twice.
Dask gives the batches of a worker that died to others; what is left at the end on a
worker that is slow or frozen is handed out once more, and whichever copy comes first
counts. Where every machine can write, workers keep batches themselves; otherwise these
come back to the process that asked.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from statistics import median
from typing import Any, TypeVar

from detente.core.errors import RunError
from detente.core.needs import need
from detente.runs.worker import Kit, Recipe, with_kit

__all__ = ["Crew"]

Work = TypeVar("Work")
Made = TypeVar("Made")

CONNECTING = 30.0
"""Seconds to wait for the scheduler."""

HIRING = 600.0
"""Seconds to wait for the first worker: a queue of a computing centre may be long."""

PATIENCE = 30.0
"""Seconds before the last batches are handed out a second time."""

TIMES_LONGER = 3
"""A batch is late after so many times as long as the middle one took."""

AHEAD = 4
"""Batches handed out for each worker: enough to stay busy, few enough to keep track."""

LEAST_AHEAD = 32
"""Batches handed out at least, so that a cluster that grows by need sees the need."""

GLANCE = 1.0
"""Seconds between looks at who is late."""


class Crew:
    """The workers of a Dask cluster.

    Args:
        address: Of the scheduler, its file (*.json), or a cluster that Dask started.
        recipe: How each worker builds its engine.
    """

    def __init__(self, address: Any, recipe: Recipe) -> None:
        """Find the scheduler, and wait for a first worker.

        Raises:
            RunError: If there is none, or a worker has several threads.
            DataError: If Dask is not installed.
        """
        distributed = need("distributed", "cluster")
        for name in ("distributed", "tornado"):  # what matters is said in one line
            logging.getLogger(name).setLevel(logging.CRITICAL)
        file = isinstance(address, str) and address.endswith(".json")
        where = {"scheduler_file": address} if file else {"address": address}
        try:
            if file:
                Path(address).stat()  # Dask would wait for it for ever
            self._client = distributed.Client(
                **where, timeout=CONNECTING, set_as_default=False
            )
        except (OSError, ValueError, TypeError, ImportError) as problem:
            raise RunError.at(
                "--cluster", "a Dask scheduler, such as tcp://host:8786",
                f"{address} ({problem})", "start one, or give its address",
            ) from None  # fmt: skip
        try:
            self._hire()
            self._kit = self._client.submit(
                Kit, *(kit := Kit.of(recipe)), key=f"detente-kit-{kit.name}"
            )
        except BaseException:
            self.close()
            raise
        self._looked, self._count, self._number = 0.0, 0, 0

    def _hire(self) -> None:
        """Wait for a worker, and see that each has one thread."""
        try:
            self._client.wait_for_workers(1, timeout=HIRING)
        except TimeoutError:
            raise RunError.at(
                "--cluster", "a worker", f"none in {HIRING:.0f} s", "start some"
            ) from None
        several = {who: n for who, n in self._client.nthreads().items() if n > 1}
        if several:
            who, threads = next(iter(several.items()))
            raise RunError.at(
                "--cluster", "workers of one thread", f"{threads} threads at {who}",
                f"start it with --nthreads 1 --nworkers {threads}",
            )  # fmt: skip

    def close(self) -> None:
        """Leave the cluster as it was found."""
        with suppress(Exception):  # it may be gone
            self._client.close(timeout=5)

    def spread(
        self, job: Sequence[Work], function: Callable[..., Made],
        arguments: Callable[[Work], tuple[Any, ...]],
    ) -> Iterator[tuple[Work, Made]]:  # fmt: skip
        """Yield what a function makes of each piece of work, as it finishes.

        Args:
            job: Pieces of work.
            function: A function of `detente.runs.worker`.
            arguments: Its arguments for a piece of work.

        Raises:
            RunError: If the cluster is lost, or a batch kills whoever takes it.
        """
        rest, shift = iter(enumerate(job)), _Shift(self._client)

        def hand_out(number: int, workers: list[str] | None = None) -> None:
            self._number += 1
            future = self._client.submit(
                with_kit, self._kit, function, arguments(job[number]),
                key=f"detente-batch-{id(self):x}-{self._number}", pure=False,
                workers=workers, allow_other_workers=bool(workers),
            )  # fmt: skip
            shift.began(number, future)

        try:
            while True:
                room = self._ahead() - len(shift.open)
                handed = [hand_out(number) for number, _ in islice(rest, max(room, 0))]
                if not shift.open:
                    return
                found = shift.next()
                if found is not None:
                    yield job[found[0]], self._made(found[1])
                elif not handed:
                    for number, others in shift.late():
                        hand_out(number, others)
        finally:
            shift.end()

    def _ahead(self) -> int:
        """Return how many batches to keep handed out; workers come and go."""
        if time.monotonic() - self._looked > GLANCE:
            self._looked = time.monotonic()
            self._count = len(self._client.nthreads())
        return max(LEAST_AHEAD, AHEAD * self._count)

    def _made(self, future: Any) -> Any:
        """Return what came of a piece of work, or say what became of it."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            expected, got = "workers that live", "several that died at one batch"
        except (CancelledError, OSError) as problem:
            expected, got = "the scheduler to stay", f"none any more ({problem})"
        except (ImportError, AttributeError) as problem:
            expected, got = "detente on scheduler and workers", str(problem)
        except RuntimeError as problem:
            if "deserializ" not in str(problem):
                raise
            expected, got = "detente on scheduler and workers", str(problem)
        raise RunError.at(
            "--cluster", expected, got,
            "mend that (memory? the same packages everywhere?); the same command goes "
            "on from the batches kept",
        ) from None  # fmt: skip


class _Shift:
    """What is handed out and not back yet."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.open: dict[int, float] = {}
        self._twice: set[int] = set()
        self._copies: dict[Any, int] = {}
        self._told: SimpleQueue[Any] = SimpleQueue()
        self._took: list[float] = []

    def began(self, number: int, future: Any) -> None:
        """Note that a copy of a piece of work is handed out."""
        self._copies[future] = number
        self.open.setdefault(number, time.monotonic())
        future.add_done_callback(self._told.put)

    def next(self) -> tuple[int, Any] | None:
        """Return the next that is done, or None if none is for a while."""
        try:
            future = self._told.get(timeout=GLANCE)
        except Empty:
            return None
        number = self._copies.pop(future, None)
        if number is None or number not in self.open:
            return None  # its twin was faster
        self._took.append(time.monotonic() - self.open.pop(number))
        for twin in [each for each, of in self._copies.items() if of == number]:
            del self._copies[twin]
            twin.cancel()
        return number, future

    def late(self) -> Iterator[tuple[int, list[str]]]:
        """Yield work that is late, once each, with the idle who could do it."""
        usual = TIMES_LONGER * median(self._took) if self._took else 0
        before = time.monotonic() - max(PATIENCE, usual)
        late = [n for n, since in self.open.items() if since < before]
        if not set(late) - self._twice:
            return
        busy = {
            key: who for who, keys in self._client.processing().items() for key in keys
        }
        idle = [who for who in self._client.nthreads() if who not in busy.values()]
        at = {n: busy.get(future.key) for future, n in self._copies.items()}
        for number in late:
            others = [who for who in idle if who != at.get(number)]
            if number not in self._twice and others:
                self._twice.add(number)
                yield number, others

    def end(self) -> None:
        """Call back what is not done."""
        with suppress(Exception):  # the cluster may be gone
            self._client.cancel(list(self._copies), force=True)
