"""The pool: a few processes that carry out runs, in the order of `turns`.

Runs that the server asks for itself give way. What is cancelled stops at its next
batch, and is killed if that takes too long; a killed process is replaced.
"""

import sqlite3
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from detente.core.errors import UsageError
from detente.interfaces.web.limits import BrokenError, FullError, Limits
from detente.interfaces.web.marks import Marks
from detente.interfaces.web.process import Process
from detente.interfaces.web.register import Register
from detente.interfaces.web.turns import HOUSE, Turns
from detente.interfaces.web.worker import OVERFULL

__all__ = ["HOUSE", "BrokenError", "FullError", "Limits", "Pool"]

GRACE = 3.0
"""Seconds in which a run stops by itself before its process is killed."""

TICK = 0.25

PAUSE, LONGEST_PAUSE, TRIES = 0.5, 60.0, 5
"""Seconds before a process that did not start is tried again, doubled each time, and
how often that is done before the server gives up, if none starts."""

AT_ONCE = 5.0
"""Seconds; an idle process that ends sooner did not start."""

ENDS = {"done": "done", "failed": "failed", "stopped": ""}
"""Status of a run by what its process says last; "": that which it was stopped for."""

BROKEN = "no process for runs can be started; see what the server printed"
UNWRITTEN = (
    "the register of runs cannot be written: make room on the disk, and resume it"
)


