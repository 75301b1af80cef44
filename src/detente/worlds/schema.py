"""A scenario as one frozen record: the argument, and the world it is about.

The models say what each file may hold (`facts`, `moves`, `argument`); `checks` says
what must agree between them; `load` reads the files and calls both.
"""

from typing import Annotated, Literal

from pydantic import Field

from detente.worlds.argument import Claim, HoldsIf, Part, Plan, Than
from detente.worlds.assumed import (
    Affinity,
    Heat,
    Motive,
    Posture,
    StatusQuo,
    Suspicion,
)
from detente.worlds.facts import (
    Actor,
    Alliance,
    Column,
    Majors,
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
    Strategies,
    Strict,
    Text,
    Year,
)
from detente.worlds.happened import Happened, Series
from detente.worlds.interests import Allowed, Interest, Search, defaults
from detente.worlds.moves import (
    DeclareMove,
    HotlineMove,
    InspectMove,
    JoinMove,
    LimitMove,
    Move,
    PledgeMove,
    PostMove,
    RestrainMove,
    SeparateMove,
    ShockMove,
    TieMove,
    TransferMove,
    WithdrawMove,
)
from detente.worlds.outcomes import OUTCOMES, Contrast, Outcome

__all__ = [
    "EVERYONE",
    "FAMILIES",
    "OUTCOMES",
    "Actor",
    "Affinity",
    "Alliance",
    "Allowed",
    "Claim",
    "Column",
    "Contrast",
    "DeclareMove",
    "Distribution",
    "Figure",
    "Happened",
    "Heat",
    "HoldsIf",
    "HotlineMove",
    "InspectMove",
    "Interest",
    "JoinMove",
    "LimitMove",
    "Majors",
    "Motive",
    "Move",
    "Neighbours",
    "Outcome",
    "Pact",
    "Part",
    "Plan",
    "PledgeMove",
    "PostMove",
    "Posture",
    "RestrainMove",
    "Scenario",
    "Search",
    "SeparateMove",
    "Series",
    "ShockMove",
    "Source",
    "StatusQuo",
    "Suspicion",
    "Than",
    "Theatre",
    "Tie",
    "TieMove",
    "TransferMove",
    "WithdrawMove",
    "World",
    "WorldHead",
]


EVERYONE = "everyone"
"""Name of the side that all actors make up, unless a group is called so."""

FAMILIES: dict[str, str] = {
    "flagship": "Arguments of today",
    "history": "The past, with what really happened laid over",
    "theory": "Models of the literature, as worlds",
    "teaching": "Small worlds to learn with",
}
"""What scenarios are for, in the order in which they are listed."""


class Scenario(Strict):
    """A world, the plans compared in it, and the claims made about them.

    Attributes:
        slug: Its short name: that of its folder.
        title: Its name in words.
        family: What it is for.
        question: The question it answers, one sentence.
        summary: The argument, paraphrased, in two or three sentences.
        source: Whose argument it is.
        source_url: Where to read it.
        horizon: Last simulated year.
        baseline: Key of the plan that others are compared with.
        limits: What the scenario cannot say.
        groups: Named lists of actors; alliances are groups too.
        moves: Moves common to all plans.
        strategies: Who follows a strategy in place of the law, in every plan.
        assume: Parameters of laws that it sets under every lens, such as
            "threat.advantage=2" or "threat.advantage=1.5:3"; `--set` overrides them.
        plans: Plans, by key.
        claims: Claims, by key.
        interests: What plans are chosen by, by key.
        search: What a search for better plans may do; by default what plans do.
        world: The facts.
        happened: What is on record of the years after the start, if it is.
    """

    slug: Line
    title: Line
    family: Literal["flagship", "history", "theory", "teaching"] | None = None
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
    strategies: Strategies = Field(default_factory=dict)
    assume: Annotated[
        tuple[Line, ...],
        Field(strict=False, max_length=100),
        Expect("a list of texts", 'write assume = ["threat.advantage=2"]'),
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
    interests: Annotated[
        dict[Key, Interest],
        Field(max_length=20),
        Expect("at most 20 interests", "write [interests.name] with an outcome"),
    ] = Field(default_factory=dict)
    search: Search | None = None
    world: World
    happened: Happened | None = None

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
        everyone = {EVERYONE: tuple(actors)}
        alliances = {key: each.members for key, each in self.world.alliances.items()}
        return everyone | actors | alliances | self.groups

    @property
    def wanted(self) -> dict[str, Interest]:
        """The interests stated, or those that follow from the claims."""
        years = (self.years.start, self.horizon)
        return self.interests or defaults(self.claims, self.sides, years)

    def moves_of(self, plan: str) -> tuple[Move, ...]:
        """Return the moves of a plan: those common to all, then its own."""
        return self.moves + self.plans[plan].moves

    def strategies_of(self, plan: str | None = None) -> dict[str, str]:
        """Return who follows what in a plan, or in one that the scenario lacks."""
        return self.strategies | (self.plans[plan].strategies if plan else {})
