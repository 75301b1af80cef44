"""Take an actor's seat and decide for it year by year; then see what was true."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.core.errors import UsageError, nearest, shown
from detente.interfaces.cli.options import whole_number

if TYPE_CHECKING:
    from detente.reports.played import Stage
    from detente.runs.seat import Future, Orders
    from detente.worlds.schema import Scenario

__all__ = ["configure", "execute"]

LEVELS = {"threat": 1, "show": 2, "force": 3, "war": 4}
MOST_GROWTH = 100.0
"""Largest change of spending in a year that can be ordered (%)."""

LEAST_GROWTH = -50.0

HELP = """  arm +10            let spending grow by 10 % this year (arm -5 cuts it)
  against JPN show   begin a dispute: threat, show (of force), force or war
  peace              begin none, whatever your staff would do
  stay out           join nobody's dispute
  look JPN           what you know of an actor
  go (or nothing)    end the year; what you did not order, your staff decides
  quit               leave; the years that are over are kept"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.usage = "%(prog)s SCENARIO --as CODE [options]"
    parser.add_argument(
        "scenario", metavar="SCENARIO", nargs="?",
        help="name in the catalogue, or a folder",
    )  # fmt: skip
    parser.add_argument("--as", dest="seat", metavar="CODE", help="the actor you play")
    parser.add_argument(
        "--plan", metavar="NAME", help="plan that the world follows (default: baseline)"
    )
    parser.add_argument(
        "--lens", metavar="NAME", default="prior",
        help="lens that the future is drawn from (default: prior)",
    )  # fmt: skip
    parser.add_argument(
        "--seed", metavar="N", type=whole_number(0, 2**31 - 1, 1), default=1,
        help="another seed is another future (default: 1)",
    )  # fmt: skip
    parser.add_argument(
        "--transcript", metavar="FILE",
        help="where the transcript is kept (default: play-SCENARIO-CODE-SEED.toml)",
    )  # fmt: skip
    parser.add_argument(
        "--replay", metavar="FILE", help="tell the game of a transcript again"
    )


