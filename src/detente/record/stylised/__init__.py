"""Stylised facts of disputes, arms and alliances, computed from the data sets."""

from detente.record.stylised.facts import FAMILIES, facts

__all__ = ["FAMILIES", "facts"]
