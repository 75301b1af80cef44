r"""A search for better plans out of allowed moves, and what is left of it elsewhere.

A plan is scored by each interest alone: its mean gain over the baseline, in widths,
under the lens where that is least. No weights, no mean of lenses. With few plans to
choose from all are tried; else NSGA-III [DebJain2014] of Optuna proposes them.

The best of many noisy scores is too good. So the front is simulated again with other
draws and other chance, and the difference, the *optimism* of the search, is shown.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.claims.usual import LARGEST_SEED
from detente.core.errors import UsageError
from detente.core.needs import need
from detente.decide.decision import as_json
from detente.decide.interests import Stakes
from detente.decide.moves import (
    Dial,
    Setting,
    dials,
    every,
    moves_at,
    possible,
    setting_of,
    sound,
)
from detente.decide.plans import beaten, efficient
from detente.decide.trials import Trials
from detente.worlds.schema import Scenario

if TYPE_CHECKING:
    from detente.runs.execute import Progress

__all__ = ["Found", "chosen_front", "compared", "propose", "robust", "searched"]

DRAWS = 24
"""Draws a lens while searching: the mean of a paired difference is then known to a
fifth of its spread. With four lenses they fill three batches."""

HELD_OUT = 64
"""Draws a lens on which the front is simulated again."""

MOST = 8
"""Plans that are simulated again."""

POPULATION = 40
"""Plans of a generation: 200 are five generations."""

Score = Callable[[Sequence[Setting]], np.ndarray]
"""Returns the scores of settings, more is better, shape (settings, I)."""


class Found(NamedTuple):
    """What a search tried.

    Attributes:
        settings: Plans tried, each once.
        scores: Their scores, shape (settings, I).
    """

    settings: tuple[Setting, ...]
    scores: np.ndarray


def robust(stakes: Stakes) -> np.ndarray:
    """Return each plan's mean gain under the lens where it is least, in widths, (P, I).

    Args:
        stakes: Stakes; gains are against their baseline.
    """
    base = stakes.plans.index(stakes.baseline)
    means = np.stack([stakes.gains(lens).mean(axis=1) for lens in stakes.lenses])
    return (means - means[:, base : base + 1]).min(axis=0)


def searched(
    choice: Sequence[Dial], allowed: Callable[[Setting], bool], score: Score,
    interests: int, count: int, seed: int, first: Sequence[Setting] = (),
) -> Found:  # fmt: skip
    """Return up to so many different plans, with their scores.

    Args:
        choice: What may be chosen.
        allowed: Whether a setting makes a plan that could be stated.
        score: Scores settings.
        interests: How many interests there are.
        count: How many plans to try.
        seed: Seed of the search.
        first: Settings to begin with.
    """
    if possible(choice) <= count:
        some = tuple(filter(allowed, every(choice)))
        return Found(some, score(some))
    known: dict[Setting, np.ndarray] = {}
    study, spread = _study(choice, interests, seed, first)
    trial_state = need("optuna", "decide").trial.TrialState
    asked = 0
    while len(known) < count and asked < 20 * count:
        batch = [study.ask(spread) for _ in range(POPULATION)]
        asked += len(batch)
        settings = [tuple(t.params[name] for name in spread) for t in batch]
        fresh = dict.fromkeys(s for s in settings if s not in known and allowed(s))
        new = tuple(fresh)[: count - len(known)]
        if new:
            known |= dict(zip(new, score(new), strict=True))
        for trial, setting in zip(batch, settings, strict=True):
            if setting in known:
                study.tell(trial, known[setting].tolist())
            else:
                study.tell(trial, state=trial_state.FAIL)
    return Found(tuple(known), np.stack(list(known.values())))


def _study(
    choice: Sequence[Dial], interests: int, seed: int, first: Sequence[Setting]
) -> tuple[Any, dict[str, Any]]:
    """Return a study that proposes settings, and the range of each dial."""
    import warnings

    optuna = need("optuna", "decide")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    spread = {
        f"{k:03d}": optuna.distributions.CategoricalDistribution(
            tuple(range(len(dial.options) + 1))
        )
        for k, dial in enumerate(choice)
    }
    with warnings.catch_warnings():  # the sampler is called experimental
        warnings.simplefilter("ignore")
        sampler = optuna.samplers.NSGAIIISampler(population_size=POPULATION, seed=seed)
    study = optuna.create_study(directions=["maximize"] * interests, sampler=sampler)
    for setting in first:
        study.enqueue_trial(dict(zip(spread, setting, strict=True)))
    return study, spread


def chosen_front(scores: np.ndarray, most: int) -> list[int]:
    """Return plans worth a second look, each different from the others by what counts.

    They are not beaten by what counts. First comes the plan whose least gain is
    largest, then each interest's best, then those farthest from the ones chosen; one
    that is within a width of a chosen plan in every interest is left out.

    Args:
        scores: In widths, more is better, shape (settings, I).
        most: How many at most.
    """
    over = beaten(scores).any(axis=0)
    open_ = np.flatnonzero(~over if not over.all() else efficient(scores))
    inside = scores[open_]
    first = [int(inside.min(axis=1).argmax()), *map(int, inside.argmax(axis=0))]
    picked: list[int] = []

    def apart() -> np.ndarray:
        away = np.abs(inside[:, None] - inside[None, picked])
        return away.max(axis=2).min(axis=1)

    for k in first:
        if len(picked) < most and (not picked or apart()[k] > 1):
            picked.append(k)
    while len(picked) < most and apart().max() > 1:
        picked.append(int(apart().argmax()))
    return [int(open_[k]) for k in picked]


def propose(
    scenario: Scenario, lenses: Sequence[str], count: int, seed: int,
    workers: int | None, progress: "Progress",
) -> dict[str, Any]:  # fmt: skip
    """Search for better plans, and simulate the best of them again on other draws.

    Args:
        scenario: Scenario.
        lenses: Names of the lenses.
        count: How many plans to try.
        seed: Seed of the search; held-out draws have the next one.
        workers: Processes, or None for one a core.
        progress: Told how far it is.

    Returns:
        Plain data, described in the reference.

    Raises:
        DetenteError: If there is nothing to choose, or Optuna is not installed.
    """
    choice = dials(scenario)
    if not isinstance(count, int) or count < 2:
        raise UsageError.at("search", "2 plans or more", str(count), "try 200")
    if possible(choice) > count:
        need("optuna", "decide")
    own = {key: plan.moves for key, plan in scenario.plans.items()}
    begin = [s for moves in own.values() if (s := setting_of(choice, moves))]
    base = scenario.baseline
    tried = 0
    with Trials(scenario, lenses, choice, workers).open() as trials:

        def tell(stage: str, done: int, total: int, left: float | None) -> None:
            share = done * _settings / max(total, 1)
            progress(stage, tried + int(share), min(count, possible(choice)), left)

        def score(settings: Sequence[Setting]) -> np.ndarray:
            nonlocal tried, _settings
            _settings = len(settings)
            plans = {str(k): moves_at(choice, s) for k, s in enumerate(settings)}
            found = trials.stakes(
                {base: own[base], **plans}, base, DRAWS, seed, tell, "searching"
            )
            tried += len(settings)
            return robust(found)[1:]

        _settings = 0
        found = searched(
            choice, lambda s: sound(scenario, moves_at(choice, s)), score,
            len(scenario.wanted), count, seed, begin,
        )  # fmt: skip
        front = chosen_front(found.scores, MOST)
        stated = {setting_of(choice, moves): key for key, moves in own.items()}
        kept_ = [stated[s] for p in front if (s := found.settings[p]) in stated]
        fresh = [place for place in front if found.settings[place] not in stated]
        names = {f"proposal-{k}": place for k, place in enumerate(fresh, 1)}
        moves = {n: moves_at(choice, found.settings[p]) for n, p in names.items()}
        again = trials.stakes(
            own | moves,
            base,
            HELD_OUT,
            (seed + 1) % (LARGEST_SEED + 1),
            progress,
            "holding out",
        )
    searched_for = {name: found.scores[place] for name, place in names.items()}
    return {
        "scenario": scenario.slug, "seed": seed, "tried": len(found.settings),
        "possible": possible(choice), "draws": DRAWS, "held_out_draws": HELD_OUT,
        "lenses": list(lenses), "baseline": base, "plans": list(own), "stated": kept_,
        **compared(again, moves, searched_for),
    }  # fmt: skip


def compared(
    again: Stakes, moves: Mapping[str, Any], searched_for: Mapping[str, np.ndarray]
) -> dict[str, Any]:
    """Return proposals, what the search made of them, and what held-out draws leave.

    Args:
        again: Stated and proposed plans on held-out draws.
        moves: Moves of each proposal.
        searched_for: Its scores in the search, shape (I,).
    """
    left = dict(zip(again.plans, robust(again), strict=True))
    keys = [aim.key for aim in again.aims]
    under = [beaten(again.gains(lens).mean(axis=1)) for lens in again.lenses]
    over = np.asarray(np.all(under, axis=0))
    lost = [searched_for[name] - left[name] for name in moves]
    mean = np.mean(lost, axis=0) if lost else np.zeros(len(keys))
    return {
        "proposals": [
            {
                "plan": name,
                "moves": [move.model_dump(mode="json") for move in made],
                "searched": dict(zip(keys, searched_for[name].tolist(), strict=True)),
                "held_out": dict(zip(keys, left[name].tolist(), strict=True)),
                "beats": [
                    plan for q, plan in enumerate(again.plans)
                    if plan not in moves and over[again.plans.index(name), q]
                ],
            }
            for name, made in moves.items()
        ],
        "optimism": dict(zip(keys, mean.tolist(), strict=True)) if lost else None,
        "interests": [
            {"id": a.key, "title": a.title, "unit": a.unit, "width": a.width}
            for a in again.aims
        ],
        "held_out": as_json(again),
    }  # fmt: skip
