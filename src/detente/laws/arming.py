r"""Arming: spending moves towards the burden that fear calls for.

$$ m^* = 100\,\sigma(h + h_T T_i + h_z z_i + h_A A_i), \qquad
\Delta a_i = k\,[\log(m^* Y_i / 100) - a_i] + \psi\,\bar g_{-i} + \gamma_i + e_i $$

$a$ is log spending, $Y$ GDP, $m$ the burden in % of GDP, $\gamma$ the growth of GDP
and $e$ Laplace noise. This is [Richardson1960] with reaction to the *level* of threat
inside a saturating target, so that fear alone cannot make arms grow for ever; fatigue
is the pull $k$; $\psi$ answers rivals' growth tit for tat. $h_A$ is free-riding or
burden-sharing [OlsonZeckhauser1966], of either sign. The intercept $h$ of each actor
is its habit: what makes the burden at the start the desired one, drawn after it as what
is spent becomes usual, $h' = h + c\,[\operatorname{logit} m -
\operatorname{logit} m^*_{z=0}]$: last year's budget is the base of the next
[Wildavsky1964]. Laplace noise fits
recorded growth better than a normal or a Student t with 4 degrees of freedom, and its
likelihood ratio is monotone and bounded, so a giant rearmament never reads as noise.
Arms limits [SchellingHalperin1961] cut both planned growths off at
$\min(\bar g, \log\bar L - a)$; noise stays, and cheating is left out.
"""

from typing import NamedTuple

import jax.numpy as jnp

from detente.core.parameters import Parameter
from detente.core.types import PerPair, PerState, Scalar

__all__ = [
    "PARAMETERS", "ArmingParams", "Growth", "allowed", "desire", "expected_growth",
    "expected_log_ratio", "habit", "habit_update", "log_ratio", "steady_stock",
    "stock_update",
]  # fmt: skip


class ArmingParams(NamedTuple):
    """How spending moves.

    Attributes:
        threat: Reaction to fear (log odds of the burden per unit threat, > 0).
        motive: What revision adds (log odds of the burden, > 0).
        protection: Effect of allies' share in one's defence (log odds, any sign).
        speed: Share of the gap to the desired burden closed in a year (0-1).
        custom: Share of the gap by which habit follows what is spent (0-1).
        answer: Tit for tat on rivals' growth (share, any sign).
        noise: Scale of yearly noise in log spending (> 0).
        depreciation: Share of military capital lost a year (0-1).
    """

    threat: Scalar
    motive: Scalar
    protection: Scalar
    speed: Scalar
    custom: Scalar
    answer: Scalar
    noise: Scalar
    depreciation: Scalar


PARAMETERS = {
    "threat": Parameter("log odds", "positive", "reaction of the burden to fear"),
    "motive": Parameter("log odds", "positive", "what revision adds to the burden"),
    "protection": Parameter("log odds", "real", "effect of being defended by others"),
    "speed": Parameter("share/year", "unit", "share of the gap closed in a year"),
    "custom": Parameter("share/year", "unit", "habit drawn after what is spent"),
    "answer": Parameter("share", "real", "tit for tat on rivals' growth"),
    "noise": Parameter("log points", "positive", "scale of yearly noise"),
    "depreciation": Parameter("share/year", "unit", "military capital lost a year"),
}


class Growth(NamedTuple):
    """Distribution of each actor's arms growth, by motive.

    Attributes:
        seeker: Mean growth (log points a year) of a security seeker, shape (state,).
        revisionist: The same of a revisionist.
        scale: Laplace scale (log points).
    """

    seeker: PerState
    revisionist: PerState
    scale: Scalar

    def mean(self, motive: PerState) -> PerState:
        """Return mean growth given motives (0-1), shape (state,)."""
        return self.seeker + motive * (self.revisionist - self.seeker)

    def sample(self, motive: PerState, u: PerState) -> PerState:
        """Return growth drawn with uniforms u, shape (state,)."""
        centred = u - 0.5
        noise = -jnp.sign(centred) * jnp.log(1 - 2 * jnp.abs(centred))
        return self.mean(motive) + self.scale * noise

    def log_prob(self, growth: PerState) -> tuple[PerState, PerState]:
        """Return log densities under motive 0 and motive 1, shape (state,)."""
        norm = jnp.log(2 * self.scale)
        return (
            -jnp.abs(growth - self.seeker) / self.scale - norm,
            -jnp.abs(growth - self.revisionist) / self.scale - norm,
        )


