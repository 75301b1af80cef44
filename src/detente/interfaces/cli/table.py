"""Turn the result of a run into a plain-text table that a person can argue about.

A pure function of the dictionary that `--json` prints: whoever keeps the JSON can
make the same table again. Claims come in their own order, a row for each plan and
lens; then the spiral numbers, the votes, and what failed.
"""

import math
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from detente.core.errors import one_line

__all__ = ["WIDTH", "only_plans", "signed", "table"]

WIDTH = 110
"""Columns of the table."""

Row = Mapping[str, Any]

LEAN_WIDTH = 21
LABEL_WIDTH = 11
SHORT = {
    "level forecast-tested": "level", "level doubtful": "doubtful",
    "associated in the record": "associated",
}  # fmt: skip
"""Labels that are wider than their column."""

VERDICT_WIDTH = 11
LARGE = 100_000.0

_LEGEND = (
    "supports, negligible, opposes: share of the draws, in per cent. effect: median, "
    "with the 90% interval in brackets; plan less the plan compared with, unless a "
    "ratio or a level is claimed. x: plan over plan compared with. leans on: the "
    "parameter that moves the effect most. label: how far the record speaks to it "
    "(level: its level was forecast-tested; doubtful: fewer or more disputes of "
    "these pairs are recorded than the lens expects; "
    "associated: in the record). "
    "hinge: engagement deters where what it takes from gain exceeds what it adds to "
    "fear. * the sign follows from the equations, whatever the parameters: no evidence."
)


def only_plans(result: Row, plans: Sequence[str]) -> dict[str, Any]:
    """Keep only what a result says of some plans.

    Args:
        result: The dictionary of a run.
        plans: Names of the plans.

    Returns:
        The same dictionary with fewer entries.
    """
    kept = dict(result)
    for name, entries in result.items():
        if isinstance(entries, list):
            kept[name] = [
                entry
                for entry in entries
                if not isinstance(entry, Mapping)
                or entry.get("plan", "") in ("", *plans)
            ]
    return kept


def table(result: Row, everything: bool = False) -> str:
    """Return the table of a run.

    Args:
        result: The dictionary of a run, as `--json` prints it.
        everything: Show every plan of a claim, not only its primary one.

    Returns:
        Text of at most `WIDTH` columns, without a last line break.
    """
    rows = [row for row in result["claims"] if everything or row.get("primary", True)]
    parts = (
        _head(result),
        _claims(rows),
        _spirals(result.get("spiral_number", ())),
        _votes(result.get("votes", ())),
        _failures(result.get("failed_draws", ())),
        _foot(result),
    )
    lines = [line for part in parts for line in part]
    return "\n".join(one_line(line).rstrip() for line in lines).strip("\n")


def signed(value: float | None) -> str:
    """Write an effect with its sign and three digits.

    >>> signed(0.01234), signed(-3.0), signed(0.0), signed(None), signed(1234567.0)
    ('+0.0123', '-3', '0', '-', '+1.23e+06')
    """
    if value is None or not math.isfinite(value):
        return "-"
    if value == 0.0:
        return "0"
    return f"{value:+,.0f}" if 1000.0 <= abs(value) < LARGE else f"{value:+.3g}"


def _head(result: Row) -> Iterator[str]:
    """Say what was run."""
    yield (
        f"{result['scenario']}: {result['draws']} draws x {result['replicates']} "
        f"replicates, seed {result['seed']}"
    )
    yield ""


def _claims(rows: Iterable[Row]) -> Iterator[str]:
    """Tabulate the claims."""
    yield (
        f"  {'plan':<12} {'lens':<11} {'supp':>4} {'negl':>4} {'oppo':>4}  "
        f"{'effect, 90% interval':<{_EFFECT}} {'x':>5} {'leans on':<{LEAN_WIDTH}} "
        f"{'label':<{LABEL_WIDTH}} verdict"
    )
    yield "-" * WIDTH
    for _, group in groupby(rows, key=lambda row: row["id"]):
        block = list(group)
        yield from _claim_head(block[0])
        for row in block:
            yield _claim_row(row)
            yield from _claim_notes(row)
        yield ""


_EFFECT = 27
"""Columns of an effect with its interval."""


def _claim_head(row: Row) -> Iterator[str]:
    """Say which claim it is, who makes it, how surely, and in which unit."""
    unit, width = (row.get("effect") or {}).get("unit"), row.get("width")
    about = f"{row['author']}, {row['modality']}" + (f"; {unit}" if unit else "")
    about += f", width {width:g}" if width else ""
    yield _cut(f"{row['id']} [{about}] {row.get('title', '')}", WIDTH)


def _claim_row(row: Row) -> str:
    """Write the verdict of one plan under one lens."""
    shares = row.get("shares") or {}
    split = " ".join(
        f"{_percent(shares.get(name)):>4}"
        for name in ("supports", "negligible", "opposes")
    )
    label = str(row.get("label") or "-")
    label = SHORT.get(label, label) + ("*" if row.get("by_construction") else "")
    verdict = "refused" if row.get("refused") else str(row.get("verdict") or "-")
    return (
        f"  {_cut(row['plan'], 12):<12} {_cut(row['lens'], 11):<11} {split}  "
        f"{_effect(row.get('effect'), row.get('width')):<{_EFFECT}} "
        f"{_ratio(row.get('ratio')):>5} {_cut(_lean(row), LEAN_WIDTH):<{LEAN_WIDTH}} "
        f"{_cut(label, LABEL_WIDTH):<{LABEL_WIDTH}} {_cut(verdict, VERDICT_WIDTH)}"
    )


