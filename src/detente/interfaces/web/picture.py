"""The picture of a scenario: who is in it, and who is tied to whom, on a small map."""

import json
from functools import lru_cache
from html import escape
from importlib import resources
from itertools import accumulate, pairwise

from detente.worlds.schema import Scenario

__all__ = ["picture"]

WIDTH, HEIGHT = 720, 300
SOUTH, NORTH = -58.0, 80.0
EDGE = 180.0
"""A step of more degrees of longitude goes round the back."""

STRONG = 2
"""Ties from this level on are drawn."""

STYLE = (
    "path{fill:none;stroke-linecap:round}.land{fill:#8884;stroke:none}"
    ".t2{stroke:#0072b2;stroke-width:.7;opacity:.45}"
    ".t3{stroke:#0072b2;stroke-width:1.1;opacity:.6}"
    ".t4{stroke:#d55e00;stroke-width:1.2;opacity:.7}"
    "circle{fill:#e69f00;stroke:#0008;stroke-width:.6}"
    "@media (prefers-color-scheme:dark){.land{fill:#8886}.t2,.t3{stroke:#56b4e9}}"
)


def _x(longitude: float) -> float:
    return (longitude + 180) / 360 * WIDTH


def _y(latitude: float) -> float:
    return (NORTH - latitude) / (NORTH - SOUTH) * HEIGHT


def _parts(points: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """Return a ring cut where it crosses the edge of the map."""
    found = [[points[0]]]
    for before, point in pairwise(points):
        if abs(point[0] - before[0]) > EDGE:
            found.append([])
        found[-1].append(point)
    if len(found) > 1 and abs(points[-1][0] - points[0][0]) < EDGE:
        found[0] = found.pop() + found[0]
    return found


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_x(a):.0f} {_y(b):.0f}" for a, b in points) + "Z"


@lru_cache(1)
def _land() -> str:
    """Return the outlines of land as a path; cut at its edge."""
    file = resources.files("detente.reports") / "assets" / "outlines.json"
    shape = json.loads(file.read_text("utf-8"))
    (sx, sy), (tx, ty) = shape["transform"]["scale"], shape["transform"]["translate"]
    arcs = []
    for arc in shape["arcs"]:
        xs = accumulate(p[0] for p in arc)
        ys = accumulate(p[1] for p in arc)
        arcs.append([(x * sx + tx, y * sy + ty) for x, y in zip(xs, ys, strict=True)])

    def ring(pieces: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for k in pieces:
            arc = arcs[k] if k >= 0 else arcs[~k][::-1]
            points += arc[1:] if points else arc
        return points

    drawn = []
    for each in shape["objects"]["countries"]["geometries"]:
        polygons = {
            "Polygon": [each.get("arcs")],
            "MultiPolygon": each.get("arcs"),
        }.get(each["type"]) or []
        for polygon in polygons:
            points = ring(polygon[0])
            lats = [p[1] for p in points]
            if (
                max(lats) < SOUTH
                or max(lats)
                - min(lats)
                + max(p[0] for p in points)
                - min(p[0] for p in points)
                < 1
            ):
                continue
            step = max(1, len(points) // 120)
            drawn += [_path(piece) for piece in _parts(points[::step])]
    return "".join(drawn)


def picture(scenario: Scenario) -> str:
    """Return an SVG: dots at capitals, lines for ties at the start from level 2 on."""
    world = scenario.world
    at = {
        code: (_x(a.capital[1]), _y(a.capital[0]))
        for code, a in world.actors.items()
        if a.capital
    }
    levels: dict[tuple[str, str], int] = {}
    for alliance in world.alliances.values():
        if alliance.hub:
            levels |= {
                (alliance.hub, m): 4 for m in alliance.members if m != alliance.hub
            }
    for tie in world.ties:
        if tie.level >= STRONG and all(code in at for code in tie.between):
            levels[tie.between] = tie.level
    lines = []
    for (one, other), level in levels.items():
        if one in at and other in at:
            (x1, y1), (x2, y2) = at[one], at[other]
            lift = 0.18 * abs(x2 - x1)
            lines.append(
                f'<path class="t{level}" d="M{x1:.0f} {y1:.0f}Q{(x1 + x2) / 2:.0f} '
                f'{min(y1, y2) - lift:.0f} {x2:.0f} {y2:.0f}"/>'
            )
    dots = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3">'
        f"<title>{escape(world.actors[code].name)}</title></circle>"
        for code, (x, y) in at.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<style>{STYLE}</style><path class="land" d="{_land()}"/>'
        f"{''.join(lines)}{dots}</svg>"
    )
