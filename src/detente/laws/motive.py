r"""Motive: a hidden two-state chain, security seeker (0) or revisionist (1).

$$ p^- = p\,(1 - g_{10}) + (1 - p)\,g_{01}, \qquad g_{01} = \tau\sigma,
\quad g_{10} = \tau(1 - \sigma) $$

$\sigma$ is the long-run share of revisionists, $\tau$ how fast leaders and aims turn
over. That intentions may change is half of why they cannot be read [Jervis1976],
[Glaser2010].
"""

from typing import NamedTuple

import jax.numpy as jnp

from detente.core.parameters import Parameter
from detente.core.types import PerState, Scalar

__all__ = ["PARAMETERS", "MotiveParams", "predict", "start", "turn"]


class MotiveParams(NamedTuple):
    """How motives are drawn and turn over.

    Attributes:
        share: Share of revisionists in the long run (probability).
        turnover: Chance that a motive is drawn anew (1/year, 0-1).
        notoriety: Weight of the analyst's starting view (log odds per step, > 0).
    """

    share: Scalar
    turnover: Scalar
    notoriety: Scalar


PARAMETERS = {
    "share": Parameter("probability", "unit", "long-run share of revisionists"),
    "turnover": Parameter("1/year", "unit", "rate at which motives are drawn anew"),
    "notoriety": Parameter("log odds/step", "positive", "weight of a starting view"),
}


def start(params: MotiveParams, notoriety: PerState) -> PerState:
    """Return the analyst's starting view: probabilities of motive 1, shape (state,).

    Args:
        params: Parameters.
        notoriety: Ordinal 0-3; 1 is the long-run share.
    """
    odds = params.share / (1 - params.share)
    odds = odds * jnp.exp(params.notoriety * (notoriety - 1))
    return odds / (1 + odds)


def predict(params: MotiveParams, belief: PerState) -> PerState:
    """Return the belief a year on, before that year's acts are seen (any shape)."""
    return belief + params.turnover * (params.share - belief)


def turn(params: MotiveParams, motive: PerState, u: PerState) -> PerState:
    """Return next year's motives from uniforms u, shape (state,)."""
    return jnp.where(u < predict(params, motive), 1.0, 0.0)
