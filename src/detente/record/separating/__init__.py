"""Whether the record separates the spiral reading of pacts from the deterrence one."""

from detente.record.separating.obligations import pacts
from detente.record.separating.rivals import four_way, path
from detente.record.separating.signs import summary

__all__ = ["four_way", "pacts", "path", "summary"]
