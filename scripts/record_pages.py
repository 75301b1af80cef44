"""Write the pages of docs/reference that follow from the data sets of the record.

python scripts/record_pages.py         # needs the data sets: see detente data list
"""

from pathlib import Path
from typing import Any

from detente.record.separating import four_way, pacts, path, summary
from detente.record.separating.rivals import OUTCOMES
from detente.record.stylised import facts

FOLDER = Path(__file__).parents[1] / "docs/reference"
DIGITS = 3

FACTS = """# Stylised facts

Written by `scripts/record_pages.py` from the data sets; change that, not this. Figures
that a model of the record should show, as they were computed once before (*published*)
and as `detente.record.stylised.facts()` computes them now (*recorded*). Where the two
differ a note says why, or that it is not known. A pair is politically relevant if the
two touch by land or across at most 400 miles of water, or one is a major power.
Disputes are those of GML (Gibler, Miller and Little) or COW (Correlates of War), ties
those of ATOP, spending that of NMC in nominal dollars. Figures in constant dollars are
not here, for want of that workbook. Lists of rivals (TSS, TD) and of arms races are
coded with hindsight: fit to check a model, not to forecast with.
"""

TEST = """# Does the record separate the readings?

Written by `scripts/record_pages.py` from the data sets; change that, not this. Two
tests of what goes with new pacts, over every combination of contested codings, each
with what went *before* the pact. Associations of 1950 to 2005 (pacts are known until
2010, five years ahead), not effects: no pact was drawn by lot.

## In plain words

{reading}

Codings share rows, so counts over them are no test of their own; they show how far a
sign hangs on the coding.

## After a rival's new defence pact

For each ordered pair of rivals: whether the observer initiates a dispute against the
rival, is targeted by it, initiates against others, is targeted by others; in percentage
points a year, against years far from a pact, in a linear regression with effects of the
ordered pair and the year and errors clustered by pair (`four_way()`). *After* is the
mean of the year of the pact and the three or five years after, *before* that of the
five years ahead of it, *gap* the first less the second. *Clear* means that the
95 % interval leaves 0 out.

{signs}
### By coding

Median estimate after, and how many intervals lie above or below 0, for the two outcomes
between the rivals.

{choices}
### One coding, year by year

GML, originators, defence pacts, all signings and patrons, rivals of TSS; percentage
points, with the 95 % interval.

{path}
## Defence, offence and neutrality pacts

Log odds that a challenger initiates a dispute against a target, all in one logit with
contact, parity, major power, own pact, militarisation and peace years held constant, in
politically relevant ordered pairs or rivals of TSS (`pacts()`). *Before* is of defence
pacts that the target will sign within five years.

{pacts}
### By coding

{pact_choices}"""

READING = """- **After a rival's new pact an observer does not clearly attack it more.**
  {up} of {n} codings have a clear rise of its own initiations, {down} a clear fall; the
  median is {median:+.2f} points. The strong spiral reading expects a rise. So wide are
  the intervals (in the coding below about {width:.1f} points either way) that neither a
  rise nor a fall of a point is ruled out.
- **It is clearly targeted more by that rival in {t_up} of {n}**, with a median of
  {t_median:+.2f} points. In {t_lead} of {n} that is so before the pact already, and in
  {t_gap} it rises clearly above what went before. That the signer becomes bolder fits,
  and so does a quarrel under way that made it sign; that pacts quiet their signers does
  not fit these codings.
- **Some disputes of the observer with others are up too**: it initiates clearly
  more against others in {o_up} after and in {o_lead} before; others target it clearly
  more in {b_up} after and in {b_lead} before. A common danger that leads to pacts fits.
- **A target's standing defence pacts go with more disputes, not fewer**: {s_up} of
  {s_n} codings are clearly above 0, {s_down} below. For pacts newly signed {w_up} are
  above and {w_down} below. States that are threatened seek allies; nothing here tells
  that from provocation, and little shows deterrence.
- **A challenger's offence and neutrality pacts go with more initiations** ({off_up} and
  {neu_up} of {s_all} clearly, none clearly fewer). That agrees with Leeds (2003) and
  speaks of the challenger's plans as much as of its means.

The record of such pacts does not separate the two readings here: the first sign that
the spiral reading needs, more initiation by the observer, is missing, and the sign that
deterrence needs, fewer initiations against a protected target, is all but missing.
"""

CHOICES = ("disputes", "onsets", "pacts", "signed", "rivals", "patrons", "window")
PACT_CHOICES = ("disputes", "onsets", "pacts", "measure", "pairs", "patrons")


def number(value: object) -> str:
    """Return a figure of a table: three digits, or as many as the whole part has."""
    if not isinstance(value, float):
        return str(value)
    if value != value:
        return ""
    return f"{value:.2f}" if abs(value) >= 1 or value == 0 else f"{value:.{DIGITS}g}"


