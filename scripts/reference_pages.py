"""Write the pages of docs/reference that follow from the program itself.

python scripts/reference_pages.py            # write the pages
python scripts/reference_pages.py --check    # exit 1 if one is stale, and say which
"""

import argparse
import importlib
import inspect
import pkgutil
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from statistics import NormalDist
from types import ModuleType

from reference_format import choices, fields, sections, text_of
from reference_sources import entries

import detente
import detente.laws
from detente.core.parameters import Parameter, bounded
from detente.lenses import lens as lenses
from detente.reports.views import VIEWS
from detente.theory.catalogue import MODELS, told
from detente.worlds.load import catalogue, load
from detente.worlds.outcomes import EVENTS, OUTCOMES, width_for
from detente.worlds.schema import FAMILIES, Scenario

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/reference"
PICTURES = ROOT / "docs/pictures"
STALE = 1

MEMBERS = """
   :members:
   :inherited-members: BaseModel
   :exclude-members: __init__, __new__, model_config"""
"""What to show of a class: also what it has from others, but nothing of pydantic."""

CAPTION = (
    "*A line is the median over 32 draws under each lens, a band holds 90 % of them; "
    "red is what really happened, where it is on record.*"
)

TAIL = NormalDist().inv_cdf(0.95)
"""Standard deviations on either side of the centre that hold nine draws of ten."""

RANGES = {"real": "any", "positive": "> 0", "unit": "0 to 1"}
"""What each transform of a parameter allows."""


def head(title: str, source: str, text: str) -> str:
    """Return the opening of a page: title, where it is from, what it holds."""
    return (
        f"# {title}\n\nWritten by `scripts/reference_pages.py` from `{source}`; "
        f"change that, not this.\n\n{text}"
    )


def cell(text: object) -> str:
    """Return a text that fits a cell of a table, and is taken literally."""
    line = " ".join(str(text).split())
    for letter in "\\|<*_$":
        line = line.replace(letter, f"\\{letter}")
    return line


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells must be fit for one."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# ---- Laws --------------------------------------------------------------------------


def laws_page() -> Iterator[str]:
    """Yield the parts of the page on the laws, from their docstrings."""
    yield head(
        "The laws",
        "src/detente/laws/",
        "How states see and act, one law a file. `i` perceives or acts, `j` is "
        "perceived or\nacted upon; a year is one step. Parameters have their unit and "
        "range here; their\ndistributions, each with its origin, are in "
        "[the lenses](lenses.md). Keys in square\nbrackets are entries of "
        "[the references](references.md).",
    )
    for law in laws():
        name = law.__name__.rpartition(".")[2]
        lead, _, rest = inspect.cleandoc(law.__doc__ or "").partition("\n")
        title, _, sentence = lead.partition(": ")
        yield f"## {title}\n\n{sentence[:1].upper() + sentence[1:]}\n{rest}"
        yield table(
            ("parameter", "unit", "range", "meaning"),
            (
                (f"`{name}.{key}`", each.unit, RANGES[each.transform], each.meaning)
                for key, each in law.PARAMETERS.items()
            ),
        )


def laws() -> list[ModuleType]:
    """Return the modules of all laws, in the order of their names."""
    names = sorted(each.name for each in pkgutil.iter_modules(detente.laws.__path__))
    return [importlib.import_module(f"detente.laws.{name}") for name in names]


# ---- Models of theory --------------------------------------------------------------


def models_page() -> Iterator[str]:
    """Yield the parts of the page on the models of others, from their files."""
    yield head(
        "Models of theory",
        "src/detente/theory/",
        "The formal models behind the laws, each in its own terms. `detente theory "
        "NAME` prints one\nwith what the code finds for each number, and `--figure "
        "FILE` draws it. *Derived* numbers\nfollow from the equation and were worked "
        "out anew; "
        "*published* ones are their author's.\n[Why they are here](../explanation/"
        "theory.md), and how the kernel stands to each.",
    )
    for name, each in MODELS.items():
        _, _, rest = told(name).partition("\n")
        yield f"## {each.title}\n\n`{name}`: {each.says}\n{rest}"
        for scheme, suffix in (("light", ""), ("dark", "-dark")):
            yield (
                f"```{{image}} ../pictures/theory/{name}{suffix}.svg\n"
                f":class: only-{scheme}\n:alt: {each.picture().caption}\n```"
            )
        yield table(
            ("number", "known", "origin"),
            ((cell(n.what), f"{n.known:.4g}", n.origin) for n in each.numbers()),
        )
        yield f"In the kernel: {each.kernel}."
        if each.unmet:
            yield "Not checked, and why:\n\n" + "\n".join(f"- {x}" for x in each.unmet)


