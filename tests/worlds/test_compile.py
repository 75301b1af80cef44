"""Compiling: a scenario file becomes arrays, name by name and year by year."""

import copy
import tomllib
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from detente.core.errors import ScenarioError
from detente.dynamics.pairs import Dense
from detente.laws import power
from detente.worlds.compile import Compiled, compile_scenario
from detente.worlds.load import STARTER, parse
from detente.worlds.restraint import RESTRAINTS

PLACES = {
    "BRIT": ("west", [51.5, -0.13]),
    "FRAN": ("west", [48.86, 2.35]),
    "OVER": ("over", [38.9, -77.04]),
    "JAPA": ("east", [35.68, 139.69]),
    "CHIN": ("east", [39.9, 116.4]),
    "OZZI": ("south", [-35.28, 149.13]),
}
OF = {code: place for place, code in enumerate(sorted(PLACES))}


def facts() -> dict[str, Any]:
    """Return a world of six actors: an alliance of three, a hub alliance of two."""
    base = tomllib.loads((STARTER / "world.toml").read_text("utf-8"))
    actor = base["actors"]["HUB"]
    base["theatres"] = {t: {"name": t} for t in ("west", "over", "east", "south")}
    base["actors"] = {
        code: {**actor, "name": code, "theatre": theatre, "capital": capital}
        for code, (theatre, capital) in PLACES.items()
    }
    base["alliances"] = {
        "league": {
            "name": "League",
            "rule": "consensus",
            "members": ["BRIT", "FRAN", "OVER"],
            "joined": {"BRIT": 1949, "FRAN": 1949, "OVER": 1949},
            "area": ["west", "over"],
            "source": "invented",
        },
        "wheel": {
            "name": "Wheel",
            "rule": "hub",
            "hub": "OVER",
            "members": ["OVER", "JAPA"],
            "joined": {"OVER": 1951, "JAPA": 1951},
            "source": "invented",
        },
    }
    about = {"since": 1990, "name": "Agreement", "source": "invented"}
    base["ties"] = [
        {"between": ["OVER", "JAPA"], "level": 4, **about},
        {"between": ["league", "OZZI"], "level": 1, **about},
    ]
    base.pop("majors")
    base["neighbours"] = [{"of": "CHIN", "by_sea": ["JAPA"]}]
    base["pacts"] = [{"between": ["CHIN", "JAPA"], **about}]
    base["suspicions"] = [
        {"by": ["league"], "of": ["CHIN"], "level": 2, "why": "x"},
        {"by": ["FRAN"], "of": ["CHIN"], "level": 1, "why": "a later entry"},
    ]
    base["heat"] = [{"between": [["JAPA"], ["CHIN"]], "level": 2, "why": "x"}]
    base["posture"] = [{"by": "OVER", "theatre": "east", "share": 0.2, "why": "x"}]
    return base


def argued(plans: dict[str, list[dict[str, Any]]], **more: Any) -> dict[str, Any]:
    """Return an argument with these plans' moves."""
    base = tomllib.loads((STARTER / "scenario.toml").read_text("utf-8"))
    base["groups"] = {"asia": ["CHIN", "JAPA"]}
    base["baseline"] = "idle"
    base["horizon"] = 2032
    base["plans"] = {
        name: {"title": name, "moves": moves}
        for name, moves in {"idle": [], **plans}.items()
    }
    claim = copy.deepcopy(base["claims"]["ally-safer"])
    claim["plan"] = "plan"
    claim["parts"] = [{**claim["parts"][0], "of": "CHIN", "toward": "asia"}]
    claim["parts"][0]["years"] = [2028, 2030]
    base["claims"] = {"one": claim}
    return {**base, **more}


def compiled(*moves: dict[str, Any], world: Any = None, **more: Any) -> Compiled:
    """Return the arrays of a scenario with one plan of those moves beside idling."""
    argument = argued({"plan": list(moves)}, **more)
    return compile_scenario(parse(argument, world or facts(), "made"))


def tie(by: str, to: list[str], level: float, year: int, **more: Any) -> dict[str, Any]:
    return {"kind": "tie", "by": by, "to": to, "level": level, "year": year, **more}


def year(number: int) -> int:
    """Return the position of a year."""
    return number - 2023


