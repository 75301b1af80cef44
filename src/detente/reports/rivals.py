"""Who may race whom: pairs of sides worth comparing, read off a scenario's claims."""

from collections import Counter
from itertools import combinations
from typing import NamedTuple

import numpy as np

from detente.reports.findings import Findings

__all__ = ["Pair", "pairs"]

MOST = 5
"""Pairs to choose from."""

STATED = 2
"""Of these, so many that claims set against each other; the rest are single actors."""

FRIENDS = 1.0
"""Single actors whose tie at the start is at this level of the ladder are no rivals."""

HOSTILE = (
    "tension", "force", "threat", "belief", "misperception", "containment",
    "containment_perceived",
)  # fmt: skip
"""Outcomes that set one side against another."""


class Pair(NamedTuple):
    """Two sides without a common actor.

    Attributes:
        one: Name of the one side.
        other: Name of the other side.
        places: Places of their actors.
    """

    one: str
    other: str
    places: tuple[tuple[int, ...], tuple[int, ...]]

    def like(self, pair: "Pair") -> bool:
        """Tell whether both sides are mostly the same actors, either way round."""

        def same(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
            return 2 * len({*a} & {*b}) >= len({*a} | {*b})

        (a, b), (c, d) = self.places, pair.places
        return (same(a, c) and same(b, d)) or (same(a, d) and same(b, c))


def _stated(findings: Findings) -> list[tuple[str, str]]:
    """Return the sides that claims set against each other, in order."""
    parts = [p for c in findings.scenario.claims.values() for p in c.parts]
    return list(
        dict.fromkeys(
            (part.of, part.toward)
            for part in parts
            if part.outcome in HOSTILE and part.of and part.toward
        )
    )


def _single(findings: Findings) -> list[tuple[str, str]]:
    """Return pairs of single actors, those that claims name most often first."""
    sides = findings.scenario.sides
    count = Counter(
        sides[side][0]
        for claim in findings.scenario.claims.values()
        for part in claim.parts
        for side in (part.of, part.toward)
        if side and len(sides[side]) == 1
    )
    found = combinations([code for code, _ in count.most_common()], 2)
    return sorted(found, key=lambda pair: -count[pair[0]] - count[pair[1]])


def _spenders(findings: Findings) -> list[tuple[str, str]]:
    """Return the two largest spenders, if there are two actors."""
    arms = np.nansum(findings.actor("arms")[0, 0, :, :, 0], axis=(0, 1))
    codes = [findings.actors[k] for k in np.argsort(-arms)]
    return [(codes[0], codes[1])] if len(codes) > 1 else []


def _named(findings: Findings, names: tuple[str, str]) -> Pair:
    sides = findings.scenario.sides
    place = {code: k for k, code in enumerate(findings.actors)}
    one, other = (tuple(place[code] for code in sides[name]) for name in names)
    return Pair(*names, (one, other))


def pairs(findings: Findings) -> tuple[Pair, ...]:
    """Return sides set against each other by claims, then single rivals."""
    tie = findings.pair("tie")[0, findings.plans.index(findings.baseline), 0]
    found: list[Pair] = []

    def take(asked: list[tuple[str, str]], most: int, friends: float = np.inf) -> None:
        for names in asked:
            pair = _named(findings, names)
            apart = not {*pair.places[0]} & {*pair.places[1]}
            close = tie[np.ix_(*pair.places)].mean() >= friends
            if len(found) < most and apart and not close:
                found.extend([] if any(map(pair.like, found)) else [pair])

    take(_stated(findings), STATED)
    take(_single(findings), MOST, FRIENDS)
    if not found:
        take(_spenders(findings), 1)
    return tuple(found)