def table(heads: list[str], rows: list[list[object]]) -> str:
    """Return a table of Markdown."""
    lines = [heads, ["---"] * len(heads), *[[number(v) for v in row] for row in rows]]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def facts_page() -> str:
    """Return the page of stylised facts."""
    parts = [FACTS]
    for family, rows in facts().groupby("family", sort=False):
        parts.append(f"\n## {str(family).capitalize()}\n")
        columns = ["name", "unit", "sample", "published", "recorded", "note"]
        body = [list(row) for row in rows[columns].itertuples(index=False)]
        parts.append(
            "\n"
            + table(["fact", "unit", "over", "published", "recorded", "note"], body)
        )
    return "".join(parts)


def signs_of(rows: Any) -> str:
    """Return the counts of signs as a table."""
    names = {"estimate": "after", "lead": "before", "gap": "gap"}
    body = [
        [row[0], names[row[1]], *row[2:]]
        for row in summary(rows).itertuples(index=False, name=None)
    ]
    heads = ["of", "when", "codings", "median", "least", "greatest", "up", "clearly up"]
    return table([*heads, "clearly down"], body)


def by_choice(rows: Any, choices: tuple[str, ...], of: str, kept: list[str]) -> str:
    """Return medians and clear signs for each choice of a coding."""
    body = []
    for choice in choices:
        for value, some in rows.groupby(choice, sort=False):
            line: list[object] = [choice, str(value)]
            for name in kept:
                one = some.loc[some[of].eq(name)]
                up, down = (one["low"] > 0).sum(), (one["high"] < 0).sum()
                line += [float(one["estimate"].median()), f"{up}/{down} of {len(one)}"]
            body.append(line)
    heads = ["choice", "value"]
    for name in kept:
        heads += [name, "up/down"]
    return table(heads, body)


def clear(rows: Any, low: str = "low", high: str = "high") -> tuple[int, int]:
    """Return how many intervals lie above and below 0."""
    return int((rows[low] > 0).sum()), int((rows[high] < 0).sum())


def reading(four: Any, pact: Any, years: Any) -> str:
    """Return what the tables say, in sentences."""
    own, come, out, by = (four.loc[four["outcome"].eq(name)] for name in OUTCOMES)
    mine = pact.loc[pact["treatment"].eq("target's defence")]
    standing, new = (mine.loc[mine["measure"].eq(m)] for m in ("standing", "new"))
    offence, neutrality = (
        pact.loc[pact["treatment"].eq(f"challenger's {name}")]
        for name in ("offence", "neutrality")
    )
    up, down = clear(own)
    first = years.loc[years["outcome"].eq("initiates")]
    return READING.format(
        up=up, down=down, n=len(own), median=own["estimate"].median(),
        width=float(((first["high"] - first["low"]) / 2).mean()),
        t_up=clear(come)[0], t_median=come["estimate"].median(),
        t_lead=clear(come, "lead_low", "lead_high")[0],
        t_gap=clear(come, "gap_low", "gap_high")[0], o_up=clear(out)[0],
        o_lead=clear(out, "lead_low", "lead_high")[0], b_up=clear(by)[0],
        b_lead=clear(by, "lead_low", "lead_high")[0], s_up=clear(standing)[0],
        s_down=clear(standing)[1], s_n=len(standing), w_up=clear(new)[0],
        w_down=clear(new)[1], off_up=clear(offence)[0], neu_up=clear(neutrality)[0],
        s_all=len(offence),
    )  # fmt: skip


def test_page() -> str:
    """Return the page of the separating test."""
    four, pact, years = four_way(), pacts(), path()
    cells = years.assign(
        cell=[
            f"{r.estimate:+.1f} [{r.low:.1f}, {r.high:.1f}]" for r in years.itertuples()
        ]
    ).pivot_table(
        index="year", columns="outcome", values="cell", aggfunc="first", sort=False
    )
    body = [[str(row[0]), *row[1:]] for row in cells.itertuples(name=None)]
    treatments = list(dict.fromkeys(pact["treatment"]))
    return TEST.format(
        reading=reading(four, pact, years),
        signs=signs_of(four),
        choices=by_choice(four, CHOICES, "outcome", ["initiates", "is targeted"]),
        path=table(["year", *map(str, cells.columns)], body),
        pacts=signs_of(pact),
        pact_choices=by_choice(pact, PACT_CHOICES, "treatment", treatments),
    )


def main() -> None:
    """Write both pages."""
    (FOLDER / "stylised-facts.md").write_text(facts_page(), encoding="utf-8")
    (FOLDER / "separating-test.md").write_text(test_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
