"""What was known when a year began: acts and figures of later years are not."""

import numpy as np
import pandas as pd
import pytest
from tests.record.made_up_history import small_history

from detente.record import known as module
from detente.record.indexed import FIRST, LAST


def test_later_years_repeat_the_first_unknown_one_without_acts() -> None:
    history = small_history()
    years = history.years
    moved = years._replace(
        trend=years.trend + np.arange(30)[:, None].astype(np.float32),
        dispute=years.dispute + 1,
    )
    found = module.known(history._replace(years=moved), 1955, {}).years
    assert found.trend[:, 0].tolist() == [3 + min(t, 10) for t in range(30)]
    assert found.dispute[:, 0].tolist() == [1.0] * 10 + [0.0] * 20
    assert not found.growth_seen[10:].any()
    assert found.relevant[10:, 1].all()


def test_figures_that_are_given_stand_in_for_those_recorded() -> None:
    history = small_history()
    stock = history.years.stock + 1
    given = {"stock": stock, "present": 0 * history.years.present}
    found = module.known(history, 1955, given).years
    np.testing.assert_array_equal(found.stock, stock)
    assert found.present.all()  # membership is known when the year begins


def test_a_gap_is_not_bridged_from_its_far_side(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = pd.DataFrame(
        {"ccode": code, "year": year, "milex": 1000.0, "milper": 10.0, "tpop": 100.0,
         "gdp": 5e7, "population": 1e5, "warheads": 0.0}
        for code in range(1, 7) for year in range(FIRST, LAST + 1)
    )  # fmt: skip
    gap = rows["ccode"].eq(1) & rows["year"].between(1955, 1959)
    rows.loc[gap, "milex"] = np.nan
    rows.loc[rows["ccode"].eq(1) & rows["year"].ge(1960), "milex"] = 1e6
    monkeypatch.setattr(module, "_states", lambda: rows)
    history = small_history()
    near, far = (module.figures(history, origin) for origin in (1957, 1965))
    at = 1958 - FIRST
    assert near["log_arms"][at, 0] == pytest.approx(0.0)  # as in 1954
    assert far["log_arms"][at, 0] == pytest.approx(np.log(1000) * 3 / 6)
    assert near["growth_seen"][at].sum() == 0
    assert near["stock"][at, 1] == pytest.approx(far["stock"][at, 1])