def _log_odds(share: PerState) -> PerState:
    """Return the log odds of a burden (share of GDP), kept within .01 % and 90 %."""
    share = jnp.clip(share, 1e-4, 0.9)
    return jnp.log(share / (1 - share))


def habit(burden: PerState, drive: PerState) -> PerState:
    """Return the intercepts that make a burden (% of GDP) the desired one."""
    return _log_odds(burden / 100) - drive


def habit_update(
    params: ArmingParams, habit: PerState, desire: PerState, spent: PerState
) -> PerState:
    """Return the intercepts a year on (log odds), drawn to what was spent; (state,).

    Args:
        params: Arming parameters.
        habit: Intercepts now (log odds).
        desire: Log odds of a seeker's desired burden.
        spent: Log of spending over GDP.
    """
    return habit + params.custom * (_log_odds(jnp.exp(spent)) - desire)


def desire(
    params: ArmingParams, habit: PerState, threat: PerState, protection: PerState
) -> PerState:
    """Return the log odds of the desired burden of a security seeker (any shape).

    Args:
        params: Arming parameters.
        habit: Intercept of each actor (log odds).
        threat: T_i, fear from all sides (0-1).
        protection: Allies' share in one's defence (0-1).
    """
    return habit + params.threat * threat + params.protection * protection


def expected_growth(
    params: ArmingParams, desire: PerPair, gap: PerPair, push: PerPair,
    most: PerPair | None = None,
) -> tuple[PerPair, PerPair]:  # fmt: skip
    """Return mean growth (log points a year) of a seeker and of a revisionist.

    Args:
        params: Arming parameters.
        desire: Log odds of a seeker's desired burden (any shape).
        gap: Log of GDP over spending, same shape.
        push: Growth of GDP and answers to rivals (log points), same shape.
        most: Most growth that an agreement allows (log points), same shape; infinite
            where none binds. Kept by both motives, so that under a limit which binds
            both, growth tells nothing of the motive.
    """
    calm = jnp.exp(-desire)
    bent = calm * jnp.exp(-params.motive)
    seeker = params.speed * (gap - jnp.log1p(calm)) + push
    revisionist = seeker + params.speed * jnp.log((1 + calm) / (1 + bent))
    if most is not None:
        return jnp.minimum(seeker, most), jnp.minimum(revisionist, most)
    return seeker, revisionist


def allowed(log_arms: PerState, growth: PerState, level: PerState) -> PerState:
    """Return the most growth that arms limits allow (log points), shape (state,).

    Args:
        log_arms: Log of last year's spending (million USD).
        growth: Ceiling on growth (log points a year), infinite where there is none.
        level: Log of the ceiling on spending (million USD), infinite likewise.
    """
    return jnp.minimum(growth, level - log_arms)


def log_ratio(
    growth: PerPair, seeker: PerPair, revisionist: PerPair, scale: Scalar
) -> PerPair:
    """Return log P(growth | revisionist) / P(growth | seeker); bounded (any shape)."""
    return (jnp.abs(growth - seeker) - jnp.abs(growth - revisionist)) / scale


def expected_log_ratio(
    growth: PerPair, seeker: PerPair, revisionist: PerPair, scale: Scalar
) -> PerPair:
    """Return `log_ratio` averaged over noise around a mean growth (any shape).

    For Laplace noise the mean of |e + x| / scale is |x| / scale + exp(-|x| / scale).
    """

    def mean(gap: PerPair) -> PerPair:
        size = jnp.abs(gap) / scale
        return size + jnp.exp(-size)

    return mean(growth - seeker) - mean(growth - revisionist)


def steady_stock(params: ArmingParams, log_arms: PerState, trend: PerState) -> PerState:
    """Return the log capital (million USD) that steady spending has built up.

    Args:
        params: Arming parameters.
        log_arms: Log spending (million USD), shape (state,).
        trend: Growth so far (% a year), shape (state,).
    """
    kept = (1 - params.depreciation) * jnp.exp(-jnp.maximum(trend, 0) / 100)
    return log_arms - jnp.log1p(-kept)


def stock_update(params: ArmingParams, stock: PerState, log_arms: PerState) -> PerState:
    """Return log military capital a year on (million USD), shape (state,)."""
    kept = jnp.log1p(-params.depreciation) + stock
    return jnp.logaddexp(kept, log_arms)
