"""Everything that a run says of the choice among its plans, as plain data."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.core.errors import DataError, UsageError
from detente.decide.interests import Aim, Stakes, of_run, weighted
from detente.decide.learning import LEAST_DRAWS, Learning, Lesson, learning
from detente.decide.plans import Ranking, beaten, efficient, minimax, ranking
from detente.lenses.lens import sample
from detente.runs.store import source_hash

if TYPE_CHECKING:
    from detente.claims.session import Run

__all__ = ["FILE", "as_json", "decide"]

FILE = "decision.json"
"""Name of what is kept of a decision without weights beside the results of its run."""

TOP = 5
"""How many parameters are named as worth learning."""


def decide(
    run: "Run", weights: Mapping[str, float] | None = None, *, learn: bool = True
) -> dict[str, Any]:
    """Return which plan a run speaks for, by which interest and under which lens.

    Args:
        run: A finished run.
        weights: Weights of interests by key; a total is shown only if they are given.
        learn: Whether to value learning too.

    Returns:
        Plain data, described in the reference.

    Raises:
        DetenteError: If the run did not measure an interest, or a weight is no good.
    """
    stakes = of_run(run)
    if weights is not None:
        stakes = weighted(stakes, weights)
    said = run.to_json()
    about = {
        name: said[name]
        for name in ("scenario", "seed", "draws", "replicates", "baseline", "folder")
    }
    interests = run.scenario.wanted
    stated = [
        {"id": aim.key, **interests[aim.key].model_dump(mode="json")}
        if aim.key in interests else {"id": aim.key, "title": aim.title}
        for aim in stakes.aims
    ]  # fmt: skip
    units = [{"unit": aim.unit, "width": aim.width} for aim in stakes.aims]
    return {
        **about, "lenses": list(stakes.lenses), "plans": list(stakes.plans),
        "interests": [one | unit for one, unit in zip(stated, units, strict=True)],
        "weights": dict(weights) if weights is not None else None,
        **as_json(stakes),
        "learning": _learning(run, stakes) if learn else None,
    }  # fmt: skip


def as_json(stakes: Stakes) -> dict[str, Any]:
    """Return rankings, choices, minimax plans and the Pareto front of stakes."""
    found = {
        (lens, place): ranking(stakes, lens, place)
        for lens in stakes.lenses for place in range(len(stakes.aims))
    }  # fmt: skip
    return {
        "plans_by_interest": [
            {"lens": lens, "interest": stakes.aims[place].key, **row}
            for (lens, place), each in found.items()
            for row in _rows(stakes, each)
        ],
        "choices": [
            {"lens": lens, "interest": stakes.aims[place].key,
             **_choice(stakes, each, stakes.aims[place], len(stakes.draws[lens]))}
            for (lens, place), each in found.items()
        ],
        "minimax": [
            _minimax(stakes, [found[lens, place] for lens in stakes.lenses], aim)
            for place, aim in enumerate(stakes.aims)
        ],
        "pareto": [_pareto(stakes, lens) for lens in stakes.lenses],
    }  # fmt: skip


def _rows(stakes: Stakes, each: Ranking) -> Iterator[dict[str, Any]]:
    for p, plan in enumerate(stakes.plans):
        yield {
            "plan": plan,
            "level": float(each.level[p]),
            "change": {"median": float(each.change[p]), "lo": float(each.low[p]),
                       "hi": float(each.high[p])},
            "monte_carlo_error": float(each.error[p]),
            "best": float(each.best[p]),
            "within_a_width": float(each.enough[p]),
            "behind": float(each.behind[p]),
            "regret": float(each.regret[p]),
            "regret_95": float(each.worst[p]),
        }  # fmt: skip


def _choice(stakes: Stakes, each: Ranking, aim: Aim, draws: int) -> dict[str, Any]:
    """Say which plans are good in expectation, and whether the difference counts."""
    good = each.good(aim.width)
    names = [stakes.plans[p] for p in np.flatnonzero(good)]
    return {
        "expected": stakes.plans[int(each.behind.argmin())],
        "good": names,
        "counts": not bool(good.all()),
        "draws_needed": each.needed(aim.width, draws),
    }


def _minimax(stakes: Stakes, each: list[Ranking], aim: Aim) -> dict[str, Any]:
    """Return the plans that regret least whatever lens, and whatever draw, is right."""

    def least(regret: np.ndarray) -> dict[str, Any]:
        worst = minimax(regret)
        good = worst <= worst.min() + aim.width
        return {
            "plan": stakes.plans[int(worst.argmin())],
            "regret": float(worst.min()),
            "good": [stakes.plans[p] for p in np.flatnonzero(good)],
            "counts": not bool(good.all()),
        }

    return {
        "interest": aim.key,
        "over_lenses": least(np.stack([r.behind for r in each])),
        "over_draws": least(np.stack([r.worst for r in each])),
    }


def _pareto(stakes: Stakes, lens: str) -> dict[str, Any]:
    """Return what no plan beats, over the interests stated (no total)."""
    some = [k for k, aim in enumerate(stakes.aims) if aim.key != "total"]
    gains = stakes.gains(lens)[:, :, some]
    means = gains.mean(axis=1)
    over = beaten(means)
    front = efficient(means)
    alone = [efficient(gains[:, d]) for d in range(gains.shape[1])]
    return {
        "lens": lens,
        "efficient": [stakes.plans[p] for p in np.flatnonzero(front)],
        "beaten": [
            {"plan": stakes.plans[p],
             "by": [stakes.plans[q] for q in np.flatnonzero(over[:, p])]}
            for p in np.flatnonzero(over.any(axis=0))
        ],
        "counts": bool((np.ptp(means, axis=0) > 1).any()),
        "efficient_in_draws": {
            plan: float(share)
            for plan, share in zip(stakes.plans, np.mean(alone, axis=0), strict=True)
        },
    }  # fmt: skip


def _learning(run: "Run", stakes: Stakes) -> dict[str, Any]:
    """Return the value of learning under each lens, or why there is none."""
    made = run.made_from
    if len(stakes.plans) < 2:
        return {"refused": "there is one plan, so nothing to choose"}
    if made.get("code") != source_hash():
        return {
            "refused": "another version made this run, and its draws are not kept; "
            "run it again"
        }
    found = []
    for lens in stakes.lenses:
        drawn = sample(run.lenses[lens], made["draws"], made["seed"])
        try:
            found.append(learning(stakes, lens, drawn))
        except UsageError as problem:
            return {"refused": str(problem), "least_draws": LEAST_DRAWS}
        except DataError as problem:  # the rest of a decision needs no extra
            return {"refused": str(problem)}
    return {
        "lenses": [_lens(stakes, each) for each in found],
        "first": _first(stakes, found),
    }


def _lens(stakes: Stakes, each: Learning) -> dict[str, Any]:
    """Return one lens's values, the largest first, in widths and in the unit."""
    return {
        "lens": each.lens,
        "interests": [
            {
                "interest": aim.key,
                "perfect": float(each.perfect[k] * aim.width),
                "perfect_widths": float(each.perfect[k]),
                "parameters": _lessons(each.parameters, k, aim)[:TOP],
                "laws": _lessons(each.laws, k, aim)[:TOP],
            }
            for k, aim in enumerate(stakes.aims)
        ],
    }


def _lessons(lessons: tuple[Lesson, ...], k: int, aim: Aim) -> list[dict[str, Any]]:
    order = sorted(lessons, key=lambda lesson: -lesson.value[k])
    return [
        {
            "name": lesson.name,
            "value": float(lesson.value[k] * aim.width),
            "widths": float(lesson.value[k]),
            "error_widths": float(lesson.error[k]),
            "told": bool(lesson.told(len(lessons))[k]),
        }
        for lesson in order
        if lesson.value[k] > 0
    ]


def _first(stakes: Stakes, found: list[Learning]) -> list[dict[str, Any]]:
    """Return which parameters are worth research first, in any interest and lens."""
    rows = [
        {
            "name": lesson.name, "lens": each.lens, "interest": aim.key,
            "widths": float(lesson.value[k]), "unit": aim.unit,
            "value": float(lesson.value[k] * aim.width),
        }
        for each in found for lesson in each.parameters
        for k, aim in enumerate(stakes.aims)
        if lesson.told(len(each.parameters))[k]
    ]  # fmt: skip
    rows.sort(key=lambda row: -row["widths"])
    best: dict[str, dict[str, Any]] = {}
    for row in rows:
        best.setdefault(row["name"], row)
    return list(best.values())[:TOP]
