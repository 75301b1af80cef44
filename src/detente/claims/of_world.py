"""Changes to the facts of a world, while the statements that make them are read."""

import re
import tomllib
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from detente.core.errors import UsageError, nearest, shown
from detente.lenses.setting import number, plain
from detente.worlds.assumed import MOST_RUNGS, StatusQuo
from detente.worlds.facts import Source, Tie, World

__all__ = ["OfWorld", "Said", "code_of", "is_of_world", "share", "written"]

READER = "reader"
"""Key of the source of what a reader sets."""

_PAIR = re.compile(r"([A-Za-z0-9]+)-([A-Za-z0-9]+)\.tie")
_BOUND = re.compile(r"([A-Za-z0-9_-]+)\.integration")
_COUNTED = re.compile(r"status_quo\.([a-z0-9]+)")

_ENTRY: TypeAdapter[StatusQuo] = TypeAdapter(StatusQuo)
AN_ENTRY = "an entry as world.toml writes it"
AN_EXAMPLE = 'write {by = ["CHN"], of = ["USA"], weight = 0, steps = "ties"}'


class Said(NamedTuple):
    """A statement in one form; where `more` differs, two of a key stand together."""

    key: str
    value: str
    more: str = ""


def is_of_world(key: str) -> bool:
    """Return whether a statement of this key is about the facts of a world."""
    return any(form.fullmatch(key) for form in (_PAIR, _BOUND, _COUNTED))


def code_of(code: str, world: World) -> str:
    """Return the code of an actor, however its letters are written.

    Raises:
        UsageError: If there is no such actor.
    """
    by_fold = {each.casefold(): each for each in world.actors}
    if code.casefold() not in by_fold:
        raise UsageError.at(
            "set", "an actor of the scenario", shown(code), nearest(code, world.actors)
        )
    return by_fold[code.casefold()]


def share(key: str, value: str) -> float:
    """Return a share as people write it, 0.7 or 70%.

    Raises:
        UsageError: If it is none.
    """
    text, scale = value, 1.0
    if value.endswith("%"):
        text, scale = value[:-1].strip(), 100.0
    found = number(f"set, {key}", text) / scale
    if not 0 <= found <= 1:
        raise UsageError.at(
            f"set, {key}", "a share from 0 to 1", shown(value), "write 0.7 or 70%"
        )
    return float(plain(repr(found)))  # 33.3% and 0.333 are the same number


def written(key: str, value: str, kind: TypeAdapter[Any], what: str, how: str,
            unsaid: dict[str, Any] | None = None) -> Any:  # fmt: skip
    """Return an entry that a statement writes as scenario files do, in braces.

    Args:
        key: Key of the statement.
        value: The entry.
        kind: What it is to be.
        what: The same in words.
        how: An example.
        unsaid: Fields that it may leave out, with what they are then.

    Raises:
        UsageError: If it is no such entry.
    """
    try:
        found = tomllib.loads(f"entry = {value}")["entry"]
        if unsaid and isinstance(found, dict):
            found = unsaid | found
        return kind.validate_python(found)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(x) for x in first["loc"] if "<" not in str(x))
        raise UsageError.at(
            f"set, {key}{'.' + where if where else ''}", what, first["msg"], how
        ) from None
    except (ValueError, KeyError, RecursionError) as problem:
        raise UsageError.at(f"set, {key}", what, shown(str(problem)), how) from None


def _weighed(entry: StatusQuo, weight: float) -> StatusQuo:
    """Return an entry of another weight, which then has not the file's reason."""
    if weight == entry.weight:
        return entry
    why = f"Set by the reader; the file has {entry.weight:g}."
    return entry.model_copy(update={"weight": weight, "why": why})


