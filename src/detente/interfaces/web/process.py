"""A process that carries out runs, as the server sees it: see `worker`."""

import json
import os
import subprocess
import sys
import threading
import time
import traceback
from contextlib import suppress
from typing import Any, Protocol

__all__ = ["Owner", "Process"]

WORKER: tuple[str, ...] = ("-m", "detente.interfaces.web.worker")


class Owner(Protocol):
    """Who is told."""

    def told(self, process: "Process", run: str, event: str, more: Any) -> None:
        """Take what a process says."""
        ...

    def gone(self, process: "Process", status: int) -> None:
        """Take notice of a process that ended."""
        ...


class Process:
    """One process and the run it is at.

    Attributes:
        run: The run, or "" if it has none.
        client: Whose it is.
        scenario: Scenario of its last run, whose programs it has.
        since: When it took the run.
        stop_at: When it is killed unless it has stopped, or 0.
        why: Status of the run once it has stopped, or "" if it need not stop.
        ready: Whether it has started.
        began: When it was started.

    Args:
        owner: Who is told what it says, and that it is gone.
        memory: Most memory, GB.
    """

    def __init__(self, owner: "Owner", memory: float) -> None:
        """Start it; OSError if that cannot be."""
        self.run = ""
        self.client = ""
        self.scenario = ""
        self.since = 0.0
        self.stop_at = 0.0
        self.why = ""
        self.ready = False
        self.began = time.monotonic()
        env = {**os.environ, "DETENTE_MEMORY_GB": str(memory)}
        self.handle = subprocess.Popen(  # noqa: S603 - nothing of a client's is in it
            [sys.executable, *WORKER],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env,
            process_group=0,  # no Ctrl-C; in one session its priority counts
        )  # fmt: skip
        threading.Thread(target=self._read, args=(owner,), daemon=True).start()

    def _read(self, owner: "Owner") -> None:
        try:
            for line in self.handle.stdout or ():
                said = _said(line)
                if said:
                    owner.told(self, *said)
        except Exception:  # a fault of ours ends this process and its run, no other
            traceback.print_exc()
            self.handle.kill()
        status = self.handle.wait()
        for pipe in (self.handle.stdin, self.handle.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        owner.gone(self, status)

    def send(self, what: dict[str, Any]) -> None:
        """Send a line."""
        try:
            if self.handle.stdin:
                self.handle.stdin.write(json.dumps(what) + "\n")
                self.handle.stdin.flush()
        except (OSError, ValueError):  # it is gone: that is told elsewhere
            return


def _said(line: str) -> tuple[str, str, dict[str, Any]] | None:
    """Return run, event and the rest of a line, or None if it is no line of ours."""
    try:
        more = json.loads(line)
        return more.pop("run"), more.pop("event"), more
    except (ValueError, KeyError, AttributeError, TypeError):
        return None
