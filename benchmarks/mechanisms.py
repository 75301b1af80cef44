"""What each mechanism of the argument does: effects with it and without it.

Prints the tables of docs/explanation/mechanisms.md. An *ablation* takes one mechanism
away (a parameter, a move, a switch) from both plans of a comparison; the effect is the
paired difference between them, mean of 2031-2040 (war moods: 2023-2027): its median
over draws, and the shares of draws in which it exceeds its width upwards and downwards.
*Restraint* adds one move to the fullest plan. *Commitment* is a sweep over the level of
one tie and over solidarity. Tests nothing.

    python benchmarks/mechanisms.py --draws 128
    python benchmarks/mechanisms.py --only restraint --lenses spiral deterrence
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from detente.dynamics.state import Switches
from detente.lenses import lens as lenses_
from detente.runs.engine import MEMBERS, Engine, Members
from detente.worlds.argument import Plan
from detente.worlds.assumed import StatusQuo
from detente.worlds.compile import compile_scenario
from detente.worlds.load import load
from detente.worlds.measures import ACTOR_VIEWS, Query
from detente.worlds.outcomes import EVENTS, width_for

SCENARIO, SEED, EARLY, LATE, PROBE = "nato-east-asia", 1, 2028, 2031, 12
PRINCIPALS = ("CHN", "JPN", "KOR", "RUS", "USA")
LENSES = ("record", "spiral", "deterrence")
EAST = ["JPN", "KOR", "AUS", "NZL"]
SMALL = 1e-4  # stands for nothing where a parameter must be above zero

Change = Callable[[dict[str, np.ndarray]], None]

QUERIES = {
    "tension": Query("tension", "china", "nato"),
    "force on partners": Query("force", "china", "asian-partners"),
    "belief": Query("belief", "china", "europe"),
    "russia's belief": Query("belief", "russia", "europe"),
    "europe's belief": Query("belief", "europe", "china"),
    "belief about Russia": Query("belief", "europe", "russia"),
    "misperception": Query("misperception", "china", "europe"),
    "arms": Query("arms", "china"),
    "alignment": Query("alignment", "china", "russia"),
    "containment seen": Query("containment_perceived", "coalition", "china"),
    "containment": Query("containment", "coalition", "china"),
    "security": Query("security", "europe"),
    "partners' security": Query("security", "asian-partners"),
    "influence": Query("influence", "usa", "usa-dependants"),
    "entrapment": Query("entrapment", "europe", "partners"),
    "entanglement": Query("entanglement", "europe", "partners"),
    "entrapment by Japan": Query("entrapment", "europe", "japan"),
    "entanglement by Japan": Query("entanglement", "europe", "japan"),
    "abandonment of Japan": Query("abandonment", "japan", "europe"),
}


def switched(**changed: float) -> Switches:
    """Return what is taken away; nothing unless said."""
    usual = {"reveal": 0.0, "words": 1.0, "approve": 0.0}
    return Switches(**{k: np.float32(v) for k, v in (usual | changed).items()})  # pyright: ignore


def put(**values: float) -> Change:
    """Return a change that sets parameters, keyed law__parameter."""

    def change(drawn: dict[str, np.ndarray]) -> None:
        for name, value in values.items():
            key = name.replace("__", ".")
            drawn[key] = np.full_like(drawn[key], value)

    return change


class Mechanism(NamedTuple):
    """One mechanism, the outcome it is said to matter for, and how it is taken away."""

    name: str
    outcome: str
    plans: tuple[str, str] = ("full", "stay-out")
    without: tuple[str, str] | None = None
    change: Change | None = None
    switches: Mapping[str, float] = {}
    how: str = ""
    early: bool = False
    world: str = ""


MECHANISMS = (
    Mechanism(
        "partnership ladder", "containment seen", ("office approved", "stay-out"),
        change=put(content__dialogue=0, content__partnership=0, content__presence=0),
        how="rungs below a pact are worth nothing",
    ),
    Mechanism(
        "liaison office", "belief", ("office approved", "stay-out"),
        without=("tailored", "stay-out"), how="the programmes alone",
    ),
    Mechanism(
        "consent and veto", "belief", ("office", "tailored"),
        switches={"approve": 1.0}, how="every vote passes",
    ),
    Mechanism(
        "hidden motives", "tension", switches={"reveal": 1.0}, how="motives revealed"
    ),
    Mechanism(
        "empathy", "misperception", change=put(belief__empathy=1.0),
        how="empathy 1 for all",
    ),
    Mechanism(
        "status quo asymmetry", "belief", change=put(belief__engagement=0.0),
        how="steps with third parties read as no aim",
    ),
    Mechanism(
        "status quo asymmetry", "belief", world="blind",
        how="a world where China counts no such step (`status_quo` weight 0)",
    ),
    Mechanism(
        "status quo asymmetry", "russia's belief", world="far",
        how="a world where Russia counts those with all four (`status_quo` weight 1)",
    ),
    Mechanism(
        "tit-for-tat", "spiral number", change=put(arming__answer=0.0),
        how="no answer to rivals' growth",
    ),
    Mechanism(
        "arming", "arms", change=put(arming__threat=SMALL, arming__answer=0.0),
        how="spending blind to fear and rivals",
    ),
    Mechanism(
        "counter-alignment", "alignment", change=put(alignment__shared=SMALL),
        how="shared threat ties nobody",
    ),
    Mechanism(
        "containment by knitting", "containment", ("knit", "stay-out"),
        without=("full", "stay-out"), how="no ties of level 3 among the partners",
    ),
    Mechanism(
        "hub-and-spoke or integrated", "containment", ("integrated", "stay-out"),
        without=("stay-out", "stay-out"), how="spokes bound through the hub alone",
    ),
    Mechanism(
        "hub-and-spoke or integrated", "containment", world="integrated",
        how="a world where spokes are bound already (`integration` 1)",
    ),
    Mechanism(
        "hub-and-spoke or integrated", "influence", world="integrated",
        how="a world where spokes are bound already (`integration` 1)",
    ),
    Mechanism(
        "out of area", "security", without=("full without posts", "stay-out"),
        how="no European forces posted",
    ),
    Mechanism(
        "entrapment", "entrapment", change=put(joining__commitment=SMALL),
        how="ties do not move anybody to join",
    ),
    Mechanism(
        "war moods", "europe's belief", ("full", "full without shock"),
        without=("full without shock", "full without shock"),
        how="the same plan as before February 2022", early=True,
    ),
    Mechanism(
        "war moods", "belief about Russia", ("full", "full without shock"),
        without=("full without shock", "full without shock"),
        how="the same plan as before February 2022", early=True,
    ),
    Mechanism(
        "declared purpose", "belief", switches={"words": 0.0}, how="nothing said"
    ),
    Mechanism(
        "arms transfers and aid", "force on partners", ("aid", "stay-out"),
        without=("stay-out", "stay-out"),
        how="nothing given (Taiwan: 10 billion dollars a year from 2026)",
    ),
    Mechanism(
        "joint exercises", "containment seen", ("exercises", "stay-out"),
        without=("stay-out", "stay-out"),
        how="none held (NATO with the four partners, 2031-2040)",
    ),
    Mechanism(
        "hegemony", "influence", change=put(content__relay=0.0),
        how="spokes lend one another nothing through the hub",
    ),
    Mechanism(
        "deterrence", "force on partners", change=put(crisis__gain=SMALL),
        how="opportunity tempts nobody",
    ),
)  # fmt: skip


def plans_of(scenario: Any) -> dict[str, Plan]:
    """Return the plans compared, each with all its moves, common ones included."""
    common = [move.model_dump() for move in scenario.moves]
    shocks = [m for m in common if m["kind"] != "shock"]
    own = {k: [m.model_dump() for m in p.moves] for k, p in scenario.plans.items()}
    year = {"year": 2026}

    def tie(by: str, to: list[str], level: int) -> dict[str, Any]:
        return {"kind": "tie", "by": by, "to": to, "level": level, **year}

    def spokes(level: int, among: list[str]) -> list[dict[str, Any]]:
        pairs = [(a, b) for k, a in enumerate(among) for b in among[k + 1 :]]
        return [tie(a, [b], level) for a, b in pairs]

    both = [("nato", "CHN"), ("JPN", "CHN"), ("KOR", "CHN")]
    agreed = lambda kind, share: [  # noqa: E731
        {"kind": kind, "between": pair, "share": share, **year} for pair in both
    ]
    parties = ["CHN", "USA", "JPN", "KOR"]
    restraint = {
        "limit": [{"kind": "limit", "by": parties, "growth": 0.0, **year}],
        "inspect": agreed("inspect", 0.5),
        "separate": agreed("separate", 0.25),
        "hotline": agreed("hotline", 0.3),
        "restrain": [
            {"kind": "restrain", "by": "nato", "to": ["CHN"], "strength": 0.5, **year}
        ],
        "pledge": [
            {"kind": "pledge", "by": "nato", "to": ["CHN"], "credibility": 0.5, **year}
        ],
        "withdraw": [
            {"kind": "withdraw", "by": ["USA"], "theatre": "east-asia", "share": 0.12,
             **year}
        ],
    }  # fmt: skip
    full = own["full"]
    moves = {name: common + said for name, said in own.items()} | {
        "knit": [*common, *full, *spokes(3, EAST)],
        "integrated": [*common, *own["stay-out"],
                       *spokes(4, ["JPN", "KOR", "AUS", "PHL"])],
        "aid": [*common, *own["stay-out"],
                {"kind": "transfer", "by": "USA", "to": ["TWN"], "amount": 10_000.0,
                 **year}],
        "exercises": [*common, *own["stay-out"],
                      tie("nato", EAST, 3) | {"year": 2031}],
        "full without posts": common + [m for m in full if m["kind"] != "post"],
        "full without shock": shocks + full,
        "office without shock": shocks + own["office"],
        "office approved": common + [m | {"consent": False} if "consent" in m else m
                                     for m in own["office"]],
    }  # fmt: skip
    moves |= {f"full + {name}": common + full + extra
              for name, extra in restraint.items()}  # fmt: skip
    moves |= {f"level {k}": [*common, *own["stay-out"], tie("nato", ["JPN"], k)]
              for k in range(1, 5)}  # fmt: skip
    return {name: Plan.model_validate({"title": name, "moves": tuple(said)})
            for name, said in moves.items()}  # fmt: skip


def worlds_of(world: Any) -> dict[str, Any]:
    """Return the world as it is, "", and with one dial turned."""
    nato = world.alliances["nato"].model_copy(update={"foresight": True})
    spokes = world.alliances["us-asia"].model_copy(update={"integration": 1.0})
    usual = {**world.alliances, "nato": nato}

    def counting(who: str, weight: float) -> StatusQuo:
        return StatusQuo(
            by=(who,), of=("nato", "partners"), weight=weight, why="ablation"
        )

    changed = {
        "": {},
        "integrated": {"alliances": usual | {"us-asia": spokes}},
        "blind": {"status_quo": (counting("CHN", 0.0),)},
        "far": {"status_quo": (counting("RUS", 1.0),)},
    }
    return {
        name: world.model_copy(update={"alliances": usual, **update})
        for name, update in changed.items()
    }


class Found(NamedTuple):
    """What a plan leaves: shapes (draws, Y, queries), (draws,) and (draws, Y, N)."""

    outcomes: np.ndarray
    spiral: np.ndarray
    agrees: np.ndarray


class Bench:
    """Runs plans of the scenario under lenses, each batch once."""

    def __init__(self, draws: int) -> None:
        """Compile the plans; programs are compiled at the first batch."""
        scenario = load(SCENARIO)
        plans = {"plans": plans_of(scenario), "moves": ()}
        self.worlds = {
            name: compile_scenario(scenario.model_copy(update={**plans, "world": each}))
            for name, each in worlds_of(scenario.world).items()
        }
        self.compiled = self.worlds[""]
        self.draws, self.names = draws, list(QUERIES)
        self.years = np.array(self.compiled.years)
        self.engine = Engine(self.compiled, list(QUERIES.values()), PRINCIPALS, PROBE)

    @cache  # noqa: B019 - one bench a run
    def found(
        self, lens: str, plan: str, change: Change | None = None,
        switches: tuple[Any, ...] = (), *, foresight: bool = False, world: str = "",
    ) -> Found:  # fmt: skip
        """Return what a plan leaves; members weigh the answer only with foresight."""
        drawn = lenses_.sample(lenses_.load(lens), self.draws, SEED)
        drawn = {key: np.asarray(x) for key, x in drawn.items()}
        if change is not None:
            change(drawn)
        chosen = self.worlds[world].plans[plan]
        ahead = np.full_like(chosen.world.rule, float(foresight))
        chosen = chosen._replace(world=chosen.world._replace(foresight=ahead))
        parts = []
        for first in range(0, self.draws, MEMBERS):
            draws = range(first, min(first + MEMBERS, self.draws))
            batch = self.engine.run(
                chosen, switched(**dict(switches)),
                {key: x[first : draws.stop] for key, x in drawn.items()},
                Members.of(draws, 0), SEED,
            )  # fmt: skip
            agrees = batch.actors[:, :, ACTOR_VIEWS.index("agrees")]
            parts.append([x[: len(draws)] for x in (batch.outcomes, batch.spiral,
                                                    agrees)])  # fmt: skip
        return Found(*map(np.concatenate, zip(*parts, strict=True)))

    def value(self, found: Found, outcome: str, *, early: bool = False) -> np.ndarray:
        """Return an outcome of every draw, mean of the late (or first) years."""
        if outcome == "spiral number":
            return found.spiral
        years = self.years < EARLY if early else self.years >= LATE
        return found.outcomes[:, years, self.names.index(outcome)].mean(axis=1)

    def effect(
        self, lens: str, plans: tuple[str, str], outcome: str,
        change: Change | None = None, switches: Mapping[str, float] | None = None,
        *, early: bool = False, world: str = "",
    ) -> np.ndarray:  # fmt: skip
        """Return the paired effect of a plan, in widths of its outcome."""
        taken = tuple(sorted((switches or {}).items()))
        one, other = (
            self.value(
                self.found(lens, plan, change, taken, world=world), outcome, early=early
            )
            for plan in plans
        )
        query = QUERIES.get(outcome)
        known = query.outcome if query else "spiral_number"
        ratio = known in EVENTS or known == "arms"
        width, _ = width_for(known, "ratio" if ratio else "difference") or (np.nan, "")
        return (one / other - 1 if ratio else one - other) / width


def told(effect: np.ndarray) -> str:
    """Return median, and shares of draws beyond a width up and down, in per cent."""
    fine = effect[np.isfinite(effect)]
    if not len(fine):
        return "undefined"
    up, down = (100 * np.mean(x > 1) for x in (fine, -fine))
    return f"{np.median(fine):+.2f} ({up:.0f}/{down:.0f})"


def row(*cells: str) -> str:
    """Return a line of a table."""
    return f"| {' | '.join(cells)} |"


def ablations(bench: Bench, lenses: list[str]) -> Iterator[str]:
    """Yield the table of effects with and without each mechanism."""
    yield row("mechanism", "effect on", "taken away", *lenses)
    yield row(*["---"] * (3 + len(lenses)))
    for each in MECHANISMS:
        cells = []
        for lens in lenses:
            with_it = bench.effect(lens, each.plans, each.outcome, early=each.early)
            without = bench.effect(
                lens, each.without or each.plans, each.outcome, each.change,
                each.switches, early=each.early, world=each.world,
            )  # fmt: skip
            cells.append(f"{told(with_it)} -> {told(without)}")
        yield row(each.name, each.outcome, each.how, *cells)


def restraints(bench: Bench, lenses: list[str]) -> Iterator[str]:
    """Yield what each move adds to the fullest plan."""
    outcomes = ("spiral number", "force on partners", "tension", "belief",
                "partners' security", "arms")  # fmt: skip
    yield row("move", "lens", *outcomes)
    yield row(*["---"] * (2 + len(outcomes)))
    for plan in bench.compiled.plans:
        if not plan.startswith("full + "):
            continue
        for lens in lenses:
            cells = [told(bench.effect(lens, (plan, "full"), x)) for x in outcomes]
            yield row(plan.removeprefix("full + "), lens, *cells)


def commitment(bench: Bench, lenses: list[str]) -> Iterator[str]:
    """Yield three fears of an ally along two dials: level of a tie, and solidarity.

    The share left alone is that of attacks on Japan in which no European comes.
    """
    outcomes = ("entrapment by Japan", "entanglement by Japan", "abandonment of Japan")
    yield row("lens", "tie of NATO with Japan", *outcomes, "left alone")
    yield row(*["---"] * (3 + len(outcomes)))
    dials = [(f"level {k}", f"level {k}", None) for k in range(1, 5)]
    dials += [
        (f"level 4, solidarity {x:g}", "level 4", put(content__solidarity=x))
        for x in (0.1, 0.5, 0.9)
    ]
    for lens in lenses:
        for label, plan, change in dials:
            found = bench.found(lens, plan, change)
            values = [100 * bench.value(found, x) for x in outcomes]
            _, comes, stays = values
            alone = f"{100 * np.median(stays / (stays + comes)):.1f} %"
            cells = [f"{np.median(x):.3f}" for x in values]
            yield row(lens, label, *cells, alone)


def votes(bench: Bench, lenses: list[str]) -> Iterator[str]:
    """Yield the chance that the office passes, as it is, with foresight, and paid."""
    from detente.claims.report import _approval  # pyright: ignore

    (_, year), *_ = bench.compiled.plans["office"].ballots
    at = bench.compiled.years.index(year)
    members = np.flatnonzero(bench.compiled.plans["office"].world.voters[0])
    yield row("lens", "at once", "with foresight", "and without the shock of war",
              "paid", "worth (log odds)")  # fmt: skip
    yield row(*["---"] * 6)
    for lens in lenses:
        yes = [
            bench.found(lens, plan, foresight=ahead).agrees[:, at][:, members]
            for plan, ahead in (
                ("office", False), ("office", True), ("office without shock", True),
            )
        ]  # fmt: skip
        least = int(np.argmin(yes[0].mean(axis=0)))
        paid = yes[0].copy()
        paid[:, least] = (1 + paid[:, least]) / 2
        passed = [_approval("consensus", x, None).mean() for x in (*yes, paid)]
        worth = np.median(np.log1p(1 / yes[0][:, least]))
        yield row(lens, *(f"{100 * x:.0f} %" for x in passed), f"{worth:.2f}")


PARTS = {
    "ablations": ablations, "restraint": restraints, "commitment": commitment,
    "votes": votes,
}  # fmt: skip


def main() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--draws", type=int, default=128)
    parser.add_argument("--lenses", nargs="+", default=list(LENSES))
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    given = parser.parse_args()
    bench = Bench(given.draws)
    print(f"{SCENARIO}, {given.draws} draws x 1 replicate, seed {SEED}; in widths")
    for name in given.only:
        print(f"\n{name}\n")
        for line in PARTS[name](bench, given.lenses):
            print(line, flush=True)


if __name__ == "__main__":
    main()
