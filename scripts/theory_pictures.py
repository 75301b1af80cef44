"""Draw the pictures of the models of theory, for light and for dark pages.

python scripts/theory_pictures.py
"""

import argparse
from pathlib import Path

from detente.reports.pictures import picture
from detente.reports.theory import chart
from detente.theory.catalogue import MODELS

PICTURES = Path(__file__).parents[1] / "docs/pictures/theory"


def main() -> None:
    """Draw all, or those that are named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", default=list(MODELS), help="models to draw")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in parser.parse_args().names:
        drawn = MODELS[name].picture()
        for suffix, dark in (("", False), ("-dark", True)):
            file = PICTURES / f"{name}{suffix}.svg"
            file.write_bytes(picture(chart(drawn, dark=dark), "svg"))
            print(file)


if __name__ == "__main__":
    main()
