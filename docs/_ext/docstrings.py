"""Make what autodoc writes readable where our docstrings and types do not suit it."""

from typing import Any

from sphinx.application import Sphinx

LONGEST = 60
"""Letters of an annotation worth reading in a signature."""


def _keep_colon(
    app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]
) -> None:
    """Keep napoleon from taking "The results: with units" for a type and a text."""
    if what == "property" and lines:
        lines[0] = lines[0].replace(": ", " \N{EN DASH} ")


def _shorten(
    app: Sphinx, what: str, name: str, obj: Any, options: Any, given: str, result: str
) -> tuple[str, str | None] | None:
    """Leave out the type of a result that nobody would read."""
    return (given, None) if result and len(result) > LONGEST else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to autodoc, before napoleon."""
    app.connect("autodoc-process-docstring", _keep_colon, priority=100)
    app.connect("autodoc-process-signature", _shorten)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
