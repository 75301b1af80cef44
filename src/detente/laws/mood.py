r"""Mood: wars stir emotions, emotions fade, and while they last empathy is dulled.

$$ M_i' = f M_i + s\,[\text{war}_i] + x_i,
\qquad \epsilon_i = \epsilon\,e^{-\kappa M_i} $$

The claim is that of [HanssenHagstrom2023], whose argument is among those tested, so it
is assumed in every lens; that fear and anger narrow the reading of
others is [Jervis1976]. How fast it fades is assumed.
"""

from typing import NamedTuple

import jax.numpy as jnp

from detente.core.parameters import Parameter
from detente.core.types import PerState, Scalar

__all__ = ["PARAMETERS", "MoodParams", "dulling", "mood_update"]


class MoodParams(NamedTuple):
    """How wars stir and how calm returns.

    Attributes:
        fade: Share of a mood that is left after a year (0-1).
        shock: Mood that a war of one's own adds (mood units, > 0).
        dulls: Fall of log empathy per unit of mood (1/mood unit, > 0).
    """

    fade: Scalar
    shock: Scalar
    dulls: Scalar


PARAMETERS = {
    "fade": Parameter("share/year", "unit", "share of a war mood that lasts a year"),
    "shock": Parameter("mood", "positive", "mood after a war of one's own"),
    "dulls": Parameter("1/mood", "positive", "how mood dulls empathy"),
}


def dulling(params: MoodParams, mood: PerState) -> PerState:
    """Return the factor (0-1] by which mood lowers empathy, shape (state,)."""
    return jnp.exp(-params.dulls * mood)


def mood_update(
    params: MoodParams, mood: PerState, at_war: PerState, outside: PerState
) -> PerState:
    """Return next year's mood.

    Args:
        params: Mood parameters.
        mood: Mood now (mood units, 0 = calm), shape (state,).
        at_war: 1 if the actor was in a war this year, shape (state,).
        outside: Shock from outside the model (mood units), shape (state,).
    """
    return params.fade * mood + params.shock * at_war + outside
