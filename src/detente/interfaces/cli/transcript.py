"""Transcripts of `detente play`: what was ordered, year by year, as a TOML file."""

from pathlib import Path
from typing import Any

from detente.core.errors import UsageError, nearest, shown

__all__ = ["LEVELS", "WAYS", "checked", "keep", "level", "percent", "read", "way"]

LEVELS = {"threat": 1, "show": 2, "force": 3, "war": 4}
WAYS = {"up": 1, "hold": 0, "down": -1}
MOST_GROWTH = 100.0
"""Largest change of spending in a year that can be ordered (%)."""

LEAST_GROWTH = -50.0


def percent(where: str, text: Any) -> float:
    """Return a change of spending in per cent.

    Raises:
        UsageError: If it is no number, or out of range.
    """
    try:
        number = float(text)
    except (TypeError, ValueError):
        number = float("nan")
    if not LEAST_GROWTH <= number <= MOST_GROWTH:
        raise UsageError.at(
            where, f"a number from {LEAST_GROWTH:g} to {MOST_GROWTH:g} (% a year)",
            shown(text), "write it like arm +10",
        )  # fmt: skip
    return number


def level(text: Any) -> str:
    """Return how far a dispute is to go, in a word.

    Raises:
        UsageError: If there is no such word.
    """
    if not isinstance(text, str) or text not in LEVELS:
        raise UsageError.at(
            "against",
            f"one of {', '.join(LEVELS)}",
            shown(text),
            nearest(str(text), LEVELS),
        )
    return text


def way(text: Any) -> str:
    """Return which way a tie is to go, in a word.

    Raises:
        UsageError: If there is no such word.
    """
    if not isinstance(text, str) or text not in WAYS:
        raise UsageError.at(
            "align", f"one of {', '.join(WAYS)}", shown(text), "write it like align "
            "RUS up",
        )  # fmt: skip
    return text


def keep(path: Path, about: dict[str, Any], given: dict[int, dict[str, Any]]) -> None:
    """Write the transcript whole."""
    import json

    def written(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    lines = [f"{key} = {written(value)}" for key, value in about.items()]
    for year, said in given.items():
        lines += ["", f"[years.{year}]"]
        for key, value in said.items():
            if isinstance(value, dict):
                inside = ", ".join(f"{k} = {written(v)}" for k, v in value.items())
                lines.append(f"{key} = {{ {inside} }}" if inside else f"{key} = {{}}")
            else:
                lines.append(f"{key} = {written(value)}")
    beside = path.with_name(f".{path.name}.new")
    beside.write_text("\n".join(lines) + "\n", encoding="utf-8")
    beside.replace(path)


def read(path: Path) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """Return what a transcript is about, and its orders by year."""
    import tomllib

    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise UsageError.at(
            f"--replay {path}", "a transcript of detente play", str(problem),
            "give the file that a game has kept",
        ) from None  # fmt: skip
    kinds = {"scenario": str, "seat": str, "plan": str, "lens": str, "seed": int}
    for key, kind in kinds.items():
        if not isinstance(found.get(key), kind) or isinstance(found.get(key), bool):
            raise UsageError.at(
                f"--replay {path}, {key}", f"a {kind.__name__}", shown(found.get(key)),
                "give the file that a game has kept",
            )  # fmt: skip
    years = found.get("years", {})
    if not isinstance(years, dict):
        years = {"": None}
    given: dict[int, dict[str, Any]] = {}
    for year, said in years.items():
        if not (year.isdecimal() and isinstance(said, dict)):
            raise UsageError.at(
                f"--replay {path}, years", "a table a year", shown(year), "mend it"
            )
        given[int(year)] = checked(f"--replay {path}, {year}", said)
    return {key: found[key] for key in kinds}, given


def checked(where: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return the orders of one year of a transcript, if they are orders."""
    known = {"arm", "against", "align", "help", "vote"}
    for key in said:
        if key not in known:
            raise UsageError.at(
                where, "arm, against, align, help or vote", shown(key), "mend it"
            )
    found = dict(said)
    if "arm" in said:
        number = said["arm"]
        plain = isinstance(number, int | float) and not isinstance(number, bool)
        found["arm"] = percent(f"{where}, arm", number if plain else shown(number))
    for key in ("help", "vote"):
        if not isinstance(said.get(key, False), bool):
            raise UsageError.at(
                f"{where}, {key}", "true or false", shown(said[key]), "mend it"
            )
    for key, word in (("against", level), ("align", way)):
        for how in _table(f"{where}, {key}", said.get(key, {})).values():
            word(how)
    return found


def _table(where: str, found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise UsageError.at(where, "a table", shown(found), "mend it")
    return found
