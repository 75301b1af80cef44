"""Simulating plans that no scenario states: a few draws of every lens in one batch.

All plans share draws and chance, so they differ by what they do. One compiled program
serves all, since a plan is arrays and every plan has room for the same votes.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np

from detente.claims.effects import queries_of
from detente.decide.interests import Stakes, aims, either, kept
from detente.decide.moves import Dial
from detente.lenses.lens import load, sample
from detente.runs.engine import MEMBERS, Members
from detente.runs.execute import Plant, Progress, Recipe, Trial
from detente.worlds.compile import count_votes
from detente.worlds.moves import Move
from detente.worlds.schema import Scenario

__all__ = ["Trials"]

PRINCIPALS = 2
"""Actors kept for a spiral number that no search asks for."""


class Trials:
    """A place where plans are tried out.

    Args:
        scenario: Scenario.
        lenses: Names of the lenses.
        choice: What the plans are made of.
        workers: Processes, or None for one a core.
    """

    def __init__(
        self, scenario: Scenario, lenses: Sequence[str], choice: Sequence[Dial],
        workers: int | None,
    ) -> None:  # fmt: skip
        """Start the processes; the program is compiled at the first trial."""
        self.scenario, self.lenses = scenario, tuple(lenses)
        self.interests = scenario.wanted
        queries = dict.fromkeys(
            query for each in self.interests.values() for query in queries_of(each)
        )
        self.queries = tuple(queries)
        options = [move for dial in choice for move in dial.options]
        recipe = Recipe(
            scenario, self.queries, tuple(sorted(scenario.world.actors))[:PRINCIPALS],
            0, 0, votes=count_votes(scenario, options),
        )  # fmt: skip
        self._plant = Plant(recipe, workers)

    @contextmanager
    def open(self) -> Iterator["Trials"]:
        """Hold the processes open."""
        with self._plant:
            yield self

    def stakes(
        self, plans: Mapping[str, tuple[Move, ...]], baseline: str, draws: int,
        seed: int, tell: Progress, stage: str,
    ) -> Stakes:  # fmt: skip
        """Return what plans do to every interest.

        Args:
            plans: Moves by name of the plan.
            baseline: The plan compared with.
            draws: Draws a lens.
            seed: Seed of draws and chance; another one holds out.
            tell: Told how far it is.
            stage: Name of this stage.
        """
        who = [(lens, draw) for draw in range(draws) for lens in self.lenses]
        drawn = {lens: sample(load(lens), draws, seed) for lens in self.lenses}
        blocks = [who[k : k + MEMBERS] for k in range(0, len(who), MEMBERS)]
        parts = [_parameters(drawn, block) for block in blocks]
        trials = [
            Trial(f"{k} {plan}", moves, part, _members(block), seed)
            for plan, moves in plans.items()
            for k, (block, part) in enumerate(zip(blocks, parts, strict=True))
        ]
        values = np.full(
            (len(plans), len(blocks) * MEMBERS, len(self.interests)), np.nan
        )
        place = {plan: k for k, plan in enumerate(plans)}
        for done, (trial, outcomes) in enumerate(self._plant.attempt(trials), 1):
            block, _, plan = trial.name.partition(" ")
            first = int(block) * MEMBERS
            values[place[plan], first : first + MEMBERS] = self._values(outcomes)
            tell(stage, done, len(trials), None)
        split = values[:, : len(who)].reshape(
            len(plans), draws, len(self.lenses), len(self.interests)
        )
        return kept(
            self.lenses, tuple(plans), baseline, aims(self.interests),
            split.transpose(2, 0, 1, 3),
        )  # fmt: skip

    def _values(self, outcomes: np.ndarray) -> np.ndarray:
        """Return interests of a batch, (MEMBERS, I), from its outcomes."""
        start = self.scenario.world.start
        columns = []
        for interest in self.interests.values():
            inside = slice(interest.years[0] - start, interest.years[1] - start + 1)
            series = [
                outcomes[:, inside, self.queries.index(query)]
                for query in queries_of(interest)
            ]
            columns.append(either(series).mean(axis=1, dtype=np.float64))
        return np.stack(columns, axis=-1)


def _members(block: Sequence[tuple[str, int]]) -> Members:
    return Members.of([draw for _, draw in block], 0)


def _parameters(
    drawn: Mapping[str, Mapping[str, np.ndarray]], block: Sequence[tuple[str, int]]
) -> dict[str, np.ndarray]:
    """Return the parameters of the members of a batch, whatever their lens."""
    return {
        key: np.array([drawn[lens][key][draw] for lens, draw in block])
        for key in next(iter(drawn.values()))
    }
