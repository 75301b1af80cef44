"""Estimate again how much rarer acts of pairs not politically relevant are.

    python scripts/estimate_remote.py [FIRST:LAST]

Needs the data sets that `detente fit` needs, which does the same as its last step.
Holds the posterior as the lens keeps it, replays history with every pair, and writes
the tables `estimated` of src/detente/lenses/record.toml; with years given it only
prints. Takes two minutes.
"""

import sys

import numpy as np

from detente.core.errors import DetenteError
from detente.lenses.lens import load, steps
from detente.record.fitting import placed
from detente.record.posterior import offset_lines, write
from detente.record.remote import DRAWS, offsets

SEED = 1
TABLE = '[estimated."'


def held() -> dict[str, np.ndarray]:
    """Return draws of the fitted parameters on the unbounded side."""
    lens = load("record")
    if lens.joint is None:
        raise ValueError("the lens was not fitted")
    drawn = steps(lens, DRAWS, SEED)
    return {
        key: lens.beliefs[key].centre + lens.beliefs[key].sd * drawn[key]
        for key in lens.joint.keys
    }


def main(arguments: list[str]) -> int:
    """Estimate, print, write."""
    try:
        fit = load("record").fit
        years = arguments[0].split(":") if arguments else fit["years"]
        first, last = map(int, years)
        found = offsets(
            fit["coding"], (first, last), held(),
            lambda line: print(line, file=sys.stderr),
        )  # fmt: skip
    except (DetenteError, ValueError) as problem:
        print(f"estimate_remote: {problem}", file=sys.stderr)
        return 2
    lines = offset_lines(found)
    print("\n".join(lines))
    if not arguments:
        before = placed().read_text(encoding="utf-8").partition(TABLE)[0]
        write(placed(), "\n".join([before.rstrip(), "", *lines]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
