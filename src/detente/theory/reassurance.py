r"""Reassurance: a first step dear enough to tell the trustworthy from the greedy.

Two rounds, a share $\alpha$ of what is at stake in the first. The trustworthy restrain
themselves in the first, and in the second if the other did; the greedy never do.
Payoffs are $R, P, S$, and for exploiting restraint $T$ to the greedy ($T > R$) and $T'$
to the trustworthy ($T' < R$); $t$ is trust. A greedy state does not feign restraint to
exploit the second round iff $\alpha$ is at least, and a trustworthy one takes the risk
of the first iff it is at most

$$ \underline\alpha = \frac{t A}{t A + t B + (1 - t) C}, \qquad
\overline\alpha = \frac{t E}{t E + t F + (1 - t) C} $$

with $A = T - P$, $B = T - R$, $C = P - S$, $E = R - P$, $F = T' - R$ [Kydd2000]. The
window is open at a trust far below the one that a single round needs, but not at any.
"""

from typing import NamedTuple

from detente.theory.model import Lines, Model, Number, Series

__all__ = ["MODEL", "Stakes", "trust_needed", "window"]


class Stakes(NamedTuple):
    """Payoffs of a round.

    Attributes:
        reward: R, of mutual restraint.
        punishment: P < R, of mutual arming.
        sucker: S < P, of restraint against arming.
        greedy: T > R, of exploiting restraint, to a greedy state.
        trustworthy: T' < R, the same to a trustworthy one.
    """

    reward: float
    punishment: float
    sucker: float
    greedy: float
    trustworthy: float


USUAL = Stakes(3.0, 1.0, 0.0, 4.0, 2.0)


def window(stakes: Stakes, trust: float) -> tuple[float, float]:
    """Return least and largest share of the first round that reassures.

    There is none where the least is above the largest.

    Args:
        stakes: Payoffs.
        trust: Probability that the other is trustworthy, above 0 and below 1.

    >>> [round(x, 3) for x in window(USUAL, 0.3)]
    [0.474, 0.6]
    """
    r, p, s, t, own = stakes
    risk = (1 - trust) * (p - s)
    low = trust * (t - p) / (trust * (t - p) + trust * (t - r) + risk)
    cost = trust * (own - r) + risk
    gain = trust * (r - p)
    return low, 1.0 if cost <= 0 else gain / (gain + cost)


def trust_needed(stakes: Stakes) -> float:
    """Return the trust from which the window is open.

    >>> round(trust_needed(USUAL), 6)
    0.166667
    """
    low, high = 1e-12, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        least, most = window(stakes, middle)
        low, high = (low, middle) if least <= most else (middle, high)
    return high


def _numbers() -> tuple[Number, ...]:
    known = {0.2: (0.375, 0.4), 0.3: (0.474, 0.6), 0.45: (0.574, 0.9)}
    found = [
        Number(f"{edge} share of the first round at trust {trust:g}", value,
               window(USUAL, trust)[k], 5e-4)
        for trust, values in known.items()
        for k, (edge, value) in enumerate(
            zip(("least", "largest"), values, strict=True)
        )
    ]  # fmt: skip
    return Number("trust needed, R 3, P 1, S 0, T 4, T' 2", 1 / 6,
                  trust_needed(USUAL)), *found  # fmt: skip


def _picture() -> Lines:
    trusts = [k / 100 for k in range(5, 51)]
    edges = [window(USUAL, t) for t in trusts]
    return Lines(
        "trust (probability that the other is trustworthy)",
        "share at stake in the first round",
        (
            Series("least that the greedy do not feign", trusts, [e[0] for e in edges]),
            Series("most that the trustworthy risk", trusts, [e[1] for e in edges]),
        ),
        "Between the lines, from a trust of one sixth on, a first step reassures; a "
        "single round would need a trust of one half.",
    )


MODEL = Model(
    "reassurance",
    "Kydd's costly reassurance",
    "A first step of the right size tells the trustworthy from the greedy.",
    _numbers,
    _picture,
    "law `belief`, the weight of a restraint; the kernel assumes that weight and does "
    "not derive it",
)
