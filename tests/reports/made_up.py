"""A run made up by hand, so that what a report shows can be worked out on paper.

Four states: the starter scenario and FAR, which votes with HUB. Every number is plain
arithmetic on the places of lens, plan, draw and year, with five draws and two
replicates; nothing is simulated.
"""

import tomllib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.claims.effects import needed_queries
from detente.reports.findings import Findings
from detente.runs.job import Shape, Variant
from detente.runs.results import Results
from detente.runs.tables import DIMS
from detente.worlds.load import STARTER, parse
from detente.worlds.measures import ACTOR_VIEWS, PAIR_VIEWS
from detente.worlds.schema import Scenario

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["ACTORS", "ARMS", "DRAWS", "HAPPENED", "LENSES", "PLANS", "YEARS",
           "findings", "labelled", "scenario_of", "verdict"]  # fmt: skip

ACTORS = ("ALLY", "FAR", "HUB", "RIVAL")
LENSES = ("prior", "spiral")
PLANS = ("distance", "guarantee", "half")
YEARS = tuple(range(2023, 2036))
DRAWS = 5

ARMS = {"ALLY": 40.0, "FAR": 20.0, "HUB": 300.0, "RIVAL": 200.0}
"""Arms at the start (million USD)."""

GROWTH = {"distance": 0.0, "guarantee": 0.1, "half": 0.05}
"""Growth of the rival's arms (log points a year); that of others is half as much."""

WIDTH_REASON = "two percentage points: less is not worth a sentence"


def _part(outcome: str, of: str, toward: str | None, **changes: Any) -> dict[str, Any]:
    about = {"outcome": outcome, "of": of, "toward": toward, "years": [2028, 2035]}
    return about | {"holds_if": "above"} | changes


def _claims() -> dict[str, dict[str, Any]]:
    """Return the claims of the scenario: two comparisons, arms, and one level."""
    said = {
        "rival-fears": ("The rival is more afraid", "author", "spiral", "guarantee",
                        _part("threat", "RIVAL", "friends")),
        "rival-arms": ("The rival arms", "author", "spiral", "guarantee",
                       _part("arms", "RIVAL", None, contrast="ratio")),
        "ally-safer": ("The ally is attacked less", "ours", "deterrence", "guarantee",
                       _part("force", "RIVAL", "ALLY", holds_if="below", width=0.002,
                             why="rare")),
        "no-danger": ("The rival is no danger to the ally", "ours", "deterrence",
                      "distance",
                      _part("tension", "RIVAL", "ALLY", contrast="level", level=0.05,
                            holds_if="below")),
    }  # fmt: skip
    return {
        key: {
            "title": title, "text": f"{title}.", "by": by, "reading": reading,
            "modality": "could well", "plan": plan, "parts": [_without_none(part)],
            "weak": ["half"] if plan == "guarantee" else [],
        }
        for key, (title, by, reading, plan, part) in said.items()
    }  # fmt: skip


def _without_none(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}


def scenario_of(
    plans: Sequence[str] = PLANS, *, alliance: bool = True, **changes: Any
) -> Scenario:
    """Return the scenario.

    Args:
        plans: Its plans, the baseline first; claims about others are left out.
        alliance: Whether there is one; without it nobody votes.
        changes: Keys of scenario.toml to replace; `happened` is another file.
    """
    argument = tomllib.loads((STARTER / "scenario.toml").read_text("utf-8"))
    facts = tomllib.loads((STARTER / "world.toml").read_text("utf-8"))
    happened = changes.pop("happened", None)
    facts["actors"]["FAR"] = facts["actors"]["ALLY"] | {
        "name": "Far", "theatre": "west", "capital": [50.0, 5.0]
    }  # fmt: skip
    move = argument["plans"]["guarantee"]["moves"][0]
    if alliance:
        facts["alliances"]["pact"] |= {
            "rule": "consensus", "members": ["HUB", "FAR"],
            "joined": {"HUB": 1950, "FAR": 1950},
        }  # fmt: skip
        del facts["alliances"]["pact"]["hub"]
    else:
        del facts["alliances"], move["consent"]
        move["by"] = "HUB"
    argument["plans"]["half"] = {
        "title": "Half way",
        "moves": [{**move, "level": 3, "consent": False}],
    }
    argument["plans"] = {plan: argument["plans"][plan] for plan in plans}
    argument["baseline"] = plans[0]
    argument["claims"] = {
        key: claim | {"weak": [plan for plan in claim["weak"] if plan in plans]}
        for key, claim in _claims().items()
        if claim["plan"] in plans
    }
    return parse(argument | changes, facts, "made-up", happened)


