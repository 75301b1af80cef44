"""A process that carries out runs for the page, one after the other.

It stays between runs, so that programs need tracing and compiling once. Lines of JSON
come in by standard input and go out by what was standard output:

    in   {"run": ID, "scenario": ..., "lenses": [...], "stages": [...], ...}
         {"stop": ID}
    out  {"run": ID, "event": ..., ...}: progress, result, done, stopped or failed

It goes when its standard input closes, so it never outlives the server.
"""

import json
import os
import queue
import sys
import threading
import time
import traceback
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.core.errors import DetenteError, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.interfaces.api import Run

__all__ = ["main"]

MEMORY_SECONDS = 0.5
"""Between two looks at the memory in use."""

OFTEN = 0.2
"""Seconds between two lines about progress."""

OVERFULL = 77
"""Exit status when the limit of memory is passed."""


class StoppedError(BaseException):
    """The run at work is not wanted any more; no handler of errors may hold it up."""


class Worker:
    """Carries out what it is told, until it is told no more."""

    def __init__(self, out: Any) -> None:
        """Start listening.

        Args:
            out: Where lines go.
        """
        self._out, self._lock = out, threading.Lock()
        self._asked: queue.Queue[dict[str, Any]] = queue.Queue()
        self._unwanted: set[str] = set()
        self._told_at = 0.0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            asked = json.loads(line)
            if "stop" in asked:
                self._unwanted.add(asked["stop"])
            else:  # what was stopped before may be wanted again
                self._unwanted.discard(asked["run"])
                self._asked.put(asked)
        os._exit(0)

    def tell(self, run: str, event: str, **more: Any) -> None:
        """Send a line."""
        text = json.dumps({"run": run, "event": event, **more})
        with self._lock:
            self._out.write(text + "\n")
            self._out.flush()

    def work(self) -> None:
        """Carry out what is asked, for ever."""
        self.tell("", "ready")
        while True:
            asked = self._asked.get()
            try:
                self._carry_out(asked)
            except StoppedError:
                self.tell(asked["run"], "stopped")
            except DetenteError as problem:
                reason = str(problem).replace(f"{asked['out']}/", "")
                self.tell(asked["run"], "failed", reason=reason)
            except Exception as problem:  # told, and the next run is tried
                traceback.print_exc()
                text = one_line(f"{type(problem).__name__}: {problem}")
                text = f"a fault of detente itself: {text}"
                self.tell(asked["run"], "failed", reason=text)

    def _carry_out(self, asked: dict[str, Any]) -> None:
        """Run every stage: few draws first, more after."""
        from detente.interfaces.api import run
        from detente.interfaces.web import shown

        name = asked["run"]
        for draws, replicates, lenses, last in asked["stages"]:
            self._told_at = 0.0
            size = {"draws": draws, "replicates": replicates, "lenses": lenses}
            progress = partial(self._progress, name, size)
            begin = partial(
                run, asked["scenario"], lenses, draws, replicates, asked["seed"],
                asked["out"], changes=asked["changes"], workers=1, progress=progress,
            )  # fmt: skip
            while (found := _unless_busy(begin)) is None:
                progress("made by another process", 0, 0, None)
                time.sleep(OFTEN)
            folder = Path(found.folder) / shown.FOLDER
            if not (folder / shown.SAID).exists():
                shown.write(found)
            self.tell(name, "result", folder=str(found.folder), **size)
            if last and not (folder / shown.DRAWN).exists():
                progress("drawing", 0, 0, None)
                shown.draw(found)
        self.tell(name, "done")

    def _progress(
        self, name: str, size: dict[str, Any], stage: str, done: int, total: int,
        left: float | None,
    ) -> None:  # fmt: skip
        """Tell how far a run is, a few times a second; stop it if it is unwanted."""
        if name in self._unwanted:
            raise StoppedError
        now = time.monotonic()
        if now - self._told_at > OFTEN or done == total:
            self._told_at = now
            said = {"stage": stage, "done": done, "total": total, "left": left}
            self.tell(name, "progress", **said, **size)


def _unless_busy(begin: "Callable[[], Run]") -> "Run | None":
    """Return a run, or None while another process is at work on the same."""
    from detente.runs.store import BusyError

    try:
        return begin()
    except BusyError:
        return None


def _resident() -> int:
    """Return the memory in use, bytes; 0 where that cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _watch(limit: int) -> None:
    """Leave when more memory is in use than allowed."""
    while True:
        if limit and _resident() > limit:
            os._exit(OVERFULL)
        time.sleep(MEMORY_SECONDS)


def main() -> None:
    """Serve one page's runs."""
    # What a library prints must not end up among the lines.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    os.nice(10)  # pages are answered first
    limit = int(float(os.environ.get("DETENTE_MEMORY_GB", "0")) * 1e9)
    threading.Thread(target=_watch, args=(limit,), daemon=True).start()
    Worker(out).work()


if __name__ == "__main__":
    main()
