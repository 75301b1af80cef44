"""Load scenarios: by name from the catalogue, or from a folder of one's own.

Everything a scenario says is checked here, once; whoever holds a `Scenario` may trust
it.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from stat import S_ISDIR
from typing import Any, TypeVar

from pydantic import ValidationError

from detente.core.errors import ScenarioError, nearest, one_line, shown
from detente.worlds.checks import problems_of
from detente.worlds.explain import Problem, problems_in
from detente.worlds.happened import Happened
from detente.worlds.reading import read_toml, status_of
from detente.worlds.schema import Scenario, World

__all__ = [
    "CATALOG",
    "catalogue",
    "fingerprint",
    "load",
    "parse",
    "write_template",
]

CATALOG = Path(__file__).parent / "catalog"
"""Folder of the scenarios that come with detente."""

STARTER = Path(__file__).parent / "starter"
"""Folder of the small scenario that a new one starts from."""

ARGUMENT = "scenario.toml"
FACTS = "world.toml"
RECORD = "happened.toml"

MOST_COUNTED = 100
"""Problems counted before counting stops."""

Checked = TypeVar("Checked", World, Happened)

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def catalogue() -> list[str]:
    """Return the names of the scenarios that come with detente, in order."""
    return sorted(path.parent.name for path in CATALOG.glob(f"*/{ARGUMENT}"))


def load(name_or_path: str | os.PathLike[str]) -> Scenario:
    """Load a scenario and check everything it says.

    Args:
        name_or_path: A name in the catalogue, a folder, or the path of its
            scenario.toml; for a folder that is called like a scenario of the
            catalogue write `./name`.

    Returns:
        The scenario.

    Raises:
        ScenarioError: There is no such scenario, or something in it is wrong; the
            message names the first problem and counts the others.
    """
    argument = _located(os.fspath(name_or_path))
    folder = argument.parent.resolve()
    there = status_of(folder / RECORD)
    return parse(
        read_toml(argument, f"{folder.name}/{argument.name}"),
        read_toml(folder / FACTS, f"{folder.name}/{FACTS}"),
        folder.name,
        read_toml(folder / RECORD, f"{folder.name}/{RECORD}") if there else None,
    )


def parse(
    argument: Mapping[str, Any], facts: Mapping[str, Any], name: str,
    happened: Mapping[str, Any] | None = None,
) -> Scenario:  # fmt: skip
    """Build a scenario from what its files say.

    Args:
        argument: What scenario.toml says.
        facts: What world.toml says.
        name: Name of the folder; messages start with it, and the slug comes from it.
        happened: What happened.toml says, if there is one.

    Returns:
        The scenario, checked.

    Raises:
        ScenarioError: Something is wrong.
    """
    problems: list[Problem] = []
    world = _checked(World, facts, FACTS, problems)
    record = None
    if happened is not None:
        record = _checked(Happened, happened, RECORD, problems)
    # Not keys of the file: they are given here, and may not be given there.
    reserved = [key for key in ("slug", "world", "happened") if key in argument]
    problems += [
        Problem(ARGUMENT, "top level", "a known key", shown(key), "take it out")
        for key in reserved
    ]
    fields = {key: value for key, value in argument.items() if key not in reserved}
    stand_in = world or World.model_construct()
    try:
        scenario = Scenario.model_validate(
            fields | {"slug": _slug_of(name), "world": stand_in, "happened": record}
        )
    except ValidationError as error:
        problems += problems_in(error, Scenario, ARGUMENT)
        raise _refusal(problems, name) from error
    found = islice(problems_of(scenario) if not problems else (), MOST_COUNTED)
    problems += dict.fromkeys(found)
    if problems:
        raise _refusal(problems, name)
    return scenario


def _checked(
    model: type[Checked], said: Mapping[str, Any], file: str, problems: list[Problem]
) -> Checked | None:
    """Return what a file says, or None with its problems added."""
    try:
        return model.model_validate(dict(said))
    except ValidationError as error:
        problems += problems_in(error, model, file)
        return None


def fingerprint(scenario: Scenario) -> str:
    """Return the SHA-256 of everything a scenario says, as 64 hexadecimal digits.

    Two scenarios have the same fingerprint if, and only if, they say the same;
    comments, spacing and the order of keys do not count.
    """
    said = scenario.model_dump(mode="json")
    if scenario.happened is None:  # as if the format had no such file
        del said["happened"]
    canonical = json.dumps(
        said, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def write_template(
    slug: str, folder: str | os.PathLike[str], origin: str | None = None
) -> Path:
    """Write a new scenario to start from; all of it, or nothing.

    Args:
        slug: Name of the new scenario.
        folder: Folder in which its folder is made.
        origin: Scenario to copy, by name or path; by default a small commented one
            with three actors.

    Returns:
        The new folder.

    Raises:
        ScenarioError: The name is not fit, something has it already, the folder is
            not there or not writable, or the origin is wrong.
    """
    parent = Path(folder)
    if not _SLUG.fullmatch(slug):
        raise ScenarioError.at(
            "new scenario",
            "a name of small letters, digits and - (at most 60)",
            shown(slug),
            'write it like "two-straits"',
        )
    source = STARTER / ARGUMENT
    if origin is not None:
        load(origin)
        source = _located(origin)
    target = parent / slug
    if os.path.lexists(target):
        raise ScenarioError.at(
            str(target), "a new folder", "one that exists", "choose another name"
        )
    with _whole(target) as draft:
        shutil.copyfile(source, draft / ARGUMENT)
        shutil.copyfile(source.parent / FACTS, draft / FACTS)
        if (source.parent / RECORD).is_file():
            shutil.copyfile(source.parent / RECORD, draft / RECORD)
    return target


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """Give a folder to write in that gets its name only once it is complete."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        draft.mkdir()
        yield draft
        draft.rename(target)
    except OSError as error:
        raise ScenarioError.at(
            str(target),
            "a folder that can be written",
            f"{error.strerror or error} ({target.parent})",
            "make it first, or choose another with --to",
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _located(name: str) -> Path:
    """Find the scenario.toml that a name or path means."""
    if name in catalogue():
        return CATALOG / name / ARGUMENT
    path = Path(name)
    mode = status_of(path) if name else 0
    if S_ISDIR(mode):
        path /= ARGUMENT
        if not status_of(path):
            raise ScenarioError.at(
                name,
                f"a folder with {ARGUMENT} in it",
                "one without",
                "give the folder of a scenario",
            )
        return path
    if not mode:
        raise ScenarioError.at(
            "scenario",
            "a name of the catalogue or a path",
            shown(name),
            nearest(Path(name).name, catalogue()),
        )
    if path.name == FACTS:
        raise ScenarioError.at(
            name, ARGUMENT, FACTS, f"give the folder or the {ARGUMENT} beside it"
        )
    return path


def _slug_of(name: str) -> str:
    """Turn the name of a folder into a short name fit for paths."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return slug[:60] or "scenario"


def _refusal(problems: list[Problem], name: str) -> ScenarioError:
    """Return the error for the first of some problems."""
    first, more = problems[0], len(problems) - 1
    at_least = "at least " if more >= MOST_COUNTED - 1 else ""
    count = f" (and {at_least}{more} more)" if more else ""
    where = f"{name}/{first.file}, {first.path}"
    message = ScenarioError.at(where, first.expected, first.got, first.remedy)
    return ScenarioError(one_line(f"{message}{count}"))
