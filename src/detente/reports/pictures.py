"""Pictures: every view as PNG and SVG files, for papers and slides."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from detente.core.errors import UsageError, nearest, shown
from detente.reports.files import write_whole
from detente.reports.findings import Findings
from detente.reports.view import drawn
from detente.reports.views import VIEWS

__all__ = ["KINDS", "picture", "save"]

KINDS = ("png", "svg")

SCALE = 2
"""Pixels of a PNG for each unit of length of a chart."""


def picture(chart: Any, kind: str) -> bytes:
    """Return a chart as a picture.

    Args:
        chart: An Altair chart.
        kind: "png" or "svg".
    """
    import vl_convert

    spec = chart.to_dict()
    if kind == "svg":
        return vl_convert.vegalite_to_svg(spec).encode()
    return vl_convert.vegalite_to_png(spec, scale=SCALE)


def save(
    findings: Findings, folder: Path, kind: str, views: Iterable[str] = (),
    choices: Mapping[str, Any] | None = None,
) -> list[Path]:  # fmt: skip
    """Write views as picture files; each is written whole or not at all.

    Args:
        findings: What to draw.
        folder: Where; made if it is not there.
        kind: "png" or "svg".
        views: Names of views; all that the run can fill if none are given.
        choices: Choices of a single view.

    Returns:
        The files, named after their views.

    Raises:
        UsageError: If a view does not exist.
        RunError: If a file cannot be written.
    """
    names = list(views)
    for name in names:
        if name not in VIEWS:
            raise UsageError.at(
                "view", "a view of the report", shown(name), nearest(name, VIEWS)
            )
    filled = [name for name, view in VIEWS.items() if not view.absent(findings)]
    written = []
    for name in names or filled:
        content = picture(drawn(VIEWS[name], findings, **(choices or {})), kind)
        written.append(write_whole(folder / f"{name}.{kind}", content))
    return written
