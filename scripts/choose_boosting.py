"""Print how settings of the black boxes do on rolling origins within 1950-1994.

python scripts/choose_boosting.py    # some 10 minutes; needs the data sets of disputes

The settings in detente.record.backtest.baselines are the best in log score of these.
"""

from collections.abc import Callable
from itertools import product
from typing import Any

from detente.record.backtest import baselines
from detente.record.backtest.origins import rolling
from detente.record.backtest.rows import BREMER, HISTORY, SCALE

COVARIATES = {
    "Bremer and own memory": (*BREMER, *HISTORY[:3]),
    "and disputes with others": (*BREMER, *HISTORY),
    "and scale": (*BREMER, *SCALE, *HISTORY),
}
SHAPES = product((0.05, 0.03), ((100, 15), (150, 7), (250, 4)), (50, 100), (10.0, 50.0))


def main() -> None:
    """Score every setting, and print a line each."""
    shapes = list(SHAPES)
    for title, columns in COVARIATES.items():
        baselines.BLACK_BOX = columns
        _say(title, "forest", baselines.random_forest)
        for rate, (rounds, leaves), least, penalty in shapes:
            baselines.BOOSTING |= {
                "learning_rate": rate, "max_iter": round(rounds * 0.05 / rate),
                "max_leaf_nodes": leaves, "min_samples_leaf": least,
                "l2_regularization": penalty,
            }  # fmt: skip
            _say(title, str(baselines.BOOSTING), baselines.boosting)


def _say(title: str, name: str, forecaster: Callable[..., Any]) -> None:
    pooled = rolling(forecaster)[-1]
    scores = f"{pooled['log_score']:.5f} {pooled['brier']:.5f}"
    precision = f"{pooled['average_precision']:.4f}"
    print(f"{scores} {precision}  {title}: {name}", flush=True)


if __name__ == "__main__":
    main()
