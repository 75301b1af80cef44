"""Judge worlds whose truth is known, and set the shares of verdicts against it.

The worlds are made by other models than the kernel: Kydd's trust, Baliga and Sjöström's
arms game, Richardson's race, tit for tat with slips, and opportunists who attack when
force pays. An analyst who does not know the model writes each as a scenario. Among the
claims that get a share of about .7, how many are true? Also: how often is the dilemma
found where only opportunists live, and deterrence where only the dilemma works?
Prints; tests nothing.

    python benchmarks/reliability.py --worlds 480 --told 240 --out reliability.json
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from known.judging import OWN, Job, Judged, judge_all
from known.scoring import (
    CENTRES,
    Claims,
    Interval,
    Score,
    claims,
    mixed,
    score,
    supported_rate,
)
from known.settings import CLAIMED
from known.truths import FAMILIES, TRUTHS

MEAN, LEAST = "mean of lenses", "least of lenses"
READINGS = ("dilemma", "deterrence")
DOUBTS = (0.0, 0.25, 0.5, 0.75, 1.0)
HEAD = f"{'claims':>6} {'true':>18} {'mean share':>18} {'Brier':>18} {'skill':>20} "
HEAD += f"{'calibration error':>18} {'slope':>20}"


def with_all(judged: list[Judged], lenses: tuple[str, ...]) -> list[Judged]:
    """Return what is judged with the lenses taken together as two more lenses.

    One gives the mean of their shares, the other the least, as a reader does who counts
    only what no lens denies.
    """
    count, more = len(lenses), []
    for k in range(0, len(judged), count):
        group = judged[k : k + count]
        up, down = [j.up for j in group], [j.down for j in group]
        for name, up_, down_ in (
            (MEAN, sum(up) / count, sum(down) / count), (LEAST, min(up), min(down))
        ):  # fmt: skip
            more.append(group[0]._replace(lens=name, up=up_, down=down_))
    return [*judged, *more]


def row(name: str, found: Score) -> str:
    """Return one line of a table."""
    return (
        f"{name:<34}{found.count:>6} {found.true!s:>18} {found.share!s:>18} "
        f"{found.brier!s:>18} {found.skill!s:>20} {found.error!s:>18} "
        f"{found.slope!s:>20}"
    )


def subsets(lens: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the sets of a lens's claims that are scored: name and what they share."""
    yield lens, {"lens": lens}
    for reading in READINGS:
        yield f"{lens}, {reading}", {"lens": lens, "reading": reading}
        for outcome in CLAIMED:
            yield (
                f"{lens}, {reading}, {outcome}",
                {"lens": lens, "reading": reading, "outcome": outcome},
            )
    for outcome in CLAIMED:
        yield f"{lens}, {outcome}", {"lens": lens, "outcome": outcome}
    yield f"{lens}, not refused", {"lens": lens, "sure": True}


def tables(all_: Claims, lenses: tuple[str, ...]) -> dict[str, Any]:
    """Print what was found, and return it."""
    kept: dict[str, Any] = {}

    def show(name: str, of: Claims) -> None:
        if len(of.share):
            found = score(of)
            kept[name] = found
            print(row(name, found))

    print(f"{'both families the same':<34}{HEAD}")
    for lens in lenses:
        for name, shared in subsets(lens):
            show(name, all_.where(**shared))
    print(f"\n{'by model':<34}{HEAD}")
    for lens in lenses[:-2]:
        for model in TRUTHS:
            show(f"{lens}, {model}", all_.where(lens=lens, model=model))
    return kept


def curves(all_: Claims, lenses: tuple[str, ...]) -> None:
    """Print how often claims of each share are true."""
    print(
        "\nshare of claims that are true (how many), at a share in support of about ..."
    )
    for reading in READINGS:
        print(f"{reading:<12}" + "".join(f"{lens:>28}" for lens in lenses))
        found = [score(all_.where(lens=lens, reading=reading)) for lens in lenses]
        for k, centre in enumerate(CENTRES):
            cells = [f"{f.rates[k]!s} ({f.counts[k]})" if f.counts[k] else "-"
                     for f in found]  # fmt: skip
            print(f"{centre:<12.1f}" + "".join(f"{cell:>28}" for cell in cells))