# the world


def test_distances_are_great_circles() -> None:
    world = compiled().plans["plan"].world
    london_paris = world.distance[OF["BRIT"], OF["FRAN"]]
    assert london_paris == pytest.approx(343.5, abs=1.5)
    # Worked by hand: cos c = sin a sin b + cos a cos b cos(l), 6371 km a radian.
    a, b, l = np.radians([51.5, 48.86, 2.48])  # noqa: E741
    angle = np.arccos(np.sin(a) * np.sin(b) + np.cos(a) * np.cos(b) * np.cos(l))
    assert london_paris == pytest.approx(6371 * angle, rel=1e-4)
    np.testing.assert_allclose(world.distance, world.distance.T)
    assert (np.diagonal(world.distance) == 0).all()
    assert world.distance[OF["OVER"], OF["JAPA"]] == pytest.approx(10910, rel=0.01)


def test_actors_stand_in_the_order_of_their_codes_whatever_the_file_says() -> None:
    moves = [
        tie("league", ["JAPA", "OZZI"], 2, 2024, consent=True),
        {"kind": "post", "by": ["FRAN"], "theatre": "east", "share": 0.1, "year": 2025},
    ]
    turned = facts()
    turned["actors"] = dict(reversed(turned["actors"].items()))
    turned["alliances"]["league"]["members"].reverse()
    one, other = compiled(*moves), compiled(*moves, world=turned)
    assert one.actors == other.actors == tuple(sorted(PLACES))
    jax.tree.map(np.testing.assert_array_equal, one.plans, other.plans)
    jax.tree.map(np.testing.assert_array_equal, one.first, other.first)
    assert one.sides.keys() == other.sides.keys()
    for name, mask in one.sides.items():
        np.testing.assert_array_equal(mask, other.sides[name])


def test_codes_of_pairs_differ_and_those_of_unordered_pairs_agree_both_ways() -> None:
    world = compiled().plans["plan"].world
    assert len(np.unique(world.ordered)) == 36
    np.testing.assert_array_equal(world.unordered, world.unordered.T)
    assert len(np.unique(world.unordered)) == 21


def test_members_are_bound_where_the_treaty_holds_and_hubs_bind_by_ties_alone() -> None:
    made = compiled()
    floor = made.first.tie_floor
    league = [OF[code] for code in ("BRIT", "FRAN", "OVER")]
    for i in range(6):
        for j in range(6):
            both = i != j and i in league and j in league
            assert floor[i, j] == (4 if both else 0)
    start = made.plans["plan"].world.tie
    assert start[OF["BRIT"], OF["FRAN"]] == 4
    assert start[OF["OVER"], OF["JAPA"]] == start[OF["JAPA"], OF["OVER"]] == 4
    assert start[OF["BRIT"], OF["OZZI"]] == 0  # that tie runs through the alliance


def test_a_member_outside_the_treaty_area_is_not_bound() -> None:
    narrow = facts()
    narrow["alliances"]["league"]["area"] = ["west"]
    floor = compiled(world=narrow).first.tie_floor
    assert floor[OF["BRIT"], OF["FRAN"]] == 4
    assert floor[OF["BRIT"], OF["OVER"]] == 0


def test_a_tie_with_an_alliance_is_one_with_each_member_from_the_first_year() -> None:
    through = compiled().plans["idle"].moves.alliance_tie
    for code in ("BRIT", "FRAN", "OVER"):
        assert (through[:, OF[code], OF["OZZI"]] == 1).all()
        assert (through[:, OF["OZZI"], OF[code]] == 1).all()
    assert through[0].sum() == 6


def test_suspicion_is_low_among_allies_and_a_later_entry_overrides() -> None:
    world = compiled().plans["idle"].world
    assert world.suspicion[OF["BRIT"], OF["FRAN"]] == 0
    assert world.suspicion[OF["BRIT"], OF["CHIN"]] == 2
    assert world.suspicion[OF["FRAN"], OF["CHIN"]] == 1
    assert world.suspicion[OF["CHIN"], OF["BRIT"]] == 1


