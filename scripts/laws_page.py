"""Write docs/reference/laws.md from the docstrings and parameters of the laws.

python scripts/laws_page.py            # write the page
python scripts/laws_page.py --check    # exit 1 if the page is stale
"""

import argparse
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import detente.laws

PAGE = Path(__file__).parents[1] / "docs/reference/laws.md"
STALE = 1

RANGES = {"real": "any", "positive": "> 0", "unit": "0 to 1"}
"""What each transform of a parameter allows."""

HEAD = """\
# The laws

Written by `scripts/laws_page.py` from `src/detente/laws/`; change those, not this.

How states see and act, one law a file. `i` perceives or acts, `j` is perceived or
acted upon; a year is one step. Parameters have their unit and range here; their
distributions, each with its origin, are in `src/detente/lenses/`. Keys in square
brackets are entries of `docs/references.bib`."""


def laws() -> list[ModuleType]:
    """Return the modules of all laws, in the order of their names."""
    names = sorted(each.name for each in pkgutil.iter_modules(detente.laws.__path__))
    return [importlib.import_module(f"detente.laws.{name}") for name in names]


def section(law: ModuleType) -> Iterator[str]:
    """Yield the lines on one law."""
    name = law.__name__.rpartition(".")[2]
    lead, _, rest = inspect.cleandoc(law.__doc__ or "").partition("\n")
    title, _, sentence = lead.partition(": ")
    yield from (f"## {title}", "", sentence[:1].upper() + sentence[1:])
    yield from rest.splitlines()
    yield from ("", "| parameter | unit | range | meaning |", "|---|---|---|---|")
    for key, parameter in law.PARAMETERS.items():
        allowed = RANGES[parameter.transform]
        cells = (f"`{name}.{key}`", parameter.unit, allowed, parameter.meaning)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def page() -> str:
    """Return the whole page."""
    parts = [HEAD, *("\n".join(section(law)) for law in laws())]
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="exit 1 if it is stale")
    options = parser.parse_args()
    text = page()
    if not options.check:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/reference/laws.md is stale; run: python scripts/laws_page.py")
    return STALE


if __name__ == "__main__":
    sys.exit(main())
