"""Colours and type of every chart: safe for the colour-blind, for light and for dark.

Text and lines take the colour of the text around them ("currentColor"), so that one
chart serves light pages, dark pages and paper. Hues are those of Okabe and Ito (2008),
dark enough on white and bright enough on black.
"""

from collections.abc import Sequence
from typing import Any

__all__ = ["AGAINST", "DIVERGING", "FAINT", "INK", "PAPER", "PLANS", "VERDICTS",
           "WIDTH", "config", "lens_scale", "plan_scale"]  # fmt: skip

INK = "currentColor"
FAINT = "rgba(128, 128, 128, 0.25)"
AGAINST = "#8c8c8c"
"""The plan that others are compared with."""

PLANS = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#a68a00")
LENSES = ("#7a7a7a", "#aa4499", "#2a9d8f", "#b8860b", "#6a5acd")
"""Hues that no plan and no verdict has: prior, spiral, deterrence, record, others."""

VERDICTS = {"supports": "#0072b2", "negligible": "#a6a6a6", "opposes": "#d55e00"}

DIVERGING = ("#0072b2", "rgba(128, 128, 128, 0.12)", "#d55e00")
"""Below, at and above the middle."""

WIDTH = 240
"""Width of one panel where nothing else sets it, in pixels."""

PAPER = {"ink": "#1a1a1a", "background": "white"}
"""For charts that stand alone: in a file, in a notebook."""


def config(ink: str = INK, background: str = "transparent") -> dict[str, Any]:
    """Return the look of a chart; marks take the colour of text from it."""
    axis = {"labelColor": ink, "titleColor": ink, "domainColor": ink, "tickColor": ink,
            "domainOpacity": 0.4, "tickOpacity": 0.4, "gridColor": ink,
            "gridOpacity": 0.1}  # fmt: skip
    small = {"titleFontWeight": 400, "labelFontSize": 11, "titleFontSize": 11}
    legend = {"labelColor": ink, "titleColor": ink, "symbolOpacity": 1, "orient": "top",
              "labelLimit": 260}  # fmt: skip
    return {
        "background": background,
        "font": "system-ui, sans-serif",
        "view": {"stroke": None},
        "title": {"color": ink, "anchor": "start", "fontSize": 13, "fontWeight": 600},
        "axis": axis | small,
        "legend": legend | small,
        "header": {"labelColor": ink, "titleColor": ink, "labelFontWeight": 600,
                   "labelFontSize": 12, "labelAnchor": "start"},
        "text": {"color": ink},
        "rule": {"color": ink},
    }  # fmt: skip


def plan_scale(plans: Sequence[str], baseline: str) -> tuple[list[str], list[str]]:
    """Return plans and their colours; the baseline is grey."""
    rest = iter(PLANS * (1 + len(plans) // len(PLANS)))
    return list(plans), [AGAINST if p == baseline else next(rest) for p in plans]


def lens_scale(lenses: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return lenses and their colours."""
    named = {"prior": LENSES[0], "spiral": LENSES[1], "deterrence": LENSES[2],
             "record": LENSES[3]}  # fmt: skip
    return list(lenses), [named.get(lens, LENSES[4]) for lens in lenses]
