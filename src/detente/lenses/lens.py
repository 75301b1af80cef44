"""A lens: a distribution over the parameters of the laws, each with its origin.

The laws own each parameter's name, unit and transform; a lens owns its distribution.
On the unbounded side of the transform every parameter is normal. `prior` states all of
them; a school shifts its centre in a direction of its own by a stated distance, counted
in prior standard deviations, the same for every school.
"""

import importlib
import math
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from detente.core.bits import code
from detente.core.errors import LensError, nearest, shown
from detente.core.parameters import Parameter, bounded, unbounded

__all__ = [
    "ORIGINS",
    "SPOKEN",
    "Belief",
    "Joint",
    "Lens",
    "catalogue",
    "load",
    "natural",
    "parameters",
    "sample",
    "steps",
]

ORIGINS = ("record", "literature", "assumed")
LAWS = (
    "content", "power", "threat", "motive", "belief", "mood", "arming", "crisis",
    "joining", "alignment", "credibility", "consent", "economy",
)  # fmt: skip
"""Laws in the order of `detente.dynamics.state.Parameters`."""


SPOKEN = 0.7
"""The record speaks to a parameter if it leaves less than this share of the prior's
width: then half of what is known of it, counted as precision, is from the record."""


RUNGS, RUNGS_SD = math.log(4), 0.5
"""The record holds pacts, and a ladder has four rungs to one: a rung is climbed so much
more often (log odds; assumed), and falls as often as pacts end."""

SCORES = "scores.toml"
"""How lenses score on the record: no lens; see `detente.lenses.scores`."""

RECORDED = {"arming": "Singer1987", "alignment": "LeedsEtAl2002"}
"""Source of what the record says of a law; of all others, the disputes."""


class Belief(NamedTuple):
    """What a lens holds of one parameter.

    Attributes:
        centre: Mean on the unbounded side.
        sd: Standard deviation there.
        origin: "record", "literature" or "assumed".
        source: Key of docs/references.bib: where the figure is from, or whose idea it
            is where its size is assumed; or "".
        why: One line.
    """

    centre: float
    sd: float
    origin: str
    source: str
    why: str


class Joint(NamedTuple):
    """How parameters hang together on the unbounded side.

    Attributes:
        keys: Parameters, in order.
        factor: Lower Cholesky factor of their correlations, shape (key, key).
    """

    keys: tuple[str, ...]
    factor: np.ndarray


class Lens(NamedTuple):
    """A named distribution over all parameters, keyed "law.parameter".

    Attributes:
        name: Its name.
        title: Its title.
        school: What it holds, in a sentence.
        beliefs: What it holds of each parameter.
        joint: How fitted parameters hang together; none of them if not given.
        fit: How it was fitted: data with hashes, years, diagnostics; empty if it was
            not.
    """

    name: str
    title: str
    school: str
    beliefs: Mapping[str, Belief]
    joint: Joint | None = None
    fit: Mapping[str, Any] = MappingProxyType({})


def parameters() -> dict[str, Parameter]:
    """Return every parameter of every law, keyed "law.parameter", in a fixed order."""
    return {
        f"{law}.{name}": parameter
        for law in LAWS
        for name, parameter in importlib.import_module(
            f"detente.laws.{law}"
        ).PARAMETERS.items()
    }


def catalogue() -> list[str]:
    """Return the names of the lenses that come with detente, the fitted one first."""
    found = sorted(
        file.name.removesuffix(".toml")
        for file in resources.files("detente.lenses").iterdir()
        if file.name.endswith(".toml") and file.name != SCORES
    )
    return sorted(found, key=lambda name: (name != "record", name != "prior"))


def load(name: str) -> Lens:
    """Return a lens by name.

    Raises:
        LensError: If there is no such lens, or its file is wrong.
    """
    if name not in catalogue():
        raise LensError(_unknown(name))
    where = f"{name}.toml"
    text = (resources.files("detente.lenses") / where).read_text(encoding="utf-8")
    return parse(name, text, where)


