"""Wars between states, one row a spell of taking part."""

from detente.record.describe import (
    Column,
    Download,
    Layout,
    Release,
    Source,
    code,
    text,
    whole,
    year,
)
from detente.record.sources import _terms

__all__ = ["SOURCE"]

ABSENT = {"missing": (-8, -9)}


def _date(end: str, again: int) -> tuple[Column, ...]:
    """Return month, day and year of a start or an end."""
    name = f"{end.lower()}{again}"
    return (
        whole(f"{name}_month", "month", 1, 12, file=f"{end}Month{again}", **ABSENT),
        whole(f"{name}_day", "day", 1, 31, file=f"{end}Day{again}", **ABSENT),
        year(f"{name}_year", file=f"{end}Year{again}", **ABSENT),
    )


SOURCE = Source(
    name="wars",
    title="COW Inter-State Wars",
    direction="participant spell",
    key=("warnum", "ccode", "side"),
    span=("start1_year", "end1_year"),
    layouts=(
        Layout(
            name="as distributed",
            columns=(
                whole("warnum", "number of the war", 1, 9_999, file="WarNum"),
                text("warname", "name", file="WarName"),
                whole("wartype", "1 = between states", 1, 1, "WarType", keep=False),
                code("ccode"),
                text("statename", "name", file="StateName"),
                whole("side", "1 or 2", 1, 2, file="Side"),
                *_date("Start", 1),
                *_date("End", 1),
                *_date("Start", 2),
                *_date("End", 2),
                text("trans_from", "war it came from", file="TransFrom", blank=True,
                     **ABSENT),
                whole("where", "code 1-19 of the makers", 1, 19, file="WhereFought"),
                whole("initiator", "1 yes, 2 no", 1, 2, file="Initiator"),
                whole("outcome", "code 1-8 of the makers", 1, 8, file="Outcome"),
                whole("trans_to", "war it became", 1, 9_999, file="TransTo", **ABSENT),
                whole("batdeath", "battle deaths", 0, 1e8, file="BatDeath", **ABSENT),
                text("Version", "version", keep=False),
            ),
            releases=(Release("4.0", 337, (1816, 2007), code="4"),),
            version="Version",
        ),
    ),
    citation=(
        "Sarkees, M. R. and Wayman, F. (2010), Resort to War: 1816-2007, CQ Press; "
        "COW Inter-State War Data v4.0."
    ),
    terms=_terms.COW,
    page=_terms.COW_SITE + "COW-war/",
    download=Download(
        address=_terms.COW_UPLOADS + "Inter-StateWarData_v4.0.csv",
        sha256="2535e30b145141c331a07d12d91e498ad8bdd3db32ba8d3bd88c4fda54817731",
        file="Inter-StateWarData_v4.0.csv",
    ),
    notes="its lines end in a carriage return; no war in it begins after 2003",
)  # fmt: skip
