"""Turn what pydantic found into one line for the person who wrote the file.

Pydantic knows where a value is wrong; the `Expect` of the field knows what belongs
there. Both meet here, so no error message is written by hand for a single field.
"""

import types
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic.fields import FieldInfo

from detente.core.errors import nearest, shown
from detente.worlds.fields import Expect
from detente.worlds.moves import MOVE_KINDS

__all__ = ["Problem", "path_of", "problems_in"]


KNOWN_KEYS_LISTED = 16


class Problem(NamedTuple):
    """One thing that is wrong in a scenario folder.

    Attributes:
        file: Name of the file inside the folder.
        path: Key path inside it, such as `actors.CHN.spending`.
        expected: What should stand there.
        got: What stands there.
        remedy: What to do.
    """

    file: str
    path: str
    expected: str
    got: str
    remedy: str


def problems_in(
    error: ValidationError, model: type[BaseModel], file: str
) -> list[Problem]:
    """Explain every error of a validation.

    Args:
        error: What pydantic raised.
        model: The model that was validated.
        file: Name of the file the data came from.

    Returns:
        One problem for each error, unknown keys first: a misspelt key is also a
        missing one, and only the first says so.
    """
    found = error.errors(include_url=False, include_context=True)
    # A list that holds one wrong entry also counts as too short: say it once.
    deeper = {
        each["loc"][:depth] for each in found for depth in range(len(each["loc"]))
    }
    found = [e for e in found if e["type"] != "too_short" or e["loc"] not in deeper]
    found.sort(key=lambda each: each["type"] != "extra_forbidden")
    return [_explained(dict(each), model, file) for each in found]


def path_of(location: Sequence[str | int]) -> str:
    """Write a location as a key path; entries of a list are counted from 1.

    >>> path_of(("plans", "office", "moves", 0, "<tie>", "level"))
    'plans.office.moves#1.level'
    """
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"#{step + 1}"
        elif not _is_tag(step):
            path += f".{step}" if path else step
    return path or "top level"


def _is_tag(step: object) -> bool:
    """Tell whether a step is pydantic's own (a union's tag, a dictionary's key)."""
    return isinstance(step, str) and (
        (step.startswith("<") and step.endswith(">")) or step == "[key]"
    )


def _explained(error: dict[str, Any], model: type[BaseModel], file: str) -> Problem:
    """Explain one error."""
    location: tuple[str | int, ...] = error["loc"]
    kind: str = error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(location, model, file)
    if kind.startswith("union_tag"):
        return _unknown_kind(error, file)
    owner, expect, annotation = _field_at(model, location)
    if location and location[-1] == "[key]":
        expect = _key_expect(owner, location) or expect
    what = expect.what if expect else _plain(annotation)
    remedy = (expect.remedy if expect else "") or "correct it"
    if kind == "missing" and isinstance(location[-1], int):
        _, whole, _ = _field_at(model, location[:-1])
        what, remedy = whole or Expect(what, remedy)
        return Problem(file, path_of(location[:-1]), what, "too few", remedy)
    path = path_of(location)
    if kind == "missing":
        remedy = "add it" + (f": {remedy}" if expect and expect.remedy else "")
        return Problem(file, path, what, "nothing", remedy)
    value = error["input"]
    options = _options(annotation)
    if options and isinstance(value, str):
        remedy = _chosen(value, options)
    return Problem(file, path, what, shown(value), remedy)


def _chosen(written: str, options: Sequence[str]) -> str:
    """Suggest one of some words that the message has listed already."""
    hint = nearest(written, options)
    return hint if hint.startswith("did") else "choose one of them"


def _unknown_key(
    location: Sequence[str | int], model: type[BaseModel], file: str
) -> Problem:
    """Explain a key that the format does not know."""
    _, _, annotation = _field_at(model, location[:-1])
    known = list(annotation.model_fields) if _is_model(annotation) else []
    if annotation is model:
        known = [name for name in known if name not in {"slug", "world"}]
        known += ["world"] if file == "world.toml" else []
    remedy = nearest(str(location[-1]), known, KNOWN_KEYS_LISTED)
    where = path_of(location[:-1])
    return Problem(file, where, "a known key", shown(location[-1]), remedy)


