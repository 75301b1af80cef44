"""Whatever is given: an answer, or one line and status 2, and nothing left behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from tests.whole.fuzzing import (
    STARTING,
    answer,
    argument_lists,
    data_file,
    harmed,
    lens_file,
    lens_of,
    shelf,
    stubbed,
)


@pytest.fixture(scope="module", autouse=True)
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Work in a folder of its own, where nothing long is done."""
    folder = tmp_path_factory.mktemp("fuzz")
    with pytest.MonkeyPatch.context() as patch, shelf(folder), stubbed():
        patch.setenv("DETENTE_DATA_STORE", str(folder / "store"))
        patch.setenv("DETENTE_CACHE", str(folder / "cache"))
        yield folder


@given(argument_lists())
@settings(max_examples=60)
def test_any_command_line_is_answered_in_one_line(argv: list[str]) -> None:
    assert answer(argv) == ""


@given(harmed(STARTING))
@settings(max_examples=25)
def test_any_scenario_file_is_answered_in_one_line(place: Path, text: str) -> None:
    file = place / "mine" / "scenario.toml"
    right = file.read_bytes()
    try:
        file.write_text(text, "utf-8", errors="surrogatepass")
        for argv in (["check", "mine"], ["run", "mine", "--quiet"]):
            assert answer(argv) == ""
    finally:
        file.write_bytes(right)


@given(lens_file())
@settings(max_examples=25)
@example("")
@example("title = 1\nschool = 2\nbase = 'nowhere'")
@example("title = 1\nschool = 2\n[fitted]")
def test_any_lens_file_is_a_lens_or_one_line(text: str) -> None:
    assert lens_of(text) == ""


@given(data_file())
@settings(max_examples=25)
def test_any_data_file_is_answered_in_one_line(place: Path, raw: bytes) -> None:
    file = place / "given.csv"
    file.write_bytes(raw)
    try:
        assert answer(["data", "add", "given.csv"]) == ""
    finally:
        file.unlink()
