"""The models by name, from the spiral to its rivals: what `detente theory` lists."""

from detente.core.errors import UsageError, nearest, shown
from detente.theory import (
    arms_game,
    bargaining,
    boulding,
    breakout,
    contest,
    extremists,
    jervis,
    opportunism,
    reassurance,
    reciprocity,
    richardson,
    signals,
    trust,
)
from detente.theory.model import Model

__all__ = ["MODELS", "model", "told"]

_HOMES = {
    each.MODEL.name: each
    for each in (
        richardson, jervis, trust, reassurance, arms_game, extremists, reciprocity,
        bargaining, signals, opportunism, contest, breakout, boulding,
    )
}  # fmt: skip

MODELS: dict[str, Model] = {name: each.MODEL for name, each in _HOMES.items()}


def model(name: str) -> Model:
    """Return a model by name.

    Raises:
        UsageError: If there is none.
    """
    if name not in MODELS:
        raise UsageError.at(
            "theory", "the name of a model", shown(name), nearest(name, MODELS)
        )
    return MODELS[name]


def told(name: str) -> str:
    """Return what a model says in full, with equations (TeX) and sources (keys)."""
    import inspect

    return inspect.cleandoc(_HOMES[name].__doc__ or "")
