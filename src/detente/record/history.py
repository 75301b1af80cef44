"""Two centuries of acts as arrays: what the kernel is shown when it replays history.

The list of pairs holds every pair that was politically relevant in some year; a dispute
counts where its pair is relevant in its year. Fighting before the first year only warms
up the memory of disputes. What is missing stays missing: an act that is not on record
is not scored and teaches nobody anything; where spending is not on record, force is
carried by what lies on both sides of the gap.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.record import panel
from detente.record.distances import with_distances
from detente.record.frames import table
from detente.record.indexed import FIRST, LAST, Index, carried, lagged
from detente.record.means import means
from detente.record.panel import PAIR
from detente.record.participants import confrontations, participants
from detente.record.resources import resources
from detente.record.ties import signings, ties

if TYPE_CHECKING:
    from detente.record.describe import Table
    from detente.record.panel import Coding

__all__ = ["BURN_IN", "FIRST", "LAST", "PACT", "History", "Years", "history"]

BURN_IN = 4
"""First years that are replayed but not scored, while beliefs leave their start."""

WARMING = 1816
"""First year whose disputes are remembered."""

UNKNOWN_KM = 3000.0
"""Where neither capital nor territory is on record: a middling distance."""

ONE_BY_ONE = 3
"""A state that ends or makes more ties in a year does not do so pair by pair."""

PACT, CONSULTATION, WEAK = 4, 2, 1
"""Rungs of the ladder on which treaties of ATOP are put: defence; consultation; offence
or neutrality alone."""


class Years(NamedTuple):
    """What is on record of each year; arrays of shape (year, state) or (year, pair).

    Attributes:
        present: 1 for members of the system.
        nuclear: 1 with warheads.
        personnel: Soldiers the year before (thousand).
        stock: Log military capital at the start of the year (million USD, deflated).
        log_arms: Log spending of the year before (million USD, deflated).
        log_gdp: Log output of the year before (million USD, deflated); 0 if unknown.
        trend: Trailing growth of output (% a year); the world's where too short.
        enters: 1 in the first year in which a burden is known.
        growth: Growth of spending in the year (log points); 0 if unknown.
        growth_seen: 1 where growth and the output of the year before are on record.
        contiguous: 1 with a border or up to 400 miles of sea.
        pact: 1 under a non-aggression pact the year before.
        affinity: Closeness of UN ideal points the year before, -1 to 1; 0 if unknown.
        relevant: 1 where the pair is politically relevant.
        tie: Rung of the ladder the year before.
        dispute: Gravest dispute i started with j, 0 none to 4 war.
        joined: 1 where i joined j's side.
        join_seen: 1 where i could join j's side and we would know.
        fought: 1 where the two were on opposite sides, joiners and years of going on
            included.
        tie_step: -1, 0 or 1.
        tie_seen: 1 where the step was this pair's own, not that of a bloc.
    """

    present: Any
    nuclear: Any
    personnel: Any
    stock: Any
    log_arms: Any
    log_gdp: Any
    trend: Any
    enters: Any
    growth: Any
    growth_seen: Any
    contiguous: Any
    pact: Any
    affinity: Any
    relevant: Any
    tie: Any
    dispute: Any
    joined: Any
    join_seen: Any
    fought: Any
    tie_step: Any
    tie_seen: Any


class History(NamedTuple):
    """A history.

    Attributes:
        codes: State numbers, shape (state,).
        first: Row state of each listed pair, shape (pair,).
        second: Column state, shape (pair,).
        reverse: Position of the reverse pair, shape (pair,).
        distance: km between capitals of all states, shape (state, state).
        levels: Rung of every pair the year before, shape (year, state, state).
        warming: `fought` before the first year, shape (year, pair).
        years: What is on record of each year.
        span: First and last year.
    """

    codes: np.ndarray
    first: np.ndarray
    second: np.ndarray
    reverse: np.ndarray
    distance: np.ndarray
    levels: np.ndarray
    warming: np.ndarray
    years: Years
    span: tuple[int, int]

    def frame(self, values: np.ndarray) -> "Table":
        """Return values of relevant unordered pairs, (year, pair), as rows."""
        import pandas as pd

        keep = (self.years.relevant > 0) & (self.first < self.second)
        year, pair = np.nonzero(keep)
        return pd.DataFrame(
            {
                "ccode1": self.codes[self.first[pair]],
                "ccode2": self.codes[self.second[pair]],
                "year": self.span[0] + year,
                "probability": np.asarray(values)[keep],
            }
        )


def history(coding: "Coding" = "gml", *, every: bool = False) -> History:
    """Return the history 1946-2010 as arrays.

    Args:
        coding: Coding of disputes, "gml" or "cow".
        every: Whether pairs that are not politically relevant are listed, and what
            they did counted; else acts count where their pair is relevant.

    Raises:
        DataError: If a data set has not been added.
    """
    states = resources(FIRST, LAST)
    codes = np.unique(states["ccode"].to_numpy(int))
    pairs = panel.pair_years(FIRST, LAST, coding, relevant=not every)
    index, first, second, reverse = _listing(codes, pairs)
    relevant = index.by_pair(pairs.loc[panel.is_relevant(pairs)])
    counted = index.by_pair(pairs)
    contiguous = index.by_pair(pairs.loc[pairs["conttype"].notna()])
    levels, pact = _levels(index)
    own = levels[:, first, second]
    before = np.concatenate([own[:1], own[:-1]])
    step, step_seen = _steps(index, own, counted, first, second)
    dispute, joined, join_seen = _acts(index, coding, counted, first, second)
    flags = panel.disputes(coding)
    fought = index.by_pair(flags)
    warming = index.by_pair(flags, first=WARMING, years=FIRST - WARMING)
    years = Years(
        **means(index, states), contiguous=contiguous,
        pact=lagged(pact[:, first, second]),
        affinity=_affinity(index, first, second), relevant=relevant, tie=before,
        dispute=dispute, joined=joined, join_seen=join_seen, fought=fought,
        tie_step=step, tie_seen=step_seen,
    )  # fmt: skip
    years = Years(*(np.asarray(x, np.float32) for x in years))
    return History(
        codes, first, second, reverse, _distance(index, pairs), lagged(levels),
        warming.astype(np.float32), years, (FIRST, LAST),
    )  # fmt: skip


def _listing(
    codes: np.ndarray, pairs: "Table"
) -> tuple[Index, np.ndarray, np.ndarray, np.ndarray]:
    """Return the index and the list of pairs, both orders and oneself included."""
    count = len(codes)
    place = {int(code): k for k, code in enumerate(codes)}
    named = pairs[["ccode1", "ccode2"]].drop_duplicates().to_numpy()
    square = np.eye(count, dtype=bool)
    for a, b in named:
        square[place[a], place[b]] = square[place[b], place[a]] = True
    first, second = np.nonzero(square)
    lookup = np.full((count, count), -1)
    lookup[first, second] = np.arange(len(first))
    return Index(codes, lookup, LAST - FIRST + 1), first, second, lookup[second, first]


def _levels(index: Index) -> tuple[np.ndarray, np.ndarray]:
    """Return rungs of the ladder and non-aggression pacts, (year, state, state)."""
    rows = ties()
    rows = rows.loc[rows["year"].between(FIRST, LAST)]
    i, j = index.states(rows["ccode1"]), index.states(rows["ccode2"])
    known = (i >= 0) & (j >= 0)
    rows, i, j = rows.loc[known], i[known], j[known]
    level = np.select(
        [rows["defence"], rows["consultation"], rows["offence"] | rows["neutrality"]],
        [PACT, CONSULTATION, WEAK], 0,
    )  # fmt: skip
    count = len(index.codes)
    levels = np.zeros((index.years, count, count), np.float32)
    pacts = np.zeros_like(levels)
    when = rows["year"].to_numpy(int) - FIRST
    for a, b in ((i, j), (j, i)):
        levels[when, a, b] = level
        pacts[when, a, b] = rows["non_aggression"].to_numpy(float)
    return levels, pacts


def _steps(
    index: Index, level: np.ndarray, counted: np.ndarray, first: np.ndarray,
    second: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return steps on the ladder, and 1 where a step (or none) was the pair's own."""
    step = np.zeros_like(level)
    step[1:] = np.sign(level[1:] - level[:-1])
    group = signings(("defence", "consultation"))
    blocs = index.by_pair(group.loc[group["group"].to_numpy(bool)])
    own = (counted > 0) & (blocs == 0)
    for sign in (1, -1):
        moved = np.zeros((len(step), len(index.codes)))
        when, pair = np.nonzero(step == sign)
        np.add.at(moved, (when, first[pair]), 1)
        many = (moved[:, first] > ONE_BY_ONE) | (moved[:, second] > ONE_BY_ONE)
        own &= ~((step == sign) & many)
    own[0] = False
    return step, own


