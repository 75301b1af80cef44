"""Turn a decision into a plain-text table: a pure function of what `--json` prints."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from detente.core.errors import one_line
from detente.interfaces.cli.table import WIDTH, signed

__all__ = ["table"]

Row = Mapping[str, Any]

_LEGEND = (
    "change: median over draws of the plan less the baseline, with the 90% interval. "
    "best: share of draws in which the plan is best, in per cent; near: within a width "
    "of the best. behind: how far its mean falls behind the best mean, in widths, with "
    "+ where that counts. regret: mean over draws of what is lost against the best "
    "plan of the draw, and its 95% quantile, in widths. A difference within a width is "
    "no difference that counts. Lenses and interests are never averaged; none weighs "
    "more than another unless --weights says so."
)


def table(found: Row, everything: bool = False) -> str:
    """Return the table of a decision.

    Args:
        found: The dictionary of a decision, as `--json` prints it.
        everything: Show every lens, not only the first.

    Returns:
        Text of at most `WIDTH` columns, without a last line break.
    """
    lenses = found["lenses"] if everything else found["lenses"][:1]
    parts = (
        _head(found), _choices(found), _minimax(found), _pareto(found),
        _plans(found, lenses), _learning(found, everything), _foot(found, everything),
    )  # fmt: skip
    lines = [line for part in parts for line in part]
    return "\n".join(one_line(line).rstrip() for line in lines).strip("\n")


def _head(found: Row) -> Iterator[str]:
    yield (
        f"{found['scenario']}: {found['draws']} draws x {found['replicates']} "
        f"replicates, seed {found['seed']}; plans against {found['baseline']}"
    )
    yield ""


def _titles(found: Row) -> dict[str, str]:
    return {each["id"]: each["title"] for each in found["interests"]}


def _named(choice: Row) -> str:
    """Write the good plans, or that the difference does not count."""
    if not choice["counts"]:
        return "no difference that counts"
    return " or ".join(choice["good"])


def _unsure(found: Row, choice: Row) -> str:
    """Say how many draws would tell, where these do not."""
    needed = choice["draws_needed"]
    return f" (to be sure: {needed:,} draws)" if needed > found["draws"] else ""


def _choices(found: Row) -> Iterator[str]:
    """Tabulate the plans that are best in expectation, by interest and lens."""
    yield "Which plan, by which interest (mean over draws; plans within a width of it)"
    titles = _titles(found)
    for key, title in titles.items():
        rows = [row for row in found["choices"] if row["interest"] == key]
        said = {row["lens"]: _named(row) + _unsure(found, row) for row in rows}
        if len(set(said.values())) == 1:
            said = {"every lens": next(iter(said.values()))}
        for k, (lens, plans) in enumerate(said.items()):
            yield _cut(f"  {'' if k else title:<28} {lens:<12} {plans}")
    yield ""


def _minimax(found: Row) -> Iterator[str]:
    """Tabulate the plans that are least regretted."""
    yield "Least regretted, whatever lens is right; and whatever draw is (95% quantile)"
    titles, widths = _titles(found), {i["id"]: i["width"] for i in found["interests"]}
    for row in found["minimax"]:
        key = row["interest"]
        for k, about in enumerate(("lens", "draw")):
            name = f"over_{about}{'es' if about == 'lens' else 's'}"
            least = row[name]["regret"] / widths[key]
            yield _cut(
                f"  {'' if k else titles[key]:<28} {about:<12} {_named(row[name])}; "
                f"regret {least:.2f} widths"
            )
    yield ""


def _pareto(found: Row) -> Iterator[str]:
    """Say which plans no plan beats in all interests together."""
    yield "Over all interests together"
    for row in found["pareto"]:
        if not row["counts"]:
            yield f"  {row['lens']:<12} no difference that counts in any interest"
            continue
        beaten = "; ".join(
            f"{each['plan']} by {', '.join(each['by'])}" for each in row["beaten"]
        )
        yield from _filled(
            f"{row['lens']:<12} efficient: {', '.join(row['efficient'])}. Beaten by "
            f"what counts: {beaten or 'none'}"
        )
    yield ""


def _plans(found: Row, lenses: Sequence[str]) -> Iterator[str]:
    """Tabulate every plan by interest."""
    for lens in lenses:
        yield (
            f"Lens {lens:<25} {'change, 90% interval':<29} {'best':>4} {'near':>4} "
            f"{'behind':>7} {'regret':>6} {'95%':>6}"
        )
        yield "-" * WIDTH
        for aim in found["interests"]:
            yield _cut(
                f"{aim['title']} [{aim['unit']}, width {aim['width']:g}; "
                f"{aim.get('wants', 'more')} is better]"
            )
            for row in found["plans_by_interest"]:
                if (row["lens"], row["interest"]) == (lens, aim["id"]):
                    yield _plan(row, aim["width"], found["baseline"])
        yield ""


def _plan(row: Row, width: float, baseline: str) -> str:
    change = row["change"]
    middle, low, high = (signed(change[name]) for name in ("median", "lo", "hi"))
    said = f"{middle} [{low}, {high}]"
    if row["plan"] == baseline:
        said = f"baseline, {row['level']:.3g}"
    behind = row["behind"] / width
    counts = "+" if behind > 1 else " "
    return (
        f"  {row['plan']:<28} {said:<29} {_percent(row['best']):>4} "
        f"{_percent(row['within_a_width']):>4} {behind:>6.2f}{counts} "
        f"{row['regret'] / width:>6.2f} {row['regret_95'] / width:>6.2f}"
    )


def _learning(found: Row, everything: bool) -> Iterator[str]:
    """Say what is worth learning."""
    learning = found["learning"]
    if learning is None:
        return
    if "refused" in learning:
        yield from textwrap.wrap(f"Value of learning: {learning['refused']}", WIDTH)
        yield ""
        return
    yield "Value of learning: what a better choice would gain, in widths"
    titles = _titles(found)
    first = learning["first"]
    for row in first:
        yield _cut(
            f"  {row['name']:<28} {row['widths']:.2f} for {titles[row['interest']]} "
            f"under {row['lens']} ({row['value']:.3g} {row['unit']})"
        )
    if not first:
        yield "  no parameter alone is told from chance: more draws might tell one"
    most = [
        (each["perfect_widths"], each["interest"], block["lens"])
        for block in learning["lenses"] for each in block["interests"]
    ]  # fmt: skip
    value, key, lens = max(most)
    yield _cut(
        f"  to know all, chance included: at most {value:.2f} ({titles[key]}, {lens})"
    )
    if value <= 1:
        yield "  that is within a width everywhere: nothing that counts is to be learnt"
    if everything:
        yield from _lessons(learning, titles)
    yield ""


def _lessons(learning: Row, titles: Mapping[str, str]) -> Iterator[str]:
    """Tabulate the first lessons of each lens and interest."""
    for block in learning["lenses"]:
        for each in block["interests"]:
            told = [one for one in (*each["laws"], *each["parameters"]) if one["told"]]
            said = ", ".join(f"{one['name']} {one['widths']:.2f}" for one in told[:3])
            yield _cut(
                f"  {block['lens']:<12} {titles[each['interest']]:<24} all "
                f"{each['perfect_widths']:.2f}; {said or 'nothing told from chance'}"
            )


def _foot(found: Row, everything: bool) -> Iterator[str]:
    yield from textwrap.wrap(_LEGEND, WIDTH)
    if not everything and len(found["lenses"]) > 1:
        yield "Tables of the other lenses: --all"
    yield f"run in {found['folder']}"


def _filled(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="  ", subsequent_indent=" " * 15
    )  # fmt: skip


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else text[: WIDTH - 2] + ".."
