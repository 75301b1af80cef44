"""The posterior: what is refused, and the file of the lens read back."""

import tomllib

import numpy as np
import pytest

from detente.lenses import lens
from detente.record.fit import FITTED, Chains, Mode, prior
from detente.record.posterior import Summary, lens_text, summary

COUNT = len(FITTED)


def chains(shift: float = 0.0, divergences: int = 0) -> list[Chains]:
    rng = np.random.default_rng(4)
    centre = np.array([belief.centre for belief in prior().values()])
    width = np.array([belief.sd for belief in prior().values()])
    steps = [
        0.5 * rng.standard_normal((1, 300, COUNT)) + chain * shift for chain in range(2)
    ]
    return [Chains(centre + width * step, divergences, 0.9) for step in steps]


def found(shift: float = 0.0, divergences: int = 0) -> Summary:
    mode = Mode(FITTED, np.zeros(COUNT), np.eye(COUNT), 0.0, (1950, 2010))
    return summary(mode, chains(shift, divergences))


def test_chains_that_agree_are_taken() -> None:
    assert not found().refused()
    assert found().kept == 600


@pytest.mark.parametrize(
    ("wrong", "said"), [({"shift": 1.0}, "R-hat"), ({"divergences": 9}, "diverge")]
)
def test_chains_that_do_not_are_refused(wrong: dict[str, float], said: str) -> None:
    assert said in found(**wrong).refused()


def test_the_lens_that_is_written_is_the_lens_that_is_read() -> None:
    said = found()
    text = lens_text(said, {"years": [1950, 2010], "data": {"gml": "abc"}, "seed": 1})
    read = lens.read("record", tomllib.loads(text), "record.toml")
    assert read.fit["data"] == {"gml": "abc"}
    assert read.joint is not None
    assert not any(key.startswith("record.") for key in read.beliefs)
    for key, mean, sd in zip(said.keys, said.mean, said.sd, strict=True):
        if key in read.beliefs:
            assert read.beliefs[key].centre == pytest.approx(mean, rel=1e-3, abs=1e-3)
            assert read.beliefs[key].sd == pytest.approx(sd, rel=1e-3)
            assert read.beliefs[key].origin == "record"  # half of the width is left
