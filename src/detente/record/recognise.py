"""Which data set a file holds, told from its columns or sheets, never from its name."""

import csv
import difflib
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from detente.core.errors import DataError, shown
from detente.core.needs import need
from detente.record.describe import Layout, Source, Table
from detente.record.opening import AS_MADE, Opened

__all__ = ["Match", "header", "pick", "recognise"]

DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}

ALIKE = 0.6
"""Likeness from which one column name is taken for another that was changed."""

NEAR = 0.7
"""Share of columns in common from which a file is taken for a changed data set."""

MOST_CHANGED = 2
"""Columns that may lack before a file is no longer taken for a data set at all."""


class Match(NamedTuple):
    """How well a file's columns fit a layout.

    Attributes:
        source: The data set.
        layout: Its layout.
        lacking: Columns that the layout needs and the file has not.
        changed: Of these, the name that the file seems to have instead.
        score: Share of all columns that the two have in common, changed ones included.
    """

    source: Source
    layout: Layout
    lacking: tuple[str, ...]
    changed: dict[str, str]
    score: float


def header(text: str, delimiter: str = ",") -> list[str]:
    """Return the names in the first line of a text."""
    line = text.lstrip("\n").partition("\n")[0][:20_000]
    try:
        names = next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:
        return []
    return [name.strip() for name in names]


def recognise(opened: Opened, sources: Iterable[Source]) -> list[Match]:
    """Return what a file can be; several where only its rows can tell.

    Args:
        opened: The file.
        sources: The data sets it may be.

    Returns:
        Matches that lack nothing; none if the file is of no known data set.

    Raises:
        DataError: If it is a known data set with another delimiter or column name.
    """
    sources = tuple(sources)
    if opened.workbook:
        return _by_sheets(opened.workbook, sources)
    names = header(opened.text)
    ranked = _ranked(names, sources)
    whole = [match for match in ranked if not match.lacking]
    if whole:
        _refuse_twice(opened.name, names)
        best = (whole[0].score, -len(whole[0].changed))
        return [m for m in whole if (m.score, -len(m.changed)) == best]
    _refuse_delimiter(opened, sources)
    if ranked and ranked[0].score >= NEAR and len(ranked[0].lacking) <= MOST_CHANGED:
        raise _changed(opened.name, names, ranked[0])
    return []


def pick(matches: Sequence[Match], raw: Table) -> Match | None:
    """Return the match whose rows tell that it is the one.

    Args:
        matches: What the header allows.
        raw: The rows, as text.
    """
    for match in matches:
        if match.layout.tells is None or match.layout.tells(raw):
            return match
    return None


def _ranked(names: Sequence[str], sources: Sequence[Source]) -> list[Match]:
    """Return how well every layout fits, the best first."""
    found = [
        _compare(set(names), source, layout)
        for source in sources
        for layout in source.layouts
        if layout.columns and not layout.workbook
    ]
    return sorted(found, key=lambda m: (-m.score, len(m.lacking), len(m.changed)))


def _compare(names: set[str], source: Source, layout: Layout) -> Match:
    known = {column.file for column in layout.columns}
    needed = {column.file for column in layout.columns if column.required}
    lacking, foreign = sorted(needed - names), names - known
    changed: dict[str, str] = {}
    for name in lacking:
        close = difflib.get_close_matches(name, sorted(foreign), n=1, cutoff=ALIKE)
        if close:
            changed[name] = close[0]
            foreign = foreign - {close[0]}
    common = len(names & known) + len(changed)
    every = common + len(lacking) - len(changed) + len(foreign)
    return Match(source, layout, tuple(lacking), changed, common / max(every, 1))


def _changed(file: str, names: Sequence[str], match: Match) -> DataError:
    name = match.lacking[0]
    near = match.changed.get(name)
    where = f"{file}, row 1, column {names.index(near) + 1 if near else name}"
    got = shown(near) if near else "no such column"
    return DataError.at(where, f'"{name}" ({match.source.name})', got, AS_MADE)


def _refuse_twice(file: str, names: Sequence[str]) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            where = f"{file}, row 1, column {place + 1}"
            raise DataError.at(
                where, "another name in each column", f"{shown(name)} again", AS_MADE
            )


def _refuse_delimiter(opened: Opened, sources: Sequence[Source]) -> None:
    for sign, called in DELIMITERS.items():
        names = header(opened.text, sign)
        if len(names) < 2:
            continue
        ranked = _ranked(names, sources)
        if ranked and not ranked[0].lacking and ranked[0].score >= NEAR:
            raise DataError.at(
                f"{opened.name}, row 1",
                f"columns of {ranked[0].source.name} parted by commas",
                called,
                "a spreadsheet may have saved it again: " + AS_MADE,
            )


def _by_sheets(content: bytes, sources: Sequence[Source]) -> list[Match]:
    openpyxl = need("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    sheets = set(book.sheetnames)
    book.close()
    return [
        Match(source, layout, (), {}, 1.0)
        for source in sources
        for layout in source.layouts
        if layout.sheets and set(layout.sheets) <= sheets
    ]
