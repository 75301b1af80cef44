"""What a page shows of a finished run: small JSON files in its folder, made once.

A process that runs scenarios writes them, so that a server only hands files over.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.reports import words
from detente.reports.files import write_whole
from detente.reports.page import command, view_data
from detente.reports.views import VIEWS

if TYPE_CHECKING:
    from detente.interfaces.api import Run

__all__ = ["ASKED", "DRAWN", "FOLDER", "SAID", "draw", "write"]

ASKED = ("scenario", "lenses", "draws", "replicates", "seed", "changes")
"""What a run was asked for, in the order that `command` takes."""

FOLDER = "page"
"""Folder inside that of the run."""

SAID = "said.json"
DRAWN = "drawn.json"


def _dumped(data: Any) -> bytes:
    text = json.dumps(data, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    return text.encode()


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a page shows of a verdict."""
    keys = ("id", "title", "lens", "plan", "baseline", "primary", "reading", "author",
            "modality", "verdict", "shares", "refused", "by_construction", "width",
            "label")  # fmt: skip
    return {key: row[key] for key in keys} | {
        "effect": words.effect(row["effect"], row["width"]),
        "leans_on": [
            {key: each[key] for key in ("parameter", "share", "sign")}
            for each in row["leans_on"][:3]
        ],
    }


def write(run: "Run") -> None:
    """Write what a run says, as a page shows it.

    Raises:
        RunError: If a file cannot be written.
    """
    findings, said = run.findings, run.to_json()
    made = {key: said[key] for key in ASKED}
    listed = [
        {"name": view.name, "title": view.title, "absent": view.absent(findings)}
        for view in VIEWS.values()
    ]
    told = made | {
        "command": command(*made.values()), "answer": words.answer(findings),
        "claims": [_row(row) for row in said["claims"]], "views": listed,
        "elapsed_s": said["elapsed_s"],
    }  # fmt: skip
    write_whole(Path(run.folder) / FOLDER / SAID, _dumped(told))


def draw(run: "Run") -> None:
    """Write the views of a run: chart, rows, and how to read it.

    Raises:
        RunError: If a file cannot be written.
    """
    findings, folder = run.findings, Path(run.folder) / FOLDER
    for view in VIEWS.values():
        if not view.absent(findings):
            told = {
                "name": view.name, "title": view.title, "lead": view.lead,
                "reading": view.reading(findings), "data": view_data(view, findings),
            }  # fmt: skip
            write_whole(folder / "views" / f"{view.name}.json", _dumped(told))
    write_whole(folder / DRAWN, b"{}")  # last: who finds it finds all
