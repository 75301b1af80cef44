"""Libraries that only some commands need, and what to say where they are missing."""

import importlib
from typing import Any

from detente.core.errors import DataError

__all__ = ["need"]


def need(module: str, extra: str = "record") -> Any:
    """Return a library that is in an extra.

    Args:
        module: What to import, such as "pyarrow.parquet".
        extra: The extra of detente that it is in.

    Raises:
        DataError: If it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        remedy = f'run: pip install "detente[{extra}]"'
        raise DataError.at(name, "it to be installed", "nothing", remedy) from None
