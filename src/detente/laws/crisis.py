r"""Crisis: who starts a dispute with whom, out of fear or for gain; how far it goes.

$$ h_{ij} = B_{ij}\,\bigl[\,e^{b_f T_{ij} + b_w W_{ij}}
 + z_i\,(e^{b_g o_{ij}} - 1)\,\bigr], \qquad
P(\text{dispute}) = \frac{h_{ij}}{1 + h_{ij}},
\qquad o_{ij} = \frac{(\omega Q_{ji})^\mu}{(\omega Q_{ji})^\mu + P_{ji}^\mu} $$
$$ B_{ij} = \exp(b_0 + b_c\,\text{contiguous} - b_d \log(1 + d)
 - b_m\,\text{remote} + b_h H_{ij} + b_e A_i - b_t c_{ij} - b_p\,\text{pact}
 + b_n\,\text{nuclear} - b_r \lvert\log S_i/S_j\rvert) $$

Fear and gain are rival causes, so their odds add: a target that knows its own menace
takes an act for fear, one that does not takes it for malice [Kydd1997], [Jervis1976].
Opportunity $o_{ij}$ is the probability that i's attack would succeed, against the
defenders as i expects them to act: the same contest, on the same scale from 0 to 1,
as in the threat $T$, so that neither cause is given more room than the other;
$W$ is the closing window, the fall of that opportunity over the past year
[Fearon1995], [Powell1999]; heat $H$ is the memory of disputes, the strongest
regularity of the record [BeckKatzTucker1998], [GiblerMillerLittle2016]: it rises for
all who stood on opposite sides, those who joined included. Preponderance, a gap
between the forces $S$ of the two, may pacify ([Weede1976], [Bremer1992]); its sign is
free. A pair is remote, that is not politically relevant (as in [MaozRussett1993], but
for the reach at sea), if the two neither touch nor is one of them a major power.
Severity is ordinal (threat, display, use, war); nuclear arms on both sides damp
escalation, with a free sign on starting (stability-instability, [SnyderStability1965]).
A hotline takes a share off the odds that a dispute grows, not off those that it begins
([Ury1985]; how much is for the plan to say).
"""

from typing import NamedTuple

import jax.numpy as jnp

from detente.core.parameters import Parameter
from detente.core.types import Pairs, PerPair, PerState, Scalar

__all__ = [
    "PARAMETERS", "Crisis", "CrisisParams", "expected_log_ratio", "heat_update",
    "involvement", "log_ratio", "odds", "opposed", "relevant", "setting", "severity",
    "window",
]  # fmt: skip


class CrisisParams(NamedTuple):
    """What moves the yearly odds of a dispute (log odds unless said otherwise).

    Attributes:
        base: Log odds of a dispute between distant, calm, unafraid states.
        gain: Reaction of a revisionist to opportunity (per unit, > 0).
        fear: Reaction to threat (per unit threat, > 0).
        window: Reaction to a closing window (per unit, > 0).
        embolden: Effect of allies' share in one's own defence (any sign).
        heat: Effect of full memory of disputes (> 0).
        memory: Share of heat that lasts a year (0-1).
        jolt: Share of the way to full heat that a dispute goes (0-1).
        contiguity: Effect of a shared border or up to 400 miles of sea (> 0).
        distance: Fall per log of 1 + distance in 1000 km (> 0).
        remote: Fall where the pair is not politically relevant (> 0).
        tie: Fall per unit content of a tie between the two (> 0).
        pact: Fall under a non-aggression pact (any sign).
        nuclear: Effect of nuclear arms on both sides on starting (any sign).
        preponderance: Fall per log of the ratio of the two forces (any sign).
        display: Log odds that a dispute goes beyond threats.
        use: Log odds that it goes to the use of force.
        war: Log odds that it goes to war.
        stakes: Effect of heat on severity (any sign).
        damping: Fall of severity where both have nuclear arms (> 0).
    """

    base: Scalar
    gain: Scalar
    fear: Scalar
    window: Scalar
    embolden: Scalar
    heat: Scalar
    memory: Scalar
    jolt: Scalar
    contiguity: Scalar
    distance: Scalar
    remote: Scalar
    tie: Scalar
    pact: Scalar
    nuclear: Scalar
    preponderance: Scalar
    display: Scalar
    use: Scalar
    war: Scalar
    stakes: Scalar
    damping: Scalar


