"""What runs say: verdicts and views, from the files that stand in their folders."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from detente.core.errors import nearest, shown
from detente.interfaces.web import shown as pages
from detente.interfaces.web.bodies import Packed, packed
from detente.interfaces.web.kept import Kept
from detente.interfaces.web.scenarios import MissingError
from detente.reports.page import command

__all__ = ["Results"]

KEPT = 64
"""Answers kept at hand, some hundred kB each."""


class Results:
    """The results of the runs of a server.

    Args:
        known: Returns what is known of a run, or raises MissingError.
    """

    def __init__(self, known: Callable[[str], dict[str, Any]]) -> None:
        """Begin with no answer at hand."""
        self._known = known
        self._answers: Kept[tuple[Any, ...], Packed] = Kept(KEPT)

    def folders(self, run: str, draws: int | None = None) -> list[Path]:
        """Return the folders of the best result of a run, or of that of so many draws.

        The first answers have one for each lens.

        Raises:
            MissingError: If there is none yet.
        """
        results = self._known(run)["results"]
        fit = [x for x in results if draws is None or x["draws"] == draws]
        if not fit:
            raise MissingError.at(
                "run", "a result", "none yet", "wait, or ask how it stands"
            )
        best = max((x["draws"], x["replicates"]) for x in fit)
        return [Path(x["folder"]) for x in fit if (x["draws"], x["replicates"]) == best]

    def whole(self, run: str, draws: int | None = None) -> Path:
        """Return the folder of the best result of a run, if one has every lens.

        Raises:
            MissingError: If there is none yet.
        """
        first, *others = self.folders(run, draws)
        if others:
            raise MissingError.at(
                "run", "a result of all lenses", "first answers, one for each lens",
                "wait for the whole",
            )  # fmt: skip
        return first

    def answer(self, run: str, draws: int | None = None, view: str = "") -> Packed:
        """Return `said`, or a view, as JSON, and keep it at hand.

        Raises:
            MissingError: As `said` and `view` do.
        """
        key = self._key(run, draws, view)
        content = self.view(run, view, draws) if view else self._said(run, draws)
        return self._answers.keep(key, packed(content, "application/json"))

    def at_hand(self, run: str, draws: int | None, view: str) -> Packed | None:
        """Return what `answer` kept, or None."""
        return self._answers.get(self._key(run, draws, view))

    def _key(self, run: str, draws: int | None, view: str) -> tuple[Any, ...]:
        """Return what decides an answer; while a run is at work its results grow."""
        return run, draws, view, len(self._known(run)["results"])

    def _said(self, run: str, draws: int | None) -> bytes:
        return json.dumps(self.said(run, draws), separators=(",", ":")).encode()

    def said(self, run: str, draws: int | None = None) -> dict[str, Any]:
        """Return what a page shows of a run: verdicts, answer, names of views."""
        files = [
            folder / pages.FOLDER / pages.SAID for folder in self.folders(run, draws)
        ]
        told, *others = [json.loads(_read(file)) for file in files]
        for other in others:
            for key in ("claims", "lenses", "elapsed_s"):
                told[key] += other[key]
        if others:
            told["command"] = command(*(told[key] for key in pages.ASKED))
            # What is said of each lens; where they part is not known of any alone.
            head = told["answer"][0][0]
            texts = [each["answer"][0][1] for each in (told, *others)]
            told["answer"] = [[head, " ".join(texts)]]
        plans = self._known(run)["asked"]["plans"]
        if plans:
            told["claims"] = [row for row in told["claims"] if row["plan"] in plans]
        return told

    def view(self, run: str, name: str, draws: int | None = None) -> bytes:
        """Return a view of a run: chart, rows, words, as JSON."""
        from detente.reports.views import VIEWS

        if name not in VIEWS:
            raise MissingError.at(
                "view", "a view of the report", shown(name), nearest(name, VIEWS)
            )
        return _read(self.whole(run, draws) / pages.FOLDER / "views" / f"{name}.json")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise MissingError.at(
            "run", "a result", "one that is gone, or has nothing to show yet",
            "wait, or run it again",
        ) from None  # fmt: skip