class Pool:
    """Processes that carry out runs.

    Args:
        register: Where runs are entered.
        out: Folder of the stores.
        limits: What is allowed.
    """

    def __init__(self, register: Register, out: str, limits: Limits) -> None:
        """Start the processes."""
        self.register, self.out, self.limits = register, out, limits
        self._lock = threading.RLock()
        self._turns = Turns(limits)
        self._progress: dict[str, dict[str, Any]] = {}
        self._marks = Marks(register)
        self._closed = self._broken = False
        self._bad = 0  # processes in a row that did not start
        self._due: list[float] = []  # when processes are to be started
        with self._lock:  # a process may say something before the last is started
            self._processes = [
                Process(self, limits.memory) for _ in range(limits.workers)
            ]
        threading.Thread(target=self._watch, daemon=True).start()

    # what the server asks

    def submit(self, client: str, run: str, order: dict[str, Any]) -> None:
        """Queue a run that is in the register.

        Raises:
            DetenteError: As `room` does.
        """
        with self.room(client, run):
            self._turns.add(client, run, order)
            self._hand_out()

    @contextmanager
    def room(self, client: str, run: str = "") -> Iterator[None]:
        """Hold the pool while a run is entered and submitted.

        Raises:
            FullError: As `Turns.refuse_full` does.
            UsageError: If a process is still at the run.
            BrokenError: If no process can be started.
        """
        with self._lock:
            if run and any(process.run == run for process in self._processes):
                raise UsageError.at(
                    "run", "one that has stopped", "one that is still stopping",
                    "try again in a few seconds",
                )  # fmt: skip
            if self._broken:
                raise BrokenError.at(
                    "server", "a process for runs", "none that starts",
                    "see what it printed",
                )  # fmt: skip
            self._turns.refuse_full(client)
            yield

    def cancel(self, run: str, why: str = "cancelled", reason: str = "") -> bool:
        """Stop a run; return whether it waited or ran."""
        with self._lock:
            if self._turns.withdraw(run):
                self._marks.say(run, why, reason)
                return True
            for process in self._processes:
                if process.run == run:
                    if not process.why:  # asked twice, it has no more time to stop
                        self._stop(process, why, reason)
                    return True
        return False

    def _stop(self, process: Process, why: str, reason: str = "") -> None:
        process.why = why
        process.stop_at = time.monotonic() + GRACE
        if why != "waiting":
            self._marks.say(process.run, why, reason)
        process.send({"stop": process.run})

    def active(self, run: str) -> bool:
        """Return whether a run waits or is at work, whatever the register says yet."""
        with self._lock:
            return self._marks.active(run)

    def progress(self, run: str) -> dict[str, Any]:
        """Return how far a run is, and how many wait before it.

        It takes no lock, so nobody who looks waits for a process that is started or a
        disk that is slow: entries are replaced whole.
        """
        before = self._turns.before(run)
        if before is not None:
            return {"before": before}
        return dict(self._progress.get(run, {}))

    def hurry(self, run: str) -> None:
        """Let a run of the server's own, which somebody waits for, come first.

        Another such gives way to it, but once alone, or two would stop one another.
        """
        with self._lock:
            busy = all(process.run for process in self._processes)
            if self._turns.hurry(run) and busy:
                self._make_way(self._turns.hurried)

    def at(self, scenario: str) -> bool:
        """Return whether a run of a scenario waits, or a process is at one."""
        with self._lock:
            known = (order["scenario"] for order in self._turns.orders.values())
            at_work = (each.scenario for each in self._processes if each.run)
            return scenario in (*known, *at_work)

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            self._closed = True
            processes = list(self._processes)
        for process in processes:
            process.handle.kill()

    # what processes say

    def told(
        self, process: Process, run: str, event: str, more: dict[str, Any]
    ) -> None:
        """Take what a process says."""
        with self._lock:
            if event == "ready":
                process.ready, self._bad, self._broken = True, 0, False
            if run != process.run or not run:
                return
            if event == "progress":
                self._progress[run] = more
            elif event == "result":
                self._result(process, more)
            elif event in ENDS:
                status = ENDS[event] or process.why or "interrupted"
                self._free(process, status, more.get("reason", ""))
            self._hand_out()

    def _result(self, process: Process, result: dict[str, Any]) -> None:
        try:
            self.register.result(process.run, result)
        except sqlite3.Error:
            self._stop(process, "failed", UNWRITTEN)

    def gone(self, process: Process, status: int) -> None:
        """Replace a process that ended: later and later if it did not start."""
        with self._lock:
            if self._closed:
                return
            lived = time.monotonic() - process.began
            bad = not process.ready or (not process.run and lived < AT_ONCE)
            if process.run and process.why:
                self._free(process, process.why)
            elif process.run and not process.ready:
                self._free(process, "waiting")
            elif process.run:
                reason = {
                    OVERFULL: f"used more than {self.limits.memory:g} GB of memory; "
                    "ask for fewer draws",
                }.get(status, "its process ended; resume it, perhaps with fewer draws")
                self._free(process, "failed", reason)
            self._processes.remove(process)
            self._replace(bad=bad)

    def _replace(self, *, bad: bool) -> None:
        """Start a process: at once, or after a pause if one did not start."""
        self._bad = self._bad + 1 if bad else 0
        tries = self._bad // self.limits.workers
        if tries < TRIES or any(process.ready for process in self._processes):
            pause = min(PAUSE * 2**tries, LONGEST_PAUSE) if bad else 0.0
            self._due.append(time.monotonic() + pause)
            self._begin()
        else:
            self._broken = True
            self._due.clear()
            for run in self._turns.clear():
                self._marks.say(run, "failed", BROKEN)

    def _begin(self) -> None:
        """Start the processes that are due."""
        now = time.monotonic()
        due = [at for at in self._due if at <= now]
        self._due = [at for at in self._due if at > now]
        for _ in due:
            try:
                self._processes.append(Process(self, self.limits.memory))
            except OSError:
                self._replace(bad=True)
        self._hand_out()

    def _free(self, process: Process, status: str, reason: str = "") -> None:
        run, client = process.run, process.client
        process.run, process.why, process.stop_at = "", "", 0.0
        self._progress.pop(run, None)
        if status == "waiting":  # it goes on from its batches later
            self._turns.put_back(client, run)
        else:
            self._turns.forget(run)
        if self._marks.active(run):
            self._marks.say(run, status, reason)

    # who takes the next

    def _hand_out(self) -> None:
        """Give waiting runs to idle processes."""
        while not self._closed:
            client = self._turns.next([p.client for p in self._processes if p.run])
            if client is None:
                return
            idle = [p for p in self._processes if not p.run]
            if not idle:
                if client != HOUSE:
                    self._make_way()
                return
            run = self._turns.take(client)
            order = self._turns.orders[run]
            # A process that knows the scenario has its programs.
            process = next(
                (p for p in idle if p.scenario == order["scenario"]), idle[0]
            )
            process.run, process.client, process.scenario = (
                run,
                client,
                order["scenario"],
            )
            process.since, process.why, process.stop_at = time.monotonic(), "", 0.0
            self._marks.say(run, "running")
            process.send({"run": run, "out": self.out, **order})

    def _make_way(self, keep: Collection[str] = ()) -> None:
        """Let a run of the server's own give way, unless it is to be kept."""
        for process in self._processes:
            if (
                process.client == HOUSE
                and process.run not in ("", *keep)
                and not process.why
            ):
                self._stop(process, "waiting")
                return

    def _watch(self) -> None:
        """Kill what does not stop, and stop what takes too long."""
        while not self._closed:
            time.sleep(TICK)
            now = time.monotonic()
            with self._lock:
                self._marks.say_again()
                if self._due:
                    self._begin()
                for process in self._processes:
                    if process.stop_at and now > process.stop_at:
                        process.handle.kill()
                        process.stop_at = 0.0
                    elif (
                        process.run
                        and not process.why
                        and now - process.since > self.limits.seconds
                    ):
                        reason = (
                            f"took longer than {self.limits.seconds:g} s; ask for "
                            "fewer draws, or run it by the command line"
                        )
                        self._stop(process, "failed", reason)
