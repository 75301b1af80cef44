"""Pictures: every view as a file that programs for pictures can open."""

from pathlib import Path

import pytest
from tests.reports.made_up import HAPPENED, findings

from detente.core.errors import UsageError
from detente.reports.pictures import save
from detente.reports.views import VIEWS


def test_every_view_that_has_something_to_show_becomes_an_svg(tmp_path: Path) -> None:
    files = save(findings(happened=HAPPENED), tmp_path, "svg")
    assert [file.name for file in files] == [f"{name}.svg" for name in VIEWS]
    for file in files:
        text = file.read_text("utf-8")
        assert text.startswith("<svg")
        assert "currentColor" not in text


def test_a_view_without_anything_to_show_is_left_out(tmp_path: Path) -> None:
    files = save(findings(votes=False), tmp_path, "svg")
    assert "votes.svg" not in [file.name for file in files]


def test_a_single_view_becomes_a_png_with_the_choices_asked_for(tmp_path: Path) -> None:
    found = findings()
    queries = [str(q) for q in found.results["query"].values]
    one, other = (
        save(found, tmp_path / q, "png", ["series"], {"outcome": q})[0].read_bytes()
        for q in queries[:2]
    )
    assert one.startswith(b"\x89PNG")
    assert one != other


def test_an_unknown_view_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='did you mean "series"'):
        save(findings(), tmp_path, "png", ["serise"])
    assert list(tmp_path.iterdir()) == []


def test_asking_for_what_a_run_lacks_says_why(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="votes"):
        save(findings(votes=False), tmp_path, "png", ["votes"])