def _acts(
    index: Index, coding: "Coding", counted: np.ndarray, first: np.ndarray,
    second: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Return disputes begun, sides joined, and where joining would be on record."""
    began = confrontations(coding)
    began = began.loc[began["originators"] & began["initiated"]]
    grave = np.maximum(began["severity"].fillna(2).to_numpy(float) - 1, 1)
    dispute = index.by_pair(began, grave, both=False) * counted
    met = np.zeros((len(dispute), len(index.codes)))
    when, pair = np.nonzero(dispute)
    met[when, first[pair]] = met[when, second[pair]] = 1
    joined = index.by_pair(_sides(coding), both=False) * counted
    # Who is in a dispute of its own that year is on no other's side by choice alone.
    seen = (counted > 0) & (met[:, first] == 0) & (first != second)
    return dispute, joined * seen, seen


def _sides(coding: "Coding") -> "Table":
    """Return who joined whom in the year it began: ccode1 the side of ccode2."""
    rows: Table = participants(coding)
    first = rows.loc[rows["originator"], ["dispnum", "side_a", "ccode", "year"]]
    late = rows.loc[~rows["originator"], ["dispnum", "side_a", "ccode", "year"]]
    both = late.merge(first, on=["dispnum", "side_a", "year"], suffixes=("1", "2"))
    return both[PAIR]


def _affinity(index: Index, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return closeness of ideal points: 1 for none between them, -1 for far apart."""
    points = lagged(carried(index.by_state(table("ideal-points"), "ideal_point"), 0))
    known = np.isfinite(index.by_state(table("ideal-points"), "ideal_point"))
    ever = lagged(np.cumsum(known, axis=0) > 0)
    near = 2 * np.exp(-np.abs(points[:, first] - points[:, second])) - 1
    return np.where(ever[:, first] & ever[:, second], near, 0.0)


def _distance(index: Index, pairs: "Table") -> np.ndarray:
    """Return km between capitals, of territories where no capital is on record."""
    import pandas as pd

    count = len(index.codes)
    i, j = np.triu_indices(count, 1)
    rows = pd.DataFrame(
        {"ccode1": index.codes[i], "ccode2": index.codes[j], "year": LAST}
    )
    rows = with_distances(rows)
    km = rows["capital_km"].fillna(rows["territory_km"]).fillna(UNKNOWN_KM)
    out = np.zeros((count, count))
    out[i, j] = out[j, i] = km.to_numpy(float)
    return out
