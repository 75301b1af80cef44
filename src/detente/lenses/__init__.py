"""Lenses: distributions over how states behave, as TOML, and their sampling."""
