r"""Content: what a tie is worth in a war, and what others take it to be worth.

$$ c_D(l) = \prod_{m \ge l} x_m, \qquad c_O = s\, c_D, \qquad
\hat c_O = c_O + (1 - \delta)(c_D - c_O) $$

Each rung of the ladder is worth a share $x$ of the next one up, so the ladder can
only rise. A pact is worth its chance of being honoured [LeedsLongMitchell2000],
[BerkemeierFuhrmann2018]. Where defence cannot be told from offence (low $\delta$,
[Jervis1978]) outsiders count defensive help as if it were help for an attack.
Inspection and transparency raise it between two sides, $1 - \delta_{ij} =
(1 - \delta)(1 - s_{ij})$ [SchellingHalperin1961].
"""

from typing import NamedTuple

import jax.numpy as jnp

from detente.core.parameters import Parameter
from detente.core.types import Pairs, PerPair, PerState, Scalar

__all__ = ["PARAMETERS", "ContentParams", "defence_content", "offence", "relayed"]


class ContentParams(NamedTuple):
    """Worth of ties; every attribute is a share between 0 and 1 (unit: probability).

    Attributes:
        dialogue: Worth of level 1 as a share of level 2.
        partnership: Worth of level 2 as a share of level 3.
        presence: Worth of level 3 as a share of level 4.
        pact: Probability that a level-4 tie is honoured.
        solidarity: Share of a tie with an alliance that binds each of its members.
        offence: Content in an attack as a share of content in defence.
        distinguishability: How well outsiders tell defence from offence.
        relay: Share of a hub's ties that binds spokes to one another.
    """

    dialogue: Scalar
    partnership: Scalar
    presence: Scalar
    pact: Scalar
    solidarity: Scalar
    offence: Scalar
    distinguishability: Scalar
    relay: Scalar


PARAMETERS = {
    "dialogue": Parameter("share", "unit", "worth of level 1 as a share of level 2"),
    "partnership": Parameter("share", "unit", "worth of level 2 as a share of level 3"),
    "presence": Parameter("share", "unit", "worth of level 3 as a share of level 4"),
    "pact": Parameter("probability", "unit", "a level-4 tie is honoured"),
    "solidarity": Parameter("share", "unit", "of an alliance's tie binding a member"),
    "offence": Parameter("share", "unit", "help in attack as a share of defence"),
    "distinguishability": Parameter("share", "unit", "defence told from offence"),
    "relay": Parameter("share", "unit", "of a hub's ties binding spokes together"),
}


def defence_content(
    params: ContentParams, tie: PerPair, alliance_tie: PerPair
) -> PerPair:
    """Return c_D: the probability that a tie brings help in defence.

    Levels between rungs are worth what lies between. A bilateral tie overrides the
    tie with an alliance where it is worth more.

    Args:
        params: Worth of ties.
        tie: Bilateral ladder level, 0-4, per pair.
        alliance_tie: Level of the tie that runs through an alliance, per pair.

    Returns:
        Probability per pair, 0-1.
    """
    four = params.pact
    three = params.presence * four
    two = params.partnership * three
    one = params.dialogue * two

    def worth(level: PerPair) -> PerPair:
        return (
            one * jnp.clip(level, 0, 1)
            + (two - one) * jnp.clip(level - 1, 0, 1)
            + (three - two) * jnp.clip(level - 2, 0, 1)
            + (four - three) * jnp.clip(level - 3, 0, 1)
        )

    return jnp.maximum(worth(tie), params.solidarity * worth(alliance_tie))


def relayed(
    params: ContentParams,
    content: PerPair,
    hub: PerState,
    spokes: PerState,
    pairs: Pairs,
) -> PerPair:
    """Return c_D with the help that spokes give one another if their hub joins.

    Args:
        params: Worth of ties.
        content: c_D of direct ties, per pair.
        hub: 1 for the hub, 0 for others, shape (state,).
        spokes: 1 for the spokes, 0 for others, shape (state,).
        pairs: Layout.

    Returns:
        The larger of direct and two-step content, per pair.
    """
    arm = spokes * pairs.rows(content * pairs.column(hub))
    two_step = params.relay * pairs.row(arm) * pairs.column(arm) * pairs.others()
    return jnp.maximum(content, two_step)


def offence(
    params: ContentParams, inspected: PerPair | None = None
) -> tuple[Scalar, Scalar | PerPair]:
    """Return (actual, perceived) content in attack as shares of that in defence.

    Args:
        params: Worth of ties.
        inspected: Share of what could not be told apart that inspection lets i see of
            j, 0-1, per pair; None where nobody inspects.
    """
    actual, unclear = params.offence, 1 - params.distinguishability
    if inspected is not None:
        unclear = unclear * (1 - inspected)
    return actual, actual + unclear * (1 - actual)