PARAMETERS = {
    "base": Parameter("log odds/year", "real", "a dispute of calm, distant states"),
    "gain": Parameter("log odds", "positive", "revisionists' opportunity"),
    "fear": Parameter("log odds", "positive", "reaction to threat"),
    "window": Parameter("log odds", "positive", "closing window"),
    "embolden": Parameter("log odds", "real", "being defended by others"),
    "heat": Parameter("log odds", "positive", "full memory of disputes"),
    "memory": Parameter("share/year", "unit", "share of heat that lasts a year"),
    "jolt": Parameter("share", "unit", "share of the way to full heat per dispute"),
    "contiguity": Parameter("log odds", "positive", "a border or narrow sea"),
    "distance": Parameter("log odds/log 1000 km", "positive", "fall with distance"),
    "remote": Parameter("log odds", "positive", "fall of pairs not relevant"),
    "tie": Parameter("log odds", "positive", "restraint by a tie between the two"),
    "pact": Parameter("log odds", "real", "restraint by a non-aggression pact"),
    "nuclear": Parameter("log odds", "real", "both nuclear: more or fewer disputes"),
    "preponderance": Parameter(
        "log odds/log ratio", "real", "restraint by unequal force"
    ),
    "display": Parameter("log odds", "real", "a dispute goes beyond threats"),
    "use": Parameter("log odds", "real", "a dispute goes to the use of force"),
    "war": Parameter("log odds", "real", "a dispute goes to war"),
    "stakes": Parameter("log odds", "real", "heat and severity"),
    "damping": Parameter("log odds", "positive", "both nuclear: less severe"),
}


class Crisis(NamedTuple):
    """Distribution of the gravest dispute i starts with j in a year; 0 is none.

    Attributes:
        fear: Odds of a dispute started by a security seeker, per pair.
        gain: Odds that a revisionist adds, per pair.
        display, use, war: Probability that a dispute reaches that severity, per pair.
    """

    fear: PerPair
    gain: PerPair
    display: PerPair
    use: PerPair
    war: PerPair

    def probability(self, motive: PerPair) -> PerPair:
        """Return the probability of a dispute given i's motive (0-1), per pair."""
        h = self.fear + motive * self.gain
        return h / (1 + h)

    def sample(self, motive: PerPair, u: PerPair) -> PerPair:
        """Return severity 0-4 drawn with one uniform a pair (float)."""
        p = self.probability(motive)
        return (
            (u < p).astype(p.dtype)
            + (u < p * self.display).astype(p.dtype)
            + (u < p * self.use).astype(p.dtype)
            + (u < p * self.war).astype(p.dtype)
        )

    def log_prob(self, dispute: PerPair) -> tuple[PerPair, PerPair]:
        """Return log probabilities of severities 0-4 under motive 0 and 1, per pair."""
        steps = (
            1 - self.display,
            self.display - self.use,
            self.use - self.war,
            self.war,
        )
        level = jnp.select([dispute == s + 1 for s in range(4)], steps, 1.0)
        grade = jnp.log(jnp.maximum(level, 1e-30))
        began = dispute > 0

        def start(h: PerPair) -> PerPair:
            return jnp.where(began, jnp.log(jnp.where(began, h, 1.0)), 0) - jnp.log1p(h)

        return start(self.fear) + grade, start(self.fear + self.gain) + grade


def window(opportunity: PerPair, before: PerPair) -> PerPair:
    """Return W, the fall of opportunity since last year (0-1)."""
    return jnp.maximum(before - opportunity, 0)


def relevant(contiguous: PerPair, major: PerPair, other_major: PerPair) -> PerPair:
    """Return 1 for politically relevant pairs: fit and scenarios alike ask here.

    Args:
        contiguous: 1 with a border or up to 400 miles of sea between, per pair.
        major: 1 where the first is a major power, per pair.
        other_major: 1 where the second is one, per pair.
    """
    return jnp.maximum(contiguous, jnp.maximum(major, other_major))


def setting(
    params: CrisisParams, contiguous: PerPair, distance: PerPair, pact: PerPair,
    remote: PerPair,
) -> PerPair:  # fmt: skip
    """Return the log odds that never change in a run, per pair.

    Args:
        params: Crisis parameters.
        contiguous: 1 with a border or up to 400 miles of sea between, per pair.
        distance: km between capitals, per pair.
        pact: 1 under a non-aggression pact, per pair.
        remote: 1 where the pair is not politically relevant, per pair.
    """
    return (
        params.base
        + params.contiguity * contiguous
        - params.distance * jnp.log1p(distance / 1000)
        - params.pact * pact
        - params.remote * remote
    )


