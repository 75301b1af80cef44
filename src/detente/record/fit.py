"""The fit: prior times the kernel's own score of history, by mode and by NUTS.

Parameters are counted in prior standard deviations, so the prior is standard normal;
around the mode the posterior's curvature (Laplace) sets the metric in which NUTS moves,
so that a trajectory of few steps crosses it. Chains are kept as they finish: a fit that
was stopped goes on with those that are missing.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.core.errors import DataError
from detente.lenses.lens import Belief, load

if TYPE_CHECKING:
    from detente.record.history import Years
    from detente.record.replay import Replay

__all__ = ["FITTED", "Chains", "Mode", "find_mode", "graded", "prior", "sample_chain"]

FITTED = (
    "motive.share", "motive.turnover", "belief.empathy",
    "content.offence", "content.distinguishability",
    "arming.threat", "arming.motive", "arming.protection", "arming.speed",
    "arming.custom", "arming.answer", "arming.noise",
    "crisis.base", "crisis.gain", "crisis.fear", "crisis.window", "crisis.embolden",
    "crisis.heat", "crisis.memory", "crisis.jolt", "crisis.contiguity",
    "crisis.distance", "crisis.tie", "crisis.pact", "crisis.nuclear",
    "crisis.preponderance", "crisis.display", "crisis.use", "crisis.war",
    "crisis.stakes", "crisis.damping",
    "joining.base", "joining.use", "joining.war", "joining.commitment",
    "joining.reach", "joining.motive",
    "alignment.shared", "alignment.mutual", "alignment.friends", "alignment.affinity",
    "alignment.bandwagon", "alignment.notoriety", "record.climb", "record.fall",
)  # fmt: skip
"""Parameters fitted; the others speak of what the record does not hold.

The contest of forces (`threat`) is left to the prior: freed, it gains 2 units of log
posterior over 1950-1979, and its likelihood has a second mode in which force decides
nothing.
"""

LEAST_CURVATURE = 0.25
"""Of the log posterior, in prior standard deviations: the prior alone has 1."""

STEP = 0.05
"""Step of the differences that give the curvature (prior standard deviations)."""

APART = (-2.0, 2.0)
"""Further starts of the climb, in prior standard deviations of `motive.share`."""

TREE_DEPTH = 6
"""Most doublings of a trajectory."""


class Mode(NamedTuple):
    """The most likely parameters and the curvature there.

    Attributes:
        keys: Parameters, in order.
        centre: Their unbounded values at the mode, shape (parameter,).
        spread: Lower Cholesky factor of their covariance (Laplace), unbounded side.
        log_posterior: Up to a constant.
        years: First and last year fitted.
    """

    keys: tuple[str, ...]
    centre: np.ndarray
    spread: np.ndarray
    log_posterior: float
    years: tuple[int, int]

    def draws(self, count: int, seed: int) -> np.ndarray:
        """Return draws from the normal approximation, shape (count, parameter)."""
        normal = np.random.default_rng(seed).standard_normal((count, len(self.keys)))
        return self.centre + normal @ self.spread.T

    def named(self, values: np.ndarray) -> dict[str, Any]:
        """Return values keyed by parameter."""
        return dict(zip(self.keys, values.T, strict=True))


class Chains(NamedTuple):
    """What NUTS drew.

    Attributes:
        draws: Unbounded values, shape (chain, draw, parameter).
        divergences: Diverging trajectories, in all.
        accepted: Mean acceptance probability.
    """

    draws: np.ndarray
    divergences: int
    accepted: float


def prior(keys: Sequence[str] = FITTED) -> dict[str, Belief]:
    """Return the prior of parameters, those of the record's own included."""
    from detente.record.replay import OWN

    beliefs = load("prior").beliefs
    wide = {key: beliefs[OWN[key]]._replace(sd=3.0) for key in OWN}
    return {key: wide.get(key) or beliefs[key] for key in keys}


def _standard(
    replay: "Replay", years: tuple[int, int], keys: Sequence[str]
) -> tuple[Callable[..., Any], np.ndarray, np.ndarray]:
    """Return the negative log posterior of standardised values; centres; widths.

    It takes what happened as well, so that compiled it serves many pasts.
    """
    import jax.numpy as jnp

    beliefs = prior(keys)
    centre = np.array([beliefs[key].centre for key in keys])
    width = np.array([beliefs[key].sd for key in keys])

    def potential(x: Any, happened: "Years") -> Any:
        free = {key: centre[k] + width[k] * x[k] for k, key in enumerate(keys)}
        return 0.5 * jnp.sum(x**2) - replay.of(happened).log_likelihood(free, years)

    return potential, centre, width


def graded(
    replay: "Replay", years: tuple[int, int], keys: Sequence[str] = FITTED
) -> Callable[..., Any]:
    """Return the compiled negative log posterior with its gradient.

    Args:
        replay: The history.
        years: First and last year fitted.
        keys: Parameters that are free.

    Returns:
        Function of parameters in prior standard deviations and of the `years` of a
        replay: of this one, or of one made from it by `Replay.of`.
    """
    import jax

    return jax.jit(jax.value_and_grad(_standard(replay, years, keys)[0]))