def verdict(scenario: Scenario, key: str, plan: str, lens: str, **changes: Any) -> Any:
    """Return what a run says of one claim, plan and lens; by default it is supported.

    Args:
        scenario: Scenario.
        key: Id of the claim.
        plan: Plan.
        lens: Lens.
        changes: Keys to replace.
    """
    claim = scenario.claims[key]
    first = claim.parts[0]
    width = first.width or 0.02
    effect = {"median": 2 * width, "lo": -width, "hi": 4 * width, "unit": "probability"}
    part = first.model_dump(mode="json") | effect
    part |= {"width": width, "width_reason": first.why or WIDTH_REASON, "plan": plan,
             "against": scenario.baseline}  # fmt: skip
    del part["why"]
    return {
        "id": key, "title": claim.title, "lens": lens, "plan": plan,
        "baseline": scenario.baseline, "primary": plan == claim.plan,
        "author": claim.by, "reading": claim.reading, "modality": claim.modality,
        "verdict": "supported",
        "shares": {"supports": 0.6, "negligible": 0.3, "opposes": 0.1},
        "effect": effect, "ratio": None, "monte_carlo_error": width / 10,
        "chance_share": 0.25, "parts": [part], "width": width,
        "width_reason": part["width_reason"], "refused": None, "label": "assumed",
        "by_construction": None, "assumed_share": None, "leans_on": [], "hinge": None,
        "shares_by_origin": {}, "least_share": 0.1, "draws_to_tell": None,
        "if_approved": None, "note": None,
    } | changes  # fmt: skip


HAPPENED: dict[str, Any] = {
    "plan": "guarantee",
    "sources": {"made": {"citation": "Made up"}},
    "series": [
        {"outcome": "burden", "of": "RIVAL", "unit": "% of GDP", "source": "made",
         "values": {"2023": 0.13, "2024": 0.5, "2026": 0.1}},
        {"outcome": "tension", "of": "RIVAL", "toward": "ALLY", "source": "made",
         "unit": "1 if one began, else 0",
         "values": {str(year): float(year == 2025) for year in range(2023, 2028)}},
    ],
}  # fmt: skip
"""What happened: burdens inside, above and below what was foreseen, and one dispute."""

LEANS = (
    {"parameter": "belief.engagement", "share": 0.5, "lo": 0.4, "hi": 0.6, "sign": 1,
     "origin": "assumed"},
    {"parameter": "crisis.fear", "share": 0.2, "lo": 0.1, "hi": 0.3, "sign": -1,
     "origin": "literature"},
)  # fmt: skip

HINGE = {
    "engagement_deters_share": 0.4, "fear_adds": 0.002, "gain_adds": -0.001,
    "revisionist_share": 0.3, "unit": "uses of force a year",
    "text": "fear adds +0.0020, gain -0.0010 uses of force a year; together they fall "
    "in 40% of draws; gain is 30% of the baseline",
}  # fmt: skip

REFUSED = "Monte Carlo error 0.02 exceeds a quarter of the width 0.02; about 90 draws"


