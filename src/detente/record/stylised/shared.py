"""Shared rivals: whether two with a rival in common are allied more often.

Lists of rivals know with hindsight, and most of the raw association is geography.
"""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from detente.record.dyads import rivals
from detente.record.stylised.entry import Fact
from detente.record.stylised.rows import FIRST, LAST, Record, percent

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["SHARED_RIVALS"]

STATES = 1000


def _shared(record: Record) -> "Table":
    """Return all pairs and years with bool columns shared, near and pact."""
    rows = record.all_pairs
    rivalries = rivals("tss")
    shared = np.zeros(len(rows), dtype=bool)
    for year in range(FIRST, LAST + 1):
        now = rivalries.loc[rivalries["year"].eq(year)]
        foe = np.zeros((STATES, STATES), dtype=np.float32)
        one, other = now["ccode1"].to_numpy(), now["ccode2"].to_numpy()
        foe[one, other] = foe[other, one] = 1.0
        some = np.flatnonzero(foe.any(axis=1))
        joint = np.zeros_like(foe)
        joint[np.ix_(some, some)] = foe[some] @ foe[some].T
        chosen = rows["year"].eq(year).to_numpy()
        ends = rows.loc[chosen, "ccode1"], rows.loc[chosen, "ccode2"]
        shared[chosen] = joint[ends[0].to_numpy(), ends[1].to_numpy()] > 0
    near = rows["conttype"].notna() | rows["major1"] | rows["major2"]
    return rows.assign(shared=shared, near=near, pact=rows["defence"].astype(bool))


def allied(record: Record, which: str, *, shared: bool) -> float:
    """Return the share of pair-years with a defence pact, %.

    Args:
        record: The data sets.
        which: "all" pairs, "relevant" ones, or those that are "no rivals" (TSS).
        shared: Whether to keep pairs with a rival (TSS) in common, or the others.
    """
    rows = _shared(record)
    chosen = {"all": rows["pact"] | ~rows["pact"], "relevant": rows["near"],
              "no rivals": ~rows["tss"]}  # fmt: skip
    return percent(rows.loc[chosen[which] & rows["shared"].eq(shared), "pact"])


def odds_ratio(record: Record, which: str) -> float:
    """Return the ratio of the odds of a pact, with a shared rival to without.

    Args:
        record: The data sets.
        which: As in `allied`.
    """
    one, other = (allied(record, which, shared=s) / 100.0 for s in (True, False))
    return (one / (1.0 - one)) / (other / (1.0 - other))


SETS = {
    "all": ("all pairs, 1950-2010", 30.2, 6.7, 6.1),
    "no rivals": ("pairs that are no rivals (TSS), 1950-2010", 29.3, 6.6, 5.9),
    "relevant": ("politically relevant pairs, 1950-2010", 30.0, 20.3, 1.7),
}
"""Sample and published share with a shared rival, without, and odds ratio."""

SHARED_RIVALS: tuple[Fact, ...] = tuple(
    fact
    for which, (sample, one, other, ratio) in SETS.items()
    for fact in (
        Fact("defence pact, a rival in common", "% of pair-years", sample, one,
             partial(allied, which=which, shared=True)),
        Fact("defence pact, none in common", "% of pair-years", sample, other,
             partial(allied, which=which, shared=False)),
        Fact("odds of a defence pact, rival in common to none", "odds ratio", sample,
             ratio, partial(odds_ratio, which=which)),
    )
)  # fmt: skip