def find_mode(
    replay: "Replay", years: tuple[int, int], keys: Sequence[str] = FITTED,
    tell: Callable[[str], None] = lambda _: None, near: Mode | None = None,
    compiled: Callable[..., Any] | None = None,
) -> Mode:  # fmt: skip
    """Return the posterior mode and its curvature.

    Args:
        replay: The history.
        years: First and last year fitted; later ones do not count.
        keys: Parameters that are free.
        tell: Takes lines of progress.
        near: Mode of the same parameters under a law that differs little, from which to
            begin; its curvature is then kept for that of the mode found.
        compiled: What `graded` gave for a past alike but for its acts.

    Raises:
        DataError: If no mode is found.
    """
    import jax.numpy as jnp
    from scipy.optimize import minimize

    _, centre, width = _standard(replay, years, keys)
    run = compiled or graded(replay, years, keys)

    def slope(x: np.ndarray) -> np.ndarray:
        return np.asarray(run(jnp.asarray(x, jnp.float32), replay.years)[1], float)

    def climb(at: np.ndarray, factor: np.ndarray) -> tuple[np.ndarray, float]:
        """Return the top reached from a point, in a metric, and its value."""

        def both(y: np.ndarray) -> tuple[float, np.ndarray]:
            value, rise = run(jnp.asarray(at + factor @ y, jnp.float32), replay.years)
            return float(value), np.asarray(rise, float) @ factor

        found = minimize(
            both, np.zeros(len(keys)), jac=True, method="L-BFGS-B",
            options={"maxiter": 200, "maxcor": 30},
        )  # fmt: skip
        tell(f"{found.nfev} evaluations: {-found.fun:.1f}")
        return at + factor @ found.x, float(found.fun)

    if near is not None:  # in the metric of its curvature a few steps do
        whiten = near.spread / width[:, None]
        top, value = climb((near.centre - centre) / width, whiten)
        spread = near.spread
    else:
        tops = [climb(at, np.eye(len(keys))) for at in _starts(keys)]
        top, value = min(tops, key=lambda each: np.nan_to_num(each[1], nan=np.inf))
        factor = _laplace(slope, top)
        # Without that metric the climb ends early, some units below the top.
        higher, better = climb(top, factor)
        if better < value:
            top, value = higher, better
            factor = _laplace(slope, top)
        spread = width[:, None] * factor
    if not np.isfinite(value):
        raise DataError.at("fit", "a finite score", str(value), "check the data")
    tell(f"mode found: {-value:.1f}")
    return Mode(tuple(keys), centre + width * top, spread, -value, years)


def _starts(keys: Sequence[str]) -> list[np.ndarray]:
    """Return where to start: several tops lie along the share of revisionists."""
    found = [np.zeros(len(keys))]
    if "motive.share" in keys:
        for steps in APART:
            start = np.zeros(len(keys))
            start[list(keys).index("motive.share")] = steps
            found.append(start)
    return found


def _laplace(slope: Callable[[np.ndarray], np.ndarray], x: np.ndarray) -> np.ndarray:
    """Return the Cholesky factor of the inverse curvature, by central differences."""
    rows = [
        (slope(x + STEP * unit) - slope(x - STEP * unit)) / (2 * STEP)
        for unit in np.eye(len(x))
    ]
    curvature = (np.array(rows) + np.array(rows).T) / 2
    values, vectors = np.linalg.eigh(curvature)
    values = np.maximum(values, LEAST_CURVATURE)
    return np.linalg.cholesky((vectors / values) @ vectors.T)


def sample_chain(
    replay: "Replay", mode: Mode, seed: int, chain: int, warmup: int, draws: int
) -> Chains:
    """Return one chain of NUTS, started from the normal approximation.

    Args:
        replay: The history.
        mode: Mode and curvature.
        seed: Seed of the fit.
        chain: Number of the chain.
        warmup: Draws that are thrown away while the step adapts.
        draws: Draws kept.
    """
    import jax
    import jax.numpy as jnp
    from numpyro.infer import MCMC, NUTS

    potential, centre, width = _standard(replay, mode.years, mode.keys)
    at = jnp.asarray((mode.centre - centre) / width, jnp.float32)
    factor = jnp.asarray(mode.spread / width[:, None], jnp.float32)
    kernel = NUTS(
        potential_fn=lambda y: potential(at + factor @ y, replay.years),
        max_tree_depth=TREE_DEPTH, target_accept_prob=0.8,
    )  # fmt: skip
    sampler = MCMC(kernel, num_warmup=warmup, num_samples=draws, progress_bar=False)
    key = jax.random.fold_in(jax.random.key(seed), chain)
    start = jax.random.normal(jax.random.fold_in(key, 1), at.shape)
    sampler.run(key, init_params=start, extra_fields=("diverging", "accept_prob"))
    extra = sampler.get_extra_fields()
    moved = np.asarray(sampler.get_samples()) @ (mode.spread).T + mode.centre
    return Chains(
        moved[None], int(np.sum(extra["diverging"])),
        float(np.mean(extra["accept_prob"])),
    )  # fmt: skip


def chain_in_process(job: tuple[Any, ...]) -> Path:
    """Draw one chain in a process of its own and keep it; return its file."""
    coding, mode, seed, chain, warmup, draws, folder = job
    path = Path(folder) / f"chain-{chain}.npz"
    if path.exists():
        return path
    from detente.record.history import history
    from detente.record.replay import Replay

    drawn = sample_chain(Replay(history(coding)), mode, seed, chain, warmup, draws)
    beside = path.with_suffix(".new.npz")
    np.savez(beside, draws=drawn.draws, divergences=drawn.divergences,
             accepted=drawn.accepted)  # fmt: skip
    beside.replace(path)
    return path


def one_thread() -> None:
    """Give this process one thread: chains run side by side."""
    os.environ["XLA_FLAGS"] = (
        os.environ.get("XLA_FLAGS", "")
        + " --xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    )
