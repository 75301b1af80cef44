"""Who takes part: rivals, whoever is added, and the model if it is there."""

import sys
from types import ModuleType

import pytest

from detente.core.errors import DataError
from detente.record.backtest import registry


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave nobody behind who was added, and hide the model."""
    monkeypatch.setattr(registry, "_ADDED", {part: {} for part in registry._ADDED})  # noqa: SLF001
    monkeypatch.setattr(registry, "_MODULE", "detente.record.no_such_forecast")


def test_rivals_take_part_in_the_order_of_tables() -> None:
    assert next(iter(registry.forecasters("disputes"))) == "climatology"
    assert "own + world" in registry.forecasters("spending")
    assert "distance" in registry.forecasters("ties")


def test_whoever_is_added_takes_part() -> None:
    registry.add("ties", "mine", len)
    assert registry.forecasters("ties")["mine"] is len
    assert "mine" not in registry.forecasters("disputes")
    with pytest.raises(DataError, match="ties"):
        registry.add("tie", "mine", len)  # pyright: ignore[reportArgumentType]


def test_without_the_model_a_line_says_so() -> None:
    assert registry.STRUCTURAL not in registry.forecasters("disputes")
    assert "not there" in (registry.missing("disputes") or "")


def test_the_model_takes_part_in_what_it_can_foretell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = ModuleType("made_up_forecast")
    module.__dict__["onset_forecast"] = max
    module.__spec__ = registry.import_module("json").__spec__
    monkeypatch.setitem(sys.modules, "made_up_forecast", module)
    monkeypatch.setattr(registry, "_MODULE", "made_up_forecast")
    assert registry.forecasters("disputes")["detente"] is max
    assert registry.missing("disputes") is None
    assert "spending" in (registry.missing("spending") or "")
