"""The command that fits: what it refuses, in one line and before anything is done."""

import pytest

from detente.interfaces.cli.main import main


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--years", "1960"], "expected two years"),
        (["--years", "1990:1960"], "the first before the last"),
        (["--years", "1900:1960"], "1950 to 2010"),
        (["--workers", "0"], "expected a whole number"),
        (["--disputes", "gmx"], "gml"),
    ],
)
def test_wrong_wishes_are_refused_in_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fit", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1


def test_without_data_it_says_what_to_add(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("DETENTE_DATA_STORE", str(tmp_path))
    assert main(["fit"]) == 2
    assert "detente data add" in capsys.readouterr().err
