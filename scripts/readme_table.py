"""Write the verdict table of a run into README.md, between its two markers.

Give the verdicts.json of a run, or "-" to read what `detente run --json` prints; with
nothing given, the newest finished run of the first scenario under runs/ is taken.

    python scripts/readme_table.py runs/nato-east-asia/0123456789ab/verdicts.json
    detente run nato-east-asia --json | python scripts/readme_table.py -
    python scripts/readme_table.py --print    # to standard output, README untouched
"""

import argparse
import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- table:begin -->", "<!-- table:end -->"
FIRST = "nato-east-asia"
ORDER = ("supports", "negligible", "opposes")
REFUSED = 2
DOUBTFUL = "level doubtful"

Row = Mapping[str, Any]


def number(value: float | None, decimals: int) -> str:
    """Return an effect with its sign."""
    if value is None or not math.isfinite(value):
        return "-"
    text = f"{value:+.{decimals}f}"
    return text.lstrip("+-") if float(text) == 0 else text


def interval(row: Row) -> str:
    """Return a median with its 90 % interval, to a tenth of the width."""
    decimals = max(1 - math.floor(math.log10(row["width"])), 0)
    middle, low, high = (
        number(row["effect"][key], decimals) for key in ("median", "lo", "hi")
    )
    return f"{middle} [{low}, {high}]"


def cell(row: Row | None) -> str:
    """Return verdict and shares of one lens: supports / negligible / opposes, in %."""
    if row is None:
        return "-"
    if row.get("refused"):
        return "refused"
    shares = " / ".join(f"{100 * row['shares'][key]:.0f}" for key in ORDER)
    marks = ("*" if row.get("by_construction") else "") + (
        "†" if row.get("label") == DOUBTFUL else ""
    )
    return f"{row['verdict']}{marks} {shares}"


def line(cells: Sequence[object]) -> str:
    """Return one line of a Markdown table."""
    return "| " + " | ".join(str(each).replace("|", "\\|") for each in cells) + " |"


def claims(result: Row) -> Iterator[str]:
    """Yield the table of claims: the primary plan of each, one column a lens."""
    lenses = result["lenses"]
    first = lenses[0]
    head = [
        "claim (whose, how sure)", "plan",
        f"effect under `{first}`, 90 % interval", "width",
        *(f"`{lens}`" for lens in lenses),
    ]  # fmt: skip
    yield line(head)
    yield line(["---"] * len(head))
    rows = [row for row in result["claims"] if row["primary"]]
    for key in dict.fromkeys(row["id"] for row in rows):
        by_lens = {row["lens"]: row for row in rows if row["id"] == key}
        row = by_lens.get(first) or next(iter(by_lens.values()))
        yield line([
            f"{row['title']} ({row['author']}, {row['modality']})", row["plan"],
            f"{interval(row)} {row['effect']['unit']}", f"{row['width']:g}",
            *(cell(by_lens.get(lens)) for lens in lenses),
        ])  # fmt: skip


def spirals(result: Row) -> Iterator[str]:
    """Yield one sentence on the spiral number, by plan under the first lens."""
    first = result["lenses"][0]
    found = [row for row in result["spiral_number"] if row["lens"] == first]
    if found:
        said = "; ".join(f"{row['plan']} {row['median']:.2f}" for row in found)
        yield (
            f"Spiral number under `{first}` (median; 1 parts damping from runaway): "
            f"{said}."
        )


def votes(result: Row) -> Iterator[str]:
    """Yield one sentence a vote."""
    asked = result["votes"]
    for plan, year in dict.fromkeys((row["plan"], row["year"]) for row in asked):
        rows = [row for row in asked if (row["plan"], row["year"]) == (plan, year)]
        said = ", ".join(
            f"`{row['lens']}` {row['approval']:.0%}"
            + (f" (least willing: {row['pivotal']})" if row["pivotal"] else "")
            for row in rows
        )
        yield f"Chance that the vote on `{plan}` in {year} passes: {said}."


def failures(result: Row) -> Iterator[str]:
    """Yield one sentence if draws failed."""
    count = sum(row["count"] for row in result["failed_draws"])
    if count:
        yield f"{count} draws of a plan failed and are in no number above."


def block(result: Row) -> str:
    """Return the text between the markers."""
    about = (
        f"`{result['scenario']}`, {result['draws']} draws x {result['replicates']} "
        f"replicates, seed {result['seed']}, against `{result['baseline']}` unless the "
        "claim says otherwise. Cells: verdict, then the shares of draws that support / "
        "are negligible or mixed / oppose, in %; * by construction; † level doubtful."
    )
    notes = [*spirals(result), *votes(result), *failures(result)]
    return "\n".join([about, "", *claims(result), "", *notes]).rstrip()


def newest() -> Path:
    """Return the verdicts of the newest run of the first scenario."""
    found = (ROOT / "runs" / FIRST).glob("*/verdicts.json")
    ordered = sorted(found, key=lambda file: file.stat().st_mtime)
    if not ordered:
        raise FileNotFoundError(f"no finished run under runs/{FIRST}; run it first")
    return ordered[-1]


def filled(text: str, table: str) -> str:
    """Return the README with the table between its markers.

    Raises:
        ValueError: If the markers are not there, once each and in order.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in after or END in after:
        raise ValueError(f"README.md: expected {BEGIN} and {END}, once each, in order")
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def main() -> int:
    """Fill the table in."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("verdicts", nargs="?", help='verdicts.json, or "-"')
    parser.add_argument("--readme", type=Path, default=ROOT / "README.md")
    parser.add_argument("--print", action="store_true", help="leave the README alone")
    options = parser.parse_args()
    try:
        if options.verdicts == "-":
            result = json.load(sys.stdin)
        else:
            file = Path(options.verdicts) if options.verdicts else newest()
            result = json.loads(file.read_bytes())
        table = block(result)
        if options.print:
            print(table)
            return 0
        text = options.readme.read_text(encoding="utf-8")
        options.readme.write_text(filled(text, table), encoding="utf-8")
    except KeyError as problem:
        print(f"readme_table: the run lacks the key {problem}", file=sys.stderr)
        return REFUSED
    except (OSError, ValueError) as problem:
        print(f"readme_table: {problem}", file=sys.stderr)
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
