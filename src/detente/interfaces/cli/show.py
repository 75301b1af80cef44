"""Show a scenario: its plans, claims, groups, and the figures of its actors."""

import argparse
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.worlds.schema import Actor, Figure, Move, Scenario

__all__ = ["configure", "execute"]

WIDTH = 100
LARGE = 1000.0
"""From here on figures are written without decimals."""

COLUMNS = ("spending", "personnel", "population", "gdp", "growth", "warheads")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.add_argument(
        "scenario", metavar="SCENARIO", help="name in the catalogue, folder or path"
    )
    parser.add_argument(
        "--json", action="store_true", help="print JSON on standard output"
    )


def execute(options: argparse.Namespace) -> int:
    """Print what a scenario says.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    from detente.worlds.load import load

    scenario = load(options.scenario)
    if options.json:
        print(scenario.model_dump_json(indent=2))
        return 0
    for part in PARTS:
        lines = list(part(scenario))
        if lines:
            print("\n".join(lines), end="\n\n")
    return 0


def _filled(text: str, indent: str = "  ") -> str:
    """Fill a paragraph."""
    text = " ".join(text.split())
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _head(scenario: "Scenario") -> Iterator[str]:
    """Describe the question."""
    years = f"{scenario.world.start}-{scenario.horizon}"
    yield f"{scenario.slug}: {scenario.title} ({years})"
    yield _filled(scenario.question)
    yield _filled(scenario.summary)
    yield _filled(f"Argument: {scenario.source}")
    if scenario.source_url:
        yield f"  {scenario.source_url}"


def _plans(scenario: "Scenario") -> Iterator[str]:
    """Describe the plans, with their moves by year."""
    yield "Plans"
    if scenario.moves:
        yield "  in every plan"
        yield from _moves(scenario.moves)
    for key, plan in scenario.plans.items():
        mark = " [baseline]" if key == scenario.baseline else ""
        yield f"  {key}{mark}: {plan.title}"
        yield from _moves(plan.moves)


def _moves(moves: "tuple[Move, ...]") -> Iterator[str]:
    """Describe moves in the order of their years."""
    for move in sorted(moves, key=lambda each: each.year):
        until = f"-{move.until}" if move.until else ""
        said = move.model_dump(exclude={"kind", "year", "until", "source"})
        words = [move.kind]
        for name, value in said.items():
            if name == "consent":
                words += ["(consent required)"] if value else []
            elif isinstance(value, tuple):
                words.append(f"{name} {', '.join(value)}")
            else:
                words.append(f"{name} {value}")
        yield textwrap.fill(
            f"{move.year}{until} {' '.join(words)}",
            WIDTH,
            initial_indent="    ",
            subsequent_indent="         ",
        )


def _claims(scenario: "Scenario") -> Iterator[str]:
    """Describe the claims."""
    yield "Claims (by, reading, modality, plan)"
    for key, claim in scenario.claims.items():
        about = f"{claim.by}, {claim.reading}, {claim.modality}, {claim.plan}"
        yield f"  {key}: {claim.title} ({about})"


def _groups(scenario: "Scenario") -> Iterator[str]:
    """Describe alliances and groups by their members."""
    yield "Alliances and groups"
    for key, alliance in scenario.world.alliances.items():
        yield _filled(f"{key} [{alliance.rule}]: {' '.join(alliance.members)}")
    for key, codes in scenario.groups.items():
        yield _filled(f"{key}: {' '.join(codes)}")


def _actors(scenario: "Scenario") -> Iterator[str]:
    """Tabulate the figures of the actors, with units and sources."""
    facts = scenario.world.facts
    yield "Actors (~ a distribution stands for a figure nobody has)"
    yield f"  {'code':<9}" + "".join(f"{name:>13}" for name in COLUMNS) + "  name"
    for code, actor in scenario.world.actors.items():
        figures = "".join(f"{_figure(actor, name):>13}" for name in COLUMNS)
        yield f"  {code:<9}{figures}  {actor.name}"
    for name in COLUMNS:
        column = facts[name]
        citation = scenario.world.sources[column.source].citation
        yield _filled(f"{name}: {column.unit}, {column.year}; {citation}")


def _figure(actor: "Actor", name: str) -> str:
    """Write one figure, or the median of the distribution that stands for it."""
    figure: Figure = getattr(actor, name)
    known = isinstance(figure, int | float)
    number = figure if known else figure.median
    digits = ",.6g" if abs(number) < LARGE else ",.0f"
    return f"{number:{digits}}" if known else f"~{number:{digits}}"


def _limits(scenario: "Scenario") -> Iterator[str]:
    """List what the scenario cannot say."""
    yield "Limits"
    for limit in scenario.limits or ("none stated",):
        yield _filled(f"- {limit}")


def _happened(scenario: "Scenario") -> Iterator[str]:
    """Tabulate what is on record of the years after the start, if anything is."""
    from detente.worlds.happened import EVENTS

    happened = scenario.happened
    if happened is None:
        return
    yield f"What really happened (nearest plan: {happened.plan})"
    for series in happened.series:
        said = series.by_year
        first, last = min(said), max(said)
        about = " ".join(filter(None, series.query))
        if series.outcome in EVENTS:
            text = f"in {sum(said.values()):.0f} of {len(said)} years, {first}-{last}"
        else:
            text = (
                f"{said[first]:,.4g} in {first}, {said[last]:,.4g} in {last} "
                f"({series.unit}, {len(said)} years)"
            )
        yield _filled(f"{about}: {text}")
    for source in happened.sources.values():
        yield _filled(f"from {source.citation}")
    yield _filled(
        "detente run lays it over the levels of that plan: a test of levels, not of "
        "effects."
    )


PARTS = (_head, _plans, _claims, _groups, _actors, _happened, _limits)
"""What is shown, in order."""
