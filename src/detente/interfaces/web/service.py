"""What the page does: scenarios, runs and their results, without a word of HTTP."""

import json
import threading
import time
from pathlib import Path
from typing import Any

from detente.claims.session import Asked as Planned
from detente.claims.session import ask
from detente.core.errors import UsageError, nearest, shown
from detente.interfaces.web import shown as pages
from detente.interfaces.web.asked import Asked, Stage, stages
from detente.interfaces.web.bodies import Packed, packed
from detente.interfaces.web.kept import Kept
from detente.interfaces.web.pool import HOUSE, Limits, Pool
from detente.interfaces.web.register import ACTIVE, Register
from detente.interfaces.web.scenarios import MissingError, Scenarios, loaded
from detente.reports.page import command
from detente.worlds.load import catalogue

__all__ = ["MissingError", "Service"]

LOOK = 5.0
"""Seconds between two looks at whether a scenario's own run still stands."""

KEPT = 64
"""Answers kept at hand, some hundred kB each."""


class Service:
    """Scenarios and runs under one folder.

    Args:
        root: The folder; the same as that of `detente run --out`.
        limits: What runs may take.
    """

    def __init__(self, root: Path, limits: Limits) -> None:
        """Open the register and start the processes."""
        self.root = root
        self.register = Register(root)
        self.scenarios = Scenarios(root, self.register)
        self.pool = Pool(self.register, str(root), limits)
        self._lock, self._began = threading.Lock(), time.time()
        self._house: dict[str, tuple[str, float]] = {}  # of the catalogue alone
        self._answers: Kept[tuple[Any, ...], Packed] = Kept(KEPT)

    # runs

    def remove(self, client: str, key: str) -> None:
        """Take away a scenario that a client uploaded, with its runs.

        Raises:
            MissingError: If the client uploaded none with that id.
            UsageError: If a run of it waits or is at work.
        """
        if self.pool.at(str(self.root / "scenarios" / key)):
            raise UsageError.at(
                "scenario", "one without a run at work", "one with", "cancel it first"
            )
        self.scenarios.remove(client, key)

    def start(self, client: str, asked: Asked) -> str:
        """Enter a run, and begin it unless it stands there; return its id.

        Raises:
            DetenteError: If what is asked for is no good, or the queue is full.
        """
        place, wanted = self.scenarios.place(asked.scenario), stages(asked)
        found = self._planned(place, asked, wanted)
        plans = found[-1].changed.scenario.plans
        for plan in asked.plans:
            if plan not in plans:
                raise UsageError.at(
                    "plans", "plans of the scenario", shown(plan), nearest(plan, plans)
                )
        kept = asked.model_dump() | {"changes": list(found[-1].changed.said)}
        if _stands(found[-1], pages.DRAWN):
            run = self.register.add(client, kept, "done")
            for each in found:
                if _stands(each, pages.SAID):
                    self._enter(run, each)
            return run
        with self.pool.room(client):
            run = self.register.add(client, kept)
            self.pool.submit(client, run, _order(place, kept, wanted))
        return run

    def house(self, asked: Asked, *, looked_at: bool = True) -> str:
        """Return the run of a scenario as it stands, begun unless it stands there.

        One that is looked at comes before those that are not.

        The server runs the catalogue alone. What clients upload they run themselves,
        within their share of the queue: of that, "" is returned.
        """
        if asked.scenario not in catalogue():
            self.scenarios.place(asked.scenario)
            return ""
        with self._lock:
            run = self._standing(asked)
        if looked_at:
            self.pool.hurry(run)
        self._house[asked.scenario] = run, time.monotonic()
        return run

    def housed(self, key: str) -> str:
        """Return the run of a scenario as it stands if it was just looked at, or ""."""
        run, since = self._house.get(key, ("", 0.0))
        return run if time.monotonic() - since < LOOK else ""

    def _standing(self, asked: Asked) -> str:
        for known in self.register.recent(HOUSE, 50):
            if known["asked"] == asked.model_dump() and (
                known["status"] in ACTIVE
                or _whole(known)
                # It would fail again; another server may do better.
                or (known["status"] == "failed" and known["made"] >= self._began)
            ):
                return known["id"]
        return self.start(HOUSE, asked)

    def resume(self, run: str) -> None:
        """Go on with a run that did not finish, from the batches it kept.

        Raises:
            MissingError: If there is none.
            UsageError: If it is at work, still stopping, or done.
            FullError: If the queue is full.
        """
        client = self.run(run)["client"]
        with self.pool.room(client, run):
            known = self.run(run)
            if known["status"] in (*ACTIVE, "done"):
                raise UsageError.at(
                    "run", "one that did not finish", f"one that is {known['status']}",
                    "look at it",
                )  # fmt: skip
            asked = Asked(**known["asked"])
            order = _order(
                self.scenarios.place(asked.scenario), known["asked"], stages(asked)
            )
            self.register.mark(run, "waiting")
            self.pool.submit(client, run, order)

    def _planned(self, place: str, asked: Asked, wanted: list[Stage]) -> list[Planned]:
        scenario, said = loaded(place), asked.said()
        return [
            ask(scenario, each.lenses, each.draws, each.replicates, asked.seed,
                self.root, said)
            for each in wanted
        ]  # fmt: skip

    def _enter(self, run: str, planned: Planned) -> None:
        made = planned.store.inputs
        names = ("draws", "replicates", "lenses")
        said = {name: made[name] for name in names}
        self.register.result(run, said | {"folder": str(planned.store.folder)})

    def run(self, run: str) -> dict[str, Any]:
        """Return what is known of a run.

        Raises:
            MissingError: If there is none.
        """
        known = self.register.get(run)
        if known is None:
            raise MissingError.at(
                "run", "a run of this server", "none with that id", "start one"
            )
        return known

    def state(self, run: str) -> dict[str, Any]:
        """Return how a run stands, for clients: no folders, no client's name."""
        known = self.run(run)
        results = [
            {key: x.get(key) for key in ("draws", "replicates", "lenses")}
            for x in known["results"]
        ]
        return {
            "id": run, "status": known["status"], "reason": known["reason"] or None,
            "asked": known["asked"], "results": results,
            "progress": self.pool.progress(run) if known["status"] in ACTIVE else None,
        }  # fmt: skip

    def folders(self, run: str, draws: int | None = None) -> list[Path]:
        """Return the folders of the best result of a run, or of that of so many draws.

        The first answers have one for each lens.

        Raises:
            MissingError: If there is none yet.
        """
        results = self.run(run)["results"]
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
        return run, draws, view, len(self.run(run)["results"])

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
        plans = self.run(run)["asked"]["plans"]
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

    def close(self) -> None:
        """End the processes and close the register."""
        self.pool.close()
        self.register.close()


def _order(place: str, asked: dict[str, Any], wanted: list[Stage]) -> dict[str, Any]:
    """Return what a process is told of a run."""
    order = {key: asked[key] for key in ("lenses", "seed", "changes")}
    return order | {"scenario": place, "stages": wanted}


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise MissingError.at(
            "run", "a result", "one that is gone, or has nothing to show yet",
            "wait, or run it again",
        ) from None  # fmt: skip


def _stands(planned: Planned, page: str) -> bool:
    """Return whether a run is finished and has a file for pages."""
    store = planned.store
    return (store.folder / pages.FOLDER / page).exists() and store.finished()


def _whole(known: dict[str, Any]) -> bool:
    """Return whether a run that is done has all of its pages still."""
    results = known["results"]
    return (
        known["status"] == "done"
        and bool(results)
        and (Path(results[-1]["folder"]) / pages.FOLDER / pages.DRAWN).exists()
    )
