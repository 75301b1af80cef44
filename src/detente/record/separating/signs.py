"""Signs over a grid of codings: how often an estimate is up, down, or told from 0."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from detente.record.describe import Table

__all__ = ["summary"]

PARTS = {"estimate": ("low", "high"), "lead": ("lead_low", "lead_high"),
         "gap": ("gap_low", "gap_high")}  # fmt: skip
"""Columns of estimates, with those of their intervals."""


def summary(rows: "Table") -> "pd.DataFrame":
    """Return counts of signs over the codings of a grid.

    Codings share most of their rows, so the counts are no test: they say how far a
    sign hangs on the coding.

    Args:
        rows: The table of `four_way` or of `pacts`.

    Returns:
        A row an outcome or treatment and part ("estimate", "lead", and "gap" of
        `four_way`): codings, median, least and greatest estimate, up (estimate above
        0), up_clear (interval above 0), down_clear (interval below 0).
    """
    import pandas as pd

    of = "outcome" if "outcome" in rows else "treatment"
    found = []
    for name, some in rows.groupby(of, sort=False):
        for part, (low, high) in PARTS.items():
            if part not in some or some[part].isna().all():
                continue
            value = some[part]
            found.append({
                of: name, "part": part, "codings": len(some),
                "median": float(value.median()), "least": float(value.min()),
                "greatest": float(value.max()), "up": int((value > 0).sum()),
                "up_clear": int((some[low] > 0).sum()),
                "down_clear": int((some[high] < 0).sum()),
            })  # fmt: skip
    return pd.DataFrame(found)
