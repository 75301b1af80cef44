"""Contest: equals spend m V / 4, and the kernel's contest is this one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.laws import threat
from detente.theory.contest import best_reply, spent, wins


@given(st.floats(0.2, 1.9))
def test_nobody_gains_by_spending_otherwise(decisiveness: float) -> None:
    equal = spent(1.0, decisiveness)
    best = best_reply(1.0, equal, decisiveness)
    worth = [wins(g, equal, decisiveness) - g for g in (best, equal)]
    assert worth[0] == pytest.approx(worth[1], abs=1e-6)


def test_too_sharp_a_contest_has_no_such_equilibrium() -> None:
    with pytest.raises(ValueError, match="m <= 2"):
        spent(1.0, 2.5)


@given(st.floats(0.1, 9), st.floats(0.1, 9), st.floats(0.3, 2))
def test_the_law_of_threat_is_this_contest_at_an_even_balance(
    attack: float, defence: float, decisiveness: float
) -> None:
    params = threat.ThreatParams(np.float32(1), np.float32(decisiveness))
    found = threat.contest(params, np.float32(attack), np.float32(defence))
    assert float(found) == pytest.approx(wins(attack, defence, decisiveness), abs=1e-5)
