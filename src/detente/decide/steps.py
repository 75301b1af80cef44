"""The steps by which one world is taken over into another: sources, routes, order."""

from typing import NamedTuple

import numpy as np

__all__ = [
    "ACTS", "BY_SOURCE", "PAIRWISE", "ROUTES", "SOURCES", "STEPS", "Swap", "in_order",
    "swaps",
]  # fmt: skip

SOURCES: tuple[str, ...] = ("plan", "belief", "arms", "ties", "memory", "standing")
"""What of a world differs: the plan's own ties and forces; what each believes of the
others; what has been spent; ties of others' choice; remembered disputes; credibility
and mood."""

ROUTES: tuple[str, ...] = (
    "fear", "opportunity", "closeness", "joining", "hostility", "answer", "budget",
)  # fmt: skip
"""How laws read it: fear of attack; what an attack could gain; ties, cover and the
balance of force; who would join whom; remembered disputes; rivals' arming; the habit
of one's own budget."""

BY_SOURCE: dict[str, tuple[str, ...]] = {
    "plan": ("fear", "opportunity", "closeness", "joining"),
    "belief": ("fear",),
    "arms": ("fear", "opportunity", "closeness", "answer", "budget"),
    "ties": ("fear", "opportunity", "closeness", "joining"),
    "memory": ("opportunity", "hostility"),
    "standing": ("fear", "opportunity", "closeness"),
}
"""Routes that a source can take; the last takes all that is left of its difference."""

STEPS = tuple((s, r) for s, routes in BY_SOURCE.items() for r in routes)
"""Every step (source, route), in the order of going forward."""

ACTS = ("engagement", "restraint", "words", "disputes", "joining", "arming", "setting")
"""What a belief is drawn from: the plan's deliberate moves, three kinds; what was done,
three kinds; and what the same acts would mean of a seeker in this setting."""

PAIRWISE = (
    "dispute", "force", "entangled", "entrapped", "threat", "belief", "tie", "shared",
)  # fmt: skip
"""What is kept of every ordered pair, averaged over the members of a batch."""

LONGEST = max(len(routes) for routes in BY_SOURCE.values())


class Swap(NamedTuple):
    """One source taken over: flags before and after it, and routes step by step."""

    old: np.ndarray
    new: np.ndarray
    masks: np.ndarray


def swaps() -> tuple[Swap, np.ndarray]:
    """Return all swaps, forward then backward, and the step each mask belongs to.

    Masks add the routes of the source one by one; the last of them, and those that only
    fill up, take everything. Steps that only fill up are numbered -1.
    """
    swaps, numbers = [], []
    for way in (1, -1):
        flags = np.zeros(len(SOURCES))
        for source in SOURCES[::way]:
            old = flags.copy()
            flags[SOURCES.index(source)] = 1
            routes = BY_SOURCE[source][::way]
            masks = np.ones((LONGEST, len(ROUTES)))
            for k in range(len(routes) - 1):
                masks[k] = [route in routes[: k + 1] for route in ROUTES]
            swaps.append(Swap(old, flags.copy(), masks))
            step = [STEPS.index((source, route)) for route in routes]
            numbers.append(step + [-1] * (LONGEST - len(step)))
    table = Swap(*(np.stack(x).astype(np.float32) for x in zip(*swaps, strict=True)))
    return table, np.array(numbers)


def in_order(values: np.ndarray, queries: int) -> tuple[np.ndarray, np.ndarray]:
    """Return what each step adds: of queries, and of the growth of spending.

    Args:
        values: Values after each mask of each swap, those of the baseline first,
            (MEMBERS, Y, 1 + swaps * LONGEST, Q + N).
        queries: Q.
    """
    _, numbers = swaps()
    ways = len(SOURCES)
    half = ways * LONGEST
    out = values[:, :, 1:].copy()
    out[:, :, 1:] -= values[:, :, 1:-1]
    for first in (0, half):  # each way starts from the baseline
        out[:, :, first] = values[:, :, first + 1] - values[:, :, 0]
    added = out.reshape(*out.shape[:2], 2 * ways, LONGEST, out.shape[-1])
    shape = (*values.shape[:2], 2, len(STEPS), values.shape[-1])
    out = np.zeros(shape, np.float32)
    for swap, steps in enumerate(numbers):
        for k, step in enumerate(steps):
            if step >= 0:
                out[:, :, swap // ways, step] = added[:, :, swap, k]
    return out[..., :queries], out[..., queries:]
