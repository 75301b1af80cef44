"""Which plan, by which interest, and what readers' own views change, for a page."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from detente.decide.decision import FILE as DECISION
from detente.decide.interests import Stakes
from detente.decide.plans import minimax, ranking
from detente.decide.view import FILE as VIEWS
from detente.reports import words
from detente.reports.findings import Findings
from detente.worlds.interests import Interest

__all__ = ["Chosen", "Held", "choice", "held", "lessons", "said"]

NONE = "no difference that counts"

TOLD = 5
"""Most lessons and changed verdicts that are told."""


class Chosen(NamedTuple):
    """One interest.

    Attributes:
        title: Its name.
        about: What stands for it and who wants it, in words.
        why: Why that stands for it, or "".
        width: The smallest difference that counts.
        by_lens: Plans within a width of the best, in words, by lens.
        unsure: By lens: how many draws it takes to be sure, or "".
        least: Plan that is least regretted whatever lens is right, in words.
    """

    title: str
    about: str
    why: str
    width: str
    by_lens: Mapping[str, str]
    unsure: Mapping[str, str]
    least: str


class Held(NamedTuple):
    """A reader's view.

    Attributes:
        beliefs: What is believed, in its reader's words.
        how: How each lens was asked, in words.
        changed: Verdicts of primary plans that change, in words.
        more: How many more change.
    """

    beliefs: str
    how: str
    changed: tuple[str, ...]
    more: int


def choice(findings: Findings) -> tuple[Chosen, ...]:
    """Return which plan serves each interest; empty if the run does not say."""
    stakes = findings.stakes
    if stakes is None or len(stakes.plans) < 2:
        return ()
    interests = findings.scenario.wanted
    return tuple(
        _chosen(findings, stakes, place, interests[aim.key])
        for place, aim in enumerate(stakes.aims)
    )


def _chosen(
    findings: Findings, stakes: Stakes, place: int, interest: Interest
) -> Chosen:
    aim = stakes.aims[place]
    found = {lens: ranking(stakes, lens, place) for lens in stakes.lenses}
    by_lens, unsure = {}, {}
    for lens, each in found.items():
        count = len(stakes.draws[lens])
        by_lens[lens] = _plans(findings, stakes, each.good(aim.width))
        needed = each.needed(aim.width, count)
        unsure[lens] = f"{needed:,} draws to be sure" if needed > count else ""
    worst = minimax(np.stack([each.behind for each in found.values()]))
    sides = " / ".join(
        findings.side(name) for name in (interest.of, interest.toward) if name
    )
    first, last = interest.years
    return Chosen(
        aim.title,
        f"{interest.outcome.replace('_', ' ')} ({sides}), {first} to {last}, "
        f"{interest.wants} is better; wanted by {aim.whose}",
        _sentence(interest.why),
        words.quantity(aim.width, aim.unit, aim.width).lstrip("+"),
        by_lens, unsure,
        _plans(findings, stakes, worst <= worst.min() + aim.width),
    )  # fmt: skip


def _sentence(text: str) -> str:
    text = " ".join(text.split()).rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


def _plans(findings: Findings, stakes: Stakes, good: np.ndarray) -> str:
    """Name the plans that are good, unless all of them are."""
    if good.all():
        return NONE
    named = [findings.plan_title(stakes.plans[p]) for p in np.flatnonzero(good)]
    return " or ".join(named)


def said(findings: Findings) -> str:
    """Return for each lens where a difference counts and what is good everywhere."""
    found, stakes = choice(findings), findings.stakes
    if not found or stakes is None:
        return ""
    parts, silent = [], []
    for lens in stakes.lenses:
        counts = [each.title for each in found if each.by_lens[lens] != NONE]
        if not counts:
            silent.append(lens)
            continue
        good = np.all([
            ranking(stakes, lens, place).good(aim.width)
            for place, aim in enumerate(stakes.aims)
        ], axis=0)  # fmt: skip
        everywhere = words.listed(
            findings.plan_title(stakes.plans[p]) for p in np.flatnonzero(good)
        )
        parts.append(
            f"Under {lens} a difference between plans counts for "
            f"{words.listed(counts)}; "
            + (f"good for all {len(found)} interests: {everywhere}" if everywhere
               else "no plan is good for all interests")
        )  # fmt: skip
    if silent:
        every = len(silent) == len(stakes.lenses)
        parts.append(
            f"Under {'every lens' if every else words.listed(silent)} no difference "
            f"between plans counts in any of the {len(found)} interests"
        )
    return f"{'. '.join(parts)}. Interests are not weighed against one another."


def lessons(findings: Findings) -> Iterator[str]:
    """Yield what is worth learning, if that was asked (`detente decide`)."""
    learning = findings.kept.get(DECISION, {}).get("learning")
    if learning is None:
        return
    titles = {key: each.title for key, each in findings.scenario.wanted.items()}
    for row in learning["first"][:TOLD]:
        yield (
            f"To know {row['name']} would gain {row['widths']:.2f} widths for "
            f"{titles[row['interest']]} under {row['lens']}."
        )
    if not learning["first"]:
        yield "No parameter alone is told from chance; more draws might tell one."
    most = max(
        each["perfect_widths"]
        for block in learning["lenses"] for each in block["interests"]
    )  # fmt: skip
    yield (
        f"To know everything, chance included, would gain at most {most:.2f} widths"
        + (", less than what counts." if most <= 1 else ".")
    )


def held(findings: Findings) -> tuple[Held, ...]:
    """Return what the views change that were asked of this run (`detente view`)."""
    views = findings.kept.get(VIEWS, {})
    return tuple(_held(findings, view) for view in views.values())


def _held(findings: Findings, view: Mapping[str, Any]) -> Held:
    how = "; ".join(
        f"{each['lens']} {each['how']} ({each['effective']:.0f} of {each['members']} "
        "members agree with it)"
        for each in view["lenses"]
    )
    changed = [
        f"\u201c{row['title']}\u201d under {row['lens']}: {row['before']['verdict']} "
        f"({words.per_cent(row['before']['shares']['supports'])} of draws support it) "
        f"becomes {row['after']['verdict']} "
        f"({words.per_cent(row['after']['shares']['supports'])})"
        for row in view["claims"] if row["primary"] and row["changed"]
    ]  # fmt: skip
    return Held(
        "; ".join(view["believe"]), how, tuple(changed[:TOLD]), len(changed[TOLD:])
    )
