"""`detente theory`: the models, one of them, and its picture."""

import json
from pathlib import Path

import pytest

from detente.interfaces.cli.main import main


def test_the_models_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["theory"]) == 0
    assert "richardson: Richardson's arms race" in capsys.readouterr().out
    assert main(["theory", "--json"]) == 0
    assert {"name", "title", "says"} == set(json.loads(capsys.readouterr().out)[0])


def test_a_model_is_told_with_equation_source_and_numbers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["theory", "trust"]) == 0
    said = capsys.readouterr().out
    for part in ("[Kydd1997]", r"\frac", "0.462", "Not checked, and why"):
        assert part in said
    assert "NOT MET" not in said
    assert main(["theory", "trust", "--json"]) == 0
    assert all(n["met"] for n in json.loads(capsys.readouterr().out)["numbers"])


def test_a_picture_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "race.svg"
    assert main(["theory", "boulding", "--dark", "--figure", str(file)]) == 0
    assert file.read_text().startswith("<svg")
    assert "picture in" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["theory", "kyd"], "expected the name of a model"),
        (["theory", "--figure", "x.svg"], "expected the name of a model before it"),
        (["theory", "trust", "--figure", "x.gif"], "ends in .svg or .png"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
