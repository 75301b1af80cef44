"""The Numba loop gives the outcomes of the NumPy peer, member by member."""

import numpy as np
import pytest

from detente.bench import vectorised

pytest.importorskip("numba")


@pytest.mark.slow
def test_outcomes_are_those_of_the_numpy_peer() -> None:
    from tests.bench.test_vectorised import MEMBERS, quarrelsome

    from detente.bench import looped

    case = quarrelsome()
    members = np.arange(MEMBERS)
    loop = looped.runner(case)(members)
    np.testing.assert_allclose(loop, vectorised.runner(case)(members), atol=2e-3)
