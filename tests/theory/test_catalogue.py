"""Every model: known numbers are met, and what a reader is shown is whole."""

import pytest

from detente.core.errors import UsageError
from detente.reports.theory import chart
from detente.theory.catalogue import MODELS, model, told
from detente.theory.model import Grid, Number

EVERY = pytest.mark.parametrize("name", MODELS)


@EVERY
def test_each_known_number_is_met(name: str) -> None:
    numbers = MODELS[name].numbers()
    assert numbers
    missed = [
        f"{n.what}: {n.known} known, {n.found} found" for n in numbers if not n.met
    ]
    assert not missed


@EVERY
def test_each_model_has_equation_source_and_a_place_in_the_kernel(name: str) -> None:
    text = told(name)
    assert "$$" in text
    assert "[" in text
    assert MODELS[name].kernel


@EVERY
def test_each_picture_can_be_drawn_light_and_dark(name: str) -> None:
    picture = MODELS[name].picture()
    light, dark = (chart(picture, dark=x).to_dict() for x in (False, True))
    assert light["config"]["background"] != dark["config"]["background"]
    if isinstance(picture, Grid):
        assert len(picture.values) == len(picture.rows)
    else:
        assert all(len(s.x) == len(s.y) > 1 for s in picture.series)


def test_a_number_is_met_within_what_is_known_of_it() -> None:
    assert Number("x", 0.462, 0.4616, 5e-4).met
    assert not Number("x", 0.462, 0.4614, 5e-4).met


def test_a_model_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match='did you mean "richardson"'):
        model("richardsen")
