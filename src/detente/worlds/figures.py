"""From the figures of a file to columns, distances and codes of pairs."""

from collections.abc import Sequence

import numpy as np

from detente.worlds.facts import Actor
from detente.worlds.fields import Distribution, Figure

__all__ = ["column", "great_circle", "median", "pair_code", "sd"]

EARTH_RADIUS = 6371.0  # km, mean


def median(figure: Figure) -> float:
    """Return the median of a figure, known or not."""
    return figure.median if isinstance(figure, Distribution) else float(figure)


def sd(figure: Figure) -> float:
    """Return the standard deviation of the log of a figure; 0 if it is known."""
    return figure.sd_log if isinstance(figure, Distribution) else 0.0


def column(actors: Sequence[Actor], name: str) -> np.ndarray:
    """Return medians of a figure of every actor, shape (N,)."""
    return np.array([median(getattr(a, name)) for a in actors], np.float32)


def great_circle(capitals: np.ndarray) -> np.ndarray:
    """Return km between capitals given as degrees (N, 2), shape (N, N)."""
    lat, lon = np.radians(capitals).T
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def pair_code(i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Return a 32-bit code of ordered pairs of codes."""
    with np.errstate(over="ignore"):
        x = i * np.uint32(0x9E3779B1) + j * np.uint32(0x85EBCA77)
        x ^= x >> np.uint32(15)
        return x * np.uint32(0x2C1B3C6D)
