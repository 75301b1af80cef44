"""The pool: runs in processes of their own, which stop, die and are taken up again."""

import json
import os
import subprocess
import sys
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
KILLED = 9


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


class Dying(worker.Worker):
    """A worker that ends its process amid a stage, at once: nothing is tidied up."""

    def __init__(self, service: Service, draws: int) -> None:
        self._unwanted, self._told_at = set(), 0.0
        self.service, self.draws = service, draws

    def tell(self, run: str, event: str, **more: Any) -> None:
        if event == "result":
            self.service.register.result(run, more)
        if more.get("draws") == self.draws and more.get("done"):
            sys.stdout.write(str(more["total"]))
            sys.stdout.flush()
            os._exit(KILLED)


def begin(root: str, asked: str) -> None:
    """Serve a folder, begin a run and end in the middle of it, with the server."""
    service = Service(Path(root), Limits(workers=0))
    run = service.start("me", Asked(**json.loads(asked)))
    order = service.pool._turns.orders[run]  # noqa: SLF001
    service.register.mark(run, "running")
    told = {"run": run, "out": root, **order}
    Dying(service, order["stages"][-1].draws)._carry_out(told)  # noqa: SLF001


def _killed(root: Path, asked: Asked) -> int:
    """Have a process killed amid a run; return how many batches that would have had."""
    code = "import sys; from tests.interfaces.web import test_pool as t; "
    code += "t.begin(*sys.argv[1:])"
    found = subprocess.run(
        [sys.executable, "-c", code, str(root), asked.model_dump_json()],
        cwd=Path(__file__).parents[3], stdout=subprocess.PIPE, text=True, check=False,
        timeout=SECONDS,
    )  # fmt: skip
    assert found.returncode == KILLED
    return int(found.stdout)


def test_a_killed_run_is_marked_and_goes_on_from_its_batches(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "GRACE", SECONDS)  # however busy the machine is
    service = Service(tmp_path, Limits(workers=0))
    asked = Asked(scenario=_own(service, tiny), lenses=["spiral"], draws=1024,
                  replicates=2)  # fmt: skip
    service.close()
    total = _killed(tmp_path, asked)

    again = Service(tmp_path, Limits(workers=1))
    run = again.register.recent("me")[0]["id"]
    state = again.state(run)
    assert state["status"] == "interrupted"
    assert [x["draws"] for x in state["results"]] == [32]  # what was done stands
    assert again.results.said(run)["draws"] == 32
    kept = len(list(tmp_path.rglob("batches/[!.]*.npz")))
    assert kept > 0
    again.resume(run)
    state = _until(again, run, lambda s: (s["progress"] or {}).get("total", 0) > 1)
    assert state["progress"]["total"] == total - kept
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
