"""`detente runs`: what it prints, and one line for what is wrong."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.claims.session import Run
from detente.interfaces.cli.main import main


@pytest.fixture
def place(tiny_run: Run, tmp_path: Path) -> Path:
    """Return a copy of a finished run under `runs`."""
    target = tmp_path / "runs" / "tiny" / tiny_run.folder.name
    shutil.copytree(tiny_run.folder, target)
    return target


def test_runs_are_listed_verified_resumed_and_deleted(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(place.parents[1])
    assert main(["runs", "list", "--runs", root]) == 0
    assert "finished" in capsys.readouterr().out
    assert main(["runs", "list", "--runs", root, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["scenario"], row["folder"]) == ("tiny", str(place))
    assert main(["runs", "verify", str(place)]) == 0
    assert capsys.readouterr().out == f"{place}: whole\n"
    assert main(["runs", "resume", str(place), "--quiet"]) == 0
    assert "stood already" in capsys.readouterr().out
    assert main(["runs", "delete", str(place)]) == 0
    assert "MB freed" in capsys.readouterr().out
    assert main(["runs", "list", "--runs", root]) == 0
    assert capsys.readouterr().out == f"no runs under {root}\n"


def test_a_harmed_run_is_told_and_counts_as_refused(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "verdicts.json").write_text("{}")
    assert main(["runs", "verify", str(place)]) == 2
    assert "verdicts.json" in capsys.readouterr().out


@pytest.mark.parametrize("action", ["resume", "verify", "delete"])
def test_what_is_no_run_gets_one_line(refused: Callable[..., str], action: str) -> None:
    assert "expected the manifest of a run" in refused("runs", action, "nowhere")


def test_an_unknown_action_gets_one_line(refused: Callable[..., str]) -> None:
    assert "resume" in refused("runs", "resum")
