"""`detente doctor`: versions, extras, processor and folders."""

import json
from pathlib import Path

import pytest

from detente.interfaces.cli import doctor
from detente.interfaces.cli.main import main


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep caches in a folder of this test."""
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path))


def test_it_says_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["extras"][""]["jax"]
    assert set(found["extras"]) >= {"", "record", "decide"}
    assert found["processor"]["cores"] >= 1
    assert [each["private"] for each in found["folders"]] == [True, True]
    assert found["data"]["known"] > 20


def test_a_missing_library_says_how_to_install_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = doctor._version  # noqa: SLF001
    monkeypatch.setattr(
        doctor, "_version", lambda name: None if name == "optuna" else plain(name)
    )
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "missing optuna: pip install 'detente[decide]'" in said


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "file"))
    assert main(["doctor"]) == 0
    assert "no folder" in capsys.readouterr().out


def test_a_folder_that_others_could_write_to_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_to_all = tmp_path / "detente" / "programs"
    open_to_all.mkdir(parents=True)
    open_to_all.chmod(0o777)
    assert main(["doctor"]) == 0
    assert "others could write there until now" in capsys.readouterr().out
    assert open_to_all.stat().st_mode & 0o777 == 0o700
