"""A job: which trajectories a run consists of, cut into batches with names.

A *variant* is a plan, or a plan with something taken away so that a claim can say what
an effect is due to: uncertainty (motives revealed), words (purposes unsaid), refusal
(every vote passes), or a tie (held at its level). Variants take one replicate.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from detente.dynamics.state import Switches
from detente.runs.engine import MEMBERS, WHOLE
from detente.worlds.measures import Query

__all__ = ["WHOLE_KEPT", "Shape", "Task", "Variant", "tasks", "whole_kept"]

WHOLE_KEPT = 16
"""Members of each plan and lens of which pair views are kept in full."""


class Variant(NamedTuple):
    """A plan, or a plan without something.

    Attributes:
        plan: Name of the plan.
        without: "", "uncertainty", "words", "refusal" or a tie such as "CHN-RUS".
    """

    plan: str
    without: str = ""

    @property
    def label(self) -> str:
        """Return the name by which results keep it."""
        return f"{self.plan} without {self.without}" if self.without else self.plan

    def switches(self) -> Switches:
        """Return what the kernel is to take away."""
        revealed, unsaid, passed = (
            float(self.without == word) for word in ("uncertainty", "words", "refusal")
        )
        return Switches(*np.array([revealed, 1 - unsaid, passed], np.float32))

    def hold(self, actors: Sequence[str]) -> np.ndarray | None:
        """Return 1 where a tie is held still, shape (N, N), or None."""
        if "-" not in self.without:
            return None
        i, j = (actors.index(code) for code in self.without.split("-"))
        held = np.zeros((len(actors), len(actors)), np.float32)
        held[i, j] = held[j, i] = 1
        return held


class Task(NamedTuple):
    """One batch: up to MEMBERS draws of one replicate of a variant under a lens."""

    lens: str
    variant: Variant
    replicate: int
    draws: tuple[int, ...]

    @property
    def name(self) -> str:
        """Return the name of the batch, unique in a run."""
        where = self.variant.label.replace(" ", "~")
        return f"{self.lens}.{where}.r{self.replicate}.d{self.draws[0]}"

    @property
    def shows_whole(self) -> bool:
        """Tell whether its pair views can be among those kept in full: the first."""
        batches_before = self.replicate + self.draws[0] // MEMBERS  # or more
        return batches_before * min(WHOLE, len(self.draws)) < WHOLE_KEPT


class Shape(NamedTuple):
    """The axes of a run; plans come before variants."""

    lenses: tuple[str, ...]
    variants: tuple[Variant, ...]
    draws: int
    replicates: int
    years: tuple[int, ...]
    queries: tuple[Query, ...]
    actors: tuple[str, ...]

    @property
    def plans(self) -> int:
        """How many of the variants are plans."""
        return sum(not variant.without for variant in self.variants)


def tasks(
    lenses: Sequence[str], variants: Sequence[Variant], draws: int, replicates: int
) -> list[Task]:
    """Return every batch of a run, all lenses of a plan before the next plan."""
    blocks = _blocks(draws)
    return [
        Task(lens, variant, replicate, block)
        for variant in variants
        for lens in lenses
        for replicate in range(1 if variant.without else replicates)
        for block in blocks
    ]


def whole_kept(draws: int, replicates: int) -> int:
    """Return of how many members of each plan and lens pair views are kept in full."""
    each = sum(min(WHOLE, len(block)) for block in _blocks(draws))
    return min(WHOLE_KEPT, each * replicates)


def _blocks(draws: int) -> list[tuple[int, ...]]:
    """Return the draws of each batch."""
    return [
        tuple(range(first, min(first + MEMBERS, draws)))
        for first in range(0, draws, MEMBERS)
    ]
