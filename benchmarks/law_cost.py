"""What each law costs: a year without it, against the whole year.

    python benchmarks/law_cost.py

A law is switched off by a stand-in that hands on something of the right shape for
nearly nothing; what only fed that law is then dropped by the compiler too. So parts do
not add up to the whole, and outcomes mean nothing. Printed is processor time of one
core, in ns a pair-year: the least of several passes, whole and without by turns.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

import numpy as np

from detente.bench import own
from detente.bench.case import flagship, pair_years
from detente.dynamics.pairs import Dense
from detente.laws import alignment, arming, belief, content, crisis, joining, power
from detente.laws import threat as threats
from detente.runs.machine import prepare

Stand = tuple[Any, str, Callable[..., Any]]

plain_growth, plain_desire = arming.expected_growth, arming.desire
plain_update, plain_via = belief.update, Dense.via


def _flat(law: Callable[..., Any], x: Any, nothing: Any) -> Callable[..., Any]:
    """Return a law that is itself for actors, and nothing for pairs."""
    return lambda p, *given: law(p, *given) if given[x].ndim < 2 else nothing(*given)


def _balance(bearing: Any, c: Any, rho: Any, pairs: Any) -> power.Balance:
    home = pairs.rows(bearing * (1 - pairs.others()))
    friends = bearing * c
    return power.Balance(bearing * pairs.others(), friends, home, pairs.rows(friends),
                         friends, friends)  # fmt: skip


def _joins(p: Any, c: Any, offence: Any, reach: Any, remote: Any) -> joining.Joining:
    return joining.Joining(c, c, p.use, p.war, p.motive)


OFF: dict[str, list[Stand]] = {
    "content of ties": [
        (content, "defence_content", lambda p, tie, through: p.pact * tie),
        (content, "relayed", lambda p, worth, *_: worth),
    ],
    "balance (2 products)": [(power, "balance", _balance)],
    "contest (threat, opportunity)": [
        (threats, "contest", lambda p, attack, defence: attack - defence)
    ],
    "exposure to threat": [(threats, "exposure", lambda fear, *_: -fear)],
    "arming, as each imagines it": [
        (arming, "expected_growth",
         _flat(plain_growth, 0, lambda wish, gap, push, *_: (wish, gap))),
        (arming, "desire",
         _flat(plain_desire, 1, lambda habit, fear, shield: habit + fear)),
    ],
    "odds of disputes": [
        (crisis, "odds", lambda p, setting, heat, *_: (setting, heat))
    ],
    "severity": [(crisis, "severity", lambda p, heat, *_: (heat, heat, heat))],
    "evidence of disputes": [(crisis, "log_ratio", lambda fear, gain, acted: fear)],
    "who stood against whom (1 product)": [
        (crisis, "opposed", lambda dispute, joined, pairs: dispute)
    ],
    "joining": [
        (joining, "join_odds", _joins),
        (joining.Joining, "odds", lambda self, began, met: self.target),
        (joining.Joining, "log_ratio", lambda self, odds, joined: joined),
    ],
    "alignment (2 products)": [
        (alignment, "steps",
         lambda p, fear, *_: alignment.Alignment(fear, fear)),
    ],
    "belief": [
        (belief, "update", lambda before, ratio:
         plain_update(before, ratio) if before.ndim < 2 else before + ratio),
    ],
    "all five products": [(Dense, "via", lambda self, x, y: x * y)],
}  # fmt: skip


def main() -> None:
    """Time every law, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--passes", type=int, default=7)
    parser.add_argument("--batches", type=int, default=4)
    options = parser.parse_args()
    prepare()
    case = flagship(own.BATCH)
    members = np.arange(own.BATCH)

    def compiled(stands: list[Stand]) -> Callable[[], float]:
        run = own.runner(case)
        patches = [mock.patch.object(*stand) for stand in stands]
        for patch in patches:
            patch.start()
        run(members)
        for patch in patches:
            patch.stop()

        def timed() -> float:
            began = time.process_time()
            for _ in range(options.batches):
                run(members)
            work = pair_years(case, options.batches * len(members))
            return 1e9 * (time.process_time() - began) / work

        return timed

    whole = compiled([])
    print(f"{case.name}: ns a pair-year, least of {options.passes} passes")
    print(f"{'without':<36} {'whole':>6} {'without':>8} {'costs':>6}")
    for law, stands in OFF.items():
        less = compiled(stands)
        taken = [(whole(), less()) for _ in range(options.passes)]
        full, part = (min(each) for each in zip(*taken, strict=True))
        print(f"{law:<36} {full:>6.1f} {part:>8.1f} {full - part:>6.1f}", flush=True)


if __name__ == "__main__":
    main()
