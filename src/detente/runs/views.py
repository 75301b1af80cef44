"""Views of actors and pairs: what a plan looks like under a lens, for charts.

They are hundreds of times as many numbers as the outcomes, so those of one lens and
plan at a time are put together, handed on and let go.
"""

import numpy as np

from detente.runs.engine import Batch
from detente.runs.job import Shape, Task, whole_kept
from detente.worlds.measures import ACTOR_VIEWS, PAIR_VIEWS

__all__ = ["UNITS", "Views"]

UNITS = {
    "arms": "million USD", "security": "probability a year", "threat": "index, 0 to 1",
    "credibility": "probability", "agrees": "probability", "posterior": "probability",
    "belief": "probability",
    "tie": "ladder level",
    "dispute": "probability a year",
}  # fmt: skip


class Views:
    """The views of one lens and plan.

    Attributes:
        actors: Actor views of every member, (D, R, Y, views, N).
        mean: Mean of the pair views over members, (Y, views, N, N).
        square: Mean of their squares.
        whole: Pair views of the first members, float16, (members, Y, views, N, N).
        who: Draw and replicate of those members.
    """

    def __init__(self, shape: Shape) -> None:
        """Start with nothing filled in."""
        y, n = len(shape.years), len(shape.actors)
        pairs = (y, len(PAIR_VIEWS), n, n)
        self.actors = np.full(
            (shape.draws, shape.replicates, y, len(ACTOR_VIEWS), n), np.nan, np.float32
        )
        self.mean, self.square = (np.zeros(pairs, np.float32) for _ in range(2))
        self.whole = np.full(
            (whole_kept(shape.draws, shape.replicates), *pairs), np.nan, np.float16
        )
        self.who: list[tuple[int, int]] = []
        self._counted = 0

    def add(self, task: Task, batch: Batch, fine: np.ndarray) -> None:
        """Put a batch in its place.

        Args:
            task: Task.
            batch: What it left.
            fine: 1 for each draw of the task, NaN where it is left out.
        """
        count = len(task.draws)
        draws = slice(task.draws[0], task.draws[0] + count)
        self.actors[draws, task.replicate] = (
            batch.actors[:count] * fine[:, None, None, None]
        )
        finite = int(np.isfinite(fine).sum())
        self._counted += finite
        weight = finite / max(self._counted, 1)
        self.mean += (batch.mean - self.mean) * weight
        self.square += (batch.square - self.square) * weight
        room = len(self.whole) - len(self.who)
        for k in range(min(batch.whole.shape[1], count, room)):
            self.whole[len(self.who)] = batch.whole[:, k]
            self.who.append((task.draws[k], task.replicate))

    @property
    def spread(self) -> np.ndarray:
        """Standard deviation of the pair views over members, (Y, views, N, N)."""
        return np.sqrt(np.maximum(self.square - self.mean**2, 0))
