"""Draw the reliability diagram of the documentation, for light and for dark pages.

python benchmarks/reliability.py --out reliability.json
python scripts/reliability_picture.py reliability.json
"""

import argparse
import json
from pathlib import Path
from typing import Any

from detente.reports.pictures import picture
from detente.reports.theme import FAINT, PLANS, config

PICTURES = Path(__file__).parents[1] / "docs/pictures"
SCHEMES = {"": ("#1a1a1a", "white"), "-dark": ("#e6e6e6", "#131416")}
"""Ink and background of pages, light and dark."""

READINGS = ("dilemma", "deterrence")
FEWEST = 10
"""Claims below which a point is not drawn: its interval says little."""

SIDE = 210


def points(found: dict[str, Any], lens: str) -> list[dict[str, Any]]:
    """Return a point a reading and tenth, with its interval."""
    rows = []
    for reading in READINGS:
        score = found["scores"][f"{lens}, {reading}"]
        for share, (rate, low, high), count in zip(
            score["shares"], score["rates"], score["counts"], strict=True
        ):
            if count >= FEWEST:
                rows.append({
                    "reading": f"claims of {reading}", "share": share, "rate": rate,
                    "low": low, "high": high, "count": count,
                })  # fmt: skip
    return rows


def chart(found: dict[str, Any], lenses: list[str], ink: str, paper: str) -> Any:
    """Return one panel a lens: how often claims of each share are true."""
    import altair as alt

    axis = {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".2~f"}
    unit = alt.Scale(domain=[-0.04, 1.04], nice=False)
    x = alt.X("share:Q", title="share of draws in support", scale=unit).axis(**axis)
    colour = alt.Color(
        "reading:N",
        title=None,
        sort=None,
        scale=alt.Scale(range=[PLANS[0], PLANS[3]]),
        legend=alt.Legend(columnPadding=60),
    )
    ideal = (
        alt.Chart(alt.Data(values=[{"share": k, "rate": k} for k in (0, 1)]))
        .mark_line(color=ink, strokeDash=[4, 4], opacity=0.7)
        .encode(x=x, y=alt.Y("rate:Q"))
    )
    panels = []
    for k, lens in enumerate(lenses):
        y = alt.Y("rate:Q", scale=unit).title("" if k else "share that is true")
        base = alt.Chart(alt.Data(values=points(found, lens)), title=lens).encode(
            x=x, color=colour
        )
        bars = base.mark_rule(strokeWidth=1.5, opacity=0.6).encode(
            y=alt.Y("low:Q", scale=unit), y2="high:Q"
        )
        line = base.mark_line(strokeWidth=1.5).encode(y=y.axis(**axis))
        dots = base.mark_circle(opacity=1).encode(
            y=y,
            size=alt.Size(
                "count:Q",
                legend=None,
                scale=alt.Scale(range=[12, 130], domain=[0, 800]),
            ),
        )
        panels.append((ideal + bars + line + dots).properties(width=SIDE, height=SIDE))
    whole = alt.hconcat(*panels).resolve_scale(size="shared", color="shared")
    return whole.configure(
        **config(ink, paper) | {"padding": 12, "rule": {"color": FAINT}}
    )


def main() -> None:
    """Draw both pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("found", type=Path, help="JSON of benchmarks/reliability.py")
    parser.add_argument("--to", type=Path, default=PICTURES, help="folder of pictures")
    options = parser.parse_args()
    found = json.loads(options.found.read_bytes())["aims not known"]
    for name, (ink, paper) in SCHEMES.items():
        drawn = chart(found, ["prior", "spiral", "deterrence"], ink, paper)
        file = options.to / f"reliability{name}.svg"
        file.write_bytes(picture(drawn, "svg"))
        print(file)


if __name__ == "__main__":
    main()
