"""Make the outlines of countries for the map: src/detente/reports/assets/outlines.json.

They are Natural Earth's (public domain), as the npm package world-atlas 2.0.2 holds
them at 1:110m. Ids become ISO 3166-1 alpha-3 codes, Antarctica goes, and so does every
arc that only it needs. Nothing is drawn anew, so borders are Natural Earth's.

    npm pack world-atlas@2.0.2
    pip install --target /tmp/countries pycountry
    PYTHONPATH=/tmp/countries python scripts/make_outlines.py world-atlas-2.0.2.tgz
"""

import hashlib
import json
import sys
import tarfile
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "src/detente/reports/assets/outlines.json"
MEMBER = "package/countries-110m.json"
SHA256 = "2516c915867c7baf18ddec727aec46c315541a07cfb3d79a6559b05d5e94eee8"
"""Of the member, so that another edition is noticed."""

ANTARCTICA = "010"


def read_atlas(package: Path) -> dict[str, Any]:
    """Return the topology that a package holds.

    Raises:
        SystemExit: If it is not the edition that is known.
    """
    with tarfile.open(package) as archive:
        file = archive.extractfile(MEMBER)
        content = file.read() if file else b""
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{package}: expected {MEMBER} with sha256 {SHA256}, "
                         f"got {found}; take world-atlas 2.0.2")  # fmt: skip
    return json.loads(content)


def alpha_3() -> dict[str, str]:
    """Return ISO 3166-1 alpha-3 codes by numeric code."""
    import pycountry

    return {each.numeric: each.alpha_3 for each in pycountry.countries}


def renumbered(arcs: Any, place: dict[int, int]) -> Any:
    """Return arcs of a geometry with new numbers; ~k is arc k the other way round."""
    if isinstance(arcs, int):
        return place[arcs] if arcs >= 0 else ~place[~arcs]
    return [renumbered(each, place) for each in arcs]


def used(arcs: Any) -> set[int]:
    """Return the numbers of the arcs of a geometry."""
    if isinstance(arcs, int):
        return {arcs if arcs >= 0 else ~arcs}
    return set().union(*(used(each) for each in arcs))


def outlines(atlas: dict[str, Any], codes: dict[str, str]) -> dict[str, Any]:
    """Return the topology of the countries that are drawn.

    Args:
        atlas: Topology of the package.
        codes: Alpha-3 codes by numeric code.
    """
    drawn = [
        each
        for each in atlas["objects"]["countries"]["geometries"]
        if each.get("id") != ANTARCTICA
    ]
    kept = sorted(set().union(*(used(each["arcs"]) for each in drawn)))
    place = {old: new for new, old in enumerate(kept)}
    shapes = []
    for each in drawn:
        code = {"id": codes[each["id"]]} if "id" in each else {}
        name = {"name": each["properties"]["name"]}
        arcs = renumbered(each["arcs"], place)
        shapes.append({"type": each["type"], **code, "properties": name, "arcs": arcs})
    shapes.sort(key=lambda shape: shape["properties"]["name"])
    countries = {"type": "GeometryCollection", "geometries": shapes}
    return {
        "type": "Topology",
        "transform": atlas["transform"],
        "objects": {"countries": countries},
        "arcs": [atlas["arcs"][k] for k in kept],
    }


def main(package: str) -> None:
    """Write the outlines."""
    made = outlines(read_atlas(Path(package)), alpha_3())
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n"
    OUT.write_text(text, "utf-8")
    count = len(made["objects"]["countries"]["geometries"])
    print(f"{OUT}: {count} countries, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
