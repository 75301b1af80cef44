"""Scores of lenses on the record: read as they were written, judged by one rule."""

import pytest

from detente.lenses import scores
from detente.lenses.lens import catalogue
from detente.lenses.scores import Forecast, Score

NOT_BEHIND = Forecast(
    "tension", (1950, 1994), (1995, 2010), 100, 5, 0.05, "years of peace", 0.001,
    (-0.001, 0.003),
)  # fmt: skip


def test_every_lens_is_scored_on_the_same_rows() -> None:
    found = scores.scores()
    assert set(catalogue()) <= {each.lens for each in found}
    for years in ((1950, 1994), (1995, 2010)):
        here = [each for each in found if each.years == years]
        assert len({(each.rows, each.onsets) for each in here}) == 1
        assert {each.lens for each in here} == {each.lens for each in found}
    assert all(0 < each.onsets < each.rows for each in found)
    assert all(0 < each.log_score < 1 for each in found)
    fitted = {each.lens for each in found if each.fitted}
    assert fitted.isdisjoint(("prior", "spiral", "deterrence"))


def test_a_forecast_is_of_years_that_were_not_learnt_from() -> None:
    for each in scores.forecasts():
        assert each.trained[1] < each.years[0]
        assert each.interval[0] <= each.difference <= each.interval[1]


@pytest.mark.parametrize(
    ("interval", "found"),
    [
        ((-0.003, -0.001), {"tension"}),
        ((-0.001, 0.003), {"tension"}),
        ((0.001, 0.003), set()),  # all of it above 0: behind
    ],
)
def test_a_forecast_clearly_behind_the_baseline_tests_nothing(
    monkeypatch: pytest.MonkeyPatch,
    interval: tuple[float, float],
    found: set[str],
) -> None:
    one = NOT_BEHIND._replace(interval=interval)
    monkeypatch.setattr(scores, "forecasts", lambda: [one])
    assert scores.tested() == found


def test_a_sentence_tells_fits_from_statements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [
        Score("record", (1950, 1994), 9, 1, 0.0612, (1950, 2010)),
        Score("spiral", (1950, 1994), 9, 1, 0.09, None),
    ]
    monkeypatch.setattr(scores, "scores", lambda: rows)
    assert "0.0612 on 1950-1994 (fitted to 1950-2010)" in scores.sentence("record")
    assert "not a fit" not in scores.sentence("record")
    assert "not a fit" in scores.sentence("spiral")
    assert scores.sentence("mine") == ""


CHECK = scores.Check("x", ((710, 710),), ((200, 299),), (1990, 2010), 2.5, (2, 3), 0)


@pytest.mark.parametrize(
    ("recorded", "pairs", "found"),
    [
        (0, [(710, 220), (200, 710)], True),  # either way round
        (0, [(710, 220), (2, 710)], True),  # half of them
        (0, [(710, 220), (2, 710), (2, 365)], False),
        (2, [(710, 220)], False),  # as many as expected: no doubt
        (0, [], False),
    ],
)
def test_a_level_is_doubtful_where_the_recorded_number_was_not_expected(
    monkeypatch: pytest.MonkeyPatch,
    recorded: int,
    pairs: list[tuple[int, int]],
    found: bool,
) -> None:
    monkeypatch.setattr(scores, "checks", lambda: [CHECK._replace(recorded=recorded)])
    assert scores.doubtful(pairs) == found


def test_the_kept_check_is_of_china_and_europe_but_russia() -> None:
    assert scores.doubtful([(710, 255)])
    assert not scores.doubtful([(710, 365)])
    assert not scores.doubtful([(710, 640)])
