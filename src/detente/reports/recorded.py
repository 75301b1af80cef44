"""What the record can and cannot tell of a run, in sentences."""

from collections.abc import Iterator

from detente.lenses import lens as lenses_
from detente.lenses import scores
from detente.reports import words
from detente.reports.findings import Findings

__all__ = ["told"]

RECORD = "record"

SILENT = 10
"""Most parameters that are named as silent."""


def told(findings: Findings) -> Iterator[str]:
    """Yield what the record speaks to in this run, and to what it does not."""
    lens = lenses_.load(RECORD)
    first, last = (lens.fit or {}).get("years", (None, None))
    spoken = [k for k, b in lens.beliefs.items() if b.origin == "record"]
    silent = [k for k, b in lens.beliefs.items() if "nearly silent" in b.why]
    count = len(lens.beliefs)
    used = "" if RECORD in findings.lenses else " This run did not ask it."
    yield (
        f"The lens record is fitted to disputes, arms and alliances of {first} to "
        f"{last}. It speaks to {len(spoken)} of the {count} parameters; of the others "
        f"{len(silent)} were asked of it in vain (among them "
        f"{words.listed(silent[:SILENT])}), and the rest it was not asked: words, "
        f"engagement, restraint, mood, votes.{used}"
    )
    given = [r for r in findings.verdicts() if r["verdict"] != "refused"]
    labels = {
        label: sum(r["label"] == label for r in given) for label in words.LABELS
        if any(r["label"] == label for r in given)
    }  # fmt: skip
    yield (
        "Labels of the verdicts given: "
        + ", ".join(f"{label} {n}" for label, n in labels.items())
        + ". The effect of a move without historical like is assumed at most."
    )
    yield (
        "It shows what went together, not what caused what: threatened states ally, so "
        "a tie and a dispute may follow from the same danger. It does not decide "
        "between the two readings: leaving friends out of fear, or out of what an "
        "attack could gain, foresees disputes no worse."
    )
    for name in findings.lenses:
        said = scores.sentence(name)
        if said:
            yield f"{name}: {said}"
    yield (
        "A year ahead the fitted laws foresee disputes about as well as the best "
        "statistical models, though too many of them; spending they foresee worse "
        "than a random walk. Of motives, what they infer from acts tells who is later "
        "coded revisionist no better than the share of past disputes begun."
    )
    yield (
        "Judged on worlds made by other models, where the truth is known, shares of "
        "draws were no better calibrated than saying the same of every claim, and "
        "under prior the dilemma is found more readily than deterrence. A share is "
        "what a lens holds, not a chance of being right."
    )
