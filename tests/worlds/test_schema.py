"""What a scenario may say: each wrong input is answered where it is wrong."""

import doctest
import importlib
import inspect
import math
import pkgutil
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

import detente.worlds
from detente.core.errors import ScenarioError
from detente.worlds import explain, outcomes
from detente.worlds.load import STARTER, load, parse
from detente.worlds.outcomes import (
    EVENT_WIDTH,
    EVENTS,
    OUTCOMES,
    RATIO_WIDTH,
    width_for,
)
from detente.worlds.schema import Distribution, Scenario, TieMove, World

Change = Callable[[str, str, str], str]

WORLD = "world.toml"
ARGUMENT = "scenario.toml"
SPENDING = "spending = 300000.0"
MOVE = "plans.guarantee.moves#1"
PART = "claims.rival-fears.parts#1"
CONTRAST = 'contrast = "difference"'


@pytest.fixture
def refusal(tmp_path: Path) -> Change:
    """Change one place of the starter scenario, and return why it is refused."""

    def change(file: str, old: str, new: str) -> str:
        names = (WORLD, ARGUMENT)
        texts = {name: (STARTER / name).read_text("utf-8") for name in names}
        assert old in texts[file]
        texts[file] = texts[file].replace(old, new, 1)
        folder = tmp_path / "mine"
        folder.mkdir()
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
        with pytest.raises(ScenarioError) as caught:
            load(folder)
        return str(caught.value)

    return change


