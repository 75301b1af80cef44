"""The interface for Python: charts, a report, and a run taken up from its folder."""

from pathlib import Path

import pytest

import detente
from detente.claims.session import Run as PlainRun
from detente.core.errors import UsageError
from detente.reports.views import VIEWS


@pytest.fixture(scope="module")
def run(tiny_run: PlainRun) -> detente.Run:
    """Return the small run as a user has it."""
    return detente.open_run(tiny_run.folder)


def test_running_gives_a_run_that_can_be_looked_at(tiny_run: PlainRun) -> None:
    assert isinstance(tiny_run, detente.Run)


def test_every_view_of_a_page_can_be_drawn(run: detente.Run) -> None:
    assert dir(run.plot) == sorted(VIEWS)
    for name, view in VIEWS.items():
        if view.absent(run.findings):
            with pytest.raises(UsageError, match=name):
                getattr(run.plot, name)()
        else:
            spec = getattr(run.plot, name)().to_dict()
            assert spec["datasets"]["rows"], name
            assert spec["description"].startswith(view.title)


def test_choices_are_keywords_and_change_the_rows(run: detente.Run) -> None:
    levels = run.plot.series(show="level").to_dict()["datasets"]["rows"]
    changes = run.plot.series().to_dict()["datasets"]["rows"]
    assert levels != changes
    assert {row["median"] for row in changes if row["plan"] == "distance"} == {0.0}


def test_a_wrong_choice_is_answered_with_the_nearest(run: detente.Run) -> None:
    with pytest.raises(UsageError, match='did you mean "level"'):
        run.plot.series(show="levle")
    with pytest.raises(UsageError, match='did you mean "show"'):
        run.plot.series(shwo="level")
    with pytest.raises(AttributeError, match='did you mean "series"'):
        run.plot.serise()


def test_a_report_is_written_where_it_is_asked_to(
    run: detente.Run, tmp_path: Path
) -> None:
    path = detente.report(run, tmp_path / "r.html")
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert detente.report(run.folder, tmp_path / "s.html").exists()


def test_a_notebook_shows_the_verdicts(run: detente.Run) -> None:
    assert "The rival" in run._repr_html_()
