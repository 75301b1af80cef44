"""A worker: its engine from a recipe, and one batch at a time."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from detente.core.errors import RunError
from detente.runs import worker
from detente.runs.worker import Kit, with_kit
from detente.strategies.own import fingerprint


class Made:
    """A recipe of nothing that counts how often it is followed."""

    built = 0
    own: Any = ()

    def engine(self) -> None:
        Made.built += 1


@pytest.fixture(autouse=True)
def empty_handed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without an engine, and leave this process as it was."""
    monkeypatch.setattr(worker, "_HERE", [])
    Made.built = 0


def kit(number: int = 0) -> Any:
    """Return a kit of this code."""
    recipe: Any = Made()
    recipe.number = number
    return Kit.of(recipe)


def test_a_kit_is_unpacked_once_and_again_for_another_run() -> None:
    assert [with_kit(kit(), max, (2, 3)), with_kit(kit(), min, (2, 3))] == [3, 2]
    assert Made.built == 1
    with_kit(kit(1), max, (2, 3))
    assert Made.built == 2


def test_other_code_is_refused_in_one_line() -> None:
    other = kit()._replace(made_by="detente 0.0.1 (abc), jax 0.1")
    with pytest.raises(RunError, match="install the same there and here") as refused:
        with_kit(other, max, (2, 3))
    assert len(str(refused.value).splitlines()) == 1
    assert "detente 0.0.1 (abc)" in str(refused.value)


def test_a_strategy_that_says_something_else_there_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("def plan(view): ...")
    spec = f"{file}:plan"
    recipe: Any = Made()
    recipe.own = ((spec, fingerprint(spec)),)
    before = Kit.of(recipe)
    assert with_kit(before, max, (2, 3)) == 3
    file.write_text("def plan(view): return 1")
    recipe.own = ((spec, fingerprint(spec)),)
    assert with_kit(Kit.of(recipe), max, (2, 3)) == 3
    assert Made.built == 2  # the engine that was warm is of the old file
    with pytest.raises(RunError, match="put the same file there and here") as refused:
        with_kit(before, max, (2, 3))
    assert len(str(refused.value).splitlines()) == 1
    assert spec in str(refused.value)
    assert Made.built == 2


def test_a_worker_with_several_threads_carries_out_one_batch_at_a_time() -> None:
    at_once, most = 0, 0

    def busy() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        time.sleep(0.01)
        at_once -= 1

    ours = kit()
    threads = [
        threading.Thread(target=with_kit, args=(ours, busy, ())) for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == 1
