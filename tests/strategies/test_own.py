"""A user's own strategy: it is asked year by year, and what is wrong is one line."""

from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest

from detente.core.errors import UsageError
from detente.strategies import own

GOOD = "return view['usual_growth'], 0 * view['threat'], view['others']"


def written(tmp_path: Path, body: str) -> str:
    file = tmp_path / "mine.py"
    file.write_text(f"import numpy as np\n\ndef plan(view):\n    {body}\n")
    return f"{file}:plan"


def test_a_function_of_ones_own_is_asked_inside_a_compiled_program(
    tmp_path: Path,
) -> None:
    body = "return view['year'] / 100, 0.5 * view['others'], view['others']"
    strategy = own.own(written(tmp_path, body), 3)

    def meant(year: Any) -> Any:
        return strategy.decide({**own.sample(3), "year": year}, ())

    found = jax.jit(jax.vmap(meant))(np.arange(4, dtype=np.int32))
    np.testing.assert_allclose(found.growth, [0, 0.01, 0.02, 0.03])
    np.testing.assert_allclose(found.dispute[2], [0, 0.5, 0.5])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise ValueError('no plan')", "got ValueError: no plan; mend it"),
        ("return np.nan, view['threat'], view['others']", "growth: expected a finite"),
        ("return 0.0, np.zeros(7), view['others']", r"shape \(3,\), got shape \(7,\)"),
        ("return 0.0, 2 * view['others'], view['others']", "probabilities, 0 to 1"),
        ("return 0.0, view['threat']", "expected growth, dispute and help"),
        ("return 'much', view['threat'], view['others']", "expected a finite number"),
        ("return 0.0, view['threat'], -view['others']", "factors, 0 or more"),
    ],
)
def test_what_is_wrong_with_it_is_said_before_anything_runs(
    tmp_path: Path, body: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        own.own(written(tmp_path, body), 3)
    assert "\n" not in str(caught.value)


def test_what_goes_wrong_later_is_kept_to_be_told(tmp_path: Path) -> None:
    strategy = own.own(written(tmp_path, f"assert view['year'] < 2, 'late'; {GOOD}"), 2)
    view = {**own.sample(2), "year": np.int32(2)}
    jax.block_until_ready(jax.jit(lambda v: strategy.decide(v, ()))(view))
    problem = own.problem_raised() or ""
    assert "year 2" in problem
    assert "AssertionError: late" in problem
    assert own.problem_raised() is None


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("nowhere.py:plan", "which is not there"),
        ("mine.py", "a file and a function in it"),
    ],
)
def test_a_file_that_is_not_there_is_refused(spec: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        own.own(spec, 2)


def test_a_function_that_is_not_there_is_refused_with_the_nearest(
    tmp_path: Path,
) -> None:
    spec = written(tmp_path, GOOD).replace(":plan", ":plans")
    with pytest.raises(UsageError, match='did you mean "plan"'):
        own.own(spec, 2)


def test_a_file_that_does_not_read_is_refused(tmp_path: Path) -> None:
    spec = written(tmp_path, "return (")
    with pytest.raises(UsageError, match="SyntaxError"):
        own.own(spec, 2)


def test_a_file_is_known_by_what_it_says(tmp_path: Path) -> None:
    spec = written(tmp_path, GOOD)
    before = own.fingerprint(spec)
    written(tmp_path, "return 1")
    assert own.fingerprint(spec) != before
