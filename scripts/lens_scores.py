"""Score each lens on the record, and the forecasts behind *level forecast-tested*.

    python scripts/lens_scores.py

Needs the data sets that `detente fit` needs. Writes src/detente/lenses/scores.toml,
from which `scripts/record_checks.py` fills in the page on the record. Takes minutes;
run it again after a fit.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import jax
import numpy as np
from record_checks import unbounded_draws

from detente.core.errors import DetenteError
from detente.lenses import lens as lenses
from detente.record.backtest.baselines import CUBIC, logit, with_cubic
from detente.record.backtest.rows import dyad_rows
from detente.record.cut import Cut, difference
from detente.record.fitting import DATA, DISPUTES
from detente.record.forecast import DRAWS, SEED, mode, own_disputes, replayed
from detente.record.history import FIRST, History
from detente.record.panel import PAIR
from detente.record.posterior import hashes, write
from detente.record.replay import Replay

TRAIN, TEST = (1950, 1994), (1995, 2010)
CHINA, RUSSIA, SINCE = 710, 365, 1990
EUROPE = sorted(set(range(200, 400)) - {RUSSIA})
"""State numbers of European states but Russia, which borders on China."""
USE = 3
"""Severity from which force is used."""
RATE = "always the same chance"
REFIT = "record, fitted to 1950-1994"


class Chances(NamedTuple):
    """Probabilities that either starts a dispute, and one with force, (year, pair)."""

    tension: np.ndarray
    force: np.ndarray


def chances(replay: Replay, rows: list[dict[str, Any]]) -> Chances:
    """Return the mean over parameter values of what was to be foreseen."""

    @jax.jit
    def one(free: Any) -> Chances:
        out = replay(free)
        started = own_disputes(replay, out)
        return Chances(*(
            1 - (1 - x) * (1 - jax.vmap(replay.pairs.flip)(x))
            for x in (started, started * out.use)
        ))  # fmt: skip

    found = [jax.tree.map(np.asarray, one(free)) for free in rows]
    return jax.tree.map(lambda *x: np.mean(x, axis=0), *found)


def events(history: History, least: int) -> np.ndarray:
    """Return where either started a dispute of a severity or above, (year, pair)."""
    seen = history.years.dispute >= least
    return np.maximum(seen, seen[:, history.reverse])


def window(history: History, years: tuple[int, int]) -> np.ndarray:
    """Return the relevant unordered pairs in some years, (year, pair)."""
    keep = (history.years.relevant > 0) & (history.first < history.second)
    keep[: years[0] - FIRST] = keep[years[1] - FIRST + 1 :] = False
    return keep


def log_score(chance: np.ndarray, seen: np.ndarray) -> float:
    """Return the mean log score."""
    return float(-np.mean(np.where(seen, np.log(chance), np.log1p(-chance))))


def scores(history: History) -> list[dict[str, Any]]:
    """Return the scores of the centres of the lenses on the same rows."""
    seen, found = events(history, 1), []
    centre = mode("gml", TRAIN)
    sources = [
        *((name, Replay(history, lens=name), {}) for name in lenses.catalogue()),
        (REFIT, replayed("gml"), centre.named(centre.centre.astype(np.float32))),
    ]
    rate = seen[window(history, TRAIN)].mean()
    for name, replay, free in sources:
        chance = chances(replay, [free]).tension
        fitted = lenses.load("record").fit["years"] if name == "record" else None
        found += lines(history, name, chance, TRAIN if name == REFIT else fitted)
    return found + lines(history, RATE, np.full(seen.shape, rate), TRAIN)


def lines(
    history: History, name: str, chance: np.ndarray, fitted: Any
) -> list[dict[str, Any]]:
    """Return the scores of one forecast on the years of either window."""
    seen = events(history, 1)
    found = []
    for years in (TRAIN, TEST):
        keep = window(history, years)
        line = {
            "lens": name, "years": list(years), "rows": int(keep.sum()),
            "onsets": int(seen[keep].sum()),
            "log_score": round(log_score(chance[keep], seen[keep]), 5),
        }  # fmt: skip
        found.append(line | ({"fitted": list(fitted)} if fitted else {}))
    return found


def simple(history: History, least: int) -> np.ndarray:
    """Return the chance by years of peace alone, learnt on the training years."""
    seen = history.frame(events(history, least).astype(float))
    rows = dyad_rows(TRAIN[0], TEST[1]).merge(seen, how="left", on=PAIR)
    rows = with_cubic(rows)
    past = rows.loc[rows["year"].between(*TRAIN)]
    asked = rows.loc[rows["year"].between(*TEST)]
    told = logit(past, past["probability"].to_numpy() > 0, asked, CUBIC)
    chance = np.full(history.years.dispute.shape, np.nan)
    place = {
        (int(a), int(b)): k for k, (a, b) in enumerate(
            zip(history.codes[history.first], history.codes[history.second],
                strict=True))
    }  # fmt: skip
    where = [place[a, b] for a, b in asked[PAIR[:2]].itertuples(index=False)]
    chance[asked["year"].to_numpy() - FIRST, where] = told
    return chance


def forecasts(history: History) -> list[dict[str, Any]]:
    """Return the forecasts of the test years against the simple baseline."""
    fitted = mode("gml", TRAIN)
    draws = fitted.draws(DRAWS, SEED).astype(np.float32)
    ours = chances(replayed("gml"), [fitted.named(row) for row in draws])
    keep, found = window(history, TEST), []
    for outcome, least in (("tension", 1), ("force", USE)):
        own, other = getattr(ours, outcome), simple(history, least)
        seen = events(history, least)
        gap: Cut = difference(seen, keep, own, other)
        found.append({
            "outcome": outcome, "trained": list(TRAIN), "years": list(TEST),
            "rows": gap.rows, "events": gap.onsets,
            "log_score": round(log_score(own[keep], seen[keep]), 5),
            "baseline": "years of peace", "difference": round(gap.difference, 5),
            "interval": [round(end, 5) for end in gap.interval],
        })  # fmt: skip
    return found


def checks(history: History) -> list[dict[str, Any]]:
    """Return how many disputes the lens of the record expects of China and Europe.

    The interval is over parameter values, without the chance of a count, and the lens
    was fitted to these years: a reason for doubt, no test.
    """
    replay, drawn = replayed("gml"), unbounded_draws(lenses.load("record"))
    ours = {"a": history.codes[history.first], "b": history.codes[history.second]}
    mine = (ours["a"] == CHINA) & np.isin(ours["b"], EUROPE)
    when = slice(SINCE - FIRST, None)

    @jax.jit
    def count(free: Any) -> Any:
        started = own_disputes(replay, replay(free))
        both = started + jax.vmap(replay.pairs.flip)(started)
        return (both[when] * mine).sum()

    found = [
        float(count({key: x[k] for key, x in drawn.items()}))
        for k in range(len(next(iter(drawn.values()))))
    ]
    low, middle, high = np.quantile(found, [0.05, 0.5, 0.95]).round(1).tolist()
    return [{
        "name": "China with European states but Russia",
        "first": [[CHINA, CHINA]],
        "second": [[EUROPE[0], RUSSIA - 1], [RUSSIA + 1, EUROPE[-1]]],
        "years": [SINCE, history.span[1]], "foreseen": middle, "interval": [low, high],
        "recorded": int((events(history, 1)[when] * mine).sum()),
    }]  # fmt: skip


def toml(made: dict[str, Any], parts: dict[str, list[dict[str, Any]]]) -> str:
    """Return the file."""

    def value(x: Any) -> str:
        if isinstance(x, dict):
            inside = ", ".join(f"{json.dumps(k)} = {value(v)}" for k, v in x.items())
            return f"{{ {inside} }}"
        return json.dumps(x)

    lines = [
        "# Written by scripts/lens_scores.py; change that, not this.",
        "",
        "[made]",
    ]
    lines += [f"{key} = {value(x)}" for key, x in made.items()]
    for name, entries in parts.items():
        for entry in entries:
            lines += ["", f"[[{name}]]"]
            lines += [f"{key} = {value(x)}" for key, x in entry.items()]
    return "\n".join([*lines, ""])


def main() -> int:
    """Write the file and fill in the page."""
    try:
        history = replayed("gml").history
        parts = {
            "score": scores(history), "forecast": forecasts(history),
            "check": checks(history),
        }  # fmt: skip
        made = {
            "detente": version("detente"), "coding": "gml", "seed": SEED,
            "lenses": "centres; onsets between originators, each year foreseen from "
            "the acts of the years before it",
            "data": hashes((*DATA, *DISPUTES["gml"])),
        }  # fmt: skip
        write(Path(str(lenses.__file__)).with_name(lenses.SCORES), toml(made, parts))
    except (DetenteError, OSError, ValueError) as problem:
        print(f"lens_scores: {problem}", file=sys.stderr)
        return 2
    print(json.dumps(parts, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
