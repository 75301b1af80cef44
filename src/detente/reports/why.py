"""Why a claim comes out as it does and what would overturn it, as a page shows it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from detente.decide.overturn import FILE as OVERTURNED
from detente.decide.why import FILE as WHY
from detente.decide.words import act, limit, route, source
from detente.reports import words
from detente.reports.findings import Findings

__all__ = ["Step", "Told", "Trail", "told"]

SHOWN = 6
"""Steps shown of a path."""

LEAST = 0.02
"""Share of all steps below which one is not shown."""

BEHIND = 2
"""Steps shown of what stands behind a path."""

Said = Mapping[str, Any]


class Step(NamedTuple):
    """One step of a path.

    Attributes:
        text: What it is.
        amount: What it adds, in words.
        left: Where its bar begins, in % of the width; nought lies at 50.
        width: Length of its bar, in % of the width.
        mixed: Whether much of it depends on other steps.
    """

    text: str
    amount: str
    left: float
    width: float
    mixed: bool


class Trail(NamedTuple):
    """The path of one part of a claim.

    Attributes:
        head: What is explained.
        none: Why there is no path, or "".
        steps: The largest steps.
        behind: What stands behind it, sentences.
        carried: Who carries it, a sentence, or "".
    """

    head: str
    none: str
    steps: tuple[Step, ...]
    behind: tuple[str, ...]
    carried: str


class Told(NamedTuple):
    """All that is told under one lens.

    Attributes:
        lens: Lens.
        futures: How many futures it is drawn from.
        trails: Paths, one a part of the claim.
        futures_told: (which, effect, events) of two futures; events are (year, text,
            where).
        flips: What would overturn it, sentences; empty if it was not looked for.
        boxes: Where it holds, sentences.
    """

    lens: str
    futures: int
    trails: tuple[Trail, ...]
    futures_told: tuple[tuple[str, str, tuple[Said, ...]], ...]
    flips: tuple[str, ...]
    boxes: tuple[str, ...]


def told(findings: Findings, claim: str) -> tuple[Told, ...]:
    """Return what was explained of a claim, lens by lens; empty if nothing was.

    Args:
        findings: The run.
        claim: Id of the claim.
    """
    found = []
    for lens in findings.lenses:
        why = findings.kept.get(WHY, {}).get(f"{claim} {lens}")
        over = findings.kept.get(OVERTURNED, {}).get(f"{claim} {lens}")
        if why is None and over is None:
            continue
        found.append(
            Told(
                lens=lens,
                futures=why["draws"] * why["replicates"] if why else 0,
                trails=tuple(_trail(findings, p) for p in why["parts"]) if why else (),
                futures_told=tuple(_futures(why)) if why else (),
                flips=tuple(_flips(over)) if over else (),
                boxes=tuple(_boxes(over["boxes"])) if over else (),
            )
        )
    return tuple(found)


def _trail(findings: Findings, part: Said) -> Trail:
    first, last = part["years"]
    name = part["outcome"].replace("_", " ").capitalize()
    sides = " / ".join(findings.side(part[k]) for k in ("of", "toward") if part[k])
    head = f"{name}{f' ({sides})' if sides else ''}, {first} to {last}"
    if part["none"]:
        return Trail(head, part["none"], (), (), _carried(findings, part))
    mean = words.quantity(part["effect"]["mean"], part["unit"], None)
    return Trail(
        f"{head}: {mean} on average", "", tuple(_steps(part)),
        tuple(_behind(findings, part["behind"])), _carried(findings, part),
    )  # fmt: skip


def _steps(part: Said) -> Iterator[Step]:
    whole = sum(abs(step["mean"]) for step in part["steps"]) or 1.0
    most = max((abs(step["mean"]) for step in part["steps"]), default=1.0) or 1.0
    for step in part["steps"][:SHOWN]:
        if abs(step["mean"]) < LEAST * whole:
            break
        width = 50 * abs(step["mean"]) / most
        yield Step(
            _name(step), words.quantity(step["mean"], part["unit"], None),
            round(50 - width if step["mean"] < 0 else 50.0, 1), round(width, 1),
            step["interaction"] > abs(step["mean"]) / 4,
        )  # fmt: skip


def _name(step: Said) -> str:
    if step["route"] is None:
        return act(step["source"])
    return f"{source(step['source'])}, {route(step['route'])}"


def _behind(findings: Findings, behind: list[Said]) -> Iterator[str]:
    for other in behind:
        of = findings.side(other["of"])
        if other["what"] == "clashes":
            toward = findings.side(other["toward"])
            yield (
                f"Clashes of {of} and {toward} in a future: {other['begun']:+.2g} "
                f"begun between them, {other['joined']:+.2g} met by joining others."
            )
            continue
        what = (
            f"Arms of {of}" if other["what"] == "arms"
            else f"What {of} believes of {findings.side(other['toward'])}"
        )  # fmt: skip
        mean = words.quantity(other["effect"]["mean"], other["unit"], None)
        largest = "; ".join(
            f"{words.quantity(step['mean'], other['unit'], None)} {_name(step)}"
            for step in other["steps"][:BEHIND]
        )
        yield f"{what}: {mean}" + (f", of it {largest}." if largest else ".")


def _carried(findings: Findings, part: Said) -> str:
    if not part.get("carriers"):
        return ""
    who = ", ".join(
        f"{' and '.join(findings.side(code) for code in each['who'])} "
        f"({each['change']:+.2g})"
        for each in part["carriers"]
    )
    what = "Level" if part["contrast"] == "level" else "Change"
    of_what = part["carriers"][0]["of_what"]
    return f"{what} of {of_what} is largest for {who}."


def _futures(why: Said) -> Iterator[tuple[str, str, tuple[Said, ...]]]:
    for each in why["futures"]:
        where = f"draw {each['draw']}, replicate {each['replicate']}"
        yield (
            f"{each['which'].capitalize()} future ({where})",
            f"{each['effect']:+.3g}",
            tuple(each["events"]),
        )


def _flips(over: Said) -> Iterator[str]:
    flips = [flip for flip in over["flips"] if flip["distance"] is not None]
    if not flips:
        yield (
            f"Nothing that was tried overturns it: up to {over['flips'][-1]['size']} "
            f"parameters moved together by {over['farthest']:g} standard deviations."
        )
    for flip in flips:
        moved = ", ".join(
            f"{step['parameter']} from {step['from']:.3g} to {step['to']:.3g} "
            f"({step['origin']})"
            for step in flip["parameters"]
        )
        share = words.per_cent(flip["shares"]["supports"])
        yield (
            f"Overturned {flip['distance']:.2f} standard deviations away: {moved}; "
            f"there {share} of the draws support it."
        )


def _boxes(boxes: Said) -> Iterator[str]:
    for key, word in (("holds", "holds"), ("fails", "does not hold")):
        box = boxes[key]
        if box is None:
            continue
        limits = " and ".join(limit(each) for each in box["limits"])
        density, coverage = (words.per_cent(box[k]) for k in ("density", "coverage"))
        yield (
            f"It {word} in {density} of the draws where {limits}; {coverage} of all "
            "such draws lie there."
        )
