r"""Power: what each side of a contest can bring to bear, each state counted once.

$$ F_k = S_k^{1-q} L_k^{q}, \qquad \phi_{ik} = e^{-\lambda d_{ik}}, \qquad
G_{ik} = F_k\,[(1 - a_k)\,\phi_{ik} + f_{ik}] $$
$$ Q_{ij} = G_{ij} + c_O \sum_k G_{ik}\, c_{jk}\,(1 - \rho_k c_{ik}), \qquad
P_{ij} = G_{ii} + \sum_{k \ne j} \rho_k c_{ik}\, G_{ik}\,(1 - c_O c_{jk}) $$

$Q_{ij}$ is what j can bring against i, $P_{ij}$ what i can muster against j. Strength
falls with distance [Boulding1962], [BuenoDeMesquita1981]; forces posted abroad (share
$a_k$, of which $f_{ik}$ in the theatre of i) weigh there and are missed at home. A
third state helps each side with the probability that it does not help the other, so
nobody counts twice. Friends are counted with the credibility $\rho_k$ they enjoy.
Forces kept apart, as by a demilitarised zone, take the share $s_{ij}$ of $G_{ij}$ out
of what j can bring against i at once; what defends stays where it is [Fortna2003].
"""

from typing import NamedTuple

import jax.numpy as jnp

from detente.core.parameters import Parameter
from detente.core.types import Pairs, PerPair, PerState, Scalar

__all__ = [
    "PARAMETERS", "Balance", "PowerParams", "balance", "bearing", "force", "reach",
    "separated",
]  # fmt: skip


class PowerParams(NamedTuple):
    """How capital and soldiers make force, and how distance wears it down.

    Attributes:
        loss: Fall of log strength with distance (1/1000 km, > 0).
        manpower: Weight of soldiers against capital in force (share, 0-1).
    """

    loss: Scalar
    manpower: Scalar


PARAMETERS = {
    "loss": Parameter("1/1000 km", "positive", "loss of strength with distance"),
    "manpower": Parameter("share", "unit", "weight of soldiers against capital"),
}


class Balance(NamedTuple):
    """Parts of every contest; [i, j] has j attack i. Unit: that of `force`.

    Attributes:
        own_attack: What j alone brings against i, per pair.
        help_attack: What friends of j would add if they all helped, per pair.
        own_defence: What i has at home, shape (state,).
        help_defence: What friends of i are expected to add, shape (state,).
        shared: Part of help_defence that j's friends would not give, per pair.
        from_attacker: Part of help_defence that j itself would have given, per pair.
    """

    own_attack: PerPair
    help_attack: PerPair
    own_defence: PerState
    help_defence: PerState
    shared: PerPair
    from_attacker: PerPair

    def sides(self, offence: Scalar, pairs: Pairs) -> tuple[PerPair, PerPair]:
        """Return (Q, P): attack and defence for a given content of ties in attack."""
        attack = self.own_attack + offence * self.help_attack
        defence = pairs.row(self.own_defence + self.help_defence)
        return attack, defence - self.from_attacker - offence * self.shared


def force(params: PowerParams, stock: PerState, personnel: PerState) -> PerState:
    """Return F from log military capital and soldiers.

    Args:
        params: Power parameters.
        stock: Log of military capital (million USD), shape (state,).
        personnel: Soldiers (thousand), shape (state,).
    """
    labour = jnp.log(jnp.maximum(personnel, 1e-3))
    return jnp.exp((1 - params.manpower) * stock + params.manpower * labour)


def reach(params: PowerParams, distance: PerPair) -> PerPair:
    """Return phi, the share of strength left at a distance (km), per pair."""
    return jnp.exp(-params.loss * distance / 1000)


def bearing(
    strength: PerState, reach: PerPair, away: PerState, posted: PerPair, pairs: Pairs
) -> PerPair:
    """Return G: the force of k that bears at the place of i, per pair (i, k).

    Args:
        strength: F, shape (state,).
        reach: phi, per pair.
        away: Share of its force that k keeps abroad, shape (state,).
        posted: Share of k's force kept in the theatre of i, per pair.
        pairs: Layout.
    """
    return pairs.column(strength) * (pairs.column(1 - away) * reach + posted)


def balance(
    bearing: PerPair, content: PerPair, credibility: PerState, pairs: Pairs
) -> Balance:
    """Return the parts of every contest.

    Args:
        bearing: G, force of k at the place of i, per pair.
        content: c_D, symmetric, 0 on the diagonal, per pair.
        credibility: rho, 0-1, shape (state,).
        pairs: Layout.
    """
    others = pairs.others()
    at_home = pairs.rows(bearing * (1 - others))
    friends = bearing * content * pairs.column(credibility)
    shared = pairs.via(friends, content) * others
    willing = pairs.via(bearing, content) - pairs.row(at_home) * content
    return Balance(
        own_attack=bearing * others,
        help_attack=jnp.maximum(willing * others - shared, 0),
        own_defence=at_home,
        help_defence=pairs.rows(friends),
        shared=shared,
        from_attacker=friends,
    )


def separated(balance: Balance, apart: PerPair) -> Balance:
    """Return the contests between sides whose forces keep apart.

    Args:
        balance: Parts of every contest.
        apart: Share of j's own force that cannot be brought against i at once, 0-1,
            per pair.
    """
    return balance._replace(own_attack=balance.own_attack * (1 - apart))
