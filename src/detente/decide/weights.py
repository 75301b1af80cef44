r"""From a lens to a reader's view: weights of the members, or draws moved over.

A view gives some parameters new distributions G_k on the unbounded side and keeps how
the lens holds parameters together (its normal copula); all others follow as the lens
has them given those. So a member's weight is

$$ w = \prod_k \frac{g_k(x_k)}{\varphi(x_k)} \cdot
\frac{c(y)}{c(x)}, \qquad y_k = \Phi^{-1}(G_k(x_k)) $$

with x in standard deviations of the lens and c the copula's density among those named.
A stated motive adds q / pi or (1 - q) / (1 - pi), pi the chance that the draw's own
parameters give; so beliefs about one state say nothing of others. For fresh draws the
same map is used backwards: quantiles are moved, and chance stays what it was.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from jax import numpy as jnp
from scipy.special import ndtr, ndtri

from detente.core.bits import code, stream, uniform
from detente.core.errors import UsageError
from detente.decide.beliefs import Beyond, Distribution, View
from detente.laws import motive
from detente.lenses.lens import Lens

__all__ = ["Motives", "effective", "first_motives", "moved", "weights"]

IMPOSSIBLE = 1e-9
"""What a lens gives less than this probability, it excludes."""


class Motives(NamedTuple):
    """Motives at the start of the members of a run.

    Attributes:
        drawn: 1 where revisionist, shape (D, R, N).
        chance: What the draw's parameters gave it, shape (D, N).
    """

    drawn: np.ndarray
    chance: np.ndarray


def first_motives(
    parameters: Mapping[str, np.ndarray], notoriety: np.ndarray, codes: np.ndarray,
    replicates: int, seed: int,
) -> Motives:  # fmt: skip
    """Return the motives with which the members of a run began, from its bits.

    Args:
        parameters: Draws in natural units, shape (D,) each.
        notoriety: The world's, shape (N,).
        codes: Codes of the actors, shape (N,).
        replicates: Futures a draw.
        seed: Seed of the run.
    """
    fields = {
        name: jnp.asarray(parameters[f"motive.{name}"], jnp.float32)[:, None]
        for name in motive.MotiveParams._fields
    }
    p = motive.MotiveParams(**fields)
    start = motive.start(p, jnp.asarray(notoriety, jnp.float32)[None, :])
    chance = np.asarray(motive.predict(p, start))
    draws = np.arange(len(chance), dtype=np.uint32)[:, None]
    futures = np.arange(replicates, dtype=np.uint32)[None, :]
    key = stream(np.uint32(seed), draws, futures)
    u = uniform(stream(key, code("motive"))[..., None], jnp.asarray(codes))
    return Motives(np.asarray(u) < chance[:, None, :], chance)


def _cut(lens: Lens, said: Beyond) -> tuple[float, float, float]:
    """Return the lens's probabilities below and above, and that stated for below."""
    belief = lens.beliefs[said.key]
    below = float(ndtr((said.at - belief.centre) / belief.sd))
    above = float(ndtr((belief.centre - said.at) / belief.sd))
    wanted = 1 - said.chance if said.above else said.chance
    for held, stated in ((below, wanted), (above, 1 - wanted)):
        if stated > 0 and held < IMPOSSIBLE:
            raise UsageError.at(
                f"believe, {said.key}", f"what lens {lens.name} holds possible",
                "what it gives less than one in a billion",
                f"state its distribution instead: {said.key} = CENTRE sd SD",
            )  # fmt: skip
    return below, above, wanted


def _check(lens: Lens, view: View) -> None:
    for key in view.parameters:
        if lens.beliefs[key].sd <= 0:
            raise UsageError.at(
                f"believe, {key}", f"a parameter that lens {lens.name} leaves open",
                "one that it holds fixed", "leave it out",
            )  # fmt: skip


