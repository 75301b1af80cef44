"""Check the lens of the record against the past it was fitted to, and say so in docs.

    python scripts/record_checks.py [part ...]

Needs the data sets that `detente fit` needs. Writes what stands between the markers of
docs/explanation/record.md, or only the named parts of it: predictive checks under draws
of the lens as it is kept (past), cuts of ties (ties), whether acts foretell who is
coded revisionist (coded), and what `scripts/lens_scores.py` found of lenses (lenses),
forecasts (tested) and China with European states (china). Takes minutes.
"""

import sys
import tomllib
from pathlib import Path

import numpy as np

from detente.core.errors import DetenteError
from detente.lenses import scores
from detente.lenses.lens import Lens, load
from detente.record.cut import cuts
from detente.record.fitting import placed
from detente.record.forecast import replayed
from detente.record.motives import Score, revisionists
from detente.record.predictive import checks

PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "record.md"
DRAWS, SEED = 64, 1


def unbounded_draws(lens: Lens) -> dict[str, np.ndarray]:
    """Return draws of the fitted parameters on the unbounded side, (draw,) each."""
    if lens.joint is None:
        raise ValueError("the lens was not fitted")
    keys = lens.joint.keys
    rng = np.random.default_rng(SEED)
    steps = lens.joint.factor @ rng.standard_normal((len(keys), DRAWS))
    drawn = {
        key: (lens.beliefs[key].centre + lens.beliefs[key].sd * z).astype(np.float32)
        for key, z in zip(keys, steps, strict=True)
    }
    # How often pacts come and go is the record's own: scenarios have rungs instead.
    own = tomllib.loads(placed().read_text(encoding="utf-8"))["own"]
    return drawn | {
        key: (x["centre"] + x["sd"] * rng.standard_normal(DRAWS)).astype(np.float32)
        for key, x in own.items()
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


def china() -> list[str]:
    """Return how many disputes of single sets of pairs it foresees."""
    return [
        f"From {each.years[0]} to {each.years[1]} it foresees {each.foreseen:.1f} "
        f"disputes [{each.interval[0]:.1f}, {each.interval[1]:.1f}] of {each.name}, "
        f"year by year from what went before; {each.recorded} are recorded."
        for each in scores.checks()
    ]


def ties() -> list[str]:
    """Return what cutting ties does to the score."""
    lines = [
        "| ties cut from | pair-years | onsets | log score with ties less without |",
        "| --- | --- | --- | --- |",
    ]
    for name, found in cuts().items():
        low, high = found.interval
        lines.append(
            f"| {name} | {found.rows:,} | {found.onsets} | {found.difference:+.5f} "
            f"[{low:+.5f}, {high:+.5f}] |"
        )
    return lines


def coded() -> list[str]:
    """Return whether acts foretell who is coded revisionist."""
    found = revisionists()

    def area(score: Score, sign: str = "") -> str:
        ends = ", ".join(f"{end:{sign}.3f}" for end in score.interval)
        return f"{score.value:{sign}.3f} [{ends}]"

    return [
        f"Of {found.rows} parties of {found.states} states, {found.coded} are coded "
        f"revisionist. AUROC of the motive {area(found.motive)}, of the share of past "
        f"disputes initiated {area(found.naive)}; difference "
        f"{area(found.difference, '+')}."
    ]


def standing() -> list[str]:
    """Return the table of lenses."""
    found = scores.scores()
    years = list(dict.fromkeys(each.years for each in found))
    lines = [
        "| lens | " + " | ".join(f"{a}-{b}" for a, b in years) + " | fitted to |",
        "| --- |" + " --- |" * (len(years) + 1),
    ]
    for name in dict.fromkeys(each.lens for each in found):
        mine = {each.years: each for each in found if each.lens == name}
        cells = [f"{mine[span].log_score:.4f}" for span in years]
        fitted = next(iter(mine.values())).fitted
        cells.append(f"{fitted[0]}-{fitted[1]}" if fitted else "nothing: stated")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    rows = [each for each in found if each.lens == found[0].lens]
    sizes = "; ".join(
        f"{each.years[0]}-{each.years[1]}: {each.rows:,} pair-years, "
        f"{each.onsets:,} onsets" for each in rows
    )  # fmt: skip
    return [*lines, "", f"{sizes}."]


def tested() -> list[str]:
    """Return the forecasts behind the label *level forecast-tested*."""
    yes = scores.tested()
    return [
        "| outcome | pair-years | events | log score | less years of peace | tested |",
        "| --- | --- | --- | --- | --- | --- |",
        *(
            f"| {each.outcome} | {each.rows:,} | {each.events} | {each.log_score:.4f} "
            f"| {each.difference:+.4f} [{each.interval[0]:+.4f}, "
            f"{each.interval[1]:+.4f}] | {'yes' if each.outcome in yes else 'no'} |"
            for each in scores.forecasts()
        ),
    ]


def filled(text: str, name: str, lines: list[str]) -> str:
    """Return the page with lines between the markers of a name."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{PAGE.name}: expected {begin} and {end} in order")
    return "\n".join([before + begin, *lines, end + after])


def main(names: list[str]) -> int:
    """Fill in the page."""
    parts = {
        "past": lambda: past(unbounded_draws(load("record"))),
        "china": china,
        "ties": ties, "coded": coded, "lenses": standing, "tested": tested,
    }  # fmt: skip
    try:
        text = PAGE.read_text(encoding="utf-8")
        for name in names or parts:
            lines = parts[name]()
            print("\n".join(lines))
            text = filled(text, name, lines)
    except (DetenteError, OSError, ValueError, KeyError) as problem:
        print(f"record_checks: {problem}", file=sys.stderr)
        return 2
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