# ---- Lenses ------------------------------------------------------------------------


def lenses_page() -> Iterator[str]:
    """Yield the parts of the page on the lenses, from their TOML files."""
    names = lenses.catalogue()
    count = len(lenses.parameters())
    yield head(
        "The lenses",
        "src/detente/lenses/*.toml",
        f"A lens is a distribution over the {count} parameters of [the laws](laws.md). "
        "The prior states\nevery one of them; a school moves the centre of the prior "
        "in a direction of its own.\nParameters are independent of one another, but "
        "for those fitted.\nThose that may have any value are normal, those above 0 "
        "log-normal, those from 0\n"
        "to 1 logit-normal. In brackets stand the limits\nof the middle 90 % of draws. "
        "Origin says where a figure is from: the `record`, the\n`literature` or "
        "`assumed`. A key in square brackets names a text in\n"
        "[the references](references.md): the source of a figure from the literature; "
        "where the\nfigure is assumed, of the idea.",
    )
    origins = Counter(each.origin for each in lenses.load("prior").beliefs.values())
    said = ", ".join(f"{number} {origin}" for origin, number in origins.most_common())
    yield f"Of the {count} distributions of the prior: {said}."
    for name in names:
        stated = tomllib.loads(
            (resources.files("detente.lenses") / f"{name}.toml").read_text("utf-8")
        )
        part = _fitted if "fitted" in stated else _school
        yield from (part if "base" in stated else _prior)(name, stated)


def _prior(name: str, stated: dict) -> Iterator[str]:
    """Yield the parts on a lens that states every parameter."""
    yield f"## `{name}`\n\n{stated['school']}"
    lens, known = lenses.load(name), lenses.parameters()
    for law in lenses.LAWS:
        yield f"### `{name}`: {law}"
        yield table(
            ("parameter", "centre (nine in ten)", "origin", "why"),
            (
                (f"`{key}`", held(known[key], belief), *reason(belief))
                for key, belief in lens.beliefs.items()
                if key.startswith(f"{law}.")
            ),
        )


def _fitted(name: str, stated: dict) -> Iterator[str]:
    """Yield the parts on a lens that was fitted."""
    lens, known, fit = lenses.load(name), lenses.parameters(), stated["fit"]
    yield (
        f"## `{name}`\n\n{stated['school']}\n\nFitted to {fit['years'][0]}-"
        f"{fit['years'][1]}: {fit['chains']} chains, {fit['draws']} draws, "
        f"{fit['divergences']} divergences, R-hat at most {fit['worst_rhat']:.3f}, at "
        f"least {fit['least_size']} independent draws. *Left* is the share of the "
        "prior's width that the record leaves; from "
        f"{lenses.SPOKEN} on it is called silent. Others are the prior's. "
        "Fitted ones are drawn with their correlations."
    )
    before = lenses.load(stated["base"]).beliefs
    yield table(
        ("parameter", "centre (nine in ten)", "before", "left", "skewness", "origin"),
        (
            (
                f"`{key}`",
                held(known[key], lens.beliefs[key]),
                natural(known[key], before[key].centre),
                f"{entry['sd'] / before[key].sd:.2f}",
                f"{entry['skew']:+.2f}",
                lens.beliefs[key].origin,
            )
            for key, entry in stated["fitted"].items()
        ),
    )
    if "estimated" not in stated:
        return
    yield (
        "Estimated with the fit held, from pairs that are not politically relevant: "
        "the offset at\nwhich as many acts are expected of them as are recorded. Its "
        "width holds that of the fit and\nthat of the count, which comes in bursts. "
        "Drawn on its own."
    )
    yield table(
        ("parameter", "centre (nine in ten)", "before", "recorded", "without it",
         "origin"),
        (
            (
                f"`{key}`",
                held(known[key], lens.beliefs[key]),
                natural(known[key], before[key].centre),
                f"{entry['recorded']:,}",
                f"{entry['expected_without']:,}",
                lens.beliefs[key].origin,
            )
            for key, entry in stated["estimated"].items()
        ),
    )  # fmt: skip


