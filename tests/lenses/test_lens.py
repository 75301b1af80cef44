"""Lenses: every figure stated, with its origin; no school given a longer lever."""

import copy
import importlib
import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.errors import LensError
from detente.core.parameters import unbounded
from detente.dynamics.state import Parameters
from detente.lenses import lens
from detente.lenses.lens import Lens, at, catalogue, load, parameters, read, sample

ROOT = Path(__file__).resolve().parents[2]
SCHOOLS = ("spiral", "deterrence")
EVERY_LENS = pytest.mark.parametrize("name", catalogue())
EVERY_SCHOOL = pytest.mark.parametrize("name", SCHOOLS)


def document(name: str) -> dict[str, Any]:
    text = (resources.files("detente.lenses") / f"{name}.toml").read_text("utf-8")
    return copy.deepcopy(tomllib.loads(text))


def steps_from_prior(school: Lens) -> dict[str, float]:
    """Return how far each centre moved, in standard deviations of the prior."""
    prior = load("prior").beliefs
    return {
        key: (belief.centre - prior[key].centre) / prior[key].sd
        for key, belief in school.beliefs.items()
        if prior[key].sd > 0
    }


def unbounded_all(key: str, values: np.ndarray) -> list[float]:
    transform = parameters()[key].transform
    return [unbounded(transform, x) for x in values.tolist()]


def test_the_catalogue_opens_with_the_record_and_holds_both_schools() -> None:
    assert catalogue()[:2] == ["record", "prior"]
    assert set(SCHOOLS) < set(catalogue())


def test_the_laws_are_those_of_the_folder_in_the_order_of_the_kernel() -> None:
    folder = ROOT / "src" / "detente" / "laws"
    stems = {path.stem for path in folder.glob("*.py") if path.stem[0] != "_"}
    assert set(lens.LAWS) == stems
    assert Parameters._fields == lens.LAWS


def test_every_parameter_of_every_law_has_a_unit_and_a_meaning() -> None:
    for law in lens.LAWS:
        listed = importlib.import_module(f"detente.laws.{law}").PARAMETERS
        for name, parameter in listed.items():
            assert parameters()[f"{law}.{name}"] == parameter
            assert parameter.unit
            assert parameter.meaning


@EVERY_LENS
def test_every_parameter_is_stated_with_its_origin_and_a_reason(name: str) -> None:
    beliefs = load(name).beliefs
    assert list(beliefs) == list(parameters())
    for key, belief in beliefs.items():
        assert np.isfinite(belief.centre), key
        assert belief.sd > 0, key
        assert belief.origin in lens.ORIGINS, key
        assert belief.why, key


@EVERY_LENS
def test_every_source_is_in_the_bibliography(name: str) -> None:
    text = (ROOT / "docs" / "references.bib").read_text(encoding="utf-8")
    known = set(re.findall(r"^@\w+\{([^,\s]+),", text, flags=re.MULTILINE))
    for key, belief in load(name).beliefs.items():
        assert not belief.source or belief.source in known, (key, belief.source)
        assert belief.source or belief.origin != "literature", key


def test_a_centre_is_written_in_natural_units_and_held_on_the_unbounded_side() -> None:
    stated, held = document("prior"), load("prior").beliefs
    for key, parameter in parameters().items():
        law, name = key.split(".")
        centre = unbounded(parameter.transform, stated[law][name]["centre"])
        assert held[key].centre == pytest.approx(centre)


def test_both_schools_are_equally_far_from_the_prior() -> None:
    far = {
        name: np.sqrt(sum(x**2 for x in steps_from_prior(load(name)).values()))
        for name in SCHOOLS
    }
    assert far["spiral"] == pytest.approx(far["deterrence"])
    assert far["spiral"] == pytest.approx(document("spiral")["distance"])


def test_both_schools_hold_their_views_with_equal_confidence() -> None:
    prior = load("prior").beliefs
    for key, belief in prior.items():
        spiral, deterrence = (load(name).beliefs[key] for name in SCHOOLS)
        assert spiral.sd == deterrence.sd < belief.sd


