"""From names to arrays: a scenario as the kernel wants it.

Actors are put in order of their codes, so the order in which a file lists them changes
no bit of a result. Groups and the pairs an outcome is about are those of the start: a
partner does not become a member by joining.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any, NamedTuple, cast

import jax
import jax.numpy as jnp
import numpy as np

from detente.core import bits
from detente.core.errors import ScenarioError
from detente.dynamics.state import Moves, World
from detente.laws import crisis
from detente.worlds.figures import column, great_circle, median, pair_code, sd
from detente.worlds.moves import Move
from detente.worlds.schema import EVERYONE, Alliance, Scenario
from detente.worlds.sheet import Sheet

__all__ = [
    "Compiled",
    "Plan",
    "Seats",
    "compile_plan",
    "compile_scenario",
    "count_votes",
]

FULL_HEAT = 3.0  # the ordinal that stands for full memory of disputes

# The kernel's record declares JAX arrays; here it is filled with NumPy's.
_world = cast("Callable[..., World]", World)


Seats = tuple[tuple[int, str], ...]
"""Places of actors, and the strategies they follow."""


class Plan(NamedTuple):
    """A plan as arrays.

    Attributes:
        world: World, with the votes of this plan.
        moves: Moves, years on the first axis.
        ballots: (alliance, year) of each vote of this plan.
    """

    world: World
    moves: Moves
    ballots: tuple[tuple[str, int], ...]


class Compiled(NamedTuple):
    """A scenario as arrays.

    Attributes:
        actors: Codes in the order of every array.
        years: Simulated years.
        first: Moves of the year before any plan begins.
        plans: Plans by name.
        homes: Theatre of each actor.
        sides: For each actor, alliance and group: 1 for who belongs, shape (N,).
        strategies: Who follows what, by plan; "" for plans that are not stated.
    """

    actors: tuple[str, ...]
    years: tuple[int, ...]
    first: Moves
    plans: dict[str, Plan]
    homes: tuple[str, ...]
    sides: dict[str, np.ndarray]
    strategies: Mapping[str, Seats] = {}

    def believing(
        self, stated: Mapping[str, float], empathy: Mapping[str, float] | None = None
    ) -> "Compiled":
        """Return the scenario with what a reader states of single actors.

        Args:
            stated: Probability of being revisionist at the start, by code.
            empathy: Weight of one's own menace among others' reasons, by code.
        """
        told = {"stated": stated, "empathy": empathy or {}}
        if not any(told.values()):
            return self
        # Both, whatever is told: one program more to compile, not three.
        arrays: dict[str, Any] = {
            name: np.array([said.get(code, np.nan) for code in self.actors], np.float32)
            for name, said in told.items()
        }
        plans = {
            name: plan._replace(world=plan.world._replace(**arrays))
            for name, plan in self.plans.items()
        }
        return self._replace(plans=plans)


def compile_scenario(scenario: Scenario, votes: int = 0) -> Compiled:
    """Return the arrays of a scenario.

    Args:
        scenario: Scenario.
        votes: Room for at least so many votes in every plan.

    Raises:
        ScenarioError: If two codes share a number, or a move cannot be compiled.
    """
    return Compiler(scenario).compiled(votes)


def compile_plan(scenario: Scenario, moves: Iterable[Move], votes: int) -> Plan:
    """Return the arrays of a plan that the scenario does not state.

    Args:
        scenario: Scenario; its common moves are made too.
        moves: The plan's own moves.
        votes: Room for so many votes: that of the scenario's other plans, so that one
            program serves all.

    Raises:
        ScenarioError: If a move cannot be compiled.
    """
    compiler = Compiler(scenario)
    return compiler.plan(compiler.world(), [*scenario.moves, *moves], votes)


def count_votes(scenario: Scenario, moves: Iterable[Move]) -> int:
    """Return how many votes a plan of these moves needs, common ones included."""
    return len(Compiler(scenario).ballots([*scenario.moves, *moves]))


class Compiler:
    """Holds the scenario and its index while arrays are filled."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.facts = scenario.world
        self.actors = tuple(sorted(self.facts.actors))
        self.place = {code: k for k, code in enumerate(self.actors)}
        self.n = len(self.actors)
        self.start = self.facts.world.start
        self.years = tuple(range(self.start, scenario.horizon + 1))
        self.home = [self.facts.actors[code].theatre for code in self.actors]
        allowed = scenario.search.moves if scenario.search else ()
        plans = (plan.moves for plan in scenario.plans.values())
        every = chain(scenario.moves, *plans, (each.move for each in allowed))
        self.kinds = {move.kind for move in every}
        self.reference = {step: self.counted(step) for step in ("ties", "accessions")}
        self.foresight = any(a.foresight for a in self.facts.alliances.values())

    def square(self, value: float = 0.0) -> np.ndarray:
        return np.full((self.n, self.n), value, np.float32)

    def members(self, name: str) -> list[int]:
        """Return the places of an actor, of an alliance's members or of a group."""
        facts = self.facts
        if name in self.place:
            return [self.place[name]]
        if name in facts.alliances:
            return [self.place[code] for code in facts.alliances[name].members]
        if name == EVERYONE and name not in self.scenario.groups:
            return list(range(self.n))
        group = self.scenario.groups[name]
        return sorted({k for part in group for k in self.members(part)})

    def mask(self, places: Iterable[int]) -> np.ndarray:
        out = np.zeros(self.n, np.float32)
        out[list(places)] = 1
        return out

    def compiled(self, room: int) -> Compiled:
        names = [
            EVERYONE, *self.actors, *self.facts.alliances, *self.scenario.groups
        ]  # fmt: skip
        world = self.world()
        plans = {name: [*self.scenario.moves, *plan.moves]
                 for name, plan in self.scenario.plans.items()}  # fmt: skip
        votes = max(room, *(len(self.ballots(moves)) for moves in plans.values()))
        return Compiled(
            actors=self.actors,
            years=self.years,
            first=_slice(self.plan(world, [], votes).moves, 0),
            plans={
                name: self.plan(world, moves, votes) for name, moves in plans.items()
            },
            homes=tuple(self.home),
            sides={name: self.mask(self.members(name)) for name in names},
            strategies={
                name or "": tuple(
                    (self.place[code], followed)
                    for code, followed in sorted(held.items())
                )
                for name in (None, *plans)
                if (held := self.scenario.strategies_of(name))
            },
        )

    # world

    def world(self) -> World:
        actors = [self.facts.actors[code] for code in self.actors]
        codes = np.array([bits.code(code) for code in self.actors], np.uint32)
        if len(set(codes.tolist())) < self.n:
            raise ScenarioError(
                "world.toml, actors: expected codes with numbers of their own, got two "
                "that share one; rename one"
            )
        low = np.minimum(codes[:, None], codes)
        high = np.maximum(codes[:, None], codes)
        hubs = [a for a in self.facts.alliances.values() if a.rule == "hub" and a.hub]
        tie = self.start_ties()
        return _world(
            codes=codes,
            ordered=pair_code(codes[:, None], codes),
            unordered=pair_code(low, high),
            present=np.ones(self.n, np.float32),
            distance=great_circle(np.array([a.capital for a in actors])).astype("f4"),
            contiguous=self.contiguous(),
            remote=self.remote(),
            pact=self.pacts(),
            affinity=self.affinity(),
            nuclear=np.array([median(a.warheads) > 0 for a in actors], np.float32),
            personnel=column(actors, "personnel"),
            population=column(actors, "population"),
            tie=tie,
            suspicion=self.suspicion(tie),
            notoriety=self.notoriety(),
            heat=self.heat(),
            spending=np.log(np.maximum(column(actors, "spending"), 1.0)),
            spending_sd=np.array([sd(a.spending) for a in actors], np.float32),
            gdp=np.log(column(actors, "gdp")),
            gdp_sd=np.array([sd(a.gdp) for a in actors], np.float32),
            growth=np.array([a.growth for a in actors], np.float32),
            hubs=np.stack([self.mask([self.place[a.hub]]) for a in hubs if a.hub])
            if hubs else np.zeros((0, self.n), np.float32),
            spokes=np.stack(
                [
                    self.mask(self.place[c] for c in a.members if c != a.hub)
                    for a in hubs
                ]
            ) if hubs else np.zeros((0, self.n), np.float32),
            voters=np.zeros((0, self.n), np.float32),
            voters_hub=np.zeros((0, self.n), np.float32),
            concerned=np.zeros((0, self.n), np.float32),
            rule=np.zeros((0,), np.float32),
            support_attack=self.square(),
            support_defence=self.square(),
        )  # fmt: skip

    def both(self, target: np.ndarray, a: str, b: str, value: float) -> None:
        i, j = self.place[a], self.place[b]
        target[i, j] = target[j, i] = value

    def start_ties(self) -> np.ndarray:
        return np.maximum(self.listed_ties(), self.membership({}))

    def listed_ties(self) -> np.ndarray:
        tie = self.square()
        for entry in self.facts.ties:
            a, b = entry.between
            if a in self.place and b in self.place:
                i, j = self.place[a], self.place[b]
                tie[i, j] = tie[j, i] = max(tie[i, j], entry.level)
        return tie

    def membership(self, later: dict[str, set[str]]) -> np.ndarray:
        """Return level 4 among members whose home lies in the treaty area.

        Spokes of a hub are bound to one another as far as their alliance is integrated.
        """
        floor = self.square()
        for key, alliance in self.facts.alliances.items():
            if alliance.rule == "hub":
                if alliance.integration:
                    floor = np.maximum(floor, self.integrated(alliance))
                continue
            everyone = {*alliance.members, *later.get(key, set())}
            inside = [
                self.place[code] for code in everyone
                if not alliance.area or self.home[self.place[code]] in alliance.area
            ]  # fmt: skip
            floor[np.ix_(inside, inside)] = 4
        np.fill_diagonal(floor, 0)
        return floor

    def integrated(self, alliance: Alliance) -> np.ndarray:
        """Return the rungs that an integrated hub alliance adds among its spokes."""
        hub = self.listed_ties()[:, [self.place[cast("str", alliance.hub)]]]
        spokes = self.mask(
            self.place[code] for code in alliance.members
            if code != alliance.hub
            and (not alliance.area or self.facts.actors[code].theatre in alliance.area)
        )  # fmt: skip
        arm = np.minimum(hub, hub.T) * spokes[:, None] * spokes
        return arm * np.float32(alliance.integration)

    def contiguous(self) -> np.ndarray:
        out = self.square()
        for entry in self.facts.neighbours:
            for other in (*entry.by_land, *entry.by_sea):
                self.both(out, entry.of, other, 1)
        return out

    def remote(self) -> np.ndarray:
        """Return 1 for pairs that are not politically relevant; none if none can be."""
        majors = self.facts.majors
        if majors is None:
            return self.square()
        power = self.square() + self.mask(self.place[code] for code in majors.of)
        flags = map(jnp.asarray, (self.contiguous(), power.T, power))
        apart = 1 - np.array(crisis.relevant(*flags))
        np.fill_diagonal(apart, 0)
        return apart

    def pacts(self) -> np.ndarray:
        out = self.square()
        for entry in self.facts.pacts:
            self.both(out, *entry.between, 1)
        return out

    def suspicion(self, tie: np.ndarray) -> np.ndarray:
        out = np.where(tie >= 4, 0, 1).astype(np.float32)
        for entry in self.facts.suspicions:
            rows = [k for name in entry.by for k in self.members(name)]
            columns = [k for name in entry.of for k in self.members(name)]
            out[np.ix_(rows, columns)] = entry.level
        return out

    def counted(self, step: str) -> np.ndarray:
        """Return rungs that one counts for a rung of another; NaN where unsaid."""
        out = self.square(np.nan)
        for entry in self.facts.status_quo:
            if entry.steps not in (step, "both"):
                continue
            rows = [k for name in entry.by for k in self.members(name)]
            columns = [k for name in entry.of for k in self.members(name)]
            out[np.ix_(rows, columns)] = entry.weight
        return out

    def crossed(
        self,
        out: np.ndarray,
        between: tuple[Iterable[str], Iterable[str]],
        value: float,
    ) -> None:
        first, second = (
            [k for name in side for k in self.members(name)] for side in between
        )
        out[np.ix_(first, second)] = value
        out[np.ix_(second, first)] = value
        np.fill_diagonal(out, 0)

    def heat(self) -> np.ndarray:
        out = self.square()
        for entry in self.facts.heat:
            self.crossed(out, entry.between, entry.level / FULL_HEAT)
        return out

    def affinity(self) -> np.ndarray:
        out = self.square()
        for entry in self.facts.affinity:
            self.crossed(out, entry.between, entry.value)
        return out

    def notoriety(self) -> np.ndarray:
        out = np.ones(self.n, np.float32)
        for entry in self.facts.motives:
            for name in entry.of:
                out[self.members(name)] = entry.level
        return out

    # plans

    def ballots(self, moves: list[Move]) -> list[tuple[str, int]]:
        """Return the votes a list of moves asks for: one an alliance and year."""
        asked = [
            self.vote_of(move) for move in moves if getattr(move, "consent", False)
        ]
        return sorted(set(asked), key=lambda vote: (vote[1], vote[0]))

    def vote_of(self, move: Move) -> tuple[str, int]:
        alliance = move.to if move.kind == "join" else getattr(move, "by", "")
        if not isinstance(alliance, str) or alliance not in self.facts.alliances:
            raise ScenarioError(
                f"{self.scenario.slug}, move {move.kind} {move.year}: expected an "
                f"alliance to give its consent, got {alliance!r}; let an alliance make "
                "the move, or leave consent out"
            )
        return alliance, move.year

    def plan(self, world: World, moves: list[Move], votes: int) -> Plan:
        ballots = self.ballots(moves)
        self.kinds |= {move.kind for move in moves}
        sheet = Sheet(self, votes, ballots)
        for move in sorted(moves, key=lambda m: (m.year, m.kind == "withdraw")):
            sheet.enter(move)
        return Plan(sheet.with_votes(world), sheet.moves(), tuple(ballots))


def _slice(moves: Moves, year: int) -> Moves:
    return jax.tree.map(lambda leaf: leaf[year], moves)
