"""`detente data`: what is kept, what is taken, and what is refused in one line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.interfaces.cli.main import main
from detente.record.sources import SOURCES

MAJORS = (
    "ccode,styear,stmonth,stday,endyear,endmonth,endday,version\n"
    + "".join(f"2,{1816 + k},8,13,2016,12,31,2016\n" for k in range(14))
)  # fmt: skip


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep data sets in a folder of this test."""
    monkeypatch.setenv("DETENTE_DATA_STORE", str(tmp_path / "store"))


def test_a_file_is_added_listed_checked_and_cited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "m.csv").write_text(MAJORS)
    assert main(["data", "add", str(tmp_path / "m.csv")]) == 0
    assert "majors" in capsys.readouterr().out
    assert main(["data", "list", "--json"]) == 0
    assert "majors" in json.dumps(json.loads(capsys.readouterr().out))
    assert main(["data", "check"]) == 0
    assert capsys.readouterr().out.startswith("ok  majors")
    assert main(["data", "cite"]) == 0
    assert "terms:" in capsys.readouterr().out


def test_every_data_set_can_be_cited_without_having_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["data", "cite", "--all"]) == 0
    out = capsys.readouterr().out
    assert all(f"{name}: " in out for name in SOURCES)


@pytest.mark.parametrize(
    ("argv", "answer"),
    [
        (["add", "nowhere.csv"], "nowhere.csv"),
        (["get", "majros"], "majors"),
        (["cite", "majros"], "majors"),
        (["lst"], "list"),
    ],
)
def test_what_cannot_be_done_gets_one_line(
    refused: Callable[..., str], argv: list[str], answer: str
) -> None:
    assert answer in refused("data", *argv)
