r"""Trust: who arms against one who may be greedy, and what arming gives away.

A trustworthy state prefers mutual restraint to exploiting the other, a greedy one does
not and arms whatever it believes. With payoffs $T, R, P, S$ (temptation, reward,
punishment, sucker) and trust $t$, the probability that the other is trustworthy,
restraint is best for a trustworthy state, the other restraining itself, iff

$$ t \ge m = \frac{P - S}{(R - T) + (P - S)} $$

[Kydd2005] ch. 2. If greedy states build and seekers build with probability $b$, a
build-up raises the fear $p$ of facing a greedy state to [Kydd1997]

$$ p' = \frac{p}{p + (1 - p)\,b} $$

so fear grows without any error of judgement. On average it does not: build-up and
restraint weighed by their chances leave it as it was, and trust in a state that is
trustworthy does not fall. One who thinks that seekers do not build, since it counts no
fear of itself among their reasons, puts $b$ too low and the fear too high.
"""

from detente.theory.model import Lines, Model, Number, Series

__all__ = ["MODEL", "arming", "expected_fear", "fear_after_build", "trust_needed"]


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


def expected_fear(fear: float, seekers: float) -> float:
    """Return the fear after a year on average over what the other may do.

    Args:
        fear: Probability before (0-1).
        seekers: Probability that a seeker builds, greedy states building for sure.
    """
    built = fear + (1 - fear) * seekers
    return built * fear_after_build(fear, seekers)  # after restraint it is 0


def _numbers() -> tuple[Number, ...]:
    kept = 0.5 * (1 - fear_after_build(0.3, 0.5)) + 0.5
    return (
        Number("trust needed at T 2, R 3, P 1, S 0", 0.5, trust_needed(2, 3, 1, 0)),
        Number("fear .3 after a build-up, half of the seekers building", 0.462,
               fear_after_build(0.3, 0.5), 5e-4),
        Number("the same by one who thinks that a tenth does (no empathy)", 0.811,
               fear_after_build(0.3, 0.1), 5e-4),
        Number("fear .3 on average over both acts", 0.3, expected_fear(0.3, 0.5)),
        Number("mean trust in a trustworthy state, .7 before and half building",
               0.5 * (0.35 / 0.65) + 0.5, kept),
    )  # fmt: skip


def _picture() -> Lines:
    fears = [k / 50 for k in range(1, 50)]
    named = {0.1: "a tenth builds", 0.5: "half", 0.9: "nine tenths"}
    return Lines(
        "fear before (probability of a greedy state)",
        "fear after a build-up",
        tuple(
            Series(f"of seekers {name}" if b == 0.1 else name, fears,
                   [fear_after_build(p, b) for p in fears])
            for b, name in named.items()
        ),
        "The fewer seekers are thought to build, the more a build-up frightens: "
        "without empathy the same act counts for more.",
    )  # fmt: skip


MODEL = Model(
    "trust",
    "Kydd's trust and spiral",
    "A build-up raises fear without any error of judgement, and more without empathy.",
    _numbers,
    _picture,
    "law `belief` gives .462, .811 and a martingale (`tests/laws/test_belief.py`); "
    "fear and gain as rival causes (`tests/laws/test_crisis.py`)",
    (
        "Kydd's own parameters of the book (phi, c, g): not seen, so the threshold is "
        "given in payoffs.",
    ),
)
