"""`detente list`: the catalogue."""

import json
from pathlib import Path

import pytest

from detente.interfaces.cli.main import main
from detente.worlds import load as loading


@pytest.fixture
def shelf(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the catalogue hold the small scenario alone."""
    monkeypatch.setattr(loading, "CATALOG", folder.parent.resolve())
    return folder.parent


def test_each_scenario_is_listed_with_title_and_question(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Others"
    assert lines[1] == "  mine: Guarantee or distance"
    assert lines[2].startswith("      Does a guarantee to the ally")


def test_the_list_can_be_had_as_json(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert set(row) == {"slug", "family", "title", "question"}


def test_scenarios_stand_under_their_family(
    shelf: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "scenario.toml"
    file.write_text('family = "teaching"\n' + file.read_text("utf-8"), "utf-8")
    assert main(["list"]) == 0
    assert capsys.readouterr().out.startswith("teaching: Small worlds")


def test_an_empty_catalogue_is_said_to_be_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(loading, "CATALOG", tmp_path)
    assert main(["list"]) == 0
    assert "no scenario" in capsys.readouterr().out
