"""Turn what a search proposes into text: a pure function of what `--json` prints."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from detente.core.errors import one_line
from detente.interfaces.cli.table import WIDTH

__all__ = ["table"]

Row = Mapping[str, Any]

_LEGEND = (
    "Gains are means over draws against the baseline, in widths, under the lens where "
    "they are least: + counts for somebody's interest, whatever lens is right. "
    "Optimism is what the search promised less what draws it had not seen gave: trust "
    "the second. A plan within a width of another one in every interest is not listed "
    "again."
)


def table(found: Row) -> str:
    """Return the table of a search.

    Args:
        found: The dictionary of a search, as `--json` prints it.

    Returns:
        Text of at most `WIDTH` columns, without a last line break.
    """
    parts = (_head(found), _proposals(found), _optimism(found))
    lines = [line for part in parts for line in part]
    return "\n".join(one_line(line).rstrip() for line in lines)


def _head(found: Row) -> Iterator[str]:
    yield (
        f"{found['scenario']}: {found['tried']} of {found['possible']:,} plans tried, "
        f"{found['draws']} draws a lens; {found['held_out_draws']} others held out"
    )
    if found["stated"]:
        yield (
            "Stated plans that none tried beats by what counts: "
            f"{', '.join(found['stated'])}"
        )
    if not found["proposals"]:
        yield "No plan tried differs from those by what counts for the better."
    yield ""


def _proposals(found: Row) -> Iterator[str]:
    """List the proposals, with their moves and gains."""
    for each in found["proposals"]:
        beats = ", ".join(each["beats"]) or "none of the stated plans"
        yield f"{each['plan']}: beats {beats} under every lens by what counts"
        for move in sorted(each["moves"], key=lambda move: move["year"]):
            yield from textwrap.wrap(
                _move(move), WIDTH, initial_indent="    ", subsequent_indent=" " * 9
            )
        yield f"    {'gain in widths':<28} {'held out':>9} {'searched':>9}"
        for aim in found["interests"]:
            left, told = (each[k][aim["id"]] for k in ("held_out", "searched"))
            yield f"    {aim['title'][:28]:<28} {left:>+9.2f} {told:>+9.2f}"
        yield ""


def _move(move: Row) -> str:
    """Write a move on one line."""
    until = f"-{move['until']}" if move.get("until") else ""
    words = [f"{move['year']}{until}", move["kind"]]
    for name, value in move.items():
        if name in ("kind", "year", "until", "source") or value in (None, False):
            continue
        listed = ", ".join(value) if isinstance(value, list | tuple) else value
        words.append("(consent required)" if value is True else f"{name} {listed}")
    return " ".join(words)


def _optimism(found: Row) -> Iterator[str]:
    """Say how much the search promised too much."""
    if found["optimism"]:
        titles = {each["id"]: each["title"] for each in found["interests"]}
        said = ", ".join(f"{titles[k]} {x:+.2f}" for k, x in found["optimism"].items())
        yield from textwrap.wrap(f"Optimism of the search (widths): {said}", WIDTH)
    yield from textwrap.wrap(_LEGEND, WIDTH)
