"""Say what is installed, which processor is used, and where things are kept."""

import argparse
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.core.cores import cores

__all__ = ["configure", "execute", "findings"]

MB = 1e6
PRIVATE = 0o700


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.add_argument("--json", action="store_true", help="print JSON")


def execute(options: argparse.Namespace) -> int:
    """Print what stands and what is missing.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    found = findings()
    if options.json:
        import json

        print(json.dumps(found, indent=2))
    else:
        print("\n".join(_lines(found)))
    return 0


def findings() -> dict[str, Any]:
    """Return what `--json` prints: versions, extras, processor, folders."""
    from detente.record import store
    from detente.record.sources import SOURCES

    kept = store.entries()
    return {
        "detente": _version("detente"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "extras": _extras(),
        "processor": _processor(),
        "folders": [_folder("programs"), _folder("fits")],
        "data": {"folder": str(store.folder()), "kept": len(kept),
                 "known": len(SOURCES)},
    }  # fmt: skip


def _version(name: str) -> str | None:
    """Return the version of a distribution, or None if it is not installed."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _extras() -> dict[str, dict[str, str | None]]:
    """Return the version of every library that detente asks for, by extra."""
    import re
    from importlib import metadata

    found: dict[str, dict[str, str | None]] = {}
    for text in metadata.requires("detente") or []:
        name = re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0]
        extra = re.search(r"extra == ['\"]([^'\"]+)", text)
        found.setdefault(extra.group(1) if extra else "", {})[name] = _version(name)
    return found


def _processor() -> dict[str, Any]:
    """Return what computes: JAX's devices here, and those that it could use."""
    import jax

    wanted = os.environ.get("JAX_PLATFORMS")
    try:
        devices = [f"{d.platform} {d.device_kind}" for d in jax.devices()]
    except RuntimeError as problem:  # a platform was asked for that is not there
        devices = [str(problem).partition("\n")[0]]
    return {"cores": cores(), "devices": devices, "JAX_PLATFORMS": wanted}


def _folder(name: str) -> dict[str, Any]:
    """Return where something is cached, how much, and whether only its user may."""
    from detente.core.cache import cache_folder, placed

    try:
        there = placed(name)
        mode = there.stat().st_mode & 0o777 if there.is_dir() else PRIVATE
        folder = cache_folder(name)
    except OSError as problem:
        return {"name": name, "folder": None, "problem": str(problem)}
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    return {"name": name, "folder": str(folder), "bytes": size,
            "private": mode == PRIVATE}  # fmt: skip


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield (
        f"detente {found['detente']}, Python {found['python']}, {found['system']}, "
        f"{Path.cwd()}"
    )
    for extra, libraries in found["extras"].items():
        missing = [name for name, version in libraries.items() if version is None]
        if missing and extra == "dev":
            continue  # who only uses detente need not hear of its tests
        state = "installed"
        if missing:
            what = f"detente[{extra}]" if extra else "detente"
            state = f"missing {', '.join(missing)}: pip install '{what}'"
        yield f"  {extra or 'core':<10} {state}"
    processor = found["processor"]
    yield (
        f"  processor  {processor['cores']} cores; JAX computes on "
        f"{', '.join(processor['devices'])}"
        + ("" if processor["JAX_PLATFORMS"] else "; a run uses the cores unless "
           "JAX_PLATFORMS names another")
    )  # fmt: skip
    for each in found["folders"]:
        if each["folder"] is None:
            yield f"  {each['name']:<10} no folder: {each['problem']}"
            continue
        safe = "" if each["private"] else "; others could write there until now"
        yield (
            f"  {each['name']:<10} {each['folder']}, {each['bytes'] / MB:.1f} MB{safe}"
        )
    data = found["data"]
    yield f"  data       {data['folder']}, {data['kept']} of {data['known']} data sets"