def starter() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the starter scenario as its files say it."""
    argument, facts = (
        tomllib.loads((STARTER / name).read_text("utf-8")) for name in (ARGUMENT, WORLD)
    )
    return argument, facts


# Where it is wrong, what the file said, what it says now, and what must be answered.
WRONG_FACTS = [
    ("actors.HUB.spending", SPENDING, "spending = -3", "got -3; write the figure in"),
    ("actors.HUB.spending", SPENDING, "spending = nan", "got nan"),
    ("actors.HUB.spending", SPENDING, "spending = inf", "got inf"),
    ("actors.HUB.spending", SPENDING, "spending = true", "got true"),
    ("actors.HUB.spending", SPENDING, 'spending = "12 %"', 'got "12 %"'),
    ("actors.HUB.spending", SPENDING, "spending = 2024-01-01", "got a date"),
    ("actors.HUB.spending", SPENDING, "spending = []", "got an empty list"),
    ("actors.HUB.spending", SPENDING, "spending = 1e300", "got 1e+300"),
    ("actors.HUB.spending", SPENDING, f"spending = 0x{'f' * 9000}", "very large"),
    ("actors.HUB.spending", SPENDING, "", "got nothing; add it"),
    ("actors.HUB", SPENDING, "spendng = 3.0", 'did you mean "spending"?'),
    (
        "actors.HUB.spending.why",
        SPENDING,
        "spending = { median = 3.0, sd_log = 0.2 }",
        "got nothing",
    ),
    (
        "actors.HUB.spending.median",
        SPENDING,
        'spending = { median = -1.0, sd_log = 0.2, why = "?" }',
        "expected a median > 0",
    ),
    ("actors.HUB.gdp", "gdp = 9000000.0", "gdp = 0", "expected a number > 0"),
    ("actors.HUB.theatre", 'theatre = "west"', 'theatre = "wst"', '"west"?'),
    ("actors.HUB.capital#1", "[40.0, -70.0]", "[400.0, -70.0]", "got 400.0"),
    ("actors.HUB.capital", "[40.0, -70.0]", "[40.0]", "got too few"),
    ("actors.ally", "[actors.ALLY]", "[actors.ally]", "2-8 capital letters"),
    ("line 36", "[actors.ALLY]", "[actors.HUB]", "two actors cannot have one code"),
    ("facts.spending.unit", '"million current USD"', '"billion USD"', "billion USD"),
    ("facts.spending.source", '"invented"', '"invnted"', 'did you mean "invented"?'),
    ("facts", "gdp  ", "gpd  ", 'did you mean "gdp"?'),
    ("alliances.pact.members", '["HUB"]', '["HUB", "ALY"]', 'did you mean "ALLY"?'),
    ("alliances.pact.members", '["HUB"]', '["HUB", "HUB"]', "each member once"),
    ("alliances.pact.joined", '["HUB"]', '["HUB", "ALLY"]', "accession for ALLY"),
    ("alliances.pact.joined", "HUB = 1950", "HUB = 1950, ALLY = 1951", "a member"),
    ("alliances.pact.joined.HUB", "HUB = 1950", "HUB = 2040", "up to 2023"),
    ("alliances.pact.hub", 'hub = "HUB"', "", "the member that decides"),
    ("alliances.pact.hub", 'hub = "HUB"', 'hub = "ALLY"', "expected a member"),
    ("alliances.pact.rule", 'rule = "hub"', 'rule = "hob"', 'did you mean "hub"?'),
    ("alliances.pact.area", 'area = ["west"]', 'area = ["wet"]', '"west"?'),
    ("ties#1.level", "level = 2", "level = 5", "a level of the ladder, 0 to 4, got 5"),
    ("ties#1.between", '["HUB", "ALLY"]', '["HUB", "HUB"]', '"HUB" twice'),
    ("ties#1.between", '["HUB", "ALLY"]', '["pact", "ALY"]', 'did you mean "ALLY"?'),
    ("ties#1.between", '["HUB", "ALLY"]', '["pact", "pact"]', "at least one actor"),
    ("ties#1.since", "since = 1990", "since = 2030", "up to 2023"),
    ("ties", "[[ties]]", "[ties]", "write each entry under [[name]]"),
    ("majors.of", '["HUB", "RIVAL"]', '["HUB", "RIVL"]', 'did you mean "RIVAL"?'),
    ("majors.of", '["HUB", "RIVAL"]', '["HUB", "HUB"]', "each actor once"),
    ("majors.source", '"RIVAL"]\nsource = "invented"', '"RIVAL"]', "got nothing"),
    ("neighbours#1.by_sea", '["RIVAL"]', '["RIVAL", "RIVAL"]', "each pair once"),
    ("neighbours#1.by_sea", '["RIVAL"]', '["ALLY"]', "two different sides"),
    ("heat#1.between", '[["ALLY"], ["RIVAL"]]', '[["ALLY"], ["RIVL"]]', '"RIVAL"?'),
    ("suspicions#1.level", "level = 2\nwhy", "level = 9\nwhy", "0 to 3, got 9"),
    ("world", "start = 2023", "strt = 2023", 'did you mean "start"?'),
    ("world.start", "start = 2023", "start = 2023.5", "got 2023.5"),
]

WRONG_ARGUMENTS = [
    ("top level", "title =", "ttle =", 'did you mean "title"?'),
    ("top level", "title =", 'slug = "x"\ntitle =', "take it out"),
    ("title", '"Guarantee or distance"', '"a\\u001b[2J"', "\\x1b[2J"),
    ("title", '"Guarantee or distance"', '" "', "expected one line of text"),
    ("line 4", '"Guarantee or distance"', "Guarantee", "expected valid TOML"),
    ("horizon", "horizon = 2035", "horizon = 2022", "from 2023 to 2122"),
    ("horizon", "horizon = 2035", "horizon = 2200", "from 2023 to 2122"),
    ("baseline", '"distance"', '"distnce"', 'did you mean "distance"?'),
    ("groups.friends", '["HUB", "ALLY"]', '["HUB", "ALY"]', 'did you mean "ALLY"?'),
    ("groups.friends", '["HUB", "ALLY"]', '["HUB", "HUB"]', "each actor once"),
    ("groups.friends", '["HUB", "ALLY"]', "[]", "got an empty list"),
    ("groups.pact", "[groups]", '[groups]\npact = ["HUB"]', "no alliance has"),
    (f"{MOVE}.year", "year = 2025", "year = 2022", "from 2023 to 2035, got 2022"),
    (f"{MOVE}.year", "year = 2025", "year = 2036", "from 2023 to 2035, got 2036"),
    (f"{MOVE}.until", "year = 2025", "year = 2025\nuntil = 2024", "got 2024"),
    (f"{MOVE}.to", 'to = ["ALLY"]', 'to = ["ALY"]', 'did you mean "ALLY"?'),
    (f"{MOVE}.to", 'to = ["ALLY"]', "to = 3", "expected a list of codes"),
    (f"{MOVE}.by", 'by = "pact"', 'by = "pakt"', 'did you mean "pact"?'),
    (f"{MOVE}.to", 'by = "pact"', 'by = "ALLY"', '"ALLY" itself'),
    (f"{MOVE}.consent", 'by = "pact"', 'by = "HUB"', "which votes"),
    (f"{MOVE}.kind", 'kind = "tie"', 'kind = "shok"', 'did you mean "shock"?'),
    (f"{MOVE}.kind", 'kind = "tie"', "", "got nothing; add the kind"),
    (f"{MOVE}.level", "level = 4", "level = 5", "got 5"),
    (MOVE, "level = 4", "levl = 4\nlevel = 4", 'did you mean "level"?'),
    (f"{PART}.outcome", '"threat"', '"thraet"', 'did you mean "threat"?'),
    (f"{PART}.toward", '"threat"', '"security"', "take it out"),
    (f"{PART}.toward", 'toward = "friends"', "", '"threat" has 2 side(s)'),
    (f"{PART}.toward", '"friends"\nyears', '"freinds"\nyears', '"friends"?'),
    (f"{PART}.years", "[2028, 2035]", "[2028, 2045]", "got [2028, 2045]"),
    (f"{PART}.years", "[2028, 2035]", "[2035, 2028]", "got [2035, 2028]"),
    (f"{PART}.years", "[2028, 2035]", "[2028]", "got too few"),
    (f"{PART}.years#1", "[2028, 2035]", '["2028", 2035]', 'got "2028"'),
    (f"{PART}.level", CONTRAST, 'contrast = "level"', "go together"),
    (f"{PART}.level", CONTRAST, "level = 0.5", "go together"),
    (f"{PART}.why", CONTRAST, "width = 0.5", "the reason for the width"),
    (f"{PART}.width", CONTRAST, 'width = 0.0\nwhy = "?"', "a width > 0"),
    (f"{PART}.without", CONTRAST, 'without = "word"', 'did you mean "words"?'),
    (f"{PART}.without", CONTRAST, 'without = ["HUB", "CHN"]', "expected an actor"),
    (f"{PART}.than.of", CONTRAST, 'than = { outcome = "security" }', "got nothing"),
    (f"{PART}.than.outcome", CONTRAST, 'than = { outcome = "safety" }', "outcome"),
    (f"{PART}.against", CONTRAST, 'against = "distnce"', 'did you mean "distance"?'),
    (f"{PART}.plan", CONTRAST, 'plan = "distance"', '"distance" twice'),
    (f"{PART}.plan", CONTRAST, 'against = "guarantee"', '"guarantee" twice'),
    ("claims.rival-fears.plan", 'plan = "guarantee"', 'plan = "garantee"', "?"),
    (
        "claims.rival-fears.weak",
        'reading = "spiral"',
        'weak = ["x"]\nreading = "spiral"',
        "a plan",
    ),
    ("claims.rival-fears.modality", '"could well"', '"maybe"', "choose one of them"),
    (
        "claims.rival-fears.parts",
        "[[claims.rival-fears.parts]]",
        "[claims.rival-fears.parts]",
        "expected 1 to 20 parts",
    ),
]


@pytest.mark.parametrize(("where", "old", "new", "answer"), WRONG_FACTS)
def test_a_wrong_fact_is_answered_in_one_line(
    refusal: Change, where: str, old: str, new: str, answer: str
) -> None:
    _is_answer(refusal(WORLD, old, new), f"mine/{WORLD}, {where}: ", answer)


@pytest.mark.parametrize(("where", "old", "new", "answer"), WRONG_ARGUMENTS)
def test_a_wrong_argument_is_answered_in_one_line(
    refusal: Change, where: str, old: str, new: str, answer: str
) -> None:
    _is_answer(refusal(ARGUMENT, old, new), f"mine/{ARGUMENT}, {where}: ", answer)


def _is_answer(message: str, start: str, part: str) -> None:
    assert message.startswith(start)
    assert part in message
    assert ": expected " in message
    assert ", got " in message
    assert message.isprintable()
    assert len(message) < 400


@pytest.mark.parametrize(
    ("move", "answer"),
    [
        ({"kind": "join", "by": "HUB", "to": "pact"}, 'outside "pact"'),
        ({"kind": "join", "by": "ALLY", "to": "pakt"}, 'did you mean "pact"?'),
        ({"kind": "post", "by": ["HUB"], "theatre": "wst", "share": 0.1}, '"west"?'),
        ({"kind": "post", "by": "HUB", "theatre": "east", "share": 1.5}, "got 1.5"),
        ({"kind": "declare", "by": "HUB", "to": "RIVAL", "purpose": "?"}, "choose one"),
        ({"kind": "restrain", "by": "HUB", "to": "RIVL", "strength": 1}, '"RIVAL"?'),
        ({"kind": "transfer", "by": "HUB", "to": "ALLY", "amount": -1}, "got -1"),
        ({"kind": "transfer", "by": "HUB", "to": "HUB", "amount": 1}, "itself"),
        ({"kind": "shock", "on": ["ALY"], "strength": 1}, 'did you mean "ALLY"?'),
        ({"kind": "shock", "on": ["ALLY"], "strength": 4}, "0 to 3"),
        (
            {"kind": "pledge", "by": "HUB", "to": "RIVAL", "credibility": 1.2},
            "expected a probability from 0 to 1, got 1.2",
        ),
        ({"kind": "pledge", "by": "HUB", "to": "RIVL", "credibility": 1}, '"RIVAL"?'),
        ({"kind": "limit", "by": ["HUB"]}, "a ceiling on growth"),
        ({"kind": "limit", "by": ["HUB"], "level": 0}, "a level > 0"),
        ({"kind": "hotline", "between": ["HUB", "HUB"], "share": 0.1}, "twice"),
        ({"kind": "inspect", "between": ["HUB", "ALY"], "share": 0.1}, '"ALLY"?'),
        ({"kind": "separate", "between": ["HUB", "ALLY"], "share": 1.1}, "got 1.1"),
        ({"kind": "withdraw", "by": ["HUB"], "theatre": "wst", "share": 0}, '"west"?'),
        ({"kind": "post", "by": ["HUB"], "theatre": "east", "share": 1.01}, "0 to 1"),
        ("march", "expected a move"),
        (
            {"kind": "declare", "by": "HUB", "to": "RIVAL", "consent": True},
            '"consent"',
        ),
    ],
)
def test_a_wrong_move_of_each_kind_is_answered(move: object, answer: str) -> None:
    argument, facts = starter()
    argument["moves"] = [{**move, "year": 2024} if isinstance(move, dict) else move]
    with pytest.raises(ScenarioError, match=re.escape(answer)) as caught:
        parse(argument, facts, "mine")
    assert str(caught.value).startswith("mine/scenario.toml, moves#1")


def test_shares_abroad_add_up_to_at_most_one_in_every_plan() -> None:
    argument, facts = starter()
    facts["posture"] = [{"by": "HUB", "theatre": "east", "share": 0.5, "why": "x"}]
    post = {"kind": "post", "by": ["HUB"], "theatre": "east", "share": 0.3}
    argument["moves"] = [post | {"year": 2024, "until": 2025}]
    argument["plans"]["guarantee"]["moves"].append(post | {"year": 2026})
    parse(argument, facts, "mine")
    argument["moves"][0]["until"] = 2026
    with pytest.raises(ScenarioError, match=r"moves#2.share.*got 1.1 in 2026"):
        parse(argument, facts, "mine")


def test_no_more_is_withdrawn_than_is_there() -> None:
    argument, facts = starter()
    facts["posture"] = [{"by": "HUB", "theatre": "east", "share": 0.5, "why": "x"}]
    move = {"kind": "withdraw", "by": ["HUB"], "theatre": "east", "year": 2024}
    argument["moves"] = [move | {"share": 0.5}]
    parse(argument, facts, "mine")
    argument["moves"] = [move | {"share": 0.6}]
    answer = r"moves#1.share: expected at most the 0.5 of HUB stationed in east in 2024"
    with pytest.raises(ScenarioError, match=answer):
        parse(argument, facts, "mine")


def test_what_is_withdrawn_may_be_posted_elsewhere() -> None:
    argument, facts = starter()
    facts["theatres"]["south"] = {"name": "South"}
    facts["posture"] = [{"by": "HUB", "theatre": "east", "share": 0.5, "why": "x"}]
    home = {"kind": "withdraw", "by": ["HUB"], "theatre": "east", "year": 2024}
    post = {"kind": "post", "by": ["HUB"], "theatre": "south", "year": 2024}
    argument["moves"] = [home | {"share": 0.5}, post | {"share": 0.9}]
    parse(argument, facts, "mine")
    argument["moves"][0]["share"] = 0.3
    with pytest.raises(ScenarioError, match=r"moves#2.share.*got 1.1 in 2024"):
        parse(argument, facts, "mine")


def test_an_alliance_without_members_is_refused() -> None:
    argument, facts = starter()
    facts["alliances"]["pact"] |= {"members": [], "joined": {}}
    with pytest.raises(ScenarioError, match=r"alliances.pact.members: expected a list"):
        parse(argument, facts, "mine")


def test_two_actors_do_not_share_a_number() -> None:
    argument, facts = starter()
    facts["actors"]["HUB"]["cow"] = facts["actors"]["ALLY"]["cow"] = 7
    with pytest.raises(ScenarioError, match=r"actors.ALLY.cow.*got 7, which HUB has"):
        parse(argument, facts, "mine")


def test_forces_at_home_are_not_abroad() -> None:
    argument, facts = starter()
    facts["posture"] = [{"by": "HUB", "theatre": "west", "share": 0.5, "why": "x"}]
    with pytest.raises(ScenarioError, match=r"posture#1.theatre: expected another"):
        parse(argument, facts, "mine")


def test_the_difference_of_arms_needs_a_width_of_its_own() -> None:
    argument, facts = starter()
    part = argument["claims"]["ally-safer"]["parts"][0]
    part.clear()
    part |= {"outcome": "arms", "of": "RIVAL", "years": [2028, 2035]}
    part |= {"contrast": "ratio", "holds_if": "above"}
    parse(argument, facts, "mine")
    part["contrast"] = "difference"
    with pytest.raises(ScenarioError, match=r"width: expected a width in million"):
        parse(argument, facts, "mine")


def test_both_files_are_read_before_the_first_mistake_is_named() -> None:
    argument, facts = starter()
    argument["horizon"] = "soon"
    facts["actors"]["HUB"]["gdp"] = -1.0
    with pytest.raises(ScenarioError, match=r"world.toml.*gdp.*\(and 1 more\)$"):
        parse(argument, facts, "mine")


def test_a_scenario_says_who_is_behind_every_name() -> None:
    scenario = load(STARTER)
    assert scenario.sides["friends"] == ("HUB", "ALLY")
    assert scenario.sides["pact"] == scenario.sides["HUB"] == ("HUB",)
    assert scenario.world.codes == ("HUB", "ALLY", "RIVAL")
    assert list(scenario.years)[::12] == [2023, 2035]
    assert isinstance(scenario.moves_of("guarantee")[0], TieMove)
    assert scenario.moves_of("distance") == ()


def test_a_missing_figure_is_a_distribution_and_the_record_cannot_be_changed() -> None:
    scenario = load(STARTER)
    assert isinstance(scenario.world.actors["RIVAL"].gdp, Distribution)
    with pytest.raises(ValidationError):
        scenario.horizon = 2030


def test_a_scenario_survives_a_round_trip_through_json() -> None:
    scenario = load(STARTER)
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


def test_widths_follow_one_rule() -> None:
    for outcome in OUTCOMES.values():
        width, reason = width_for(outcome.name, "ratio") or (math.nan, "")
        assert width == (EVENT_WIDTH if outcome.name in EVENTS else RATIO_WIDTH)
        assert reason
        assert outcome.width_reason
        if outcome.unit == "probability a year":
            assert outcome.width == 0.01
        elif outcome.unit.startswith(("index", "share")) or (
            outcome.unit == "probability"
        ):
            assert outcome.width == 0.02
    assert width_for("arms", "difference") is None
    assert doctest.testmod(outcomes).failed == 0


def test_paths_read_like_the_file() -> None:
    assert doctest.testmod(explain).failed == 0


def test_every_field_is_described_in_the_docstring_of_its_model() -> None:
    models: set[type[BaseModel]] = set()
    for found in pkgutil.iter_modules(detente.worlds.__path__):
        if found.name in {"compile", "measures"}:
            continue
        module = importlib.import_module(f"detente.worlds.{found.name}")
        models |= {
            value
            for value in vars(module).values()
            if inspect.isclass(value) and issubclass(value, BaseModel)
        }
    assert {Scenario, World} <= models
    for model in models - {BaseModel}:
        described = "\n".join(base.__doc__ or "" for base in model.__mro__)
        for name in model.model_fields:
            assert re.search(rf"^\s+{name}: \S", described, re.M), (model, name)
