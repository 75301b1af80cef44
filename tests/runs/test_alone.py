"""One process at a time, also where nobody keeps a lock."""

import threading
import time
from pathlib import Path

import pytest

from detente.core.places import place, remove_tree
from detente.runs import alone as module
from detente.runs.alone import LOCK, BusyError, alone, held

pytest.importorskip("upath", reason="addresses need the extra cluster")

BEAT = 0.02


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


def test_what_somebody_left_who_is_gone_is_taken_over() -> None:
    far = place("memory://gone")
    remove_tree(far)
    (far / LOCK).write_bytes(b"0123 7")
    before, threads = module.BEAT, threading.active_count()
    module.BEAT = BEAT
    try:
        with alone(far):
            said = (far / LOCK).read_bytes()
            assert not said.startswith(b"0123")
            time.sleep(3 * BEAT)
            assert (far / LOCK).read_bytes() != said  # a sign of life
    finally:
        module.BEAT = before
    assert not (far / LOCK).exists()
    assert threading.active_count() == threads


def test_who_was_taken_for_gone_does_not_take_it_back() -> None:
    far = place("memory://back")
    remove_tree(far)
    before, module.BEAT = module.BEAT, BEAT
    try:
        with alone(far):
            (far / LOCK).write_bytes(b"other 0")
            time.sleep(3 * BEAT)
            assert (far / LOCK).read_bytes() == b"other 0"
        assert (far / LOCK).read_bytes() == b"other 0"
    finally:
        module.BEAT = before
