"""Compare what NATO's engagement buys for the tension it costs: 1990s, East Asia.

Hanssen and Hagström hold that enlargement in Eastern Europe was bound up with European
security, and that engagement in East Asia is not. Two runs answer together: of
`nato-russia-1993` (enlarge against hold) and of `nato-east-asia` (full against
stay-out), with the same lenses, draws and seed, so that draw k has the same parameters
in both worlds. Security and tension are of unlike units, so both are counted in widths:
gain less cost, compared between the two by the width of one.

    detente run nato-russia-1993 --draws 32 --replicates 1
    detente run nato-east-asia --draws 32 --replicates 1
    python scripts/east_not_europe.py runs

Prints the table of docs/explanation/history.md.
"""

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

import detente
from detente.worlds.outcomes import width_for

QUANTILES = (0.05, 0.5, 0.95)
ONE = 1.0
"""Widths by which the two must differ to count as different."""


class Case(NamedTuple):
    """One engagement.

    Attributes:
        scenario: Name in the catalogue.
        plan: What was or would be done.
        gain: Security that is to rise, as results name it.
        cost: Tension that rises with it.
        years: First and last year averaged over.
    """

    scenario: str
    plan: str
    gain: str
    cost: str
    years: tuple[int, int]


NINETIES = Case(
    "nato-russia-1993", "enlarge", "security europe", "tension nato RUS", (2004, 2012)
)
NEWCOMERS = NINETIES._replace(gain="security newcomers")
ASIA = Case(
    "nato-east-asia", "full", "security europe", "tension nato china", (2031, 2040)
)
PARTNERS = ASIA._replace(gain="security partners")

PAIRS = {
    "Europe's members": (NINETIES, ASIA),
    "those who join or partner": (NEWCOMERS, PARTNERS),
}
"""Whose security is weighed: in the 1990s, and in East Asia."""


def in_widths(
    values: np.ndarray, case: Case, plans: Sequence[str], base: str,
    queries: Sequence[str],
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return gain and cost of each draw, in widths.

    Args:
        values: Outcomes averaged over years and replicates, (plan, draw, query).
        case: The engagement.
        plans: Plans, in the order of the values.
        base: The plan compared with.
        queries: Outcomes, in the order of the values.
    """
    there, here = values[[plans.index(case.plan), plans.index(base)]]
    gain, cost = queries.index(case.gain), queries.index(case.cost)
    security = width_for("security", "difference")
    tension = width_for("tension", "ratio")
    if security is None or tension is None:
        raise LookupError("no width for security or tension")
    gained = (there[:, gain] - here[:, gain]) / security[0]
    risen = (there[:, cost] / here[:, cost] - 1) / tension[0]
    return gained, risen


def shares(nineties: np.ndarray, asia: np.ndarray) -> tuple[float, float, float]:
    """Return shares of draws in which the 1990s come out better, alike and worse.

    Args:
        nineties: Gain less cost of each draw, widths.
        asia: The same of the other.
    """
    gap = nineties - asia
    fine = np.isfinite(gap)
    better, worse = (gap[fine] > ONE).mean(), (gap[fine] < -ONE).mean()
    return float(better), float(1 - better - worse), float(worse)


def _found(root: str, case: Case, lens: str) -> tuple[np.ndarray, np.ndarray]:
    """Return gain and cost of each draw under a lens."""
    found = detente.open_run(case.scenario, root).findings
    inside = [case.years[0] <= y <= case.years[1] for y in found.years]
    cell = found.values("outcome")[found.lenses.index(lens)]
    means = cell[:, :, :, inside].mean(axis=(2, 3))
    queries = [str(q) for q in found.results["query"].values]
    return in_widths(means, case, found.plans, found.baseline, queries)


def _said(values: np.ndarray) -> str:
    lo, middle, hi = np.nanquantile(values, QUANTILES)
    return f"{middle:+.1f} [{lo:+.1f}, {hi:+.1f}]"


def main(root: str) -> None:
    """Print the table."""
    lenses = detente.open_run(NINETIES.scenario, root).findings.lenses
    print("| of whom | lens | 1990s: gain, cost | East Asia: gain, cost | 1990s "
          "better / alike / worse, % |")  # fmt: skip
    print("| --- | --- | --- | --- | --- |")
    for whose, (then, now) in PAIRS.items():
        for lens in lenses:
            (gain, cost), (other, price) = (_found(root, c, lens) for c in (then, now))
            split = " / ".join(
                f"{100 * x:.0f}" for x in shares(gain - cost, other - price)
            )
            print(
                f"| {whose} | `{lens}` | {_said(gain)}, {_said(cost)} | "
                f"{_said(other)}, {_said(price)} | {split} |"
            )


if __name__ == "__main__":
    main(sys.argv[1])
