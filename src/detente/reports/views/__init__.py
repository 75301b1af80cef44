"""The views of a report, one file each, in the order in which a page shows them."""

from detente.reports.view import View
from detente.reports.views import (
    decision,
    effects,
    fears,
    happened,
    leaning,
    map,  # noqa: A004
    misperception,
    network,
    race,
    series,
    spiral,
    tragic,
    verdicts,
    votes,
)

__all__ = ["VIEWS"]

VIEWS: dict[str, View] = {
    each.VIEW.name: each.VIEW
    for each in (
        verdicts, effects, decision, series, happened, map, network, fears,
        misperception, tragic, race, spiral, votes, leaning,
    )
}  # fmt: skip
