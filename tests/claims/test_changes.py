"""Changes: what is set is read once, and acts as it says."""

import json
from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest

import detente
from detente.claims.changes import Applied, of_actors, pinned, read
from detente.core.errors import RunError, UsageError
from detente.lenses.lens import load as load_lens
from detente.lenses.lens import sample
from detente.worlds.assumed import StatusQuo
from detente.worlds.compile import compile_scenario
from detente.worlds.schema import Scenario


@pytest.fixture(scope="module")
def scenario(tiny: Path) -> Scenario:
    """Return the small scenario."""
    return detente.load(tiny)


def test_a_parameter_is_the_same_in_every_draw_and_all_else_stays(
    scenario: Scenario,
) -> None:
    lens = load_lens("record")
    before, after = (
        sample(lens, 9, 1),
        sample(read(["belief.empathy=0.8"], scenario).lens(lens), 9, 1),
    )
    assert after["belief.empathy"] == pytest.approx(np.full(9, 0.8))
    for key in before:
        if key != "belief.empathy":
            assert (before[key] == after[key]).all(), key


def test_an_interval_holds_ninety_per_cent_of_the_draws(scenario: Scenario) -> None:
    lens = read({"threat.advantage": "0.5:2"}, scenario).lens(load_lens("prior"))
    drawn = sample(lens, 20_000, 1)["threat.advantage"]
    # Symmetric on the log side: 5 % below 1/2, half below 1, 5 % above 2.
    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx([0.5, 1, 2], rel=0.03)


def test_equal_changes_are_told_alike(scenario: Scenario) -> None:
    one = read(["rival.revisionist = 70%", "belief.empathy=0.80"], scenario)
    other = read({"belief.empathy": 0.8, "RIVAL.revisionist": 0.7}, scenario)
    assert one.said == other.said == ("RIVAL.revisionist=0.7", "belief.empathy=0.8")


def test_a_tie_is_set_whichever_way_round_and_has_a_source(scenario: Scenario) -> None:
    for pair in ("HUB-RIVAL", "RIVAL-HUB"):
        world = read([f"{pair}.tie=1"], scenario).scenario.world
        found = [t for t in world.ties if set(t.between) == {"HUB", "RIVAL"}]
        assert [tie.level for tie in found] == [1]
        assert found[0].source in world.sources


def test_a_move_is_taken_out_or_added(scenario: Scenario) -> None:
    plan = max(scenario.plans, key=lambda key: len(scenario.plans[key].moves))
    moves = scenario.plans[plan].moves
    rest = read([f"{plan}.drop=1"], scenario).scenario.plans[plan].moves
    assert rest == moves[1:]
    year = scenario.years[2]
    line = f'{plan}.add={{kind="tie", by="HUB", to=["ALLY"], level=4, year={year}}}'
    more = read([line], scenario).scenario.plans[plan].moves
    assert more[:-1] == moves
    assert (more[-1].kind, more[-1].year) == ("tie", year)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("belief.empaty=0.8", 'did you mean "belief.empathy"?'),
        ("belief.empathy", "expected KEY=VALUE"),
        ("belief.empathy=1", "a number between 0 and 1"),
        ("belief.empathy=nan", "expected a number"),
        ("threat.advantage=2:1", "turn it round"),
        ("HUBB.empathy=0.5", 'did you mean "HUB"?'),
        ("HUB.empathy=70", "a share from 0 to 1"),
        ("HUB-HUB.tie=1", "a tie of two actors"),
        ("HUB-ALLY.tie=9", "a level of the ladder"),
        ("nowhere.drop=1", "a plan of the scenario"),
        ("guarantee.drop=99", "the number of a move"),
        ('guarantee.add={kind="tie"}', "guarantee.add.year"),
        ("guarantee.add=}", "a move as scenario files write it"),
        (
            'guarantee.add={kind="tie", by="HUB", to=["NOBODY"], level=1, year=2030}',
            "an actor",
        ),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    scenario: Scenario, line: str, said: str
) -> None:
    with pytest.raises(UsageError, match="set") as problem:
        read([line], scenario)
    assert said in str(problem.value)
    assert "\n" not in str(problem.value)


def test_two_values_of_one_thing_are_refused(scenario: Scenario) -> None:
    with pytest.raises(UsageError, match="two of HUB"):
        read(["HUB.empathy=0.1", "hub.empathy=0.2"], scenario)


def test_a_run_knows_the_lens_it_held_and_whether_an_actor_was_set(
    scenario: Scenario,
) -> None:
    said = ("HUB.empathy=0.5", "belief.empathy=0.8", "guarantee.drop=1")
    lens = pinned(said, load_lens("prior"), scenario)
    assert lens.beliefs["belief.empathy"].sd == 0
    assert of_actors(said)
    assert not of_actors(said[1:])


def test_the_empathy_of_every_actor_set_alike_is_that_of_the_law(
    tiny: Path, tmp_path: Path
) -> None:
    def outcomes(changes: dict[str, float]) -> np.ndarray:
        run = detente.run(
            tiny, ["spiral"], 8, 1, 1, tmp_path, changes=changes, workers=1
        )
        return run.outcomes["outcome"].to_numpy()

    every = outcomes({f"{code}.empathy": 0.9 for code in ("HUB", "ALLY", "RIVAL")})
    law, plain = outcomes({"belief.empathy": 0.9}), outcomes({})
    assert every == pytest.approx(law, rel=1e-4, abs=1e-6)
    assert np.abs(law - plain).max() > 1e-3
    # Asked for by the scenario's name, only the run as it stands is found.
    assert not detente.open_run("tiny", tmp_path).made_from.get("changes")


