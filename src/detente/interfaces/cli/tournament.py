"""Let strategies meet one another: in the repeated dilemma, or in a world."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.claims.usual import LARGEST_SEED
from detente.core.errors import UsageError, nearest, shown
from detente.interfaces.cli.options import whole_number
from detente.interfaces.cli.run import names
from detente.interfaces.cli.theory import add_figure, draw, kind_of

if TYPE_CHECKING:
    from detente.theory.axelrod import Table
    from detente.theory.seats_game import Arena, Field

__all__ = ["configure", "execute"]

ROUNDS, YEARS = 200, 20
"""Rounds of the repeated dilemma; years of the two-state world."""

MATCHES = 64


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.usage = "%(prog)s [SCENARIO] [options]"
    parser.add_argument(
        "scenario", metavar="SCENARIO", nargs="?",
        help="play in this world; in the repeated prisoner's dilemma without one",
    )  # fmt: skip
    parser.add_argument(
        "--world", action="store_true", help="play in the kernel's world of two equals"
    )
    parser.add_argument(
        "--between", metavar="CODE", nargs=2, help="the two seats of a scenario"
    )
    parser.add_argument(
        "--strategies", metavar="NAME", nargs="+", action="extend",
        help="who takes part (default: all that come along)",
    )  # fmt: skip
    _add_numbers(parser)
    parser.add_argument(
        "--lens", metavar="NAME", default="prior",
        help="lens of a world (default: prior)",
    )  # fmt: skip
    add_figure(parser)
    parser.add_argument(
        "--json", action="store_true", help="print JSON on standard output"
    )


def _add_numbers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rounds", metavar="N", type=whole_number(1, 2000, ROUNDS),
        help=f"rounds of a match (default: {ROUNDS}), years of --world ({YEARS})",
    )  # fmt: skip
    parser.add_argument(
        "--noise", metavar="SHARE", type=_share, default=0.05,
        help="probability that an act turns into its opposite (default: 0.05)",
    )  # fmt: skip
    parser.add_argument(
        "--matches", metavar="N", type=whole_number(1, 10_000, MATCHES),
        default=MATCHES,
        help=f"matches of each two, draws of a lens in a world (default: {MATCHES})",
    )  # fmt: skip
    parser.add_argument(
        "--seed", metavar="N", type=whole_number(0, LARGEST_SEED, 1), default=1,
        help="seed of the random numbers (default: 1)",
    )  # fmt: skip


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 0.5:
        raise argparse.ArgumentTypeError(
            f"expected a share from 0 to 0.5, got {text[:40]}; write it like 0.05"
        )
    return share


def execute(options: argparse.Namespace) -> int:
    """Play, and print the table.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    from detente.lenses.lens import load

    kind = kind_of(options.figure)
    _refuse_what_does_not_fit(options)
    load(options.lens)  # a wrong name is told, whether it is needed or not
    said, picture, text = (
        _in_a_world(options)
        if options.world or options.scenario
        else _repeated(options)
    )
    if options.json:
        import json

        print(json.dumps(said, indent=2, allow_nan=False))
    else:
        print(text)
    if options.figure:
        draw(picture, Path(options.figure), kind, dark=options.dark, quiet=options.json)
    return 0


def _refuse_what_does_not_fit(options: argparse.Namespace) -> None:
    if options.world and options.scenario:
        raise UsageError.at(
            "tournament", "--world or a SCENARIO", "both", "leave one out"
        )
    if options.scenario and options.rounds:
        raise UsageError.at(
            "--rounds", "a tournament without a scenario", "one with its own years",
            "leave it out",
        )  # fmt: skip
    if options.between and not options.scenario:
        raise UsageError.at(
            "--between", "a SCENARIO", "none", "name one, or leave it out"
        )


def _chosen(options: argparse.Namespace) -> list[str]:
    from detente.strategies.rules import RULES

    return names(options.strategies or RULES)


