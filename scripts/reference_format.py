"""What the models of a scenario say of its two files, for the reference."""

import inspect
import re
from collections.abc import Iterator
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from detente.worlds import schema

__all__ = ["choices", "fields", "sections", "text_of"]

SECTIONS: dict[str, dict[str, str]] = {
    "`scenario.toml`: what is argued": {
        "top level": "Scenario",
        "[plans.KEY]": "Plan",
        "[[moves]], kind tie": "TieMove",
        "[[moves]], kind join": "JoinMove",
        "[[moves]], kind post": "PostMove",
        "[[moves]], kind declare": "DeclareMove",
        "[[moves]], kind restrain": "RestrainMove",
        "[[moves]], kind transfer": "TransferMove",
        "[[moves]], kind shock": "ShockMove",
        "[[moves]], kind limit": "LimitMove",
        "[[moves]], kind inspect": "InspectMove",
        "[[moves]], kind separate": "SeparateMove",
        "[[moves]], kind hotline": "HotlineMove",
        "[[moves]], kind pledge": "PledgeMove",
        "[[moves]], kind withdraw": "WithdrawMove",
        "[claims.KEY]": "Claim",
        "[[claims.KEY.parts]]": "Part",
        "than": "Than",
        "[interests.KEY]": "Interest",
        "[search]": "Search",
        "[[search.moves]]": "Allowed",
    },
    "`world.toml`: facts": {
        "top level": "World",
        "[world]": "WorldHead",
        "[sources.KEY]": "Source",
        "[facts]": "Column",
        "[theatres]": "Theatre",
        "[actors.CODE]": "Actor",
        "a figure nobody has": "Distribution",
        "[alliances.KEY]": "Alliance",
        "[[ties]]": "Tie",
        "[majors]": "Majors",
        "[[neighbours]]": "Neighbours",
        "[[pacts]]": "Pact",
    },
    "`world.toml`: assumptions": {
        "[[suspicions]]": "Suspicion",
        "[[heat]]": "Heat",
        "[[affinity]]": "Affinity",
        "[[motives]]": "Motive",
        "[[status_quo]]": "StatusQuo",
        "[[posture]]": "Posture",
    },
    "`happened.toml`: what is on record of the years after the start": {
        "file": "Happened",
        "[[series]]": "Series",
    },
}
"""Name of the model behind each table of the files, in the order of the page."""

GIVEN = {"Scenario": {"slug", "world", "happened"}}
"""Fields that no file states: the name of the folder, and the other files."""


def sections() -> dict[str, dict[str, type[BaseModel]]]:
    """Return the models by heading, by file.

    Raises:
        LookupError: If a model of the schema has no place here.
    """
    placed = {name for parts in SECTIONS.values() for name in parts.values()}
    models = {name for name in schema.__all__ if _is_model(getattr(schema, name))}
    if models != placed:
        raise LookupError(f"give a place in SECTIONS to {sorted(models ^ placed)}")
    return {
        file: {heading: getattr(schema, name) for heading, name in parts.items()}
        for file, parts in SECTIONS.items()
    }


def _is_model(thing: Any) -> bool:
    return inspect.isclass(thing) and issubclass(thing, BaseModel)


def _documented(model: type[BaseModel]) -> dict[str, str]:
    """Return what docstrings say of the fields of a model and of those above it."""
    said: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if not issubclass(each, BaseModel) or each is BaseModel:
            continue
        listed = inspect.cleandoc(each.__doc__ or "").partition("Attributes:\n")[2]
        for entry in re.split(r"\n(?=    \w)", listed):
            name, _, meaning = entry.strip().partition(": ")
            said[name] = " ".join(meaning.split())
    return said


def text_of(model: type[BaseModel]) -> tuple[str, str]:
    """Return the first line of a model's docstring, and what follows it."""
    described = inspect.cleandoc(model.__doc__ or "").partition("Attributes:\n")[0]
    title, _, rest = described.partition("\n")
    return title, rest.strip()


def fields(model: type[BaseModel]) -> Iterator[tuple[str, str, str]]:
    """Yield name, "must" or nothing, and meaning of the fields of a model."""
    said = _documented(model)
    order = sorted(model.model_fields, key=list(said).index)
    for name in order:
        if name not in GIVEN.get(model.__name__, ()):
            must = "must" if model.model_fields[name].is_required() else ""
            yield name, must, said[name]


def choices(model: type[BaseModel], name: str) -> str:
    """Return the words that a field may take; nothing if it is free."""
    return ", ".join(_words(model.model_fields[name].annotation))


def _words(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from (f'"{word}"' for word in get_args(annotation))
        return
    for part in get_args(annotation):
        if part is not NoneType and not isinstance(part, str):
            yield from _words(part)
