"""Cards: one claim with its verdicts under every lens, as a page shows it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from detente.reports import words
from detente.reports.findings import Findings
from detente.reports.why import Told, told
from detente.worlds.outcomes import OUTCOMES

__all__ = ["Card", "Line", "cards"]


class Line(NamedTuple):
    """The verdict of one lens on one plan.

    Attributes:
        lens: Lens.
        plan: Title of the plan.
        verdict: The verdict in a word.
        aside: What a negligible verdict would hide, or "".
        shares: Shares of draws, by name, 0 to 1.
        effect: Effect with its interval and unit; a level is counted from its line.
        labels: Epistemic label, and "by construction" where it holds.
        leans: Parameters it leans on: name, share, sign, origin.
        refused: Why there is no verdict, or "".
        hinge: Fear against gain, in words, or "".
        approved: Shares if the vote passes, in words, or "".
        error: Monte Carlo error, in words.
        parts: Effect of each part, where there are several.
        base: Level of the first part in the plan compared with, or "".
    """

    lens: str
    plan: str
    verdict: str
    aside: str
    shares: Mapping[str, float]
    effect: str
    labels: tuple[str, ...]
    leans: tuple[str, ...]
    refused: str
    hinge: str
    approved: str
    error: str
    parts: tuple[str, ...]
    base: str


class Card(NamedTuple):
    """One claim.

    Attributes:
        key: Id of the claim.
        title: The claim in a few words.
        text: The claim as its author makes it, paraphrased.
        by: "author" or "ours".
        reading: "spiral" or "deterrence".
        modality: How sure its author is.
        needs: How many draws that asks for.
        plan: Title of the plan it is mainly about, and of the one compared with.
        parts: What must hold, in words.
        defined: What its outcomes measure.
        width: The smallest effect that counts, and why.
        note: A caveat, or "".
        labels: Labels that all lines share, with their meaning in the legend.
        lines: Verdicts on the primary plan, one a lens.
        others: Verdicts on other plans.
        told: Why it comes out so and what would overturn it, one a lens explained.
    """

    key: str
    title: str
    text: str
    by: str
    reading: str
    modality: str
    needs: str
    plan: str
    parts: tuple[str, ...]
    defined: tuple[str, ...]
    width: str
    note: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    others: tuple[Line, ...]
    told: tuple[Told, ...]


SIGNS = {1: "+", -1: "\u2212", 0: "\u00b1"}


def _shares(shares: Mapping[str, float]) -> str:
    """Write three shares in words."""
    return ", ".join(
        f"{words.per_cent(value)} {name}" for name, value in shares.items()
    )


def _line(findings: Findings, row: Mapping[str, Any]) -> Line:
    width = row["width"]
    passed = row["if_approved"]
    error = words.quantity(row["monte_carlo_error"], row["effect"]["unit"], width)
    return Line(
        lens=row["lens"],
        plan=findings.plan_title(row["plan"]),
        verdict=row["verdict"],
        aside=words.aside(row),
        shares=row["shares"],
        effect=words.effect(row["effect"], width) + _line_at(row["parts"][0]),
        labels=tuple(_labels(findings, row)),
        leans=tuple(
            f"{each['parameter']} ({words.per_cent(each['share'])}{_interval(each)}, "
            f"{SIGNS[each['sign']]}, {each['origin']})"
            for each in row["leans_on"]
        ),
        refused=row["refused"] or "",
        hinge=(row["hinge"] or {}).get("text", ""),
        approved=_shares(passed["shares"]) if passed else "",
        error=error.lstrip("+\u2212"),
        parts=tuple(
            f"{part['outcome'].replace('_', ' ')}{_sides(findings, part)} "
            f"{words.effect(part, part['width'])}"
            for part in row["parts"]
        ) if len(row["parts"]) > 1 else (),
        base=_base(findings, row),
    )  # fmt: skip


def _interval(each: Mapping[str, Any]) -> str:
    """Say between what bounds a share is known; older runs did not keep them."""
    if each.get("lo") is None:
        return ""
    return f" [{words.per_cent(each['lo'])} to {words.per_cent(each['hi'])}]"


def _line_at(part: Mapping[str, Any]) -> str:
    """Say from where a level is counted; any other effect is one of a plan."""
    if part["contrast"] != "level":
        return ""
    return f" from {words.level(part['level'] or 0, OUTCOMES[part['outcome']].unit)}"


def _plans(findings: Findings, part: Mapping[str, Any]) -> str:
    """Return the title of the plan of a part, and of the one it is set against."""
    plan = findings.plan_title(part["plan"])
    if part["contrast"] == "level":
        return plan
    return f"{plan} against {findings.plan_title(part['against'])}"


def _labels(findings: Findings, row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the labels of a verdict."""
    yield row["label"]
    if row["by_construction"]:
        yield "by construction"
    if findings.denies(row["id"]):
        yield "denies an effect"


