"""Run a world of all states: how long, how much memory, how much a draw.

The states are invented (no data is needed): 200 of them in five regions, five major
powers, an alliance of thirty, five plans, six claims. A small run first fills the cache
of programs; then the run asked for is timed from start to exit. Prints; tests nothing.

    python benchmarks/world_scale.py --actors 200 --draws 1000 --years 30
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from run_speed import command, machine, timed

START = 2021
REGIONS = 5
MAJORS = 5
MEMBERS = 30
NEAR = 900.0  # km between capitals of neighbours
EARTH = 6371.0  # km
COLUMNS = {
    "spending": "million current USD", "personnel": "thousand persons",
    "population": "million persons", "gdp": "million current USD",
    "growth": "percent a year, real", "warheads": "warheads",
    "capital": "degrees north, degrees east",
}  # fmt: skip

PLANS = """
[plans.as-it-is]
title = "As it is"
summary = "Nothing changes."

[plans.engage]
title = "Engage"
summary = "The alliance engages five states of another region, if its members agree."
[[plans.engage.moves]]
kind = "tie"
by = "league"
to = {partners}
level = 2
year = {start}
consent = true

[plans.freeze]
title = "Freeze"
summary = "The major powers freeze their spending."
[[plans.freeze.moves]]
kind = "limit"
by = {majors}
growth = 0.0
year = {start}

[plans.hotline]
title = "Hotline"
summary = "Two major powers keep a line open."
[[plans.hotline.moves]]
kind = "hotline"
between = {two}
share = 0.5
year = {start}

