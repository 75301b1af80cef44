"""`detente report`: a page and pictures of a run that stands in a folder."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.claims.session import Run
from detente.interfaces.cli.main import main


@pytest.fixture
def kept(folder: Path, tiny_run: Run) -> Path:
    """Return the folder of a finished run under `runs`, where the program starts."""
    target = Path("runs") / "tiny" / tiny_run.folder.name
    shutil.copytree(tiny_run.folder, target, ignore=shutil.ignore_patterns("*.html"))
    return target


def test_a_scenario_gets_the_report_of_its_newest_run(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "tiny"]) == 0
    page = kept / "report.html"
    assert capsys.readouterr().out == f"{page}\n"
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_page_and_pictures_go_where_they_are_asked_to(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["report", str(kept), "--out", "a/r.html", "--svg", "b", "--view", "series"]
    assert main(argv) == 0
    assert capsys.readouterr().out == "b/series.svg\na/r.html\n"
    assert Path("a/r.html").stat().st_size > 100_000
    assert not (kept / "report.html").exists()


@pytest.mark.parametrize(
    ("argv", "answer"),
    [
        (["nobody"], "run it first: detente run nobody"),
        (["mine", "--view", "series"], "--view: expected --png or --svg with it"),
        (["runs"], "(nothing finished under runs/runs)"),
    ],
)
def test_what_cannot_be_reported_gets_one_line(
    refused: Callable[..., str], argv: list[str], answer: str
) -> None:
    assert answer in refused("report", *argv)


def test_an_unknown_view_is_refused_before_a_page_is_written(
    kept: Path, refused: Callable[..., str]
) -> None:
    line = refused("report", "tiny", "--png", "p", "--view", "serise")
    assert 'did you mean "series"' in line


def test_a_deleted_store_is_said_and_the_older_report_left(
    kept: Path, refused: Callable[..., str]
) -> None:
    (kept / "report.html").write_text("older")
    shutil.rmtree(kept / "results.zarr")
    assert "results.zarr" in refused("report", "tiny")
    assert (kept / "report.html").read_text() == "older"


def test_a_place_that_cannot_be_written_is_said(
    kept: Path, refused: Callable[..., str]
) -> None:
    assert "choose another" in refused("report", "tiny", "--out", "mine/world.toml/r")
