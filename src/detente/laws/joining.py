r"""Joining: who enters whose dispute; what ties are worth when it comes to it.

$$ \operatorname{logit} P(k \text{ joins } j) = a_0 + a_u[\text{use}] + a_w[\text{war}]
 + a_c\, c_{kj} + a_r \log \phi_{kj} - a_m\,\text{remote}_{kj} + a_z z_k $$

$c$ is $c_D$ if j was the target and $c_O$ if j began it. Being drawn in because the
ally was attacked is *entanglement*, because it attacked *entrapment*; staying out is
*abandonment* ([Snyder1984], [Snyder1997]). Base rates: allies join .58 % of all
recorded disputes, 11.3 % of wars (1950-2010, [GiblerMillerLittle2016] with alliances
of [LeedsLongMitchell2000]'s project). A pair is remote if it is not politically
relevant (see the law of crises).
"""

from typing import NamedTuple

import jax.numpy as jnp

from detente.core.parameters import Parameter
from detente.core.types import PerPair, Scalar

__all__ = ["PARAMETERS", "Joining", "JoiningParams", "join_odds"]


class JoiningParams(NamedTuple):
    """What moves the odds of joining (log odds).

    Attributes:
        base: A friendless dispute without force.
        use: Added when force is used.
        war: Added in war (beyond use).
        commitment: Per unit content of the tie (> 0).
        reach: Per log of the strength left at that distance (> 0).
        remote: Fall where the two are not politically relevant to one another (> 0).
        motive: What revision adds.
    """

    base: Scalar
    use: Scalar
    war: Scalar
    commitment: Scalar
    reach: Scalar
    remote: Scalar
    motive: Scalar


PARAMETERS = {
    "base": Parameter("log odds", "real", "joining a dispute without tie or force"),
    "use": Parameter("log odds", "positive", "added when force is used"),
    "war": Parameter("log odds", "positive", "added in war, beyond use"),
    "commitment": Parameter("log odds", "positive", "per unit content of the tie"),
    "reach": Parameter("log odds", "positive", "per log of strength left there"),
    "remote": Parameter("log odds", "positive", "fall of pairs not relevant"),
    "motive": Parameter("log odds", "positive", "what revision adds"),
}


class Joining(NamedTuple):
    """Distribution over k joining j's side, by severity and role of j; per pair (k, j).

    Attributes:
        target: Odds by a seeker if j was attacked, before severity.
        origin: The same if j began it.
        use, war: Factors on the odds by severity.
        motive: Factor on the odds of a revisionist.
    """

    target: PerPair
    origin: PerPair
    use: Scalar
    war: Scalar
    motive: Scalar

    def odds(self, as_origin: PerPair, as_target: PerPair) -> PerPair:
        """Return a seeker's odds of joining j's gravest dispute, per pair (k, j).

        Args:
            as_origin: Severity (0-4) of the gravest dispute j began.
            as_target: Severity of the gravest dispute in which j was the target.
        """
        grave = jnp.maximum(as_origin, as_target)
        side = jnp.where(as_target >= as_origin, self.target, self.origin)
        level = jnp.where(grave >= 4, self.war, jnp.where(grave >= 3, self.use, 1.0))
        return jnp.where(grave > 0, side * level, 0.0)

    def sample(self, odds: PerPair, motive: PerPair, u: PerPair) -> PerPair:
        """Return 1 where k joins, drawn with one uniform a pair."""
        h = odds * (1 + motive * (self.motive - 1))
        return jnp.where(u * (1 + h) < h, 1.0, 0.0)

    def log_prob(self, odds: PerPair, joined: PerPair) -> tuple[PerPair, PerPair]:
        """Return log probabilities under motive 0 and 1, per pair."""
        seeker = jnp.where(joined > 0, jnp.log(jnp.maximum(odds, 1e-30)), 0.0)
        ratio = joined * jnp.log(self.motive)
        return (
            seeker - jnp.log1p(odds),
            seeker + ratio - jnp.log1p(odds * self.motive),
        )

    def log_ratio(self, odds: PerPair, joined: PerPair) -> PerPair:
        """Return log P(joined | revisionist) / P(joined | seeker), per pair."""
        idle = jnp.log((1 + odds) / (1 + odds * self.motive))
        return idle + joined * jnp.log(self.motive)

    def forceful(self, war_share: PerPair, motive: PerPair) -> tuple[PerPair, PerPair]:
        """Return P(join | force used) if j was the target, if j began it; per pair.

        Args:
            war_share: Probability that a use of force is a war, per pair.
            motive: Motive of k (0-1), per pair.
        """
        tilt = 1 + motive * (self.motive - 1)

        def mixed(side: PerPair) -> PerPair:
            use, war = side * self.use * tilt, side * self.war * tilt
            return use / (1 + use) + war_share * (war / (1 + war) - use / (1 + use))

        return mixed(self.target), mixed(self.origin)


def join_odds(
    params: JoiningParams, content: PerPair, offence: Scalar, reach: PerPair,
    remote: PerPair,
) -> Joining:  # fmt: skip
    """Return the distribution over joining.

    Args:
        params: Joining parameters.
        content: c_D between k and j, per pair.
        offence: c_O as a share of c_D.
        reach: phi, strength of k left at the place of j (0-1), per pair.
        remote: 1 where the pair is not politically relevant, per pair.
    """
    near = params.base + params.reach * jnp.log(jnp.maximum(reach, 1e-9))
    near = near - params.remote * remote
    target = jnp.exp(near + params.commitment * content)
    origin = jnp.exp(near + params.commitment * offence * content)
    return Joining(
        target=target,
        origin=origin,
        use=jnp.exp(params.use),
        war=jnp.exp(params.use + params.war),
        motive=jnp.exp(params.motive),
    )
