"""Take an actor's seat and decide for it year by year; then see what was true."""

import argparse
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.claims.usual import LARGEST_SEED
from detente.core.errors import UsageError
from detente.interfaces.cli.options import whole_number
from detente.interfaces.cli.orders import HELP, apply, noted, order, place, possible
from detente.interfaces.cli.transcript import keep, read

if TYPE_CHECKING:
    from detente.reports.played import Stage
    from detente.runs.seat import Future, Orders
    from detente.worlds.schema import Scenario

__all__ = ["configure", "execute"]


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
        "--seed", metavar="N", type=whole_number(0, LARGEST_SEED, 1), default=1,
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
    print("Your own aim, which nobody else can see: " + _aim(motive))
    given: dict[int, dict[str, Any]] = {}
    for t, year in enumerate(stage.seat.years):
        said = _voted(stage, t)
        if said is not None:
            apply(stage, orders, t, said)
            future = stage.seat.future(orders)
            _tell(_brief(stage, future, t, orders))
            ordered = _asked(stage, future, t)
            said = None if ordered is None else said | ordered
        if said is None:
            keep(path, about, given)
            print(f"left in {year}; orders so far are in {path}")
            return 0
        if said:
            given[year] = said
        apply(stage, orders, t, said)
        keep(path, about, given)
    _end(stage, orders)
    print(f"transcript in {path}: detente play --replay {path} tells it again")
    return 0


def _stage(scenario: "Scenario", about: dict[str, Any]) -> "tuple[Stage, Orders]":
    from detente.reports.announced import announced, proposals
    from detente.reports.played import Stage
    from detente.runs.seat import Seat

    seat = Seat(scenario, about["seat"], about["plan"], about["lens"], about["seed"])
    names = tuple(scenario.world.actors[code].name for code in seat.actors)
    plan = about["plan"]
    votes = proposals(scenario, plan, seat.ballots)
    return Stage(seat, names, votes, announced(scenario, plan)), seat.orders()


def _brief(stage: "Stage", future: "Future", t: int, orders: "Orders") -> Iterator[str]:
    from detente.reports.played import briefing

    return briefing(stage, future, t, orders)


def _aim(motive: int) -> str:
    from detente.reports.played import AIMS

    return AIMS[motive]


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _voted(stage: "Stage", t: int) -> dict[str, Any] | None:
    """Ask how the seat votes this year, if it does; return it, or None to leave."""
    year = stage.seat.years[t]
    asked = stage.seat.votes_in(year)
    for v in asked:
        print(f"\n{year}: {stage.votes[v]}. How do you vote?")
    while asked:
        try:
            line = input(f"{year} vote> ").strip().lower()
        except EOFError:
            return None
        if line == "quit":
            return None
        if line in ("", "go", "yes", "no"):
            return {} if line in ("", "go") else {"vote": line == "yes"}
        print('vote: expected yes, no or nothing; write "no" to stop it')
    return {}


def _asked(stage: "Stage", future: "Future", t: int) -> dict[str, Any] | None:
    """Ask until the year is over; return its orders, or None to leave."""
    from detente.reports.played import listed, looked_at

    said: dict[str, Any] = {}
    while True:
        try:
            line = input(f"{stage.seat.years[t]}> ").strip()
        except EOFError:
            return None
        word, _, rest = line.partition(" ")
        word = word.lower()
        if word in ("", "go"):
            return said
        if word == "quit":
            return None
        if word == "help":
            print(HELP)
            continue
        try:
            if word == "look":
                _tell(looked_at(stage, future, t, place(stage, rest)) if rest
                      else listed(stage))  # fmt: skip
                continue
            made = order(stage, word, rest.lower().split(), said)
            possible(stage, future, t, made.get("align", {}))
            said |= made
            print(f"  noted for {stage.seat.years[t]}: {noted(said)}")
        except UsageError as problem:
            print(problem)


def _end(stage: "Stage", orders: "Orders") -> None:
    from detente.reports.played import revealed

    played = stage.seat.future(orders)
    otherwise = stage.seat.future(stage.seat.orders())
    _tell(revealed(stage, played, otherwise, orders))


@contextmanager
def _from(path: Path, year: int) -> Iterator[None]:
    """Say which year of a transcript is no good."""
    try:
        yield
    except UsageError as problem:
        raise UsageError(f"--replay {path}, {year}, {problem}") from None


def _replay(path: Path) -> int:
    import detente

    about, given = read(path)
    stage, orders = _stage(detente.load(about["scenario"]), about)
    for year, said in given.items():
        if year not in stage.seat.years:
            raise UsageError.at(
                f"--replay {path}", f"years from {stage.seat.years[0]} to "
                f"{stage.seat.years[-1]}", str(year), "mend it",
            )  # fmt: skip
        with _from(path, year):
            apply(stage, orders, stage.seat.years.index(year), said)
    future = stage.seat.future(orders)
    for year, said in given.items():
        with _from(path, year):
            possible(stage, future, stage.seat.years.index(year), said.get("align", {}))
    for t, year in enumerate(stage.seat.years):
        _tell(_brief(stage, future, t, orders))
        if year in given:
            print(f"  ordered for {year}: {noted(given[year])}")
    _end(stage, orders)
    return 0
