"""From steps to paths, with numbers worked by hand."""

import numpy as np

from detente.decide.paths import Abreast
from detente.decide.steps import ACTS, PAIRWISE, STEPS
from detente.decide.tracing import (
    Trace,
    begun_and_joined,
    carriers,
    of_arms,
    of_belief,
    of_year,
)

YEARS = np.array([2030, 2031, 2032])
SIDES = {"A": np.array([0]), "B": np.array([1]), "BC": np.array([1, 2])}
FEAR = STEPS.index(("belief", "fear"))
CLOSE = STEPS.index(("plan", "closeness"))


def kept(members: int = 2) -> Abreast:
    """Return batches of nothing: three years, three actors, one query, one belief."""
    m, y, n = members, 3, 3
    z = lambda *shape: np.zeros(shape)  # noqa: E731
    return Abreast(
        there=z(m, y, 1), here=z(m, y, 1), steps=z(m, y, 2, len(STEPS), 1),
        growth=z(m, y, 2, len(STEPS), n), arms=z(m, y, 2, n),
        learned=z(m, y, 2, len(ACTS), 1), odds=z(m, y, 2, 3, 1),
        pairs=z(y, 2, len(PAIRWISE), n, n), disputes=z(m, y, 2, n, n),
        joined=z(m, y, 2, n, n), steps_of_ties=z(m, y, 2, n, n), approved=z(m, y, 0),
    )  # fmt: skip


def trace(batch: Abreast, draw: tuple[int, ...] = (0, 1)) -> Trace:
    """Return the trace of a batch."""
    return Trace(batch, np.array(draw), YEARS, SIDES)


def test_a_yearly_outcome_is_averaged_over_the_years_of_the_claim() -> None:
    batch = kept()
    batch.steps[0, :, :, FEAR, 0] = np.array([9.0, 1.0, 3.0])[:, None]
    batch.there[0, :, 0] = [9.0, 1.0, 3.0]
    found = of_year(trace(batch), 0, (2031, 2032), "x")
    assert found.added[0, :, FEAR].tolist() == [2.0, 2.0]
    assert found.effect.tolist() == [2.0, 0.0]


def test_closeness_builds_up_and_what_the_plan_holds_up_is_the_plans() -> None:
    batch = kept(1)
    batch.steps[0, :, :, FEAR, 0] = 0.1
    batch.there[0, :, 0] = 0.1
    found = of_year(trace(batch, (0,)), 0, (2032, 2032), "steps", np.full(3, 2.0))
    np.testing.assert_allclose(found.added[0, 0, FEAR], 0.3)
    np.testing.assert_allclose(found.added[0, 0, CLOSE], 2.0)
    np.testing.assert_allclose(found.effect, [2.3])


def test_growth_of_earlier_years_counts_in_later_spending_without_remainder() -> None:
    batch = kept(1)
    batch.growth[0, 0, :, FEAR, 0] = np.log(1.5)
    batch.growth[0, 1, :, CLOSE, 0] = np.log(2.0)
    batch.arms[0, :, 1, 0] = np.log(10.0)
    batch.arms[0, :, 0, 0] = np.log([15.0, 30.0, 30.0])
    found = of_arms(trace(batch, (0,)), "A", (2031, 2031))
    np.testing.assert_allclose(found.effect, [20.0])
    np.testing.assert_allclose(found.added[0, 0].sum(), 20.0, rtol=1e-9)
    shares = found.added[0, 0, [FEAR, CLOSE]] / 20
    np.testing.assert_allclose(shares, np.log([1.5, 2.0]) / np.log(3.0), rtol=1e-9)


def test_what_was_learned_fades_with_the_belief() -> None:
    batch = kept(1)
    words = ACTS.index("words")
    batch.learned[0, 0, :, words, 0] = 1.0
    # Before, as predicted, after: the difference of one halves each year.
    batch.odds[0, :, 0, :, 0] = [[0, 0, 1], [1, 0.5, 0.5], [0.5, 0.25, 0.25]]
    found = of_belief(trace(batch, (0,)), [(0, 1)], "A", "B", (2032, 2032))
    change = 1 / (1 + np.exp(-0.25)) - 0.5
    np.testing.assert_allclose(found.effect, [change])
    np.testing.assert_allclose(found.added[0, 0, words], change, rtol=1e-6)


def test_replicates_of_a_draw_are_averaged_first() -> None:
    values = np.array([1.0, 2.0, 5.0])
    assert trace(kept(3), (0, 1, 0)).by_draw(values).tolist() == [3.0, 2.0]


def test_clashes_are_told_apart_as_begun_and_joined() -> None:
    batch = kept(1)
    batch.disputes[0, 0, 0, 0, 1] = 3  # the plan: A begins with B in 2030 ...
    batch.joined[0, 0, 0, 2, 1] = 1  # ... and C joins B, and so meets A
    begun, joined = begun_and_joined(trace(batch, (0,)), "A", "BC", (2030, 2032))
    assert (begun, joined) == (1.0, 1.0)


def test_carriers_are_the_pairs_that_change_most() -> None:
    batch = kept()
    view = PAIRWISE.index("dispute")
    batch.pairs[:, 0, view, 0, 2] = 0.03
    batch.pairs[:, :, view, 1, 0] = 0.50  # the same in both worlds
    found = carriers(trace(batch), "tension", "A", "BC", (2030, 2032), "XYZ")
    assert found[0] == {"who": ["X", "Z"], "change": 0.03, "of_what": "dispute"}
    assert found[1]["change"] == 0.0
    level = carriers(
        trace(batch), "tension", "A", "BC", (2030, 2032), "XYZ", level=True
    )
    assert level[0]["who"] == ["X", "Y"]
