"""What the page does: scenarios, runs and their results, without a word of HTTP."""

import threading
import time
import traceback
from pathlib import Path
from typing import Any

from detente.claims.session import Asked as Planned
from detente.claims.session import ask
from detente.core.errors import UsageError, nearest, shown
from detente.interfaces.web import shown as pages
from detente.interfaces.web.asked import Asked, Stage, stages
from detente.interfaces.web.held import PATIENCE, Held
from detente.interfaces.web.pool import HOUSE, Limits, Pool
from detente.interfaces.web.register import ACTIVE, Register
from detente.interfaces.web.results import Results
from detente.interfaces.web.scenarios import MissingError, Scenarios, loaded
from detente.worlds.load import catalogue

__all__ = ["MissingError", "Service"]

LOOK = 5.0
"""Seconds between two looks at whether a scenario's own run still stands."""

WATCH = 1.0
"""Seconds between two looks at whether pages are still there."""


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
        self.held = Held()
        self._closed = threading.Event()
        self._lock, self._began = threading.Lock(), time.time()
        self._entering = threading.Lock()  # of runs; no scenario goes meanwhile
        self._house: dict[str, tuple[str, float]] = {}  # of the catalogue alone
        self.results = Results(self.run)
        threading.Thread(target=self._watch, daemon=True).start()

    # runs

    def remove(self, client: str, key: str) -> None:
        """Take away a scenario that a client uploaded, with its runs.

        Raises:
            MissingError: If the client uploaded none with that id.
            UsageError: If a run of it waits or is at work.
        """
        with self._entering:
            self.scenarios.refuse_others(client, key)
            if self.pool.at(str(self.root / "scenarios" / key)):
                raise UsageError.at(
                    "scenario", "one without a run at work", "one with",
                    "cancel it first",
                )  # fmt: skip
            self.scenarios.remove(key)

    def start(self, client: str, asked: Asked, page: str = "") -> str:
        """Enter a run, and begin it unless it stands there; return its id.

        What a page asks for while its client is at work on the same is that run. What
        is asked for without a page is a run of its own: scripts of one address cannot
        be told apart, and one would stop another's.

        Args:
            client: Whose it is.
            asked: What is asked for.
            page: Name of the page that holds it; "" if it is wanted to its end.

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
        # Looked at before, since it takes long where files are many; what is finished
        # only after that is found to be so by the process that takes the run.
        whole = _stands(found[-1], pages.DRAWN)
        there = [each for each in found if whole and _stands(each, pages.SAID)]
        with self._entering:
            self.scenarios.place(asked.scenario)  # it may have gone meanwhile
            if whole:
                run = self.register.add(client, kept, "done")
                for each in there:
                    self._enter(run, each)
                return run
            at_work = self.register.at_work(client, kept) if page else []
            if run := next(filter(self.pool.active, at_work), ""):
                self.held.join(run, page)
                return run
            with self.pool.room(client):
                run = self.register.add(client, kept)
                self.pool.submit(client, run, _order(place, kept, wanted))
            self.held.begin(run, page)
            return run

    def stop(self, run: str, page: str = "") -> None:
        """Stop a run; if a page is named, only if no other holds it.

        The server's own go on.

        Raises:
            MissingError: If there is none.
        """
        with self._entering:
            if self.run(run)["client"] == HOUSE:
                return
            if not page:
                self.held.join(run, "")  # or pages would stop it if it is resumed
            if not page or self.held.leave(run, page):
                self.pool.cancel(run)

    def stop_left(self) -> None:
        """Stop the runs of pages that are gone."""
        reason = f"nobody looked at it for {PATIENCE:g} s; run it again to go on"
        with self._entering:  # nobody finds one at work that is just stopped
            for run in self.held.left():
                self.pool.cancel(run, reason=reason)

    def _watch(self) -> None:
        while not self._closed.wait(WATCH):
            try:
                self.stop_left()
            except Exception:  # a fault of ours; the pages that go later still count
                traceback.print_exc()

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
        with self._entering, self.pool.room(client, run):
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
            self.held.join(run, "")  # whoever resumes it wants it to its end
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

    def close(self) -> None:
        """End the processes and close the register."""
        self._closed.set()
        self.pool.close()
        self.register.close()


def _order(place: str, asked: dict[str, Any], wanted: list[Stage]) -> dict[str, Any]:
    """Return what a process is told of a run."""
    order = {key: asked[key] for key in ("lenses", "seed", "changes")}
    return order | {"scenario": place, "stages": wanted}


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