def test_borders_pacts_and_heat_hold_both_ways() -> None:
    world = compiled().plans["idle"].world
    for table, value in ((world.contiguous, 1), (world.pact, 1), (world.heat, 2 / 3)):
        assert table[OF["CHIN"], OF["JAPA"]] == pytest.approx(value)
        np.testing.assert_array_equal(table, table.T)
        assert np.count_nonzero(table) == 2


@pytest.mark.parametrize(
    ("powers", "near"),
    [
        ([], ["CHIN JAPA"]),
        (["OZZI"], ["CHIN JAPA", *(f"OZZI {x}" for x in OF if x != "OZZI")]),
    ],
)
def test_pairs_are_remote_without_border_or_power(
    powers: list[str], near: list[str]
) -> None:
    said = facts() | {"majors": {"of": powers, "source": "invented"}}
    world = compiled(world=said).plans["idle"].world
    expected = 1 - np.eye(len(OF))
    for pair in near:
        a, b = (OF[code] for code in pair.split())
        expected[a, b] = expected[b, a] = 0
    np.testing.assert_array_equal(world.remote, expected)


def test_where_nobody_says_who_is_a_power_no_pair_is_remote() -> None:
    assert not compiled().plans["idle"].world.remote.any()


def test_sides_are_actors_alliances_and_groups_of_the_start() -> None:
    sides = compiled({"kind": "join", "by": "OZZI", "to": "league", "year": 2025}).sides
    assert np.flatnonzero(sides["asia"]).tolist() == [OF["CHIN"], OF["JAPA"]]
    assert sides["league"][OF["OZZI"]] == 0
    assert sides["CHIN"].sum() == 1


# moves


def test_a_plan_without_moves_is_the_baseline_bit_for_bit() -> None:
    made = compiled(tie("league", ["JAPA"], 3, 2024, consent=True))
    alone = compile_scenario(
        parse(
            argued(
                {"plan": [tie("league", ["JAPA"], 3, 2024, consent=True)], "nil": []}
            ),
            facts(),
            "made",
        )
    )
    jax.tree.map(
        np.testing.assert_array_equal, alone.plans["nil"][:2], made.plans["idle"][:2]
    )
    for name, leaf in made.plans["idle"].moves._asdict().items():
        before = getattr(made.first, name)
        if leaf is None:
            assert before is None
            continue
        assert (leaf == before[None]).all(), name


def test_a_later_member_is_bound_from_its_year_on() -> None:
    floor = (
        compiled({"kind": "join", "by": "OZZI", "to": "league", "year": 2025})
        .plans["plan"]
        .moves.tie_floor
    )
    assert (floor[:, OF["OZZI"]] == 0).all()  # it lives outside the treaty area
    wide = facts()
    wide["alliances"]["league"]["area"] = []
    made = compiled({"kind": "join", "by": "OZZI", "to": "league", "year": 2025},
                    world=wide)  # fmt: skip
    floor = made.plans["plan"].moves.tie_floor[:, OF["OZZI"], OF["BRIT"]]
    assert floor.tolist() == [0, 0, *[4] * 8]


def test_a_later_member_takes_part_in_the_ties_its_alliance_makes_after() -> None:
    join = {"kind": "join", "by": "OZZI", "to": "league", "year": 2025}
    moves = compiled(join, tie("league", ["JAPA"], 3, 2027)).plans["plan"].moves
    assert moves.alliance_tie[year(2027), OF["OZZI"], OF["JAPA"]] == 3
    assert moves.alliance_tie[year(2026), OF["OZZI"], OF["JAPA"]] == 0


def test_a_later_member_votes_from_its_year_on_whichever_list_its_joining_is_in() -> (
    None
):
    join = {"kind": "join", "by": "OZZI", "to": "league", "year": 2025}
    asked = [tie("league", ["JAPA"], 2 + k, 2024 + k, consent=True) for k in (0, 1, 2)]
    own = compiled(join, *asked).plans["plan"].world.voters
    common = compiled(*asked, moves=[join]).plans["plan"].world.voters
    assert own[:, OF["OZZI"]].tolist() == [0, 1, 1]
    np.testing.assert_array_equal(own, common)


