"""The libraries that only the record needs, and what to say where they are missing."""

import importlib
from typing import Any

from detente.core.errors import DataError

__all__ = ["need"]


def need(module: str) -> Any:
    """Return a library that the record needs.

    Args:
        module: What to import, such as "pyarrow.parquet".

    Raises:
        DataError: If it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        raise DataError.at(
            name, "it to be installed", "nothing", 'run: pip install "detente[record]"'
        ) from None
