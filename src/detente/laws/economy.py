r"""Economy: output grows on its own path, fast growth falling back to the mean.

$$ g_{i,t+1} = \bar g + r\,(g_{i,t} - \bar g), \qquad
\log Y_{i,t+1} = \log Y_{i,t} + (g_{i,t} + \eta_i)/100 $$

Exogenous to the dilemma. Growth regresses to the mean ([PritchettSummers2014]), so a
trailing trend is not drawn out for ever; $\eta_i$ is one number an actor and draw:
how far the trend may be wrong.
"""

from typing import NamedTuple

from detente.core.parameters import Parameter
from detente.core.types import PerState, Scalar

__all__ = ["PARAMETERS", "EconomyParams", "growth_update"]


class EconomyParams(NamedTuple):
    """How output grows.

    Attributes:
        mean: Growth in the long run (% a year, any sign).
        persistence: Share of a lead over the mean that is kept a year (0-1).
        spread: Standard deviation of the error in an actor's trend (% a year, > 0).
    """

    mean: Scalar
    persistence: Scalar
    spread: Scalar


PARAMETERS = {
    "mean": Parameter("%/year", "real", "long-run real growth of everybody"),
    "persistence": Parameter("share/year", "unit", "share of a lead in growth kept"),
    "spread": Parameter("%/year", "positive", "how far an actor's trend may be wrong"),
}


def growth_update(params: EconomyParams, growth: PerState) -> PerState:
    """Return next year's growth (% a year), shape (state,)."""
    return params.mean + params.persistence * (growth - params.mean)