def test_a_tie_between_two_acts_from_its_year_until_its_last() -> None:
    moves = compiled(tie("JAPA", ["OZZI"], 3, 2025, until=2027)).plans["plan"].moves
    for one, other in (("JAPA", "OZZI"), ("OZZI", "JAPA")):
        level = moves.tie_floor[:, OF[one], OF[other]]
        assert level.tolist() == [0, 0, 3, 3, 3, 0, 0, 0, 0, 0]
    assert (moves.alliance_tie[:, OF["JAPA"], OF["OZZI"]] == 0).all()
    assert moves.gated_floor.shape[1] == 0


def test_a_tie_with_consent_stands_aside_until_it_is_voted() -> None:
    plan = compiled(tie("league", ["JAPA"], 3, 2025, consent=True)).plans["plan"]
    moves, world = plan.moves, plan.world
    assert plan.ballots == (("league", 2025),)
    assert (moves.alliance_tie[:, OF["BRIT"], OF["JAPA"]] == 0).all()
    gated = moves.gated_tie[:, 0, OF["BRIT"], OF["JAPA"]]
    assert gated.tolist() == [0, 0, *[3] * 8]
    assert moves.ballot[:, 0].tolist() == [0, 0, 1, *[0] * 7]
    members = [OF[code] for code in ("BRIT", "FRAN", "OVER")]
    assert np.flatnonzero(world.voters[0]).tolist() == sorted(members)
    assert world.rule.tolist() == [0]
    assert np.flatnonzero(world.concerned[0]).tolist() == [OF["CHIN"]]
    assert (moves.engaged == 0).all()
    assert moves.gated_engaged[year(2025), 0, OF["CHIN"], OF["JAPA"]] == 3


def test_one_vote_a_year_decides_all_that_an_alliance_proposes_then() -> None:
    plan = compiled(
        tie("league", ["JAPA"], 3, 2025, consent=True),
        tie("league", ["OZZI"], 3, 2025, consent=True),
        tie("league", ["OZZI"], 4, 2028, consent=True),
        tie("wheel", ["OZZI"], 2, 2024, consent=True),
    ).plans["plan"]
    assert plan.ballots == (("wheel", 2024), ("league", 2025), ("league", 2028))
    assert plan.world.rule.tolist() == [2, 0, 0]
    assert np.flatnonzero(plan.world.voters_hub[0]).tolist() == [OF["OVER"]]
    assert plan.moves.gated_tie[year(2030), 1, OF["FRAN"], OF["OZZI"]] == 3
    assert plan.moves.gated_tie[year(2030), 2, OF["FRAN"], OF["OZZI"]] == 4


def test_votes_of_other_plans_leave_room_but_no_ballot() -> None:
    idle = compiled(tie("league", ["JAPA"], 3, 2025, consent=True)).plans["idle"]
    assert idle.ballots == ()
    assert idle.moves.ballot.shape == (10, 1)
    assert (idle.moves.ballot == 0).all()
    assert (idle.world.voters == 0).all()


def test_watchers_are_outsiders_near_the_partner_without_firm_ties() -> None:
    moves = compiled(tie("league", ["JAPA"], 3, 2025)).plans["plan"].moves
    seen = moves.engaged[year(2025)]
    watchers = np.flatnonzero(seen.sum(axis=1)).tolist()
    assert watchers == [OF["CHIN"]]  # OZZI lives elsewhere; OVER is a mover
    movers = np.flatnonzero(seen[OF["CHIN"]]).tolist()
    assert movers == sorted(OF[code] for code in ("BRIT", "FRAN", "OVER", "JAPA"))
    assert (np.delete(moves.engaged, year(2025), axis=0) == 0).all()


def test_a_firm_partner_of_a_mover_does_not_read_the_step_as_an_aim() -> None:
    moves = compiled(tie("CHIN", ["OZZI"], 2, 2025), tie("BRIT", ["CHIN"], 2, 2026))
    seen = moves.plans["plan"].moves.engaged
    assert seen[year(2026), OF["JAPA"], OF["BRIT"]] == 2
    friendly = facts()
    friendly["ties"].append(
        {"between": ["BRIT", "JAPA"], "level": 2, "since": 1990, "name": "A",
         "source": "invented"}
    )  # fmt: skip
    moves = compiled(tie("BRIT", ["CHIN"], 2, 2026), world=friendly)
    assert (moves.plans["plan"].moves.engaged == 0).all()


