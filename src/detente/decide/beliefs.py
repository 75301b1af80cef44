"""What a reader believes, as statements of one line.

    CHN revisionist 70%              a state's true motive at the start
    belief.empathy >= 0.5 60%        a parameter beyond a value (100% if not said)
    crisis.fear = 1.2 sd 0.3         its distribution: centre in its natural unit, and
                                     standard deviation as lens files state it (on the
                                     unbounded side: log, log odds or as it is)

A file holds them as TOML: `title = "..."` and `believe = ["...", "..."]`.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from detente.core.errors import UsageError, nearest, shown
from detente.core.parameters import unbounded
from detente.lenses.lens import parameters

__all__ = ["Beyond", "Distribution", "Motive", "View", "parsed", "read"]

MOTIVE = re.compile(r"(?P<name>.+?)\s+revisionist\s+(?P<chance>\S.*)")
BEYOND = re.compile(r"(?P<name>\S+)\s*(?P<side>>=?|<=?)\s*(?P<at>\S+)(?P<chance>.*)")
SPREAD = re.compile(r"(?P<name>\S+)\s*=\s*(?P<centre>\S+)\s+sd\s+(?P<sd>\S+)")
PER_CENT = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*%")
FORMS = (
    '"CHN revisionist 70%", "belief.empathy >= 0.5 60%" or "crisis.fear = 1.2 sd 0.3"'
)


class Motive(NamedTuple):
    """A state is revisionist at the start with a probability."""

    actor: str
    chance: float


class Beyond(NamedTuple):
    """A parameter lies above (or below) a value with a probability.

    Attributes:
        key: Parameter.
        above: Whether above.
        at: The value, on the unbounded side.
        chance: Probability.
    """

    key: str
    above: bool
    at: float
    chance: float


class Distribution(NamedTuple):
    """A parameter's own distribution: centre and sd on the unbounded side."""

    key: str
    centre: float
    sd: float


class View(NamedTuple):
    """A reader's view.

    Attributes:
        said: The statements as written.
        motives: Probability of being revisionist by code of the actor.
        parameters: Statements by parameter.
    """

    said: tuple[str, ...]
    motives: Mapping[str, float]
    parameters: Mapping[str, Beyond | Distribution]


def read(file: str | Path) -> list[str]:
    """Return the statements of a TOML file.

    Raises:
        UsageError: If it cannot be read, or holds something else.
    """
    try:
        content = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise UsageError.at(
            str(file), "a TOML file with statements", str(problem),
            'write believe = ["CHN revisionist 70%"]',
        ) from None  # fmt: skip
    for key in content:
        if key not in ("title", "believe"):
            raise UsageError.at(
                f"{file}, {key}", "title or believe", shown(key),
                nearest(key, ("title", "believe")),
            )  # fmt: skip
    said = content.get("believe")
    if not isinstance(said, list) or not all(isinstance(each, str) for each in said):
        raise UsageError.at(
            f"{file}, believe", "a list of statements", shown(said),
            'write believe = ["CHN revisionist 70%"]',
        )  # fmt: skip
    return said


def parsed(said: Iterable[str], actors: Mapping[str, str]) -> View:
    """Return the view that statements make.

    Args:
        said: Statements.
        actors: Names of the scenario's actors by code.

    Raises:
        UsageError: If one is no statement, names what is not there, repeats another,
            or there is none.
    """
    lines = tuple(" ".join(each.split()) for each in said)
    motives: dict[str, float] = {}
    stated: dict[str, Beyond | Distribution] = {}
    for line in lines:
        found = _statement(line, actors)
        about = found.actor if isinstance(found, Motive) else found.key
        if about in motives or about in stated:
            raise UsageError.at(
                "believe", "one statement about each", f"two about {about}",
                "keep one",
            )  # fmt: skip
        if isinstance(found, Motive):
            motives[found.actor] = found.chance
        else:
            stated[found.key] = found
    if not lines:
        raise UsageError.at("believe", "at least one statement", "none", f"say {FORMS}")
    return View(lines, motives, stated)


def _statement(line: str, actors: Mapping[str, str]) -> Motive | Beyond | Distribution:
    """Return what one line says."""
    if match := MOTIVE.fullmatch(line):
        return Motive(_actor(match["name"], actors), _chance(match["chance"], line))
    if match := BEYOND.fullmatch(line):
        key = _parameter(match["name"])
        chance = match["chance"].strip()
        return Beyond(
            key, match["side"][0] == ">", _value(key, match["at"]),
            _chance(chance, line) if chance else 1.0,
        )  # fmt: skip
    if match := SPREAD.fullmatch(line):
        key = _parameter(match["name"])
        sd = _number(match["sd"])
        if sd is None or not 0 <= sd < float("inf"):
            raise UsageError.at(
                f"believe, {key}", "a standard deviation >= 0", shown(match["sd"]),
                "write one such as 0.3",
            )  # fmt: skip
        return Distribution(key, _value(key, match["centre"]), sd)
    raise UsageError.at(
        "believe", f"a statement like {FORMS}", shown(line), "write one"
    )


def _actor(name: str, actors: Mapping[str, str]) -> str:
    by_name = {called.casefold(): code for code, called in actors.items()}
    by_name |= {code.casefold(): code for code in actors}
    if name.casefold() not in by_name:
        raise UsageError.at(
            "believe", "an actor of the scenario", shown(name),
            nearest(name, [*actors.values(), *actors]),
        )  # fmt: skip
    return by_name[name.casefold()]


def _parameter(name: str) -> str:
    known = parameters()
    if name not in known:
        raise UsageError.at(
            "believe", "a parameter of a law", shown(name), nearest(name, known)
        )
    return name


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _value(key: str, text: str) -> float:
    """Return a value on the unbounded side."""
    about, number = parameters()[key], _number(text)
    try:
        if number is None:
            raise ValueError("a number")  # noqa: TRY301 - one message for both
        return unbounded(about.transform, number)
    except ValueError as problem:
        raise UsageError.at(
            f"believe, {key}", f"{problem} ({about.unit})", shown(text), "write one"
        ) from None


def _chance(text: str, line: str) -> float:
    match = PER_CENT.fullmatch(text.strip())
    if match is None or not 0 <= float(match[1]) <= 100:
        raise UsageError.at(
            f"believe, {shown(line)}", "a probability from 0% to 100%", shown(text),
            "write it like 70%",
        )  # fmt: skip
    return float(match[1]) / 100
