"""What would overturn a verdict: the smallest change of assumptions that flips it.

A verdict is *overturned* when its claim passes from supported to not supported, or the
other way. The draws already made say which parameters the claim's margin follows. The
lens is then moved along that direction, a few parameters at a time, and simulated
afresh with the same draws and chance, until the verdict flips. Only what a fresh
simulation has confirmed is reported. Distances are in standard deviations of the lens:
what lies within 1 the lens itself holds well possible.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from detente.claims.compute import principals, probe
from detente.claims.effects import Effect, baseline_of, effect, without_of
from detente.claims.session import Run
from detente.claims.verdicts import MODALITY, Shares, shares_of, word
from detente.core.parameters import bounded, unbounded
from detente.decide.discovery import boxes
from detente.decide.members import Finished, enough, finished, one_of
from detente.lenses.lens import Lens, parameters
from detente.runs.engine import MEMBERS, Batch
from detente.runs.execute import Plant, Progress, Recipe
from detente.runs.job import Shape, Task, Variant, tasks
from detente.runs.results import Results, rebuild
from detente.worlds.argument import Claim, Part
from detente.worlds.compile import compile_scenario
from detente.worlds.schema import Scenario

__all__ = ["FARTHEST", "FILE", "direction", "margin", "overturn", "shortest"]

FILE = "overturned.json"
"""Where a run keeps what would overturn its verdicts, for its report."""

FARTHEST = 3.0
"""Standard deviations beyond which no change of assumptions is looked for."""

SIZES = (1, 2, 4, 8)
"""How many parameters are moved together."""

PRECISION = 0.25
"""Standard deviations to which a distance is found."""

FEWEST = 32
"""Draws below which a direction cannot be told from chance."""

REPLICATES = 2

Shift = Mapping[str, float]
"""Standard deviations by parameter."""


def margin(part: Part, found: Effect) -> np.ndarray:
    """Return by how many widths a part holds in each draw; below 0 it does not, (D,).

    Args:
        part: Part of a claim.
        found: Its effect.
    """
    e = found.values / found.width
    return {
        "above": e - 1, "below": -e - 1, "within": 1 - np.abs(e),
        "not_above": 1 - e, "not_below": e + 1,
    }[part.holds_if]  # fmt: skip


def direction(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return how a margin follows each parameter, noise shrunk towards none; (P,).

    Ridge regression of ranks, so that a few wild draws do not decide. The penalty is
    the number of parameters: as if each explained as much as any other before the
    draws are seen (Hoerl, Kennard and Baldwin 1975 take their ratio likewise).

    Args:
        x: Parameters of each draw in standard deviations, (D, P).
        y: Margin of each draw, (D,); what is not finite is left out.
    """
    fine = np.isfinite(y)
    x, y = x[fine] - x[fine].mean(axis=0), y[fine]
    ranks = np.argsort(np.argsort(y)) / max(len(y) - 1, 1) - 0.5
    return np.linalg.solve(x.T @ x + x.shape[1] * np.eye(x.shape[1]), x.T @ ranks)


def shortest(
    flipped: Callable[[float], bool], farthest: float = FARTHEST
) -> float | None:
    """Return the shortest distance at which a verdict flips, or None if it does not.

    Args:
        flipped: Whether it is flipped at a distance; once flipped, farther out too.
        farthest: Where to begin.
    """
    if not flipped(farthest):
        return None
    near, far = 0.0, farthest
    while far - near > PRECISION:
        middle = (near + far) / 2
        near, far = (near, middle) if flipped(middle) else (middle, far)
    return far


class _Trial(NamedTuple):
    """A fresh simulation at some distance."""

    supported: bool
    shares: Shares