def test_only_the_rise_of_a_tie_is_seen() -> None:
    seen = (
        compiled(tie("league", ["JAPA"], 2, 2025), tie("league", ["JAPA"], 3, 2027))
        .plans["plan"]
        .moves.engaged[:, OF["CHIN"], OF["BRIT"]]
    )
    assert seen[year(2025)] + seen[year(2027)] <= 3
    assert seen[year(2027)] <= 1


def test_posts_leave_home_and_stand_in_the_theatre_while_they_last() -> None:
    post = {"kind": "post", "by": ["FRAN"], "theatre": "east", "share": 0.1,
            "year": 2025, "until": 2026}  # fmt: skip
    made = compiled(post)
    moves, first = made.plans["plan"].moves, made.first
    assert moves.away[:, OF["FRAN"]] == pytest.approx([0, 0, 0.1, 0.1, *[0] * 6])
    for there in ("CHIN", "JAPA"):
        assert moves.posted[year(2026), OF[there], OF["FRAN"]] == pytest.approx(0.1)
        assert moves.posted[year(2027), OF[there], OF["FRAN"]] == 0
    assert moves.posted[year(2026), OF["OZZI"], OF["FRAN"]] == 0
    # posture of the start
    assert first.away[OF["OVER"]] == pytest.approx(0.2)
    assert first.posted[OF["JAPA"], OF["OVER"]] == pytest.approx(0.2)


def test_words_and_restraint_act_in_their_year_alone() -> None:
    moves = compiled(
        {"kind": "declare", "by": "league", "to": ["CHIN"], "purpose": "defensive",
         "year": 2025},
        {"kind": "declare", "by": "JAPA", "to": ["CHIN"], "purpose": "challenge",
         "year": 2026},
        {"kind": "restrain", "by": "league", "to": ["CHIN"], "strength": 0.5,
         "year": 2027},
    ).plans["plan"].moves  # fmt: skip
    said = moves.said[:, OF["CHIN"]]
    assert said[year(2025), OF["FRAN"]] == 1
    assert said[year(2026), OF["JAPA"]] == -1
    assert np.count_nonzero(moves.said) == 4
    assert moves.restrained[year(2027), OF["CHIN"], OF["FRAN"]] == 0.5
    assert np.count_nonzero(moves.restrained) == 3
    assert np.count_nonzero(moves.yielded) == 3
    assert moves.yielded[year(2027), OF["BRIT"]] == 0.5


def test_transfers_and_shocks_reach_those_named() -> None:
    moves = compiled(
        {"kind": "transfer", "by": "OVER", "to": ["JAPA"], "amount": 5.0, "year": 2030},
        {"kind": "shock", "on": ["FRAN"], "strength": 1.5, "year": 2024},
    ).plans["plan"].moves  # fmt: skip
    assert moves.transfer[:, OF["JAPA"]].tolist() == [*[0] * 7, 5, 5, 5]
    assert np.count_nonzero(moves.transfer) == 3
    assert moves.shock[year(2024), OF["FRAN"]] == 1.5
    assert np.count_nonzero(moves.shock) == 1


def test_restraints_are_arrays_only_where_a_plan_has_them() -> None:
    moves = compiled().plans["plan"].moves
    for name in RESTRAINTS:
        assert getattr(moves, name) is None
    one = {"kind": "hotline", "between": ["JAPA", "CHIN"], "share": 0.3, "year": 2025}
    both = compiled(one).plans
    assert both["idle"].moves.calmed.sum() == 0
    assert both["plan"].moves.inspected is None
    calmed = both["plan"].moves.calmed
    assert calmed[year(2024)].sum() == 0
    assert calmed[year(2032), OF["CHIN"], OF["JAPA"]] == np.float32(0.3)
    assert np.count_nonzero(calmed[year(2032)]) == 2


def test_a_limit_is_on_growth_and_level_in_its_years() -> None:
    moves = compiled(
        {"kind": "limit", "by": ["CHIN"], "growth": 2.0, "year": 2024, "until": 2025},
        {"kind": "limit", "by": ["CHIN"], "growth": 1.0, "level": 50.0, "year": 2025},
    ).plans["plan"].moves  # fmt: skip
    growth = moves.limited[:, OF["CHIN"]]
    np.testing.assert_allclose(growth[:4], np.log([np.inf, 1.02, 1.01, 1.01]))
    np.testing.assert_allclose(moves.capped[2:, OF["CHIN"]], np.log(50), rtol=1e-6)
    assert np.isinf(np.delete(moves.limited, OF["CHIN"], axis=1)).all()


