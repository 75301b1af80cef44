"""`detente check`: one line for each scenario, right or wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from detente.interfaces.cli.main import main

Refused = Callable[..., str]


def spoil(folder: Path, old: str, new: str, name: str = "world.toml") -> None:
    """Put a mistake into a scenario."""
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


def test_a_right_scenario_is_said_to_be_right(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder), "mine/scenario.toml"]) == 0
    out, err = capsys.readouterr()
    assert out == "ok  mine: 3 actors, 2 plans, 2 claims, 2023-2035\n" * 2
    assert err == ""


def test_one_wrong_scenario_does_not_hide_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "nope", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("ok  mine")
    assert err.count("\n") == 1


def test_an_accession_that_counts_with_nobody_is_noted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    join = '[[moves]]\nkind = "join"\nby = "RIVAL"\nto = "pact"\nyear = 2025\n\n[plans'
    spoil(folder, "[plans", join, "scenario.toml")
    assert main(["check", str(folder)]) == 0
    ok, note = capsys.readouterr().out.splitlines()
    assert ok.startswith("ok  mine")
    assert note.startswith("note  mine: accessions (RIVAL to pact) count with nobody")
    with (folder / "world.toml").open("a", encoding="utf-8") as world:
        world.write(
            '\n[[status_quo]]\nby = ["HUB"]\nof = ["RIVAL"]\nweight = 0.0\n'
            'steps = "accessions"\nwhy = "meant"\n'
        )
    assert main(["check", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [ok]


@pytest.mark.parametrize(
    ("name", "old", "new", "answer"),
    [
        ("scenario.toml", '["ALLY"]', '["ALY"]', 'did you mean "ALLY"?'),
        ("scenario.toml", "horizon", "horzion", 'did you mean "horizon"?'),
        ("scenario.toml", "year = 2025", "year = 2020", "from 2023 to 2035, got 2020"),
        ("world.toml", "= 300000.0", "= -3", "expected a number >= 0 (million current"),
        ("scenario.toml", '"force"', '"froce"', 'did you mean "force"?'),
        ("scenario.toml", "level = 4", "level = 5", "ladder, 0 to 4, got 5"),
        ("world.toml", "[actors.ALLY]", "[actors.HUB]", "cannot have one code"),
        ("world.toml", "= 300000.0", "= nan", "got nan"),
        ("world.toml", "= 300000.0", f"= {'[' * 9_000}", "far deeper nesting"),
        ("world.toml", "= 300000.0", f"= '{'x' * 10_000_000}'", "at most 2 MB"),
        ("world.toml", "= 300000.0", "= \0", "a binary file"),
    ],
)
def test_each_bad_input_gets_one_line(
    folder: Path, refused: Refused, name: str, old: str, new: str, answer: str
) -> None:
    spoil(folder, old, new, name)
    message = refused("check", folder)
    assert message.startswith(f"detente: mine/{name}")
    assert answer in message
    assert refused("show", folder) == message
    assert refused("run", folder) == message
    assert refused("new", "copy", "--from", folder) == message


def test_a_folder_that_holds_no_scenario_is_refused(refused: Refused) -> None:
    assert "expected a folder with scenario.toml in it" in refused("check", ".")
