"""From text to typed columns, each value checked against what its column says."""

import io
from collections.abc import Sequence
from typing import Any

from detente.core.errors import DataError, shown
from detente.core.needs import need
from detente.record.codes import SYSTEMS, known
from detente.record.describe import Column, Layout, Table, Values
from detente.record.opening import AGAIN, AS_MADE
from detente.record.recognise import header

__all__ = ["fault", "rows_of", "typed"]

INFINITY = float("inf")

FIRST_ROW = 2
"""Row of a file in which the first record stands; the header is row 1."""

SAVED_AGAIN = "a spreadsheet saved it again: " + AS_MADE


def fault(
    file: str, place: int, column: str, expected: str, got: str, remedy: str = AS_MADE
) -> DataError:
    """Return the error of one value.

    Args:
        file: The file.
        place: Place of the record, from 0.
        column: The column, or nothing if the record as a whole is wrong.
        expected: What should stand there.
        got: What stands there.
        remedy: What to do.
    """
    where = f"{file}, row {place + FIRST_ROW}" + (
        f", column {column}" if column else ""
    )
    return DataError.at(where, expected, got, remedy)


def rows_of(file: str, text: str) -> Table:
    """Return the records of a comma-separated text, every value as text.

    Args:
        file: Its name, for messages.
        text: The text, lines ended by a line feed.

    Raises:
        DataError: If a record has too few or too many values, or there is none.
    """
    arrow, reader = need("pyarrow"), need("pyarrow.csv")
    wrong: list[Any] = []

    def remember(row: Any) -> str:
        wrong.append(row)
        return "skip"

    names = header(text)
    try:
        table = reader.read_csv(
            io.BytesIO(text.encode()),
            read_options=reader.ReadOptions(
                use_threads=False, column_names=names, skip_rows=1
            ),
            parse_options=reader.ParseOptions(invalid_row_handler=remember),
            convert_options=reader.ConvertOptions(
                column_types=dict.fromkeys(names, arrow.string()),
                strings_can_be_null=False,
            ),
        )
    except arrow.ArrowInvalid as problem:
        raise DataError.at(
            file, "records under the header", str(problem), AGAIN
        ) from None
    if wrong:
        raise _ragged(file, text, wrong[0])
    if not table.num_rows:
        raise DataError.at(file, "records under the header", "none", AGAIN)
    return table.to_pandas()


def _ragged(file: str, text: str, row: Any) -> DataError:
    last = text.rstrip("\n").count("\n") + 1
    cut = row.number == last and row.actual_columns < row.expected_columns
    return fault(
        file, row.number - FIRST_ROW, "", f"{row.expected_columns} values",
        str(row.actual_columns), f"the file is cut: {AGAIN}" if cut else AS_MADE,
    )  # fmt: skip


def typed(file: str, raw: Table, layout: Layout) -> Table:
    """Return the records with numbers as numbers and missing values as missing.

    Args:
        file: The file, for messages.
        raw: Its records as text.
        layout: What its columns are.

    Raises:
        DataError: If a value is not what its column says.
    """
    import pandas as pd

    columns = {
        column.name: _CONVERT[column.kind](
            file, raw[column.file], column, layout.blanks
        )
        for column in layout.columns
        if column.file in raw
    }
    return pd.DataFrame(columns)


def _numbers(file: str, raw: Values, column: Column, blanks: Sequence[str]) -> Values:
    """Return a column of numbers; those that stand for "missing" are missing."""
    blank: Any = _blank(file, raw, column, blanks)
    values: Any = _parsed(raw.mask(blank))
    _refuse(file, raw, column, values.isna() & ~blank)
    absent = blank | values.isin(column.missing)
    outside = (
        (values < column.low) | (values > column.high) | (values.abs() == INFINITY)
    )
    _refuse(file, raw, column, outside & ~absent)
    if column.kind == "number":
        return values.mask(absent)
    _refuse(file, raw, column, (values % 1 != 0) & ~absent)
    if column.kind == "code":
        _refuse(file, raw, column, ~values.isin(list(known(column.system))) & ~absent)
    kind = "Int64" if column.missing or column.blank else "int64"
    return values.mask(absent).astype(kind)


def _parsed(raw: Values) -> Values:
    """Return texts as numbers; missing where they are none."""
    import pandas as pd

    numbers: Values = pd.to_numeric(raw, errors="coerce")
    return numbers.astype("float64")


def _texts(file: str, raw: Values, column: Column, blanks: Sequence[str]) -> Values:
    blank = _blank(file, raw, column, blanks)
    missing = blank | raw.isin([str(number) for number in column.missing])
    return raw.mask(missing).astype("str")


def _dates(file: str, raw: Values, column: Column, blanks: Sequence[str]) -> Values:
    import pandas as pd

    blank = _blank(file, raw, column, blanks)
    values = pd.to_datetime(raw.mask(blank), format="%Y-%m-%d", errors="coerce")
    _refuse(file, raw, column, values.isna() & ~blank, SAVED_AGAIN)
    return values.astype("datetime64[ms]")


def _blank(file: str, raw: Values, column: Column, blanks: Sequence[str]) -> Values:
    """Return which values are not there, where that may be."""
    blank = raw.isin(list(blanks))
    if not column.blank:
        _refuse(file, raw, column, blank)
    return blank


def _refuse(
    file: str,
    raw: Values,
    column: Column,
    wrong: Values,
    remedy: str = AS_MADE,
) -> None:
    """Raise what is wrong with the first value that is."""
    if not wrong.any():
        return
    place = int(wrong.to_numpy().argmax())
    value = raw.iloc[place]
    got = shown(value) if value else "nothing"
    raise fault(file, place, column.file, _wanted(column), got, remedy)


def _wanted(column: Column) -> str:
    """Return what a column's values must be, in words."""
    match column.kind:
        case "code":
            return SYSTEMS[column.system][0]
        case "year":
            return "a year"
        case "date":
            return "a date as year-month-day"
        case "text":
            return "a text"
        case _:
            return _wanted_number(column)


def _wanted_number(column: Column) -> str:
    sort = "a whole number" if column.kind == "whole" else "a number"
    bounds = []
    if column.low != float("-inf"):
        bounds.append(f">= {column.low:g}")
    if column.high != float("inf"):
        bounds.append(f"<= {column.high:g}")
    ends = f" {' and '.join(bounds)}" if bounds else ""
    return f"{sort}{ends} ({column.unit})"


_CONVERT = {
    "code": _numbers,
    "year": _numbers,
    "whole": _numbers,
    "number": _numbers,
    "text": _texts,
    "date": _dates,
}
