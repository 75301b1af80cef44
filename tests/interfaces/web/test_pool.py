"""The pool: runs in processes of their own, which stop, die and are taken up again."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.interfaces.web import pool, worker
from detente.interfaces.web.asked import Asked, Upload
from detente.interfaces.web.pool import Limits
from detente.interfaces.web.register import Register
from detente.interfaces.web.service import Service

SECONDS = 120.0


def _until(service: Service, run: str, there: Callable[[dict[str, Any]], bool]) -> Any:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        state = service.state(run)
        if there(state):
            return state
        time.sleep(0.05)
    raise AssertionError(service.state(run))


def _ended(state: dict[str, Any]) -> bool:
    return state["status"] not in ("waiting", "running")


def _own(service: Service, tiny: Path) -> str:
    files = {
        name: (tiny / f"{name}.toml").read_text() for name in ("scenario", "world")
    }
    return service.scenarios.add("me", Upload(**files, name="tiny"))


class KilledError(BaseException):
    """The process is gone, as after `kill -9`: nothing is tidied up."""


class Killed(worker.Worker):
    """A worker in this process, whose programs others use, that ends amid a stage."""

    def __init__(self, service: Service, draws: int) -> None:
        self._unwanted, self._told_at = set(), 0.0
        self.service, self.draws, self.last = service, draws, {}

    def tell(self, run: str, event: str, **more: Any) -> None:
        if event == "result":
            self.service.register.result(run, more)
        self.last = more
        if more.get("draws") == self.draws and more.get("done"):
            raise KilledError

    def carry_out(self, run: str) -> dict[str, Any]:
        """Begin a run that waits, and return how far it came."""
        order = self.service.pool._turns.orders[run]  # noqa: SLF001
        self.service.register.mark(run, "running")
        with pytest.raises(KilledError):
            self._carry_out({"run": run, "out": str(self.service.root), **order})
        return self.last


def test_a_killed_run_is_marked_and_goes_on_from_its_batches(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "GRACE", SECONDS)  # however busy the machine is
    service = Service(tmp_path, Limits(workers=0))
    asked = Asked(scenario=_own(service, tiny), lenses=["spiral"], draws=1024,
                  replicates=2)  # fmt: skip
    run = service.start("me", asked)
    begun = Killed(service, 1024).carry_out(run)
    service.close()

    again = Service(tmp_path, Limits(workers=1))
    state = again.state(run)
    assert state["status"] == "interrupted"
    assert [x["draws"] for x in state["results"]] == [32]  # what was done stands
    assert again.results.said(run)["draws"] == 32
    kept = len(list(tmp_path.rglob("batches/[!.]*.npz")))
    assert kept > 0
    again.resume(run)
    state = _until(again, run, lambda s: (s["progress"] or {}).get("total", 0) > 1)
    assert state["progress"]["total"] == begun["total"] - kept
    # Cancelled, it stops at its next batch and its process stays for the next run.
    pid = again.pool._processes[0].handle.pid  # noqa: SLF001
    again.pool.cancel(run)
    assert again.state(run)["status"] == "cancelled"
    other = again.start("me", asked.model_copy(update={"draws": 32, "replicates": 1}))
    assert _until(again, other, _ended)["status"] == "done"
    assert again.pool._processes[0].handle.pid == pid  # noqa: SLF001
    again.close()


def test_the_register_survives_and_its_ids_cannot_be_guessed(tmp_path: Path) -> None:
    register = Register(tmp_path)
    ids = [register.add("me", {"k": k}) for k in range(3)]
    register.mark(ids[0], "done")
    register.mark(ids[1], "running")
    register.close()
    again = Register(tmp_path)
    stands = [again.get(key) for key in ids]
    assert [x["status"] for x in stands if x] == ["done", "interrupted", "interrupted"]
    assert len(set(ids)) == 3
    assert all(len(key) == 22 for key in ids)
    assert again.get("' or 1=1 --") is None
    assert [x["id"] for x in again.recent("you")] == []
