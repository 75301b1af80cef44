"""Data sets as frames at work, whose types leave open what pandas returns."""

from typing import TYPE_CHECKING

from detente.record import store

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["stacked", "table"]


def table(name: str) -> "Table":
    """Return the tidy frame of a data set that is kept.

    Args:
        name: Its name, such as "nmc".

    Raises:
        DataError: If it is not there, or is not what was put there.
    """
    return store.load(name)


def stacked(*frames: "Table") -> "Table":
    """Return frames one under another, their rows numbered anew.

    Args:
        frames: Frames with the same columns.
    """
    import pandas as pd

    return pd.concat(frames, ignore_index=True)
