"""How a data set is described: its columns, its layouts, its releases, its makers.

A description is data, so that one reader serves every source; what is peculiar to a
source is one small function beside its description.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "OPEN",
    "Column",
    "Download",
    "Layout",
    "Release",
    "Source",
    "Table",
    "Values",
    "code",
    "date",
    "flag",
    "number",
    "text",
    "whole",
    "year",
]

OPEN = 2040
"""Last year accepted of a source that its makers go on with."""

Table = Any
"""A pandas frame at work: its annotations leave open what most operations return."""

Values = Any
"""A column of one, likewise."""

Kind = Literal["code", "year", "whole", "number", "text", "date"]
Direction = Literal[
    "state",
    "state-year",
    "state spell",
    "dispute",
    "participant spell",
    "directed pair",
    "directed pair-year",
    "directed pair spell",
    "undirected pair-year",
    "undirected pair spell",
    "country-year",
]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column, as it stands in a file and as it stands in the tidy frame.

    Attributes:
        name: Its name in the tidy frame.
        kind: What its values are.
        unit: Their unit, or what they mean.
        file: Its name in the file.
        low: Smallest value that can be right.
        high: Largest value that can be right.
        missing: Numbers that stand for "missing".
        blank: Whether a value may be missing.
        keep: Whether the tidy frame has it; else it is only checked.
        required: Whether a file must have it.
        system: For a code: whose state numbers they are.
    """

    name: str
    kind: Kind
    unit: str
    file: str
    low: float = float("-inf")
    high: float = float("inf")
    missing: tuple[int, ...] = ()
    blank: bool = False
    keep: bool = True
    required: bool = True
    system: str = ""


def code(name: str, system: str = "cow", file: str = "", **more: Any) -> Column:
    """Return a column of state numbers of the given system."""
    unit = f"state number, {system}"
    return Column(
        name=name, kind="code", unit=unit, file=file or name, system=system, **more
    )


def year(name: str = "year", file: str = "", **more: Any) -> Column:
    """Return a column of years; the release says which can be right."""
    return Column(name=name, kind="year", unit="year", file=file or name, **more)


def whole(
    name: str, unit: str, low: float, high: float, file: str = "", **more: Any
) -> Column:
    """Return a column of whole numbers from `low` to `high`."""
    more |= {"name": name, "file": file or name, "low": low, "high": high}
    return Column(kind="whole", unit=unit, **more)


def flag(name: str, unit: str, file: str = "", **more: Any) -> Column:
    """Return a column of 0 and 1."""
    return whole(name, f"0 or 1: {unit}", 0, 1, file, **more)


def number(name: str, unit: str, low: float = 0.0, **more: Any) -> Column:
    """Return a column of numbers of at least `low`."""
    more = {"file": name} | more
    return Column(name=name, kind="number", unit=unit, low=low, **more)


def text(name: str, unit: str, file: str = "", **more: Any) -> Column:
    """Return a column of text, kept as given."""
    return Column(name=name, kind="text", unit=unit, file=file or name, **more)


def date(name: str, file: str = "", **more: Any) -> Column:
    """Return a column of dates, year-month-day."""
    return Column(name=name, kind="date", unit="date", file=file or name, **more)


class Release(NamedTuple):
    """One version of a data set.

    Attributes:
        name: Its name; empty where the last year in the file is its name.
        rows: Rows that it has.
        years: First and last year that it covers.
        code: What stands in the version column of the file.
        exact: Whether it has `rows` rows, not at least that many.
        rank: Of two releases the newer has the greater.
    """

    name: str
    rows: int
    years: tuple[int, int]
    code: str = ""
    exact: bool = True
    rank: int = 0


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One arrangement of files in which a data set is met.

    Attributes:
        name: What it is, such as "as distributed".
        columns: Its columns.
        releases: The versions that come in it.
        version: The column of the file that names the version, if there is one.
        blanks: What stands for "missing", beside the numbers of each column.
        key: Columns that name a row of the file, where they are not the source's.
        tells: Whether rows are of this source, where headers alone cannot tell.
        reshape: What turns a file's name and columns into the tidy frame.
        workbook: What reads it, where it is a workbook and not text.
        sheets: Sheets by which a workbook is recognised.
    """

    name: str
    columns: tuple[Column, ...]
    releases: tuple[Release, ...]
    version: str = ""
    blanks: tuple[str, ...] = ("",)
    key: tuple[str, ...] = ()
    tells: Callable[[Table], bool] | None = None
    reshape: Callable[[str, Table], Table] | None = None
    workbook: Callable[[str, bytes], Table] | None = None
    sheets: tuple[str, ...] = ()


class Download(NamedTuple):
    """Where the makers hand a file out.

    Attributes:
        address: Of the file or of the archive that holds it.
        sha256: Of the file itself, once it is out of its archives.
        inside: Its path in the archive, and in an archive inside that.
        file: The name to give it.
    """

    address: str
    sha256: str
    file: str
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Source:
    """A data set.

    Attributes:
        name: What commands call it.
        title: What it is.
        direction: What a row stands for.
        key: Columns of the tidy frame that name a row.
        span: Columns that say which years the frame covers.
        layouts: The arrangements in which it is read.
        derived: Columns that reading adds, with their units.
        citation: What to cite.
        terms: Terms of use as far as they are known.
        page: The makers' page, where it is known.
        download: Where `get` finds it, where the checksum is known too.
        notes: What a user of the figures must know.
    """

    name: str
    title: str
    direction: Direction
    key: tuple[str, ...]
    span: tuple[str, ...]
    layouts: tuple[Layout, ...]
    citation: str
    terms: str
    derived: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    download: Download | None = None
    notes: str = ""

    @property
    def units(self) -> dict[str, str]:
        """The columns of the tidy frame, in order, with their units."""
        kept = {c.name: c.unit for c in self.layouts[0].columns if c.keep}
        return kept | dict(self.derived)

    def read(self, path: str | Path, *, part: bool = False) -> "pd.DataFrame":
        """Return the tidy frame that a file holds.

        Args:
            path: The file, as its makers hand it out.
            part: Whether a file with fewer rows than the release has is taken.

        Raises:
            DataError: If the file is not of this source, or something in it is wrong.
        """
        from detente.record.reading import read

        return read(Path(path), only=self, part=part).frame
