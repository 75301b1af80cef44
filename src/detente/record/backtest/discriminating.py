"""Where the two readings can be told apart by the record, and whether they are.

Four kinds of test, each a line with an estimate, two ends and a sentence that follows
from them: ties cut from the kernel, what goes with a rival's new pact, defence against
offence pacts, and whether acts foretell who is coded revisionist. The second and third
are of 1950-2005 whatever the years of the backtest, over the contested choices that its
coding of disputes leaves: their ends are the least and the greatest estimate; those of
the others are of a 95 % interval.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from detente.record import cut, motives
from detente.record.backtest.rows import Coding, Window

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["NEEDED", "STEPS", "discriminating", "predictive", "said"]

NEEDED = (
    "capital-distance", "gdp", "population", "warheads", "ideal-points", "gml",
    "mid-a", "mid-b", "mid-cow-dyads", "rivalries-tss", "rivalries-td",
)  # fmt: skip
"""Data sets that these tests need beyond those of the other parts."""

STEPS = len(cut.CUTS) + 5
"""Steps told: a cut each and none, revisionists, two grids, predictive checks."""

PASTS, SEED = 24, 1
"""Pasts drawn for the predictive checks: enough for an interval of 90 %, barely."""

WINDOW = 3
"""Years after a rival's pact. Five say much the same and take as long again; the page
that `scripts/record_pages.py` writes has both, and both codings of disputes."""

Line = dict[str, Any]


def said(lo: float, hi: float, below: str, above: str, neither: str, at: float) -> str:
    """Return which of three things an interval says.

    Args:
        lo: Its lower end.
        hi: Its upper end.
        below: Said if all of it lies below `at`.
        above: Said if all of it lies above.
        neither: Said otherwise.
        at: The value that means no difference.
    """
    return below if hi < at else above if lo > at else neither


def _line(test: str, n: int, ends: tuple[float, float, float], says: str) -> Line:
    estimate, lo, hi = ends
    return {"test": test, "n": n, "estimate": estimate, "lo": lo, "hi": hi,
            "says": says}  # fmt: skip


def cuts(found: dict[str, cut.Cut]) -> Iterator[Line]:
    """Yield a line a cut: mean log score with ties less that without.

    Args:
        found: By name, what cutting does.
    """
    for where, each in found.items():
        ends = (each.difference, *each.interval)
        says = said(
            *each.interval,
            f"Friends' help in {where} makes onsets near a change of ties foreseen "
            "better.",
            f"Friends' help in {where} makes onsets near a change of ties foreseen "
            "worse: as it is measured, it does not show in who starts disputes.",
            f"Friends' help in {where} makes onsets near a change of ties foreseen "
            "neither better nor worse: the record does not decide.",
            0.0,
        )
        yield _line(f"ties less no ties in {where}, log score", each.rows, ends, says)


def grid(signs: "Table", of: str, test: str) -> Iterator[Line]:
    """Yield a line an outcome or treatment: its estimates over every coding.

    Args:
        signs: As `separating.summary` gives them.
        of: Column of outcomes or treatments.
        test: How a test of one is called, with a place for its name.
    """
    for name, rows in signs.groupby(of, sort=False):
        parts = rows.set_index("part")
        after = parts.loc["estimate"]
        ends = (float(after["median"]), float(after["least"]), float(after["greatest"]))
        says = (
            f"Clearly above 0 in {after['up_clear']} of {after['codings']} codings, "
            f"clearly below in {after['down_clear']}"
        )
        if "lead" in parts.index:
            lead = parts.loc["lead"]
            says += (
                f"; before any new pact already in {lead['up_clear']} and "
                f"{lead['down_clear']}"
            )
        yield _line(test.format(name), int(after["codings"]), ends, says + ".")


def revisionist(found: motives.Foretold) -> Iterator[Line]:
    """Yield whether the motive foretells the coding, by itself and against a share.

    Args:
        found: Areas under the ROC curve.
    """
    coded = f"the {found.coded} of {found.rows} parties that are coded revisionist"
    yield _line(
        "motive a year before a dispute, AUROC of revisionist coding", found.rows,
        (found.motive.value, *found.motive.interval),
        said(
            *found.motive.interval, f"Early acts point away from {coded}.",
            f"Early acts tell {coded} from the others better than chance.",
            f"Early acts do not tell {coded} from the others.", 0.5,
        ),
    )  # fmt: skip
    yield _line(
        "the same less that of the share of past disputes initiated", found.rows,
        (found.difference.value, *found.difference.interval),
        said(
            *found.difference.interval,
            "The share of past disputes that a state initiated tells more.",
            "The motive tells more than the share of past disputes initiated.",
            "It is not told from the share of past disputes that a state initiated "
            f"(AUROC {found.naive.value:.3f}).", 0.0,
        ),
    )  # fmt: skip


def discriminating(
    train: Window, test: Window, coding: Coding, count: int, tell: Callable[[str], None]
) -> list[Line]:
    """Return what tells the two readings apart: test, n, estimate, lo, hi, says.

    Args:
        train: Years to learn from.
        test: Years to be scored on.
        coding: Which coding of disputes.
        count: Draws of the bootstrap.
        tell: Told of each step.

    Raises:
        DataError: If a data set has not been added.
    """
    from detente.record.separating import four_way, pacts, summary
    from detente.record.separating.obligations import PACT_GRID
    from detente.record.separating.rivals import GRID

    found = cut.cuts(coding, train, test, count, tell)
    tell("revisionists")
    coded = motives.revisionists(coding, train, test, count=count)
    tell("new pacts")
    chosen = [one for one in GRID if (one.disputes, one.window) == (coding, WINDOW)]
    signs = summary(four_way(chosen))
    tell("defence and offence pacts")
    standing = summary(pacts(one for one in PACT_GRID if one.disputes == coding))
    return [
        *cuts(found),
        *grid(signs, "outcome", "after a rival's new pact an observer {}, points"),
        *grid(standing, "treatment", "{} pacts, log odds of initiation"),
        *revisionist(coded),
    ]


def predictive(
    train: Window, coding: Coding, tell: Callable[[str], None]
) -> list[Line]:
    """Return simulated intervals beside recorded facts: fact, recorded, lo, hi, inside.

    Args:
        train: Years whose posterior draws the pasts, all of 1950-2010.
        coding: Which coding of disputes.
        tell: Told of the step.
    """
    import numpy as np

    from detente.record.forecast import mode, replayed
    from detente.record.predictive import checks

    tell("predictive checks")
    fitted = mode(coding, train)
    draws = fitted.named(fitted.draws(PASTS, SEED).astype(np.float32))
    found: Table = checks(replayed(coding), draws, SEED)
    names = {"low": "lo", "high": "hi"}
    kept = ["fact", "unit", "recorded", "lo", "hi", "inside"]
    lines = found.rename(columns=names)[kept].to_dict("records")
    return [
        {key: None if isinstance(x, float) and np.isnan(x) else x
         for key, x in line.items()}
        for line in lines
    ]  # fmt: skip
