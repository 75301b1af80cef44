r"""Trust: who arms against one who may be greedy, and what arming gives away.

A trustworthy state prefers mutual restraint to exploiting the other, a greedy one does
not and arms whatever it believes. With payoffs $T, R, P, S$ (temptation, reward,
punishment, sucker) and trust $t$, the probability that the other is trustworthy,
restraint is best for a trustworthy state, the other restraining itself, iff

$$ t \ge m = \frac{P - S}{(R - T) + (P - S)} $$

[Kydd2005] ch. 2. If greedy states build and seekers build with probability $b$, a
build-up raises the fear $p$ of facing a greedy state to [Kydd1997]

$$ p' = \frac{p}{p + (1 - p)\,b} $$

so fear grows without any error of judgement.
"""

__all__ = ["arming", "fear_after_build", "trust_needed"]


def trust_needed(
    temptation: float, reward: float, punishment: float, sucker: float
) -> float:
    """Return the trust (0-1) from which a trustworthy state restrains itself.

    Args:
        temptation: Payoff of arming against restraint.
        reward: Payoff of mutual restraint, above `temptation` for the trustworthy.
        punishment: Payoff of mutual arming.
        sucker: Payoff of restraint against arming, below `punishment`.

    >>> trust_needed(2, 3, 1, 0)
    0.5
    """
    loss = punishment - sucker
    return loss / ((reward - temptation) + loss)


def fear_after_build(fear: float, seekers: float) -> float:
    """Return the probability that one who built is greedy.

    Args:
        fear: Probability before (0-1).
        seekers: Probability that a seeker builds, greedy states building for sure.

    >>> round(fear_after_build(0.3, 0.5), 3)
    0.462
    """
    return fear / (fear + (1 - fear) * seekers)


def arming(fear: float, greedy: float, gain: float, worst: float) -> float:
    r"""Return the probability that a state arms whose payoffs others cannot see.

    A greedy state arms. A trustworthy one gains $G = R - T$ by restraint that is met
    and loses $L = P - S$ by restraint that is not, $L$ uniform on $[0, W]$; by the
    threshold above it arms iff $L > G (1 - p) / p$.

    Args:
        fear: Probability it gives to the other being greedy (0-1).
        greedy: Probability that it is greedy itself (0-1).
        gain: Gain of restraint that is met, G > 0.
        worst: Largest loss, W > 0, in the unit of `gain`.
    """
    if fear <= 0:
        return greedy
    bearable = gain * (1 - fear) / fear
    return greedy + (1 - greedy) * max(0.0, 1 - bearable / worst)
