"""What the JSON API answers, for its documentation."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from detente.interfaces.web.asked import Asked

__all__ = ["About", "Card", "Made", "Refused", "Said", "Size", "State", "View"]


class Refused(BaseModel):
    """Why something is refused, in one line."""

    error: str


class Made(BaseModel):
    """The id of what was made."""

    id: str


class Card(Made):
    """A scenario, in short."""

    title: str
    question: str


class About(Card):
    """A scenario: what it holds, and what can be set in it."""

    model_config = ConfigDict(extra="allow")

    baseline: str
    years: Annotated[list[int], Field(min_length=2, max_length=2)]
    actors: dict[str, str]
    plans: dict[str, Any]
    claims: dict[str, Any]
    levers: list[dict[str, Any]]


class Size(BaseModel):
    """How much a result rests on."""

    draws: int
    replicates: int
    lenses: list[str]


class State(Made):
    """How a run stands."""

    status: Literal["waiting", "running", "done", "failed", "cancelled", "interrupted"]
    reason: str | None
    asked: Asked
    results: list[Size]
    progress: dict[str, Any] | None


class Said(BaseModel):
    """What a run says: verdicts by claim, plan and lens, and the command line of it."""

    model_config = ConfigDict(extra="allow")

    scenario: str
    lenses: list[str]
    draws: int
    replicates: int
    seed: int
    changes: list[str]
    command: str
    claims: list[dict[str, Any]]


class View(BaseModel):
    """A view of a run: its chart and rows, and how to read it."""

    name: str
    title: str
    lead: str
    reading: str
    data: dict[str, Any]
