r"""Threat: belief in malice times what malice could achieve.

$$ T_{ij} = p_{ij}\,\frac{(\omega Q_{ij})^\mu}{(\omega Q_{ij})^\mu + P_{ij}^\mu},
\qquad T_i = 1 - \prod_j (1 - T_{ij})^{w_{ij}}, \qquad w_{ij} = G_{ij}/Q_{ij} $$

States balance against threat, not against power alone [Walt1987]; the contest is
[Hirshleifer1989]; $\omega$ is the offence-defence balance [Jervis1978]. The weight
counts a coalition once: m equal members that fight as one have weight 1/m each.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jax.nn import sigmoid

from detente.core.parameters import Parameter
from detente.core.types import PerPair, Scalar

__all__ = ["PARAMETERS", "ThreatParams", "contest", "exposure", "threat"]

_MOST = 0.999  # keeps log(1 - T) finite when fear is complete
_LEAST_FORCE = 1e-6  # far below any army; keeps ratios and gradients finite


class ThreatParams(NamedTuple):
    """How force decides.

    Attributes:
        advantage: Offence-defence balance (ratio, > 0; above 1 favours attack).
        decisiveness: How sharply superior force wins (exponent, > 0).
    """

    advantage: Scalar
    decisiveness: Scalar


PARAMETERS = {
    "advantage": Parameter("ratio", "positive", "offence-defence balance (1: even)"),
    "decisiveness": Parameter("exponent", "positive", "how far force decides"),
}


def contest(params: ThreatParams, attack: PerPair, defence: PerPair) -> PerPair:
    """Return the probability that an attack succeeds, per pair."""
    ratio = params.advantage * attack / jnp.maximum(defence, _LEAST_FORCE)
    return sigmoid(params.decisiveness * jnp.log(ratio + 1e-9))


def threat(belief: PerPair, success: PerPair) -> PerPair:
    """Return T, the fear of i from j, between 0 and 0.999, per pair."""
    return jnp.minimum(belief * success, _MOST)


def exposure(threat: PerPair, own: PerPair, attack: PerPair) -> PerPair:
    """Return w log(1 - T): what j adds to the log safety of i, per pair (<= 0).

    Fear from all sides, T_i, is one less the exponential of its sum over j.

    Args:
        threat: T, per pair.
        own: G, what j alone brings, per pair.
        attack: Q, what j's coalition brings, per pair.
    """
    return own / jnp.maximum(attack, _LEAST_FORCE) * jnp.log(1 - threat)
