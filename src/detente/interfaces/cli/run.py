"""Run a scenario: every plan under every lens, and a verdict on every claim."""

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from detente.claims import usual
from detente.core.errors import UsageError, nearest, shown
from detente.interfaces.cli.options import add_processors, whole_number
from detente.interfaces.cli.progress import Progress
from detente.interfaces.cli.table import only_plans, table

if TYPE_CHECKING:
    from detente.interfaces.api import Run
    from detente.worlds.schema import Scenario

__all__ = ["add_numbers", "configure", "execute", "names"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    # A list such as --lens takes every name after it, so the scenario comes first.
    parser.usage = "%(prog)s SCENARIO [options]"
    parser.add_argument(
        "scenario",
        metavar="SCENARIO",
        help="name in the catalogue, folder, or path of scenario.toml",
    )
    parser.add_argument(
        "--lens", dest="lenses", metavar="NAME", nargs="+", action="extend",
        help=f"lenses to look through (default: {' '.join(usual.LENSES)})",
    )  # fmt: skip
    parser.add_argument(
        "--plan", dest="plans", metavar="NAME", nargs="+", action="extend",
        help="show only what is said of these plans",
    )  # fmt: skip
    parser.add_argument(
        "--set", dest="changes", metavar="KEY=VALUE", nargs="+", action="extend",
        default=[],
        help="assume something else: belief.empathy=0.8, CHN.empathy=0.9, "
        "CHN.revisionist=70%%, CHN-RUS.tie=3, us-asia.integration=0.5, "
        "status_quo.1=0.5, status_quo.add={by = ...}, PLAN.drop=2, "
        "PLAN.add={kind = ...}",
    )  # fmt: skip
    parser.add_argument(
        "--out", metavar="FOLDER",
        help="folder for results, or an address such as s3://bucket/runs "
        "(default: runs)",
    )  # fmt: skip
    parser.add_argument(
        "--strategy", dest="strategies", metavar="CODE=NAME", nargs="+",
        action="extend",
        help="let an actor follow a strategy in every plan, such as CHN=tit-for-tat, "
        "CHN=scripted:ffh or CHN=mine.py:plan",
    )  # fmt: skip
    add_numbers(parser)
    add_processors(parser)
    _add_switches(parser)


def add_numbers(parser: argparse.ArgumentParser) -> None:
    """Add the options that take a whole number."""
    counts = (
        ("--draws", usual.DRAWS, 1, usual.MOST_DRAWS,
         "draws of the parameters: what we do not know"),
        ("--replicates", usual.REPLICATES, 1, usual.MOST_REPLICATES,
         "repetitions of each draw: chance"),
        ("--seed", 1, 0, usual.LARGEST_SEED, "seed of the random numbers"),
    )  # fmt: skip
    for option, default, least, most, meaning in counts:
        parser.add_argument(
            option, metavar="N", type=whole_number(least, most, default),
            default=default, help=f"{meaning} (default: {default})",
        )  # fmt: skip


def _add_switches(parser: argparse.ArgumentParser) -> None:
    """Add the options that take nothing."""
    switches = (
        ("--force", "run again even if the results are there"),
        ("--all", "show every plan of a claim, not only its primary one"),
        ("--json", "print JSON on standard output instead of the table"),
        ("--no-report", "write no report.html into the folder of the run"),
        ("--quiet", "show no progress"),
    )
    for option, meaning in switches:
        parser.add_argument(option, action="store_true", help=meaning)


def execute(options: argparse.Namespace) -> int:
    """Run the scenario and print the verdicts.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    from detente.worlds.load import load

    scenario = following(load(options.scenario), options.strategies or ())
    plans = names(options.plans or ())
    _refuse_unknown_plans(plans, scenario.plans)
    lenses = names(options.lenses or usual.LENSES)
    for option, given, named in (
        ("--lens", options.lenses, lenses),
        ("--plan", options.plans, plans),
    ):
        if given and not named:
            raise UsageError.at(option, "at least one name", "none", "give one")
    run = _run(options, scenario, lenses)
    result = run.to_json()
    if plans:
        result = only_plans(result, plans)
    if options.json:
        import json

        print(json.dumps(result, indent=2, allow_nan=False))
    else:
        print(table(result, everything=options.all or bool(plans)))
    # The verdicts are out before a page is written, so that nothing hides them.
    if not options.no_report:
        sys.stdout.flush()
        _report(options, run)
    return 0


def following(scenario: "Scenario", given: Iterable[str]) -> "Scenario":
    """Return the scenario in which actors follow strategies, in every plan.

    Args:
        scenario: Scenario.
        given: Such as "CHN=tit-for-tat".

    Raises:
        UsageError: If an actor or a strategy does not exist.
    """
    from detente.strategies.catalogue import named

    actors, held = scenario.world.actors, {}
    for text in given:
        code, equals, name = text.partition("=")
        if not equals or not name:
            raise UsageError.at(
                "--strategy", "CODE=NAME", shown(text), "write it like CHN=tit-for-tat"
            )
        if code not in actors:
            raise UsageError.at(
                "--strategy", "the code of an actor", shown(code), nearest(code, actors)
            )
        named(name, len(actors))
        held[code] = name
    if not held:
        return scenario
    plans = {
        key: plan.model_copy(update={"strategies": {
            code: name for code, name in plan.strategies.items() if code not in held
        }})
        for key, plan in scenario.plans.items()
    }  # fmt: skip
    return scenario.model_copy(
        update={"strategies": scenario.strategies | held, "plans": plans}
    )


def _report(options: argparse.Namespace, run: "Run") -> None:
    """Write the report, also of a run that stood there: the program may be newer."""
    page = run.report(run.folder / "report.html")
    if not options.json:
        print(f"report in {page}")


def _run(options: argparse.Namespace, scenario: Any, lenses: list[str]) -> "Run":
    """Run, with progress on standard error."""
    progress = Progress(options.quiet, sys.stderr)
    import detente

    try:
        return detente.run(
            scenario,
            lenses=lenses,
            draws=options.draws,
            replicates=options.replicates,
            seed=options.seed,
            out=options.out,
            changes=options.changes,
            force=options.force,
            workers=options.workers,
            cluster=options.cluster,
            progress=progress,
        )
    finally:
        progress.close()


def names(given: Iterable[str]) -> list[str]:
    """Take names apart at commas, and each only once."""
    names = [name.strip() for text in given for name in text.split(",")]
    return list(dict.fromkeys(name for name in names if name))


def _refuse_unknown_plans(plans: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a plan that the scenario does not have."""
    known = list(known)
    for name in plans:
        if name not in known:
            raise UsageError.at(
                "--plan", "a plan of the scenario", shown(name), nearest(name, known)
            )
