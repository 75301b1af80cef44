"""What reports read of a run: the right rows, and names that people use."""

import numpy as np
import pytest
from tests.reports.made_up import ACTORS, ARMS, findings

from detente.reports.findings import rounded


def test_numbers_keep_a_few_digits_and_what_is_missing_stays_so() -> None:
    values = np.array([0.0123456, -123456.0, 0.0, np.nan, np.inf])
    np.testing.assert_allclose(
        rounded(values, 3), [0.0123, -123000.0, 0.0, np.nan, np.inf]
    )
    assert rounded(np.float64(1.23456)) == 1.235


def test_the_plan_of_a_report_is_the_one_most_claims_are_about() -> None:
    assert findings().plan == "guarantee"
    assert findings(plans=("distance",)).plan == "distance"


def test_verdicts_are_of_primary_plans_unless_all_are_asked_for() -> None:
    run = findings()
    assert run.claims == ("rival-fears", "rival-arms", "ally-safer", "no-danger")
    assert len(run.verdicts()) == 4 * 2
    assert len(run.verdicts(primary=False)) == (4 + 3) * 2
    assert {row["plan"] for row in run.verdicts()} == {"guarantee", "distance"}


def test_views_of_actors_and_pairs_are_found_by_name() -> None:
    run = findings()
    arms = run.actor("arms")
    assert arms.shape == (2, 3, 5, 2, 13, 4)
    # the middle draw at the start has the arms of the scenario
    np.testing.assert_allclose(arms[0, 0, 2, 0, 0], [ARMS[code] for code in ACTORS])
    assert run.pair("belief").shape == (2, 3, 13, 4, 4)
    # RIVAL (3) about HUB (2), plan 1, year 1: 0.1 * 4 + 0.02 * 2 + 0.01 + 0.001
    assert run.pair("belief")[0, 1, 1, 3, 2] == pytest.approx(0.451)


def test_values_are_loaded_once() -> None:
    run = findings()
    assert run.values("outcome") is run.values("outcome")


def test_names_are_those_that_people_use() -> None:
    run = findings()
    assert [run.side(name) for name in ("HUB", "pact", "friends", "other-side")] == [
        "Hub", "Western Pact", "Friends", "Other side",
    ]  # fmt: skip
    assert run.query("threat RIVAL friends") == "Threat: Rival / Friends"
    assert run.query("tragic_share") == "Tragic share"
    assert run.unit("threat RIVAL friends") == "index, 0 to 1"
    assert run.plan_title("half") == "Half way"


def test_codes_stay_capital_in_the_name_of_a_group() -> None:
    assert findings().side("all-but-hub") == "All but HUB"


def test_an_alliance_with_a_long_name_goes_by_its_key() -> None:
    run = findings()
    pact = run.scenario.world.alliances["pact"]
    long = pact.model_copy(update={"name": "Treaty Organization of the West"})
    world = run.scenario.world.model_copy(update={"alliances": {"pact": long}})
    run.scenario = run.scenario.model_copy(update={"world": world})
    assert run.side("pact") == "PACT"


def test_a_group_of_one_is_called_like_its_actor() -> None:
    run = findings()
    run.scenario = run.scenario.model_copy(update={"groups": {"foe": ("RIVAL",)}})
    assert run.side("foe") == "Rival"
