r"""What an effect leans on, in full: two measures of every parameter, with intervals.

First-order Sobol indices of the effect itself (see `detente.claims.leaning`) say how
much of its variance would go if a parameter were known. Borgonovo's delta

$$ \delta_i = \tfrac{1}{2}\, E_{X_i} \int \lvert f_Y(y) - f_{Y \mid X_i}(y)
\rvert\, dy $$

says how much of the whole distribution moves ([Borgonovo2007]): it needs no variance,
sees what interactions do, and no monotone change of the effect's scale alters it. Both
are taken from the draws already made. Delta is counted in a table of classes of equal
size, so that strong ones fall short (.40 for .51 in 128 draws, .50 in 4000). Chance
alone gives about .1 in 128 draws: it adds to what is there as an error to a distance,
in squares, and is taken off so.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.claims.effects import effect
from detente.claims.leaning import fitted, intervals, ranks, waves
from detente.claims.session import Run
from detente.core.errors import UsageError
from detente.decide.members import finished, one_of
from detente.lenses.lens import Lens
from detente.runs.job import Variant

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["delta", "sensitivity"]

AGAIN = 200
"""Permutations, and bootstrap samples."""

FALSE = 0.05
ENDS = (0.05, 0.95)
FEWEST = 32
"""Draws below which classes hold too few to speak of a distribution."""


def _classes(x: np.ndarray) -> tuple[np.ndarray, int]:
    """Return the class of each value, of equal sizes, and how many there are."""
    count = len(x)
    many = int(np.clip(np.round(0.8 * np.cbrt(count)), 3, 12))
    middle = (ranks(x) + (count - 1) / 2 + 0.5) / count
    return np.minimum((middle * many).astype(int), many - 1), many


def _distance(table: np.ndarray) -> np.ndarray:
    """Return half the distance of tables (.., M, M) from independent ones."""
    apart = table.sum(axis=-1, keepdims=True) * table.sum(axis=-2, keepdims=True)
    return np.abs(table - apart).sum(axis=(-2, -1)) / 2


def _tables(
    row: np.ndarray, column: np.ndarray, many: int, often: np.ndarray
) -> np.ndarray:
    """Return shares of draws by pair of classes, shape (sample, M, M)."""
    joint = np.zeros((len(row), many * many))
    joint[np.arange(len(row)), row * many + column] = 1 / len(row)
    return (often @ joint).reshape(-1, many, many)


def delta(x: np.ndarray, y: np.ndarray, seed: int = 0) -> np.ndarray:
    """Return Borgonovo's delta of each parameter, with its interval.

    Args:
        x: Draws, shape (draw, parameter).
        y: Effect, shape (draw,).
        seed: Seed of permutations and bootstrap samples.

    Returns:
        Delta (0 to 1), its 5 % and 95 % ends, and 1 where it is told from the largest
        that chance gives among all parameters in one of twenty permutations, else 0;
        shape (parameter, 4).
    """
    rng = np.random.default_rng([seed, 13])
    column, many = _classes(y)
    count, even = len(y), np.ones((1, len(y)))
    rows = [_classes(each)[0] for each in x.T]
    found = np.array([_distance(_tables(row, column, many, even))[0] for row in rows])
    shuffled = np.stack([rng.permutation(column) for _ in range(AGAIN)])
    chance = np.stack([
        _distance(
            np.stack([
                np.bincount(row * many + mixed, minlength=many**2) for mixed in shuffled
            ]).reshape(-1, many, many) / count
        )
        for row in rows
    ])  # fmt: skip
    usual = chance.mean(axis=1)
    told = found > np.quantile(chance.max(axis=0), 1 - FALSE)
    often = rng.multinomial(count, np.full(count, 1 / count), AGAIN).astype(float)
    out = np.empty((len(rows), 4))
    for k, row in enumerate(rows):
        again = _distance(_tables(row, column, many, often))
        again = np.maximum(again + found[k] - again.mean(), 0)
        values = np.array([found[k], *np.quantile(again, ENDS)])
        out[k, :3] = np.sqrt(np.maximum(values**2 - usual[k] ** 2, 0))
    out[:, 3] = told
    return out


def sensitivity(
    run: Run, claim: str, plan: str | None = None, lens: str | None = None
) -> "pd.DataFrame":
    """Return what the effect in a claim's first part leans on, parameter by parameter.

    Args:
        run: A finished run.
        claim: Id of the claim.
        plan: Plan; the claim's primary one if not given.
        lens: Lens; the run's first if not given.

    Returns:
        One row a parameter, the largest delta first: `share` (first-order Sobol index
        of the effect), `rank_share` (of its rank) and `delta`, each with `_lo` and
        `_hi` (5 % and 95 % of the bootstrap) and `_told` (from chance, one table in
        twenty naming any by mistake); `way` (1, -1, 0), `origin`, `source`.

    Raises:
        UsageError: If there is no such claim, plan or lens, or too few draws.
        RunError: If other code made the run.
    """
    said = run.to_json()
    lens = lens or str(said["lenses"][0])
    one_of("claim", claim, run.scenario.claims)
    about = run.scenario.claims[claim]
    plan = plan or about.plan
    one_of("plan", plan, [r["plan"] for r in said["claims"] if r["id"] == claim])
    one_of("lens", lens, said["lenses"])
    whole = finished(run)
    found = effect(whole.results, whole.scenario, lens, Variant(plan), about.parts[0])
    return _table(whole.parameters[lens], found.values, whole.lenses[lens])


def _table(
    parameters: Mapping[str, np.ndarray], values: np.ndarray, lens: Lens
) -> "pd.DataFrame":
    """Return both measures of every parameter, the largest delta first."""
    import pandas as pd

    fine = np.isfinite(values)
    if fine.sum() < FEWEST:
        raise UsageError.at(
            "draws", f"at least {FEWEST} finite ones", str(int(fine.sum())),
            "run the scenario with more --draws",
        )  # fmt: skip
    if np.ptp(values[fine]) == 0:
        raise UsageError.at(
            "effect", "one that differs between draws", "the same in all",
            "ask about another claim, plan or lens",
        )  # fmt: skip
    x, y = np.stack([each[fine] for each in parameters.values()], axis=1), values[fine]
    shapes, columns = waves(x), {"parameter": list(parameters)}
    for name, over in (("share", y), ("rank_share", ranks(y))):
        found = fitted(shapes, over)
        ends = intervals(shapes, over, found.fit)
        columns |= _columns(name, found.share, ends[:, 0], ends[:, 1], found.told)
    columns |= _columns("delta", *delta(x, y).T)
    beliefs = [lens.beliefs[name] for name in parameters]
    columns |= {
        "way": found.way.astype(int),
        "origin": [belief.origin for belief in beliefs],
        "source": [belief.source for belief in beliefs],
    }
    table = pd.DataFrame(columns)
    return table.sort_values("delta", ascending=False, ignore_index=True)


def _columns(name: str, *measured: np.ndarray) -> dict[str, Any]:
    """Return a measure, its interval, and whether it is told from chance."""
    ends = dict(zip(("", "_lo", "_hi"), measured, strict=False))
    told = {f"{name}_told": measured[3] > 0}
    return {f"{name}{end}": values for end, values in ends.items()} | told
