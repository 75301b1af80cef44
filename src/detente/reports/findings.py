"""What a report reads: the verdicts, the scenario and the kept results of one run."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.core.errors import RunError
from detente.worlds.outcomes import OUTCOMES
from detente.worlds.schema import Scenario

if TYPE_CHECKING:
    import xarray as xr

    from detente.decide.interests import Stakes

__all__ = ["Findings", "rounded"]

DIGITS = 4
"""Significant digits of numbers in a report: more than any of them deserves."""

LONG = 16
"""Letters of an alliance's name that fit into a chart; a longer one goes by its key."""

DENIALS = ("within", "not_above", "not_below")
"""Where the effect of a part lies if the claim denies it."""

QUANTILES = (0.05, 0.5, 0.95)


def rounded(values: np.ndarray, digits: int = DIGITS) -> np.ndarray:
    """Return values to a number of significant digits.

    >>> rounded(np.array([0.0123456, 123456.0, 0.0, np.nan]), 3)
    array([1.23e-02, 1.23e+05, 0.00e+00,      nan])
    """
    values = np.asarray(values, float)
    size = np.abs(np.where(np.isfinite(values) & (values != 0), values, 1))
    scale = 10.0 ** (digits - 1 - np.floor(np.log10(size)))
    return np.round(values * scale) / scale


class Findings:
    """One run, as reports read it.

    Args:
        said: What the run says (`Run.to_json`).
        scenario: Its scenario.
        results: Its results (`Run.outcomes`).
        made_from: What it was made from (`Run.made_from`).
        kept: What was asked of it since and kept beside the results, by name of its
            file: explanations, what overturns, a decision, readers' views.
    """

    def __init__(
        self, said: Mapping[str, Any], scenario: Scenario, results: "xr.Dataset",
        made_from: Mapping[str, Any], kept: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Keep what is read; results are loaded when first needed."""
        self.kept: Mapping[str, Any] = kept or {}
        self.said, self.scenario, self.results = said, scenario, results
        self.made_from = made_from
        self.lenses: tuple[str, ...] = tuple(said["lenses"])
        self.plans: tuple[str, ...] = tuple(said["plans"])
        self.baseline: str = said["baseline"]
        self.years: tuple[int, ...] = tuple(int(y) for y in results["year"].values)
        self.actors: tuple[str, ...] = tuple(str(a) for a in results["actor"].values)

    @cached_property
    def plan(self) -> str:
        """The plan that most claims are about."""
        named = Counter(claim.plan for claim in self.scenario.claims.values())
        named.pop(self.baseline, None)
        return named.most_common(1)[0][0] if named else self.plans[-1]

    @cached_property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims judged, in order."""
        return tuple(dict.fromkeys(row["id"] for row in self.said["claims"]))

    @property
    def stakes(self) -> "Stakes | None":
        """What the run says of the interests of its scenario, or None if nothing."""
        return self._asked[0]

    @property
    def stakeless(self) -> str:
        """Why it says nothing of them, or ""."""
        return self._asked[1]

    @cached_property
    def _asked(self) -> "tuple[Stakes | None, str]":
        from detente.decide.interests import of_results

        try:
            return of_results(self.results, self.scenario, self.scenario.slug), ""
        except RunError as problem:  # an older run, or one of too few draws
            return None, str(problem)

    def verdicts(self, *, primary: bool = True) -> list[Mapping[str, Any]]:
        """Return the rows of the verdicts, of primary plans only or of all."""
        rows = self.said["claims"]
        return [row for row in rows if row["primary"] or not primary]

    def denies(self, claim: str) -> bool:
        """Return whether a claim denies an effect, so that none supports it."""
        parts = self.scenario.claims[claim].parts
        return all(part.holds_if in DENIALS for part in parts) and all(
            part.contrast != "level" for part in parts
        )

    def level(
        self, query: str, lens: str, plan: str, years: tuple[int, int]
    ) -> tuple[float, float, float] | None:
        """Return 5 %, median and 95 % of an outcome over draws, or None.

        Args:
            query: Outcome as results name it.
            lens: Lens.
            plan: Plan.
            years: First and last year averaged over.
        """
        queries = [str(q) for q in self.results["query"].values]
        if query not in queries:
            return None
        inside = [years[0] <= y <= years[1] for y in self.years]
        cell = self.values("outcome")[self.lenses.index(lens), self.plans.index(plan)]
        found = cell[..., inside, queries.index(query)].mean(axis=(1, 2))
        if not np.isfinite(found).any():
            return None
        lo, middle, hi = (float(x) for x in np.nanquantile(found, QUANTILES))
        return lo, middle, hi

    def values(self, name: str, **place: int) -> np.ndarray:
        """Return a variable of the results, loaded once.

        Args:
            name: Name of the variable.
            place: Position along an axis, where not all of it is asked for.
        """
        key = (name, *place.items())
        found = self._loaded.get(key)
        if found is None:
            try:
                asked = self.results[name].isel(place)
                found = self._loaded[key] = np.asarray(asked.values)
            except Exception as problem:  # whatever a broken store makes of itself
                raise RunError.at(
                    f"results.zarr, {name}", "numbers", "some that cannot be read",
                    "run the scenario again with --force",
                ) from problem  # fmt: skip
        return found

    @cached_property
    def _loaded(self) -> dict[tuple[object, ...], np.ndarray]:
        return {}

    def pair(self, view: str) -> np.ndarray:
        """Return the mean of a pair view, shape (lens, plan, year, actor, other)."""
        place = [str(v) for v in self.results["pair_view"].values].index(view)
        return self.values("pair_mean", pair_view=place)

    def actor(self, view: str) -> np.ndarray:
        """Return an actor view, shape (lens, plan, draw, replicate, year, actor)."""
        place = [str(v) for v in self.results["view"].values].index(view)
        return self.values("actor_view", view=place)

    # names

    def side(self, name: str) -> str:
        """Return what to call an actor, alliance or group."""
        world = self.scenario.world
        if name in world.actors:
            return world.actors[name].name
        if name in world.alliances:
            full = world.alliances[name].name
            return full if len(full) <= LONG else name.upper()
        if name in self.scenario.groups and len(self.scenario.groups[name]) == 1:
            return self.side(self.scenario.groups[name][0])
        codes = {code.lower() for code in (*world.actors, *world.alliances)}
        words = [w.upper() if w in codes else w for w in name.split("-")]
        text = " ".join(words)
        return text[:1].upper() + text[1:]

    def query(self, name: str) -> str:
        """Return what to call an outcome of some sides, as results name it.

        >>> # "tension nato china" -> "Tension: NATO and China"
        """
        outcome, *sides = name.split(" ")
        title = outcome.replace("_", " ").capitalize()
        return f"{title}: {' / '.join(self.side(s) for s in sides)}" if sides else title

    def unit(self, query: str) -> str:
        """Return the unit of an outcome as results name it."""
        return OUTCOMES[query.split(" ")[0]].unit

    def plan_title(self, plan: str) -> str:
        """Return the title of a plan."""
        return self.scenario.plans[plan].title
