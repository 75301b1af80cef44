"""From intentions of a year to the onsets that a record would show.

A pair has an onset if either starts a dispute with the other, or if one of them is
drawn into a dispute of a friend with the other. Motives are hidden, so chances are
averaged over the filter's probability of each.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.core.types import Pairs
    from detente.dynamics.pairs import Listed
    from detente.laws.joining import JoiningParams

__all__ = ["drawn_in", "onset", "started"]


def started(
    pairs: "Listed", fear: Any, gain: Any, revision: Any, relevant: Any
) -> Any:  # fmt: skip
    """Return the probability that i starts a dispute with j, shape (..., pair).

    Args:
        pairs: The list.
        fear: Odds of a dispute by a seeker, (..., pair).
        gain: Odds that a revisionist adds, (..., pair).
        revision: Probability of being revisionist, (..., state).
        relevant: 1 where the pair is politically relevant, (..., pair).
    """
    import jax.numpy as jnp

    calm = fear / (1 + fear)
    bent = (fear + gain) / (1 + fear + gain)
    mixed = calm + revision[..., pairs.first] * (bent - calm)
    return jnp.where(pairs.first == pairs.second, 0.0, mixed * relevant)


def drawn_in(
    pairs: "Listed", p: "JoiningParams", begun: Any, use: Any, war: Any, target: Any,
    origin: Any, revision: Any, relevant: Any,
) -> Any:  # fmt: skip
    """Return the expected number of times i is drawn in against j in a year, (pair,).

    Args:
        pairs: The list.
        p: Joining parameters.
        begun: Probability that i starts a dispute with j, (pair,).
        use: Probability that it goes to force, (pair,).
        war: Probability that it goes to war, (pair,).
        target: Odds of a seeker's joining the attacked, (pair,).
        origin: Odds of a seeker's joining the attacker, (pair,).
        revision: Probability of being revisionist, (state,).
        relevant: 1 where the pair is politically relevant, (pair,).
    """
    import jax.numpy as jnp

    first, second, count = pairs.first, pairs.second, pairs.n
    lean = 1 + revision[first] * (jnp.exp(p.motive) - 1)
    apart = (first != second) * relevant

    def square(x: Any) -> Any:
        return jnp.zeros((count, count)).at[first, second].set(x)

    met = 0.0
    for share, factor in (
        (1 - use, 1.0), (use - war, jnp.exp(p.use)), (war, jnp.exp(p.use + p.war)),
    ):  # fmt: skip
        opened = square(begun * share)
        to_target, to_origin = (
            square(odds * factor * lean / (1 + odds * factor * lean) * apart)
            for odds in (target, origin)
        )
        met = met + to_target @ opened.T + to_origin @ opened
    return met[first, second] * apart


def onset(pairs: "Pairs", begun: Any, drawn: Any) -> tuple[Any, Any]:
    """Return the probability of an onset of each pair in a year: (originators, all).

    Args:
        pairs: Layout.
        begun: Probability that i starts a dispute with j, per pair.
        drawn: Expected number of times i is drawn in against j, per pair.
    """
    import jax.numpy as jnp

    calm = (1 - begun) * (1 - pairs.flip(begun))
    return 1 - calm, 1 - calm * jnp.exp(-(drawn + pairs.flip(drawn)))
