"""How much rarer acts are between pairs that are not politically relevant.

The fit sees relevant pairs only, scenarios simulate every pair. With the fitted
parameters held, the offset is sought at which the acts that the kernel expects of the
other pairs are as many as recorded: of disputes begun (`crisis.remote`) and of joining
a side that there was (`joining.remote`). History is replayed with every pair and all
that it did, so beliefs and memory are those that a simulation of every pair would have.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.core.errors import DataError

if TYPE_CHECKING:
    from detente.record.history import History
    from detente.record.panel import Coding
    from detente.record.replay import Replay

__all__ = ["DRAWS", "OFFSETS", "Offset", "estimate", "offsets"]

OFFSETS = ("crisis.remote", "joining.remote")
"""Parameters estimated here: fall of the log odds of disputes begun, of joining."""

DRAWS = 16
"""Draws of the posterior at which offsets are sought."""

FARTHEST = 10.0
"""Largest step of an offset that is tried (log odds)."""

CLOSE = 0.005
"""An offset that would move by less is found (log odds): far below its error."""

MOST_ROUNDS = 8


class Offset(NamedTuple):
    """An offset, on the unbounded side of its parameter (log of log odds).

    Attributes:
        key: Parameter.
        centre: Mean over draws of the posterior.
        sd: Standard deviation: of draws, and of the recorded count.
        recorded: Acts recorded.
        expected: Acts that would be expected without the offset, mean over draws.
        rows: Ordered pairs and years at risk.
    """

    key: str
    centre: float
    sd: float
    recorded: int
    expected: float
    rows: int


class _Acts(NamedTuple):
    """Acts at risk, and odds that a seeker and a revisionist act, shape (row,)."""

    seeker: np.ndarray
    revisionist: np.ndarray
    revision: np.ndarray

    def chance(self, shift: float) -> np.ndarray:
        """Return the probability of acting with the log odds lowered by a shift."""
        fall = np.exp(-shift)
        calm, bent = self.seeker * fall, self.revisionist * fall
        calm, bent = calm / (1 + calm), bent / (1 + bent)
        return calm + self.revision * (bent - calm)

    def shift(self, count: int) -> float:
        """Return the fall of the log odds at which so many acts are expected."""
        low, high = -FARTHEST, FARTHEST
        while high - low > CLOSE / 10:
            middle = (low + high) / 2
            fewer = self.chance(middle).sum() < count
            low, high = (low, middle) if fewer else (middle, high)
        return (low + high) / 2


def offsets(
    coding: "Coding", years: tuple[int, int], draws: Mapping[str, np.ndarray],
    tell: Callable[[str], None] = lambda _: None,
) -> list[Offset]:  # fmt: skip
    """Return the offsets that history asks for.

    Args:
        coding: Coding of disputes, "gml" or "cow".
        years: First and last year that count.
        draws: Unbounded values keyed by fitted parameter, each of shape (draw,).
        tell: Takes lines of progress.

    Raises:
        DataError: If a data set has not been added, or nothing is recorded.
    """
    from detente.record.history import history
    from detente.record.replay import Replay

    replay = Replay(history(coding, every=True), every=True)
    return estimate(replay, years, draws, tell)


def estimate(
    replay: "Replay", years: tuple[int, int], draws: Mapping[str, np.ndarray],
    tell: Callable[[str], None] = lambda _: None,
) -> list[Offset]:  # fmt: skip
    """Return the offsets; as `offsets`, for a replay of every pair.

    Args:
        replay: A history with every pair, before a kernel in which all may act.
        years: First and last year that count.
        draws: Unbounded values keyed by fitted parameter, each of shape (draw,).
        tell: Takes lines of progress.

    Raises:
        DataError: If no act is recorded, or offsets do not settle.
    """
    history = replay.history
    masks, done = _at_risk(history, years)
    recorded = {key: int((done[key] & masks[key]).sum()) for key in OFFSETS}
    for key, count in recorded.items():
        if not count:
            raise DataError.at(
                key, "recorded acts of pairs that are not politically relevant",
                "none", "give more years",
            )  # fmt: skip
    run = _chances(replay)
    found = {key: [] for key in OFFSETS}
    first = {key: np.log(replay.centre[key]) for key in OFFSETS}
    for number, draw in enumerate(zip(*draws.values(), strict=True)):
        free = dict(zip(draws, draw, strict=True))
        at, acts = _settled(run, free, first, masks, recorded)
        first = at
        for key in OFFSETS:
            offset = float(np.exp(at[key]))
            error = _error(history, acts[key], masks[key], done[key]) / offset
            without = acts[key].chance(-offset).sum()
            found[key].append((at[key], error, without))
        said = ", ".join(f"{key} {np.exp(at[key]):.2f}" for key in OFFSETS)
        tell(f"draw {number + 1}: {said}")
    return [
        Offset(
            key, float(np.mean(centre)),
            float(np.sqrt(np.var(centre) + np.mean(np.square(error)))),
            recorded[key], float(np.mean(without)), int(masks[key].sum()),
        )
        for key in OFFSETS
        for centre, error, without in [np.array(found[key]).T]
    ]  # fmt: skip


def _at_risk(
    history: "History", years: tuple[int, int]
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return who could act and who did, keyed by offset, (year, pair) each."""
    y = history.years
    here = (y.present[:, history.first] > 0) & (y.present[:, history.second] > 0)
    remote = here & (y.relevant == 0) & (history.first != history.second)
    when = np.arange(history.span[0], history.span[1] + 1)
    remote &= ((when >= years[0]) & (when <= years[1]))[:, None]
    began, met = (
        np.zeros((len(when), len(history.codes))) for _ in range(2)
    )  # fmt: skip
    year, pair = np.nonzero(y.dispute)
    began[year, history.first[pair]] = met[year, history.second[pair]] = 1
    side = (began + met)[:, history.second] > 0
    masks = (remote, remote & (y.join_seen > 0) & side)
    done = (y.dispute > 0, y.joined > 0)
    return dict(zip(OFFSETS, masks, strict=True)), dict(zip(OFFSETS, done, strict=True))


