"""Shares against truth: reliability, Brier score, calibration error, false verdicts.

Intervals come from drawing whole worlds anew, since the claims of a world hang together
[EfronTibshirani1993]. Both families of worlds weigh the same in what is pooled.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from known.judging import Judged
from known.truths import FAMILIES

__all__ = [
    "CENTRES", "Claims", "Interval", "Score", "claims", "mixed", "score",
    "supported_rate",
]  # fmt: skip

CENTRES = np.arange(11) / 10
"""Shares are counted to the nearest tenth."""

AGAIN = 400  # bootstrap samples
ENDS = (0.025, 0.975)


class Interval(NamedTuple):
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Return the figure as a table shows it."""
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


class Claims(NamedTuple):
    """Claims of one reading; arrays of shape (claim,).

    Attributes:
        world: Number of the world.
        family: Position of its family in `FAMILIES`.
        model: The model that made it.
        lens: Lens.
        reading: "dilemma" or "deterrence".
        outcome: Outcome.
        share: Share of draws in support.
        supported: Whether the verdict is "supported" for one who says "could well".
        sure: Whether a verdict is given at all.
        true: Whether the claim is true.
    """

    world: np.ndarray
    family: np.ndarray
    model: np.ndarray
    lens: np.ndarray
    reading: np.ndarray
    outcome: np.ndarray
    share: np.ndarray
    supported: np.ndarray
    sure: np.ndarray
    true: np.ndarray

    def where(self, **wanted: object) -> "Claims":
        """Return the claims whose columns have these values."""
        kept = np.ones(len(self.share), bool)
        for name, value in wanted.items():
            kept &= getattr(self, name) == value
        return Claims(*(column[kept] for column in self))


def claims(judged: Iterable[Judged]) -> Claims:
    """Return two claims for each effect judged: one of either reading.

    The dilemma says that steps forward raise arms and force, and steps back lower them;
    deterrence says the reverse.
    """
    families = list(FAMILIES.values())
    rows = []
    for j in judged:
        family = next((k for k, f in enumerate(families) if j.model in f), 0)
        sign = -1 if j.plan == "withdraw" else 1
        for reading, way in (("dilemma", sign), ("deterrence", -sign)):
            for_it, against = (j.up, j.down) if way > 0 else (j.down, j.up)
            rows.append((
                j.world, family, j.model, j.lens, reading, j.outcome, for_it,
                for_it >= 0.5 and for_it > against, j.sure, j.truth == way,
            ))  # fmt: skip
    return Claims(*(np.array(column) for column in zip(*rows, strict=True)))


class Score(NamedTuple):
    """How the shares of a set of claims stand against the truth.

    Attributes:
        count: Claims.
        true: Share of claims that are true.
        share: Mean share in support.
        brier: Brier score [Brier1950].
        skill: 1 - Brier score over that of always giving the share that is true.
        error: Calibration error: mean distance of shares, to the nearest tenth, from
            how often they come true. Chance alone makes it positive.
        slope: Rise of the truth with the share: 1 ideal, 0 tells nothing.
        counts: Claims at each tenth, shape (11,).
        shares: Mean share there.
        rates: How often true there, with intervals.
    """

    count: int
    true: Interval
    share: Interval
    brier: Interval
    skill: Interval
    error: Interval
    slope: Interval
    counts: list[int]
    shares: list[float]
    rates: list[Interval]


def _weights(of: Claims) -> np.ndarray:
    """Return weights by which each family present counts the same."""
    sizes = np.bincount(of.family, minlength=len(FAMILIES))
    return 1.0 / sizes[of.family]


def _figures(sums: np.ndarray) -> dict[str, np.ndarray]:
    """Return figures from sums over claims: (..., tenth, [w, wx, wy, wxx, wxy])."""
    with np.errstate(invalid="ignore", divide="ignore"):
        weight, x, y = (sums[..., k] for k in range(3))
        total = sums.sum(axis=-2)
        w, sx, sy, sxx, sxy = (total[..., k] for k in range(5))
        brier, base = (sxx - 2 * sxy + sy) / w, sy / w * (1 - sy / w)
        return {
            "true": sy / w,
            "share": sx / w,
            "brier": brier,
            "skill": 1 - brier / base,
            "error": np.abs(x - y).sum(axis=-1) / w,
            "slope": (sxy - sx * sy / w) / (sxx - sx**2 / w),
            "shares": x / weight,
            "rates": y / weight,
        }


def _drawn(of: Claims, columns: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return sums as they are, and as worlds drawn anew would give them."""
    bins = np.rint(of.share * 10).astype(int)
    _, place = np.unique(of.world, return_inverse=True)
    worlds = place.max() + 1
    each = np.zeros((worlds, len(CENTRES), len(columns)))
    for k, column in enumerate(columns):
        np.add.at(each[..., k], (place, bins), column)
    rng = np.random.default_rng(11)
    times = rng.multinomial(worlds, np.full(worlds, 1 / worlds), AGAIN)
    return each.sum(axis=0), np.tensordot(times, each, 1)


def _interval(value: float, again: np.ndarray) -> Interval:
    fine = again[np.isfinite(again)]
    low, high = np.quantile(fine, ENDS) if len(fine) else (np.nan, np.nan)
    return Interval(float(value), float(low), float(high))


def score(of: Claims) -> Score:
    """Return how the shares of claims stand against the truth."""
    w, x, y = _weights(of), of.share, of.true.astype(float)
    here, again = _drawn(of, (w, w * x, w * y, w * x * x, w * x * y))
    now, then = _figures(here), _figures(again)
    single = ("true", "share", "brier", "skill", "error", "slope")
    return Score(
        count=len(x),
        **{name: _interval(now[name], then[name]) for name in single},
        counts=np.bincount(
            np.rint(x * 10).astype(int), minlength=len(CENTRES)
        ).tolist(),
        shares=now["shares"].tolist(),
        rates=[_interval(now["rates"][k], then["rates"][:, k]) for k in range(11)],
    )  # fmt: skip


def supported_rate(of: Claims) -> Interval:
    """Return how often claims are called supported."""
    if not len(of.share):
        return Interval(np.nan, np.nan, np.nan)
    ones = np.ones(len(of.share))
    here, again = _drawn(of, (ones, of.supported.astype(float)))
    now, then = here.sum(axis=0), again.sum(axis=1)
    return _interval(now[1] / now[0], then[:, 1] / then[:, 0])


def mixed(of: Claims, doubt: float) -> float:
    """Return the Brier score of shares mixed with a third, by the weight of doubt."""
    said = (1 - doubt) * of.share + doubt / 3
    return float(np.average((said - of.true) ** 2, weights=_weights(of)))
