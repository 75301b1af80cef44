"""The separating tests find a planted effect, and none where there is none."""

import numpy as np
import pandas as pd
import pytest
from tests.record.made_up import FRAMES

from detente.record import store
from detente.record.separating import four_way, pacts, path, summary
from detente.record.separating.events import near, new_pacts, turned
from detente.record.separating.linear import demeaned, linear, logit
from detente.record.separating.obligations import PactChoice, tied_outside
from detente.record.separating.rivals import (
    GRID,
    LEADS,
    OUTCOMES,
    Choice,
    event_study,
    four_outcomes,
)  # fmt: skip

YEARS = range(1950, 1990)


def _panel(seed: int, effect: float) -> tuple[pd.DataFrame, np.ndarray, pd.DataFrame]:
    """Return rows of 60 pairs, an outcome that an event raises, and the events."""
    draw = np.random.default_rng(seed)
    rows = pd.DataFrame(
        [(one, 100 + one, year) for one in range(1, 61) for year in YEARS],
        columns=["ccode1", "ccode2", "year"],
    )
    rows = turned(rows)
    start = rows[["ccode1", "ccode2"]].drop_duplicates()
    events = start.assign(year=draw.integers(1957, 1983, len(start)))
    after = near(rows, events, range(4)).any(1)
    chance = 0.1 + 0.002 * (rows["ccode1"].to_numpy() % 10) + effect * after
    return rows, (draw.random(len(rows)) < chance).astype(float)[:, None], events


@pytest.mark.parametrize("effect", [0.0, 0.2])
def test_the_event_study_finds_what_was_planted(effect: float) -> None:
    estimate = event_study(*_panel(7, effect)[:2], _panel(7, effect)[2], 3)[0]
    after = np.r_[np.zeros(LEADS), np.full(4, 0.25)]
    middle, low, high = estimate.of(after)
    assert low < 100 * effect < high
    assert (low > 0) == (effect > 0)
    lead, low, high = estimate.of(np.r_[np.full(LEADS, 1 / LEADS), np.zeros(4)])
    assert low < 0 < high
    assert abs(lead) < 4 < max(abs(middle), 5)


def test_fixed_effects_are_those_of_dummies() -> None:
    draw = np.random.default_rng(1)
    one, other = draw.integers(0, 5, 80), draw.integers(0, 4, 80)
    x = draw.normal(size=(80, 2))
    y = x @ [2.0, -1.0] + one + 3 * other + draw.normal(size=80)
    found = linear(y[:, None], x, [one, other], one)[0]
    dummies = np.column_stack([x, np.eye(5)[one], np.eye(4)[other]])
    wanted = np.linalg.lstsq(dummies, y, rcond=None)[0][:2]
    assert found.beta == pytest.approx(wanted, abs=1e-6)
    assert np.bincount(one, demeaned(x, [one])[:, 0]) == pytest.approx(0, abs=1e-9)


def test_the_logit_finds_what_was_planted_or_says_that_it_cannot() -> None:
    draw = np.random.default_rng(2)
    x = np.column_stack(
        [np.ones(4000), draw.integers(0, 2, 4000), draw.normal(size=4000)]
    )
    share = 1 / (1 + np.exp(-(x @ [-1.0, 0.8, 0.0])))
    found = logit((draw.random(4000) < share).astype(float), x, np.arange(4000))
    assert found.beta == pytest.approx([-1.0, 0.8, 0.0], abs=0.2)
    assert found.of(np.eye(3)[1])[1] > 0
    with pytest.raises((ArithmeticError, np.linalg.LinAlgError)):
        logit(x[:, 1], x, np.arange(4000))


def test_the_four_outcomes_are_told_apart() -> None:
    rows = pd.DataFrame({"ccode1": [1, 2], "ccode2": [2, 1], "year": [1950, 1950]})
    began = pd.DataFrame({"ccode1": [1, 3], "ccode2": [2, 2], "year": [1950, 1950]})
    assert four_outcomes(rows, began).tolist() == [[1, 0, 0, 0], [0, 1, 0, 1]]


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put four states in place of the data."""
    monkeypatch.setattr(store, "load", lambda name: FRAMES[name].copy())


def test_a_patron_of_the_observer_can_be_left_out(made_up: None) -> None:
    pairs = pd.DataFrame({"ccode1": [2, 4], "ccode2": [1, 1]})
    whole = new_pacts(pairs, ("defence",), alone=False, apart=False)
    # 1 signs with 3 in 1951, with 2 and 4 in 1953 (with 2 and 4 tied too), 9 in 1954.
    assert sorted(whole.itertuples(index=False, name=None)) == [
        (2, 1, 1951), (2, 1, 1953), (2, 1, 1954),
        (4, 1, 1951), (4, 1, 1953), (4, 1, 1954),
    ]  # fmt: skip
    apart = new_pacts(pairs, ("defence",), alone=False, apart=True)
    assert 1953 not in set(apart["year"])
    alone = new_pacts(pairs, ("defence",), alone=True, apart=False)
    assert set(alone["year"]) == {1951, 1954}


def test_a_standing_pact_with_a_third_state_counts_the_year_after() -> None:
    rows = pd.DataFrame(
        {"ccode1": [1, 3, 1], "ccode2": [2, 2, 2], "year": [51, 51, 50]}
    )
    held = turned(pd.DataFrame({"ccode1": [2, 1], "ccode2": [3, 3], "year": [50, 50]}))
    assert tied_outside(rows, held, apart=False).tolist() == [True, False, False]
    assert not tied_outside(rows, held, apart=True).any()


def test_the_grid_holds_every_coding_once() -> None:
    assert len(GRID) == len(set(GRID)) == 192
    assert Choice() in GRID


def test_signs_are_counted() -> None:
    rows = pd.DataFrame({
        "outcome": ["initiates"] * 3, "estimate": [1.0, 2.0, -1.0],
        "low": [-1.0, 1.0, -2.0], "high": [3.0, 3.0, -0.5],
        "lead": [np.nan] * 3, "lead_low": [np.nan] * 3, "lead_high": [np.nan] * 3,
    })  # fmt: skip
    found = summary(rows).iloc[0]
    assert (found["up"], found["up_clear"], found["down_clear"]) == (2, 1, 1)
    assert len(summary(rows)) == 1


@pytest.mark.usefixtures("public_data")
def test_the_record_has_no_clear_rise_of_initiation_after_a_pact() -> None:
    found = four_way([Choice(), Choice(patrons="apart", window=5)])
    assert list(found["outcome"]) == list(OUTCOMES) * 2
    own = found.loc[found["outcome"].eq("initiates")]
    assert (own["low"] < 0).all()
    assert (found["rows"] > 5000).all()
    years = path()
    assert list(years["year"].unique()) == list(range(-5, 4))


@pytest.mark.usefixtures("public_data")
def test_the_record_has_more_disputes_against_states_with_pacts() -> None:
    found = pacts([PactChoice()]).set_index("treatment")
    assert found.loc["target's defence", "high"] > 0
    assert found["lead"].notna().tolist() == [True, False, False]
    assert (found["rows"] > 100_000).all()
