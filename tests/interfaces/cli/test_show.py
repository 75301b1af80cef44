"""`detente show`: what a scenario says, for people and for programs."""

import json
from pathlib import Path

import pytest

from detente.interfaces.cli.main import main
from detente.worlds.load import load
from detente.worlds.schema import Scenario


def test_plans_claims_groups_and_figures_are_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "distance [baseline]: Keep at a distance" in out
    assert "2025 tie by pact to ALLY level 4 (consent required)" in out
    assert "rival-fears: The rival is more afraid (ours, spiral, could well" in out
    assert "friends: HUB ALLY" in out
    assert "~7,000,000" in out
    assert "spending: million current USD, 2022; Invented" in out
    assert max(map(len, out.splitlines())) <= 110


def test_the_json_is_the_scenario(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "--json", str(folder)]) == 0
    out = capsys.readouterr().out
    assert json.loads(out)["slug"] == "mine"
    assert Scenario.model_validate_json(out) == load(folder)


def test_moves_are_in_the_order_of_their_years(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "scenario.toml"
    late = (
        '\n[[plans.guarantee.moves]]\nkind = "post"\nby = ["HUB"]\ntheatre = "east"\n'
    )
    late += "share = 0.1\nyear = 2024\nuntil = 2026\n"
    late += '[[moves]]\nkind = "shock"\non = ["HUB"]\nstrength = 1.0\nyear = 2023\n'
    file.write_text(file.read_text("utf-8") + late, "utf-8")
    assert main(["show", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "in every plan\n    2023 shock on HUB strength 1.0\n" in out
    assert out.index("2024-2026 post by HUB theatre east share 0.1") < out.index("2025")
