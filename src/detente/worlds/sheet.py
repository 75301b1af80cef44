"""A plan's arrays while its moves are entered: what each kind of move does."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from detente.dynamics.state import Moves, World
from detente.worlds.moves import (
    DeclareMove,
    JoinMove,
    Move,
    PostMove,
    RestrainMove,
    ShockMove,
    TieMove,
    TransferMove,
    WithdrawMove,
)
from detente.worlds.restraint import Restraints, nothing

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.worlds.compile import Compiler

__all__ = ["Sheet"]

FULL_MEMBER = 4.0
"""Level of the ladder that membership is."""

MOST_AWAY = 0.95
"""Share of its force that nobody can exceed abroad."""

# The kernel's record declares JAX arrays; here it is filled with NumPy's.
_moves = cast("Callable[..., Moves]", Moves)


class Sheet(Restraints):
    """A plan's arrays while its moves are entered, years on the first axis."""

    def __init__(
        self, compiler: "Compiler", votes: int, ballots: list[tuple[str, int]]
    ) -> None:
        """Enter what stands before any move: alliances' ties and postures."""
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
        self.restraints = nothing(c.kinds, years, n)
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
        """Raise ties between two lists of places to a level, at least."""
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
        """Enter a step of ties, and who near the partner takes it for an aim."""
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
            self.see("ties", seen[year], v, watchers, (*by, j), [*by, *to], rise)
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

    def see(
        self, step: str, seen: np.ndarray, v: int, watchers: list[int],
        movers: Iterable[int], parties: list[int], rise: float,
    ) -> None:  # fmt: skip
        """Enter who takes a rise for an aim: watchers, and whom an entry names.

        Args:
            step: "ties" or "accessions".
            seen: Rungs that i counts of j, changed in place.
            v: The vote it hangs on, or -1.
            watchers: Who counts it where nothing is said.
            movers: Whose aim it would be.
            parties: Who take part, and see their own defence in it.
            rise: Rungs that the tie rises by.
        """
        usual = self.c.mask(watchers)
        others = 1 - self.c.mask(parties)
        for mover in movers:
            said = self.c.reference[step][:, mover]
            weight = np.where(np.isnan(said), usual, said) * others
            seen[:, mover] += rise * weight
            if v >= 0:
                self.concerned[v] = np.maximum(self.concerned[v], weight > 0)
        if v >= 0:
            self.concerned[v, watchers] = 1

    def enter_join(self, move: JoinMove) -> None:
        """Enter the ties that a new member gets, and who takes it for an aim."""
        c = self.c
        v, when = self.vote(move), self.when(move)
        joined = {**self.later}
        joined[move.to] = {*joined.get(move.to, set()), move.by}
        floor = c.membership(joined)
        target = self.floor if v < 0 else self.gated_floor[:, v]
        year, new = move.year - c.start, c.place[move.by]
        within = [k for k in np.flatnonzero(floor[new]).tolist() if k != new]
        before = np.maximum(self.tie[year, new], self.floor[year, new])[within]
        seen = self.engaged if v < 0 else self.gated_engaged[:, v]
        rise = max(FULL_MEMBER - float(before.max(initial=0)), 0.0)
        self.see("accessions", seen[year], v, [], (*within, new), [*within, new], rise)
        target[when] = np.maximum(target[when], floor)
        self.later = joined
        if v < 0:
            self.since.setdefault(move.to, {})[move.by] = move.year

    def station(
        self, by: list[int], theatre: str, share: float, when: slice, v: int
    ) -> None:
        """Move a share of forces to a theatre, as far as any is left at home."""
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
        """Enter forces stationed elsewhere."""
        by = [self.c.place[code] for code in move.by]
        self.station(by, move.theatre, move.share, self.when(move), self.vote(move))

    def enter_withdraw(self, move: WithdrawMove) -> None:
        """Enter forces brought home."""
        there = [k for k in range(self.c.n) if self.c.home[k] == move.theatre]
        when = self.when(move)
        for k in (self.c.place[code] for code in move.by):
            self.away[when, k] = np.maximum(self.away[when, k] - move.share, 0)
            for i in there:
                left = np.maximum(self.posted[when, i, k] - move.share, 0)
                self.posted[when, i, k] = left

    def enter_declare(self, move: DeclareMove) -> None:
        """Enter words."""
        year = move.year - self.c.start
        sign = 1.0 if move.purpose == "defensive" else -1.0
        to = [self.c.place[code] for code in move.to]
        self.said[year][np.ix_(to, self.side(move.by))] = sign

    def enter_restrain(self, move: RestrainMove) -> None:
        """Enter a step back."""
        year = move.year - self.c.start
        by, to = self.side(move.by), [self.c.place[code] for code in move.to]
        self.restrained[year][np.ix_(to, by)] = move.strength
        self.yielded[year, by] = move.strength

    def enter_transfer(self, move: TransferMove) -> None:
        """Enter arms or money given."""
        for code in move.to:
            self.transfer[self.when(move), self.c.place[code]] += move.amount

    def enter_shock(self, move: ShockMove) -> None:
        """Enter a shock to publics."""
        for code in move.on:
            self.shock[self.when(move, lasting=False), self.c.place[code]] += (
                move.strength
            )

    def moves(self) -> Moves:
        """Return the moves as arrays."""
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
            **self.restraints,
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
        foresight = None
        if self.c.foresight:
            ahead = [self.c.facts.alliances[key].foresight for key, _ in self.ballots]
            foresight = np.zeros(votes, np.float32)
            foresight[: len(ahead)] = ahead
        return world._replace(
            voters=voters, voters_hub=hubs, concerned=self.concerned, rule=rule,
            foresight=cast("Any", foresight),
        )  # fmt: skip