def _changes(key: str, *, refused: bool, leans: bool, hinge: bool) -> dict[str, Any]:
    """Return what is special about a claim's verdicts."""
    found: dict[str, Any] = {}
    if leans and key in ("rival-fears", "ally-safer"):
        count = 2 if key == "rival-fears" else 1
        found |= {"leans_on": list(LEANS[:count]), "assumed_share": 1.5 - count / 2}
    if key == "rival-fears":
        found |= {"by_construction": "+"}
    if refused and key == "rival-arms":
        found |= {"verdict": "refused", "refused": REFUSED, "monte_carlo_error": None}
    if hinge and key == "ally-safer":
        found |= {"hinge": dict(HINGE)}
    if key == "ally-safer":
        shares = {"supports": 0.1, "negligible": 0.2, "opposes": 0.7}
        found |= {"verdict": "opposed", "shares": shares}
    return found


def _said(
    scenario: Scenario, lenses: Sequence[str], *, votes: bool, **special: bool
) -> dict[str, Any]:
    plans = list(scenario.plans)
    claims = [
        verdict(scenario, key, plan, lens, **_changes(key, **special))
        for key, claim in scenario.claims.items()
        for plan in (claim.plan, *claim.weak)
        for lens in lenses
    ]
    for row in claims:
        if not special["leans"]:
            row |= {"leans_on": [], "assumed_share": None, "draws_to_tell": 500}
    spiral = [
        {
            "lens": lens, "plan": plan, "median": 0.5 + a + b / 10, "lo": 0.1 + a,
            "hi": 1.1 + a, "above_one": 0.2 + a / 2, "undefined": 0,
            "outcome": "spiral_number",
        }
        for a, lens in enumerate(lenses)
        for b, plan in enumerate(plans)
    ]  # fmt: skip
    ballots = [
        {
            "lens": lens, "plan": "guarantee", "alliance": "pact", "year": 2025,
            "rule": "consensus", "approval": 0.72, "approval_lo": 0.5,
            "approval_hi": 0.9, "pivotal": "FAR" if a == 0 else None,
            "side_payment": {"log_odds": 0.8 - a / 10, "approval": 0.81},
            "members": [{"actor": "FAR", "yes": 0.8 + a / 10},
                        {"actor": "HUB", "yes": 0.9}],
        }
        for a, lens in enumerate(lenses)
    ]  # fmt: skip
    some = votes and "guarantee" in plans and bool(scenario.world.alliances)
    return {
        "scenario": scenario.slug, "seed": 1, "draws": DRAWS, "replicates": 2,
        "lenses": list(lenses), "plans": plans, "baseline": scenario.baseline,
        "corners_searched": True, "elapsed_s": 0.5, "claims": claims,
        "spiral_number": spiral, "votes": ballots if some else [], "failed_draws": [],
        "reused": False, "folder": "runs/made-up/0",
    }  # fmt: skip


def _results(
    scenario: Scenario, lenses: Sequence[str], actors: Sequence[str]
) -> "xr.Dataset":
    """Return results that are plain arithmetic.

    With a, b, d the places of lens, plan and draw and t the years since the start:
    outcomes are 0.1 + 0.1 a + 0.02 b + 0.01 (d - 2) + 0.001 t; log arms grow by
    `GROWTH` and differ by 0.1 (d - 2); pair views go by the codes of the actors.
    """
    variants = tuple(Variant(plan) for plan in scenario.plans)
    queries = needed_queries(scenario)
    shape = Shape(
        tuple(lenses), variants, DRAWS, 2, YEARS, queries, tuple(actors)
    )  # fmt: skip
    results = Results(shape)
    lens, plan, draw, _, year = np.ogrid[
        : len(lenses), : len(variants), :DRAWS, :2, : len(YEARS)
    ]
    level = 0.1 + 0.1 * lens + 0.02 * plan + 0.01 * (draw - 2) + 0.001 * year
    results.outcomes[:] = level[..., None]
    results.fear[:], results.gain[:] = 0.01, 0.02
    results.spiral[:] = (0.5 + lens + 0.1 * plan + 0.2 * (draw - 2))[..., 0]
    cells = (len(lenses), len(variants))
    seen = np.full(
        (*cells, DRAWS, 2, len(YEARS), len(ACTOR_VIEWS), len(actors)), np.nan
    )
    growth = np.array([GROWTH[v.plan] for v in variants])[None, :, None, None, None]
    for k, code in enumerate(actors):
        speed = growth if code == "RIVAL" else growth / 2
        logs = speed * year + 0.1 * (draw - 2)
        views = {
            "arms": ARMS[code] * np.exp(logs), "security": 0.9 - 0.01 * plan,
            "threat": 0.2 + 0.01 * plan, "credibility": 0.5,
            "agrees": {"FAR": 0.8, "HUB": 0.9}.get(code, 0.0), "posterior": 0.4,
        }  # fmt: skip
        for name, values in views.items():
            seen[..., ACTOR_VIEWS.index(name), k] = values
    return labelled(
        results, {"title": scenario.title}, actor_view=seen,
        pair_mean=_pairs(cells, actors),
    )  # fmt: skip


