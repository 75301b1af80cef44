"""Show the formal models behind the laws: equation, source, numbers, picture."""

import argparse
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.core.errors import UsageError, shown

if TYPE_CHECKING:
    from detente.theory.model import Grid, Lines, Model

__all__ = ["add_figure", "configure", "draw", "execute"]

WIDTH = 100


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="a model; all are listed without one"
    )
    add_figure(parser)
    parser.add_argument(
        "--json", action="store_true", help="print JSON on standard output"
    )


def add_figure(parser: argparse.ArgumentParser) -> None:
    """Add the options that write a picture."""
    parser.add_argument(
        "--figure", metavar="FILE", help="write its picture here, .svg or .png"
    )
    parser.add_argument(
        "--dark", action="store_true", help="draw the picture for a dark page"
    )


def execute(options: argparse.Namespace) -> int:
    """Print the list of models, or one model.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    from detente.theory.catalogue import MODELS, model

    if options.name is None:
        _refuse_figure(options)
        return _list(MODELS, options.json)
    chosen = model(options.name)
    kind = kind_of(options.figure)
    said = _said(chosen)
    if options.json:
        import json

        print(json.dumps(said, indent=2, allow_nan=False))
    else:
        print(_text(said))
    if options.figure:
        draw(chosen.picture(), Path(options.figure), kind, dark=options.dark,
             quiet=options.json)  # fmt: skip
    return 0


def _refuse_figure(options: argparse.Namespace) -> None:
    if options.figure:
        raise UsageError.at(
            "--figure", "the name of a model before it", "none",
            "write it like: detente theory richardson --figure race.svg",
        )  # fmt: skip


def kind_of(figure: str | None) -> str:
    """Return the kind of a picture by the name of its file.

    Raises:
        UsageError: If it is neither SVG nor PNG.
    """
    kind = Path(figure or "x.svg").suffix.lower().removeprefix(".")
    if kind not in {"svg", "png"}:
        raise UsageError.at(
            "--figure", "a file that ends in .svg or .png", shown(figure),
            "choose one of them",
        )  # fmt: skip
    return kind


def draw(
    picture: "Lines | Grid", path: Path, kind: str, *, dark: bool, quiet: bool
) -> None:
    """Write a picture, and say where it stands."""
    from detente.reports.files import write_whole
    from detente.reports.pictures import picture as drawn
    from detente.reports.theory import chart

    written = write_whole(path, drawn(chart(picture, dark=dark), kind))
    if not quiet:
        print(f"picture in {written}: {picture.caption}")


def _list(models: "dict[str, Model]", json_wanted: bool) -> int:
    if json_wanted:
        import json

        rows = [{"name": m.name, "title": m.title, "says": m.says}
                for m in models.values()]  # fmt: skip
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    for each in models.values():
        print(f"{each.name}: {each.title}")
        print(_filled(each.says))
    return 0


def _said(chosen: "Model") -> dict[str, Any]:
    from detente.theory.catalogue import told

    return {
        "name": chosen.name, "title": chosen.title, "says": chosen.says,
        "model": told(chosen.name), "kernel": chosen.kernel,
        "numbers": [
            {"what": n.what, "known": n.known, "found": n.found, "within": n.within,
             "origin": n.origin, "met": n.met}
            for n in chosen.numbers()
        ],
        "not_checked": list(chosen.unmet),
    }  # fmt: skip


def _filled(text: str) -> str:
    text = " ".join(text.split())
    return textwrap.fill(text, WIDTH, initial_indent="    ", subsequent_indent="    ")


def _text(said: dict[str, Any]) -> str:
    lines = [f"{said['name']}: {said['title']}", _filled(said["says"]), ""]
    lines += [*said["model"].splitlines(), ""]
    lines += [f"{'known':>10} {'found':>10}  number"]
    for n in said["numbers"]:
        mark = "" if n["met"] else "  NOT MET"
        lines.append(
            f"{n['known']:>10.5g} {n['found']:>10.5g}  "
            f"{n['what']} ({n['origin']}){mark}"
        )
    lines += ["", "In the kernel", _filled(said["kernel"])]
    if said["not_checked"]:
        lines += ["", "Not checked, and why", *map(_filled, said["not_checked"])]
    return "\n".join(lines)