@EVERY_SCHOOL
def test_a_school_moves_only_what_it_names_and_says_why(name: str) -> None:
    toward = document(name)["toward"]
    beliefs = load(name).beliefs
    for key, moved in steps_from_prior(load(name)).items():
        assert (key in toward) == (abs(moved) > 1e-12), key
        if key in toward:
            assert moved * toward[key]["weight"] > 0, key
            assert beliefs[key].why == toward[key]["why"]


@EVERY_SCHOOL
def test_how_far_a_school_moves_is_assumed_whoever_holds_it(name: str) -> None:
    beliefs = load(name).beliefs
    for key, entry in document(name)["toward"].items():
        assert entry["why"]
        assert beliefs[key].origin == "assumed"
        assert beliefs[key].source == entry["idea"]


def test_an_unknown_lens_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(LensError, match='did you mean "spiral"') as refusal:
        load("spirall")
    assert "prior" in str(refusal.value)


@pytest.mark.parametrize("name", ["../prior", "prior.toml", ""])
def test_a_lens_is_a_name_and_never_a_path(name: str) -> None:
    with pytest.raises(LensError):
        load(name)


def test_the_fitted_lens_says_how_it_was_made_and_where_the_record_is_silent() -> None:
    record, prior = load("record"), load("prior")
    assert {"data", "years", "seed", "worst_rhat", "least_size"} <= set(record.fit)
    assert record.fit["worst_rhat"] < 1.02
    for key, belief in record.beliefs.items():
        left = belief.sd / prior.beliefs[key].sd
        assert (belief.origin == "record") == (left < lens.SPOKEN), key
    assert record.beliefs["crisis.heat"].origin == "record"
    assert record.beliefs["belief.empathy"].origin != "record"
    assert record.beliefs["belief.words"] == prior.beliefs["belief.words"]


def test_fitted_parameters_are_drawn_together() -> None:
    """Ten thousand draws: five standard errors of a correlation are .05."""
    record = load("record")
    assert record.joint is not None
    draws = sample(record, 10_000, seed=1)
    steps = np.array([
        unbounded_all(key, draws[key]) for key in record.joint.keys
    ])  # fmt: skip
    wanted = record.joint.factor @ record.joint.factor.T
    np.testing.assert_allclose(np.corrcoef(steps), wanted, atol=0.055)


def test_a_fit_whose_correlations_cannot_be_is_refused() -> None:
    content = document("record")
    keys = list(content["fitted"])
    content["correlation"] = [[0.99] * row for row in range(len(keys))]
    content["correlation"][2] = [0.99, -0.99]
    with pytest.raises(LensError, match="positive definite"):
        lens.read("record", content, "record.toml")


def test_an_unknown_parameter_is_refused_with_the_nearest_name() -> None:
    content = document("prior")
    content["crisis"]["feer"] = content["crisis"].pop("fear")
    with pytest.raises(LensError, match=r"mine\.toml, crisis\.feer: .*crisis\.fear"):
        read("mine", content, "mine.toml")


def test_a_school_that_names_an_unknown_parameter_is_refused() -> None:
    content = document("spiral")
    content["toward"]["crisis.feer"] = content["toward"].pop("crisis.fear")
    with pytest.raises(LensError, match=r"crisis\.feer: .*crisis\.fear"):
        read("mine", content, "mine.toml")


def test_a_missing_parameter_is_named() -> None:
    content = document("prior")
    del content["threat"]["advantage"]
    with pytest.raises(LensError, match=r"mine\.toml: .*threat\.advantage"):
        read("mine", content, "mine.toml")


def test_literature_without_a_source_is_refused() -> None:
    content = document("prior")
    del content["crisis"]["use"]["source"]
    with pytest.raises(LensError, match=r"crisis\.use\.source: .*assumed"):
        read("mine", content, "mine.toml")


def test_an_assumed_figure_has_an_idea_and_no_source() -> None:
    content = document("prior")
    content["crisis"]["window"]["source"] = "Fearon1995"
    with pytest.raises(LensError, match=r"crisis\.window\.source: .*idea"):
        read("mine", content, "mine.toml")
    held = load("prior").beliefs["crisis.window"]
    assert (held.origin, held.source) == ("assumed", "Fearon1995")


