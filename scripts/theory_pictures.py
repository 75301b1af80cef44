"""Draw the pictures of theory and of tournaments, for light and for dark pages.

python scripts/theory_pictures.py                       # all
python scripts/theory_pictures.py tournament world      # those of tournaments
"""

import argparse
from pathlib import Path

from detente.reports.pictures import picture
from detente.reports.theory import chart
from detente.strategies.rules import RULES
from detente.theory import axelrod, seats_game
from detente.theory.catalogue import MODELS
from detente.theory.model import Grid
from detente.theory.two_sides import quiet, two_sides

PICTURES = Path(__file__).parents[1] / "docs/pictures/theory"


def _world() -> Grid:
    """Return the heat map of the world of two equals, as `--world` draws it."""
    world = two_sides(allies=False)
    moves = quiet(world, 20)
    first = type(moves)(*(leaf[0] for leaf in moves))
    arena = seats_game.Arena(world, first, moves, (0, 1))
    return seats_game.heat_map(seats_game.play(arena, list(RULES)))


DRAWN = {name: each.picture for name, each in MODELS.items()} | {
    "tournament": lambda: axelrod.heat_map(axelrod.play(list(RULES), repetitions=64)),
    "world": _world,
}


def main() -> None:
    """Draw all, or those that are named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "names", nargs="*", default=list(DRAWN), help="pictures to draw"
    )
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in parser.parse_args().names:
        drawn = DRAWN[name]()
        for suffix, dark in (("", False), ("-dark", True)):
            file = PICTURES / f"{name}{suffix}.svg"
            file.write_bytes(picture(chart(drawn, dark=dark), "svg"))
            print(file)


if __name__ == "__main__":
    main()