def _unknown_kind(error: dict[str, Any], file: str) -> Problem:
    """Explain a move whose kind is missing or unknown."""
    value = error["input"]
    expected = "one of " + ", ".join(f'"{kind}"' for kind in MOVE_KINDS)
    if not isinstance(value, dict):
        remedy = 'write it like { kind = "tie", ... }'
        return Problem(file, path_of(error["loc"]), "a move", shown(value), remedy)
    written: object = value.get("kind")
    remedy = "add the kind of move"
    if isinstance(written, str):
        remedy = _chosen(written, MOVE_KINDS)
    return Problem(
        file, path_of((*error["loc"], "kind")), expected, shown(written), remedy
    )


def _is_model(annotation: object) -> bool:
    """Tell whether an annotation is one of the models."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _field_at(
    model: type[BaseModel], location: Iterable[str | int]
) -> tuple[FieldInfo | None, Expect | None, Any]:
    """Follow a location through the models.

    Returns:
        The last field passed, the most specific description of what is expected there,
        and the annotation reached.
    """
    annotation: Any = model
    field: FieldInfo | None = None
    expect: Expect | None = None
    for step in location:
        annotation, inner = _opened(annotation, step)
        expect = inner or expect
        if _is_model(annotation) and step in annotation.model_fields:
            reached: FieldInfo = annotation.model_fields[step]
            field, annotation = reached, reached.rebuild_annotation()
            expect = None
        else:
            annotation = _inside(annotation, step)
        annotation, inner = _opened(annotation, None)
        expect = inner or expect
    return field, expect, annotation


def _opened(annotation: Any, step: object) -> tuple[Any, Expect | None]:
    """Take off `Annotated` and `None`, and choose the member of a union by its tag."""
    expect: Expect | None = None
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *marks = get_args(annotation)
            said = [mark for mark in marks if isinstance(mark, Expect)]
            expect = expect or (said[-1] if said else None)
        elif get_origin(annotation) in {Union, types.UnionType}:
            members = [each for each in get_args(annotation) if each is not type(None)]
            chosen = [each for each in members if _tag(each) == step]
            if len(members) > 1 and not chosen:
                return annotation, expect
            annotation = (chosen or members)[0]
        else:
            return annotation, expect


def _tag(annotation: Any) -> str | None:
    """Return the tag of a member of a union."""
    marks = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    return next((mark.tag for mark in marks if isinstance(mark, Tag)), None)


def _inside(annotation: Any, step: str | int) -> Any:
    """Return what a table or list holds at a step."""
    held = get_args(annotation)
    if _is_tag(step) or not held:
        return annotation
    if get_origin(annotation) is dict:
        return held[1]
    if get_origin(annotation) is tuple and isinstance(step, int):
        return held[0] if held[-1] is Ellipsis else held[min(step, len(held) - 1)]
    return annotation


def _key_expect(
    field: FieldInfo | None, location: Sequence[str | int]
) -> Expect | None:
    """Return what the keys of a table should look like."""
    if field is None or len(location) < 2:
        return None
    annotation, _ = _opened(field.rebuild_annotation(), None)
    if get_origin(annotation) is not dict:
        return None
    return _opened(get_args(annotation)[0], None)[1]


def _options(annotation: Any) -> tuple[str, ...]:
    """Return the words a field may hold, if it may hold only some."""
    annotation, _ = _opened(annotation, None)
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _plain(annotation: Any) -> str:
    """Describe an annotation that carries no description of its own."""
    options = _options(annotation)
    if options:
        return "one of " + ", ".join(f'"{option}"' for option in options)
    if _is_model(annotation):
        return "a table"
    names = {bool: "true or false", int: "a whole number", float: "a finite number"}
    return names.get(annotation, "another kind of value")