def test_what_two_alliances_agree_on_binds_every_pair_of_members() -> None:
    moves = compiled(
        {"kind": "inspect", "between": ["league", "CHIN"], "share": 0.5, "year": 2024},
        {"kind": "separate", "between": ["CHIN", "JAPA"], "share": 0.2, "year": 2024},
        {"kind": "pledge", "by": "league", "to": ["CHIN"], "credibility": 0.4,
         "year": 2026},
    ).plans["plan"].moves  # fmt: skip
    seen = moves.inspected[year(2024)]
    assert (seen == seen.T).all()
    assert np.count_nonzero(seen) == 6
    assert moves.apart[year(2030), OF["JAPA"], OF["CHIN"]] == np.float32(0.2)
    pledged = moves.pledged[year(2026), OF["CHIN"]]
    assert pledged[OF["FRAN"]] == np.float32(0.4)
    assert np.count_nonzero(moves.pledged) == 3  # to one, by three, in its year alone


def test_forces_withdrawn_are_at_home_again() -> None:
    moves = compiled(
        {"kind": "withdraw", "by": ["OVER"], "theatre": "east", "share": 0.3,
         "year": 2026},
        {"kind": "post", "by": ["OVER"], "theatre": "east", "share": 0.1, "year": 2026},
    ).plans["plan"].moves  # fmt: skip
    assert moves.away[year(2025), OF["OVER"]] == np.float32(0.2)
    for share in (moves.away[:, OF["OVER"]], moves.posted[:, OF["JAPA"], OF["OVER"]]):
        assert share[year(2026)] == pytest.approx(0, abs=1e-6)


def test_a_burden_is_shifted_from_one_theatre_to_another() -> None:
    """What weighs in the east is missed at home, share for share."""
    plan = compiled(
        {"kind": "post", "by": ["FRAN"], "theatre": "east", "share": 0.3, "year": 2026}
    ).plans["plan"]
    moves, at = plan.moves, year(2026)
    strength = np.zeros(6)
    strength[OF["FRAN"]] = 10.0
    reach = power.reach(power.PowerParams(0.1, 0.5), jnp.asarray(plan.world.distance))
    felt = power.bearing(
        jnp.asarray(strength), reach, moves.away[at], moves.posted[at], Dense(6)
    )[:, OF["FRAN"]]  # fmt: skip
    assert felt[OF["FRAN"]] == pytest.approx(7)
    there = float(reach[OF["CHIN"], OF["FRAN"]])
    assert felt[OF["CHIN"]] == pytest.approx(7 * there + 3)


def test_joint_exercises_are_a_presence_for_their_years() -> None:
    moves = (
        compiled(
            tie("league", ["OZZI"], 1, 2024),
            tie("league", ["OZZI"], 3, 2026, until=2026),
        )
        .plans["plan"]
        .moves
    )
    level = moves.alliance_tie[:, OF["FRAN"], OF["OZZI"]]
    assert level[year(2025) : year(2028)].tolist() == [1, 3, 1]


def test_foresight_is_a_key_of_the_alliance() -> None:
    asks = tie("league", ["JAPA"], 3, 2024, consent=True)
    assert compiled(asks).plans["plan"].world.foresight is None
    world = facts()
    world["alliances"]["league"]["foresight"] = True
    assert compiled(asks, world=world).plans["plan"].world.foresight.tolist() == [1]


def knitted(**more: Any) -> np.ndarray:
    """Return ties at the start of a wheel whose spokes are tied by 4 and by 2."""
    world = facts()
    wheel = world["alliances"]["wheel"]
    wheel |= {"members": ["OVER", "JAPA", "OZZI"], **more}
    wheel["joined"]["OZZI"] = 1951
    about = {"since": 1990, "name": "Agreement", "source": "invented"}
    world["ties"].append({"between": ["OVER", "OZZI"], "level": 2, **about})
    return np.asarray(compiled(world=world).plans["plan"].world.tie)


