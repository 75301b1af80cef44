"""The words of an explanation on the command line."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from detente.decide.words import act, route, source
from detente.interfaces.cli.table import WIDTH, signed

if TYPE_CHECKING:
    from detente.worlds.schema import Scenario

__all__ = ["text"]

SHOWN = 6
"""Steps shown of a path, and as a share of all steps how small the last may be."""
LEAST = 0.01

Said = Mapping[str, Any]


def text(said: Said, scenario: "Scenario") -> str:
    """Return an explanation as plain text.

    Args:
        said: What `detente.decide.why.explain` returned.
        scenario: The scenario, for the names of actors.
    """
    return "\n".join(_lines(said, scenario))


def _lines(said: Said, scenario: "Scenario") -> Iterator[str]:
    yield f"{said['claim']}: {said['title']}"
    futures = said["draws"] * said["replicates"]
    yield f"  lens {said['lens']}; means of {futures} futures of the run"
    for part in said["parts"]:
        yield ""
        yield from _part(part)
    for each in said["futures"]:
        yield ""
        yield (
            f"  The {each['which']} future (draw {each['draw']}, replicate "
            f"{each['replicate']}; effect {signed(each['effect'])})"
        )
        yield from _events(each["events"])


def _name(part: Said) -> str:
    sides = " toward ".join(filter(None, (part["of"], part.get("toward"))))
    return f"{part.get('outcome') or part['what']} {sides}".strip()


def _part(part: Said) -> Iterator[str]:
    first, last = part["years"]
    versus = "" if part["contrast"] == "level" else f" against {part['against']}"
    yield f"  {_name(part)}, {first}-{last}, {part['plan']}{versus}"
    if part["none"]:
        yield f"    no path: {part['none']}"
    else:
        yield f"    effect {_amount(part['effect'])} {part['unit']}; it travels by"
        yield from _steps(part)
        yield from (line for other in part["behind"] for line in _behind(other))
    if part.get("carriers"):
        who = ", ".join(
            f"{'-'.join(each['who'])} {signed(each['change'])}"
            for each in part["carriers"]
        )
        what = "level" if part["contrast"] == "level" else "change"
        yield from _filled(
            f"{what} of {part['carriers'][0]['of_what']} is largest for {who}"
        )


def _amount(spread: Said) -> str:
    lo, hi = signed(spread["lo"]), signed(spread["hi"])
    return f"{signed(spread['mean'])} [{lo} .. {hi}]"


def _steps(part: Said, indent: str = "      ") -> Iterator[str]:
    whole = sum(abs(step["mean"]) for step in part["steps"]) or 1.0
    for step in part["steps"][:SHOWN]:
        if abs(step["mean"]) < LEAST * whole:
            break
        mixed = (
            f" ({step['interaction']:.2g} more or less by the order of steps)"
            if step["interaction"] > abs(step["mean"]) / 4 else ""
        )  # fmt: skip
        yield f"{indent}{signed(step['mean']):>9}  {_step(step)}{mixed}"


def _step(step: Said) -> str:
    if step["route"] is None:
        return act(step["source"])
    return f"{source(step['source'])}, {route(step['route'])}"


def _behind(other: Said) -> Iterator[str]:
    if other["what"] == "clashes":
        yield (
            f"    clashes of {other['of']} and {other['toward']} in a future: "
            f"{signed(other['begun'])} begun between them, {signed(other['joined'])} "
            "met by joining others"
        )
        return
    yield f"    {_name(other)}: {_amount(other['effect'])} {other['unit']}"
    yield from (line for line in list(_steps(other, "        "))[:3])


def _events(events: list[Said]) -> Iterator[str]:
    if not events:
        yield "    nothing of note between those the claim is about"
    mark = {"both": " ", "plan": "+", "baseline": "-"}
    for each in events:
        yield f"    {mark[each['where']]} {each['year']} {each['text']}"
    if any(each["where"] != "both" for each in events):
        yield "    (+ only with the plan, - only without it)"


def _filled(said: str) -> list[str]:
    return textwrap.wrap(
        said, WIDTH, initial_indent="    ", subsequent_indent="    ",
        break_on_hyphens=False,
    )  # fmt: skip
