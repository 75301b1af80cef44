"""From values keyed "law.parameter" to the records that the laws take."""

from collections.abc import Mapping
from typing import Any

from detente.dynamics.state import Parameters
from detente.lenses.lens import LAWS

__all__ = ["records"]


def records(values: Mapping[str, Any]) -> Parameters:
    """Return the kernel's records from values keyed "law.parameter"."""
    parts = {}
    for law in LAWS:
        record = Parameters.__annotations__[law]
        parts[law] = record(
            **{name: values[f"{law}.{name}"] for name in record._fields}
        )
    return Parameters(**parts)
