"""All stylised facts by family, and the table of published and recorded values."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from detente.record.stylised.alliances import ALLIANCES, JOINING
from detente.record.stylised.differences import WHY
from detente.record.stylised.entry import Fact
from detente.record.stylised.escalation import ESCALATION
from detente.record.stylised.memory import MEMORY
from detente.record.stylised.onsets import BASE_RATES, CONCENTRATION, CONTACT
from detente.record.stylised.races import RACES
from detente.record.stylised.rows import Record
from detente.record.stylised.shared import SHARED_RIVALS
from detente.record.stylised.spending import GROWTH, GROWTH_IN_PAIRS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FAMILIES", "facts"]

FAMILIES: dict[str, tuple[Fact, ...]] = {
    "base rates": BASE_RATES,
    "contact and rivalry": CONTACT,
    "memory": MEMORY,
    "concentration": CONCENTRATION,
    "reciprocity and escalation": ESCALATION,
    "growth of military spending": GROWTH,
    "growth in pairs": GROWTH_IN_PAIRS,
    "alliances": ALLIANCES,
    "joining": JOINING,
    "arms races": RACES,
    "shared rivals": SHARED_RIVALS,
}
"""The facts by family."""


def _why(fact: Fact) -> str:
    """Return why the recorded value is not the published one, "" if it is."""
    return fact.note or WHY.get((fact.name, fact.sample), "")


def facts(families: Collection[str] = tuple(FAMILIES)) -> "pd.DataFrame":
    """Return the stylised facts with published and recorded values.

    Args:
        families: Which families, of `FAMILIES`.

    Returns:
        Columns family, name, unit, sample, published (missing where nothing is),
        recorded and note (why the two differ, if they do).

    Raises:
        DataError: If a data set has not been added.
        KeyError: If there is no such family.
    """
    import pandas as pd

    record = Record()
    rows = [
        (family, fact.name, fact.unit, fact.sample, fact.published,
         fact.compute(record), _why(fact))
        for family in families
        for fact in FAMILIES[family]
    ]  # fmt: skip
    columns = ["family", "name", "unit", "sample", "published", "recorded", "note"]
    return pd.DataFrame(rows, columns=columns).astype({"published": float})
