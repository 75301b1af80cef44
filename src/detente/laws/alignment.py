r"""Alignment: ties climb or fall a rung of the ladder a year.

$$ \operatorname{logit} P(\text{climb}) = a_\uparrow - a_r\,r_{ij} + v_{ij}, \qquad
\operatorname{logit} P(\text{fall}) = a_\downarrow - v_{ij} $$
$$ v_{ij} = a_s\,u(\textstyle\sum_k T_{ik} T_{jk}) - a_m (T_{ij} + T_{ji})
 + a_f\,u(\textstyle\sum_k c_{ik} c_{jk})
 + a_a\,\text{affinity}_{ij} + a_b\,T^{\max}_{ij} - a_p N_i N_j,
\qquad u(x) = x/(1 + x) $$

Shared threat draws states together, mutual threat keeps them apart [Walt1987];
friends of friends tie [Kinne2018]; the weak may bandwagon with whom they fear most
($a_b$, free sign); states that many fear ($N$) are costly to tie with; where two
neither touch nor count a major power ($r$), ties are seldom sought. A tie is a
mutual act, so it depends on public quantities only. Trading autonomy for security
[Morrow1991] shows in the first and last terms.
"""

from typing import NamedTuple

import jax.numpy as jnp

from detente.core.parameters import Parameter
from detente.core.types import Pairs, PerPair, PerState, Scalar

__all__ = ["PARAMETERS", "Alignment", "AlignmentParams", "steps"]


class AlignmentParams(NamedTuple):
    """What moves ties (log odds a year).

    Attributes:
        climb: Base log odds of a step up.
        fall: Base log odds of a step down.
        shared: Per unit of threat felt by both from the same source (> 0).
        mutual: Fall per unit of threat between the two (> 0).
        friends: Per unit of common friends' content (> 0).
        affinity: Per unit of political closeness (> 0).
        bandwagon: Per unit of the larger threat between the two (any sign).
        notoriety: Fall for two states that many fear (> 0).
        remote: Fall of a climb where the pair is not politically relevant (> 0).
    """

    climb: Scalar
    fall: Scalar
    shared: Scalar
    mutual: Scalar
    friends: Scalar
    affinity: Scalar
    bandwagon: Scalar
    notoriety: Scalar
    remote: Scalar


PARAMETERS = {
    "climb": Parameter("log odds/year", "real", "base of a step up"),
    "fall": Parameter("log odds/year", "real", "base of a step down"),
    "shared": Parameter("log odds", "positive", "threat felt by both from one source"),
    "mutual": Parameter("log odds", "positive", "threat between the two"),
    "friends": Parameter("log odds", "positive", "common friends"),
    "affinity": Parameter("log odds", "positive", "political closeness"),
    "bandwagon": Parameter("log odds", "real", "siding with whom one fears"),
    "notoriety": Parameter("log odds", "positive", "cost of tying with the feared"),
    "remote": Parameter(
        "log odds", "positive", "ties of remote pairs are seldom sought"
    ),
}


class Alignment(NamedTuple):
    """Distribution over a pair's step on the ladder; both orders hold the same.

    Attributes:
        climb: Probability of a step up, per pair.
        fall: Probability of a step down, per pair.
    """

    climb: PerPair
    fall: PerPair

    def sample(self, u: PerPair) -> PerPair:
        """Return -1, 0 or 1 drawn with one uniform an unordered pair (float)."""
        up = (u < self.climb).astype(u.dtype)
        return up - (u > 1 - self.fall).astype(u.dtype)

    def log_prob(self, step: PerPair) -> PerPair:
        """Return the log probability of a step, per pair (the same both ways)."""
        stay = 1 - self.climb - self.fall
        p = jnp.where(step > 0, self.climb, jnp.where(step < 0, self.fall, stay))
        return jnp.log(jnp.maximum(p, 1e-30))


def steps(
    params: AlignmentParams,
    threat: PerPair,
    threat_back: PerPair,
    shared: PerPair,
    friends: PerPair,
    affinity: PerPair,
    feared: PerState,
    tie: PerPair,
    floor: PerPair,
    remote: PerPair,
    pairs: Pairs,
) -> Alignment:
    """Return the distribution over steps of every pair.

    Args:
        params: Alignment parameters.
        threat: T(i, j), per pair.
        threat_back: T(j, i), per pair.
        shared: Sum over k of T(i, k) T(j, k), per pair.
        friends: Sum over k of c(i, k) c(k, j), per pair.
        affinity: Political closeness, -1 to 1, per pair.
        feared: N, the fear of all others of an actor, 0-1, shape (state,).
        tie: Level now, 0-4, per pair.
        floor: Level below which plan or treaty holds the tie, per pair.
        remote: 1 where the pair is not politically relevant, per pair.
        pairs: Layout.
    """
    value = (
        params.shared * shared / (1 + shared)
        - params.mutual * (threat + threat_back)
        + params.friends * friends / (1 + friends)
        + params.affinity * affinity
        + params.bandwagon * jnp.maximum(threat, threat_back)
        - params.notoriety * pairs.row(feared) * pairs.column(feared)
    )
    tilt = jnp.exp(jnp.clip(value, -20, 20))
    sought = jnp.exp(params.climb - params.remote * remote)
    # Both sides of the fraction times the tilt, so that it is worked out once.
    up, down = sought * tilt * tilt, jnp.exp(params.fall)
    total = tilt + up + down
    others = pairs.others()
    return Alignment(
        climb=jnp.where(tie < 4, up / total, 0.0) * others,
        fall=jnp.where(tie > floor, down / total, 0.0) * others,
    )
