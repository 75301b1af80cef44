r"""Credibility: the expectation that a state's help will come, learned from its acts.

$$ \rho_k' = \rho_k + \alpha_h\,(1 - \rho_k)\,\text{honoured}_k
 - \alpha_f\,\rho_k\,\text{failed}_k
 + \alpha_y\,\rho_k (1 - \rho_k)\,\text{yielded}_k $$

A war upon a friend is a call: commitments honoured raise it, calls unanswered lower it,
and stationed forces lend it at the start. Whether a concession lowers or raises it is
disputed ([Mercer1996], [Press2005] against [WeisigerYarhiMilo2015]), so its sign is
free. Alliances were honoured in about three of four wars [LeedsLongMitchell2000], in
half by a later count [BerkemeierFuhrmann2018].
"""

from typing import NamedTuple

import jax.numpy as jnp

from detente.core.parameters import Parameter
from detente.core.types import PerState, Scalar

__all__ = ["PARAMETERS", "CredibilityParams", "credibility_update", "expected_help"]


class CredibilityParams(NamedTuple):
    """What makes help expected.

    Attributes:
        start: Credibility at the start (probability).
        honoured: Share of the doubt that an answered call removes (share/event, 0-1).
        failed: Share of the trust that an unanswered call removes (share/event, 0-1).
        yielded: Effect of a full concession (log odds, any sign).
        stationed: Effect of all one's force kept abroad (log odds, > 0).
    """

    start: Scalar
    honoured: Scalar
    failed: Scalar
    yielded: Scalar
    stationed: Scalar


PARAMETERS = {
    "start": Parameter("probability", "unit", "help is expected at the start"),
    "honoured": Parameter("share/event", "unit", "gain when a call is answered"),
    "failed": Parameter("share/event", "unit", "loss when a call is not answered"),
    "yielded": Parameter("log odds", "real", "effect of a full concession"),
    "stationed": Parameter("log odds/share", "positive", "effect of forces abroad"),
}


def expected_help(
    params: CredibilityParams, credibility: PerState, away: PerState
) -> PerState:
    """Return rho as others see it, lent by forces kept abroad (share), 0-1."""
    odds = credibility / (1 - credibility) * jnp.exp(params.stationed * away)
    return odds / (1 + odds)


def credibility_update(
    params: CredibilityParams,
    credibility: PerState,
    honoured: PerState,
    failed: PerState,
    yielded: PerState,
) -> PerState:
    """Return next year's credibility, within [.02, .98].

    Args:
        params: Credibility parameters.
        credibility: rho, shape (state,).
        honoured: Content-weighted calls answered this year, 0-1, shape (state,).
        failed: Content-weighted calls not answered, 0-1, shape (state,).
        yielded: Concessions made this year, 0-1, shape (state,).
    """
    rho = credibility
    change = (
        params.honoured * (1 - rho) * honoured
        - params.failed * rho * failed
        + params.yielded * rho * (1 - rho) * yielded
    )
    return jnp.clip(rho + change, 0.02, 0.98)