def _repeated(options: argparse.Namespace) -> tuple[dict[str, Any], Any, str]:
    from detente.theory.axelrod import heat_map, play

    rounds = options.rounds or ROUNDS
    table = play(_chosen(options), rounds, options.noise, options.matches, options.seed)
    said = {
        "game": "repeated prisoner's dilemma", "rounds": rounds,
        "noise": options.noise, "matches": options.matches, "seed": options.seed,
        "strategies": list(table.names), "scores": table.scores.tolist(),
        "payoff": table.payoff.tolist(), "friendly": table.friendly.tolist(),
    }  # fmt: skip
    head = (
        f"repeated prisoner's dilemma (5, 3, 1, 0): {rounds} rounds, noise "
        f"{options.noise:g}, {options.matches} matches of each two, seed {options.seed}"
    )
    return said, heat_map(table), f"{head}\n\n{_ranking(table)}"


def _ranking(table: "Table") -> str:
    width = max(map(len, table.names)) + 2
    lines = [f"{'':>3} {'strategy':<{width}}{'score':>7}{'friendly':>10}  against "
             + "".join(f"{k:>6}" for k in range(1, len(table.names) + 1))]  # fmt: skip
    for k, name in enumerate(table.names):
        cells = "".join(f"{x:>6.2f}" for x in table.payoff[k])
        share = table.friendly[k].mean()
        lines.append(
            f"{k + 1:>3} {name:<{width}}{table.scores[k]:>7.3f}{share:>10.0%}"
            f"          {cells}"
        )
    return "\n".join(lines)


def _in_a_world(options: argparse.Namespace) -> tuple[dict[str, Any], Any, str]:
    from detente.runs.machine import prepare
    from detente.theory.axelrod import entrants
    from detente.theory.seats_game import COLUMNS, heat_map, play

    entrants(_chosen(options))
    arena, where = _arena(options)
    prepare()
    field = play(
        arena, _chosen(options), options.lens, options.noise, options.matches,
        options.seed,
    )  # fmt: skip
    years = int(arena.moves.ballot.shape[0])
    said = {
        "game": where, "years": years, "lens": options.lens, "noise": options.noise,
        "draws": options.matches, "seed": options.seed,
        "strategies": list(field.names),
        "means": {name: field.means[k].tolist() for k, name in enumerate(COLUMNS)},
        **{name: field.figures[k].tolist() for k, name in enumerate(COLUMNS)},
    }  # fmt: skip
    head = (
        f"{where}: {years} years, lens {options.lens}, noise {options.noise:g}, "
        f"{options.matches} draws, seed {options.seed}"
    )
    return said, heat_map(field), f"{head}\n\n{_safety(field)}"


def _arena(options: argparse.Namespace) -> "tuple[Arena, str]":
    from detente.theory.seats_game import Arena

    if options.world:
        import jax

        from detente.theory.two_sides import quiet, two_sides

        world = two_sides(allies=False)
        moves = quiet(world, options.rounds or YEARS)
        first = jax.tree.map(lambda x: x[0], moves)
        return Arena(world, first, moves, (0, 1)), "world of two equals"
    from detente.worlds.compile import compile_scenario
    from detente.worlds.load import load

    scenario = load(options.scenario)
    compiled = compile_scenario(scenario)
    seats = options.between or []
    for code in seats:
        if code not in compiled.actors:
            raise UsageError.at(
                "--between", "the code of an actor", shown(code),
                nearest(code, compiled.actors),
            )  # fmt: skip
    if len(set(seats)) != 2:
        raise UsageError.at(
            "--between", "two actors of the scenario",
            " and ".join(seats) or "none", "write it like --between CHN USA",
        )  # fmt: skip
    one, other = (compiled.actors.index(code) for code in seats)
    plan = compiled.plans[scenario.baseline]
    where = f"{scenario.slug}, plan {scenario.baseline}, {seats[0]} and {seats[1]}"
    return Arena(plan.world, compiled.first, plan.moves, (one, other)), where


def _safety(field: "Field") -> str:
    width = max(map(len, field.names)) + 2
    lines = [
        f"{'':>3} {'strategy':<{width}}{'attacked':>10}{'attacks':>10}{'burden':>10}"
        f"{'feared':>8}",
        f"{'':>3} {'':<{width}}{'% a year':>10}{'% a year':>10}{'% of GDP':>10}"
        f"{'0-1':>8}",
    ]
    for k, name in enumerate(field.names):
        attacked, attacks, burden, feared = field.means[:, k]
        lines.append(
            f"{k + 1:>3} {name:<{width}}{100 * attacked:>10.2f}{100 * attacks:>10.2f}"
            f"{burden:>10.2f}{feared:>8.2f}"
        )
    return "\n".join(lines)
