"""Reading a file: opened, recognised, typed, checked, brought into its tidy form."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detente.core.errors import DataError, shown
from detente.record.describe import OPEN, Layout, Release, Source, Table, Values
from detente.record.opening import AGAIN, AS_MADE, Opened, open_file
from detente.record.recognise import Match, header, pick, recognise
from detente.record.table import FIRST_ROW, fault, rows_of, typed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Reading", "identify", "read", "read_opened"]


class Reading(NamedTuple):
    """A file, read.

    Attributes:
        source: The data set it holds.
        frame: Its tidy frame.
        version: Its version.
        rank: Place of that version among all, the newest last.
        span: First and last year covered; none where nothing is dated.
        part: Whether it has fewer rows than the version has.
        file: Its name.
        sha256: Of the file.
        size: Its size in bytes.
    """

    source: Source
    frame: "pd.DataFrame"
    version: str
    rank: int
    span: tuple[int, int] | None
    part: bool
    file: str
    sha256: str
    size: int


def identify(opened: Opened, only: Source | None = None) -> list[Match]:
    """Return what a file can be; nothing if it is of no known data set.

    Args:
        opened: The file.
        only: The data set that it must be of; any if not given.

    Raises:
        DataError: If it is a known data set with another delimiter or column name.
    """
    if only:
        return recognise(opened, (only,))
    from detente.record.sources import SOURCES

    return recognise(opened, SOURCES.values())


def read(path: Path, *, only: Source | None = None, part: bool = False) -> Reading:
    """Read a data file.

    Args:
        path: The file.
        only: The data set that it must be of; any if not given.
        part: Whether a file with fewer rows than the version has is taken.

    Raises:
        DataError: If the file is of no known data set, or something in it is wrong.
    """
    opened = open_file(path)
    matches = identify(opened, only)
    if not matches:
        raise _unknown(opened, only)
    return read_opened(opened, matches, part=part)


def read_opened(opened: Opened, matches: Sequence[Match], *, part: bool) -> Reading:
    """Read a file that was identified.

    Args:
        opened: The file.
        matches: What it can be.
        part: Whether a file with fewer rows than the version has is taken.

    Raises:
        DataError: If something in it is wrong.
    """
    if opened.workbook:
        match, release, frame = _from_workbook(opened, matches[0])
    else:
        match, release, frame = _from_text(opened, matches)
    return _finished(opened, match, release, frame, part=part)


def _unknown(opened: Opened, only: Source | None) -> DataError:
    expected = f"the data set {only.name}" if only else "a data set that is known here"
    columns = [] if opened.workbook else header(opened.text)
    got = f"the columns {', '.join(columns[:6])}" if columns else "other contents"
    return DataError.at(opened.name, expected, got, 'see "detente data list"')


def _from_workbook(opened: Opened, match: Match) -> tuple[Match, Release, Table]:
    layout = match.layout
    if layout.workbook is None:  # recognised by sheets, so this cannot be
        raise _unknown(opened, match.source)
    frame = layout.workbook(opened.name, opened.workbook)
    return match, layout.releases[0], frame


def _from_text(
    opened: Opened, matches: Sequence[Match]
) -> tuple[Match, Release, Table]:
    raw = rows_of(opened.name, opened.text)
    match = pick(matches, raw)
    if match is None:
        raise _unknown(opened, matches[0].source)
    layout, file = match.layout, opened.name
    release = _release(file, raw, layout)
    frame = typed(file, raw, layout)
    _check_years(file, frame, layout, release)
    _check_key(file, frame, layout.key or match.source.key)
    return match, release, frame


def _release(file: str, raw: Table, layout: Layout) -> Release:
    """Return which version the file says it is, the same in every row."""
    if not layout.version:
        return layout.releases[0]
    known = {release.code: release for release in layout.releases}
    stated = raw[layout.version]
    other = (stated != stated.iloc[0]).to_numpy()
    place = int(other.argmax()) if other.any() else 0
    if other.any() or stated.iloc[0] not in known:
        wanted = " or ".join(f'"{r.code}" ({r.name})' for r in layout.releases)
        raise fault(
            file, place, layout.version, f"the version {wanted}",
            shown(stated.iloc[place]), f"take one of these versions, or {AGAIN}",
        )  # fmt: skip
    return known[stated.iloc[0]]


def _check_years(file: str, frame: Table, layout: Layout, release: Release) -> None:
    first, last = release.years
    for column in layout.columns:
        if column.kind not in ("year", "date") or column.name not in frame:
            continue
        years = _years(frame[column.name])
        wrong = ((years < first) | (years > last)).fillna(value=False).to_numpy(bool)
        if wrong.any():
            place = int(wrong.argmax())
            raise fault(
                file, place, column.file,
                f"a year from {first} to {last}", str(int(years.iloc[place])),
            )  # fmt: skip


def _years(values: Values) -> Values:
    if values.dtype.kind == "M":
        return values.dt.year.astype("Int64")
    return values.astype("Int64")


def _check_key(file: str, frame: Table, key: Sequence[str]) -> None:
    again = frame.duplicated(list(key)).to_numpy()
    if not again.any():
        return
    place = int(again.argmax())
    values = [frame[name].iloc[place] for name in key]
    same = (frame[list(key)] == values).all(axis=1).to_numpy()
    first = int(same.argmax()) + FIRST_ROW
    named = ", ".join(f"{n} {v}" for n, v in zip(key, values, strict=True))
    raise fault(
        file, place, "", f"one row for each {', '.join(key)}",
        f"{named} again (row {first})",
    )  # fmt: skip


def _finished(
    opened: Opened,
    match: Match,
    release: Release,
    frame: Table,
    *,
    part: bool,
) -> Reading:
    """Count the rows, bring them into the tidy form, and say what was read."""
    source, rows = match.source, len(frame)
    short = rows < release.rows
    if (short and not part) or (release.exact and rows > release.rows):
        raise _miscounted(opened.name, release, rows)
    if match.layout.reshape is not None:
        frame = match.layout.reshape(opened.name, frame)
    frame = frame[list(source.units)].reset_index(drop=True)
    _check_key(opened.name, frame, source.key)
    span = _span(frame, source.span)
    if span and release.exact and not short:
        span = release.years
    version = release.name or (f"to {span[1]}" if span else "")
    return Reading(
        source, frame, version, release.rank, span, short,
        opened.name, opened.sha256, opened.size,
    )  # fmt: skip


def _miscounted(file: str, release: Release, rows: int) -> DataError:
    least = f"{'' if release.exact else 'at least '}{release.rows:,} rows"
    named = f" (version {release.name})" if release.name else ""
    remedy = (
        f"if it is cut, {AGAIN}; if it is meant to be a part, add it with --part"
        if rows < release.rows
        else f"it is another version: {AS_MADE}"
    )
    return DataError.at(file, f"{least}{named}", f"{rows:,}", remedy)


def _span(frame: Table, columns: Sequence[str]) -> tuple[int, int] | None:
    if not columns:
        return None
    years = [_years(frame[name]) for name in columns]
    last = max(int(each.max()) for each in years)
    return min(int(each.min()) for each in years), min(last, OPEN)
