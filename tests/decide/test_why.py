"""Why a claim comes out as it does: for the small run, from start to words."""

from typing import Any

import numpy as np
import pytest

from detente.claims.session import Run
from detente.core.errors import UsageError
from detente.decide.steps import ACTS, BY_SOURCE
from detente.decide.why import explain
from detente.decide.words import act, route, source
from detente.interfaces.cli.explain_text import text


@pytest.fixture(scope="module")
def said(tiny_run: Run) -> list[dict[str, Any]]:
    """Return why both claims of the starter scenario come out as they do."""
    return explain(tiny_run, list(tiny_run.scenario.claims), workers=1)


def test_the_steps_of_a_part_add_up_to_its_effect(said: list[dict[str, Any]]) -> None:
    for claim in said:
        for part in claim["parts"]:
            total = sum(step["mean"] for step in part["steps"])
            assert total == pytest.approx(part["effect"]["mean"], abs=1e-6)


def test_the_effect_is_that_of_the_runs_own_first_draws(
    said: list[dict[str, Any]], tiny_run: Run
) -> None:
    outcomes = tiny_run.outcomes["outcome"].sel(lens=said[0]["lens"])
    part = said[0]["parts"][0]
    name = f"{part['outcome']} {part['of']} {part['toward']}"
    chosen = outcomes.sel(query=name, year=slice(*part["years"]))
    mean = chosen.isel(draw=slice(said[0]["draws"])).mean(("year", "replicate", "draw"))
    effect = float(mean.sel(plan=part["plan"]) - mean.sel(plan=part["against"]))
    assert part["effect"]["mean"] == pytest.approx(effect, abs=1e-6)


def test_what_stands_behind_adds_up_too(said: list[dict[str, Any]]) -> None:
    behind = said[0]["parts"][0]["behind"]
    assert {each["what"] for each in behind} == {"arms", "belief", "clashes"}
    for each in behind:
        if each["what"] != "clashes":
            total = sum(step["mean"] for step in each["steps"])
            size = abs(each["effect"]["mean"])
            assert total == pytest.approx(
                each["effect"]["mean"], abs=1e-4 + 0.01 * size
            )


def test_a_typical_and_an_extreme_future_are_told(said: list[dict[str, Any]]) -> None:
    typical, extreme = said[0]["futures"]
    assert (typical["which"], extreme["which"]) == ("typical", "extreme")
    assert extreme["effect"] > typical["effect"]
    years = [event["year"] for event in extreme["events"]]
    assert years == sorted(years)
    assert {event["where"] for event in extreme["events"]} <= {
        "both",
        "plan",
        "baseline",
    }


def test_the_words_say_all_of_it(said: list[dict[str, Any]], tiny_run: Run) -> None:
    shown = text(said[0], tiny_run.scenario)
    assert shown.startswith("rival-fears: The rival is more afraid")
    assert "through fear of attack" in shown
    assert "The extreme future" in shown
    assert max(map(len, shown.splitlines())) < 180


def test_every_step_has_words() -> None:
    for name, routes in BY_SOURCE.items():
        assert source(name)
        assert all(route(each) for each in routes)
    assert all(act(name) for name in ACTS)


def test_what_cannot_be_explained_is_refused_in_one_line(tiny_run: Run) -> None:
    with pytest.raises(UsageError, match='did you mean "rival-fears"'):
        explain(tiny_run, ["rival-fear"])
    with pytest.raises(UsageError, match="lens: expected a lens of the run"):
        explain(tiny_run, ["rival-fears"], lens="nobody")


def test_a_run_in_which_somebody_follows_a_strategy_is_refused(
    tiny_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    led = tiny_run.scenario.model_copy(update={"strategies": {"RIVAL": "grit"}})
    monkeypatch.setattr(tiny_run, "scenario", led)
    with pytest.raises(UsageError, match="one in which RIVAL follows a strategy"):
        explain(tiny_run, ["rival-fears"])


def test_too_few_draws_say_how_many_are_needed(
    tiny_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = dict(tiny_run.made_from) | {"draws": 4}
    monkeypatch.setattr(type(tiny_run), "made_from", property(lambda _: few))
    with pytest.raises(UsageError, match="a run of at least 8 draws, got 4"):
        explain(tiny_run, ["rival-fears"])


def test_numbers_are_plain_and_finite(said: list[dict[str, Any]]) -> None:
    def walk(x: Any) -> None:
        if isinstance(x, dict):
            for value in x.values():
                walk(value)
        elif isinstance(x, list):
            for value in x:
                walk(value)
        else:
            assert x is None or isinstance(x, str | int | float)
            assert not isinstance(x, float) or np.isfinite(x)

    walk(said)
