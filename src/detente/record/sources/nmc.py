"""National material capabilities of states: spending, troops, industry, people."""

from typing import Any

from detente.record.describe import (
    Column,
    Download,
    Layout,
    Release,
    Source,
    Table,
    code,
    number,
    text,
    year,
)
from detente.record.sources import _terms

__all__ = ["SOURCE"]

FIRST_IN_DOLLARS = 1914
"""Year from which `milex` is in dollars; before, it is in pounds sterling."""

_UNITS = {
    "milex": "thousand, current US dollars; pounds sterling before 1914",
    "milper": "thousand persons",
    "irst": "thousand tons of iron and steel",
    "pec": "thousand coal-ton equivalents",
    "tpop": "thousand persons",
    "upop": "thousand persons in cities of 100,000 or more",
}


def _components(**missing: Any) -> tuple[Column, ...]:
    """Return the state, the year, the six components and their index."""
    figures = [number(name, unit, **missing) for name, unit in _UNITS.items()]
    cinc = number("cinc", "share of the system", high=1.0, **missing)
    return (code("ccode"), year(), *figures, cinc)


def _with_currency(_: str, frame: Table) -> Table:
    """Say in which currency spending is counted."""
    dollars = frame["year"] >= FIRST_IN_DOLLARS
    return frame.assign(currency=dollars.map({True: "USD", False: "GBP"}).astype("str"))


SOURCE = Source(
    name="nmc",
    title="COW National Material Capabilities",
    direction="state-year",
    key=("ccode", "year"),
    span=("year",),
    layouts=(
        Layout(
            name="as distributed",
            columns=(
                text("stateabb", "abbreviation", keep=False),
                *_components(missing=(-9,)),
                text("version", "version", keep=False),
            ),
            releases=(
                Release("6.0", 15_951, (1816, 2016), code="2021", rank=6),
                Release("7.0", 17_121, (1816, 2022), code="2025", rank=7),
            ),
            version="version",
            reshape=_with_currency,
        ),
        Layout(
            name="tidy",
            columns=_components(blank=True),
            releases=(Release("7.0", 17_121, (1816, 2022), rank=7),),
            reshape=_with_currency,
        ),
    ),
    derived={"currency": "currency of milex: GBP before 1914, then USD"},
    citation=(
        "Singer, J. D., Bremer, S. and Stuckey, J. (1972), Capability distribution, "
        "uncertainty, and major power war; Singer, J. D. (1987), Reconstructing the "
        "Correlates of War dataset on material capabilities of states; COW National "
        "Material Capabilities."
    ),
    terms=_terms.COW,
    page=_terms.COW_SITE + "national-material-capabilities/",
    download=Download(
        address=_terms.COW_UPLOADS + "NMCv7.zip",
        sha256="807a7092ea50b5957c7280d591dac5db16e572f6158fda0fa6c306bc27d8bf7a",
        file="NMC-70-abridged.csv",
        inside=("NMC-v7-abridged.zip", "NMC-70-abridged.csv"),
    ),
    notes=(
        "milex is nominal and breaks where its sources change; the yearly sum of cinc "
        "lies a little above 1"
    ),
)
