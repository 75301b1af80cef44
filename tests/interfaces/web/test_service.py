"""What the server does of itself, and what it leaves to clients."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from detente.core.errors import UsageError
from detente.interfaces.web import scenarios as services
from detente.interfaces.web import service as module
from detente.interfaces.web.asked import Asked, Upload
from detente.interfaces.web.kept import Kept
from detente.interfaces.web.limits import FullError, Limits
from detente.interfaces.web.pool import HOUSE
from detente.interfaces.web.register import Register
from detente.interfaces.web.scenarios import MissingError
from detente.interfaces.web.service import Service
from detente.worlds.load import CATALOG

ASKED = Asked(scenario="two-states")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service without processes."""
    made = Service(tmp_path, Limits(workers=0))
    yield made
    made.close()


def _upload(service: Service, tiny: Path, client: str = "me") -> str:
    texts = {n: (tiny / f"{n}.toml").read_text() for n in ("scenario", "world")}
    return service.scenarios.add(client, Upload(**texts))


def test_many_views_of_a_page_begin_one_run(service: Service) -> None:
    gate = threading.Barrier(4)

    def view() -> None:
        gate.wait()
        service.house(ASKED)

    threads = [threading.Thread(target=view) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(service.register.recent(HOUSE)) == 1


def test_a_failed_run_of_the_servers_own_is_left_alone(service: Service) -> None:
    run = service.house(ASKED)
    service.pool.cancel(run, "failed", "it does that")
    assert service.house(ASKED) == run
    assert len(service.register.recent(HOUSE)) == 1
    service.register.mark(run, "interrupted")
    assert service.house(ASKED) != run


def test_a_view_of_an_upload_begins_no_run(service: Service, tiny: Path) -> None:
    key = _upload(service, tiny)
    assert service.house(Asked(scenario=key)) == ""
    assert service.register.recent(HOUSE) == []


def test_uploads_of_a_day_are_counted(
    service: Service, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "UPLOADS", 1)
    monkeypatch.setattr(services, "UPLOADS_OF_ALL", 2)
    _upload(service, tiny)
    with pytest.raises(FullError, match="at most 1 "):
        _upload(service, tiny)
    _upload(service, tiny, "you")
    with pytest.raises(FullError, match="at most 2 "):
        _upload(service, tiny, "others")
    assert len(list((service.root / "scenarios").iterdir())) == 2
    # One that is removed counts still, and what is one too many is not even read.
    (key,) = (key for key, _ in service.register.scenarios("me"))
    service.remove("me", key)
    with monkeypatch.context() as patch:
        patch.setattr(services, "load", None)
        with pytest.raises(FullError, match="at most 1 "):
            _upload(service, tiny)
    monkeypatch.setattr(services, "DAY", -1.0)
    _upload(service, tiny)


def test_an_upload_keeps_what_happened_and_can_be_taken_away_with_its_runs(
    service: Service,
) -> None:
    texts = {
        name: (CATALOG / "nato-russia-1993" / f"{name}.toml").read_text()
        for name in ("scenario", "world", "happened")
    }
    key = service.scenarios.add("me", Upload(**texts))
    files = service.scenarios.files(key)
    assert {file.stem: file.read_text() for file in files} == texts
    assert service.scenarios.get(key).happened is not None
    run = service.start("me", Asked(scenario=key))
    with pytest.raises(UsageError, match="cancel it first"):
        service.remove("me", key)
    service.pool.cancel(run)
    with pytest.raises(MissingError):
        service.remove("you", key)
    service.remove("me", key)
    assert not files[0].parent.exists()
    for gone in (lambda: service.scenarios.get(key), lambda: service.run(run)):
        with pytest.raises(MissingError):
            gone()


def test_a_run_is_not_entered_once_its_scenario_is_gone(
    service: Service, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = _upload(service, tiny)
    planned = service._planned  # noqa: SLF001

    def slow(*given: Any) -> Any:
        found = planned(*given)
        service.remove("me", key)  # by another thread, while this one plans
        return found

    monkeypatch.setattr(service, "_planned", slow)
    with pytest.raises(MissingError):
        service.start("me", Asked(scenario=key))
    assert service.register.recent("me") == []
    assert not service.pool.at(str(service.root / "scenarios" / key))


def test_a_scenario_goes_with_its_runs_or_not_at_all(
    service: Service, tiny: Path
) -> None:
    key = _upload(service, tiny)
    run = service.start("me", Asked(scenario=key))
    service.pool.cancel(run)
    database = service.register._db  # noqa: SLF001
    database.execute(
        "create temp trigger full before delete on runs "
        "begin select raise(abort, 'full'); end"
    )
    with pytest.raises(sqlite3.Error, match="full"):
        service.remove("me", key)
    assert service.register.owns("me", key)
    database.execute("drop trigger full")
    service.remove("me", key)  # what is left can be removed again
    assert service.register.get(run) is None


def test_an_older_register_is_taken_on(tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.add_scenario("me", "u-1", "tiny")
    register._db.execute("alter table scenarios drop column removed")  # noqa: SLF001
    register.close()
    again = Register(tmp_path)
    assert again.scenarios("me") == [("u-1", "tiny")]
    again.remove_scenario("u-1")
    assert (again.scenarios("me"), again.uploads(0, "me")) == ([], 1)
    again.close()


def test_who_looks_waits_for_no_lock_of_the_pool_and_no_write(
    service: Service,
) -> None:
    run = service.start("me", ASKED)
    seen: list[Any] = []
    look = threading.Thread(target=lambda: seen.append(service.state(run)), daemon=True)
    with service.pool._lock, service.register._lock:  # noqa: SLF001
        look.start()
        look.join(10)
        assert seen[0]["progress"] == {"before": 0}


def test_a_page_does_not_join_a_run_whose_end_could_not_be_entered_yet(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = service.start("me", ASKED, "page")

    def full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(service.register, "mark", full)
        service.pool.cancel(run)
    assert service.run(run)["status"] == "waiting"  # so the register says
    other = service.start("me", ASKED, "page")
    assert other != run
    assert service.start("me", ASKED, "page") == other


def test_pages_that_are_gone_are_noticed_after_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    looks: list[int] = []
    again = threading.Event()

    def fault(_: Service) -> None:
        looks.append(1)
        if len(looks) > 1:
            again.set()
        raise ValueError("of ours")

    monkeypatch.setattr(module, "WATCH", 0.01)
    monkeypatch.setattr(Service, "stop_left", fault)
    made = Service(tmp_path, Limits(workers=0))
    assert again.wait(10)
    made.close()
    assert "ValueError: of ours" in capfd.readouterr().err


def test_whether_a_run_stands_is_looked_at_while_others_enter(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def look(*_: Any) -> bool:
        seen.append(service._entering.locked())  # noqa: SLF001
        return False

    monkeypatch.setattr(module, "_stands", look)
    service.start("me", ASKED)
    assert seen == [False]


def test_a_run_that_ended_is_hurried_no_more(service: Service) -> None:
    run = service.house(ASKED)
    assert service.pool._turns.hurried == {run}  # noqa: SLF001
    service.pool.cancel(run)
    assert service.pool._turns.hurried == set()  # noqa: SLF001


def test_threads_may_share_what_is_kept_at_hand() -> None:
    kept: Kept[int, int] = Kept(2)

    def keep(first: int) -> None:
        for k in range(first, 20_000, 4):
            kept.keep(k, k)

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(keep, first) for first in range(4)]:
            done.result()
    assert len(kept) == 2


def test_what_is_kept_at_hand_does_not_grow() -> None:
    kept: Kept[int, str] = Kept(3)
    for k in range(9):
        assert kept.keep(k, str(k)) == str(k)
    assert list(kept) == [6, 7, 8]
