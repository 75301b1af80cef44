"""What a client may ask for, as the JSON API takes it."""

from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from detente.claims.usual import DRAWS, LARGEST_SEED, LENSES, REPLICATES

__all__ = ["Asked", "Stage", "Upload", "stages"]

MOST_DRAWS, MOST_REPLICATES = 1024, 8
"""Less than a run may be elsewhere: somebody waits before the page."""

FIRST = (32, 1)
"""Draws and replicates of the first answers, lens by lens; a batch holds 32 members."""

SLOW = "prior"
"""Lens whose corners are searched, which takes longer than the rest: it comes last."""

Short = Annotated[str, Field(max_length=80)]
Pair = Annotated[list[float], Field(min_length=2, max_length=2)]


class Asked(BaseModel):
    """A run.

    Attributes:
        scenario: Id of a scenario.
        lenses: Lenses to look through.
        plans: Show only what is said of these plans; all of them if none are given.
        draws: Draws of the parameters.
        replicates: Repetitions of each draw.
        seed: Seed of the random numbers.
        changes: What to assume instead: values by key, or statements KEY=VALUE, as
            `detente run --set` takes them. A list of two numbers is an interval.
        steps: Whether to answer from few draws first.
    """

    model_config = ConfigDict(extra="forbid")

    scenario: Short
    lenses: list[Short] = Field(default=[*LENSES], min_length=1, max_length=12)
    plans: list[Short] = Field(default=[], max_length=50)
    draws: int = Field(default=DRAWS, ge=1, le=MOST_DRAWS)
    replicates: int = Field(default=REPLICATES, ge=1, le=MOST_REPLICATES)
    seed: int = Field(default=1, ge=0, le=LARGEST_SEED)
    changes: (
        dict[Short, float | Annotated[str, Field(max_length=2000)] | Pair]
        | list[Annotated[str, Field(max_length=2000)]]
    ) = Field(default=[], max_length=100)
    steps: bool = True

    def said(self) -> list[str]:
        """Return the changes as statements."""
        if isinstance(self.changes, list):
            return self.changes
        return [f"{key}={_written(value)}" for key, value in self.changes.items()]


class Upload(BaseModel):
    """A scenario of one's own, as the text of its files.

    Attributes:
        scenario: Text of scenario.toml.
        world: Text of world.toml.
        happened: Text of happened.toml, if it has one.
        name: What to call it; its title if nothing is given.
    """

    model_config = ConfigDict(extra="forbid")

    scenario: Annotated[str, Field(max_length=2_000_000)]
    world: Annotated[str, Field(max_length=2_000_000)]
    happened: Annotated[str, Field(max_length=2_000_000)] | None = None
    name: Short = ""


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ":".join(str(each) for each in value)
    return str(value)


class Stage(NamedTuple):
    """One answer on the way to a run.

    Attributes:
        draws: Draws.
        replicates: Replicates.
        lenses: Lenses.
        last: Whether it is the run that was asked for.
    """

    draws: int
    replicates: int
    lenses: tuple[str, ...]
    last: bool


def stages(asked: Asked) -> list[Stage]:
    """Return the answers on the way: few draws by one lens each, then all as asked."""
    lenses = tuple(dict.fromkeys(asked.lenses))
    last = Stage(asked.draws, asked.replicates, lenses, last=True)
    if not asked.steps or asked.draws <= FIRST[0]:
        return [last]
    quick = [lens for lens in lenses if lens != SLOW]
    return [*(Stage(*FIRST, (lens,), last=False) for lens in quick), last]