def labelled(
    results: Results, attrs: Mapping[str, Any], **views: np.ndarray
) -> "xr.Dataset":
    """Return results and views as a data set, as a run leaves it.

    Args:
        results: Results.
        attrs: Provenance.
        views: Arrays of views, by the names that a run keeps them by.
    """
    actors = list(results.shape.actors)
    names = {"view": list(ACTOR_VIEWS), "pair_view": list(PAIR_VIEWS),
             "actor": actors, "other": actors}  # fmt: skip
    tables = {
        name: (("lens", "plan", *DIMS[name]), values.astype(np.float32))
        for name, values in views.items()
    }
    return results.dataset(attrs).assign(tables).assign_coords(names)


def _pairs(cells: tuple[int, int], actors: Sequence[str]) -> np.ndarray:
    """Return pair views: i and j are the places of the codes in `ACTORS`."""
    places = np.array([ACTORS.index(code) for code in actors])
    i, j = places[:, None], places[None, :]
    plan = np.arange(cells[1])[None, :, None, None, None]
    year = np.arange(len(YEARS))[None, None, :, None, None]
    views = {
        "belief": 0.1 * (i + 1) + 0.02 * j + 0.01 * plan + 0.001 * year,
        "threat": 0.05 * (j + 1) + 0.01 * plan,
        "tie": np.where(i == j, 0.0, (i + j) % 3) + 0.5 * plan,
        "dispute": 0.001 * (i + j + 1) + 0.0005 * plan,
    }
    found = np.zeros((*cells, len(YEARS), len(PAIR_VIEWS), len(actors), len(actors)))
    for name, values in views.items():
        found[..., PAIR_VIEWS.index(name), :, :] = values
    return found


def findings(
    *, lenses: Sequence[str] = LENSES, plans: Sequence[str] = PLANS,
    actors: Sequence[str] = ACTORS, alliance: bool = True, votes: bool = True,
    hinge: bool = True, refused: bool = True, leans: bool = True,
    happened: Mapping[str, Any] | None = None,
) -> Findings:  # fmt: skip
    """Return what reports read of the run.

    Args:
        lenses: Its lenses.
        plans: Its plans, the baseline first.
        actors: Order of the actors in the results.
        alliance: Whether there is an alliance.
        votes: Whether the run says how it voted.
        hinge: Whether a claim about force has a hinge.
        refused: Whether a verdict is refused.
        leans: Whether verdicts say what they lean on.
        happened: What happened.toml says, if there is one.
    """
    scenario = scenario_of(plans, alliance=alliance, happened=happened)
    said = _said(
        scenario, lenses, votes=votes, hinge=hinge, refused=refused, leans=leans
    )
    made_from = {"seed": 1, "draws": DRAWS, "replicates": 2, "code": "0" * 64}
    results = _results(scenario, lenses, actors)
    return Findings(said, scenario, results, made_from)
