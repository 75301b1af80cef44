r"""Friends struck out of what is seen, to ask whether ties tell who fights whom.

A tie with others enters the odds of a dispute of i with j in two places of the kernel,
one for each reading.

*belief*: what j's ties add to the fear that i has of j. Struck, j's friends count
neither in the attack $Q_{ij}$ that i expects nor out of the help that i expects
($\hat c_O = 0$ in threat, exposure and safety); i's own friends still help i. Arms
and disputes are read for j's motive through the same fear, so what acts tell of
intent changes with it. That a signing tells of intent by itself (`belief.engagement`)
is assumed, not fitted: a replay reads no signing so, and there is nothing to strike.

*opportunity*: what i's ties take from the gain that j sees. Struck, the defence
$P_{ij}$ that j's opportunity meets is what i has at home; j's own friends still help j.
The window moves with it.

Neither touches what two parties have with one another (a tie between them still
restrains them), nor whom a friend joins, nor what allies do for budgets and boldness.
"""

from typing import Any, Literal

from detente.dynamics.kernel import Kernel
from detente.dynamics.state import Signals

__all__ = ["Place", "struck"]

Place = Literal["belief", "opportunity"]

PLACES: dict[Place, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "belief": (
        ("help_attack", "shared"),
        ("attack", "defence", "success", "threat", "exposure", "safety", "threat_back"),
    ),
    "opportunity": (
        ("help_defence", "shared", "from_attacker"), ("opportunity", "window"),
    ),
}  # fmt: skip
"""Parts of the balance that are set to nothing, and signals that are read from it."""


def struck(k: Kernel, places: tuple[Place, ...]) -> Kernel:
    """Return the kernel to which friends' help is unknown in some places.

    Args:
        k: Kernel.
        places: Where; nowhere returns the kernel.
    """
    if not places:
        return k

    def sense(*inputs: Any) -> Signals:
        *others, mustered = inputs
        seen = k.sense(*others, mustered)
        for place in places:
            parts, read = PLACES[place]
            gone = {name: 0 * getattr(mustered.balance, name) for name in parts}
            alone = mustered._replace(balance=mustered.balance._replace(**gone))
            without = k.sense(*others, alone)
            seen = seen._replace(**{name: getattr(without, name) for name in read})
        return seen

    return k._replace(sense=sense)
