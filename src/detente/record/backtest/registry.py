"""Who takes part in a backtest: forecasters by name, the structural model among them.

A forecaster is a function that returns a pandas frame, a row for every row it is asked
about; it may look at anything up to the end of the training years to learn, and at
anything up to the year before each row to foretell it.

disputes    f(train, test, coding, originators) -> ccode1, ccode2, year, probability
spending    f(train, test) -> ccode, year, horizon, mean, and either scale (of a Laplace
            distribution about the mean), or q0.05, q0.15, ... (quantiles at those
            levels), or draw1, draw2, ... (random draws); `year` is the year foretold,
            `horizon` how many years before it the forecast is made, `mean` the point
            forecast of the logarithm of spending, thousand USD
ties        f(train, test) -> ccode1, ccode2, year, probability: that a defence pact is
            formed if there was none the year before, that it ends if there was one
horizons    f(train, test, coding) -> ccode1, ccode2, year, horizon, probability: of at
            least one onset from `year` on, `horizon` years long, by what was known when
            `year` began

`train` and `test` are pairs of a first and a last year.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from detente.core.errors import DataError, nearest, shown

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["STRUCTURAL", "Forecaster", "Part", "add", "forecasters", "missing"]

Forecaster = Callable[..., Any]
Part = Literal["disputes", "spending", "ties", "horizons"]

STRUCTURAL = "detente"
"""Name of the structural model in every table."""

_MODULE = "detente.record.forecast"
_FUNCTIONS: dict[str, str] = {
    "disputes": "onset_forecast",
    "spending": "spending_forecast",
    "ties": "tie_forecast",
    "horizons": "horizon_forecast",
}
_ADDED: dict[str, dict[str, Forecaster]] = {part: {} for part in _FUNCTIONS}


def add(part: Part, name: str, forecaster: Forecaster) -> None:
    """Let a forecaster take part; one of the same name is replaced.

    Args:
        part: What it foretells.
        name: Its name in the tables.
        forecaster: The function.

    Raises:
        DataError: If there is no such part.
    """
    if part not in _ADDED:
        raise DataError.at("backtest", "a part of it", shown(part),
                           nearest(part, _ADDED))  # fmt: skip
    _ADDED[part][name] = forecaster


def forecasters(part: Part) -> dict[str, Forecaster]:
    """Return who takes part, in the order of tables: rivals, added ones, the model.

    Args:
        part: What they foretell.
    """
    found = {**_rivals(part), **_ADDED[part]}
    model = _structural(part)
    return found | ({STRUCTURAL: model} if model else {})


def missing(part: Part) -> str | None:
    """Return a line on the structural model, if it does not take part.

    Args:
        part: What would be foretold.
    """
    if STRUCTURAL in _ADDED[part] or _structural(part):
        return None
    return f"{STRUCTURAL}: the structural model is not there; {part} without it"


def _rivals(part: Part) -> dict[str, Forecaster]:
    from detente.record.backtest import baselines, horizons, spending, ties

    return dict({
        "disputes": baselines.BASELINES,
        "spending": spending.BASELINES,
        "ties": ties.BASELINES,
        "horizons": horizons.BASELINES,
    }[part])  # fmt: skip


def _structural(part: Part) -> "Callable[..., Table] | None":
    """Return the structural model's forecast, imported only now, or None."""
    if find_spec(_MODULE) is None:
        return None
    return getattr(import_module(_MODULE), _FUNCTIONS[part], None)
