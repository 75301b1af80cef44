"""From names to arrays: a scenario as the kernel wants it.

Actors are put in order of their codes, so the order in which a file lists them changes
no bit of a result. Groups and the pairs an outcome is about are those of the start: a
partner does not become a member by joining.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple, cast

import numpy as np

from detente.core import bits
from detente.core.errors import ScenarioError
from detente.dynamics.state import Moves, World
from detente.worlds.figures import column, great_circle, median, pair_code, sd
from detente.worlds.moves import (
    DeclareMove,
    JoinMove,
    Move,
    PostMove,
    RestrainMove,
    ShockMove,
    TieMove,
    TransferMove,
)
from detente.worlds.schema import EVERYONE, Scenario

__all__ = ["Compiled", "Plan", "compile_plan", "compile_scenario", "count_votes"]

FULL_HEAT = 3.0  # the ordinal that stands for full memory of disputes
MOST_AWAY = 0.95  # share of its force that nobody can exceed abroad

# The kernel's records declare JAX arrays; here they are filled with NumPy's.
_world = cast("Callable[..., World]", World)
_moves = cast("Callable[..., Moves]", Moves)


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
    """

    actors: tuple[str, ...]
    years: tuple[int, ...]
    first: Moves
    plans: dict[str, Plan]
    homes: tuple[str, ...]
    sides: dict[str, np.ndarray]


def compile_scenario(scenario: Scenario, votes: int = 0) -> Compiled:
    """Return the arrays of a scenario.

    Args:
        scenario: Scenario.
        votes: Room for at least so many votes in every plan.

    Raises:
        ScenarioError: If two codes share a number, or a move cannot be compiled.
    """
    return _Compiler(scenario).compiled(votes)


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
    compiler = _Compiler(scenario)
    return compiler.plan(compiler.world(), [*scenario.moves, *moves], votes)


def count_votes(scenario: Scenario, moves: Iterable[Move]) -> int:
    """Return how many votes a plan of these moves needs, common ones included."""
    return len(_Compiler(scenario).ballots([*scenario.moves, *moves]))


class _Compiler:
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
        tie = self.square()
        for entry in self.facts.ties:
            a, b = entry.between
            if a in self.place and b in self.place:
                i, j = self.place[a], self.place[b]
                tie[i, j] = tie[j, i] = max(tie[i, j], entry.level)
        return np.maximum(tie, self.membership({}))

    def membership(self, later: dict[str, set[str]]) -> np.ndarray:
        """Return level 4 among members whose home lies in the treaty area."""
        floor = self.square()
        for key, alliance in self.facts.alliances.items():
            if alliance.rule == "hub":
                continue
            everyone = {*alliance.members, *later.get(key, set())}
            inside = [
                self.place[code] for code in everyone
                if not alliance.area or self.home[self.place[code]] in alliance.area
            ]  # fmt: skip
            floor[np.ix_(inside, inside)] = 4
        np.fill_diagonal(floor, 0)
        return floor

    def contiguous(self) -> np.ndarray:
        out = self.square()
        for entry in self.facts.neighbours:
            for other in (*entry.by_land, *entry.by_sea):
                self.both(out, entry.of, other, 1)
        return out

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
        sheet = _Sheet(self, votes, ballots)
        for move in sorted(moves, key=lambda m: m.year):
            sheet.enter(move)
        return Plan(sheet.with_votes(world), sheet.moves(), tuple(ballots))


