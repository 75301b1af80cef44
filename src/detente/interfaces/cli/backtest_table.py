"""Turn the result of a backtest into plain-text tables.

A pure function of the dictionary that `--json` prints.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

__all__ = ["table"]

WIDTH = 110
"""Columns of the table."""

NAME = 24
"""Columns of a forecaster's name."""

TEST = 68
"""Columns of what is tested."""

Row = Mapping[str, Any]

STRUCTURAL = "detente"
STRONGEST = "gradient boosting"

_LEGEND = (
    "Brier, log (nats a row), MAE and CRPS (log units): smaller is better. AUROC and "
    "AP (average precision): larger is better. pred/obs: predicted over observed. In "
    "brackets 95% intervals from a bootstrap that draws pairs of states with all "
    "their years; differences in log score are taken on the same draws. Disputes and "
    "pacts are foretold one year ahead, with coefficients of the training years. "
    "Spending is nominal (NMC). Further ahead nothing is known after the origin."
)


def table(result: Row) -> str:
    """Return the tables of a backtest.

    Args:
        result: The dictionary of `detente.record.backtest.whole.backtest`.

    Returns:
        Text of at most `WIDTH` columns, without a last line break.
    """
    train, test = result["train"], result["test"]
    originators = result["originators"]
    lines = [
        f"Learnt from {train['first']}-{train['last']}, scored on {test['first']}-"
        f"{test['last']}; disputes: {result['disputes']}",
        "",
        f"Onsets of disputes: {test['onsets']:,} in {test['n']:,} relevant pair-years",
        *_models(result["models"]),
        "",
        f"Onsets between originators: {originators['onsets']:,} in "
        f"{originators['n']:,}",
        *_models(originators["models"]),
        "",
        *_spending(result["spending"]),
        "",
        *_ties(result["ties"]),
        *_horizons(result["horizons"]),
        *_readings(result["discriminating"]),
        *_predictive(result["predictive"]),
        *textwrap.wrap(_LEGEND, WIDTH),
        *result["skipped"],
    ]
    return "\n".join(line.rstrip() for line in lines)


def _models(models: Sequence[Row]) -> Iterator[str]:
    """Tabulate probabilities, each against the strongest rival or else the model."""
    names = [model["name"] for model in models]
    against = next((name for name in (STRONGEST, STRUCTURAL) if name in names), None)
    less = f"log, less {against}'s" if against else ""
    yield (
        f"  {'':{NAME}} {'Brier':>7} {'log':>7} {'AUROC':>6} {'AP':>6}  "
        f"{'pred/obs':18} {less}"
    )
    for model in models:
        yield (
            f"  {model['name'][:NAME]:{NAME}} {_number(model['brier'], 5):>7} "
            f"{_number(model['log_score'], 5):>7} {_number(model['auroc'], 3):>6} "
            f"{_number(model['average_precision'], 3):>6}  "
            f"{_calibration(model):18} {_difference(model, against)}"
        )


def _calibration(model: Row) -> str:
    ends = model["interval"]["calibration_ratio"]
    middle = _number(model["calibration_ratio"], 2)
    return f"{middle} {_interval(ends, 2)}"


def _difference(model: Row, against: str | None) -> str:
    """Write by how much the log score of a forecast is above another's."""
    for other in model["differences"]:
        if other["against"] == against:
            gap = other["log_score"]
            return (
                f"{_number(gap['difference'], 5, sign='+')} "
                f"{_interval(gap['interval'], 5, sign='+')}"
            )
    return ""


def _number(value: float | None, places: int, sign: str = "") -> str:
    """Write a number without the zero before its point.

    >>> _number(0.0575, 4), _number(-0.25, 1), _number(1.5, 2), _number(None, 2)
    ('.0575', '-.2', '1.50', '-')
    """
    if value is None:
        return "-"
    text = f"{value:{sign}.{places}f}"
    return text.replace("0.", ".", 1) if text.lstrip("+-").startswith("0.") else text


def _interval(ends: Sequence[float] | None, places: int, sign: str = "") -> str:
    if not ends:
        return ""
    return f"[{', '.join(_number(end, places, sign) for end in ends)}]"


def _spending(rows: Sequence[Row]) -> Iterator[str]:
    """Tabulate spending, a row a forecaster and a pair of columns a horizon."""
    horizons = {row["horizon"]: row["n"] for row in rows}
    yield "Log military spending, so many years ahead"
    head = "".join(f"{f'{h} ({n:,})':^18}" for h, n in horizons.items())
    yield f"  {'':{NAME}} {head}"
    yield f"  {'':{NAME}} " + f"{'MAE':>8} {'CRPS':>8} " * len(horizons)
    for name, group in groupby(rows, key=lambda row: row["model"]):
        cells = {row["horizon"]: row for row in group}
        yield f"  {name[:NAME]:{NAME}} " + "".join(
            f"{_number(cells[h]['mae'], 3):>8} {_number(cells[h]['crps'], 3):>8} "
            if h in cells else " " * 18 for h in horizons
        )  # fmt: skip


def _ties(rows: Sequence[Row]) -> Iterator[str]:
    """Tabulate the two events of a defence pact."""
    for event, group in groupby(rows, key=lambda row: row["event"]):
        models = list(group)
        first = models[0]
        yield (
            f"Defence pacts, {event}: {first['events']:,} in {first['n']:,} pair-years"
        )
        yield from _models(models)
        yield ""


def _horizons(rows: Sequence[Row]) -> Iterator[str]:
    """Tabulate onsets within some years, a table a horizon."""
    for horizon, group in groupby(rows, key=lambda row: row["horizon"]):
        models = list(group)
        first = models[0]
        years = "a year" if horizon == 1 else f"{horizon} years"
        yield f"An onset within {years}: {first['onsets']:,} in {first['n']:,} rows"
        yield from _models(models)
        yield ""


def _readings(rows: Sequence[Row]) -> Iterator[str]:
    """Tabulate what may tell the two readings apart, each with what it says."""
    if not rows:
        return
    yield "Does the record tell the two readings apart?"
    for row in rows:
        ends = [row["lo"], row["hi"]]
        places = 5 if "log score" in row["test"] else 2
        yield (
            f"  {row['test'][:TEST]:{TEST}} {row['n']:>7,} "
            f"{_number(row['estimate'], places, sign='+'):>7} "
            f"{_interval(ends, places, sign='+')}"
        )
        yield from textwrap.wrap(
            row["says"], WIDTH, initial_indent="    ", subsequent_indent="    "
        )
    yield ""


def _predictive(rows: Sequence[Row]) -> Iterator[str]:
    """Tabulate facts of the recorded past beside those of simulated ones."""
    if not rows:
        return
    inside = sum(row["inside"] for row in rows)
    yield (
        f"Facts of simulated pasts, 90% interval: {inside} of {len(rows)} recorded "
        "ones lie inside"
    )
    for row in rows:
        name = f"{row['fact']}, {row['unit']}"
        ends = _interval([row["lo"], row["hi"]], 2)
        yield (
            f"  {name[:TEST]:{TEST}} {_number(row['recorded'], 2):>7} {ends:18} "
            f"{'' if row['inside'] else 'miss'}"
        )
    yield ""
