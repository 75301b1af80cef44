"""`detente tournament`: a table, a picture, and one line for what cannot be."""

import json
from pathlib import Path

import pytest

from detente.interfaces.cli.main import main

QUICK = ["--rounds", "20", "--matches", "4"]


def test_the_repeated_dilemma_is_tabulated_best_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["tournament", *QUICK]) == 0
    assert "hawk" in capsys.readouterr().out
    assert main(["tournament", *QUICK, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["scores"] == sorted(said["scores"], reverse=True)
    assert len(said["payoff"]) == len(said["strategies"])


def test_the_heat_map_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "table.svg"
    assert main(["tournament", *QUICK, "--figure", str(file), "--dark"]) == 0
    assert "generous-tit-for-tat" in file.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--strategies", "hawk"], 'got "hawk" alone'),
        (["--strategies", "hawk", "--world"], 'got "hawk" alone'),
        (["--strategies", "hawk", "dov"], 'did you mean "dove"'),
        (["--noise", "0.7"], "expected a share from 0 to 0.5"),
        (["--between", "A", "B"], "expected a SCENARIO"),
        (["mine", "--world"], "--world or a SCENARIO"),
        (["mine", "--between", "RIVAL", "RIVAL"], "two actors of the scenario"),
        (["mine", "--between", "RIVAL", "ALY"], 'did you mean "ALLY"'),
        (["mine", "--rounds", "3"], "one with its own years"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tournament", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
