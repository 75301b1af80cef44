"""The pool: a few processes that carry out runs, a queue, and a fair share of it.

A client's turn comes after those who have fewer runs at work. Runs that the server asks
for itself wait for everybody, and give way. What is cancelled stops at its next batch,
and is killed if that takes too long; a killed process is replaced.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections import OrderedDict, deque
from contextlib import suppress
from typing import Any

from detente.core.errors import UsageError
from detente.interfaces.web.register import ACTIVE, Register
from detente.interfaces.web.worker import OVERFULL

__all__ = ["HOUSE", "Limits", "Pool"]

HOUSE = "(the server)"
"""Client that the server's own runs go under."""

GRACE = 3.0
"""Seconds in which a run stops by itself before its process is killed."""

TICK = 0.25


class Limits:
    """What the pool allows.

    Attributes:
        workers: Processes.
        waiting: Runs that may wait in all.
        each: Runs of one client that may wait.
        seconds: Longest time of one run.
        memory: Most memory of one process, GB.
    """

    def __init__(
        self, workers: int = 2, waiting: int = 32, each: int = 4, seconds: float = 1800,
        memory: float = 4.0,
    ) -> None:  # fmt: skip
        """Keep them."""
        self.workers, self.waiting, self.each = workers, waiting, each
        self.seconds, self.memory = seconds, memory


class _Process:
    """One process and the run it is at."""

    def __init__(self, pool: "Pool") -> None:
        self.run = ""
        self.client = ""
        self.scenario = ""
        self.since = 0.0
        self.stop_at = 0.0
        self.why = ""
        env = {**os.environ, "DETENTE_MEMORY_GB": str(pool.limits.memory)}
        self.handle = subprocess.Popen(
            [sys.executable, "-m", "detente.interfaces.web.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env,
            start_new_session=True,
        )  # fmt: skip
        threading.Thread(target=self._read, args=(pool,), daemon=True).start()

    def _read(self, pool: "Pool") -> None:
        for line in self.handle.stdout or ():
            try:
                pool.told(self, json.loads(line))
            except (ValueError, KeyError):
                continue
        status = self.handle.wait()
        for pipe in (self.handle.stdin, self.handle.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        pool.gone(self, status)

    def send(self, what: dict[str, Any]) -> None:
        try:
            if self.handle.stdin:
                self.handle.stdin.write(json.dumps(what) + "\n")
                self.handle.stdin.flush()
        except (OSError, ValueError):  # it is gone: that is told elsewhere
            return


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
        self._queues: OrderedDict[str, deque[str]] = OrderedDict()
        self._orders: dict[str, dict[str, Any]] = {}
        self._progress: dict[str, dict[str, Any]] = {}
        self._closed = False
        self._processes = [_Process(self) for _ in range(limits.workers)]
        threading.Thread(target=self._watch, daemon=True).start()

    # what the server asks

    def submit(self, client: str, run: str, order: dict[str, Any]) -> None:
        """Queue a run that is in the register.

        Raises:
            UsageError: If the queue, or the client's share of it, is full.
        """
        with self._lock:
            own = self._queues.setdefault(client, deque())
            if client != HOUSE:
                self._refuse_full(own)
            own.append(run)
            self._orders[run] = order
            self._hand_out()

    def _refuse_full(self, own: deque[str]) -> None:
        waiting = sum(len(q) for name, q in self._queues.items() if name != HOUSE)
        for count, most, whose in (
            (len(own), self.limits.each, "of yours "),
            (waiting, self.limits.waiting, ""),
        ):  # fmt: skip
            if count >= most:
                raise UsageError.at(
                    "runs", f"at most {most} {whose}that wait", f"{count} already",
                    "wait for one, or cancel it",
                )  # fmt: skip

    def cancel(self, run: str, why: str = "cancelled", reason: str = "") -> bool:
        """Stop a run; return whether it waited or ran."""
        with self._lock:
            for own in self._queues.values():
                if run in own:
                    own.remove(run)
                    self._orders.pop(run, None)
                    self.register.mark(run, why, reason)
                    return True
            for process in self._processes:
                if process.run == run:
                    self._stop(process, why, reason)
                    return True
        return False

    def _stop(self, process: _Process, why: str, reason: str = "") -> None:
        process.why = why
        process.stop_at = time.monotonic() + GRACE
        if why not in ("waiting",):
            self.register.mark(process.run, why, reason)
        process.send({"stop": process.run})

    def progress(self, run: str) -> dict[str, Any]:
        """Return how far a run is, and how many wait before it."""
        with self._lock:
            for own in self._queues.values():
                if run in own:
                    return {"before": list(own).index(run)}
            return dict(self._progress.get(run, {}))

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            self._closed = True
            processes = list(self._processes)
        for process in processes:
            process.handle.kill()

    # what processes say

    def told(self, process: _Process, line: dict[str, Any]) -> None:
        """Take a line from a process."""
        run, event = line.pop("run"), line.pop("event")
        with self._lock:
            if run != process.run or not run:
                return
            if event == "progress":
                self._progress[run] = line
            elif event == "result":
                self.register.result(run, line)
            elif event == "stopped":
                self._free(process, process.why)
            elif event == "failed":
                self._free(process, "failed", line["reason"])
            elif event == "done":
                self._free(process, "done")
            self._hand_out()

    def gone(self, process: _Process, status: int) -> None:
        """Replace a process that ended."""
        with self._lock:
            if self._closed:
                return
            if process.run:
                reason = {
                    OVERFULL: f"used more than {self.limits.memory:g} GB of memory; "
                    "ask for fewer draws",
                }.get(status, "its process ended; resume it, perhaps with fewer draws")
                stopped = bool(process.why)
                self._free(
                    process,
                    process.why if stopped else "failed",
                    "" if stopped else reason,
                )
            self._processes[self._processes.index(process)] = _Process(self)
            self._hand_out()

    def _free(self, process: _Process, status: str, reason: str = "") -> None:
        run, client = process.run, process.client
        process.run, process.why, process.stop_at = "", "", 0.0
        self._progress.pop(run, None)
        if status == "waiting":  # it gave way, and goes on from its batches later
            self._queues.setdefault(client, deque()).appendleft(run)
        else:
            self._orders.pop(run, None)
        known = self.register.get(run)
        if known and known["status"] in ACTIVE:
            self.register.mark(run, status, reason)

    # whose turn it is

    def _hand_out(self) -> None:
        """Give waiting runs to idle processes."""
        while not self._closed:
            client = self._next()
            if client is None:
                return
            idle = [p for p in self._processes if not p.run]
            if not idle:
                if client != HOUSE:
                    self._make_way()
                return
            run = self._queues[client].popleft()
            self._queues.move_to_end(client)
            order = self._orders[run]
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
            self.register.mark(run, "running")
            process.send({"run": run, "out": self.out, **order})

    def _next(self) -> str | None:
        """Return the client whose turn it is: fewest at work, then longest ago."""
        at_work = [process.client for process in self._processes if process.run]
        waiting = [name for name, own in self._queues.items() if own]
        order = sorted(waiting, key=lambda name: (name == HOUSE, at_work.count(name)))
        return order[0] if order else None

    def _make_way(self) -> None:
        """Let a run of the server's own give way."""
        for process in self._processes:
            if process.client == HOUSE and process.run and not process.why:
                self._stop(process, "waiting")
                return

    def _watch(self) -> None:
        """Kill what does not stop, and stop what takes too long."""
        while not self._closed:
            time.sleep(TICK)
            now = time.monotonic()
            with self._lock:
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