def test_a_stopped_run_with_changes_goes_on_as_the_same_run(
    tiny: Path, tmp_path: Path
) -> None:
    said = [
        "HUB-RIVAL.tie=1", "guarantee.drop=1", "belief.empathy=0.8",
        "pact.integration=0.5", 'status_quo.add={by = "RIVAL", of = "HUB", weight = 2}',
    ]  # fmt: skip

    def stop(stage: str, done: int, total: int, left: float | None) -> None:
        if stage == "simulating" and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        detente.run(
            tiny, ["spiral"], 8, 1, 1, tmp_path, changes=said, workers=1, progress=stop
        )
    (folder,) = (tmp_path / "tiny").iterdir()
    run = detente.resume(folder, workers=1)
    assert run.folder.samefile(folder)
    assert run.to_json()["changes"] == sorted(said)


def test_only_a_changed_run_is_none_as_it_stands(tiny: Path, tmp_path: Path) -> None:
    detente.run(
        tiny, ["spiral"], 8, 1, 1, tmp_path, changes={"belief.empathy": 0.9}, workers=1
    )
    with pytest.raises(RunError, match="nothing finished"):
        detente.open_run("tiny", tmp_path)


def test_a_scenario_sets_parameters_itself_and_its_reader_overrides_them() -> None:
    scenario = detente.load("jervis-1")
    lens = load_lens("prior")
    held = read([], scenario)
    assert held.said == ()
    set_by = held.lens(lens).beliefs
    assert np.exp(set_by["threat.advantage"].centre) == pytest.approx(2.0)
    assert set_by["threat.advantage"].sd == 0
    assert set_by["threat.advantage"].origin == "assumed"
    over = read(["threat.advantage=1"], scenario)
    assert over.said == ("threat.advantage=1",)
    assert over.lens(lens).beliefs["threat.advantage"].centre == 0
    again = pinned(over.said, lens, scenario)
    assert again.beliefs == over.lens(lens).beliefs


def test_moves_added_in_another_order_are_the_same_change(scenario: Scenario) -> None:
    adds = [
        f'guarantee.add={{kind = "tie", by = "HUB", to = ["ALLY"], level = 2, '
        f"year = {year}}}"
        for year in (2026, 2027)
    ]
    one, other = read(adds, scenario), read(adds[::-1], scenario)
    assert one.said == other.said
    assert one.scenario == other.scenario


def test_what_single_precision_cannot_hold_is_refused(scenario: Scenario) -> None:
    with pytest.raises(UsageError, match="a number up to 1e\\+06"):
        read(["belief.engagement=1e39"], scenario)


def bits(scenario: Scenario) -> list[np.ndarray]:
    """Return every array that a scenario is compiled to."""
    compiled: Any = compile_scenario(scenario)
    return [np.asarray(x) for x in jax.tree.leaves((compiled.plans, compiled.first))
            if not isinstance(x, str)]  # fmt: skip


def alike(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    """Return whether two scenarios are the same bit for bit."""
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


ADD = 'status_quo.add={by = "RUS", of = "nato", weight = 2, steps = "accessions"}'


@pytest.mark.parametrize(
    ("name", "line", "neutral", "path", "written"),
    [
        ("nato-east-asia", "us-asia.integration=50%", "us-asia.integration=0",
         ("alliances", "us-asia"), {"integration": 0.5}),
        ("nato-russia-1993", "status_quo.1=0.5", "status_quo.1=1",
         ("status_quo", 0), {"weight": 0.5}),
    ],
)  # fmt: skip
def test_a_fact_that_is_set_is_the_same_as_written_and_its_own_value_moves_no_bit(
    name: str, line: str, neutral: str, path: tuple[Any, Any], written: dict[str, float]
) -> None:
    plain = detente.load(name)
    data = json.loads(plain.model_dump_json())
    data["world"][path[0]][path[1]] |= written
    by_hand = bits(Scenario.model_validate_json(json.dumps(data)))
    changed = read([line], plain)
    before, after = bits(plain), bits(changed.scenario)
    assert alike(after, by_hand)
    assert not alike(before, after)
    assert read([neutral], plain).scenario == plain
    # A kept run has it already, and keeps what was said.
    again = read(Applied(changed.said), changed.scenario)
    assert (again.said, again.scenario) == (changed.said, changed.scenario)


def test_a_further_entry_overrides_those_of_the_file() -> None:
    plain = detente.load("nato-russia-1993")
    changed = read([ADD], plain)
    entry = changed.scenario.world.status_quo[-1]
    assert entry == StatusQuo(
        by=("RUS",), of=("nato",), weight=2.0, steps="accessions",
        why="Set by the reader.",
    )  # fmt: skip
    assert not alike(bits(plain), bits(changed.scenario))
    # A kept run has it already: it is not added twice.
    again = read(Applied(changed.said), changed.scenario).scenario
    assert len(again.world.status_quo) == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("us-asi.integration=1", 'did you mean "us-asia"?'),
        ("nato.integration=1", "whose rule is consensus"),
        ("us-asia.integration=2", "a share from 0 to 1"),
        ("status_quo.1=1", "since world.toml has no entry"),
        ("status_quo.add=1", "an entry as world.toml writes it"),
        ('status_quo.add={by = "CHN", of = "USA", weight = 4}', "add.weight"),
        ('status_quo.add={by = "CHN", of = "US", weight = 0}', "an actor, alliance"),
    ],
)
def test_a_fact_that_is_not_there_is_told_in_one_line(line: str, said: str) -> None:
    with pytest.raises(UsageError, match="set") as problem:
        read([line], detente.load("nato-east-asia"))
    assert said in str(problem.value)
    assert "\n" not in str(problem.value)
