"""What happened.toml must agree on with the scenario it stands beside."""

from collections.abc import Iterator

from detente.core.errors import nearest, shown
from detente.worlds.explain import Problem
from detente.worlds.happened import EVENTS, RECORDED_UNITS, Happened, Series
from detente.worlds.outcomes import OUTCOMES
from detente.worlds.schema import Scenario

__all__ = ["happened_problems"]

FILE = "happened.toml"


def happened_problems(scenario: Scenario) -> Iterator[Problem]:
    """Yield everything in the record of a scenario that does not agree with it.

    Args:
        scenario: A scenario whose fields are each well formed.

    Yields:
        Problems; none if there is no record.
    """
    happened = scenario.happened
    if happened is None:
        return
    if happened.plan not in scenario.plans:
        yield Problem(
            FILE, "plan", "a plan", shown(happened.plan),
            nearest(happened.plan, scenario.plans),
        )  # fmt: skip
    listed: dict[tuple[str, str, str], int] = {}
    for at, series in enumerate(happened.series, 1):
        path = f"series#{at}"
        first = listed.setdefault(series.query, at)
        if first != at:
            yield Problem(
                FILE, path, "each outcome of the same sides once",
                f"that of series#{first} again", "put the values together",
            )  # fmt: skip
        yield from _about(scenario, path, series)
        yield from _values(scenario, path, series)
        yield from _source(happened, path, series)


def _about(scenario: Scenario, path: str, series: Series) -> Iterator[Problem]:
    """Check outcome, sides and unit."""
    if series.outcome not in RECORDED_UNITS:
        yield Problem(
            FILE, f"{path}.outcome", "an outcome that a record can speak of",
            shown(series.outcome), nearest(series.outcome, RECORDED_UNITS),
        )  # fmt: skip
        return
    unit = RECORDED_UNITS[series.outcome]
    if series.unit != unit:
        yield Problem(
            FILE, f"{path}.unit", f'"{unit}"', shown(series.unit),
            "give the values in this unit",
        )  # fmt: skip
    two = OUTCOMES[series.outcome].sides > 1
    if two != (series.toward is not None):
        yield Problem(
            FILE, f"{path}.toward", "the other side" if two else "nothing",
            "nothing" if two else shown(series.toward),
            "add it" if two else "take it out",
        )  # fmt: skip
    for field, name in (("of", series.of), ("toward", series.toward)):
        if name is not None and name not in scenario.sides:
            yield Problem(
                FILE, f"{path}.{field}", "an actor, alliance or group", shown(name),
                nearest(name, scenario.sides),
            )  # fmt: skip


def _values(scenario: Scenario, path: str, series: Series) -> Iterator[Problem]:
    """Check that years are simulated, and that an event happened or did not."""
    first, last = scenario.world.start, scenario.horizon
    for year, value in series.by_year.items():
        if not first <= year <= last:
            yield Problem(
                FILE, f"{path}.values", f"years from {first} to {last}", str(year),
                "leave it out",
            )  # fmt: skip
        if series.outcome in EVENTS and value not in (0.0, 1.0):
            yield Problem(
                FILE, f"{path}.values.{year}", "1 if one began that year, else 0",
                f"{value:g}", "count a year once",
            )  # fmt: skip


def _source(happened: Happened, path: str, series: Series) -> Iterator[Problem]:
    """Check that the source is listed."""
    if series.source not in happened.sources:
        yield Problem(
            FILE, f"{path}.source", "a key of [sources]", shown(series.source),
            nearest(series.source, happened.sources),
        )  # fmt: skip
