r"""Belief: what one actor makes of another's acts, as far as it sees its own menace.

$$ \operatorname{logit} p_{ij} = \operatorname{logit} p^-_{ij}
 + \log \frac{P(a_j \mid z_j = 1, \epsilon_i)}{P(a_j \mid z_j = 0, \epsilon_i)} $$

The ratio is that of the laws themselves, in the world as i imagines it: j's fear of i
counts with weight $\epsilon_i$, empathy ([Jervis1976]; [Kydd1997]; "security dilemma
sensibility", [BoothWheeler2008]). With $\epsilon = 1$ the observer is the analyst;
with $\epsilon = 0$ every answer to oneself looks like malice. Steps that have no like
in the record are read through a log ratio of their own, assumed and centred alike for
steps forward and steps back. Words have a ratio centred on none. A pledge of
credibility $c$ is one that a revisionist would make with probability $1 - c$, so its
ratio is $1 - c$: cheap talk tells nothing, a pledge that no deceiver could make tells
all [Kydd2005], [Fearon1997].
"""

from typing import NamedTuple

import jax.numpy as jnp

from detente.core.parameters import Parameter
from detente.core.types import PerPair, PerState, Scalar

__all__ = [
    "PARAMETERS", "BeliefParams", "empathy", "imagined", "message", "pledge", "start",
    "update",
]  # fmt: skip

_LEAST = 1e-4  # nobody is ever certain: keeps learning possible and logs finite


class BeliefParams(NamedTuple):
    """How acts are read; log odds unless said otherwise.

    Attributes:
        empathy: Weight of one's own menace among the other's reasons (0-1).
        suspicion: Log odds per step of the ordinal suspicion at the start (> 0).
        engagement: Log ratio of one ladder step towards a third party (any sign).
        restraint: Log ratio of a full, costly offer of restraint (any sign).
        words: Log ratio of a declared purpose: below 0 words reassure (any sign).
    """

    empathy: Scalar
    suspicion: Scalar
    engagement: Scalar
    restraint: Scalar
    words: Scalar


PARAMETERS = {
    "empathy": Parameter("share", "unit", "own menace counted among their reasons"),
    "suspicion": Parameter("log odds/step", "positive", "weight of a starting step"),
    "engagement": Parameter(
        "log odds/level", "real", "how far a new tie with others is read as hostile aim"
    ),
    "restraint": Parameter(
        "log odds", "real", "how far a costly offer is read as hostile aim"
    ),
    "words": Parameter(
        "log odds", "real", "how far a declared defensive purpose is read as hostile"
    ),
}


def _logit(p: PerPair) -> PerPair:
    return jnp.log(p / (1 - p))


def start(params: BeliefParams, share: Scalar, suspicion: PerPair) -> PerPair:
    """Return beliefs at the start, from ordinal suspicion (1 is the usual level).

    Args:
        params: Belief parameters.
        share: Long-run share of revisionists (probability).
        suspicion: 0-3, per pair.
    """
    log_odds = _logit(share) + params.suspicion * (suspicion - 1)
    return 1 / (1 + jnp.exp(-log_odds))


def message(
    params: BeliefParams, engaged: PerPair, restrained: PerPair, said: PerPair,
    pledged: PerPair | None = None,
) -> PerPair:  # fmt: skip
    """Return the log ratio of deliberate moves, per pair (observer i, mover j).

    Args:
        params: Belief parameters.
        engaged: Ladder levels by which j moved towards third parties, as i sees it.
        restrained: Strength of j's offer of restraint to i, 0-1.
        said: 1 for a declared defensive purpose, -1 for a declared challenge.
        pledged: Credibility of j's pledge to i, 0-1: the probability that j would not
            have made it if it were revisionist; None where nobody pledges.
    """
    told = (
        params.engagement * engaged
        + params.restraint * restrained
        + params.words * said
    )
    return told if pledged is None else told + pledge(pledged)


def pledge(credibility: PerPair) -> PerPair:
    """Return log P(pledge | revisionist) / P(pledge | seeker), per pair.

    A seeker always makes it, a revisionist with probability 1 - credibility: what
    costs a deceiver nothing tells nothing [Kydd2005].
    """
    return jnp.log(jnp.maximum(1 - credibility, _LEAST))


def imagined(exposure: PerPair, safety: PerPair, empathy: PerPair) -> PerPair:
    """Return the log safety of j as i imagines it, own menace weighted by empathy.

    Args:
        exposure: What i adds to the log safety of j (<= 0), per pair.
        safety: Log safety of j (<= 0), per pair.
        empathy: epsilon of i, per pair.
    """
    return safety - (1 - empathy) * exposure


def update(predicted: PerPair, log_ratio: PerPair) -> PerPair:
    """Return the belief after the year's acts, kept within [1e-4, 1 - 1e-4].

    Args:
        predicted: Belief before the acts (probability), any shape.
        log_ratio: Log likelihood ratio of the acts, same shape.
    """
    odds = predicted / (1 - predicted) * jnp.exp(jnp.clip(log_ratio, -30, 30))
    return jnp.clip(odds / (1 + odds), _LEAST, 1 - _LEAST)


def empathy(params: BeliefParams, dulling: PerState) -> PerState:
    """Return epsilon of each actor, its empathy dulled by mood (factor 0-1)."""
    return params.empathy * dulling