class _Sheet:
    """A plan's arrays while its moves are entered, years on the first axis."""

    def __init__(
        self, compiler: _Compiler, votes: int, ballots: list[tuple[str, int]]
    ) -> None:
        c = self.c = compiler
        years, n = len(c.years), c.n
        self.ballots = ballots
        self.later: dict[str, set[str]] = {}
        self.since: dict[str, dict[str, int]] = {}  # voters that joined without a vote

        def zeros(*shape: int) -> np.ndarray:
            return np.zeros((years, *shape), np.float32)

        self.floor = zeros(n, n) + c.membership({})
        self.tie, self.engaged = zeros(n, n), zeros(n, n)
        self.gated_floor, self.gated_tie, self.gated_engaged, self.gated_posted = (
            zeros(votes, n, n) for _ in range(4)
        )
        self.restrained, self.said, self.posted = (zeros(n, n) for _ in range(3))
        self.away, self.yielded, self.transfer, self.shock = (
            zeros(n) for _ in range(4)
        )
        self.gated_away = zeros(votes, n)
        self.ballot = zeros(votes)
        self.concerned = np.zeros((votes, n), np.float32)
        for v, (_, year) in enumerate(ballots):
            self.ballot[year - c.start, v] = 1
        for entry in c.facts.ties:
            self.alliance_tie(entry.between, entry.level)
        for entry in c.facts.posture:
            self.station(
                [c.place[entry.by]], entry.theatre, entry.share, slice(None), -1
            )

    def alliance_tie(self, between: tuple[str, str], level: float) -> None:
        """Enter a tie of the start that runs through an alliance."""
        alliances = self.c.facts.alliances
        for one, other in (between, between[::-1]):
            if one in alliances:
                self.raise_tie(self.tie, self.c.members(one), self.c.members(other),
                               level, slice(None))  # fmt: skip

    def raise_tie(
        self,
        target: np.ndarray,
        by: list[int],
        to: list[int],
        level: float,
        when: slice,
    ) -> None:
        for i in by:
            for j in to:
                if i != j:
                    higher = np.maximum(target[when, i, j], level)
                    target[when, i, j] = target[when, j, i] = higher

    def when(self, move: Move, *, lasting: bool = True) -> slice:
        """Return the years in which a move acts."""
        first = move.year - self.c.start
        last = move.until or (self.c.scenario.horizon if lasting else move.year)
        return slice(first, last - self.c.start + 1)

    def vote(self, move: Move) -> int:
        """Return the position of the vote a move needs, or -1."""
        if not getattr(move, "consent", False):
            return -1
        return self.ballots.index(self.c.vote_of(move))

    def enter(self, move: Move) -> None:
        """Enter one move."""
        getattr(self, f"enter_{move.kind}")(move)

    def side(self, name: str) -> list[int]:
        """Return the members of an actor or alliance, late joiners included."""
        late = [self.c.place[code] for code in self.later.get(name, set())]
        return sorted({*self.c.members(name), *late})

    def enter_tie(self, move: TieMove) -> None:
        v, when, year = self.vote(move), self.when(move), move.year - self.c.start
        by, to = self.side(move.by), [self.c.place[code] for code in move.to]
        through = move.by in self.c.facts.alliances
        plain, gated = (
            (self.tie, self.gated_tie) if through else (self.floor, self.gated_floor)
        )
        before = np.maximum(np.maximum(self.tie[year], self.floor[year]),
                            self.c.start_ties() if not through else 0)  # fmt: skip
        target = plain if v < 0 else gated[:, v]
        seen = self.engaged if v < 0 else self.gated_engaged[:, v]
        for j in to:
            rise = max(move.level - float(before[by, j].max(initial=0)), 0.0)
            watchers = self.watchers([*by, *to], j)
            for mover in (*by, j):
                seen[year, watchers, mover] += rise
            if v >= 0:
                self.concerned[v, watchers] = 1
        self.raise_tie(target, by, to, move.level, when)

    def watchers(self, movers: list[int], partner: int) -> list[int]:
        """Return outsiders near a partner who have no firm tie with any mover.

        They alone can read the step as an aim; to the movers' own side it is
        defence of the status quo, and to the far away it is news of others.
        """
        c = self.c
        tie, near = c.start_ties(), c.contiguous()[partner] > 0
        return [
            k for k in range(c.n)
            if k not in movers
            and (near[k] or c.home[k] == c.home[partner])
            and not np.any(tie[k, movers] >= 2)
        ]  # fmt: skip

    def enter_join(self, move: JoinMove) -> None:
        c = self.c
        v, when = self.vote(move), self.when(move)
        joined = {**self.later}
        joined[move.to] = {*joined.get(move.to, set()), move.by}
        floor = c.membership(joined)
        target = self.floor if v < 0 else self.gated_floor[:, v]
        target[when] = np.maximum(target[when], floor)
        self.later = joined
        if v < 0:
            self.since.setdefault(move.to, {})[move.by] = move.year

    def station(
        self, by: list[int], theatre: str, share: float, when: slice, v: int
    ) -> None:
        there = [k for k in range(self.c.n) if self.c.home[k] == theatre]
        posted = self.posted if v < 0 else self.gated_posted[:, v]
        away = self.away if v < 0 else self.gated_away[:, v]
        for k in by:
            if self.c.home[k] == theatre:
                continue
            room = np.clip(MOST_AWAY - away[when, k], 0, share)
            away[when, k] += room
            for i in there:
                posted[when, i, k] += room

    def enter_post(self, move: PostMove) -> None:
        by = [self.c.place[code] for code in move.by]
        self.station(by, move.theatre, move.share, self.when(move), self.vote(move))

    def enter_declare(self, move: DeclareMove) -> None:
        year = move.year - self.c.start
        sign = 1.0 if move.purpose == "defensive" else -1.0
        to = [self.c.place[code] for code in move.to]
        self.said[year][np.ix_(to, self.side(move.by))] = sign

    def enter_restrain(self, move: RestrainMove) -> None:
        year = move.year - self.c.start
        by, to = self.side(move.by), [self.c.place[code] for code in move.to]
        self.restrained[year][np.ix_(to, by)] = move.strength
        self.yielded[year, by] = move.strength

    def enter_transfer(self, move: TransferMove) -> None:
        for code in move.to:
            self.transfer[self.when(move), self.c.place[code]] += move.amount

    def enter_shock(self, move: ShockMove) -> None:
        for code in move.on:
            self.shock[self.when(move, lasting=False), self.c.place[code]] += (
                move.strength
            )

    def moves(self) -> Moves:
        return _moves(
            tie_floor=self.floor,
            alliance_tie=self.tie,
            gated_floor=self.gated_floor,
            gated_tie=self.gated_tie,
            engaged=self.engaged,
            gated_engaged=self.gated_engaged,
            restrained=self.restrained,
            said=self.said,
            posted=self.posted,
            away=self.away,
            gated_posted=self.gated_posted,
            gated_away=self.gated_away,
            yielded=self.yielded,
            transfer=self.transfer,
            shock=self.shock,
            hold=np.zeros_like(self.tie),
            ballot=self.ballot,
        )

    def with_votes(self, world: World) -> World:
        """Return the world with who votes on this plan's proposals, and how."""
        votes = self.ballot.shape[1]
        voters, hubs = (np.zeros((votes, self.c.n), np.float32) for _ in range(2))
        rule = np.zeros(votes, np.float32)
        for v, (key, year) in enumerate(self.ballots):
            alliance = self.c.facts.alliances[key]
            late = self.since.get(key, {})
            joined = [code for code, since in late.items() if since <= year]
            voters[v] = self.c.mask([
                *self.c.members(key), *(self.c.place[code] for code in joined)
            ])  # fmt: skip
            if alliance.hub:
                hubs[v, self.c.place[alliance.hub]] = 1
            rule[v] = ("consensus", "majority", "hub").index(alliance.rule)
        return world._replace(
            voters=voters, voters_hub=hubs, concerned=self.concerned, rule=rule
        )


def _slice(moves: Moves, year: int) -> Moves:
    return Moves(*(leaf[year] for leaf in moves))
