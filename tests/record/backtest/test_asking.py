"""Answers: put in order, or refused in a line that says what is wrong with them."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from detente.core.errors import DataError
from detente.record.backtest import spending
from detente.record.backtest.asking import ask_disputes, ask_spending, ask_ties
from detente.record.backtest.baselines import climatology
from detente.record.backtest.rows import Window

TRAIN, TEST = Window(1949, 1951), Window(1952, 1953)
PAST = Window(1950, 1951)


def test_an_answer_in_another_order_is_the_same_answer(made_up: None) -> None:
    def shuffled(*asked: object) -> pd.DataFrame:
        answer = climatology(*asked)  # pyright: ignore[reportArgumentType]
        answer["probability"] = np.linspace(0.1, 0.4, len(answer))
        return answer.sample(frac=1.0, random_state=1)

    rows, outcome, chance = ask_disputes("x", shuffled, PAST, TEST, "gml", False)
    assert chance == pytest.approx(np.linspace(0.1, 0.4, 4))
    assert len(rows) == len(outcome) == 4


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda answer: answer.iloc[1:], "1 less, such as 1, 2, 1952"),
        (lambda answer: pd.concat([answer, answer]), "twice"),
        (lambda answer: answer.drop(columns="year"), "no year"),
        (lambda answer: answer.drop(columns="probability"), "probability"),
        (lambda answer: answer.assign(probability=1.5), "1.5"),
        (lambda answer: answer.assign(probability=np.nan), "nan"),
    ],
)
def test_an_answer_that_cannot_be_scored_is_refused(
    made_up: None, spoil: Callable[[pd.DataFrame], pd.DataFrame], said: str
) -> None:
    def spoilt(*asked: object) -> pd.DataFrame:
        return spoil(climatology(*asked))  # pyright: ignore[reportArgumentType]

    with pytest.raises(DataError, match="forecast of mine") as found:
        ask_disputes("mine", spoilt, PAST, TEST, "gml", False)
    assert said in str(found.value)


def test_pacts_are_asked_like_disputes(made_up: None) -> None:
    def forecast(train: Window, test: Window) -> pd.DataFrame:
        return climatology(train, test, "gml", False)

    rows, outcome, chance = ask_ties("mine", forecast, PAST, TEST)
    assert len(rows) == 4
    assert outcome.sum() == 1
    assert chance.shape == (4,)


def test_spending_may_come_as_scale_quantiles_or_draws(made_up: None) -> None:
    def forecast(_: Window, test: Window, **columns: float) -> pd.DataFrame:
        asked = spending.targets(test)
        return asked[["ccode", "year", "horizon"]].assign(mean=5.0, **columns)

    def asked(**columns: float) -> pd.DataFrame:
        return ask_spending("x", lambda a, b: forecast(a, b, **columns), TRAIN, TEST)

    plain = asked(**{"q0.5": 5.0})
    assert plain["crps"].to_numpy() == pytest.approx(plain["error"].to_numpy())
    drawn = asked(draw1=5.0, draw2=5.0)
    assert drawn["crps"].to_numpy() == pytest.approx(plain["error"].to_numpy())
    # A Laplace distribution a mile wide costs a quarter of its scale.
    wide = asked(scale=1e6)["crps"].to_numpy()
    assert wide == pytest.approx(0.25e6, rel=1e-3)
    with pytest.raises(DataError, match="scales above 0, got 0"):
        asked(scale=0.0)
    with pytest.raises(DataError, match="quantiles"):
        asked()
    with pytest.raises(DataError, match="missing or infinite"):
        asked(draw1=np.nan)
