"""The report: one HTML file that opens offline and asks nothing of any other host."""

import base64
import hashlib
import json
import shlex
from collections.abc import Iterable
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any

from detente.lenses import lens as lenses_
from detente.lenses import scores
from detente.reports import words
from detente.reports.bundle import bundle
from detente.reports.cards import cards
from detente.reports.choice import choice, held, lessons, said
from detente.reports.cube import cube
from detente.reports.files import write_whole
from detente.reports.findings import Findings
from detente.reports.recorded import told as of_the_record
from detente.reports.sources import tables
from detente.reports.theme import config
from detente.reports.view import View
from detente.reports.views import VIEWS
from detente.runs.store import source_hash

__all__ = ["command", "html", "view_data", "write"]

SIDES = (
    ("argument", "spiral", "The argument's claims",
     "As its authors make them, paraphrased; those marked ours complete them."),
    ("rival", "deterrence", "The rival reading's claims",
     "Stated by us. One rule sets all widths, but most of these are about rare events, "
     "which move less than beliefs or budgets; and forces deter here by denial alone: "
     "no cost of war, no punishment, no nuclear promise."),
)  # fmt: skip


def _asset(name: str) -> str:
    return (resources.files("detente.reports") / "assets" / name).read_text("utf-8")


def _json(data: Any) -> str:
    """Return JSON that can stand inside a script element."""
    text = json.dumps(data, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    return text.replace("<", "\\u003c")


def _spec(view: View, findings: Findings) -> dict[str, Any]:
    """Return a chart as Vega-Lite, in the colours of the page and without rows."""
    chart: Any = view.chart(findings, {})
    chart.config = config()
    spec = chart.to_dict(validate=False)  # tests validate; here it would take a second
    spec.pop("$schema", None)
    return spec


def _view(view: View, findings: Findings) -> dict[str, Any]:
    said = {"name": view.name, "title": view.title, "lead": view.lead}
    absent = view.absent(findings)
    if absent:
        return {**said, "absent": absent}
    return {**said, "absent": "", "reading": view.reading(findings),
            "data": _json(view_data(view, findings))}  # fmt: skip


def view_data(view: View, findings: Findings) -> dict[str, Any]:
    """Return what a page needs to draw a view: its chart, its rows, its sizes."""
    return {
        "least": view.least,
        "aspect": view.aspect,
        "spec": _spec(view, findings),
        "cube": cube(view, findings),
    }


def _command(findings: Findings) -> str:
    said = findings.said
    return command(
        findings.scenario.slug, findings.lenses, said["draws"], said["replicates"],
        said["seed"], said.get("changes", ()),
    )  # fmt: skip


def command(
    scenario: str, lenses: Iterable[str], draws: int, replicates: int, seed: int,
    changes: Iterable[str],
) -> str:  # fmt: skip
    """Return the command line that gives the numbers of a run."""
    told = " ".join(shlex.quote(each) for each in changes)
    return (
        f"detente run {shlex.quote(scenario)} --lens {' '.join(lenses)} "
        f"--draws {draws} --replicates {replicates} --seed {seed}"
    ) + (f" --set {told}" if told else "")


def _made(findings: Findings) -> dict[str, str]:
    """Return what the numbers were made from and with."""
    made, said = findings.made_from, findings.said
    same = made.get("code") == source_hash()
    return {
        "scenario": findings.scenario.slug,
        "fingerprint of the scenario": str(made.get("fingerprint", "")),
        "draws and replicates": f"{said['draws']} x {said['replicates']}",
        "seed": str(said["seed"]),
        "detente": str(made.get("detente", version("detente"))),
        "libraries": ", ".join(made.get("libraries", ())),
        "code of the laws": str(made.get("code", ""))[:12]
        + ("" if same else "; the parameters above are those installed now, which "
           "differ from the code of this run"),
        "time it took": f"{said['elapsed_s']:.0f} s",
    }  # fmt: skip


def _legend(findings: Findings) -> list[tuple[str, dict[str, str]]]:
    schools = {
        name: f"{lenses_.load(name).school} {scores.sentence(name)}".strip()
        for name in findings.lenses
        if name in lenses_.catalogue()
    }
    sure = {f"\u201c{k}\u201d": v for k, v in words.MODALITIES.items()}
    return [("Verdicts", words.VERDICTS), ("Labels", words.LABELS),
            ("Lenses", schools), ("How sure the author is", sure)]  # fmt: skip


def _about(findings: Findings) -> dict[str, Any]:
    scenario, said = findings.scenario, findings.said
    first, last = findings.years[0], findings.years[-1]
    changes = said.get("changes", ())
    return {
        "title": scenario.title,
        "question": scenario.question,
        "summary": " ".join(scenario.summary.split()),
        "source": scenario.source,
        "source_url": scenario.source_url,
        "version": findings.made_from.get("detente", version("detente")),
        "meta": f"{len(findings.actors)} actors, {len(findings.plans)} plans, "
        f"{len(findings.claims)} claims, {first} to {last}; lenses "
        f"{', '.join(findings.lenses)}; {said['draws']} draws of what we do not know "
        f"x {said['replicates']} futures each."
        + (f" Set by the reader: {', '.join(changes)}." if changes else ""),
        "plans": [
            {"key": key, "title": plan.title, "summary": plan.summary or "",
             "baseline": key == findings.baseline}
            for key, plan in scenario.plans.items()
        ],
        "limits": scenario.limits,
        "general_limits": words.LIMITS,
        "small": _small(findings),
        "failures": said["failed_draws"],
        "cite": f"The detente developers ({YEAR}). detente: strategic arguments as "
        f"claims that can be tested, version {version('detente')}; scenario "
        f"{scenario.slug}, lenses {', '.join(findings.lenses)}, seed {said['seed']}, "
        f"{said['draws']} draws x {said['replicates']} replicates. The argument: "
        f"{scenario.source}",
    }  # fmt: skip


FEW = 100
"""Draws below which a run is called small."""


def _small(findings: Findings) -> str:
    """Warn of a run with so few draws that many verdicts are left to chance."""
    draws, rows = findings.said["draws"], findings.verdicts()
    if draws >= FEW:
        return ""
    refused = sum(row["verdict"] == "refused" for row in rows)
    return (
        f"A small run: with {draws} draws a lens, {refused} of {len(rows)} verdicts "
        "are refused, and shares are rough to a tenth or more. Take more before "
        "concluding."
    )


YEAR = 2026
"""Year of this version."""


def _policy(*scripts: str) -> str:
    """Return a policy under which the page runs its own scripts and loads nothing."""
    hashes = (
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in scripts
    )
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _answer(findings: Findings) -> tuple[tuple[str, str], ...]:
    which = said(findings)
    return words.answer(findings) + ((("Which plan", which),) if which else ())


def html(findings: Findings) -> str:
    """Return the report of a run as one HTML page."""
    import jinja2

    views = [_view(view, findings) for view in VIEWS.values()]
    judged = cards(findings)
    sides = [
        {"name": name, "title": title, "lead": lead,
         "cards": [card for card in judged if card.reading == reading]}
        for name, reading, title, lead in SIDES
    ]  # fmt: skip
    sections = [
        ("answer", "Answer"), ("claims", "Claims"), ("choice", "Choice"),
        ("plans", "Plans"),
        *((view["name"], view["name"].capitalize()) for view in views),
        ("record", "Record"), ("sources", "Sources"), ("limits", "Limits"),
        ("made", "Made"),
    ]  # fmt: skip
    drawing, script = bundle(), _asset("figure.js") + _asset("report.js")
    template = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined
    ).from_string(_asset("report.html.j2"))
    return template.render(
        **_about(findings),
        answer=_answer(findings),
        choice=choice(findings),
        lessons=tuple(lessons(findings)),
        held=held(findings),
        recorded=tuple(of_the_record(findings)),
        lenses=findings.lenses,
        sides=sides,
        legend=_legend(findings),
        labels=words.LABELS,
        per_cent=words.per_cent,
        views=views,
        sections=sections,
        tables=tables(findings),
        command=_command(findings),
        made=_made(findings),
        css=_asset("report.css"),
        bundle=drawing,
        script=script,
        policy=_policy(drawing, script),
    )


def write(findings: Findings, path: Path) -> Path:
    """Write the report of a run, whole or not at all.

    Raises:
        RunError: If it cannot be written; what stood there stands unharmed.
    """
    return write_whole(path, html(findings).encode())
