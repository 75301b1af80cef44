"""The scripts that draw charts, taken from the library that carries them.

No third-party script is in this repository: `vl-convert-python` makes a bundle of Vega,
Vega-Lite and vega-embed, which takes over a second, so it is kept in the user's cache.
"""

import os
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from typing import Any

from detente.core.cache import cache_folder

__all__ = ["bundle"]

GLOBALS = "window.vegaEmbed="
"""What every whole bundle contains."""


@cache
def bundle() -> str:
    """Return the bundle for the version of Vega-Lite in which charts are written."""
    import altair as alt
    import vl_convert

    major, minor, _ = alt.SCHEMA_VERSION.removeprefix("v").split(".")
    name = f"vega-{major}.{minor}-{version('vl-convert-python')}.js"
    with suppress(OSError, UnicodeDecodeError):
        kept = (cache_folder("scripts") / name).read_text("utf-8")
        if GLOBALS in kept:
            return kept
    make: Any = vl_convert.javascript_bundle  # its stub asks for what it can do without
    made: str = make(vl_version=f"{major}.{minor}")
    with suppress(OSError):  # a read-only home: it is made anew each time
        beside = cache_folder("scripts") / f".{name}.{os.getpid()}"
        beside.write_text(made, "utf-8")
        beside.replace(cache_folder("scripts") / name)
    return made
