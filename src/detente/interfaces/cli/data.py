"""Keep the data sets of the record: list, add, check, cite and get them."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.interfaces.cli.options import add_actions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from detente.record.adding import Added
    from detente.record.describe import Source

__all__ = ["configure", "execute"]

REFUSED = 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the actions of the command.

    Args:
        parser: Its parser.
    """
    action = add_actions(parser)
    listing = action("list", "list the data sets, and which are there")
    listing.add_argument("--json", action="store_true", help="print JSON")
    adding = action("add", "recognise files by their contents, check and keep them")
    adding.add_argument("paths", metavar="FILE-OR-FOLDER", nargs="+")
    adding.add_argument(
        "--part", action="store_true", help="take a file with fewer rows than it has"
    )
    getting = action("get", "download data sets from their makers")
    getting.add_argument("names", metavar="NAME", nargs="+")
    for each in (adding, getting):
        each.add_argument(
            "--replace", action="store_true", help="take the place of a better version"
        )
    action("check", "check that what is kept is what was added")
    citing = action("cite", "print citations and terms of what is there")
    citing.add_argument("names", metavar="NAME", nargs="*")
    citing.add_argument("--all", action="store_true", help="of every data set")


def execute(options: argparse.Namespace) -> int:
    """Carry out one action.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "list": _list,
        "add": _add,
        "check": _check,
        "cite": _cite,
        "get": _get,
    }
    return actions[options.action](options)


def _list(options: argparse.Namespace) -> int:
    from detente.record import store
    from detente.record.sources import SOURCES

    kept = store.entries()
    rows = [_row(each, kept.get(name)) for name, each in SOURCES.items()]
    if options.json:
        import json

        print(json.dumps(rows, indent=2))
        return 0
    width = max(len(name) for name in SOURCES)
    for row in rows:
        print(f"{row['name']:{width}}  {_state(row):42}  {row['title']}")
    print(f"\n{len(kept)} of {len(rows)} are kept in {store.folder()}")
    return 0


def _row(source: "Source", entry: Any) -> dict[str, Any]:
    """Return what is said of one data set."""
    first, last = (entry.span or (None, None)) if entry else (None, None)
    return {
        "name": source.name,
        "title": source.title,
        "direction": source.direction,
        "present": entry is not None,
        "version": entry.version if entry else None,
        "first_year": first,
        "last_year": last,
        "rows": entry.rows if entry else None,
        "part": entry.part if entry else None,
        "file": entry.original["file"] if entry else None,
        "sha256": entry.original["sha256"] if entry else None,
        "page": source.page or None,
        "get": source.download is not None,
    }


def _state(row: dict[str, Any]) -> str:
    """Return in words whether a data set is there."""
    if not row["present"]:
        return "not there" + (', "get" fetches it' if row["get"] else "")
    years = f"{row['first_year']}-{row['last_year']}, " if row["last_year"] else ""
    part = ", a part" if row["part"] else ""
    return f"{row['version']}, {years}{row['rows']:,} rows{part}"


def _add(options: argparse.Namespace) -> int:
    from detente.core.errors import DataError
    from detente.record.adding import add, add_folder

    status = 0
    how = {"part": options.part, "replace": options.replace}
    for path in map(Path, options.paths):
        if path.is_dir():
            status = max(status, _add_all(path, list(add_folder(path, **how))))
            continue
        try:
            _say(add(path, **how))
        except DataError as error:
            if "traceback" in options:
                raise
            status = _refused(error)
    return status


def _add_all(folder: Path, results: "Sequence[Added]") -> int:
    """Say what became of the files of a folder."""
    status = 0
    for added in results:
        if added.outcome == "wrong" and added.fault:
            status = _refused(added.fault)
        elif added.reading:
            _say(added)
    unknown = [str(a.file.relative_to(folder)) for a in results if not a.reading
               and a.outcome == "unknown"]  # fmt: skip
    if unknown:
        print(f"not recognised: {', '.join(unknown)}")
    if not any(added.reading for added in results):
        from detente.core.errors import DataError

        return _refused(DataError.at(
            str(folder), "a file of a known data set", "none",
            'see "detente data list"',
        ))  # fmt: skip
    return status


def _say(added: "Added") -> None:
    """Say what became of one file."""
    reading = added.reading
    if reading is None:
        return
    years = f"{reading.span[0]}-{reading.span[1]}, " if reading.span else ""
    part = ", a part" if reading.part else ""
    what = f"{reading.version}, {years}{len(reading.frame):,} rows{part}"
    said = {
        "added": f"added: {what}",
        "replaced": f"added in place of another: {what}",
        "again": "was there already",
        "left": f"left ({what}): one as good is there; --replace takes this one",
    }
    print(f"{reading.source.name}  {added.file.name}: {said[added.outcome]}")


def _refused(error: Exception) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"detente: {error}\n")
    return REFUSED


def _check(_: argparse.Namespace) -> int:
    from detente.record import store

    status, kept = 0, store.entries()
    for name, entry in kept.items():
        fault = store.verify(entry)
        if fault:
            status = _refused(fault)
        else:
            print(f"ok  {name}: {entry.version}, {entry.rows:,} rows")
    if not kept:
        print(f"nothing is kept in {store.folder()}")
    return status


def _cite(options: argparse.Namespace) -> int:
    from detente.record import store
    from detente.record.sources import SOURCES

    names = options.names or (SOURCES if options.all else store.entries())
    for name in names:
        source = store.source(name)
        print(f"{name}: {source.title}")
        print(f"    cite: {source.citation}")
        print(f"    terms: {source.terms}")
        if source.page:
            print(f"    from: {source.page}")
    if not names:
        print('nothing is kept; "--all" cites every data set')
    return 0


def _get(options: argparse.Namespace) -> int:
    from detente.core.errors import DataError
    from detente.record import store
    from detente.record.fetch import fetch

    status = 0
    for source in [store.source(name) for name in options.names]:
        try:
            _say(fetch(source, replace=options.replace))
        except DataError as error:
            if "traceback" in options:
                raise
            status = _refused(error)
    return status
