"""Does the fit know what it knows?  Simulation-based calibration.

    python benchmarks/calibration.py
    python benchmarks/calibration.py --pasts 40 --years 1950:1994

Parameters are drawn from the prior, a past is drawn with them (disputes, joiners,
growth of spending, steps of ties, on recorded arms and states), and the fit is made to
it. Where mode and curvature are sound, the truth lies inside the 50 and the 90 %
interval of each parameter in 50 and 90 % of pasts, and its distance from the mode in
posterior standard deviations has mean 0 and deviation 1 (after Talts et al. 2018, for
the approximation that rolling origins use and chains of the lens start from). Needs
the data sets that "detente data add" has kept.
"""

import argparse
import time

import numpy as np

from detente.core.bits import stream
from detente.record import store
from detente.record.fit import FITTED, find_mode, graded, prior
from detente.record.fitting import DATA, DISPUTES
from detente.record.history import history
from detente.record.replay import Replay

INSIDE = {50: 0.674, 90: 1.645}
"""Half widths of central intervals, in standard deviations."""

DECIMALS = 2


def _past(replay: Replay, truth: np.ndarray, number: int) -> Replay:
    """Return the replay of a past drawn with these parameters."""
    free = {key: np.float32(x) for key, x in zip(FITTED, truth, strict=True)}
    acts = replay.simulate(free, stream(np.uint32(number)), every=True)
    years = replay.history.years._replace(
        **{
            name: np.asarray(getattr(acts, name), np.float32)
            for name in ("dispute", "joined", "fought", "growth", "tie_step")
        }
    )
    return replay.of(years)


def main() -> None:
    """Print what share of truths lies inside, by parameter and in all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pasts", type=int, default=4)
    parser.add_argument("--years", default="1950:1994")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    first, _, last = given.years.partition(":")
    years = (int(first), int(last))
    missing = {*DATA, *DISPUTES["gml"]} - set(store.entries())
    if missing:
        print(f"no data sets ({', '.join(sorted(missing))}): run detente data add")
        return
    replay = Replay(history("gml"))
    compiled = graded(replay, years)
    beliefs = prior()
    centre = np.array([beliefs[key].centre for key in FITTED])
    width = np.array([beliefs[key].sd for key in FITTED])
    random = np.random.default_rng(given.seed)
    off = []
    for number in range(given.pasts):
        began = time.perf_counter()
        truth = centre + width * random.standard_normal(len(FITTED))
        past = _past(replay, truth, given.seed + number)
        mode = find_mode(past, years, compiled=compiled)
        sd = np.sqrt((mode.spread**2).sum(axis=1))
        off.append((truth - mode.centre) / sd)
        within = {p: np.mean(np.abs(off[-1]) < z) for p, z in INSIDE.items()}
        print(
            f"past {number + 1}: {np.sum(past.years.dispute):.0f} disputes, "
            + ", ".join(f"{100 * x:.0f} % inside {p} %" for p, x in within.items())
            + f", {time.perf_counter() - began:.0f} s",
            flush=True,
        )
    z = np.array(off)
    print(
        f"\n{'parameter':28}{'mean':>8}{'sd':>8}" + "".join(f"{p:>6} %" for p in INSIDE)
    )
    for name, values in [*zip(FITTED, z.T, strict=True), ("all", z.ravel())]:
        shares = [100 * np.mean(np.abs(values) < half) for half in INSIDE.values()]
        print(
            f"{name:28}{values.mean():8.{DECIMALS}f}{values.std():8.{DECIMALS}f}"
            + "".join(f"{share:8.0f}" for share in shares)
        )


if __name__ == "__main__":
    main()
