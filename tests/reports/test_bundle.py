"""The scripts that draw charts: whole, kept, and never half-written."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from detente.reports import bundle as bundles

MADE = "/* made */ window.vegaEmbed=1;"


@pytest.fixture(autouse=True)
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Stand in for the library that makes bundles, and count what it is asked."""
    asked: list[str] = []

    def javascript_bundle(*, vl_version: str) -> str:
        asked.append(vl_version)
        return MADE

    library = SimpleNamespace(javascript_bundle=javascript_bundle)
    monkeypatch.setitem(sys.modules, "vl_convert", library)
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path))
    bundles.bundle.cache_clear()
    yield asked
    bundles.bundle.cache_clear()


def test_a_bundle_is_made_once_for_the_version_of_the_charts(made: list[str]) -> None:
    import altair

    assert bundles.bundle() == MADE
    bundles.bundle.cache_clear()
    assert bundles.bundle() == MADE
    assert len(made) == 1
    assert altair.SCHEMA_VERSION.startswith(f"v{made[0]}.")


def test_a_kept_bundle_that_was_cut_short_is_made_again(
    made: list[str], tmp_path: Path
) -> None:
    bundles.bundle()
    (file,) = (tmp_path / "detente" / "scripts").iterdir()
    file.write_text(MADE[:5])
    bundles.bundle.cache_clear()
    assert bundles.bundle() == MADE
    assert file.read_text() == MADE
    assert len(made) == 2


def test_a_cache_that_cannot_be_written_is_no_reason_to_stop(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "file"))
    assert bundles.bundle() == MADE