def execute(options: argparse.Namespace) -> int:
    """Play a game, or tell one again.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    if options.replay:
        return _replay(Path(options.replay))
    if not options.scenario or not options.seat:
        raise UsageError.at(
            "play", "a scenario and --as CODE", "neither" if not options.scenario
            else "no seat", "write it like detente play nato-east-asia --as CHN",
        )  # fmt: skip
    import detente

    scenario = detente.load(options.scenario)
    about = {
        "scenario": options.scenario, "seat": options.seat,
        "plan": options.plan or scenario.baseline, "lens": options.lens,
        "seed": options.seed,
    }  # fmt: skip
    path = Path(
        options.transcript or f"play-{scenario.slug}-{options.seat}-{options.seed}.toml"
    )
    if path.exists():
        raise UsageError.at(
            str(path), "a file that is not there", "a transcript of another game",
            "name another with --transcript, or delete it",
        )  # fmt: skip
    stage, orders = _stage(scenario, about)
    print(scenario.question)
    print(f"You are {stage.names[stage.seat.me]}; the world follows "
          f"{scenario.plans[about['plan']].title!r}. Orders:")  # fmt: skip
    print(HELP)
    known = stage.seat.future(orders)
    motive = int(known.motive[0, stage.seat.me])
    print("Your own aim, which nobody else can see: "
          + ("to change the order of things if you can." if motive
             else "to be secure in what you have."))  # fmt: skip
    given: dict[int, dict[str, Any]] = {}
    for t in range(len(stage.seat.years)):
        future = stage.seat.future(orders)
        _tell(_brief(stage, future, t))
        said = _asked(stage, future, t)
        if said is None:
            _keep(path, about, given)
            print(f"left in {stage.seat.years[t]}; orders so far are in {path}")
            return 0
        if said:
            given[stage.seat.years[t]] = said
        _apply(stage, orders, t, said)
        _keep(path, about, given)
    _end(stage, orders)
    print(f"transcript in {path}: detente play --replay {path} tells it again")
    return 0


def _stage(scenario: "Scenario", about: dict[str, Any]) -> "tuple[Stage, Orders]":
    from detente.reports.played import Stage
    from detente.runs.seat import Seat
    from detente.worlds.moves import JoinMove, TieMove

    seat = Seat(scenario, about["seat"], about["plan"], about["lens"], about["seed"])
    names = tuple(scenario.world.actors[code].name for code in seat.actors)
    moves = [*scenario.moves, *scenario.plans[about["plan"]].moves]
    votes = tuple(
        f"{move.by} with {move.to if isinstance(move.to, str) else ', '.join(move.to)}"
        for move in moves
        if isinstance(move, TieMove | JoinMove) and move.consent
    )
    return Stage(seat, names, votes + ("a further move",) * 8), seat.orders()


def _brief(stage: "Stage", future: "Future", t: int) -> Iterator[str]:
    from detente.reports.played import briefing

    return briefing(stage, future, t)


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _asked(stage: "Stage", future: "Future", t: int) -> dict[str, Any] | None:
    """Ask until the year is over; return its orders, or None to leave."""
    from detente.reports.played import looked_at

    said: dict[str, Any] = {}
    while True:
        try:
            line = input(f"{stage.seat.years[t]}> ").strip()
        except EOFError:
            return None
        word, _, rest = line.partition(" ")
        if word in ("", "go"):
            return said
        if word == "quit":
            return None
        if word == "help":
            print(HELP)
            continue
        try:
            if word == "look":
                _tell(looked_at(stage, future, t, _place(stage, rest)))
                continue
            said |= _order(stage, word, rest.split(), said)
        except UsageError as problem:
            print(problem)


def _order(
    stage: "Stage", word: str, rest: list[str], said: dict[str, Any]
) -> dict[str, Any]:
    """Return what one line orders."""
    if word == "arm" and len(rest) == 1:
        return {"arm": _percent("arm", rest[0].removesuffix("%"))}
    if word == "peace" and not rest:
        return {"against": {}}
    if (word, rest) == ("stay", ["out"]):
        return {"help": False}
    if word == "against" and len(rest) == 2:
        code = stage.seat.actors[_place(stage, rest[0])]
        if code == stage.seat.actors[stage.seat.me]:
            raise UsageError.at("against", "another actor", shown(code), "name one")
        return {"against": said.get("against", {}) | {code: _level(rest[1])}}
    raise UsageError.at(
        "order", "arm, against, peace, stay out, look, go, help or quit",
        shown(" ".join([word, *rest])), 'write "help" to see how',
    )  # fmt: skip


def _percent(where: str, text: Any) -> float:
    try:
        number = float(text)
    except (TypeError, ValueError):
        number = float("nan")
    if not LEAST_GROWTH <= number <= MOST_GROWTH:
        raise UsageError.at(
            where, f"a number from {LEAST_GROWTH:g} to {MOST_GROWTH:g} (% a year)",
            shown(text), "write it like arm +10",
        )  # fmt: skip
    return number


def _level(text: Any) -> str:
    if not isinstance(text, str) or text not in LEVELS:
        raise UsageError.at(
            "against",
            f"one of {', '.join(LEVELS)}",
            shown(text),
            nearest(str(text), LEVELS),
        )
    return text


def _place(stage: "Stage", code: str) -> int:
    code = code.strip().upper()
    if code not in stage.seat.actors:
        raise UsageError.at(
            "actor",
            "the code of an actor",
            shown(code),
            nearest(code, stage.seat.actors),
        )
    return stage.seat.actors.index(code)


def _apply(stage: "Stage", orders: "Orders", t: int, said: dict[str, Any]) -> None:
    """Write the orders of a year into their arrays."""
    import math

    if "arm" in said:
        orders.growth[t] = math.log1p(said["arm"] / 100)
    if "against" in said:
        orders.dispute[t] = 0.0
        for code, level in said["against"].items():
            orders.dispute[t, _place(stage, code)] = LEVELS[level]
    if said.get("help") is False:
        orders.help[t] = 0.0


def _end(stage: "Stage", orders: "Orders") -> None:
    from detente.reports.played import revealed

    played = stage.seat.future(orders)
    otherwise = stage.seat.future(stage.seat.orders())
    _tell(revealed(stage, played, otherwise))


# transcripts


def _keep(path: Path, about: dict[str, Any], given: dict[int, dict[str, Any]]) -> None:
    """Write the transcript whole."""
    import json

    def written(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    lines = [f"{key} = {written(value)}" for key, value in about.items()]
    for year, said in given.items():
        lines += ["", f"[years.{year}]"]
        for key, value in said.items():
            if isinstance(value, dict):
                inside = ", ".join(f"{k} = {written(v)}" for k, v in value.items())
                lines.append(f"{key} = {{ {inside} }}" if inside else f"{key} = {{}}")
            else:
                lines.append(f"{key} = {written(value)}")
    beside = path.with_name(f".{path.name}.new")
    beside.write_text("\n".join(lines) + "\n", encoding="utf-8")
    beside.replace(path)


def _read(path: Path) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """Return what a transcript is about, and its orders by year."""
    import tomllib

    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise UsageError.at(
            f"--replay {path}", "a transcript of detente play", str(problem),
            "give the file that a game has kept",
        ) from None  # fmt: skip
    kinds = {"scenario": str, "seat": str, "plan": str, "lens": str, "seed": int}
    for key, kind in kinds.items():
        if not isinstance(found.get(key), kind) or isinstance(found.get(key), bool):
            raise UsageError.at(
                f"--replay {path}, {key}", f"a {kind.__name__}", shown(found.get(key)),
                "give the file that a game has kept",
            )  # fmt: skip
    years = found.get("years", {})
    if not isinstance(years, dict):
        years = {"": None}
    given: dict[int, dict[str, Any]] = {}
    for year, said in years.items():
        if not (year.isdecimal() and isinstance(said, dict)):
            raise UsageError.at(
                f"--replay {path}, years", "a table a year", shown(year), "mend it"
            )
        given[int(year)] = _checked(f"--replay {path}, {year}", said)
    return {key: found[key] for key in kinds}, given


def _checked(where: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return the orders of one year of a transcript, if they are orders."""
    known = {"arm", "against", "help"}
    for key in said:
        if key not in known:
            raise UsageError.at(where, "arm, against or help", shown(key), "mend it")
    found = dict(said)
    if "arm" in said:
        number = said["arm"]
        plain = isinstance(number, int | float) and not isinstance(number, bool)
        found["arm"] = _percent(f"{where}, arm", number if plain else shown(number))
    if not isinstance(said.get("help", False), bool):
        raise UsageError.at(f"{where}, help", "true or false", shown(said["help"]),
                            "mend it")  # fmt: skip
    against = said.get("against", {})
    if not isinstance(against, dict):
        raise UsageError.at(f"{where}, against", "a table", shown(against), "mend it")
    for level in against.values():
        _level(level)
    return found


def _replay(path: Path) -> int:
    import detente

    about, given = _read(path)
    stage, orders = _stage(detente.load(about["scenario"]), about)
    for year, said in given.items():
        if year not in stage.seat.years:
            raise UsageError.at(
                f"--replay {path}", f"years from {stage.seat.years[0]} to "
                f"{stage.seat.years[-1]}", str(year), "mend it",
            )  # fmt: skip
        _apply(stage, orders, stage.seat.years.index(year), said)
    future = stage.seat.future(orders)
    for t, year in enumerate(stage.seat.years):
        _tell(_brief(stage, future, t))
        for key, value in given.get(year, {}).items():
            print(f"{year}> {key} {value}")
    _end(stage, orders)
    return 0