def parse(name: str, text: str, where: str) -> Lens:
    """Return the lens that the text of a TOML file states.

    Args:
        name: Name of the lens.
        text: Content of the file.
        where: File, for messages.

    Raises:
        LensError: If it is not TOML, or not a lens.
    """
    try:
        return read(name, tomllib.loads(text), where)
    except tomllib.TOMLDecodeError as problem:
        got = str(problem)
    except KeyError as problem:
        got = f"one without {problem}"
    except (ArithmeticError, AttributeError, IndexError, TypeError, ValueError,
            RecursionError) as problem:  # fmt: skip
        got = f"something else ({shown(str(problem))})"
    raise LensError.at(
        where, "the file of a lens", got, 'mend it, or fit again with "detente fit"'
    )


def _unknown(name: str) -> str:
    hint = nearest(name, catalogue())
    return f"lens: expected one of {', '.join(catalogue())}, got {name!r}; {hint}"


def read(name: str, content: Mapping[str, Any], where: str) -> Lens:
    """Return the lens that a TOML document states.

    Args:
        name: Name of the lens.
        content: Parsed TOML.
        where: File, for messages.

    Raises:
        LensError: If a parameter is unknown, missing, or badly stated.
    """
    known = parameters()
    if "fitted" in content:
        return _fitted(name, content, known, where)
    if "base" in content:
        beliefs = _shifted(load(content["base"]), content, known, where)
    else:
        beliefs = _stated(content, known, where)
    return Lens(name, content["title"], content["school"], beliefs)


def _fitted(
    name: str, content: Mapping[str, Any], known: Mapping[str, Parameter], where: str
) -> Lens:
    """Return a lens that was fitted: the base, and what the record says beyond it.

    Where the record says less than the base did, the parameter keeps the origin that it
    has there: its figures are then hardly the record's.
    """
    base = load(content["base"]).beliefs
    beliefs = dict(base)
    for key, entry in (content["fitted"] | content.get("estimated", {})).items():
        _check(key, known, where)
        before = base[key]
        spoken = entry["sd"] < SPOKEN * before.sd
        says = "the record speaks" if spoken else "the record is nearly silent"
        beliefs[key] = before._replace(
            centre=entry["centre"], sd=entry["sd"],
            origin="record" if spoken else before.origin,
            source=RECORDED.get(key.split(".")[0], "GiblerMillerLittle2016")
            if spoken
            else before.source,
            why=f"{says}: {entry['sd'] / before.sd:.2f} of the prior's width is left",
        )  # fmt: skip
    beliefs |= _rungs(content.get("own", {}), base)
    keys = tuple(content["fitted"])
    correlation = np.eye(len(keys))
    for row, line in enumerate(content["correlation"]):
        correlation[row, :row] = correlation[:row, row] = line
    try:
        factor = np.linalg.cholesky(correlation)
    except np.linalg.LinAlgError:
        raise LensError(
            f"{where}, correlation: expected a positive definite matrix, got another; "
            'fit again with "detente fit"'
        ) from None
    return Lens(
        name, content["title"], content["school"], beliefs, Joint(keys, factor),
        content["fit"],
    )  # fmt: skip


def _rungs(
    own: Mapping[str, Mapping[str, float]], base: Mapping[str, Belief]
) -> dict[str, Belief]:
    """Return how often rungs of the ladder climb and fall, from pacts of the record.

    Slopes of ties were fitted beside these bases: with other bases they would say
    other things.
    """
    found = {}
    for mine, key, more, spread in (
        ("record.climb", "alignment.climb", RUNGS, RUNGS_SD),
        ("record.fall", "alignment.fall", 0.0, RUNGS_SD),
    ):
        if mine in own:
            times = "four times as often as" if more else "as often as"
            found[key] = base[key]._replace(
                centre=own[mine]["centre"] + more,
                sd=math.hypot(own[mine]["sd"], spread),
                origin="assumed",
                why=f"{times} pacts {'are signed' if more else 'end'} in the record "
                f"({own[mine]['centre']:.2f}); how rungs go with pacts is assumed",
            )
    return found


def _check(key: str, known: Mapping[str, Parameter], where: str) -> None:
    if key not in known:
        hint = nearest(key, list(known))
        raise LensError(f"{where}, {key}: expected a parameter of a law; {hint}")