def _claim_notes(row: Row) -> Iterator[str]:
    """Add why a verdict was refused, and the hinge of the argument."""
    if row.get("refused"):
        yield from _note(f"refused: {row['refused']}")
    hinge = row.get("hinge")
    if hinge and hinge.get("text"):
        yield from _note(f"hinge: {hinge['text']}")


def _note(text: str) -> list[str]:
    """Fill a remark under a row."""
    return textwrap.wrap(  # written out first, since that makes a text longer
        one_line(text), WIDTH, initial_indent="      ", subsequent_indent="        "
    )


def _effect(effect: Row | None, width: float | None) -> str:
    """Write an effect with its interval, to a tenth of its width."""
    if not effect:
        return "-"
    places = 1 - math.floor(math.log10(width)) if width and width < 1 else None

    def written(value: float | None) -> str:
        if value is None or places is None or not math.isfinite(value):
            return signed(value)
        return f"{value:+.{places}f}" if abs(value) < 100 else signed(value)

    low, high = written(effect.get("lo")), written(effect.get("hi"))
    return f"{written(effect.get('median'))} [{low}, {high}]"


def _ratio(ratio: Row | None) -> str:
    """Write plan over plan compared with."""
    middle = (ratio or {}).get("median")
    return "-" if middle is None or middle > 99 else f"{middle:.2f}"


def _lean(row: Row) -> str:
    """Return the parameter that moves the effect most."""
    first = next(iter(row.get("leans_on") or ()), None)
    return str(first["parameter"]) if first else "-"


def _percent(share: float | None) -> str:
    """Write a share as a whole percentage; a rare one is not none."""
    if share is None or not math.isfinite(share):
        return "-"
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "<1"
    return ">99" if whole == 100 and share < 1 else str(whole)


def _cut(text: str, width: int) -> str:
    """Cut a text that is too long for its column."""
    text = one_line(str(text))
    return text if len(text) <= width else text[: width - 2] + ".."


def _spirals(rows: Sequence[Row]) -> Iterator[str]:
    """Tabulate the spiral numbers."""
    if not rows:
        return
    yield "Spiral number (above 1 fear and arms feed on themselves)"
    for row in rows:
        yield (
            f"  {_cut(row['plan'], 12):<12} {_cut(row['lens'], 11):<11} "
            f"{row['median']:.2f} [{row['lo']:.2f}, {row['hi']:.2f}], "
            f"above 1 in {_percent(row.get('above_one'))}%"
        )
    yield ""


def _votes(rows: Sequence[Row]) -> Iterator[str]:
    """Tabulate the votes that plans depend on."""
    if not rows:
        return
    yield "Votes (a plan that needs consent goes ahead only if the alliance agrees)"
    for row in rows:
        members = sorted(row.get("members") or (), key=lambda each: each["yes"])[:3]
        doubtful = ", ".join(f"{m['actor']} {_percent(m['yes'])}%" for m in members)
        text = (
            f"{row['alliance']} approves in {_percent(row.get('approval'))}% of draws"
            f"; pivotal: {_listed(row.get('pivotal'))}"
        )
        paid = row.get("side_payment")
        if paid:
            text += (
                f"; a side payment worth {paid['log_odds']:.1f} log odds would make it "
                f"{_percent(paid['approval'])}%"
            )
        lead = f"  {_cut(row['plan'], 12):<12} {_cut(row['lens'], 11):<11} "
        full = lead + text + (f"; least willing: {doubtful}" if doubtful else "")
        yield from textwrap.wrap(full, WIDTH, subsequent_indent=" " * len(lead),
                                 drop_whitespace=True)  # fmt: skip
    yield ""


def _listed(value: object) -> str:
    """Write a name, names, or none."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_percent(share)}%" for name, share in value.items())
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable):
        return ", ".join(_name(each) for each in value) or "none"
    return "none" if value is None else str(value)


def _name(value: object) -> str:
    """Return the name of an actor, however the entry carries it."""
    return str(value["actor"]) if isinstance(value, Mapping) else str(value)


def _failures(rows: Sequence[Row]) -> Iterator[str]:
    """List the draws that failed; they are in no number above."""
    if not rows:
        return
    yield "Failed draws (left out of every number above)"
    for row in rows:
        yield (
            f"  {_cut(row['plan'], 12):<12} {_cut(row['lens'], 11):<11} "
            f"{row['count']}: {row['reason']}"
        )
    yield ""


def _foot(result: Row) -> Iterator[str]:
    """Explain the columns, and say where the results are."""
    yield from textwrap.wrap(_LEGEND, WIDTH)
    if result.get("elapsed_s") is not None:
        folder = result.get("folder")
        where = f"; results in {folder}" if folder else ""
        if result.get("reused"):
            where += "; found there, not run again (--force does)"
        yield f"{result['elapsed_s']:.1f} s{where}"