def _chances(replay: "Replay") -> Callable[..., Any]:
    """Return the compiled odds of acting, keyed by offset: seeker's, revisionist's."""
    import jax
    import jax.numpy as jnp

    from detente.laws import crisis, joining

    pairs, dispute = replay.pairs, replay.years.dispute

    @jax.jit
    def run(free: Mapping[str, Any]) -> dict[str, tuple[Any, Any, Any]]:
        p, out = replay.values(free).joining, replay(free)

        def year(now: tuple[Any, Any, Any]) -> Any:
            target, origin, begun = now
            began, met = crisis.involvement(begun, pairs)
            law = joining.Joining(
                target, origin, jnp.exp(p.use), jnp.exp(p.use + p.war),
                jnp.exp(p.motive),
            )  # fmt: skip
            return law.odds(pairs.column(began), pairs.column(met))

        odds = jax.lax.map(year, (out.target, out.origin, dispute))
        revision = out.foreseen[:, pairs.first]
        acts = (
            (out.fear, out.fear + out.gain, revision),
            (odds, odds * jnp.exp(p.motive), revision),
        )
        return dict(zip(OFFSETS, acts, strict=True))

    return run


def _settled(
    run: Callable[..., Any], free: Mapping[str, Any], first: Mapping[str, float],
    masks: Mapping[str, np.ndarray], recorded: Mapping[str, int],
) -> tuple[dict[str, float], dict[str, _Acts]]:  # fmt: skip
    """Return offsets (unbounded side) at which as much is expected as is recorded."""
    at = dict(first)
    for _ in range(MOST_ROUNDS):
        given = {key: np.float32(x) for key, x in (dict(free) | at).items()}
        acts = {
            key: _Acts(*(np.asarray(x)[masks[key]].astype(float) for x in odds))
            for key, odds in run(given).items()
        }
        shifts = {key: acts[key].shift(recorded[key]) for key in OFFSETS}
        if max(map(abs, shifts.values())) < CLOSE:
            return at, acts
        moved = {key: np.exp(at[key]) + shifts[key] for key in OFFSETS}
        for key, offset in moved.items():
            if offset <= 0:
                raise DataError.at(
                    key, "fewer acts of pairs that are not relevant than the law says",
                    "more", "free the sign of this parameter",
                )  # fmt: skip
        at = {key: float(np.log(offset)) for key, offset in moved.items()}
    raise DataError.at("remote", "offsets that settle", str(at), "check the data")


def _error(
    history: "History", acts: _Acts, mask: np.ndarray, done: np.ndarray
) -> float:
    """Return the standard error of an offset (log odds), from the count of acts.

    Acts come in bursts: of one state, of one pair, in one year. The largest error of
    the three groupings is taken.
    """
    chance = acts.chance(0.0)
    surplus = np.zeros(mask.shape)
    surplus[mask] = done[mask] - chance
    by_pair = surplus.sum(axis=0)
    sums = (
        np.bincount(history.first, by_pair),
        (by_pair + by_pair[history.reverse])[history.first < history.second],
        surplus.sum(axis=1),
    )
    information = (chance * (1 - chance)).sum()
    return float(max(np.sqrt((each**2).sum()) for each in sums) / information)
