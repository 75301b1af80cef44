r"""Consent: an alliance acts if its rule lets it, each member judging for itself.

$$ \operatorname{logit} P(i \text{ agrees}) = v_0 + v_s\,\Delta \log S_i
 - v_e\,\Delta E_i - v_t\,\Delta T_j + v_d\,\text{dependence}_i $$

Each member compares next year with and without the move: its own security $S$, being
drawn into others' wars $E$ (entrapment against abandonment, [Snyder1984]) and the
fear it would put into the outsider most concerned. Dependence on a hub that wants the
move makes for consent. Under consensus all must agree, under majority more than half,
under a hub the hub alone [Putnam1988]. Members agree if a logistic error is above the
negative of these log odds, so a side payment adds to them: one worth $\log(1 + 1/p)$
turns half of the refusals of a member that agrees with probability $p$ [Riker1962].
"""

from typing import NamedTuple

import jax.numpy as jnp

from detente.core.parameters import Parameter
from detente.core.types import PerState, Scalar

__all__ = ["PARAMETERS", "ConsentParams", "agreement", "approved", "side_payment"]


class ConsentParams(NamedTuple):
    """What moves a member's vote (log odds).

    Attributes:
        custom: Of agreeing to what changes nothing for it.
        security: Per percentage point of own yearly security gained (> 0).
        entrapment: Fall per percentage point of being drawn in (> 0).
        provocation: Fall per percentage point of fear put into outsiders (> 0).
        dependence: Per unit of the hub's share in one's defence (> 0).
    """

    custom: Scalar
    security: Scalar
    entrapment: Scalar
    provocation: Scalar
    dependence: Scalar


PARAMETERS = {
    "custom": Parameter("log odds", "real", "agreeing to what changes nothing"),
    "security": Parameter("log odds/% point", "positive", "own security gained"),
    "entrapment": Parameter("log odds/% point", "positive", "being drawn in"),
    "provocation": Parameter("log odds/% point", "positive", "fear put into others"),
    "dependence": Parameter("log odds", "positive", "the hub's share in one's defence"),
}


def agreement(
    params: ConsentParams,
    security: PerState,
    entrapment: PerState,
    provocation: Scalar | PerState,
    dependence: PerState,
) -> PerState:
    """Return each member's probability of agreeing, shape (state,).

    Args:
        params: Consent parameters.
        security: Change of own yearly security by the move (probability).
        entrapment: Change of the yearly chance of being drawn in (probability).
        provocation: Change of the largest fear of an outsider (probability).
        dependence: Share of own defence that the hub provides (0-1).
    """
    v = (
        params.custom
        + 100 * params.security * security
        - 100 * params.entrapment * entrapment
        - 100 * params.provocation * provocation
        + params.dependence * dependence
    )
    return 1 / (1 + jnp.exp(-jnp.clip(v, -30, 30)))


def approved(votes: PerState, members: PerState, hub: PerState, rule: Scalar) -> Scalar:
    """Return 1 if the alliance acts.

    Args:
        votes: 1 for a member that agrees, shape (state,).
        members: 1 for members, shape (state,).
        hub: 1 for the hub, shape (state,).
        rule: 0 consensus, 1 majority, 2 hub.
    """
    yes, all_members = jnp.sum(votes * members), jnp.sum(members)
    consensus = (yes >= all_members) & (all_members > 0)
    majority = 2 * yes > all_members
    leader = jnp.sum(votes * hub) > 0
    passed = jnp.where(rule == 0, consensus, jnp.where(rule == 1, majority, leader))
    return jnp.where(passed, 1.0, 0.0)


def side_payment(agrees: PerState) -> PerState:
    """Return what a payment must be worth to turn half of refusals (log odds, > 0).

    Paid it, a member agrees with probability (1 + p) / 2.

    Args:
        agrees: Probability p of agreeing without it, any shape.
    """
    return jnp.log1p(1 / jnp.maximum(agrees, 1e-9))