class _Bench(NamedTuple):
    """All that fresh simulations of one claim need."""

    scenario: Scenario
    claim: Claim
    lens: Lens
    draws: Mapping[str, np.ndarray]
    shape: Shape
    plant: Plant
    tell: Progress

    def trial(self, shift: Shift) -> _Trial:
        """Return what becomes of the claim once the lens is moved."""
        at = _moved(self.lens, self.draws, shift)
        done: dict[str, Batch] = {}

        def keep(task: Task, batch: Batch) -> None:
            done[task.name] = batch

        s = self.shape
        job = tasks(s.lenses, s.variants, s.draws, s.replicates)
        self.plant.execute(
            job, {self.lens.name: at}, keep, self.tell, "overturning", slim=True
        )
        results = rebuild(s, [(task, done[task.name]) for task in job])
        return _judged(results, self.scenario, self.claim, self.lens.name)


def _judged(results: Results, scenario: Scenario, claim: Claim, lens: str) -> _Trial:
    """Return whether a claim is supported, by the rule of verdicts."""
    shares = shares_of(claim, _effects(results, scenario, claim, lens))
    return _Trial(word(claim, shares) == "supported", shares)


def _effects(
    results: Results, scenario: Scenario, claim: Claim, lens: str
) -> list[Effect]:
    return [
        effect(results, scenario, lens, Variant(claim.plan), part)
        for part in claim.parts
    ]


def _moved(
    lens: Lens, draws: Mapping[str, np.ndarray], shift: Shift
) -> dict[str, np.ndarray]:
    """Return draws of a lens whose centre was moved (natural units)."""
    known, out = parameters(), dict(draws)
    for key, steps in shift.items():
        transform = known[key].transform
        free = np.array([unbounded(transform, float(v)) for v in draws[key]])
        out[key] = bounded(transform, free + steps * lens.beliefs[key].sd)
    return out


def _variants(scenario: Scenario, claim: Claim) -> tuple[Variant, ...]:
    """Return what must be simulated to judge a claim, plans first."""
    found: dict[Variant, None] = {}
    for part in claim.parts:
        plans = [part.plan or claim.plan]
        if part.contrast != "level":
            plans.append(baseline_of(scenario, part))
        for without in dict.fromkeys(("", without_of(part))):
            found |= dict.fromkeys(Variant(plan, without) for plan in plans)
    return tuple(sorted(found, key=lambda variant: bool(variant.without)))


