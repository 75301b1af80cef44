r"""Jervis's four worlds: when a step meant as defence must look like a threat.

Two questions: does attack have the advantage ($\omega$ above 1), and can a posture for
attack be told from one for defence ($\delta$ near 1)? [Jervis1978] answers

$$ P(\text{conflict}):\quad W_1 > W_2, W_3 > W_4 $$

for the worlds 1 (advantage, not told: doubly dangerous), 2 (none, not told: a dilemma,
but security is compatible), 3 (advantage, told: no dilemma, but aggression is possible)
and 4 (none, told: doubly stable). Nothing orders 2 and 3. The worlds here are the
kernel itself: two pairs of allies, all alike, at the centre of the lens `prior`, with
$\omega$ and $\delta$ moved.
"""

from functools import cache
from typing import Any

from detente.theory.model import Grid, Model, Number

__all__ = ["MODEL", "WORLDS", "conflict"]

WORLDS = {1: (2.0, 0.1), 2: (0.5, 0.1), 3: (2.0, 0.9), 4: (0.5, 0.9)}
"""omega and delta of each world: factors of two, and one tenth from the ends (assumed;
the order does not hang on them)."""

MEMBERS = 64
"""Draws of motives and chance behind each figure, the same in every world."""

YEARS = 10


@cache
def _program() -> Any:
    """Return (omega (W,), delta (W,)) -> tension of each world, compiled once."""
    import jax
    import jax.numpy as jnp
    import numpy as np

    from detente.core.bits import stream
    from detente.dynamics.kernel import kernel
    from detente.dynamics.pairs import Dense
    from detente.dynamics.state import Switches
    from detente.dynamics.trajectory import simulate
    from detente.lenses.lens import at, load
    from detente.lenses.records import records
    from detente.theory.two_sides import quiet, two_sides

    world = two_sides(allies=True)
    moves = quiet(world, YEARS)
    first = jax.tree.map(lambda x: x[0], moves)
    k = kernel(Dense(len(world.codes)))
    centre = {name: np.float32(x[0]) for name, x in at(load("prior"), [{}]).items()}
    hidden = Switches(*np.array([0.0, 1.0, 0.0], np.float32))
    across = np.zeros((4, 4), np.float32)
    across[:2, 2:] = across[2:, :2] = 1

    def measure(now: Any, actions: Any, after: Any) -> Any:
        seen = k.outlook(now.intentions, now.state.motive)
        return 1 - jnp.exp(jnp.sum(across * jnp.log1p(-seen.dispute)))

    def tension(omega: Any, delta: Any, member: Any) -> Any:
        p = records(
            centre | {"threat.advantage": omega, "content.distinguishability": delta}
        )
        key = stream(jnp.uint32(1978), member)
        return simulate(k, measure, key, world, first, moves, p, hidden)[1].mean()

    over_members = jax.vmap(tension, (None, None, 0))
    over_worlds = jax.vmap(over_members, (0, 0, None))
    members = np.arange(MEMBERS, dtype=np.uint32)
    return jax.jit(lambda omega, delta: over_worlds(omega, delta, members).mean(axis=1))


def conflict(omega: list[float], delta: list[float]) -> list[float]:
    """Return the probability a year of a dispute between the sides, one a world.

    Args:
        omega: Offence-defence balance of each world (ratio, 1 is even).
        delta: How well defence is told from offence there (0-1).
    """
    import numpy as np

    asked = np.array([omega, delta], np.float32)
    spare = -len(omega) % len(WORLDS)  # four at a time, so that one program serves all
    asked = np.pad(asked, ((0, 0), (0, spare)), mode="edge")
    parts = np.split(asked, asked.shape[1] // len(WORLDS), axis=1)
    found = np.concatenate([np.asarray(_program()(*part)) for part in parts])
    return [float(x) for x in found[: len(omega)]]


def _numbers() -> tuple[Number, ...]:
    found = dict(zip(WORLDS, conflict(*map(list, zip(*WORLDS.values()))), strict=True))  # noqa: B905
    top, bottom = max(found, key=found.__getitem__), min(found, key=found.__getitem__)
    return (
        Number("the most dangerous world", 1, top, 0, "published"),
        Number("the most stable world", 4, bottom, 0, "published"),
    )


def _picture() -> Grid:
    omegas, deltas = (0.5, 0.7, 1.0, 1.4, 2.0), (0.1, 0.3, 0.5, 0.7, 0.9)
    cells = [(w, d) for d in deltas for w in omegas]
    found = conflict([w for w, _ in cells], [d for _, d in cells])
    rows = [found[k : k + len(omegas)] for k in range(0, len(cells), len(omegas))]
    return Grid(
        "offence-defence balance (above 1: attack has the advantage)",
        "defence told from offence",
        tuple(f"{w:g}" for w in omegas),
        tuple(f"{d:g}" for d in deltas),
        rows,
        "P(dispute) a year",
        "The doubly dangerous world is top right, the doubly stable one bottom left.",
        3,
    )


MODEL = Model(
    "jervis",
    "Jervis's four worlds",
    "Danger is greatest where attack pays and cannot be told from defence.",
    _numbers,
    _picture,
    "the worlds are the kernel (`tests/theory/test_jervis.py`)",
    ("Any number: Jervis gives an order, and none between worlds 2 and 3.",),
)
