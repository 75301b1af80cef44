"""The words of a report: what each lens says, where they part, what it hinges on."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from detente.lenses import lens as lenses_
from detente.reports.findings import Findings

__all__ = [
    "LABELS", "LIMITS", "MODALITIES", "VERDICTS", "answer", "aside", "effect", "level",
    "listed", "parted", "per_cent", "quantity",
]  # fmt: skip

VERDICTS = {
    "supported": "enough draws support it for how sure its author is, and more than "
    "oppose it",
    "opposed": "at least half of the draws oppose it",
    "negligible": "in at least half of the draws the effect is smaller than its width, "
    "or mixed; look at the rest of the bar. Of a level: too close to the line to call",
    "undecided": "no side has enough draws: what we do not know decides",
    "refused": "chance alone could change it: more draws are needed, and how many is "
    "said",
}
"""What each verdict means."""

LABELS = {
    "level forecast-tested": "the laws, fitted to earlier years, forecast the level of "
    "such outcomes a year ahead in later ones no worse than years of peace alone do. "
    "That is a test of levels and not of effects, of the average pair and not of each, "
    "and not of levels more than five years from the start, which do not carry it",
    "level doubtful": "the number of disputes of these pairs that is recorded lies "
    "outside what the lens expects of them, over the values of its parameters and "
    "without chance, in years it was fitted to. That is no forecast and no test, and "
    "other pairs were not checked: a reason not to take the level from this lens",
    "associated in the record": "the record shows the association, not that it is an "
    "effect",
    "literature": "rests mostly on published estimates",
    "assumed": "follows from stated assumptions; no record speaks to it",
    "denies an effect": "the claim says that something does not rise or fall, so no "
    "effect supports it",
    "by construction": "no draw and no corner of the prior that was searched changed "
    "the sign: the equations decided, not evidence",
}
"""What each label means."""

MODALITIES = {
    "bound to": "needs 90 % of the draws",
    "could well": "needs 50 % of the draws",
    "is": "needs 50 % of the draws",
    "risks": "needs 20 % of the draws",
}
"""How many draws must support a claim, by how sure its author is."""

LIMITS = (
    "It forecasts nothing that has not been tested: a verdict says what follows from "
    "stated assumptions, and its interval says what the lens holds, not what the world "
    "does.",
    "A lens is not a probability of being right. Lenses stand side by side and are "
    "never averaged.",
    "It says nothing about why a government acts. That a policy serves somebody can be "
    "compared; that it is meant to cannot.",
    "Who begins a dispute is not thereby the aggressor: a motive inferred from acts is "
    "no moral finding.",
    "Levels are not calibrated to any record, and drift in every plan: read "
    "differences between plans, not levels.",
    "Forces deter by denial alone: the costs of war, punishment and nuclear promises "
    "are left out, and with them much of what an alliance guarantee is.",
    "Trade, sanctions, technology and domestic politics are left out.",
)
"""What no run can say, whatever its scenario."""

EVENT = "probability"
LARGE = 1000.0
MINUS = "\u2212"

NAMES = {
    "per year, 1 = runaway": "(1 = runaway)",
    "steps of the ladder": "levels of tie",
    "index, 0 to 1": "of the index",
}
"""How units read to whoever has not read the glossary."""

OTHERS = 0.2
"""Share of draws on one side from which a negligible verdict must mention it."""


def per_cent(share: float | None) -> str:
    """Write a share as a whole percentage; a rare one is not none.

    >>> per_cent(0.004), per_cent(0.5), per_cent(0.999), per_cent(None)
    ('<1 %', '50 %', '>99 %', '-')
    """
    if share is None or not math.isfinite(share):
        return "-"
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "<1 %"
    return ">99 %" if whole == 100 and share < 1 else f"{whole} %"


def _scaled(unit: str) -> tuple[float, str]:
    """Return what to multiply an effect by, and how its unit is then read."""
    if unit == "ratio - 1":
        return 100, " %"
    if unit.startswith(EVENT):
        return 100, " points" + (" of yearly chance" if "year" in unit else "")
    if unit == "share":
        return 100, " points"
    return 1, f" {NAMES.get(unit, unit)}" if unit else ""


def quantity(value: float | None, unit: str, width: float | None) -> str:
    """Write an effect so that a tenth of its width shows.

    >>> quantity(0.0172, "ratio - 1", 0.02)
    '+1.7 %'
    >>> quantity(0.0161, "probability a year", 0.01)
    '+1.6 points of yearly chance'
    >>> quantity(1147.0, "million current USD", None)
    '+1,147 million current USD'
    """
    if value is None or not math.isfinite(value):
        return "-"
    scale, name = _scaled(unit)
    value = value * scale
    if not width:
        written = f"{value:+,.0f}" if abs(value) >= LARGE else f"{value:+.3g}"
        return written.replace("-", MINUS) + name
    places = max(0, -math.floor(math.log10(width * scale / 10) + 1e-9))
    written = f"{value:+,.{places}f}"
    if not written.strip("+-0.,"):
        written = written[1:]  # nought has no sign
    return written.replace("-", MINUS) + name


def effect(row: Mapping[str, Any], width: float | None) -> str:
    """Write an effect with its 90 % interval.

    >>> effect({"median": 0.01, "lo": 0.0, "hi": 0.15, "unit": "ratio - 1"}, 0.1)
    '+1 % [0, +15]'
    """
    unit = row["unit"]
    suffix = _scaled(unit)[1]
    lo, hi = (quantity(row[k], unit, width).removesuffix(suffix) for k in ("lo", "hi"))
    return f"{quantity(row['median'], unit, width)} [{lo}, {hi}]"


def listed(parts: Iterable[str]) -> str:
    """Join words as a sentence does."""
    parts = list(parts)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def level(value: float, unit: str) -> str:
    """Write a level, not an effect.

    >>> level(0.0213, "probability a year"), level(291958.0, "million current USD")
    ('2.1 % a year', '291,958 million current USD')
    """
    if unit.startswith(EVENT) or unit == "share":
        return f"{100 * value:.2g} %" + (" a year" if "year" in unit else "")
    written = f"{value:,.0f}" if abs(value) >= LARGE else f"{value:.2g}"
    return f"{written} {NAMES.get(unit, unit)}"


def aside(row: Mapping[str, Any]) -> str:
    """Say what a negligible verdict would hide, or ""."""
    shares = row["shares"]
    told = [
        f"{per_cent(shares[side])} {verb}"
        for side, verb in (("supports", "support"), ("opposes", "oppose"))
        if row["verdict"] == "negligible" and shares[side] >= OTHERS
    ]
    return f"but {listed(told)}" if told else ""


def _size(rows: list[Mapping[str, Any]]) -> str:
    """Say how many effects are small, how many have a tail, and how many are noise."""
    small = [row for row in rows if row["verdict"] == "negligible"]
    tails = sum(bool(aside(row)) for row in small)
    tail = (
        f", though in {tails} of these a fifth or more of the draws lie to one side"
        if tails else ""
    )  # fmt: skip
    refused = sum(row["verdict"] == "refused" for row in rows)
    said = (
        f"In {len(small)} of {len(rows)} verdicts the effect is negligible in at least "
        f"half of the draws{tail}." if small else "",
        f"{refused} verdicts are refused: chance alone could change them."
        if refused else "",
    )  # fmt: skip
    return " ".join(filter(None, said))


READINGS = {"spiral": "the argument's", "deterrence": "the rival reading's"}


def _asserted(findings: Findings) -> str:
    """Say what lenses support of the claims that assert an effect."""
    built = {r["id"] for r in findings.verdicts() if r["by_construction"]}
    rows = [
        r for r in findings.verdicts()
        if r["id"] not in built and not findings.denies(r["id"])
    ]  # fmt: skip
    claims = {
        reading: len({r["id"] for r in rows if r["reading"] == reading})
        for reading in READINGS
    }
    there = {reading: count for reading, count in claims.items() if count}
    if not there:
        return ""
    of = listed(f"{READINGS[r]} {count}" for r, count in there.items())
    told = (_supported(rows, lens, there) for lens in findings.lenses)
    noted = any(findings.scenario.claims[r["id"]].note for r in rows)
    return f"Of {of} claims that assert an effect, {'; '.join(told)}." + (
        " A claim counts for the side that makes it, also where its note says that the "
        "other expects the same." if noted else ""
    )  # fmt: skip


def _supported(
    rows: list[Mapping[str, Any]], lens: str, readings: Iterable[str]
) -> str:
    """Say how many claims of each reading a lens supports, and the clearest."""
    held = [r for r in rows if r["lens"] == lens and r["verdict"] == "supported"]
    if not held:
        return f"{lens} supports none"
    counts = {r: sum(row["reading"] == r for row in held) for r in readings}
    parts = (f"{n or 'none'} of {READINGS[r]}" for r, n in counts.items())
    said = f"{lens} supports {listed(parts) if len(counts) > 1 else len(held)}"
    clearest = max(held, key=lambda r: r["shares"]["supports"] - r["shares"]["opposes"])
    return f"{said}, most clearly \u201c{clearest['title']}\u201d"


def _said(findings: Findings) -> str:
    """Say what each lens supports, and how large effects are."""
    said = (_asserted(findings), _size(findings.verdicts()))
    return " ".join(filter(None, said))


def parted(findings: Findings) -> list[tuple[str, dict[str, str]]]:
    """Return claims on which lenses give different verdicts, widest apart first.

    A refused verdict parts nobody.
    """
    apart = []
    for claim in findings.claims:
        rows = [r for r in findings.verdicts() if r["id"] == claim]
        words = {r["lens"]: r["verdict"] for r in rows if r["verdict"] != "refused"}
        if len(set(words.values())) > 1:
            shares = [r["shares"]["supports"] - r["shares"]["opposes"] for r in rows]
            apart.append((max(shares) - min(shares), rows[0]["title"], words))
    return [(title, words) for _, title, words in sorted(apart, key=lambda x: -x[0])]


def _where(findings: Findings) -> str:
    """Say what lenses agree to support, and where they part."""
    first, *others = findings.lenses
    if not others:
        return f"Only the lens {first} was run, so nothing parts."
    rows = findings.verdicts()
    built = {r["id"] for r in rows if r["by_construction"]}
    agreed = listed(
        f"\u201c{findings.scenario.claims[claim].title}\u201d"
        + ("*" if claim in built or findings.denies(claim) else "")
        for claim in findings.claims
        if all(r["verdict"] == "supported" for r in rows if r["id"] == claim)
    )
    star = " (* holds by construction or denies an effect)" if "*" in agreed else ""
    both = f"All support {agreed}{star}. " if agreed else ""
    apart, total = parted(findings), len(findings.claims)
    alone = sum(
        sum(r["verdict"] != "refused" for r in rows if r["id"] == claim) < 2
        for claim in findings.claims
    )
    have = "claim has" if alone == 1 else "claims have"
    silent = f" {alone} {have} a verdict from one lens or none." if alone else ""
    if not apart:
        return f"{both}They part on none of the {total} claims.{silent}"
    most = listed(
        f"\u201c{title}\u201d ({', '.join(f'{k}: {v}' for k, v in words.items())})"
        for title, words in apart[:2]
    )
    return (
        f"{both}They part on {len(apart)} of {total} claims, furthest on {most}."
        f"{silent}"
    )


def _deters(findings: Findings) -> str:
    """Say in how many draws less gain outweighs more fear, for the first such claim."""
    rows = [row for row in findings.verdicts() if row["hinge"]]
    if not rows:
        return ""
    asked = next((r for r in rows if r["reading"] == "deterrence"), rows[0])
    told = (
        f"{row['lens']} {per_cent(row['hinge']['engagement_deters_share'])}"
        for row in rows
        if row["id"] == asked["id"]
    )
    return (
        "A plan keeps force away where it takes more from gain than it adds to fear: "
        f"for \u201c{asked['title']}\u201d their sum falls, however little, in "
        f"these shares of draws: {', '.join(told)}. "
    )


def _hinges(findings: Findings) -> str:
    """Say what outweighs what, what verdicts lean on, and how much is assumed."""
    rows = findings.verdicts()
    given = [r for r in rows if r["verdict"] != "refused"]
    assumed = sum(r["label"] == "assumed" for r in given)
    which = "All" if assumed == len(given) else f"{assumed} of the"
    share = f"{which} {len(given)} verdicts given rest on assumptions, not on a record."
    leans = [r["leans_on"][0] for r in rows if r["leans_on"]]
    if not leans:
        return (
            f"{_deters(findings)}No parameter moves the effects more than chance "
            f"would. {share}"
        )
    name, count = Counter(each["parameter"] for each in leans).most_common(1)[0]
    shares = [each["share"] for each in leans if each["parameter"] == name]
    lo, hi = per_cent(min(shares)), per_cent(max(shares))
    spread = lo if lo == hi else f"{lo} to {hi}"
    return (
        f"{_deters(findings)}{len(rows)} effects lean most often on {name}, "
        f"{lenses_.parameters()[name].meaning}: it comes first in {count}, with "
        f"{spread} of their spread. {share}"
    )


def answer(findings: Findings) -> tuple[tuple[str, str], ...]:
    """Return the answer in three sentences, each with its head."""
    return (
        ("What each lens says", _said(findings)),
        ("Where they part", _where(findings)),
        ("What it hinges on", _hinges(findings)),
    )
