"""Each scenario of the catalogue runs, and says what it is expected to say."""

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import detente
from detente.worlds.load import CATALOG
from detente.worlds.schema import FAMILIES

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "record_expected.py"
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
RELATIVE, ABSOLUTE = 1e-3, 3e-4
"""Other machines round otherwise; what comes of it stays below these."""


def recorder() -> ModuleType:
    """Return the script that records what is expected."""
    spec = importlib.util.spec_from_file_location(SCRIPT.stem, SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def differences(found: Any, expected: Any, where: str = "") -> list[str]:
    """Return what differs between two results, with the place of each."""
    if isinstance(found, dict) and isinstance(expected, dict):
        keys = list(dict.fromkeys([*expected, *found]))
        return [
            line
            for key in keys
            for line in differences(
                found.get(key), expected.get(key), f"{where} {key}".strip()
            )
        ]
    numbers = isinstance(found, float | int) and isinstance(expected, float | int)
    if numbers and found == pytest.approx(expected, rel=RELATIVE, abs=ABSOLUTE):
        return []
    return [] if found == expected else [f"{where}: expected {expected}, got {found}"]


def test_the_catalogue_is_not_empty() -> None:
    assert detente.catalogue()


@pytest.mark.parametrize("slug", detente.catalogue())
def test_a_scenario_has_a_family_a_picture_and_limits(slug: str) -> None:
    scenario = detente.load(slug)
    assert scenario.family in FAMILIES
    assert scenario.limits
    assert (PICTURES / f"{slug}.png").is_file()


@pytest.mark.parametrize("slug", detente.catalogue())
def test_neither_reading_has_more_claims_of_ours(slug: str) -> None:
    scenario = detente.load(slug)
    if scenario.family in ("history", "teaching"):
        counts = Counter(claim.reading for claim in scenario.claims.values())
        assert counts["spiral"] == counts["deterrence"]


@pytest.mark.parametrize("slug", detente.catalogue())
def test_a_scenario_of_the_past_has_its_record(slug: str) -> None:
    scenario = detente.load(slug)
    assert (scenario.family == "history") == (scenario.happened is not None)
    for series in scenario.happened.series if scenario.happened else ():
        # No dispute and no pact after 2010: those years stay unseen.
        held_out = series.outcome not in ("arms", "burden")
        assert not held_out or max(series.by_year) <= 2010


@pytest.mark.slow
@pytest.mark.parametrize("scenario", detente.catalogue())
def test_a_scenario_says_what_it_is_expected_to_say(
    scenario: str, tmp_path: Path
) -> None:
    script = recorder()
    file = CATALOG / scenario / script.EXPECTED
    assert file.is_file(), (
        f"{scenario}: expected {script.EXPECTED} beside scenario.toml, got none; "
        f"run python scripts/{SCRIPT.name} {scenario} and look at what it wrote"
    )
    expected = json.loads(file.read_text(encoding="utf-8"))
    found = script.measured(scenario, tmp_path)
    wrong = differences(found, expected)
    assert not wrong, (
        f"{len(wrong)} figures differ; if that is meant, run python "
        f"scripts/{SCRIPT.name} {scenario}:\n" + "\n".join(wrong[:20])
    )