def odds(
    params: CrisisParams,
    setting: PerPair,
    heat: PerPair,
    content: PerPair,
    protection: PerPair,
    both_nuclear: PerPair,
    gap: PerPair,
    fear: PerPair,
    window: PerPair,
    opportunity: PerPair,
) -> tuple[PerPair, PerPair]:
    """Return (fear, gain): odds of a dispute by a seeker, and what revision adds.

    Args:
        params: Crisis parameters.
        setting: Log odds fixed for the run, per pair.
        heat: Memory of disputes (0-1), per pair.
        content: c_D between the two, per pair.
        protection: Allies' share in i's defence, per pair.
        both_nuclear: 1 if both have warheads, per pair.
        gap: Log of the ratio of the two forces (>= 0), per pair.
        fear: T, fear of i from j, per pair.
        window: W, per pair.
        opportunity: o of i against j, per pair.
    """
    base = jnp.exp(
        setting
        + params.heat * heat
        - params.tie * content
        + params.embolden * protection
        + params.nuclear * both_nuclear
        - params.preponderance * gap
    )
    calm = base * jnp.exp(params.fear * fear + params.window * window)
    return calm, base * (jnp.exp(params.gain * opportunity) - 1)


def severity(
    params: CrisisParams, heat: PerPair, both_nuclear: PerPair,
    calmed: PerPair | None = None,
) -> tuple[PerPair, PerPair, PerPair]:  # fmt: skip
    """Return P(display or more), P(use or more), P(war) given a dispute, per pair.

    Cut points are made to fall from display to war whatever the parameters.

    Args:
        params: Crisis parameters.
        heat: Memory of disputes (0-1).
        both_nuclear: 1 where both have nuclear arms.
        calmed: Share that a hotline takes off the odds of growing, 0-1; None where
            there is none.
    """
    tilt = jnp.exp(params.stakes * heat - params.damping * both_nuclear)
    if calmed is not None:
        tilt = tilt * (1 - calmed)
    war = jnp.exp(params.war)
    use = war + jnp.exp(params.use)
    display = use + jnp.exp(params.display)

    def reached(odds: Scalar) -> PerPair:
        return odds * tilt / (1 + odds * tilt)

    return reached(display), reached(use), reached(war)


def log_ratio(fear: PerPair, gain: PerPair, acted: PerPair) -> PerPair:
    """Return log P(act | revisionist) / P(act | seeker), per pair.

    Args:
        fear: Odds by a seeker, as imagined by the observer.
        gain: Odds that a revisionist adds.
        acted: 1 if a dispute was started, 0 if not.
    """
    both = fear + gain
    idle = (1 + fear) / (1 + both)
    began = jnp.where(acted > 0, fear, 1.0)  # no division by zero where none began
    return jnp.log(idle * jnp.where(acted > 0, both / began, 1.0))


def expected_log_ratio(fear: PerPair, gain: PerPair, chance: PerPair) -> PerPair:
    """Return the log ratio averaged over acting with probability `chance`."""
    both = fear + gain
    return jnp.log((1 + fear) / (1 + both)) + chance * jnp.log(both / fear)


def heat_update(params: CrisisParams, heat: PerPair, fought: PerPair) -> PerPair:
    """Return next year's heat, 0-1: what is remembered, raised by a dispute.

    Args:
        params: Crisis parameters.
        heat: Memory of disputes (0-1), per pair.
        fought: 1 where the two stood on opposite sides this year, per pair.
    """
    kept = params.memory * heat
    return kept + params.jolt * (1 - kept) * fought


def opposed(dispute: PerPair, joined: PerPair, pairs: Pairs) -> PerPair:
    """Return 1 where two stood on opposite sides of a dispute, per pair.

    Those who join a side meet all whom that side met; joiners of both sides are not
    counted as having met one another.

    Args:
        dispute: Severity 0-4 of what i started with j, per pair.
        joined: 1 where i joined j's side, per pair.
        pairs: Layout.
    """
    clash = jnp.minimum(dispute + pairs.flip(dispute), 1.0)
    drawn = pairs.via(joined, clash)
    return jnp.minimum(clash + drawn + pairs.flip(drawn), 1.0) * pairs.others()


def involvement(dispute: PerPair, pairs: Pairs) -> tuple[PerState, PerState]:
    """Return the gravest severity (0-4) each actor met as originator, as target."""
    return pairs.worst(dispute), pairs.worst(pairs.flip(dispute))
