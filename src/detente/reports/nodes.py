"""Who stands for itself where there is room for a dozen: actors, and the rest together.

A matrix or network of 49 actors shows nothing. Those who act on their own account in
the argument stand alone; the other members of an alliance stand as one.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from detente.reports.findings import Findings

__all__ = ["Node", "between", "nodes"]

MOST = 14
"""Nodes shown, the rest of alliances included."""

LEAST_ALONE = 7
"""Actors that stand alone, however many alliances there are."""

REST = 3
"""Members that an alliance must have left to stand as a node of its own."""


class Node(NamedTuple):
    """One actor, or the other members of an alliance.

    Attributes:
        key: Code of the actor, or key of the alliance.
        title: What to call it.
        places: Places of its actors.
    """

    key: str
    title: str
    places: tuple[int, ...]


def nodes(findings: Findings) -> tuple[Node, ...]:
    """Return who is shown.

    Where there are too many, actors named in claims come first, then partners that a
    plan is about, spokes of a hub, states without an alliance, and the others, the
    last three by military spending.
    """
    world = findings.scenario.world
    place = {code: k for k, code in enumerate(findings.actors)}
    allied = {
        code: key
        for key, alliance in world.alliances.items()
        if alliance.rule != "hub"
        for code in alliance.members
    }
    alone = findings.actors
    if len(alone) > MOST:
        room = max(MOST - len(set(allied.values())), LEAST_ALONE)
        alone = tuple(_by_weight(findings, allied)[:room])
    shown = [Node(code, world.actors[code].name, (place[code],)) for code in alone]
    for key, alliance in world.alliances.items():
        rest = [c for c in alliance.members if c not in alone and allied.get(c) == key]
        if len(rest) >= REST and len(shown) < MOST:
            other = "other " if len(rest) < len(alliance.members) else ""
            title = f"{findings.side(key)} ({other}{len(rest)})"
            shown.append(Node(key, title, tuple(place[c] for c in rest)))
    return tuple(shown)


def _by_weight(findings: Findings, allied: Mapping[str, str]) -> list[str]:
    """Return all actors, those first that the argument turns on."""
    world, scenario = findings.scenario.world, findings.scenario
    named = [
        codes[0]
        for claim in scenario.claims.values()
        for part in claim.parts
        for codes in (scenario.sides.get(part.of or "", ()),
                      scenario.sides.get(part.toward or "", ()))
        if len(codes) == 1
    ]  # fmt: skip
    partners = [
        code
        for plan in scenario.plans
        for move in scenario.moves_of(plan)
        for code in (getattr(move, "to", ()) if move.kind == "tie" else ())
    ]
    spokes = {
        code
        for alliance in world.alliances.values()
        if alliance.rule == "hub"
        for code in alliance.members
    }
    arms = np.nan_to_num(findings.actor("arms")[:, :, :, :, 0]).mean(axis=(0, 1, 2, 3))
    spenders = [findings.actors[k] for k in np.argsort(-arms, kind="stable")]
    hubbed = [code for code in spenders if code in spokes]
    lone = [code for code in spenders if code not in allied]
    return list(dict.fromkeys([*named, *partners, *hubbed, *lone, *spenders]))


def between(x: np.ndarray, rows: Node, columns: Node) -> np.ndarray:
    """Return the mean of x over pairs of two nodes, shape (...,).

    Args:
        x: Pair values, shape (..., N, N).
        rows: Who acts or perceives.
        columns: Who is acted upon or perceived.
    """
    block = x[..., list(rows.places), :][..., list(columns.places)]
    other = np.array([[i != j for j in columns.places] for i in rows.places])
    return (block * other).sum(axis=(-1, -2)) / max(other.sum(), 1)