def _school(name: str, stated: dict) -> Iterator[str]:
    """Yield the parts on a lens that moves another one."""
    base, lens, known = (
        lenses.load(stated["base"]),
        lenses.load(name),
        lenses.parameters(),
    )
    yield (
        f"## `{name}`\n\n{stated['school']}\n\nIts centre lies {stated['distance']} "
        f"standard deviations of the {stated['base']} from that of the "
        f"{stated['base']}, in the direction below; every parameter, named or not, "
        f"keeps {stated['spread']} of its spread. *Steps* are counted in those "
        "standard deviations."
    )
    yield table(
        ("parameter", "steps", "centre (nine in ten)", "before", "origin", "why"),
        (
            (
                f"`{key}`",
                f"{(lens.beliefs[key].centre - was.centre) / was.sd:+.2f}",
                held(known[key], lens.beliefs[key]),
                natural(known[key], was.centre),
                *reason(lens.beliefs[key]),
            )
            for key, was in base.beliefs.items()
            if key in stated["toward"]
        ),
    )


def natural(parameter: Parameter, value: float) -> str:
    """Return a value of the unbounded side in natural units, to three digits."""
    return f"{float(bounded(parameter.transform, value)):.3g}"


def held(parameter: Parameter, belief: lenses.Belief) -> str:
    """Return the centre, the interval that holds nine draws of ten, and the unit."""
    low, high = (
        natural(parameter, belief.centre + side * TAIL * belief.sd) for side in (-1, 1)
    )
    centre = natural(parameter, belief.centre)
    return f"{centre} ({low} to {high}) {parameter.unit}"


def reason(belief: lenses.Belief) -> tuple[str, str]:
    """Return where a figure is from, and why it is what it is."""
    whose = "idea: " if belief.origin == "assumed" else ""
    source = f" ({whose}[{belief.source}])" if belief.source else ""
    return belief.origin, cell(belief.why) + source


# ---- Outcomes ----------------------------------------------------------------------


def outcomes_page() -> Iterator[str]:
    """Yield the parts of the page on the outcomes."""
    module = importlib.import_module("detente.worlds.outcomes")
    rule = inspect.cleandoc(module.__doc__ or "").partition("\n\n")[2]
    yield head(
        "The outcomes",
        "src/detente/worlds/outcomes.py",
        f"What a claim may speak of.\n\n{rule}",
    )
    yield (
        "A scenario may set a width of its own with a reason, which every verdict "
        f"shows. Rare\nevents are {', '.join(f'`{name}`' for name in EVENTS)}."
    )
    sides = {0: "none", 1: "`of`", 2: "`of`, `toward`"}
    for outcome in OUTCOMES.values():
        yield f"## `{outcome.name}`\n\n{outcome.definition}"
        yield "\n".join(
            f"- {label}: {text}"
            for label, text in (
                ("unit", outcome.unit),
                ("sides it names", sides[outcome.sides]),
                ("width of a difference", _width(outcome.name, "difference")),
                ("width of a ratio", _width(outcome.name, "ratio")),
                ("idea", outcome.source),
            )
        )


def _width(name: str, contrast: str) -> str:
    """Return a width and its reason."""
    found = width_for(name, contrast)
    return f"{found[0]:g} ({found[1]})" if found else "a claim must state its own"


def views_page() -> Iterator[str]:
    """Yield the parts of the page on the views of a report."""
    yield head(
        "The views",
        "src/detente/reports/views/",
        "What a report shows of a run, in its order. Each view is a chart and the "
        "table behind it.\nIn Python `run.plot.NAME(...)` draws it, "
        "`detente report RUN --png FOLDER --view NAME`\nwrites it to a file.",
    )
    for view in VIEWS.values():
        columns = ", ".join(column.title for column in view.columns)
        yield f"## `{view.name}`: {view.title}\n\n{cell(view.lead)}"
        yield f"Columns of its table: {cell(columns)}."


# ---- Catalogue ---------------------------------------------------------------------