[plans.challenge]
title = "Challenge"
summary = "The alliance names a major power a challenge."
[[plans.challenge.moves]]
kind = "declare"
by = "league"
to = {second}
purpose = "challenge"
year = {start}
"""

CLAIM = """
[claims.{key}]
title = "{outcome} under {plan}"
text = "{outcome} of one side rises under {plan}."
by = "ours"
reading = "spiral"
modality = "could well"
plan = "{plan}"
[[claims.{key}.parts]]
outcome = "{outcome}"
of = "{of}"
toward = "{toward}"
years = [{first}, {last}]
contrast = "difference"
holds_if = "above"
"""


def quoted(names: list[str]) -> str:
    """Write a list of names."""
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def world(actors: int, seed: int) -> Iterator[str]:
    """Yield world.toml of so many invented states."""
    chance = np.random.default_rng(seed)
    names = [f"S{number:03d}" for number in range(actors)]
    region = np.arange(actors) % REGIONS
    north = chance.uniform(-50, 60, actors)
    east = -150 + 70 * region + chance.uniform(-25, 25, actors)
    gdp = np.exp(chance.normal(10.5, 2.0, actors))
    gdp[:MAJORS] = 5e6 * np.arange(MAJORS, 0, -1)
    burden, soldiers = chance.uniform(0.01, 0.04, actors), chance.uniform(1, 9, actors)
    yield f'[world]\nstart = {START}\ntitle = "Invented states"\n'
    yield '[sources.invented]\ncitation = "Invented"\nterms = "none"\n\n[facts]'
    for name, unit in COLUMNS.items():
        yield f'{name} = {{ unit = "{unit}", year = {START - 1}, source = "invented" }}'
    yield "\n[theatres]"
    yield from (f'r{r} = {{ name = "Region {r}" }}' for r in range(REGIONS))
    for k, name in enumerate(names):
        yield (
            f'\n[actors.{name}]\nname = "{name}"\ntheatre = "r{region[k]}"\n'
            f"capital = [{north[k]:.2f}, {east[k]:.2f}]\ngdp = {gdp[k]:.0f}.0\n"
            f"spending = {burden[k] * gdp[k]:.1f}\n"
            f"population = {gdp[k] / 1e4 + 1:.2f}\n"
            f"personnel = {soldiers[k] * (1 + gdp[k] / 1e5):.1f}\n"
            f"growth = {chance.uniform(0, 4):.1f}\n"
            f"warheads = {200 if k < MAJORS else 0}"
        )
    league = [name for k, name in enumerate(names) if region[k] == 0][:MEMBERS]
    joined = ", ".join(f"{name} = 1950" for name in league)
    yield (
        f'\n[alliances.league]\nname = "League"\nrule = "consensus"\n'
        f"members = {quoted(league)}\njoined = {{ {joined} }}\narea = ["
        f'"r0"]\nsource = "invented"\n\n[majors]\nof = {quoted(names[:MAJORS])}\n'
        'source = "invented"'
    )
    turn = np.radians(np.stack([north, east]))
    place = np.stack([
        np.cos(turn[0]) * np.cos(turn[1]), np.cos(turn[0]) * np.sin(turn[1]),
        np.sin(turn[0]),
    ])  # fmt: skip
    far = EARTH * np.arccos(np.clip(place.T @ place, -1, 1))
    for k, name in enumerate(names):
        beside = [names[j] for j in range(k + 1, actors) if far[k, j] < NEAR]
        if beside:
            yield f'\n[[neighbours]]\nof = "{name}"\nby_land = {quoted(beside)}'
            if chance.uniform() < 0.3:
                yield (
                    f'\n[[heat]]\nbetween = [["{name}"], ["{beside[0]}"]]\nlevel = 1\n'
                    'why = "invented"'
                )


def argument(actors: int, years: int) -> Iterator[str]:
    """Yield scenario.toml."""
    last = START + years - 1
    yield (
        'title = "A world of invented states"\nquestion = "How long does it take?"\n'
        f'summary = "Five plans."\nsource = "Invented"\nhorizon = {last}\n'
        'baseline = "as-it-is"\nlimits = ["All figures are invented."]\n'
    )
    yield PLANS.format(
        start=START + 1, partners=quoted([f"S{k:03d}" for k in range(6, 31, 5)]),
        majors=quoted([f"S{k:03d}" for k in range(MAJORS)]), two='["S000", "S001"]',
        second='["S001"]',
    )  # fmt: skip
    sides = [
        ("tension", "engage", "league", "S001"), ("burden", "engage", "S001", ""),
        ("threat", "challenge", "S001", "league"), ("force", "freeze", "S000", "S001"),
        ("security", "hotline", "league", ""), ("belief", "challenge", "S001", "S000"),
    ]  # fmt: skip
    for outcome, plan, of, toward in sides:
        text = CLAIM.format(
            key=f"{outcome}-{plan}", outcome=outcome, plan=plan, of=of, toward=toward,
            first=last - 4, last=last,
        )  # fmt: skip
        yield text.replace('toward = ""\n', "")


def main() -> None:
    """Time, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--actors", type=int, default=200)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--years", type=int, default=30)
    parser.add_argument("--lens", default="prior")
    parser.add_argument("--workers", type=int, help="processes (default: one a core)")
    options = parser.parse_args()
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "all-states"
        place.mkdir()
        (place / "world.toml").write_text("\n".join(world(options.actors, 1)) + "\n")
        text = "\n".join(argument(options.actors, options.years))
        (place / "scenario.toml").write_text(text + "\n")

        def run(draws: int) -> tuple[float, float]:
            out = Path(folder) / f"out-{draws}"
            return timed(
                [
                    *command(), "run", str(place), "--lens", options.lens, "--quiet",
                    "--json", "--draws", str(draws), "--replicates", "1", "--out",
                    str(out),
                    *(["--workers", str(options.workers)] if options.workers else []),
                ],
                Path(folder) / "cache",
            )  # fmt: skip

        cold, few = run(64), run(65)
        many = run(options.draws)
        kept = sum(
            file.stat().st_size
            for file in (Path(folder) / f"out-{options.draws}").rglob("*")
            if file.is_file()
        )
    n, plans = options.actors, PLANS.count("\n[plans.")
    work = n * (n - 1) * options.years * options.draws * plans
    each = (many[0] - few[0]) / (options.draws - 65)
    print(
        f"{n} states x {options.years} years x {options.draws} draws x {plans} plans, "
        f"lens {options.lens}: {work:.3g} pair-years\n"
        f"seconds: {many[0]:.0f}; 65 draws: {few[0]:.0f}; 64 and compiling: "
        f"{cold[0]:.0f}\n"
        f"pair-years a second: {work / many[0]:.3g} of the whole command\n"
        f"ms a draw of all plans: {1000 * each:.0f}; a million draws: "
        f"{each * 1e6 / 3600:.0f} hours\n"
        f"peak MiB: {many[1]:.0f}; kept on disk, MB: {kept / 1e6:.0f}"
    )


if __name__ == "__main__":
    main()