def _base(findings: Findings, row: Mapping[str, Any]) -> str:
    """Return the level of the first part in the plan compared with, in words."""
    part = row["parts"][0]
    query = " ".join(filter(None, (part["outcome"], part["of"], part["toward"])))
    own = part["contrast"] == "level"
    plan = part["plan"] if own else part["against"]
    first, last = part["years"]
    found = findings.level(query, row["lens"], plan, (first, last))
    if found is None:
        return ""
    unit = OUTCOMES[part["outcome"]].unit
    lo, middle, hi = (words.level(x, unit) for x in found)
    name = part["outcome"].replace("_", " ")
    low = lo.removesuffix(" a year").removesuffix(f" {unit}")
    return f"{name} in {findings.plan_title(plan)}: {middle} [{low} to {hi}]"


HOLDS = {
    "above": "rises by more than its width",
    "below": "falls by more than its width",
    "within": "changes by less than its width",
    "not_above": "does not rise by its width",
    "not_below": "does not fall by its width",
}
LEVEL = {
    "above": "lies above {level:g}", "below": "lies below {level:g}",
    "within": "lies near {level:g}", "not_above": "does not lie above {level:g}",
    "not_below": "does not lie below {level:g}",
}  # fmt: skip


def _sides(findings: Findings, part: Mapping[str, Any]) -> str:
    named = [findings.side(part[k]) for k in ("of", "toward") if part.get(k)]
    return f" ({' / '.join(named)})" if named else ""


def _part(findings: Findings, part: Mapping[str, Any]) -> str:
    """Say what one part of a claim asks for."""
    name = part["outcome"].replace("_", " ")
    first, last = part["years"]
    against = _plans(findings, part)
    if part["contrast"] == "level":
        holds = LEVEL[part["holds_if"]].format(level=part["level"] or 0)
        holds += f" {OUTCOMES[part['outcome']].unit} by more than its width"
        against = f"in {against}"
    else:
        holds = HOLDS[part["holds_if"]]
    than, without = part["than"], part["without"]
    if than:
        other = f"{than['outcome'].replace('_', ' ')}{_sides(findings, than)}"
        holds += f", counted in widths over the effect on {other}"
    if without:
        tie = without if isinstance(without, str) else (
            "the tie of " + " and ".join(findings.side(code) for code in without)
        )  # fmt: skip
        holds += f"; only the part that goes away without {tie}"
    return f"{name}{_sides(findings, part)} {holds}, {first} to {last}: {against}"


def _defined(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the outcomes of a claim measure."""
    names = dict.fromkeys(part["outcome"] for part in row["parts"])
    return tuple(
        f"{name.replace('_', ' ').capitalize()}: {OUTCOMES[name].definition}"
        for name in names
    )


def _shared(lines: list[Line]) -> tuple[str, ...]:
    """Return the labels that every line carries, in the order of the first."""
    return tuple(
        label for label in lines[0].labels
        if all(label in line.labels for line in lines)
    ) if lines else ()  # fmt: skip


def _without(line: Line, labels: tuple[str, ...]) -> Line:
    """Return a line without labels that its card carries."""
    return line._replace(labels=tuple(x for x in line.labels if x not in labels))


def cards(findings: Findings) -> tuple[Card, ...]:
    """Return a card for every claim that was judged, in order."""
    found = []
    for key in findings.claims:
        rows = [r for r in findings.verdicts(primary=False) if r["id"] == key]
        first = next((r for r in rows if r["primary"]), rows[0])
        claim, width = findings.scenario.claims[key], first["width"]
        lines = [_line(findings, r) for r in rows if r["primary"]]
        shared = _shared(lines)
        size = words.quantity(width, first["effect"]["unit"], width).lstrip("+")
        found.append(
            Card(
                key=key,
                title=claim.title,
                text=" ".join(claim.text.split()),
                by=claim.by,
                reading=claim.reading,
                modality=claim.modality,
                needs=words.MODALITIES[claim.modality],
                plan=_plans(findings, first["parts"][0]),
                parts=tuple(_part(findings, part) for part in first["parts"]),
                defined=_defined(first),
                width=f"{size}: {first['width_reason']}",
                note=" ".join((claim.note or "").split()),
                labels=shared,
                lines=tuple(_without(line, shared) for line in lines),
                others=tuple(_line(findings, r) for r in rows if not r["primary"]),
                told=told(findings, key),
            )
        )
    return tuple(found)
