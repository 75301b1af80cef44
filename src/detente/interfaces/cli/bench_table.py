"""Turn timings into text: a pure function of what `detente bench --json` prints."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from detente.interfaces.cli.table import WIDTH

__all__ = ["table"]

Row = Mapping[str, Any]

LESS = "and needs less processor time by"

_LEGEND = (
    "A pair-year is one ordered pair of two states in one year of one draw: N(N-1) a "
    "year. Rate: median of rounds in which all took turns, [slowest, fastest]. Core "
    "ns: processor time of a pair-year, which other work on the machine disturbs less. "
    "Ratios are to detente: above 1, detente is faster. "
    "Peak MB: all processes of a program together. Compile: the first batch less the "
    "second. Equal: each yearly mean of disputes, arms and beliefs differs from "
    "detente's by Monte Carlo error or rounding at most. Peers get their starts and "
    "need not work out outcomes; engine is detente with all outcomes of the scenario. "
    "numba calls the C library for exponentials and logarithms, numba+ has its own, "
    "which the compiler vectorises."
)


def table(found: Row) -> str:
    """Return the tables of a benchmark.

    Args:
        found: The dictionary that `--json` prints.

    Returns:
        Text of at most `WIDTH` columns, without a last line break.
    """
    parts = (_head(found), _peers(found), _roofline(found), _growth(found["growth"]))
    return "\n".join(line.rstrip() for part in parts for line in part)


def _head(found: Row) -> Iterator[str]:
    machine, case = found["machine"], found["case"]
    versions = ", ".join(f"{k} {v}" for k, v in machine["libraries"].items())
    yield (
        f"{machine['processor']}, {machine['cores used']} of {machine['cores']} cores, "
        f"{machine['system']}, Python {machine['python']}"
    )
    yield (
        f"{versions}; load {machine['load'][0]} before, {machine['load'][1]} after; "
        "no accelerator"
    )
    yield (
        f"{case['name']}: {case['actors']} actors, {case['years']} years; "
        f"{case['rounds']} rounds; outcomes over {case['draws compared']} draws"
    )
    yield ""


def _peers(found: Row) -> Iterator[str]:
    yield (
        f"{'program':<8} {'s a round':>9} {'pair-years/s':>12} "
        f"{'[slowest, fastest]':>19} {'ratio':>6} {'core ns':>8} {'ratio':>6} "
        f"{'peak MB':>8} "
        f"{'compile s':>9}  equal"
    )
    for each in found["peers"]:
        span = f"[{each['least']:.2g}, {each['most']:.2g}]"
        yield (
            f"{each['name']:<8} {each['seconds']:>9.1f} {each['rate']:>12.3g} "
            f"{span:>19} {each['detente is faster by']:>6.3g} "
            f"{each['core_ns']:>8.4g} {each[LESS]:>6.3g} {each['memory']:>8.0f} "
            f"{each['compile']:>9.1f}  {_equal(each)}"
        )
    yield ""
    yield from textwrap.wrap(_LEGEND, WIDTH)


def _equal(each: Row) -> str:
    """Say whether outcomes are equal, and how one knows."""
    found = each["agreement"]
    if found is None:
        return "-"
    if found["same"] == 1:
        return "yes, act by act" if found["equal"] else "no"
    return f"{'yes' if found['equal'] else 'no'}, {found['errors']:.1f} s.e."


def _roofline(found: Row) -> Iterator[str]:
    roof, parts = found["roofline"], found["roofline"]["ns"]
    spent = found["peers"][0]["core_ns"]
    whole = sum(parts.values())
    yield ""
    yield (
        f"Roofline of one core: {roof['operations']:.0f} operations at "
        f"{roof['arithmetic'] / 1e9:.0f} a ns = {parts['arithmetic']:.1f} ns, "
        f"{roof['functions']:.0f} exp or log at"
    )
    yield (
        f"{roof['elementary'] / 1e9:.1f} a ns = {parts['elementary']:.1f} ns, "
        f"{roof['bytes']:.0f} bytes at {roof['cache'] / 1e9:.0f} a ns in cache = "
        f"{parts['cache']:.1f} ns: at least {max(parts.values()):.0f} ns"
    )
    yield (
        f"a pair-year if all overlap, {whole:.0f} if nothing does; measured "
        f"{spent:.0f}. Memory copies {roof['memory'] / 1e9:.0f} bytes a ns."
    )


def _growth(rows: list[Row]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield (
        f"{'growth with':<12} {'size':>5} {'program':<8} {'seconds':>8} "
        f"{'pair-years/s':>12} {'core ns':>8} {'peak MB':>8}"
    )
    for each in rows:
        yield (
            f"{each['what']:<12} {each['size']:>5} {each['peer']:<8} "
            f"{each['seconds']:>8.2f} {each['rate']:>12.3g} {each['core_ns']:>8.4g} "
            f"{each['memory']:>8.0f}"
        )