def _origin(key: str, entry: Mapping[str, Any], where: str) -> tuple[str, str]:
    origin = entry.get("origin", "")
    source, idea = entry.get("source", ""), entry.get("idea", "")
    if origin not in ORIGINS:
        raise LensError(
            f"{where}, {key}.origin: expected {', '.join(ORIGINS)}, got {origin!r}; "
            "say where the figure is from"
        )
    if origin == "literature" and not source:
        raise LensError(
            f"{where}, {key}.source: expected a key of docs/references.bib, got "
            "nothing; name it or call the figure assumed"
        )
    if origin == "assumed" and source:
        raise LensError(
            f"{where}, {key}.source: expected none of a figure that is assumed, got "
            f"{source!r}; write idea = for whose idea it is"
        )
    return origin, source or idea


def _stated(
    content: Mapping[str, Any], known: Mapping[str, Parameter], where: str
) -> dict[str, Belief]:
    given = {
        f"{law}.{name}": entry
        for law, entries in content.items()
        if isinstance(entries, Mapping)
        for name, entry in entries.items()
    }
    for key in given:
        _check(key, known, where)
    missing = [key for key in known if key not in given]
    if missing:
        raise LensError(f"{where}: expected a distribution of {missing[0]}, got none")
    beliefs = {}
    for key, parameter in known.items():
        entry = given[key]
        origin, source = _origin(key, entry, where)
        try:
            centre = unbounded(parameter.transform, float(entry["centre"]))
        except (KeyError, TypeError, ValueError) as problem:
            raise LensError(
                f"{where}, {key}.centre: expected {problem} ({parameter.unit}), got "
                f"{entry.get('centre')!r}; write the centre in natural units"
            ) from None
        sd = entry.get("sd")
        if not isinstance(sd, (int, float)) or not 0 <= sd < np.inf:
            raise LensError(
                f"{where}, {key}.sd: expected a number >= 0 on the unbounded side, "
                f"got {sd!r}; write one"
            )
        beliefs[key] = Belief(centre, float(sd), origin, source, entry.get("why", ""))
    return beliefs


def _shifted(
    base: Lens, content: Mapping[str, Any], known: Mapping[str, Parameter], where: str
) -> dict[str, Belief]:
    toward = content["toward"]
    for key in toward:
        _check(key, known, where)
    length = float(np.sqrt(sum(entry["weight"] ** 2 for entry in toward.values())))
    beliefs = {}
    for key, belief in base.beliefs.items():
        entry = toward.get(key)
        moved = belief._replace(sd=belief.sd * content["spread"])
        if entry:
            steps = content["distance"] * entry["weight"] / length
            moved = moved._replace(
                centre=belief.centre + steps * belief.sd,
                origin="assumed",  # how far a school moves is assumed, whoever moves it
                source=entry["idea"],
                why=entry["why"],
            )
        beliefs[key] = moved
    return beliefs


def steps(lens: Lens, draws: int, seed: int) -> dict[str, np.ndarray]:
    """Return draws in standard deviations from the centre, each of shape (draws,).

    The same draw of two lenses sits at the same quantile, so lenses are compared on
    common ground; the first n draws do not depend on how many follow.

    Args:
        lens: Lens.
        draws: How many.
        seed: Seed of the run.
    """
    found = {
        key: np.random.default_rng([seed, code(key)]).standard_normal(draws)
        for key in lens.beliefs
    }
    if lens.joint:
        apart = np.stack([found[key] for key in lens.joint.keys])
        found |= dict(zip(lens.joint.keys, lens.joint.factor @ apart, strict=True))
    return found


def natural(lens: Lens, steps: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return parameters in natural units from standard deviations from the centre."""
    known = parameters()
    return {
        key: bounded(known[key].transform, belief.centre + belief.sd * steps[key])
        for key, belief in lens.beliefs.items()
    }


def sample(lens: Lens, draws: int, seed: int) -> dict[str, np.ndarray]:
    """Return parameter draws in natural units, each of shape (draws,).

    Args:
        lens: Lens.
        draws: How many.
        seed: Seed of the run.
    """
    return natural(lens, steps(lens, draws, seed))


def at(
    lens: Lens, quantile_steps: Sequence[Mapping[str, float]]
) -> dict[str, np.ndarray]:
    """Return parameters at given numbers of standard deviations from the centre.

    Args:
        lens: Lens.
        quantile_steps: For each member, standard deviations by parameter (default 0).
    """
    return natural(lens, {
        key: np.array([each.get(key, 0.0) for each in quantile_steps])
        for key in lens.beliefs
    })  # fmt: skip
