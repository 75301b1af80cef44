"""What single precision costs: every verdict in float32 against float64.

A run computes in float32. This repeats it in float64, with the same draws and the same
uniforms (24 bits in both), and prints for every claim, on its primary plan, how far the
median effect and the share of draws that support it move, in widths of the claim. Where
rounding tips a drawn act (a dispute that just happens, or just not), one future takes
another path: such draws are counted too. Tests nothing.

    python benchmarks/precision.py                   # 64 draws, 2 replicates, 4 lenses
    python benchmarks/precision.py --draws 128 --scenario three-states
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from detente.claims.usual import LENSES

TIPPED = 1e-3
"""A future took another path if an outcome moves by more than this part of its mean."""


def _double() -> None:
    """Let engines of this process compute in float64."""
    import jax

    from detente.runs import engine, worker

    jax.config.update("jax_enable_x64", True)

    def wide(tree: Any) -> Any:
        return jax.tree.map(
            lambda x: np.asarray(x, np.float64)
            if np.asarray(x).dtype == np.float32 else x,
            tree,
        )  # fmt: skip

    class Double(engine.Engine):
        """An engine whose worlds and moves are float64."""

        def _inputs(self, plan: Any, hold: Any) -> Any:
            return wide(super()._inputs(plan, hold))

        def __init__(self, compiled: Any, *rest: Any) -> None:
            super().__init__(compiled, *rest)
            self.compiled = compiled._replace(first=wide(compiled.first))

    plain = engine.filled
    engine.filled = lambda values: np.asarray(plain(values), np.float64)  # type: ignore[assignment]
    worker.Engine = Double  # type: ignore[misc]


def simulate(options: argparse.Namespace, folder: Path) -> None:
    """Run the scenario in this process, in the precision asked for."""
    if options.precision == "float64":
        _double()
    import detente

    run = detente.run(
        options.scenario, lenses=list(LENSES), draws=options.draws,
        replicates=options.replicates, out=folder, workers=1,
        progress=_progress,
    )  # fmt: skip
    (folder / "said.json").write_text(json.dumps(run.to_json()))
    np.save(folder / "outcomes.npy", run.outcomes["outcome"].values)


def _progress(stage: str, done: int, total: int, _: float | None) -> None:
    if done in (0, total):
        print(f"    {stage} {done}/{total}", file=sys.stderr, flush=True)


def compare(options: argparse.Namespace, folders: Sequence[Path]) -> None:
    """Print the table."""
    (first, second) = (json.loads((f / "said.json").read_text()) for f in folders)
    print(f"{'claim':<30} {'lens':<11} {'float32':>10} {'float64':>10} "
          f"{'moved, widths':>14} {'shares moved':>13}")  # fmt: skip
    worst, turned, shares = 0.0, 0, 0.0
    for one, other in zip(first["claims"], second["claims"], strict=True):
        if not one["primary"] or one["effect"]["median"] is None:
            continue
        effects = [each["effect"]["median"] for each in (one, other)]
        moved = abs(effects[1] - effects[0]) / one["width"]
        share = max(abs(one["shares"][k] - other["shares"][k]) for k in one["shares"])
        worst, shares = max(worst, moved), max(shares, share)
        turned += one["verdict"] != other["verdict"]
        print(f"{one['id']:<30.30} {one['lens']:<11} {effects[0]:>10.4g} "
              f"{effects[1]:>10.4g} {moved:>14.2g} {share:>13.3f}")  # fmt: skip
    a, b = (np.load(folder / "outcomes.npy") for folder in folders)
    usual = np.nanmean(np.abs(b), axis=(0, 1, 2, 3, 4), keepdims=True)
    off = np.abs(a - b) / np.maximum(usual, 1e-12)
    futures = np.nanmax(off, axis=(-1, -2))
    print(f"\n{options.scenario}, {options.draws} draws x {options.replicates}: "
          f"the largest shift of an effect is {worst:.2g} widths, of a share "
          f"{shares:.3f}; {turned} verdicts turn")  # fmt: skip
    lost = [f"{np.mean(~np.isfinite(each)):.1%}" for each in (a, b)]
    print(f"outcomes: median difference {np.nanmedian(off):.1e} of their mean; "
          f"{np.mean(futures > TIPPED):.2%} of futures took another path; "
          f"not finite {' and '.join(lost)}")  # fmt: skip


def main() -> None:
    """Run both precisions in processes of their own, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scenario", default="nato-east-asia")
    parser.add_argument("--draws", type=int, default=64)
    parser.add_argument("--replicates", type=int, default=2)
    parser.add_argument("--precision", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.precision:
        simulate(options, Path(options.folder))
        return
    with tempfile.TemporaryDirectory() as name:
        folders = []
        for precision in ("float32", "float64"):
            folders.append(Path(name) / precision)
            folders[-1].mkdir()
            print(f"  {precision}", file=sys.stderr, flush=True)
            subprocess.run(
                [sys.executable, __file__, "--scenario", options.scenario,
                 "--draws", str(options.draws), "--replicates",
                 str(options.replicates), "--precision", precision, "--folder",
                 str(folders[-1])],
                check=True, env=os.environ | {"JAX_PLATFORMS": "cpu"},
            )  # fmt: skip
        compare(options, folders)


if __name__ == "__main__":
    main()
