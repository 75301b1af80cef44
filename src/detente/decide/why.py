"""Why a claim comes out as it does: the path of its effect, and two futures in words.

The plan and what it is compared with are simulated side by side with the draws and the
chance of the run, so what is explained is the run's own effect in its first draws.
"""

import multiprocessing
import signal
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from detente.claims.effects import SPIRAL, baseline_of, without_of
from detente.claims.session import Run
from detente.core.cores import cores
from detente.core.errors import UsageError
from detente.decide.futures import Cast, events
from detente.decide.members import enough, one_of, plain
from detente.decide.paths import Abreast, Paths
from detente.decide.tracing import (
    Path,
    Trace,
    begun_and_joined,
    carriers,
    of_arms,
    of_belief,
    of_year,
)  # fmt: skip
from detente.lenses import lens as lenses_
from detente.runs.engine import MEMBERS, Members
from detente.runs.job import Variant
from detente.runs.machine import prepare
from detente.worlds.argument import Claim, Part
from detente.worlds.compile import Compiled, compile_scenario
from detente.worlds.measures import Query
from detente.worlds.outcomes import OUTCOMES, width_for
from detente.worlds.schema import Scenario

__all__ = ["FEWEST", "FILE", "explain"]

FILE = "why.json"
"""Where a run keeps what was explained, for its report."""

FEWEST = 8
"""Draws below which no interval between draws can be given."""

REPLICATES = 2

Progress = Callable[[str, int, int, float | None], None]


class _Job(NamedTuple):
    """One batch of two worlds."""

    plan: str
    base: str
    without: str
    replicate: int


class _Recipe(NamedTuple):
    """All that a process needs to carry jobs out."""

    scenario: Scenario
    queries: tuple[Query, ...]
    beliefs: tuple[tuple[int, int], ...]
    parameters: Mapping[str, np.ndarray]
    draws: int
    seed: int


_HERE: list[tuple[Paths, _Recipe]] = []


def _begin(recipe: _Recipe) -> None:
    """Build the program of a worker; Ctrl-C is the parent's to answer."""
    if multiprocessing.parent_process() is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare()
    compiled = compile_scenario(recipe.scenario)
    _HERE[:] = [(Paths(compiled, recipe.queries, recipe.beliefs), recipe)]


def _carry_out(job: _Job) -> Abreast:
    paths, recipe = _HERE[0]
    variant = Variant(job.plan, job.without)
    return paths.run(
        job.plan, job.base, variant.switches(), recipe.parameters,
        Members.of(range(recipe.draws), job.replicate), recipe.seed,
        variant.hold(paths.compiled.actors),
    )  # fmt: skip