def catalogue_page() -> Iterator[str]:
    """Yield the parts of the page on the scenarios that come along."""
    yield head(
        "The catalogue",
        "src/detente/worlds/catalog/",
        "The scenarios that come with detente. *By* says whose claim it is: the "
        "author's whose\nargument is tested, or ours, added to complete it or to state "
        "the rival reading.",
    )
    scenarios = {slug: load(slug) for slug in catalogue()}
    for family, title in FAMILIES.items():
        shelf = {k: s for k, s in scenarios.items() if s.family == family}
        if shelf:
            yield f"## {title}"
        for slug, scenario in shelf.items():
            yield from _scenario(slug, scenario)


def _scenario(slug: str, scenario: Scenario) -> Iterator[str]:
    """Yield the parts on one scenario."""
    yield f"### `{slug}`: {cell(scenario.title)}\n\n*{cell(scenario.question)}*"
    if (PICTURES / f"{slug}.png").is_file():
        yield f"![{cell(scenario.title)}](../pictures/{slug}.png)"
        if scenario.family != "flagship":
            yield CAPTION
    yield cell(scenario.summary)
    link = f" <{scenario.source_url}>" if scenario.source_url else ""
    yield f"Argument: {cell(scenario.source)}{link}"
    yield (
        f"{len(scenario.world.actors)} actors, {scenario.world.start} to "
        f"{scenario.horizon}. Run it with `detente run {slug}`, read its figures with "
        f"`detente show {slug}`."
    )
    yield table(
        ("plan", "title", "what is done", "moves"),
        (
            (
                f"`{key}`" + (" (baseline)" if key == scenario.baseline else ""),
                cell(plan.title),
                cell(plan.summary or ""),
                str(len(plan.moves)),
            )
            for key, plan in scenario.plans.items()
        ),
    )
    counts = Counter((each.by, each.reading) for each in scenario.claims.values())
    yield f"{len(scenario.claims)} claims: " + "; ".join(
        f"{number} by {_whose(by)} for {reading}"
        for (by, reading), number in sorted(counts.items())
    ) + "."  # fmt: skip
    yield table(
        ("claim", "by", "reading", "how sure", "plan"),
        (
            (
                cell(each.title),
                each.by,
                each.reading,
                each.modality,
                f"`{each.plan}`",
            )
            for each in scenario.claims.values()
        ),
    )
    if scenario.happened:
        yield _happened(scenario)
    cited = dict.fromkeys(each.source for each in scenario.world.facts.values())
    yield "Figures from: " + " ".join(
        cell(scenario.world.sources[key].citation) for key in cited
    )
    yield "What it cannot say:\n\n" + "\n".join(
        f"- {cell(limit)}" for limit in scenario.limits or ("none stated",)
    )


def _happened(scenario: Scenario) -> str:
    """Return what is on record of the years after the start."""
    happened = scenario.happened
    series = happened.series if happened else ()
    said = ", ".join(f"`{' '.join(filter(None, each.query))}`" for each in series)
    plan = happened.plan if happened else ""
    return (
        f"What really happened is laid over the levels of `{plan}`, which comes "
        f"nearest to what was done: {said}. It tests levels, not effects."
    )


def _whose(by: str) -> str:
    """Return whose claim it is, in words."""
    return "the author" if by == "author" else "us"


# ---- Command line ------------------------------------------------------------------


