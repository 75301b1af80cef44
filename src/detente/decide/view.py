"""A reader's own view: what a run would say if its reader's beliefs held.

The members of the finished run are weighted anew where enough of them agree with the
view; where too few do, the lens is simulated afresh with draws and motives moved over.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.claims.compute import principals, probe
from detente.claims.effects import SPIRAL, Effect, effect, hold, without_of
from detente.claims.session import Run
from detente.claims.verdicts import refusal, shares_of, word
from detente.decide.beliefs import View, parsed, read
from detente.decide.members import Finished, finished
from detente.decide.weights import effective, first_motives, moved, weights
from detente.lenses.lens import natural, steps
from detente.runs.execute import Plant, Progress, Recipe
from detente.runs.job import Task, Variant, tasks
from detente.runs.results import Results, rebuild
from detente.worlds.argument import Claim
from detente.worlds.compile import Compiled, compile_scenario

if TYPE_CHECKING:
    import pandas as pd

    from detente.runs.engine import Batch

__all__ = ["FILE", "Outlook", "needed", "reweighted", "view"]

FILE = "views.json"
"""Name of what is kept of readers' views beside the results of their run."""

LEAST_SHARE, LEAST_COUNT = 0.2, 50
SHARES = ("supports", "negligible", "opposes")


def needed(members: int) -> float:
    """Return how many effective members weighting needs, else a fresh run is made.

    A fifth of them, and fifty, or half where a run has fewer than a hundred.
    """
    return max(LEAST_SHARE * members, min(LEAST_COUNT, members / 2))


class Outlook(NamedTuple):
    """What a run says under a reader's view.

    Attributes:
        said: Plain data: `scenario`, `believe`, `lenses` (how each was done, with
            effective members), `claims` (shares and verdict before and after),
            `changed` (how many verdicts change), `lost` (how many given ones are
            refused, as too few members are left).
    """

    said: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data with stable keys."""
        return self.said

    def verdicts(self) -> "pd.DataFrame":
        """Return one row a claim, plan and lens, before and after."""
        import pandas as pd

        return pd.DataFrame(
            {
                "claim": row["id"], "plan": row["plan"], "lens": row["lens"],
                "primary": row["primary"], "changed": row["changed"],
                **{f"{name}_{when}": row[when]["shares"][name]
                   for when in ("before", "after") for name in SHARES},
                "verdict_before": row["before"]["verdict"],
                "verdict_after": row["after"]["verdict"],
            }
            for row in self.said["claims"]
        )  # fmt: skip


def view(
    run: Run,
    beliefs: str | Iterable[str] = (),
    *,
    file: str | Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Outlook:
    """Return what a finished run says under a reader's own beliefs.

    Args:
        run: A finished run.
        beliefs: Statements: "CHN revisionist 70%", "belief.empathy >= 0.5 60%",
            "crisis.fear = 1.2 sd 0.3" (centre in natural units, sd as in lens files).
        file: TOML file with more of them, as `believe = [...]`.
        workers: Processes of a fresh run.
        progress: Told of every batch of a fresh run.

    Raises:
        UsageError: If a statement is none, names what is not there, has a probability
            outside 0-100 %, or a lens excludes it.
        RunError: If other code made the run.
    """
    lines = [beliefs] if isinstance(beliefs, str) else list(beliefs)
    lines += [] if file is None else read(file)
    actors = {code: each.name for code, each in run.scenario.world.actors.items()}
    held = parsed(lines, actors)
    whole = finished(run)
    compiled = compile_scenario(whole.scenario)
    found = {lens: _weights(whole, compiled, held, lens) for lens in whole.lenses}
    size = next(iter(found.values())).size
    afresh = [lens for lens, w in found.items() if effective(w) < needed(size)]
    anew = (
        _fresh(whole, compiled, held, afresh, workers, progress or _silent)
        if afresh else whole.results
    )  # fmt: skip
    members = {
        lens: _Members.of(anew, np.ones_like(w))
        if lens in afresh
        else _Members.of(whole.results, w)
        for lens, w in found.items()
    }
    rows = [
        _row(row, _after(members[row["lens"]], whole, row))
        for row in run.to_json()["claims"]
    ]
    return Outlook({
        "scenario": whole.scenario.slug,
        "believe": list(held.said),
        "lenses": [
            {"lens": lens, "how": "fresh" if lens in afresh else "re-weighted",
             "effective": round(effective(w), 1), "members": size,
             "needed": needed(size)}
            for lens, w in found.items()
        ],
        "claims": rows,
        "changed": sum(row["changed"] for row in rows),
        "lost": sum(
            bool(row["after"]["refused"]) and row["before"]["verdict"] != "refused"
            for row in rows
        ),
    })  # fmt: skip


class _Members(NamedTuple):
    """Results under one lens, and the weights of its members."""

    results: Results
    weights: np.ndarray
    mean: Results

    @staticmethod
    def of(results: Results, found: np.ndarray) -> "_Members":
        return _Members(results, found, reweighted(results, found))


def _row(row: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said of one claim, plan and lens before and after."""
    said = {key: row[key] for key in ("id", "title", "lens", "plan", "primary")}
    before = {"shares": row["shares"], "verdict": row["verdict"]}
    words = (before["verdict"], after["verdict"])
    # Fewer members know less: that a verdict can no longer be given is no change of it.
    changed = words[0] != words[1] and "refused" not in words
    return said | {"before": before, "after": after, "changed": changed}


