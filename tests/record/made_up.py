"""A made-up world of four states for tests of the panel: no file is read."""

import pandas as pd

__all__ = ["FRAMES"]

_SPELL = {"stmonth": 1, "stday": 1, "endmonth": 12, "endday": 31}

_STATES = pd.DataFrame(
    {"ccode": [1, 2, 3, 4], "styear": [1900, 1900, 1950, 1952],
     "endyear": [1960, 1960, 1952, 1960]}
).assign(**_SPELL)  # fmt: skip
# State 3 ends in June 1952, state 4 begins in July: they never meet.
_STATES.loc[2, ["endmonth", "endday"]] = [6, 30]
_STATES.loc[3, "stmonth"] = 7

_DISPUTE = {
    "dispnum": 7, "year": 1950, "onset": 1, "ongoing": 1, "revstate2": 0, "hostlev": 5,
}  # fmt: skip

# Dispute 7: 1 against 2 from the first day, at war; 3 joins 1's side a year later and
# only shows force. Each row stands in both orders.
_HALF = pd.DataFrame(
    [
        {**_DISPUTE, "ccode1": 1, "ccode2": 2, "sidea1": 1, "sidea2": 0, "orig1": 1,
         "orig2": 1, "hostlev1": 5, "hostlev2": 5, "revstate1": 1},
        {**_DISPUTE, "ccode1": 3, "ccode2": 2, "sidea1": 1, "sidea2": 0, "orig1": 0,
         "orig2": 1, "hostlev1": 3, "hostlev2": 5, "revstate1": 0, "year": 1951},
    ]
)  # fmt: skip
_TURN = {
    name + a: name + b
    for name in ("ccode", "sidea", "orig", "hostlev", "revstate")
    for a, b in ("12", "21")
}
_ROWS = pd.concat([_HALF, _HALF.rename(columns=_TURN)], ignore_index=True)

FRAMES: dict[str, pd.DataFrame] = {
    "states-cow": _STATES,
    "majors": pd.DataFrame({"ccode": [1], "styear": [1900], "endyear": [1960]}),
    "nmc": pd.DataFrame({
        "ccode": [1, 2], "year": [1950, 1950], "milex": [7.0, 5.0],
        "milper": [1.0, 2.0], "tpop": [9.0, 8.0], "cinc": [0.5, 0.25],
        "currency": ["USD", "USD"],
    }),
    "contiguity": pd.DataFrame({
        "ccode1": [1], "ccode2": [2], "conttype": [1],
        "stdate": pd.to_datetime(["1900-01-01"]),
        "enddate": pd.to_datetime(["1960-12-01"]),
    }),
    "gml": _ROWS,
    "gml-dyads": _ROWS,
    "atop": pd.DataFrame(
        [(1, 3, 1951, 1, 0), (3, 1, 1951, 1, 0), (1, 3, 1952, 1, 0),
         (2, 4, 1952, 0, 1), (4, 2, 1952, 0, 0), (1, 4, 1953, 1, 0),
         (2, 4, 1953, 1, 0), (1, 2, 1953, 1, 0), (1, 9, 1954, 1, 0)],
        columns=["ccode1", "ccode2", "year", "defense", "neutral"],
    ).assign(offense=0, nonagg=0, consul=0),
    "minimum-distance": pd.DataFrame(
        {"ccode1": [1], "ccode2": [2], "year": [1950], "km": [0.0]}
    ),
    "capital-distance": pd.DataFrame(
        {"gwcode1": [1, 2, 1, 260], "gwcode2": [2, 1, 260, 1],
         "km": [300.0, 300.0, 800.0, 800.0]}
    ),
    "gdp": pd.DataFrame(
        {"iso3": ["USA", "WLD"], "year": [1960, 1960], "gdp": [5e11, 1e12]}
    ),
    "population": pd.DataFrame(
        {"iso3": ["USA"], "year": [1960], "population": [1.8e8]}
    ),
    "warheads": pd.DataFrame(
        {"iso3": ["USA", "USA"], "year": [1950, 1951], "warheads": [299, 438]}
    ),
    "mid-a": pd.DataFrame({"dispnum": [7], "hostlev": [5]}),
    "mid-b": pd.DataFrame({
        "dispnum": [7, 7, 7, 7], "ccode": [1, 2, 3, 4], "stday": [1, 1, 5, 2],
        "stmon": [1, 1, 3, 3], "styear": [1950, 1950, 1950, 1950],
        "endyear": [1950, 1951, 1950, 1951], "sidea": [1, 0, 0, 1],
        "orig": [1, 1, 0, 0], "hostlev": [4, 1, 3, 2], "revstate": [1, 0, 0, 0],
    }),
    "rivalries-tss": pd.DataFrame(
        {"ccode1": [2], "ccode2": [1], "styear": [1700], "endyear": [1817]}
    ),
}  # fmt: skip
"""The tidy frames by name."""
