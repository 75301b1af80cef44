"""Where every figure comes from: tables of facts, of assumptions and of parameters."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from detente.claims.changes import pinned
from detente.core.parameters import bounded
from detente.lenses import lens as lenses_
from detente.reports.findings import Findings
from detente.worlds.facts import COLUMN_UNITS

__all__ = ["Table", "tables"]

HALF = 1.645
"""Standard deviations to either side that hold 90 % of a normal distribution."""

STEPS = {
    "ties": "a new tie", "accessions": "an accession",
    "both": "a new tie or an accession",
}  # fmt: skip
"""What a weight of `status_quo` is about."""


class Table(NamedTuple):
    """A table of the appendix.

    Attributes:
        title: Title.
        lead: One sentence.
        head: Heads of the columns.
        rows: Cells as text.
    """

    title: str
    lead: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _text(value: Any) -> str:
    """Write a figure, or the distribution that stands for one nobody has."""
    if isinstance(value, int | float):
        return f"{value:,.6g}"
    if isinstance(value, tuple):
        return ", ".join(f"{x:g}" for x in value)
    said = value.model_dump(exclude_none=True)
    return "about " + ", ".join(
        f"{k} {v:,.6g}" if isinstance(v, int | float) else f"{k} {v}"
        for k, v in said.items()
    )


def _facts(findings: Findings) -> Iterator[Table]:
    world = findings.scenario.world
    columns = [name for name in COLUMN_UNITS if name in world.facts]
    yield Table(
        "Columns of figures",
        "Facts stand at the end of the year before the first simulated one.",
        ("figure", "unit", "year", "source", "terms", "note"),
        tuple(
            (
                name, c.unit, str(c.year), world.sources[c.source].citation,
                world.sources[c.source].terms or "", c.note or "",
            )
            for name, c in ((name, world.facts[name]) for name in columns)
        ),
    )  # fmt: skip
    yield Table(
        "Figures of the actors",
        "A distribution stands where nobody has a figure; its reason is with it.",
        ("actor", *(f"{name} ({COLUMN_UNITS[name]})" for name in columns)),
        tuple(
            (f"{actor.name} ({code})", *(_text(getattr(actor, n)) for n in columns))
            for code, actor in world.actors.items()
        ),
    )


def _ties(findings: Findings) -> Iterator[Table]:
    world, side = findings.scenario.world, findings.side
    cited = {key: source.citation for key, source in world.sources.items()}
    if world.alliances:
        yield Table(
            "Alliances", "Members at the start.",
            ("alliance", "rule", "members", "source"),
            tuple(
                (a.name, a.rule, ", ".join(a.members), cited[a.source])
                for a in world.alliances.values()
            ),
        )  # fmt: skip
    if world.majors is not None:
        yield Table(
            "Major powers at the start",
            "Pairs that neither touch nor have one of them start fewer disputes.",
            ("major powers", "source"),
            ((", ".join(map(side, world.majors.of)), cited[world.majors.source]),),
        )
    ties = [*((t, str(t.level)) for t in world.ties),
            *((p, "non-aggression") for p in world.pacts)]  # fmt: skip
    if ties:
        yield Table(
            "Ties and pacts at the start",
            "Levels: 0 none, 1 dialogue, 2 tailored partnership, 3 presence, 4 mutual "
            "defence.",
            ("between", "level", "since", "agreement", "source"),
            tuple(
                (" and ".join(map(side, t.between)), level, str(t.since), t.name,
                 cited[t.source])
                for t, level in ties
            ),
        )  # fmt: skip


def _assumed(findings: Findings) -> Iterator[Table]:
    world, side = findings.scenario.world, findings.side

    def named(codes: Any) -> str:
        return ", ".join(side(code) for code in codes)

    rows = [
        *(("suspicion, 0 to 3", f"{named(s.by)} of {named(s.of)}", f"{s.level}", s.why)
          for s in world.suspicions),
        *(("hostility, 0 to 3", " and ".join(map(named, h.between)), f"{h.level}",
           h.why) for h in world.heat),
        *(("closeness, \u22121 to 1", " and ".join(map(named, a.between)),
           f"{a.value:g}", a.why) for a in world.affinity),
        *(("analyst's view of motive, 0 to 3", named(m.of), f"{m.level}", m.why)
          for m in world.motives),
        *((f"rungs counted for one of {STEPS[q.steps]}",
           f"{named(q.by)} of {named(q.of)}",
           f"{q.weight:g}", q.why) for q in world.status_quo),
        *(("forces away", f"{side(p.by)} in {world.theatres[p.theatre].name}",
           f"{p.share:.0%}", p.why) for p in world.posture),
    ]  # fmt: skip
    if rows:
        yield Table(
            "What is assumed at the start",
            "Nobody can look these up; a later entry overrides an earlier one.",
            ("what", "whose", "value", "reason"), tuple(rows),
        )  # fmt: skip


def _moves(findings: Findings) -> Iterator[Table]:
    scenario, side = findings.scenario, findings.side
    rows = []
    for plan, moves in (
        ("every plan", scenario.moves),
        *((p.title, p.moves) for p in scenario.plans.values()),
    ):
        for move in sorted(moves, key=lambda m: m.year):
            said = move.model_dump(
                exclude={"kind", "year", "source"}, exclude_none=True
            )
            text = ", ".join(
                f"{k} {', '.join(map(side, v)) if k in ('to', 'by', 'on') else v}"
                if isinstance(v, tuple) else
                f"{k} {side(v) if k in ('to', 'by') else v}"
                for k, v in said.items() if v is not False
            )  # fmt: skip
            rows.append((plan, str(move.year), move.kind, text, move.source or ""))
    yield Table(
        "Moves of the plans", "Who does what, when, and on what ground it is entered.",
        ("plan", "year", "move", "what", "source"), tuple(rows),
    )  # fmt: skip


def _happened(findings: Findings) -> Iterator[Table]:
    happened = findings.scenario.happened
    if happened is None:
        return
    yield Table(
        "What really happened",
        "Recorded values by year, laid over the levels that the run foresaw.",
        ("outcome", "unit", "values", "source", "note"),
        tuple(
            (
                findings.query(" ".join(filter(None, each.query))), each.unit,
                "; ".join(f"{y} {v:,.6g}" for y, v in each.by_year.items()),
                happened.sources[each.source].citation, each.note or "",
            )
            for each in happened.series
        ),
    )  # fmt: skip


def _whose(belief: lenses_.Belief) -> str:
    """Return where a figure is from, or whose idea it is where its size is assumed."""
    idea = belief.origin == "assumed" and belief.source
    return f"idea: {belief.source}" if idea else belief.source


def _parameters(findings: Findings) -> Iterator[Table]:
    known = lenses_.parameters()
    for name in findings.lenses:
        if name not in lenses_.catalogue():
            continue
        lens = pinned(
            findings.made_from.get("changes", ()), lenses_.load(name), findings.scenario
        )
        rows = []
        for key, belief in lens.beliefs.items():
            parameter = known[key]
            lo, middle, hi = (
                float(bounded(parameter.transform, belief.centre + k * belief.sd))
                for k in (-HALF, 0, HALF)
            )
            rows.append((
                key, parameter.meaning, parameter.unit,
                f"{middle:.3g} [{lo:.3g}, {hi:.3g}]", belief.origin, _whose(belief),
                belief.why,
            ))  # fmt: skip
        yield Table(
            f"Parameters under {name}",
            f"{lens.school} Median and the interval that holds 90 %.",
            ("parameter", "meaning", "unit", "median and interval", "origin",
             "citation", "reason"),
            tuple(rows),
        )  # fmt: skip


def tables(findings: Findings) -> tuple[Table, ...]:
    """Return the tables: facts, ties, assumptions, moves, the record, parameters."""
    return tuple(
        table
        for part in (_facts, _ties, _assumed, _moves, _happened, _parameters)
        for table in part(findings)
    )
