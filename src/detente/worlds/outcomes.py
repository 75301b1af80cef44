"""The outcomes a claim may speak of: name, unit, width and where the idea is from.

One place says what can be claimed. A *width* is the smallest effect worth calling one:
a smaller effect is *negligible*. ONE rule fixes widths for both readings, the security
dilemma and deterrence, so that neither is easier to find:

* a probability a year: one percentage point a year (`0.01`);
* a share, an index or a belief between 0 and 1: two percentage points (`0.02`);
* military burden: a twentieth of a percentage point of GDP (`0.05`);
* closeness on the ladder: a tenth of a step (`0.1`);
* the spiral number: `0.02` on a scale where 1 parts damping from runaway;
* the yearly probability of an event taken as a ratio: a tenth of the value compared
  with (`0.1`), which a rare event can fall by as well as rise by;
* any other outcome taken as a ratio: two per cent of that value (`0.02`).
"""

from typing import Literal, NamedTuple

__all__ = ["OUTCOMES", "RATIO_WIDTH", "Contrast", "Outcome", "width_for"]

Contrast = Literal["difference", "ratio", "level"]

RATIO_WIDTH = 0.02
"""Width of every outcome taken as a ratio: a fiftieth of the value compared with."""

RATIO_REASON = "two per cent of the value compared with: below the noise of the data"

EVENTS = ("tension", "force", "entrapment", "entanglement", "abandonment")
"""Rare events. A fixed step of probability could be risen by but hardly fallen by."""

EVENT_WIDTH = 0.1
EVENT_REASON = "a tenth of the value compared with: one event in ten more or fewer"

YEARLY = "one percentage point a year: one more event in a century"
SHARE = "two percentage points: less is not worth a sentence"
BURDEN = "a twentieth of a percentage point of GDP: the rounding of spending data"
STEP = "a tenth of a step of the ladder: an agreement more or less in ten years"
SPIRAL = "a fiftieth of the way to a runaway race"


class Outcome(NamedTuple):
    """A measured quantity that a claim may speak of.

    Attributes:
        name: What a scenario file calls it.
        unit: Unit of its value; for `arms` the unit of the level.
        sides: How many sides it names: 0, 1 (`of`) or 2 (`of` and `toward`).
        width: Smallest effect that counts, in `unit`; for `arms`, which is compared
            as a ratio, a share of the value compared with.
        width_reason: Why that width, in words.
        definition: What is measured, in one sentence.
        source: Where the idea is from.
    """

    name: str
    unit: str
    sides: Literal[0, 1, 2]
    width: float
    width_reason: str
    definition: str
    source: str


_LISTED = (
    Outcome(
        "tension", "probability a year", 2, 0.01, YEARLY,
        "Probability a year of a new dispute between the two sides, either way.",
        "Herz 1950; Jervis 1978",
    ),
    Outcome(
        "force", "probability a year", 2, 0.01, YEARLY,
        "Probability a year that `of` uses force against any of `toward`.",
        "Huth 1988; Morgan 2003",
    ),
    Outcome(
        "threat", "index, 0 to 1", 2, 0.02, SHARE,
        "Fear of `of` from `toward`: belief in malign intent times chance of losing.",
        "Walt 1987",
    ),
    Outcome(
        "security", "probability a year", 1, 0.01, YEARLY,
        "Probability a year of not being in a use of force, as target or as joiner.",
        "Wolfers 1952; Glaser 2010",
    ),
    Outcome(
        "arms", "million current USD", 1, RATIO_WIDTH, RATIO_REASON,
        "Military spending of the side.",
        "Richardson 1960",
    ),
    Outcome(
        "burden", "% of GDP", 1, 0.05, BURDEN,
        "Military spending of the side as a share of its output.",
        "Olson and Zeckhauser 1966",
    ),
    Outcome(
        "belief", "probability", 2, 0.02, SHARE,
        "Probability that `of` gives to `toward` being revisionist.",
        "Jervis 1976; Kydd 2005",
    ),
    Outcome(
        "misperception", "probability", 2, 0.02, SHARE,
        "Belief of `of` about `toward`, less that of an analyst seeing the same acts.",
        "Jervis 1976",
    ),
    Outcome(
        "tragic_share", "share", 0, 0.02, SHARE,
        "Share of all expected disputes that falls on pairs of two security seekers.",
        "Glaser 2010; Tang 2009",
    ),
    Outcome(
        "alignment", "steps of the ladder", 2, 0.1, STEP,
        "Expected level of the tie between the two sides.",
        "Snyder 1997",
    ),
    Outcome(
        "shared_threat", "index, 0 to 1", 2, 0.02, SHARE,
        "Threat that the two sides have in common: what would bring them together.",
        "Walt 1987",
    ),
    Outcome(
        "containment", "probability", 2, 0.02, SHARE,
        "Probability that the coalition `of` brings more force than the target has.",
        "Kennan 1947; Mearsheimer 2001",
    ),
    Outcome(
        "containment_perceived", "probability", 2, 0.02, SHARE,
        "Containment turned round, as the target sees it: the probability, at the arms "
        "of the start, that the coalition's front, all friends counted and defence "
        "taken for offence as far as the two look alike, outweighs the target at home.",
        "Jervis 1976; Kennan 1947",
    ),
    Outcome(
        "influence", "probability a year", 2, 0.01, YEARLY,
        "Security that the hub `of` lends: that of `toward` less what it would be if "
        "the hub's help were struck out of its defence, all fears being the same.",
        "Hirschman 1945; Lake 2009",
    ),
    Outcome(
        "entrapment", "probability a year", 2, 0.01, YEARLY,
        "Probability a year that any of `of` joins `toward` in force that it began.",
        "Snyder 1984, 1997",
    ),
    Outcome(
        "entanglement", "probability a year", 2, 0.01, YEARLY,
        "Probability a year that any of `of` joins `toward` when force is used on it.",
        "Snyder 1984, 1997",
    ),
    Outcome(
        "abandonment", "probability a year", 2, 0.01, YEARLY,
        "Probability a year that `of` is attacked and `toward` stays out.",
        "Snyder 1984, 1997",
    ),
    Outcome(
        "demand", "probability a year", 2, 0.01, YEARLY,
        "Probability a year that the partner `of` seeks a closer tie with `toward`.",
        "Snyder 1997",
    ),
    Outcome(
        "spiral_number", "per year, 1 = runaway", 0, 0.02, SPIRAL,
        "How strongly fear and arms of one side return through the others.",
        "Richardson 1960; Jervis 1978",
    ),
)  # fmt: skip

OUTCOMES: dict[str, Outcome] = {outcome.name: outcome for outcome in _LISTED}
"""Every outcome by name, in the order of the documentation."""


def width_for(name: str, contrast: Contrast) -> tuple[float, str] | None:
    """Return the width of an outcome under a contrast, with its reason.

    Args:
        name: A name in `OUTCOMES`.
        contrast: How the outcome is compared.

    Returns:
        Width and reason, or None where no rule fixes one: the level of arms, or their
        difference in money, for which a claim must state a width of its own.

    >>> width_for("tension", "difference")[0], width_for("arms", "ratio")[0]
    (0.01, 0.02)
    """
    outcome = OUTCOMES[name]
    if contrast == "ratio":
        rare = name in EVENTS
        return (EVENT_WIDTH, EVENT_REASON) if rare else (RATIO_WIDTH, RATIO_REASON)
    if name == "arms":
        return None
    return outcome.width, outcome.width_reason
