"""`detente new`: a scenario to start from, whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from detente.interfaces.cli.main import main


def test_a_new_scenario_passes_the_check_it_names(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "second"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "check it with: detente check ./second"
    assert main(last.partition("detente ")[2].split()) == 0


def test_a_copy_can_be_put_elsewhere(folder: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    assert main(["new", "copy", "--from", "mine", "--to", str(shelf)]) == 0
    for name in ("scenario.toml", "world.toml"):
        assert (shelf / "copy" / name).read_bytes() == (folder / name).read_bytes()


@pytest.mark.parametrize(
    ("argv", "answer"),
    [
        (["mine"], "expected a new folder, got one that exists"),
        (["Mine Own"], "expected a name of small letters"),
        (["../up"], "expected a name of small letters"),
        (["copy", "--from", "nope"], 'got "nope"'),
        (["copy", "--to", "nope"], "expected a folder that can be written"),
        (["copy", "--to", "mine/world.toml"], "expected a folder that can be written"),
    ],
)
def test_what_cannot_be_written_is_refused_and_leaves_nothing(
    refused: Callable[..., str], argv: list[str], answer: str
) -> None:
    assert answer in refused("new", *argv)
