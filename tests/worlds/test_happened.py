"""happened.toml: what is on record of the years after the start."""

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.reports.made_up import HAPPENED, scenario_of

from detente.claims.effects import needed_queries
from detente.core.errors import ScenarioError
from detente.worlds.load import STARTER, fingerprint, load, parse, write_template
from detente.worlds.measures import Query

FILE = """
plan = "guarantee"
[sources.made]
citation = "Made up"
[[series]]
outcome = "burden"
of = "RIVAL"
unit = "% of GDP"
source = "made"
values = { 2023 = 2.5, 2025 = 2.4 }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a scenario with a record beside it."""
    made = write_template("past", tmp_path)
    (made / "happened.toml").write_text(FILE, "utf-8")
    return made


def test_the_record_beside_a_scenario_is_read_and_measured(folder: Path) -> None:
    scenario = load(folder)
    assert scenario.happened is not None
    assert scenario.happened.series[0].by_year == {2023: 2.5, 2025: 2.4}
    assert Query("burden", "RIVAL", "") in needed_queries(scenario)


def test_a_record_changes_the_fingerprint_and_its_absence_does_not(
    folder: Path,
) -> None:
    with_record = fingerprint(load(folder))
    (folder / "happened.toml").unlink()
    assert fingerprint(load(folder)) != with_record


def test_a_copy_of_a_scenario_takes_its_record_along(
    folder: Path, tmp_path: Path
) -> None:
    copied = write_template("again", tmp_path, str(folder))
    assert (copied / "happened.toml").read_text("utf-8") == FILE


def changed(key: str, value: Any, at: int | None = 0) -> dict[str, Any]:
    """Return a record with one key replaced, in a series or at the top."""
    happened = copy.deepcopy(HAPPENED)
    (happened if at is None else happened["series"][at])[key] = value
    return happened


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        (changed("plan", "garantee", None), "plan: expected a plan"),
        (changed("outcome", "belief"), "an outcome that a record can speak of"),
        (changed("unit", "percent"), 'expected "% of GDP"'),
        (changed("of", "RIVALS"), "an actor, alliance or group"),
        (changed("toward", "ALLY"), "toward: expected nothing"),
        (changed("toward", None, 1), "toward: expected the other side"),
        (changed("source", "mad"), "a key of [sources]"),
        (changed("values", {"1990": 1.0}), "years from 2023 to 2035"),
        (changed("values", {"90": 1.0}), "a year of four digits"),
        (changed("values", {"2023": -1.0}), "a number >= 0"),
        (changed("values", {}), "1 to 100 values by year"),
        (changed("values", {"2023": 2.0}, 1), "1 if one began that year, else 0"),
        (changed("colour", "red"), "a known key"),
        (changed("series", HAPPENED["series"][:1] * 2, None), "once"),
    ],
)
def test_a_mistake_in_the_record_is_one_line(
    happened: dict[str, Any], said: str
) -> None:
    with pytest.raises(ScenarioError) as problem:
        scenario_of(happened=happened)
    assert said in str(problem.value)
    assert "made-up/happened.toml" in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_record_cannot_stand_in_the_argument() -> None:
    with pytest.raises(ScenarioError, match=r"scenario\.toml, top level"):
        parse(
            tomllib.loads((STARTER / "scenario.toml").read_text("utf-8"))
            | {"happened": {}},
            tomllib.loads((STARTER / "world.toml").read_text("utf-8")),
            "made-up",
        )
