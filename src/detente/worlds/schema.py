"""A scenario as one frozen record: the argument, and the world it is about.

The models say what each file may hold (`facts`, `moves`, `argument`); `checks` says
what must agree between them; `load` reads the files and calls both.
"""

from typing import Annotated

from pydantic import Field

from detente.worlds.argument import Claim, HoldsIf, Part, Plan, Than
from detente.worlds.assumed import Affinity, Heat, Motive, Posture, Suspicion
from detente.worlds.facts import (
    Actor,
    Alliance,
    Column,
    Neighbours,
    Pact,
    Source,
    Theatre,
    Tie,
    World,
    WorldHead,
)
from detente.worlds.fields import (
    Codes,
    Distribution,
    Expect,
    Figure,
    Key,
    Line,
    Strict,
    Text,
    Year,
)
from detente.worlds.moves import (
    DeclareMove,
    JoinMove,
    Move,
    PostMove,
    RestrainMove,
    ShockMove,
    TieMove,
    TransferMove,
)
from detente.worlds.outcomes import OUTCOMES, Contrast, Outcome

__all__ = [
    "OUTCOMES",
    "Actor",
    "Affinity",
    "Alliance",
    "Claim",
    "Column",
    "Contrast",
    "DeclareMove",
    "Distribution",
    "Figure",
    "Heat",
    "HoldsIf",
    "JoinMove",
    "Motive",
    "Move",
    "Neighbours",
    "Outcome",
    "Pact",
    "Part",
    "Plan",
    "PostMove",
    "Posture",
    "RestrainMove",
    "Scenario",
    "ShockMove",
    "Source",
    "Suspicion",
    "Than",
    "Theatre",
    "Tie",
    "TieMove",
    "TransferMove",
    "World",
    "WorldHead",
]


class Scenario(Strict):
    """A world, the plans compared in it, and the claims made about them.

    Attributes:
        slug: Its short name: that of its folder.
        title: Its name in words.
        question: The question it answers, one sentence.
        summary: The argument, paraphrased, in two or three sentences.
        source: Whose argument it is.
        source_url: Where to read it.
        horizon: Last simulated year.
        baseline: Key of the plan that others are compared with.
        limits: What the scenario cannot say.
        groups: Named lists of actors; alliances are groups too.
        moves: Moves common to all plans.
        plans: Plans, by key.
        claims: Claims, by key.
        world: The facts.
    """

    slug: Line
    title: Line
    question: Text
    summary: Text
    source: Text
    source_url: Line | None = None
    horizon: Year
    baseline: Key
    limits: Annotated[
        tuple[Text, ...],
        Field(strict=False),
        Expect("a list of texts", "write texts in square brackets"),
    ] = ()
    groups: Annotated[
        dict[Key, Codes], Expect("lists of codes by name", 'write name = ["JPN"]')
    ] = Field(default_factory=dict)
    moves: Annotated[
        tuple[Move, ...],
        Field(strict=False),
        Expect("a list of moves", "write each move under [[moves]]"),
    ] = ()
    plans: Annotated[
        dict[Key, Plan],
        Field(min_length=1, max_length=50),
        Expect("1 to 50 plans", "write [plans.name] with a title"),
    ]
    claims: Annotated[
        dict[Key, Claim],
        Field(min_length=1, max_length=200),
        Expect("1 to 200 claims", "write [claims.name] with its parts"),
    ]
    world: World

    @property
    def years(self) -> range:
        """The simulated years, from start to horizon."""
        return range(self.world.start, self.horizon + 1)

    @property
    def sides(self) -> dict[str, tuple[str, ...]]:
        """Codes behind every name a claim may use: actor, alliance or group.

        An alliance stands for its members at the start, so a partner does not become
        part of it by joining.
        """
        actors = {code: (code,) for code in self.world.actors}
        alliances = {key: each.members for key, each in self.world.alliances.items()}
        return actors | alliances | self.groups

    def moves_of(self, plan: str) -> tuple[Move, ...]:
        """Return the moves of a plan: those common to all, then its own."""
        return self.moves + self.plans[plan].moves