def mistakes(all_: Claims, lenses: tuple[str, ...]) -> dict[str, Interval]:
    """Print how often claims are called supported, where false and where true."""
    dilemma, opportunists = range(len(FAMILIES))
    asked = {
        "false spiral": ("dilemma", opportunists, False),
        "false deterrence": ("deterrence", dilemma, False),
        "spiral found": ("dilemma", dilemma, True),
        "deterrence found": ("deterrence", opportunists, True),
    }  # fmt: skip
    kept = {}
    print("\nclaims called supported (share >= .5): of false claims, and of true ones")
    print(f"{'':<24}" + "".join(f"{name:>22}" for name in asked))
    for lens in lenses:
        for outcome in ("", *CLAIMED):
            label = f"{lens}, {outcome}" if outcome else lens
            seen = {"lens": lens} | ({"outcome": outcome} if outcome else {})
            found = {
                f"{label}, {name}": supported_rate(
                    all_.where(**seen, reading=reading, family=family, true=true)
                )
                for name, (reading, family, true) in asked.items()
            }
            print(f"{label:<24}" + "".join(f"{x!s:>22}" for x in found.values()))
            kept |= found
    refused = {lens: 1 - all_.where(lens=lens).sure.mean() for lens in lenses}
    said = ", ".join(f"{lens} {share:.2f}" for lens, share in refused.items())
    print(f"verdicts that a run of this size would refuse, counted above: {said}")
    return kept


def doubts(all_: Claims, own: Claims, lenses: tuple[str, ...]) -> None:
    """Print what shares mixed with thirds (rises, falls, neither) would score."""
    print("\nBrier score if shares are mixed with thirds by ... (in own worlds)")
    print(f"{'':<16}" + "".join(f"{doubt:>16}" for doubt in DOUBTS))
    for lens in lenses:
        cells = (
            f"{mixed(all_.where(lens=lens), doubt):.3f} "
            f"({mixed(own.where(lens=lens), doubt):.3f})"
            for doubt in DOUBTS
        )
        print(f"{lens:<16}" + "".join(f"{cell:>16}" for cell in cells))


def main() -> None:
    """Judge, print tables, and keep what a picture needs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--worlds", type=int, default=480, help="aims not known")
    parser.add_argument("--told", type=int, default=240, help="of them also with aims")
    parser.add_argument("--draws", type=int, default=64)
    parser.add_argument("--replicates", type=int, default=2)
    parser.add_argument(
        "--lenses", nargs="+", default=["prior", "spiral", "deterrence"]
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--out", type=Path, help="JSON file: scores, and every claim judged"
    )
    options = parser.parse_args()
    kept: dict[str, Any] = {}
    for name, count, told in (
        ("aims not known", options.worlds, False), ("aims told", options.told, True)
    ):  # fmt: skip
        if not count:
            continue
        began = time.perf_counter()
        job = Job(tuple(options.lenses), options.draws, options.replicates, told)
        judged = judge_all(job, range(count), options.workers)
        took = time.perf_counter() - began
        print(f"\n== {name}: {count} worlds, {options.draws} draws x "
              f"{options.replicates} replicates, {took:.0f} s")  # fmt: skip
        lenses = (*job.lenses, MEAN, LEAST)
        all_ = claims(with_all([j for j in judged if j.model != OWN], job.lenses))
        found = tables(all_, lenses)
        own = claims(j for j in judged if j.model == OWN)
        print(f"\n{'control: own worlds':<34}{HEAD}")
        for lens in job.lenses:
            found[f"{lens}, {OWN}"] = score(own.where(lens=lens))
            print(row(lens, found[f"{lens}, {OWN}"]))
        curves(all_, lenses)
        wrong = mistakes(all_, lenses)
        doubts(all_, own, job.lenses)
        kept[name] = {
            "worlds": count,
            "scores": {key: each._asdict() for key, each in found.items()},
            "verdicts": wrong,
            "judged": [tuple(j) for j in judged],
        }
    if options.out:
        options.out.write_text(json.dumps(kept), encoding="utf-8")


if __name__ == "__main__":
    main()