def test_a_figure_of_the_literature_is_no_mere_idea() -> None:
    """Where its reason says that the size is assumed, so does its origin."""
    for name in catalogue():
        for key, belief in load(name).beliefs.items():
            assert belief.origin != "literature" or "assumed" not in belief.why, key


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("origin", "guess"),
        ("origin", None),
        ("centre", 1.5),
        ("centre", "a third"),
        ("centre", float("nan")),
        ("centre", None),
        ("sd", -0.1),
        ("sd", float("nan")),
        ("sd", "wide"),
        ("sd", None),
    ],
)
def test_a_badly_stated_figure_is_refused_where_it_stands(
    field: str, value: object
) -> None:
    content = document("prior")
    entry = content["motive"]["share"]
    entry.pop(field)
    if value is not None:
        entry[field] = value
    with pytest.raises(LensError, match=rf"mine\.toml, motive\.share\.{field}: exp"):
        read("mine", content, "mine.toml")


@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 2**32 - 1))
def test_the_first_draws_do_not_depend_on_how_many_follow(
    few: int, more: int, seed: int
) -> None:
    prior = load("prior")
    short, long = sample(prior, few, seed), sample(prior, few + more, seed)
    for key, values in short.items():
        np.testing.assert_array_equal(long[key][:few], values)


def test_the_same_draw_of_two_lenses_sits_at_the_same_quantile() -> None:
    quantiles = {}
    for name in catalogue():
        each = load(name)
        quantiles[name] = {
            key: [
                (unbounded(parameters()[key].transform, float(x)) - belief.centre)
                / belief.sd
                for x in sample(each, 5, seed=9)[key]
            ]
            for key, belief in each.beliefs.items()
        }
    for name in SCHOOLS:
        for key, steps in quantiles[name].items():
            np.testing.assert_allclose(steps, quantiles["prior"][key], rtol=1e-6)


def test_draws_follow_their_distribution_and_are_independent() -> None:
    """Ten thousand draws: five standard errors of a mean are .05, of an sd .036."""
    prior = load("prior")
    values = sample(prior, 10_000, seed=1)
    steps = np.array(
        [
            (
                {"real": np.asarray, "positive": np.log}.get(
                    parameters()[key].transform, lambda p: np.log(p / (1 - p))
                )(values[key])
                - belief.centre
            )
            / belief.sd
            for key, belief in prior.beliefs.items()
        ]
    )
    np.testing.assert_allclose(steps.mean(axis=1), 0, atol=0.05)
    np.testing.assert_allclose(steps.std(axis=1), 1, atol=0.036)
    between = np.corrcoef(steps) - np.eye(len(steps))
    assert np.abs(between).max() < 0.055


def test_another_seed_gives_other_draws() -> None:
    prior = load("prior")
    one, two = (sample(prior, 5, seed)["crisis.fear"] for seed in (1, 2))
    assert not np.any(one == two)


@EVERY_LENS
def test_draws_stay_within_the_bounds_of_their_law(name: str) -> None:
    for key, values in sample(load(name), 2000, seed=3).items():
        assert np.all(np.isfinite(values))
        if parameters()[key].transform != "real":
            assert np.all(values > 0), key
        if parameters()[key].transform == "unit":
            assert np.all(values < 1), key


def test_members_stand_at_stated_distances_from_the_centre() -> None:
    """One standard deviation up: c e^s for a positive number; logits for a share."""
    stated = document("prior")
    fear, share = stated["crisis"]["fear"], stated["motive"]["share"]
    up = fear["centre"] * np.exp(fear["sd"])
    odds = share["centre"] / (1 - share["centre"]) * np.exp(share["sd"])
    got = at(load("prior"), [{}, {"motive.share": 1.0}, {"crisis.fear": 1.0}])
    usual = share["centre"]
    np.testing.assert_allclose(got["motive.share"], [usual, odds / (1 + odds), usual])
    np.testing.assert_allclose(got["crisis.fear"], [fear["centre"]] * 2 + [up])