def _silent(stage: str, done: int, total: int, left: float | None) -> None:
    """Report nothing."""


def _weights(whole: Finished, compiled: Compiled, held: View, lens: str) -> np.ndarray:
    """Return the weight of each member under one lens, shape (D, R)."""
    world, shape = next(iter(compiled.plans.values())).world, whole.results.shape
    motives = first_motives(
        whole.parameters[lens], np.asarray(world.notoriety), np.asarray(world.codes),
        shape.replicates, whole.seed,
    )  # fmt: skip
    drawn = steps(whole.lenses[lens], shape.draws, whole.seed)
    return weights(whole.lenses[lens], held, drawn, motives, list(compiled.actors))


def reweighted(results: Results, found: np.ndarray) -> Results:
    """Return results of one replicate: the weighted mean of each draw's futures.

    Args:
        results: Results of a run.
        found: Weight of each member, shape (D, R).
    """
    out = Results(results.shape._replace(replicates=1))
    total = found.sum(axis=1, keepdims=True)
    each = np.where(
        total > 0, found / np.where(total > 0, total, 1), 1 / found.shape[1]
    )
    # A future that failed must not hide one that weighs all.
    table = np.where(each[:, :, None, None] > 0, results.outcomes, 0)
    out.outcomes[:] = (table * each[:, :, None, None]).sum(axis=3, keepdims=True)
    return out


def _after(
    members: _Members, whole: Finished, row: Mapping[str, Any]
) -> dict[str, Any]:
    """Return shares and verdict of one claim, plan and lens under weights."""
    results, found, mean = members
    claim: Claim = whole.scenario.claims[row["id"]]
    alone = [bool(without_of(p)) or p.outcome == SPIRAL for p in claim.parts]
    parts: list[Effect] = []
    for part, single in zip(claim.parts, alone, strict=True):
        asked = (whole.scenario, row["lens"], Variant(row["plan"]), part)
        # What is due to something, and spiral numbers, have the first future alone.
        plain = effect(results, *asked)
        parts.append(
            plain if single else effect(mean, *asked)._replace(chance=plain.chance)
        )
    each = found[:, 0] if any(alone) else found.mean(axis=1)
    fine = np.all([np.isfinite(part.values) for part in parts], axis=0)
    size = effective(found[fine, :1] if any(alone) else found[fine])
    size /= 1 if any(alone) else found.shape[1]
    shares = shares_of(claim, parts, each)
    refused = refusal(parts, size)
    apart = each[fine] ** 2 @ _support_error(claim, parts, each, fine, shares.supports)
    return {
        "shares": {name: round(x, 6) for name, x in shares._asdict().items()},
        "verdict": word(claim, shares, refused),
        "refused": refused or None,
        "error": float(np.sqrt(apart)) / max(float(each[fine].sum()), 1e-300),
    }


def _support_error(
    claim: Claim, parts: list[Effect], each: np.ndarray, fine: np.ndarray, share: float
) -> np.ndarray:
    """Return squared distances of each draw's support from the share, (fine,)."""
    held = [hold(part, e)[0] for part, e in zip(claim.parts, parts, strict=True)]
    return (np.all(held, axis=0)[fine] - share) ** 2


def _fresh(
    whole: Finished, compiled: Compiled, held: View, lenses: list[str],
    workers: int | None, progress: Progress,
) -> Results:  # fmt: skip
    """Simulate some lenses with draws and motives moved over to the view.

    Quantiles, chance and seed are those of the run, so that what differs is the view.
    """
    shape, scenario = whole.results.shape, whole.scenario
    recipe = Recipe(
        scenario, shape.queries, tuple(principals(scenario, compiled)),
        probe(scenario, compiled), whole.seed, tuple(held.motives.items()),
    )  # fmt: skip
    parameters = {
        name: natural(
            whole.lenses[name],
            moved(whole.lenses[name], held,
                  steps(whole.lenses[name], shape.draws, whole.seed)),
        )
        for name in lenses
    }  # fmt: skip
    job = tasks(lenses, shape.variants, shape.draws, shape.replicates)
    done: dict[str, Batch] = {}

    def keep(task: Task, batch: "Batch") -> None:
        done[task.name] = batch

    with Plant(recipe, workers) as plant:
        plant.execute(job, parameters, keep, progress, slim=True)
    return rebuild(shape, [(task, done[task.name]) for task in job])