def overturn(
    run: Run, claim: str, lens: str | None = None, workers: int | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the smallest changes of assumptions found that flip a verdict.

    Args:
        run: A finished run.
        claim: Id of the claim.
        lens: Name of the lens; the first of the run if not given.
        workers: Processes; one a core by default.
        progress: Told of every batch.

    Returns:
        Plain data with stable keys. `supported` and `shares`: the verdict in the draws
        used. `flips`: for each number of parameters moved together, `parameters` (name,
        steps in standard deviations, origin, centre from and to in natural units),
        `distance` and the `shares` there, both None where the verdict still stands at
        `farthest`. `boxes`: in which region of the run's draws the claim holds.

    Raises:
        UsageError: If there is no such claim or lens, or the run has too few draws.
        RunError: If other code made the run.
    """
    scenario, made = run.scenario, run.made_from
    name = lens or made["lenses"][0]
    one_of("claim", claim, scenario.claims)
    one_of("lens", name, made["lenses"])
    enough(run, FEWEST, "overturn")
    whole = finished(run)
    with _plant(whole, workers) as plant:
        bench = _bench(whole, claim, name, plant, progress or (lambda *_: None))
        flips, now = _flips(bench, whole)
    about = scenario.claims[claim]
    held = np.min(
        [margin(part, found) for part, found in zip(
            about.parts, _effects(whole.results, scenario, about, name), strict=True
        )],
        axis=0,
    )  # fmt: skip
    return {
        "scenario": scenario.slug, "claim": claim, "title": about.title,
        "plan": about.plan, "lens": name, "draws": bench.shape.draws,
        "replicates": bench.shape.replicates, "farthest": FARTHEST,
        "supported": now.supported, "shares": now.shares._asdict(),
        "wanted": MODALITY[about.modality], "flips": flips,
        "boxes": boxes(whole.parameters[name], held),
    }  # fmt: skip


def _plant(whole: Finished, workers: int | None) -> Plant:
    compiled = compile_scenario(whole.scenario)
    recipe = Recipe(
        whole.scenario, whole.results.shape.queries,
        tuple(principals(whole.scenario, compiled)), probe(whole.scenario, compiled),
        whole.seed,
    )  # fmt: skip
    return Plant(recipe, workers)


def _bench(
    whole: Finished, claim: str, lens: str, plant: Plant, tell: Progress
) -> _Bench:
    about, shape = whole.scenario.claims[claim], whole.results.shape
    draws = min(shape.draws, MEMBERS)
    return _Bench(
        whole.scenario, about, whole.lenses[lens],
        {key: x[:draws] for key, x in whole.parameters[lens].items()},
        shape._replace(
            lenses=(lens,), variants=_variants(whole.scenario, about), draws=draws,
            replicates=min(shape.replicates, REPLICATES),
        ),
        plant, tell,
    )  # fmt: skip


def _standard(
    lens: Lens, draws: Mapping[str, np.ndarray], keys: list[str]
) -> np.ndarray:
    """Return draws in standard deviations from the centre, (D, P)."""
    known = parameters()
    return np.stack(
        [
            (np.array([unbounded(known[key].transform, float(v)) for v in draws[key]])
             - lens.beliefs[key].centre) / lens.beliefs[key].sd
            for key in keys
        ],
        axis=1,
    )  # fmt: skip


def _flips(bench: _Bench, whole: Finished) -> tuple[list[dict[str, Any]], _Trial]:
    """Return the flips found, and the verdict where nothing is moved."""
    lens = bench.lens
    keys = [key for key, belief in lens.beliefs.items() if belief.sd > 0]
    now = bench.trial({})
    parts = [
        margin(part, found) for part, found in zip(
            bench.claim.parts,
            _effects(whole.results, bench.scenario, bench.claim, lens.name),
            strict=True,
        )
    ]  # fmt: skip
    pull = direction(
        _standard(lens, whole.parameters[lens.name], keys), np.min(parts, axis=0)
    )
    way = -1.0 if now.supported else 1.0
    found: list[dict[str, Any]] = []
    farthest = FARTHEST
    for size in SIZES:
        chosen = np.argsort(-np.abs(pull))[:size]
        unit = way * pull[chosen] / (np.linalg.norm(pull[chosen]) + 1e-12)
        toward = {keys[k]: float(u) for k, u in zip(chosen, unit, strict=True)}
        flip = _flip(bench, toward, farthest, now)
        # More parameters that shorten the way by nothing tell nothing new.
        if flip["distance"] is None and farthest < FARTHEST:
            continue
        found.append(flip)
        if flip["distance"] is not None:
            farthest = flip["distance"] - PRECISION
        if farthest < PRECISION:
            break
    return found, now


def _flip(bench: _Bench, toward: Shift, farthest: float, now: _Trial) -> dict[str, Any]:
    """Return the shortest flip in a direction (of length 1), as plain data."""
    seen: dict[float, _Trial] = {}

    def flipped(distance: float) -> bool:
        seen[distance] = bench.trial({key: distance * u for key, u in toward.items()})
        return seen[distance].supported != now.supported

    distance = shortest(flipped, farthest)
    at = farthest if distance is None else distance
    return {
        "size": len(toward), "distance": distance, "tried": at,
        "shares": None if distance is None else seen[at].shares._asdict(),
        "parameters": [_step(bench.lens, key, at * u) for key, u in toward.items()],
    }  # fmt: skip


def _step(lens: Lens, key: str, steps: float) -> dict[str, Any]:
    belief, known = lens.beliefs[key], parameters()[key]
    ends = np.array([belief.centre, belief.centre + steps * belief.sd])
    start, end = bounded(known.transform, ends)
    return {
        "parameter": key, "steps": steps, "origin": belief.origin,
        "from": float(start), "to": float(end), "unit": known.unit,
    }  # fmt: skip