def explain(
    run: Run, claims: Sequence[str], lens: str | None = None,
    workers: int | None = None, progress: Progress | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return why claims come out as they do under a lens.

    Args:
        run: A finished run.
        claims: Ids of the claims; together they need one program and share batches.
        lens: Name of the lens; the first of the run if not given.
        workers: Processes; one a core by default.
        progress: Told of every batch.

    Returns:
        Plain data with stable keys, one entry a claim: `parts` (each with `effect`,
        `steps`, `behind` and `carriers`, or with `none`, the reason why no path can be
        told), and `futures`, a typical and an extreme one. Effects are means over the
        draws used.

    Raises:
        UsageError: If there is no such claim or lens, or the run has too few draws.
    """
    plain(run)
    scenario, made = run.scenario, run.made_from
    chosen = lens or made["lenses"][0]
    for claim in claims:
        one_of("claim", claim, scenario.claims)
    one_of("lens", chosen, made["lenses"])
    enough(run, FEWEST, "explain")
    held = [code for plan in scenario.plans for code in scenario.strategies_of(plan)]
    if held:
        raise UsageError.at(
            "explain", "a run in which the law moves everybody",
            f"one in which {held[0]} follows a strategy", "run it without strategies",
        )  # fmt: skip
    draws = min(int(made["draws"]), MEMBERS)
    compiled = compile_scenario(scenario)
    about = [scenario.claims[claim] for claim in claims]
    replicates = min(int(made["replicates"]), REPLICATES)
    jobs = [job for claim in about for job in _jobs(scenario, claim, replicates)]
    sampled = lenses_.sample(run.lenses[chosen], int(made["draws"]), made["seed"])
    recipe = _Recipe(
        scenario,
        tuple(dict.fromkeys(q for claim in about for q in _queries(claim))),
        tuple(dict.fromkeys(p for claim in about for p in _observed(claim, compiled))),
        {key: x[:draws] for key, x in sampled.items()}, draws, made["seed"],
    )  # fmt: skip
    done = _simulate(recipe, list(dict.fromkeys(jobs)), workers, progress)
    said = []
    for name, claim in zip(claims, about, strict=True):
        told = _Telling(scenario, compiled, claim, recipe, done, replicates)
        said.append({
            "scenario": scenario.slug, "claim": name, "title": claim.title,
            "plan": claim.plan, "lens": chosen, "draws": draws,
            "replicates": replicates,
            "parts": [told.part(part) for part in claim.parts],
            "futures": told.futures(),
        })  # fmt: skip
    return said


def _simulate(
    recipe: _Recipe, jobs: Sequence[_Job], workers: int | None,
    progress: Progress | None,
) -> dict[_Job, Abreast]:  # fmt: skip
    """Carry out all jobs, as many at a time as there are workers."""
    count = min(workers or cores(), len(jobs))
    tell = progress or (lambda *_: None)
    tell("compiling", 0, len(jobs), None)
    done: dict[_Job, Abreast] = {}
    if count <= 1:
        _begin(recipe)
        for job in jobs:
            done[job] = _carry_out(job)
            tell("comparing", len(done), len(jobs), None)
        return done
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, spawn, _begin, (recipe,)) as pool:
        try:
            for job, batch in zip(jobs, pool.map(_carry_out, jobs), strict=True):
                done[job] = batch
                tell("comparing", len(done), len(jobs), None)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return done


def _contest(scenario: Scenario, claim: Claim, part: Part) -> tuple[str, str]:
    """Return the plan of a part and what it is compared with; itself, for a level."""
    plan = part.plan or claim.plan
    base = plan if part.contrast == "level" else baseline_of(scenario, part)
    return plan, base


def _jobs(scenario: Scenario, claim: Claim, replicates: int) -> list[_Job]:
    found: dict[_Job, None] = {}
    for part in claim.parts:
        plan, base = _contest(scenario, claim, part)
        found |= dict.fromkeys(_Job(plan, base, "", r) for r in range(replicates))
        without = without_of(part)
        if without:  # a variant has one replicate in a run, so it is compared in one
            found[_Job(plan, base, without, 0)] = None
    return list(found)


def _sought(part: Part) -> list[Query]:
    """Return what a part measures: its outcome, and the one it is compared with."""
    found = [Query(part.outcome, part.of or "", part.toward or "")]
    if part.than:
        t = part.than
        found.append(Query(t.outcome, t.of or "", t.toward or ""))
    return [query for query in found if query.outcome != SPIRAL]


def _queries(claim: Claim) -> tuple[Query, ...]:
    return tuple(dict.fromkeys(q for part in claim.parts for q in _sought(part)))


def _sides(part: Part) -> list[tuple[str, str]]:
    """Return whose belief about whom stands behind a part, if it has two sides."""
    if not (part.of and part.toward):
        return []
    return list(dict.fromkeys([(part.toward, part.of), (part.of, part.toward)]))


def _observed(claim: Claim, compiled: Compiled) -> tuple[tuple[int, int], ...]:
    found: dict[tuple[int, int], None] = {}
    for part in claim.parts:
        for of, toward in _sides(part):
            for i in np.flatnonzero(compiled.sides[of]):
                for j in np.flatnonzero(compiled.sides[toward]):
                    if i != j:
                        found[int(i), int(j)] = None
    return tuple(found)


class _Split(NamedTuple):
    """An effect by draw, and what each step adds to it, in the unit of the contrast."""

    path: Path
    added: np.ndarray
    effect: np.ndarray


class _Telling:
    """Holds the batches of a claim while its parts are told."""

    def __init__(
        self, scenario: Scenario, compiled: Compiled, claim: Claim, recipe: _Recipe,
        done: Mapping[_Job, Abreast], replicates: int,
    ) -> None:  # fmt: skip
        self.scenario, self.compiled, self.claim = scenario, compiled, claim
        self.recipe, self.done, self.replicates = recipe, done, replicates
        self.places = {n: np.flatnonzero(m) for n, m in compiled.sides.items()}

    def trace(
        self, plan: str, base: str, without: str = "", *, one: bool = False
    ) -> Trace:
        """Return the members of a comparison; of one replicate if asked."""
        chosen = range(1 if one or without else self.replicates)
        batches = [self.done[_Job(plan, base, without, r)] for r in chosen]
        count = self.recipe.draws
        whole = np.concatenate([
            np.isfinite(b.there[:count]).all(axis=(1, 2))
            & np.isfinite(b.here[:count]).all(axis=(1, 2))
            for b in batches
        ])  # fmt: skip
        parts = {
            name: np.concatenate([getattr(b, name)[:count] for b in batches])[whole]
            for name in Abreast._fields if name != "pairs"
        }  # fmt: skip
        pairs = np.mean([b.pairs for b in batches], axis=0)
        draw = np.tile(np.arange(count), len(batches))[whole]
        return Trace(
            Abreast(**parts, pairs=pairs), draw, np.array(self.compiled.years),
            self.places,
        )  # fmt: skip

    def path(
        self, trace: Trace, query: Query, years: Sequence[int], plan: str, base: str
    ) -> Path:
        """Return the path of a query, before it is put into the unit of a contrast."""
        if query.outcome == "arms":
            return of_arms(trace, query.of, years)
        if query.outcome == "belief":
            return of_belief(trace, self.recipe.beliefs, query.of, query.toward, years)
        held = None
        if query.outcome == "alignment":
            held = self._held(query, plan) - self._held(query, base)
        at = self.recipe.queries.index(query)
        return of_year(trace, at, years, OUTCOMES[query.outcome].unit, held)

    def _held(self, query: Query, plan: str) -> np.ndarray:
        """Return the mean level at which a plan holds the ties of two sides, (Y,)."""
        chosen, of, toward = self.compiled.plans[plan], query.of, query.toward
        pairs = np.outer(self.compiled.sides[of], self.compiled.sides[toward])
        np.fill_diagonal(pairs, 0)
        held = np.maximum(
            np.asarray(chosen.world.tie), np.asarray(chosen.moves.tie_floor)
        )
        return (held * pairs).sum(axis=(1, 2)) / max(pairs.sum(), 1)

    def split(self, part: Part) -> _Split:
        """Return the path of a part's effect in the unit of its contrast."""
        plan, base = _contest(self.scenario, self.claim, part)
        without = without_of(part)
        first = self._contrast(
            part, _sought(part)[0], plan, base, "", one=bool(without)
        )
        if without:
            rest = self._contrast(part, _sought(part)[0], plan, base, without)
            first = first._replace(
                added=first.added - rest.added, effect=first.effect - rest.effect
            )
        if part.than:
            other = self._contrast(part, _sought(part)[1], plan, base, "")
            own = part.width or (width_for(part.outcome, part.contrast) or (1.0,))[0]
            per = (width_for(part.than.outcome, part.contrast) or (1.0,))[0]
            first = _Split(
                first.path._replace(unit="widths"),
                first.added / own - other.added / per,
                first.effect / own - other.effect / per,
            )
        return first

    def _contrast(
        self, part: Part, query: Query, plan: str, base: str, without: str,
        *, one: bool = False,
    ) -> _Split:  # fmt: skip
        trace = self.trace(plan, base, without, one=one)
        path = self.path(trace, query, part.years, plan, base)
        added, effect = trace.by_draw(path.added), trace.by_draw(path.effect)
        if part.contrast == "ratio":
            at = self.recipe.queries.index(query)
            inside = trace.window(part.years)
            level = trace.by_draw(trace.kept.here[:, inside, at].mean(axis=1))
            added, effect = added / level[:, None, None], effect / level
            path = path._replace(unit="ratio - 1")
        return _Split(path, added, effect)

    def part(self, part: Part) -> dict[str, Any]:
        """Return what is told of one part."""
        plan, base = _contest(self.scenario, self.claim, part)
        said: dict[str, Any] = {
            "outcome": part.outcome, "of": part.of, "toward": part.toward,
            "years": list(part.years), "plan": plan, "against": base,
            "contrast": part.contrast, "none": None,
        }  # fmt: skip
        if part.outcome == SPIRAL:
            return said | {
                "none": "the spiral number is taken of the whole loop at once"
            }
        trace = self.trace(plan, base)
        who = carriers(
            trace, part.outcome, part.of or "", part.toward or "", part.years,
            self.compiled.actors, level=part.contrast == "level",
        )  # fmt: skip
        if part.contrast == "level":
            why = "a level is not an effect: no plan is compared, so nothing travels"
            return said | {"none": why, "carriers": who}
        found = self.split(part)
        return said | {
            "unit": found.path.unit, "effect": _spread(found.effect),
            "steps": _steps(found.path.names, found.added),
            "behind": self._behind(trace, part), "carriers": who,
        }  # fmt: skip

    def _behind(self, trace: Trace, part: Part) -> list[dict[str, Any]]:
        """Return why arms and beliefs of a part's sides and their clashes differ."""
        found: list[dict[str, Any]] = []
        for side in dict.fromkeys(filter(None, (part.toward, part.of))):
            if part.outcome != "arms":
                path = of_arms(trace, side, part.years)
                found.append(
                    {"what": "arms", "of": side, "toward": None} | _told(trace, path)
                )
        for of, toward in _sides(part):
            if (part.outcome, part.of, part.toward) != ("belief", of, toward):
                path = of_belief(trace, self.recipe.beliefs, of, toward, part.years)
                found.append(
                    {"what": "belief", "of": of, "toward": toward} | _told(trace, path)
                )
        if part.of and part.toward:
            begun, joined = begun_and_joined(trace, part.of, part.toward, part.years)
            found.append({
                "what": "clashes", "of": part.of, "toward": part.toward,
                "unit": "clashes in a future", "begun": begun, "joined": joined,
            })  # fmt: skip
        return found

    def futures(self) -> list[dict[str, Any]]:
        """Return a typical future and an extreme one, told in words."""
        part = next((p for p in self.claim.parts if p.outcome != SPIRAL), None)
        if part is None:
            return []
        plan, base = _contest(self.scenario, self.claim, part)
        trace = self.trace(plan, base)
        at = self.recipe.queries.index(_sought(part)[0])
        inside = trace.window(part.years)
        there = trace.kept.there[:, inside, at].mean(axis=1)
        here = trace.kept.here[:, inside, at].mean(axis=1)
        values = there if part.contrast == "level" else there - here
        if part.contrast == "ratio":
            values = values / here
        order = np.argsort(values)
        down = part.holds_if in ("below", "not_above")
        last = (1 - EXTREME if down else EXTREME) * (len(order) - 1)
        cast = self._cast(part, plan)
        return [
            {
                "which": which,
                "draw": int(trace.draw[member]),
                "replicate": int((trace.draw[:member] == trace.draw[member]).sum()),
                "effect": float(values[member]),
                "events": events(trace, int(member), cast),
            }
            for which, member in (
                ("typical", order[(len(order) - 1) // 2]),
                ("extreme", order[round(last)]),
            )
        ]  # fmt: skip

    def _cast(self, part: Part, plan: str) -> Cast:
        facts = self.scenario.world.actors
        nobody = np.zeros(len(facts))
        of, toward = (
            self.compiled.sides.get(side or "", nobody) > 0
            for side in (part.of, part.toward)
        )
        ballots = self.compiled.plans[plan].ballots
        return Cast(
            self.compiled.actors,
            [facts[code].name for code in self.compiled.actors],
            of if of.any() else ~toward,
            toward if toward.any() else ~of,
            of | toward,
            [f"{key}, {year}" for key, year in ballots],
        )


EXTREME = 0.95
"""Where among all futures the extreme one lies, in the direction of the claim."""


def _spread(values: np.ndarray) -> dict[str, float]:
    lo, hi = np.quantile(values, [0.05, 0.95])
    error = values.std(ddof=1) / np.sqrt(len(values))
    return {
        "mean": float(values.mean()), "lo": float(lo), "hi": float(hi),
        "error": float(error),
    }  # fmt: skip


def _steps(names: Sequence[tuple[str, ...]], added: np.ndarray) -> list[dict[str, Any]]:
    """Return what each step adds, largest first.

    Args:
        names: Of the steps.
        added: By draw, forward and backward, shape (D, 2, steps).
    """
    both = added.mean(axis=1)
    order = np.argsort(-np.abs(both.mean(axis=0)))
    return [
        {
            "source": names[k][0],
            "route": names[k][1] if len(names[k]) > 1 else None,
            **_spread(both[:, k]),
            "interaction": float(np.abs(np.diff(added[:, :, k].mean(axis=0)))[0] / 2),
        }
        for k in order
        if np.abs(both[:, k]).max() > 0
    ]


def _told(trace: Trace, path: Path) -> dict[str, Any]:
    return {
        "unit": path.unit, "effect": _spread(trace.by_draw(path.effect)),
        "steps": _steps(path.names, trace.by_draw(path.added)),
    }  # fmt: skip