def _ratio(
    lens: Lens, said: Beyond | Distribution, x: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return g / phi at x, and y: where x lay before the map."""
    belief = lens.beliefs[said.key]
    if isinstance(said, Distribution):
        if said.sd == 0:
            return np.zeros_like(x), np.zeros_like(x)
        y = (belief.centre + belief.sd * x - said.centre) / said.sd
        return np.exp((x**2 - y**2) / 2) * belief.sd / said.sd, y
    below, above, wanted = _cut(lens, said)
    under = x < (said.at - belief.centre) / belief.sd
    low = wanted / below if wanted > 0 else 0.0
    high = (1 - wanted) / above if wanted < 1 else 0.0
    level = np.where(under, low * ndtr(x), 1 - high * ndtr(-x))
    level = np.clip(level, 1e-15, 1 - 1e-15)
    # Exactly as before where nothing is said anew: rounding must move no weight.
    y = x if low == high == 1 else ndtri(level)
    return np.where(under, low, high), y


def _copula(factor: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the log density of a normal copula, up to a constant, (parameter, D)."""
    return ((x**2).sum(axis=0) - (np.linalg.solve(factor, x) ** 2).sum(axis=0)) / 2


def _correlation(lens: Lens, keys: list[str]) -> np.ndarray:
    """Return correlations of all parameters of a lens with some, (parameter, key)."""
    order = list(lens.beliefs)
    out = np.zeros((len(order), len(keys)))
    for column, key in enumerate(keys):
        out[order.index(key), column] = 1
        if lens.joint and key in lens.joint.keys:
            own = lens.joint.factor @ lens.joint.factor[lens.joint.keys.index(key)]
            for name, value in zip(lens.joint.keys, own, strict=True):
                out[order.index(name), column] = value
    return out


def weights(
    lens: Lens, view: View, steps: Mapping[str, np.ndarray], motives: Motives,
    actors: list[str],
) -> np.ndarray:  # fmt: skip
    """Return the weight of each member, their mean about 1, shape (D, R).

    Args:
        lens: Lens.
        view: View.
        steps: Draws in standard deviations from the centre, shape (D,) each.
        motives: Motives of the members at the start.
        actors: Codes in the order of `motives`.

    Raises:
        UsageError: If the lens excludes what the view states.
    """
    _check(lens, view)
    found = np.ones(motives.drawn.shape[:2])
    keys = list(view.parameters)
    if keys:
        x = np.stack([steps[key] for key in keys])
        pairs = [_ratio(lens, view.parameters[key], steps[key]) for key in keys]
        y = np.stack([before for _, before in pairs])
        rows = [list(lens.beliefs).index(key) for key in keys]
        factor = np.linalg.cholesky(_correlation(lens, keys)[rows])
        each = np.prod([ratio for ratio, _ in pairs], axis=0)
        each = each * np.exp(_copula(factor, y) - _copula(factor, x))
        found *= each[:, None]
    for actor, stated in view.motives.items():
        k = actors.index(actor)
        chance = motives.chance[:, None, k].astype(float)
        found *= np.where(
            motives.drawn[..., k], stated / chance, (1 - stated) / (1 - chance)
        )
    return found


def effective(found: np.ndarray) -> float:
    """Return the effective number of members by Kish's rule, 0 if all weigh nothing."""
    square = float((found**2).sum())
    return float(found.sum()) ** 2 / square if square > 0 else 0.0


def moved(
    lens: Lens, view: View, steps: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Return draws moved over to the view, in standard deviations of the lens.

    Args:
        lens: Lens.
        view: View.
        steps: Draws of the lens, shape (D,) each.

    Raises:
        UsageError: If the lens excludes what the view states.
    """
    _check(lens, view)
    keys = list(view.parameters)
    if not keys:
        return dict(steps)
    went = np.stack(
        [_target(lens, view.parameters[key], steps[key]) - steps[key] for key in keys]
    )
    order = list(lens.beliefs)
    every = _correlation(lens, keys)
    rows = [order.index(key) for key in keys]
    pull = every @ np.linalg.solve(every[rows], went)
    return {key: steps[key] + pull[k] for k, key in enumerate(order)}


def _target(lens: Lens, said: Beyond | Distribution, x: np.ndarray) -> np.ndarray:
    """Return the view's value at the same quantile, in standard deviations."""
    belief = lens.beliefs[said.key]
    if isinstance(said, Distribution):
        return (said.centre + said.sd * x - belief.centre) / belief.sd
    below, above, wanted = _cut(lens, said)
    up = ndtr(x)
    low = up / max(wanted, 1e-300) * below
    high = ndtr(-x) / max(1 - wanted, 1e-300) * above
    return np.where(
        up < wanted, ndtri(np.minimum(low, below)), -ndtri(np.minimum(high, 1))
    )
