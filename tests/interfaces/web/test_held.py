"""Runs that pages hold: found again by a reload, stopped when everybody is gone."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.interfaces.web import held, routes
from detente.interfaces.web.held import Held

TABS = ("first", "second")


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(held, "time", made)
    return made


def _follow(of: Held, run: str, page: str) -> AbstractContextManager[None]:
    found = of.followed(run, page)
    found.__enter__()
    return found


def _hang_up(stream: AbstractContextManager[None]) -> None:
    stream.__exit__(None, None, None)


def test_a_page_that_is_gone_holds_its_runs_for_a_while(clock: Clock) -> None:
    runs = Held()
    for run in ("changed", "compared"):  # it follows one of the two that it asked for
        runs.begin(run, "page")
    stream = _follow(runs, "changed", "page")
    clock.now += 10 * held.PATIENCE
    assert runs.left() == []
    _hang_up(stream)
    clock.now += 0.9 * held.PATIENCE
    assert runs.left() == []
    runs.see("page")
    clock.now += 0.9 * held.PATIENCE
    assert runs.left() == []
    clock.now += 0.2 * held.PATIENCE
    assert sorted(runs.left()) == ["changed", "compared"]
    assert runs.left() == []


def test_a_page_that_never_listened_is_gone_as_well(clock: Clock) -> None:
    runs = Held()
    runs.begin("run", "page")
    clock.now += 1.1 * held.PATIENCE
    assert runs.left() == ["run"]


def test_a_run_goes_on_while_anybody_follows_it(clock: Clock) -> None:
    runs = Held()
    runs.begin("run", "page")
    streams = [_follow(runs, "run", name) for name in ("page", "somebody else")]
    _hang_up(streams[0])
    clock.now += 2 * held.PATIENCE
    assert runs.left() == []
    _hang_up(streams[1])
    clock.now += 2 * held.PATIENCE
    assert runs.left() == ["run"]


def test_a_run_that_is_wanted_to_its_end_is_nobodys_to_leave(clock: Clock) -> None:
    runs = Held()
    runs.begin("script's", "")
    runs.begin("both", "page")
    runs.join("both", "")  # a script asks for the same
    for run in ("script's", "both"):
        _hang_up(_follow(runs, run, "page"))
        assert not runs.leave(run, "page")
    clock.now += 2 * held.PATIENCE
    assert runs.left() == []


def test_what_a_page_takes_back_late_does_not_end_what_it_asked_for_since() -> None:
    runs = Held()
    runs.begin("run", "page")
    runs.join("run", "page")  # asked for again, before the first was taken back
    assert not runs.leave("run", "page")
    assert runs.leave("run", "page")


def _start(client: TestClient, key: str, page: str, seed: int = 50) -> dict[str, Any]:
    asked = {"scenario": key, "seed": seed, "draws": 32, "lenses": ["spiral"]}
    changed = asked | {"changes": ["belief.empathy=0.5"]}
    answer = client.post("/api/runs", json=changed, params={"page": page})
    assert answer.status_code == 201
    return answer.json()


def test_a_reload_finds_the_run_at_work_and_another_client_does_not(
    browser: Callable[[], TestClient], own: str
) -> None:
    mine, yours = browser(), browser()
    for each in (mine, yours):
        each.get("/")
    run = _start(mine, own, "first")["id"]
    assert _start(mine, own, "second")["id"] == run
    assert [x["id"] for x in mine.get("/api/runs").json()] == [run]
    assert _start(mine, own, "second", seed=51)["id"] != run
    assert _start(yours, own, "first")["id"] != run
    for each in (mine, yours):
        for known in each.get("/api/runs").json():
            each.delete(f"/api/runs/{known['id']}")
    assert _start(mine, own, "second")["id"] != run  # what was stopped begins anew
    mine.delete(f"/api/runs/{mine.get('/api/runs').json()[0]['id']}")


def _both(server: TestClient, own: str) -> str:
    """Return the address of a run that two tabs ask for."""
    first, second = (_start(server, own, page)["id"] for page in TABS)
    assert first == second
    return f"/api/runs/{first}"


def test_of_two_tabs_at_one_run_the_last_that_leaves_stops_it(
    server: TestClient, own: str
) -> None:
    path = _both(server, own)
    for page, status in zip(TABS, ("waiting", "cancelled"), strict=True):
        left = server.delete(path, params={"page": page}).json()
        assert left["status"] == status
    path = _both(server, own)
    assert server.delete(path).json()["status"] == "cancelled"  # cancelled by hand


def test_the_run_of_a_page_that_is_gone_is_stopped_and_says_so(
    server: TestClient, own: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    service: Any = server.app.state.service  # type: ignore[attr-defined]
    monkeypatch.setattr(routes, "POLL", 0.01)
    run = _start(server, own, "first")["id"]

    async def look(receive: asyncio.Queue[Any], said: list[Any]) -> None:
        while not said:
            await asyncio.sleep(0.01)
        clock.now += 2 * held.PATIENCE
        service.stop_left()
        assert service.run(run)["status"] == "waiting"  # somebody listens
        await receive.put({"type": "http.disconnect"})

    told = asyncio.run(_listened(server.app, f"/api/runs/{run}/events", look))
    assert json.loads(told.removeprefix("data: "))["id"] == run
    service.stop_left()
    assert service.run(run)["status"] == "waiting"
    clock.now += 2 * held.PATIENCE
    service.stop_left()
    state = service.state(run)
    assert state["status"] == "cancelled"
    assert state["reason"].startswith("nobody looked at it for 30 s")


async def _listened(app: Any, path: str, look: Callable[..., Any]) -> str:
    """Return what a stream says first, to a client that hangs up after a look."""
    messages: asyncio.Queue[Any] = asyncio.Queue()
    said: list[str] = []
    await messages.put({"type": "http.request", "body": b"", "more_body": False})
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
        "raw_path": path.encode(), "query_string": b"page=first", "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8000")], "client": ("127.0.0.1", 9),
        "server": ("127.0.0.1", 8000),
    }  # fmt: skip

    async def send(message: Any) -> None:
        if message.get("body"):
            said.append(message["body"].decode())

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(app(scope, messages.get, send))
        tasks.create_task(look(messages, said))
    return said[0]


def test_a_resumed_run_is_not_stopped_for_a_page_that_cancelled_it(
    server: TestClient, own: str, clock: Clock
) -> None:
    service: Any = server.app.state.service  # type: ignore[attr-defined]
    # Cancelled by hand, or because it took too long, say.
    for cancel in (service.stop, service.pool.cancel):
        run = _start(server, own, "first")["id"]
        path = f"/api/runs/{run}"
        cancel(run)
        assert server.post(f"{path}/resume").json()["status"] == "waiting"
        clock.now += 2 * held.PATIENCE
        service.stop_left()
        assert server.get(path).json()["status"] == "waiting"
        # The page leaves it late.
        left = server.delete(path, params={"page": "first"}).json()
        assert left["status"] == "waiting"
        server.delete(path)


def test_scripts_of_one_address_do_not_stop_one_anothers_runs(
    server: TestClient, own: str
) -> None:
    paged, mine, yours = (
        f"/api/runs/{_start(server, own, page, seed=60)['id']}"
        for page in ("first", "", "")
    )
    assert len({paged, mine, yours}) == 3
    server.delete(mine)
    for path in (paged, yours):
        assert server.get(path).json()["status"] == "waiting"
        server.delete(path)
