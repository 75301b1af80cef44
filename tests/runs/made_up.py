"""Batches made up by hand, so that books can be kept without a simulation."""

from collections.abc import Sequence

import numpy as np

from detente.runs.engine import MEMBERS, WHOLE, Batch
from detente.runs.job import Shape, Task, Variant
from detente.runs.results import Results
from detente.worlds.measures import ACTOR_VIEWS, PAIR_VIEWS, Query

__all__ = ["BASE", "SHAPE", "batch_of", "same_results"]

BASE = Variant("distance")
SHAPE = Shape(
    lenses=("prior", "spiral"),
    variants=(BASE, Variant("guarantee"), Variant("guarantee", "words")),
    draws=40,
    replicates=2,
    years=(2023, 2024, 2025),
    queries=(Query("tension", "RIVAL", "ALLY"), Query("arms", "RIVAL")),
    actors=("ALLY", "HUB", "RIVAL"),
)


def batch_of(task: Task, shape: Shape = SHAPE) -> Batch:
    """Return a batch of numbers that depend on nothing but the name of its task."""
    rng = np.random.default_rng(list(task.name.encode()))
    y, q, n = len(shape.years), len(shape.queries), len(shape.actors)

    def drawn(*sizes: int) -> np.ndarray:
        return rng.uniform(size=sizes).astype(np.float32)

    batch = Batch(
        outcomes=drawn(MEMBERS, y, q),
        fear=drawn(MEMBERS, y, q),
        gain=drawn(MEMBERS, y, q),
        spiral=drawn(MEMBERS),
        actors=drawn(MEMBERS, y, len(ACTOR_VIEWS), n),
        mean=drawn(y, len(PAIR_VIEWS), n, n),
        square=1 + drawn(y, len(PAIR_VIEWS), n, n),
        whole=drawn(y, WHOLE, len(PAIR_VIEWS), n, n),
    )
    return batch.slim() if task.variant.without else batch


def same_results(one: Results, other: Results, leave_out: Sequence[str] = ()) -> None:
    """Check that two results agree bit for bit."""
    for name in ("outcomes", "fear", "gain", "spiral"):
        if name not in leave_out:
            a, b = getattr(one, name), getattr(other, name)
            np.testing.assert_array_equal(a, b, err_msg=name)
    assert one.failures == other.failures
