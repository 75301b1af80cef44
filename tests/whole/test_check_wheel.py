"""The check of the wheel: what goes wrong in it is told, and fails."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "check_wheel.py"


@pytest.fixture
def script() -> Any:
    """Return the script as a module."""
    spec = importlib.util.spec_from_file_location("check_wheel", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_without_uv_ci_does_not_pass(
    script: Any, monkeypatch: pytest.MonkeyPatch, ci: str, status: int
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr("sys.argv", ["check_wheel.py"])
    monkeypatch.setenv("CI", ci)
    with pytest.raises(SystemExit) as left:
        script.main()
    assert left.value.code == status


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lambda script: script.check([], "nothing there"), "nothing there"),
        (lambda script: script.json.loads("no JSON"), "Expecting value"),
        (lambda _: Path("/nowhere/at/all").stat(), "No such file"),
    ],
)
def test_what_goes_wrong_in_a_step_is_told_and_fails(
    script: Any, capsys: pytest.CaptureFixture[str],
    fault: Callable[[Any], None], said: str,
) -> None:  # fmt: skip
    with pytest.raises(SystemExit) as left, script.step("a trial"):
        fault(script)
    assert left.value.code == 1
    told = capsys.readouterr().out
    assert told.startswith("FAILED  a trial: ")
    assert said in told
