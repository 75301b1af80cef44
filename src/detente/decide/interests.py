"""What a finished run says of interests: one number a lens, plan, draw and interest.

Replicates are averaged first: what other futures of one draw would change is chance,
and no choice can be made by it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.claims.effects import queries_of
from detente.core.errors import RunError, UsageError, nearest, shown
from detente.worlds.interests import Interest
from detente.worlds.measures import Query
from detente.worlds.outcomes import OUTCOMES

if TYPE_CHECKING:
    import xarray as xr

    from detente.claims.session import Run
    from detente.worlds.schema import Scenario

__all__ = [
    "TOTAL",
    "Aim",
    "Stakes",
    "aims",
    "either",
    "of_results",
    "of_run",
    "weighted",
]

TOTAL = "total"
"""Key of the weighted sum of interests."""

WIDTHS = "widths"


class Aim(NamedTuple):
    """What of an interest every table needs.

    Attributes:
        key: Its key.
        title: Its name in words.
        whose: Whose interest it is.
        unit: Unit of its value.
        width: Smallest difference that counts, in `unit`.
        sign: 1 where more is better, -1 where less is.
    """

    key: str
    title: str
    whose: str
    unit: str
    width: float
    sign: int


class Stakes(NamedTuple):
    """Values of interests under the lenses and plans of a run.

    Attributes:
        lenses: Names of the lenses.
        plans: Names of the plans.
        baseline: Name of the plan that others are compared with.
        aims: Interests.
        values: By lens: values, NaN nowhere, shape (P, D, I); draws in which any plan
            failed are left out of that lens.
        draws: By lens: numbers of the draws kept, shape (D,).
    """

    lenses: tuple[str, ...]
    plans: tuple[str, ...]
    baseline: str
    aims: tuple[Aim, ...]
    values: dict[str, np.ndarray]
    draws: dict[str, np.ndarray]

    def gains(self, lens: str) -> np.ndarray:
        """Return values turned so that more is better, in widths, (P, D, I)."""
        scale = np.array([aim.sign / aim.width for aim in self.aims])
        return self.values[lens] * scale


def aims(interests: Mapping[str, Interest]) -> tuple[Aim, ...]:
    """Return what tables need of interests, in their order."""
    return tuple(
        Aim(key, each.title, each.whose, OUTCOMES[each.outcome].unit, each.least,
            each.sign)
        for key, each in interests.items()
    )  # fmt: skip


def either(series: list[np.ndarray]) -> np.ndarray:
    """Return the chance that something happens in either of two directions.

    >>> float(either([np.array(0.5), np.array(0.5)]))
    0.75
    """
    if len(series) == 1:
        return series[0]
    return 1 - np.prod([1 - each for each in series], axis=0)


def of_run(run: "Run") -> Stakes:
    """Return what a finished run says of the interests of its scenario.

    Raises:
        RunError: If it did not measure one of them, or no draw is left.
    """
    return of_results(run.outcomes, run.scenario, str(run.folder))


def of_results(found: "xr.Dataset", scenario: "Scenario", where: str) -> Stakes:
    """Return what results say of the interests of their scenario.

    Args:
        found: Results of a run.
        scenario: Its scenario.
        where: What to call the run if an interest was not measured.

    Raises:
        RunError: If an interest was not measured, or no draw is left.
    """
    interests = scenario.wanted
    names = {str(name): k for k, name in enumerate(found["query"].to_numpy())}
    outcome, years = found["outcome"], found["year"].to_numpy()
    columns = []
    for key, interest in interests.items():
        asked = [_named(query) for query in queries_of(interest)]
        if lacking := [name for name in asked if name not in names]:
            raise RunError.at(
                f"{where}, interest {key}", f'"{lacking[0]}" among the outcomes',
                "a run that did not measure it", "run the scenario again with --force",
            )  # fmt: skip
        inside = (years >= interest.years[0]) & (years <= interest.years[1])
        series = [
            outcome.isel(query=names[name], year=np.flatnonzero(inside)).to_numpy()
            for name in asked
        ]
        columns.append(either(series).mean(axis=(-1, -2), dtype=np.float64))
    values = np.stack(columns, axis=-1)
    lenses = tuple(str(name) for name in found["lens"].to_numpy())
    return kept(
        lenses, tuple(str(name) for name in found["plan"].to_numpy()),
        scenario.baseline, aims(interests), values,
    )  # fmt: skip


def kept(
    lenses: tuple[str, ...], plans: tuple[str, ...], baseline: str,
    wanted: tuple[Aim, ...], values: np.ndarray,
) -> Stakes:  # fmt: skip
    """Return stakes without the draws in which any plan failed.

    Args:
        lenses: Names of the lenses.
        plans: Names of the plans.
        baseline: The plan compared with.
        wanted: Interests.
        values: Values, shape (lens, P, D, I).

    Raises:
        RunError: If a lens has fewer than two draws left.
    """
    sound, places = {}, {}
    for lens, block in zip(lenses, values, strict=True):
        fine = np.flatnonzero(np.isfinite(block).all(axis=(0, 2)))
        if len(fine) < 2:
            raise RunError.at(
                f"lens {lens}", "two draws or more in which every plan is finite",
                str(len(fine)), "run the scenario with more --draws",
            )  # fmt: skip
        sound[lens], places[lens] = block[:, fine], fine
    return Stakes(lenses, plans, baseline, wanted, sound, places)


def _named(query: Query) -> str:
    return " ".join(filter(None, query))


def weighted(stakes: Stakes, weights: Mapping[str, float]) -> Stakes:
    """Return stakes with one more interest: the weighted mean of gains, in widths.

    Args:
        stakes: Stakes.
        weights: Weights by key of an interest, none below 0; what is left out weighs 0.

    Raises:
        UsageError: If an interest is not known, or no weight is above 0.
    """
    keys = [aim.key for aim in stakes.aims]
    for key, weight in weights.items():
        if key not in keys:
            raise UsageError.at(
                "--weights", "an interest", shown(key), nearest(key, keys)
            )
        if not 0 <= weight < np.inf:
            raise UsageError.at(
                f"--weights, {key}", "a weight >= 0", f"{weight:g}", "give another"
            )
    share = np.array([weights.get(key, 0.0) for key in keys])
    if share.sum() <= 0:
        raise UsageError.at(
            "--weights", "one weight above 0", "none", "write it like europe=2,war=1"
        )
    share = share / share.sum()
    total = Aim(TOTAL, "Weighted total", "whoever gave the weights", WIDTHS, 1.0, 1)
    values = {
        lens: np.concatenate(
            [stakes.values[lens], (stakes.gains(lens) @ share)[..., None]], axis=2
        )
        for lens in stakes.lenses
    }
    return stakes._replace(aims=(*stakes.aims, total), values=values)
