"""The data sets that detente reads, one file each; a new file here adds one."""

import importlib
import pkgutil

from detente.record.describe import Source

__all__ = ["SOURCES"]


def _found() -> dict[str, Source]:
    """Return the source of every module of this folder, by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name[0] != "_")
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return {module.SOURCE.name: module.SOURCE for module in modules}


SOURCES: dict[str, Source] = _found()
"""Every data set by name."""
