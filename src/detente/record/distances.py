"""How far apart two states are: their territories, and their capitals."""

from typing import TYPE_CHECKING

from detente.record.codes import DIFFERENCES
from detente.record.frames import stacked, table
from detente.record.panel import PAIR
from detente.record.ties import in_order

if TYPE_CHECKING:
    import pandas as pd

    from detente.record.describe import Table

__all__ = ["with_distances"]


def _capitals() -> "Table":
    """Return the distance between the capitals of each pair, ccode1 < ccode2.

    The table knows no years, so a state that was one and became another keeps both of
    its numbers: 255 and 679 take the capitals of 260 and 678 where they have none.
    """
    rows = table("capital-distance")
    rows = rows.rename(columns={"gwcode1": "ccode1", "gwcode2": "ccode2"})
    there = set(rows["ccode1"])
    for one in DIFFERENCES:
        if one.cow in there:
            continue
        there.add(one.cow)
        for mine, other in (("ccode1", "ccode2"), ("ccode2", "ccode1")):
            same = rows.loc[rows[mine].eq(one.gw) & rows[other].ne(one.cow)]
            rows = stacked(rows, same.assign(**{mine: one.cow}))
    rows = in_order(rows.loc[rows["ccode1"] != rows["ccode2"]])
    return rows.groupby(["ccode1", "ccode2"], as_index=False)["km"].min()


def with_distances(pairs: "Table") -> "pd.DataFrame":
    """Return pairs with two more columns, each missing where it is not recorded.

    Args:
        pairs: Rows with ccode1 < ccode2 and year.

    Returns:
        The rows, with territory_km (km between the territories on 1 January; 0 where
        they touch; 1945-2019) and capital_km (km between capitals, in any year).

    Raises:
        DataError: If a data set has not been added.

    References:
        Schvitz et al. (2022), CShapes 2.0; Gleditsch and Ward (2001).
    """
    territory = table("minimum-distance").rename(columns={"km": "territory_km"})
    first, last = pairs["year"].min(), pairs["year"].max()
    territory = territory.loc[territory["year"].between(first, last)]
    capital = _capitals().rename(columns={"km": "capital_km"})
    pairs = pairs.merge(territory, how="left", on=PAIR)
    return pairs.merge(capital, how="left", on=["ccode1", "ccode2"])
