"""Files to take away of a run: results, verdicts, report, and the scenario itself."""

import csv
import io
import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

from detente.core.errors import UsageError, nearest, shown

__all__ = ["KINDS", "made"]

KINDS = {
    "csv": ("verdicts.csv", "text/csv; charset=utf-8"),
    "json": ("verdicts.json", "application/json"),
    "zarr": ("results.zarr.zip", "application/zip"),
    "netcdf": ("results.nc", "application/x-netcdf"),
    "report": ("report.html", "text/html; charset=utf-8"),
    "scenario": ("scenario.zip", "application/zip"),
}
"""Kinds of file: name and media type."""


def made(kind: str, folder: Path, files: list[Path], command: str) -> bytes:
    """Return a file of a finished run.

    Args:
        kind: One of `KINDS`.
        folder: Folder of the run.
        files: The files of its scenario.
        command: Command line that gives its numbers.

    Raises:
        DetenteError: If there is no such kind, or the run cannot be read.
    """
    if kind not in KINDS:
        raise UsageError.at(
            "download", "a kind of file", shown(kind), nearest(kind, KINDS)
        )
    return {
        "csv": lambda: _verdicts(folder),
        "json": (folder / "verdicts.json").read_bytes,
        "zarr": lambda: _zarr(folder),
        "netcdf": lambda: _netcdf(folder),
        "report": lambda: _report(folder),
        "scenario": lambda: _scenario(folder, files, command),
    }[kind]()


def _verdicts(folder: Path) -> bytes:
    out = io.StringIO()
    rows = json.loads((folder / "verdicts.json").read_bytes())["claims"]
    names = (
        "id", "title", "plan", "baseline", "lens", "primary", "verdict", "supports",
        "negligible", "opposes", "effect", "lo", "hi", "unit", "width", "label",
    )  # fmt: skip
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        effect = {"effect": row["effect"]["median"], **row["effect"]}
        writer.writerow({**row, **row["shares"], **effect})
    return out.getvalue().encode()


def _zipped(pairs: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def _zarr(folder: Path) -> bytes:
    root = folder / "results.zarr"
    return _zipped(
        (file.relative_to(root).as_posix(), file.read_bytes())
        for file in sorted(root.rglob("*"))
        if file.is_file()
    )


def _netcdf(folder: Path) -> bytes:
    """Return the results as NetCDF 3, which every tool reads; halves are widened."""
    from detente.interfaces.api import open_run

    found = open_run(folder).outcomes.load()
    for name, values in found.data_vars.items():
        if values.dtype.itemsize < 4 and values.dtype.kind == "f":
            found[name] = values.astype("float32")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bytes(found.to_netcdf(engine="scipy", format="NETCDF3_64BIT"))


def _report(folder: Path) -> bytes:
    from detente.interfaces.api import open_run
    from detente.reports.page import html

    return html(open_run(folder).findings).encode()


def _scenario(folder: Path, files: list[Path], command: str) -> bytes:
    """Return the scenario as it was given, as it was run, and how to run it again."""
    told = (
        "The TOML files are the scenario without changes. The run again:\n\n"
        f"    {command}\n"
    )
    pairs = [(file.name, file.read_bytes()) for file in files]
    return _zipped(
        [
            *pairs,
            ("as-run.json", (folder / "scenario.json").read_bytes()),
            ("command.txt", told),
        ]
    )