def command_line_page() -> Iterator[str]:
    """Yield the parts of the page on the command line, from its parsers."""
    module = importlib.import_module("detente.interfaces.cli.main")
    parser, commands = module.build_parser()
    status = inspect.cleandoc(module.__doc__ or "").partition("\n\n")[2]
    yield head(
        "The command line", "src/detente/interfaces/cli/", parser.description or ""
    )
    yield status
    yield "Before or after any command:"
    yield _options(parser)
    for name, command in commands.items():
        yield f"## `detente {name}`\n\n{command.description}"
        yield f"```text\n{_usage(name, command)}\n```"
        yield _options(command, without=("--help", "--traceback"))


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield what a parser takes; argparse offers no public list."""
    for action in parser._actions:  # noqa: SLF001
        if action.help != argparse.SUPPRESS and action.nargs != argparse.PARSER:
            yield action


def _usage(name: str, parser: argparse.ArgumentParser) -> str:
    """Return one line of usage, the same under every version of Python."""
    words = [_words(each) for each in _actions(parser) if not each.option_strings]
    return " ".join(["detente", name, *words, "[options]"])


def _words(action: argparse.Action) -> str:
    """Return how an argument is written."""
    value = str(action.metavar or action.dest) if action.nargs != 0 else ""
    if value and action.nargs in {"+", "*"}:
        value += f" [{value} ...]"
    if value and action.nargs == "?":
        value = f"[{value}]"
    return " ".join(filter(None, [", ".join(action.option_strings), value]))


def _options(parser: argparse.ArgumentParser, without: Sequence[str] = ()) -> str:
    """Return the table of what a parser takes."""
    return table(
        ("argument", "meaning"),
        (
            (f"`{_words(action)}`", cell((action.help or "").replace("%%", "%")))
            for action in _actions(parser)
            if not set(action.option_strings) & set(without)
        ),
    )


# ---- The format of a scenario ------------------------------------------------------


def scenario_page() -> Iterator[str]:
    """Yield the parts of the page on the scenario format, from its models."""
    yield head(
        "The scenario format",
        "src/detente/worlds/schema.py",
        "A scenario is a folder with two TOML files: `scenario.toml` argues, "
        "`world.toml` states\nfacts and assumptions. A third file, `happened.toml`, "
        "may stand beside a scenario\nof the past: a report lays it over what the run "
        "foresaw. `detente new` writes a commented "
        "one, `detente check` says in one line\neach what is wrong. An actor is named "
        "by its code (2 to 8 capital letters or digits),\neverything else by a key in "
        "small letters. *Must* marks what cannot be left out.",
    )
    for file, parts in sections().items():
        yield f"## {file}"
        for heading, model in parts.items():
            title, text = text_of(model)
            yield f"### `{heading}`\n\n{title}" + (f"\n\n{text}" if text else "")
            yield table(
                ("key", "must", "values", "meaning"),
                (
                    (f"`{key}`", must, cell(choices(model, key)), cell(meaning))
                    for key, must, meaning in fields(model)
                ),
            )


# ---- Python and references ---------------------------------------------------------


def api_page() -> Iterator[str]:
    """Yield the parts of the page on the Python interface, for autodoc to fill."""
    yield head(
        "The Python interface",
        "src/detente/__init__.py",
        "`import detente as dt`: these names are public, everything else may change. "
        "In a script,\nput your own work under `if __name__ == \"__main__\":`, since "
        "the worker processes import\nthe script again; a notebook needs no such line.",
    )  # fmt: skip
    for name in detente.__all__:
        thing = getattr(detente, name)
        kind, option = "function", ""
        if inspect.isclass(thing):
            failure = issubclass(thing, BaseException)
            kind = "exception" if failure else "class"
            option = "" if failure else MEMBERS
        yield f"## `{name}`"
        yield f"```{{eval-rst}}\n.. auto{kind}:: detente.{name}{option}\n```"


def references_page() -> Iterator[str]:
    """Yield the parts of the page of references, from the BibTeX file."""
    yield head(
        "References",
        "docs/references.bib",
        "Laws and lenses name these by key. The sources of a scenario's figures stand "
        "in its\n`world.toml`; `detente show SCENARIO` prints them.",
    )
    for key, text in entries((ROOT / "docs/references.bib").read_text("utf-8")):
        yield f"(ref-{key.lower()})=\n\n**{key}**. {text}"


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "laws": laws_page,
    "models": models_page,
    "lenses": lenses_page,
    "outcomes": outcomes_page,
    "views": views_page,
    "catalogue": catalogue_page,
    "command-line": command_line_page,
    "scenario": scenario_page,
    "api": api_page,
    "references": references_page,
}


def main() -> int:
    """Write the pages, or compare them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="exit 1 if one is stale")
    options = parser.parse_args()
    stale = []
    for name, parts in PAGES.items():
        path, text = FOLDER / f"{name}.md", "\n\n".join(parts()) + "\n"
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.relative_to(ROOT).as_posix())
        if not options.check:
            path.write_text(text, encoding="utf-8")
    if options.check and stale:
        print(f"stale: {', '.join(stale)}; run: python scripts/reference_pages.py")
        return STALE
    return 0


if __name__ == "__main__":
    sys.exit(main())
