"""The pool and processes that misbehave: a stub stands for the worker."""

import io
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.core.errors import RunError, UsageError
from detente.interfaces.web import pool, process, worker
from detente.interfaces.web.asked import Asked
from detente.interfaces.web.limits import BrokenError, Limits
from detente.interfaces.web.pool import HOUSE
from detente.interfaces.web.register import Register
from detente.interfaces.web.service import Service

STUB = """
import json, os, sys, time
def say(run, event, **more):
    print(json.dumps({"run": run, "event": event, **more}), flush=True)
say("", "ready")
for line in sys.stdin:
    asked = json.loads(line)
    if "stop" in asked:
        say(asked["stop"], "stopped")
    elif asked["scenario"] == "deaf":
        time.sleep(3600)
    elif asked["scenario"] == "greedy":
        os._exit(77)
    elif asked["scenario"] == "quick":
        for odd in ("5", "[]", "{}", "no JSON", '{"run": 1}'):
            print(odd)
        say(asked["run"], "result", folder="x", draws=1, replicates=1, lenses=[])
        say(asked["run"], "done")
"""

Serve = Callable[..., Service]


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Return what starts a server with stubs for workers."""
    monkeypatch.setattr(process, "WORKER", ("-c", STUB))
    monkeypatch.setattr(pool, "TICK", 0.02)
    made = []

    def call(**limits: Any) -> Service:
        made.append(Service(tmp_path, Limits(**{"workers": 1, **limits})))
        return made[-1]

    yield call
    for each in made:
        each.close()


def _enter(service: Service, scenario: str, client: str = "me") -> str:
    run = service.register.add(client, Asked(scenario="two-states").model_dump())
    service.pool.submit(client, run, {"scenario": scenario})
    return run


def _until(service: Service, run: str, *there: str) -> dict[str, Any]:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        known = service.run(run)
        if known["status"] in there:
            return known
        time.sleep(0.01)
    raise AssertionError(known)


def test_a_run_that_takes_too_long_is_stopped_and_says_so(serve: Serve) -> None:
    service = serve(seconds=0.2)
    known = _until(service, _enter(service, "patient"), "failed")
    assert known["reason"].startswith("took longer than 0.2 s")


def test_a_run_that_takes_too_much_memory_says_so(serve: Serve) -> None:
    service = serve(memory=3)
    known = _until(service, _enter(service, "greedy"), "failed")
    assert known["reason"].startswith("used more than 3 GB")
    _until(service, _enter(service, "quick"), "done")


def test_a_process_that_dies_fails_its_run_alone_and_is_replaced(
    serve: Serve,
) -> None:
    service = serve()
    _until(service, _enter(service, "quick"), "done")  # so it has started
    run = _enter(service, "patient")
    _until(service, run, "running")
    service.pool._processes[0].handle.kill()  # noqa: SLF001
    assert "resume it" in _until(service, run, "failed")["reason"]
    _until(service, _enter(service, "quick"), "done")


def test_a_worker_leaves_when_it_has_more_memory_than_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def leave(status: int) -> None:
        raise SystemExit(status)

    monkeypatch.setattr(worker.os, "_exit", leave)
    monkeypatch.setattr(worker, "_resident", lambda: 11)
    with pytest.raises(SystemExit, match=str(worker.OVERFULL)):
        worker._watch(10)  # noqa: SLF001


def test_what_does_not_stop_is_killed_and_cannot_be_resumed_before(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "GRACE", 1.0)
    service = serve()
    run = _enter(service, "deaf")
    _until(service, run, "running")
    service.pool.cancel(run)
    assert service.run(run)["status"] == "cancelled"
    with pytest.raises(UsageError, match="still stopping"):
        service.resume(run)
    assert service.run(run)["status"] == "cancelled"
    _until(service, _enter(service, "quick"), "done")  # by another process
    service.resume(run)
    _until(service, run, "running")


def test_the_servers_own_run_gives_way_and_goes_on_later(serve: Serve) -> None:
    service = serve()
    own = _enter(service, "patient", HOUSE)
    _until(service, own, "running")
    _until(service, _enter(service, "quick"), "done")
    _until(service, own, "running")
    assert len(service.pool._processes) == 1  # noqa: SLF001


def test_of_the_servers_own_runs_that_comes_first_which_is_looked_at(
    serve: Serve,
) -> None:
    service = serve()
    first, second, third = (_enter(service, "patient", HOUSE) for _ in range(3))
    _until(service, first, "running")
    service.pool.hurry(third)
    _until(service, third, "running")
    assert service.run(first)["status"] == service.run(second)["status"] == "waiting"
    service.pool.hurry(second)  # what somebody waits for goes on
    assert service.run(third)["status"] == "running"
    _until(service, _enter(service, "quick"), "done")  # clients come before all
    _until(service, third, "running")
    service.pool.cancel(third)
    _until(service, second, "running")
    service.pool.cancel(second)
    _until(service, first, "running")


def test_a_stopped_run_is_resumed_in_the_same_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard = threading.Event()
    lines = [{"run": "a"}, {"stop": "a"}, {"run": "a"}, {"stop": "b"}]
    monkeypatch.setattr(worker.os, "_exit", lambda _: heard.set())
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(map(json.dumps, lines))))
    out = io.StringIO()
    made = worker.Worker(out)
    assert heard.wait(10)
    made._progress("a", {}, "drawing", 0, 1, None)  # noqa: SLF001
    assert json.loads(out.getvalue())["event"] == "progress"
    with pytest.raises(worker.StoppedError):
        made._progress("b", {}, "drawing", 0, 1, None)  # noqa: SLF001


def test_processes_that_do_not_start_are_tried_ever_later_and_then_no_more(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    class Counted(process.Process):
        def __init__(self, *given: Any) -> None:
            started.append(time.monotonic())
            super().__init__(*given)

    monkeypatch.setattr(pool, "Process", Counted)
    monkeypatch.setattr(process, "WORKER", ("-c", "raise SystemExit(3)"))
    monkeypatch.setattr(pool, "PAUSE", 0.1)
    monkeypatch.setattr(pool, "TRIES", 3)
    service = serve()
    run = _enter(service, "quick")
    assert "can be started" in _until(service, run, "failed")["reason"]
    assert len(started) == 3
    assert started[1] - started[0] >= 0.2
    assert started[2] - started[1] >= 0.4
    with pytest.raises(BrokenError, match="none that starts"):
        service.start("me", Asked(scenario="two-states"))
    assert [x["id"] for x in service.register.recent("me")] == [run]


def test_a_register_that_cannot_be_written_fails_the_run_and_is_written_later(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = serve()
    whole = threading.Event()
    mark = service.register.mark

    def full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    def marked(name: str, status: str, reason: str = "") -> None:
        if status == "failed" and not whole.is_set():
            full()
        mark(name, status, reason)

    monkeypatch.setattr(service.register, "result", full)
    monkeypatch.setattr(service.register, "mark", marked)
    (only,) = service.pool._processes  # noqa: SLF001
    run = _enter(service, "quick")
    _until(service, _enter(service, "patient"), "running")
    assert service.pool._processes == [only]  # noqa: SLF001
    assert service.run(run)["status"] == "running"
    whole.set()
    assert "make room" in _until(service, run, "failed")["reason"]


def test_a_fault_of_the_server_ends_one_run_alone(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    service = serve()
    result = service.register.result
    monkeypatch.setattr(service.register, "result", lambda *_: {}["fault"])
    _until(service, _enter(service, "quick"), "failed")
    assert "KeyError: 'fault'" in capsys.readouterr().err
    monkeypatch.setattr(service.register, "result", result)
    _until(service, _enter(service, "quick"), "done")


def test_two_servers_do_not_share_a_folder(tmp_path: Path) -> None:
    register = Register(tmp_path)
    run = register.add("me", {}, "running")
    with pytest.raises(RunError, match=r"^[^\n]*no other server uses, got one in use"):
        Register(tmp_path)
    known = register.get(run)
    assert known is not None
    assert known["status"] == "running"
    register.close()
    Register(tmp_path).close()
