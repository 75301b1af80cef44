"""Columns that the tables of dispute-years share."""

from detente.record.describe import Column, code, flag, whole, year

__all__ = ["NINE", "dispute", "pair", "parties"]

NINE = {"missing": (-9,), "blank": True}

_LEVEL = "1 none, 2 threat, 3 display, 4 use, 5 war"

LAST_MONTH = 19
"""Two disputes have a month above 12 in the makers' file; it is left as it stands."""


def pair() -> tuple[Column, ...]:
    """Return the dispute, the pair and the year."""
    number = whole("dispnum", "number of the dispute", 1, 99_999)
    return (number, code("ccode1"), code("ccode2"), year())


def _both(name: str, unit: str, high: float, low: float = 0) -> tuple[Column, ...]:
    """Return a column for each party."""
    return tuple(whole(f"{name}{i}", unit, low, high, **NINE) for i in (1, 2))


def parties() -> tuple[Column, ...]:
    """Return what both parties did."""
    return (
        *_both("sidea", "0 or 1: on side A", 1),
        *_both("fatality", "class of deaths, 0-6", 6),
        *_both("fatalpre", "deaths", 1e8),
        *_both("hiact", "highest action, code 0-22", 22),
        *_both("hostlev", _LEVEL, 5, low=1),
        *_both("orig", "0 or 1: took part from the first day", 1),
    )


def dispute() -> tuple[Column, ...]:
    """Return what is said of the dispute as a whole."""
    return (
        whole("fatality", "class of deaths in the dispute, 0-6", 0, 6, **NINE),
        whole("hostlev", f"{_LEVEL}; of the whole dispute", 1, 5, **NINE),
        flag("recip", "reciprocated", **NINE),
        whole("mindur", "days", 1, 1e5, **NINE),
        whole("maxdur", "days", 1, 1e5, **NINE),
        whole("stmon", "month of its start", 1, LAST_MONTH, **NINE),
    )
