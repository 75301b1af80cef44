"""The command `view`: statements in, a table of what changes out."""

from collections.abc import Callable
from typing import Any

import pytest

import detente
from detente.claims.session import Run
from detente.decide import view as module
from detente.interfaces.cli.main import main
from detente.interfaces.cli.view import table


def said(**changes: Any) -> dict[str, Any]:
    """Return what a view might say."""
    shares = {"supports": 0.62, "negligible": 0.3, "opposes": 0.08}
    row = {
        "id": "rival-fears", "title": "The rival is more afraid", "lens": "prior",
        "plan": "guarantee", "primary": True, "changed": True,
        "before": {"shares": shares, "verdict": "supported"},
        "after": {"shares": shares | {"supports": 0.4, "negligible": 0.52},
                  "verdict": "negligible", "refused": None, "error": 0.04},
    }  # fmt: skip
    lens = {"lens": "prior", "how": "re-weighted", "effective": 90.0, "members": 256,
            "needed": 51.2}  # fmt: skip
    other = lens | {"lens": "spiral", "how": "fresh", "effective": 3.2}
    return {
        "scenario": "mine", "believe": ["RIVAL revisionist 70%"],
        "lenses": [lens, other], "changed": 1, "lost": 2,
        "claims": [row, row | {"plan": "half", "primary": False, "changed": False}],
    } | changes  # fmt: skip


def test_the_table_says_how_each_lens_was_done_and_what_changes() -> None:
    text = "\n".join(table(said()))
    assert "90 of 256 members agree with it\n" in text
    assert "3 of 256 members agree with it: fewer than 51, simulated afresh" in text
    assert "62 > 40" in text
    assert "supported > negligible (+-4)" in text
    assert "half" not in text
    assert "half" in "\n".join(table(said(), everything=True))
    assert "1 of 2 verdicts change" in text
    assert "2 more are refused" in text


def test_a_folder_of_a_run_is_taken_as_it_stands(
    tiny_run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "needed", lambda members: 0)
    arguments = ["view", str(tiny_run.folder), "--believe", "HUB revisionist 20%"]
    assert main(arguments) == 0
    assert "tiny, if HUB revisionist 20%" in capsys.readouterr().out
    assert main([*arguments, "--json"]) == 0
    assert '"how": "re-weighted"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), "at least one statement"),
        (("--believe", "RIVL revisionist 70%"), 'did you mean "RIVAL"'),
        (("--believe", "RIVAL revisionist 700%"), "from 0% to 100%"),
        (("--view", "none.toml"), "none.toml"),
    ],
)
def test_a_wrong_statement_is_told_before_anything_is_simulated(
    refused: Callable[..., str], options: tuple[str, ...], expected: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(detente, "run", lambda *_, **__: pytest.fail("simulated"))
    assert expected in refused("view", "mine", *options)
