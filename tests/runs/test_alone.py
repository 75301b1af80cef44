"""One process at a time, also where nobody keeps a lock."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from detente.core.places import place, remove_tree
from detente.runs import alone as module
from detente.runs.alone import BEATS, LOCK, BusyError, alone, held

pytest.importorskip("upath", reason="addresses need the extra cluster")

BEAT = 0.2
"""Seconds: one takes over after three of them, so a holder must not miss that many."""


@pytest.fixture(params=["disk", "memory"])
def folder(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return an empty folder on a disk, and one that is an address."""
    monkeypatch.setattr(module, "BEAT", BEAT)
    if request.param == "disk":
        return tmp_path
    found = place("memory://alone")
    remove_tree(found)
    return found


def test_a_second_one_is_refused_and_the_next_is_not(folder: Path) -> None:
    assert not held(folder)
    with alone(folder):
        assert held(folder)
        with pytest.raises(BusyError, match="another process"), alone(folder):
            pytest.fail("two at once")
        assert held(folder)
    with alone(folder):
        pass
    assert not held(folder)


def test_an_error_inside_lets_go(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone(folder):
        _ = 1 / 0
    assert not held(folder)


def beating(name: str) -> bool:
    """Return whether a holder of that name still gives signs of life."""
    return f"{BEATS} {name}" in {thread.name for thread in threading.enumerate()}


def test_what_somebody_left_who_is_gone_is_taken_over() -> None:
    far = place("memory://gone")
    remove_tree(far)
    (far / LOCK).write_bytes(b"0123 7")
    before, module.BEAT = module.BEAT, BEAT
    try:
        with alone(far):
            said = (far / LOCK).read_bytes()
            assert not said.startswith(b"0123")
            until = time.monotonic() + 50 * BEAT
            while (far / LOCK).read_bytes() == said:  # a sign of life
                assert time.monotonic() < until
                time.sleep(BEAT / 10)
            assert beating(said.decode())
    finally:
        module.BEAT = before
    assert not (far / LOCK).exists()
    assert not beating(said.decode())


def test_who_was_taken_for_gone_does_not_take_it_back() -> None:
    far = place("memory://back")
    remove_tree(far)
    before, module.BEAT = module.BEAT, BEAT
    try:
        with alone(far) as check:
            check()
            (far / LOCK).write_bytes(b"other 0")
            with pytest.raises(BusyError, match="another process"):
                check()
            time.sleep(2 * BEAT)
            assert (far / LOCK).read_bytes() == b"other 0"
            (far / LOCK).unlink()
            with pytest.raises(BusyError):  # lost for good, whoever goes
                check()
        assert not (far / LOCK).exists()
    finally:
        module.BEAT = before


def test_who_finds_that_another_took_over_first_lets_it_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    far = place("memory://faster")
    remove_tree(far)
    (far / LOCK).write_bytes(b"gone 7")
    monkeypatch.setattr(
        module.time, "sleep", lambda _: (far / LOCK).write_bytes(b"faster")
    )
    with pytest.raises(BusyError), alone(far):
        pytest.fail("two at once")
    assert (far / LOCK).read_bytes() == b"faster"


def test_what_a_service_says_is_an_error_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise RuntimeError("no credentials")

    far: Any = place("memory://denied")
    monkeypatch.setattr(type(far.fs), "pipe_file", denied)
    with pytest.raises(OSError, match="no credentials"), alone(far):
        pytest.fail("held")