@pytest.mark.parametrize(("share", "level"), [(0.0, 0.0), (0.5, 1.0), (1.0, 2.0)])
def test_spokes_are_bound_as_the_less_bound_is_to_the_hub_where_integrated(
    share: float, level: float
) -> None:
    """Half of the rung 2 that ties Australia to the hub is 1; nobody else moves."""
    plain, got = knitted(), knitted(integration=share)
    assert got[OF["JAPA"], OF["OZZI"]] == got[OF["OZZI"], OF["JAPA"]] == level
    got[OF["JAPA"], OF["OZZI"]] = got[OF["OZZI"], OF["JAPA"]] = 0
    np.testing.assert_array_equal(got, plain)


def test_integration_holds_every_year_and_not_outside_the_treaty_area() -> None:
    assert knitted(integration=1.0, area=["east"])[OF["JAPA"], OF["OZZI"]] == 0
    world = facts()
    world["alliances"]["wheel"]["integration"] = 1.0
    floor = compiled(world=world).plans["plan"].moves.tie_floor
    np.testing.assert_array_equal(floor, compiled().plans["plan"].moves.tie_floor)


def test_only_a_hub_alliance_can_be_less_than_integrated() -> None:
    world = facts()
    world["alliances"]["league"]["integration"] = 0.5
    with pytest.raises(ScenarioError, match=r"league\.integration: expected a hub"):
        compiled(world=world)


def counts(weight: float, by: str, of: str = "league") -> dict[str, Any]:
    return {"by": [by], "of": [of], "weight": weight, "why": "x"}


def seen_of(moves: list[dict[str, Any]], *entries: dict[str, Any]) -> np.ndarray:
    """Return rungs that i counts of j in the year of a step."""
    world = {**facts(), "status_quo": list(entries)}
    return np.asarray(compiled(*moves, world=world).plans["plan"].moves.engaged[
        year(2025)
    ])  # fmt: skip


STEP = [tie("league", ["JAPA"], 3, 2025)]


def test_a_weight_of_one_for_those_who_watch_anyway_changes_no_bit() -> None:
    np.testing.assert_array_equal(seen_of(STEP), seen_of(STEP, counts(1.0, "CHIN")))


@pytest.mark.parametrize("weight", [0.0, 0.5, 2.0])
def test_rungs_count_by_the_weight_of_who_counts_them(weight: float) -> None:
    """Three rungs up, by the league's members alone: the partner's stay at one each."""
    seen = seen_of(STEP, counts(weight, "CHIN"))
    assert (seen[OF["CHIN"], [OF["BRIT"], OF["FRAN"], OF["OVER"]]] == 3 * weight).all()
    assert seen[OF["CHIN"], OF["JAPA"]] == 3


def test_the_far_away_count_only_where_an_entry_says_so_and_the_parties_never() -> None:
    assert not seen_of(STEP)[OF["OZZI"]].any()
    far = seen_of(STEP, counts(1.0, "OZZI"), counts(1.0, "FRAN"))
    assert far[OF["OZZI"], OF["BRIT"]] == 3
    assert not far[OF["FRAN"]].any()


def test_an_accession_counts_only_with_those_whom_an_entry_names() -> None:
    join = [{"kind": "join", "by": "JAPA", "to": "league", "year": 2025}]
    wide = facts()
    wide["alliances"]["league"].pop("area")
    wide["status_quo"] = [counts(1.0, "CHIN")]
    seen = compiled(*join, world=wide).plans["plan"].moves.engaged
    # What Japan has with the hub alone does not count as a tie with the alliance.
    assert seen[year(2025), OF["CHIN"], OF["BRIT"]] == 4
    assert seen[year(2025), OF["CHIN"], OF["JAPA"]] == 0  # the entry names the league
    wide["status_quo"] = [{**counts(1.0, "CHIN"), "steps": "ties"}]
    seen = compiled(*join, world=wide).plans["plan"].moves.engaged
    assert (seen == 0).all()
    wide["status_quo"] = []
    seen = compiled(*join, world=wide).plans["plan"].moves.engaged
    assert (seen == 0).all()


def test_two_codes_with_one_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.worlds.compile.bits.code", lambda name: 7)
    with pytest.raises(ScenarioError, match="numbers of their own"):
        compiled()
