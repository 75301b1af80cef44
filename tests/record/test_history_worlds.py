"""The scripts that make worlds of the past, and what is read off their runs."""

import importlib
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from detente.worlds.load import CATALOG

Script = Callable[[str], ModuleType]

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    """Return a way to import a script by its name."""
    monkeypatch.syspath_prepend(str(SCRIPTS))

    def load(name: str) -> ModuleType:
        return importlib.import_module(name)

    yield load
    for name in [n for n in sys.modules if n.startswith(("history_", "east_"))]:
        del sys.modules[name]


@pytest.mark.parametrize("slug", ["france-russia-germany-austria-1908"])
def test_a_world_of_the_past_is_what_the_data_make_it(
    slug: str, script: Script, whole_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_DATA_STORE", str(whole_store))
    made = script("history_world")
    spec = tomllib.loads((SCRIPTS / "history" / f"{slug}.toml").read_text("utf-8"))
    assert made.world_text(spec) == (CATALOG / slug / "world.toml").read_text("utf-8")
    argument = tomllib.loads((CATALOG / slug / "scenario.toml").read_text("utf-8"))
    said = script("history_write").happened(
        script("history_happened").happened(spec, argument)
    )
    assert said == (CATALOG / slug / "happened.toml").read_text("utf-8")


def test_what_is_written_reads_back_the_same(script: Script) -> None:
    write = script("history_write")
    said = {
        "a": 1, "b": 2.5, "c": 3.0, "d": 'say "no"\\', "e": ["x", "y"],
        "f": {"g": 0.1, "h": True},
    }  # fmt: skip
    text = "\n".join(f"{key} = {write.value(x)}" for key, x in said.items())
    assert tomllib.loads(text) == said


def test_years_are_drawn_together(script: Script) -> None:
    assert script("history_record").spans([1960, 1961, 1963]) == "1960-1961, 1963"


def test_heat_halves_the_way_with_each_dispute_and_fades(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = script("history_record")
    monkeypatch.setattr(record, "_fought", lambda: {(2, 365): [1950, 1951]})
    assert record.heat_of(365, 2, 1950) == pytest.approx(0.5)
    # .5 fades to .425; half of what is left to 1 is added
    assert record.heat_of(2, 365, 1951) == pytest.approx(0.425 + 0.5 * 0.575)
    assert record.heat_of(2, 365, 1953) == pytest.approx(0.7125 * 0.85**2)
    assert record.heat_of(2, 200, 1953) == 0


def test_gain_and_cost_are_counted_in_widths(script: Script) -> None:
    east = script("east_not_europe")
    case = east.Case("x", "do", "security europe", "tension nato RUS", (2000, 2001))
    values = np.array([[[0.90, 0.10]], [[0.93, 0.12]]])  # plan, draw, query
    gain, cost = east.in_widths(
        values, case, ["rest", "do"], "rest", ["security europe", "tension nato RUS"]
    )
    # .03 of a width .01 a year; a fifth more of a width of a tenth
    assert gain.tolist() == pytest.approx([3.0])
    assert cost.tolist() == pytest.approx([2.0])


def test_two_engagements_differ_only_by_more_than_a_width(script: Script) -> None:
    better, alike, worse = script("east_not_europe").shares(
        np.array([2.0, 0.5, -3.0, np.nan]), np.zeros(4)
    )
    assert (better, alike, worse) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
