"""Check the lens of the record against the past it was fitted to, and say so in docs.

    python scripts/record_checks.py

Needs the data sets that `detente fit` needs. Writes what stands between the markers of
docs/explanation/record.md: predictive checks under draws of the lens as it is kept,
what it foresees of China and European states, and the cut of ties. Takes minutes.
"""

import sys
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from detente.core.errors import DetenteError
from detente.lenses.lens import Lens, load
from detente.record.cut import ties_cut
from detente.record.forecast import own_disputes, replayed
from detente.record.history import FIRST
from detente.record.predictive import checks

PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "record.md"
DRAWS, SEED = 64, 1
CHINA, RUSSIA = 710, 365
EUROPE = sorted(set(range(200, 400)) - {RUSSIA})
"""State numbers of European states but Russia, which borders on China."""
SINCE = 1990


def unbounded_draws(lens: Lens) -> dict[str, np.ndarray]:
    """Return draws of the fitted parameters on the unbounded side, (draw,) each."""
    if lens.joint is None:
        raise ValueError("the lens was not fitted")
    keys = lens.joint.keys
    rng = np.random.default_rng(SEED)
    steps = lens.joint.factor @ rng.standard_normal((len(keys), DRAWS))
    return {
        key: (lens.beliefs[key].centre + lens.beliefs[key].sd * z).astype(np.float32)
        for key, z in zip(keys, steps, strict=True)
    }


def past(draws: dict[str, np.ndarray]) -> list[str]:
    """Return the table of simulated and recorded facts."""
    found = checks(replayed("gml"), draws, SEED)
    rows = [
        f"| {row.fact} | {row.unit} | {row.median:.2f} [{row.low:.2f}, {row.high:.2f}] "
        f"| {row.recorded:.2f} | {'inside' if row.inside else '**miss**'} |"
        for row in found.itertuples()
    ]
    return [
        f"{int(found['inside'].sum())} of {len(found)} facts lie inside.", "",
        "| fact | unit | simulated | recorded | |", "| --- | --- | --- | --- | --- |",
        *rows,
    ]  # fmt: skip


def china(draws: dict[str, np.ndarray]) -> list[str]:
    """Return how many disputes of China with European states it foresees."""
    replay = replayed("gml")
    history = replay.history
    ours = {"a": history.codes[history.first], "b": history.codes[history.second]}
    mine = (ours["a"] == CHINA) & np.isin(ours["b"], EUROPE)
    when = slice(SINCE - FIRST, None)

    @jax.jit
    def count(free: Any) -> Any:
        started = own_disputes(replay, replay(free))
        both = started + jax.vmap(replay.pairs.flip)(started)
        return jnp.sum(both[when] * mine)

    foreseen = [
        float(count({key: x[k] for key, x in draws.items()})) for k in range(DRAWS)
    ]
    dispute = history.years.dispute
    began = dispute + dispute[:, history.reverse]
    recorded = int((began[when] * mine > 0).sum())
    low, middle, high = np.quantile(foreseen, [0.05, 0.5, 0.95])
    return [
        f"From {SINCE} to {history.span[1]} it foresees {middle:.1f} disputes "
        f"[{low:.1f}, {high:.1f}] of China with European states but Russia, year by "
        f"year from what went before; {recorded} are recorded."
    ]


def ties() -> list[str]:
    """Return what cutting ties does to the score."""
    cut = ties_cut("gml")
    turn = "higher (worse)" if cut.difference > 0 else "lower (better)"
    low, high = cut.interval
    return [
        f"{cut.rows:,} pair-years with {cut.onsets} onsets: with ties the mean log "
        f"score is {turn} by {abs(cut.difference):.4f} than without "
        f"(difference {cut.difference:+.4f} [{low:+.4f}, {high:+.4f}])."
    ]


def filled(text: str, name: str, lines: list[str]) -> str:
    """Return the page with lines between the markers of a name."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{PAGE.name}: expected {begin} and {end} in order")
    return "\n".join([before + begin, *lines, end + after])


def main() -> int:
    """Fill in the page."""
    try:
        draws = unbounded_draws(load("record"))
        text = PAGE.read_text(encoding="utf-8")
        for name, lines in (
            ("past", past(draws)), ("china", china(draws)), ("ties", ties()),
        ):  # fmt: skip
            print("\n".join(lines))
            text = filled(text, name, lines)
    except (DetenteError, OSError, ValueError) as problem:
        print(f"record_checks: {problem}", file=sys.stderr)
        return 2
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
