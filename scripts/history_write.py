"""Write the files of a scenario of the past as TOML that a person can read."""

from collections.abc import Iterator, Mapping
from typing import Any

HEAD = "# Written by scripts/history_world.py from scripts/history/: change those."


def value(x: Any) -> str:
    """Write a value: a number, a text, a list or a table on one line."""
    match x:
        case bool():
            return str(x).lower()
        case int():
            return str(x)
        case float():
            return f"{x:.10g}" if x % 1 else f"{x:.1f}"
        case str():
            text = " ".join(x.split()).replace("\\", "\\\\").replace('"', '\\"')
            return f'"{text}"'
        case list() | tuple():
            return f"[{', '.join(map(value, x))}]"
        case _:
            inner = ", ".join(f"{k} = {value(v)}" for k, v in x.items())
            return f"{{ {inner} }}"


def _table(heading: str, entries: Mapping[str, Any]) -> Iterator[str]:
    yield heading
    yield from (f"{key} = {value(x)}" for key, x in entries.items())
    yield ""


def _each(name: str, entries: list[dict[str, Any]]) -> Iterator[str]:
    for entry in entries:
        yield from _table(f"[[{name}]]", entry)


def world(
    spec: Mapping[str, Any], tables: Mapping[str, Any], notes: Mapping[str, str]
) -> str:
    """Return world.toml.

    Args:
        spec: What was chosen, for its opening remark.
        tables: Tables by name.
        notes: Remarks on actors, by code.
    """
    lines = [HEAD]
    lines += ["#", *(f"# {line}" for line in spec.get("remark", "").splitlines()), ""]
    for name in ("world", "sources", "facts", "theatres"):
        lines += _table(f"[{name}]", tables[name])
    for code, actor in tables["actors"].items():
        lines += [f"# {notes[code]}"] if code in notes else []
        lines += _table(f"[actors.{code}]", actor)
    for key, alliance in tables["alliances"].items():
        lines += _table(f"[alliances.{key}]", alliance)
    lines += ["# Ties and pacts in force at the end of the year before the start.", ""]
    lines += [
        f"# Left out of ATOP: {' and '.join(each['between'])}, {each['why']}."
        for each in spec.get("left_out", [])
    ]
    lines += [""] if spec.get("left_out") else []
    lines += _each("ties", tables["ties"])
    lines += _each("pacts", tables["pacts"])
    lines += ["# Major powers in the year of the start.", ""]
    lines += _table("[majors]", tables["majors"])
    lines += ["# Contiguity at the end of the year before the start.", ""]
    lines += _each("neighbours", tables["neighbours"])
    lines += ["# Heat follows from recorded disputes; suspicion is assumed.", ""]
    for name in ("heat", "suspicions", "affinity", "motives", "status_quo", "posture"):
        lines += _each(name, tables[name])
    return "\n".join(lines).rstrip() + "\n"


def happened(said: Mapping[str, Any]) -> str:
    """Return happened.toml.

    Args:
        said: The plan, sources and series.
    """
    lines = [
        HEAD, "#",
        "# On record of the years after the start. It tests levels, not effects.",
        "", f"plan = {value(said['plan'])}", "",
    ]  # fmt: skip
    lines += _table("[sources]", said["sources"])
    lines += _each("series", said["series"])
    return "\n".join(lines).rstrip() + "\n"