class OfWorld:
    """What is set in a world.

    Args:
        world: The world as its file has it.
    """

    def __init__(self, world: World) -> None:
        """Begin with nothing set."""
        self.world = world
        self.levels: dict[tuple[str, str], int] = {}
        self.bound: dict[str, float] = {}
        self.weights: dict[int, float] = {}
        self.entries: list[tuple[str, StatusQuo]] = []

    def take(self, key: str, value: str) -> Said:
        """Read a statement about the world, and return it in one form.

        Raises:
            UsageError: If it names what is not there, or has a value out of range.
        """
        if pair := _PAIR.fullmatch(key):
            return self._tie(pair[1], pair[2], value)
        if alliance := _BOUND.fullmatch(key):
            return self._integration(alliance[1], value)
        return self._status_quo(key, key.partition(".")[2], value)

    def _tie(self, one: str, other: str, value: str) -> Said:
        pair = sorted((code_of(one, self.world), code_of(other, self.world)))
        if pair[0] == pair[1]:
            raise UsageError.at(
                "set", "a tie of two actors", shown(f"{one}-{other}"), "name two"
            )
        key = f"{pair[0]}-{pair[1]}.tie"
        if value not in ("0", "1", "2", "3", "4"):
            raise UsageError.at(
                f"set, {key}", "a level of the ladder, 0 to 4", shown(value),
                "write 0 none, 1 dialogue, 2 tailored, 3 presence or 4 mutual defence",
            )  # fmt: skip
        self.levels[pair[0], pair[1]] = int(value)
        return Said(key, value)

    def _integration(self, name: str, value: str) -> Said:
        alliances = self.world.alliances
        hubs = [key for key, each in alliances.items() if each.rule == "hub"]
        if name not in hubs:
            rule = f'"{name}", whose rule is {alliances[name].rule}' if (
                name in alliances) else shown(name)  # fmt: skip
            raise UsageError.at(
                f"set, {name}.integration", 'a hub alliance (rule = "hub")', rule,
                nearest(name, hubs) if hubs else "the scenario has none: leave it out",
            )  # fmt: skip
        self.bound[name] = share(f"{name}.integration", value)
        return Said(f"{name}.integration", plain(repr(self.bound[name])))

    def _status_quo(self, key: str, which: str, value: str) -> Said:
        """Read a weight of an entry of the file, or a further entry."""
        if which == "add":
            why = {"why": "Set by the reader."}
            entry = written(key, value, _ENTRY, AN_ENTRY, AN_EXAMPLE, why)
            self.entries.append((value, entry))
            return Said(key, value, value)
        count = len(self.world.status_quo)
        if not (which.isascii() and which.isdecimal() and 1 <= int(which) <= count):
            raise UsageError.at(
                f"set, {key}",
                f"status_quo.add, or the number of an entry of world.toml, 1 to {count}"
                if count else "status_quo.add, since world.toml has no entry",
                shown(which),
                AN_EXAMPLE.replace("write ", "write status_quo.add="),
            )  # fmt: skip
        key = f"status_quo.{int(which)}"
        weight = number(f"set, {key}", value)
        if not 0 <= weight <= MOST_RUNGS:
            raise UsageError.at(
                f"set, {key}", f"a weight from 0 to {MOST_RUNGS:g}", shown(value),
                "write 1 for a rung that counts as one",
            )  # fmt: skip
        self.weights[int(which) - 1] = weight
        return Said(key, plain(repr(weight)))

    def changed(self) -> World:
        """Return the world as it is set; the same one if nothing is."""
        new: dict[str, Any] = {}
        if self.levels:
            new |= self._ties()
        if self.bound:
            new["alliances"] = dict(self.world.alliances) | {
                key: self.world.alliances[key].model_copy(update={"integration": share})
                for key, share in self.bound.items()
            }
        if self.weights or self.entries:
            kept = [
                _weighed(entry, self.weights.get(k, entry.weight))
                for k, entry in enumerate(self.world.status_quo)
            ]
            # In the order of the statements, which are sorted: it names the run.
            added = sorted(self.entries, key=lambda each: each[0])
            new["status_quo"] = (*kept, *(entry for _, entry in added))
        return self.world.model_copy(update=new) if new else self.world

    def _ties(self) -> dict[str, Any]:
        world = self.world
        rest = [t for t in world.ties if tuple(sorted(t.between)) not in self.levels]
        new = [
            Tie(
                between=pair,
                level=level,
                since=world.start - 1,
                name="Set by the reader",
                source=READER,
            )
            for pair, level in sorted(self.levels.items())
        ]
        sources = dict(world.sources) | {
            READER: Source(citation="Set by the reader; no source.")
        }
        return {"ties": (*rest, *new), "sources": sources}
