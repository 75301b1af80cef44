"""Pictures of the models of `detente.theory`, in the look of the reports."""

from typing import TYPE_CHECKING, Any

from detente.reports.theme import PAPER, PLANS, WIDTH, config
from detente.theory.model import Grid, Lines

if TYPE_CHECKING:
    import altair as alt

__all__ = ["DARK", "chart"]

DARK = {"ink": "#e6e6e6", "background": "#131416"}
"""Ink and paper of a chart for dark pages that stands alone."""

CELL = 54
"""Side of a cell of a heat map (pixels)."""

HEAT = ("#f2e9d8", "#e69f00", "#b33c00")
"""Low, middle, high; text on it is black on the first two, white on the last."""

DARKEST = 0.78
"""Share of the range from which text on a cell is white."""


def chart(picture: Lines | Grid, *, dark: bool = False) -> "alt.TopLevelMixin":
    """Return the chart of a picture.

    Args:
        picture: What to draw.
        dark: Whether it will stand on a dark page.
    """
    look = config(**(DARK if dark else PAPER)) | {"padding": 12}
    drawn: Any = _grid(picture) if isinstance(picture, Grid) else _lines(picture)
    return drawn.configure(**look)


def _lines(picture: Lines) -> Any:
    import altair as alt

    names = [each.name for each in picture.series]
    colour = alt.Color(
        "series:N", title=None, sort=names,
        scale=alt.Scale(domain=names, range=list(PLANS[: len(names)])),
        legend=alt.Legend(columns=1, labelLimit=2 * WIDTH) if len(names) > 1 else None,
    )  # fmt: skip
    layers = []
    for each in picture.series:
        rows = [
            {"x": x, "y": y, "series": each.name}
            for x, y in zip(each.x, each.y, strict=True)
        ]
        base = alt.Chart(alt.Data(values=rows))
        marked = (
            base.mark_circle(size=60, opacity=1)
            if each.mark == "points" else base.mark_line(strokeWidth=2)
        )  # fmt: skip
        layers.append(
            marked.encode(
                x=alt.X(
                    "x:Q",
                    title=picture.x,
                    scale=alt.Scale(zero=False, nice=True),
                    axis=alt.Axis(labelFlush=False),
                ),
                y=alt.Y("y:Q", title=picture.y),
                color=colour,
            )
        )
    return alt.layer(*layers).properties(width=1.8 * WIDTH, height=1.1 * WIDTH)


def _grid(picture: Grid) -> Any:
    import altair as alt

    flat = [x for row in picture.values for x in row]
    low, high = min(flat), max(flat)
    turn = low + DARKEST * (high - low)
    rows = [
        {"x": x, "y": y, "value": value, "on": "dark" if value >= turn else "light"}
        for y, line in zip(picture.rows, picture.values, strict=True)
        for x, value in zip(picture.columns, line, strict=True)
    ]
    across = alt.X(
        "x:N", title=picture.x, sort=list(picture.columns),
        axis=alt.Axis(orient="bottom", labelAngle=_angle(picture.columns), domain=False,
                      ticks=False),
    )  # fmt: skip
    up = alt.Y(
        "y:N", title=picture.y,
        sort=list(picture.rows),
        axis=alt.Axis(domain=False, ticks=False),
    )  # fmt: skip
    base = alt.Chart(alt.Data(values=rows)).encode(x=across, y=up)
    cells = base.mark_rect().encode(
        color=alt.Color(
            "value:Q", title=picture.value, scale=alt.Scale(range=list(HEAT)),
            legend=alt.Legend(gradientLength=WIDTH),
        )
    )  # fmt: skip
    figures = base.mark_text(fontSize=11).encode(
        text=alt.Text("value:Q", format=f".{picture.digits}f"),
        color=alt.Color(
            "on:N", legend=None,
            scale=alt.Scale(domain=["dark", "light"], range=["white", "#1a1a1a"]),
        ),
    )  # fmt: skip
    return (
        alt.layer(cells, figures)
        .resolve_scale(color="independent")
        .properties(
            width=CELL * len(picture.columns), height=0.62 * CELL * len(picture.rows)
        )
    )


LONG = 6
"""Letters from which names of columns are written at a slant."""


def _angle(names: tuple[str, ...]) -> int:
    return -35 if max(map(len, names)) > LONG else 0
