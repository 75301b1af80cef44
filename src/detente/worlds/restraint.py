"""What a plan's restraints do to its arrays: limits, inspection, distance, words."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Any

import numpy as np

from detente.worlds.moves import (
    HotlineMove,
    InspectMove,
    LimitMove,
    Move,
    PledgeMove,
    SeparateMove,
)

__all__ = ["RESTRAINTS", "Restraints", "nothing"]

RESTRAINTS = {
    "limited": "limit", "capped": "limit", "inspected": "inspect",
    "apart": "separate", "calmed": "hotline", "pledged": "pledge",
}  # fmt: skip
"""Kind of move behind each array; a scenario without such a move has no such array."""


def nothing(kinds: Collection[str], years: int, actors: int) -> dict[str, Any]:
    """Return the arrays in which nobody restrains itself, None for kinds not used."""

    def empty(kind: str) -> np.ndarray | None:
        if kind not in kinds:
            return None
        if kind == "limit":
            return np.full((years, actors), np.inf, np.float32)
        return np.zeros((years, actors, actors), np.float32)

    return {name: empty(kind) for name, kind in RESTRAINTS.items()}


class Restraints(ABC):
    """The part of a plan's sheet that holds restraints."""

    c: Any
    restraints: dict[str, Any]

    @abstractmethod
    def when(self, move: Move, *, lasting: bool = True) -> slice:
        """Return the years in which a move acts."""

    @abstractmethod
    def side(self, name: str) -> list[int]:
        """Return the places of an actor or of an alliance's members."""

    def enter_limit(self, move: LimitMove) -> None:
        """Enter ceilings on arms; the lowest one holds."""
        growth, level = np.inf, np.inf
        if move.growth is not None:
            growth = np.log1p(move.growth / 100)
        if move.level is not None:
            level = np.log(move.level)
        for name, most in (("limited", growth), ("capped", level)):
            target, when = self.restraints[name], self.when(move)
            for code in move.by:
                place = self.c.place[code]
                target[when, place] = np.minimum(target[when, place], most)

    def both_ways(
        self, name: str, move: InspectMove | SeparateMove | HotlineMove
    ) -> None:
        """Enter a share between two sides; the highest one holds."""
        target, when = self.restraints[name], self.when(move)
        one, other = (self.side(side) for side in move.between)
        for i in one:
            for j in other:
                if i != j:
                    share = np.maximum(target[when, i, j], move.share)
                    target[when, i, j] = target[when, j, i] = share

    def enter_inspect(self, move: InspectMove) -> None:
        """Enter what two sides let one another see."""
        self.both_ways("inspected", move)

    def enter_separate(self, move: SeparateMove) -> None:
        """Enter forces kept apart."""
        self.both_ways("apart", move)

    def enter_hotline(self, move: HotlineMove) -> None:
        """Enter talk in a crisis."""
        self.both_ways("calmed", move)

    def enter_pledge(self, move: PledgeMove) -> None:
        """Enter a pledge, heard in the year it is given."""
        year = move.year - self.c.start
        to = [self.c.place[code] for code in move.to]
        self.restraints["pledged"][year][np.ix_(to, self.side(move.by))] = (
            move.credibility
        )
