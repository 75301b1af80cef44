"""What the page does: scenarios, runs and their results, without a word of HTTP."""

import io
import json
import shutil
import time
import tomllib
import zipfile
from collections import OrderedDict
from functools import lru_cache
from pathlib import Path
from typing import Any

from detente.claims.session import Asked as Planned
from detente.claims.session import ask
from detente.core.errors import DetenteError, ScenarioError, UsageError, nearest, shown
from detente.interfaces.web import shown as pages
from detente.interfaces.web.asked import Asked, Stage, Upload, stages
from detente.interfaces.web.pool import HOUSE, Limits, Pool
from detente.interfaces.web.register import ACTIVE, Register
from detente.worlds.load import CATALOG, catalogue, load
from detente.worlds.reading import LARGEST_FILE
from detente.worlds.schema import FAMILIES, Scenario

__all__ = ["MissingError", "Service", "unpacked"]

FILES = ("scenario.toml", "world.toml")

LOOK = 5.0
"""Seconds between two looks at whether a scenario's own run still stands."""

KEPT = 64
"""Answers kept at hand, some hundred kB each."""


class MissingError(DetenteError):
    """There is no such thing, or it is not there yet."""


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
        self.pool = Pool(self.register, str(root), limits)
        self._house: dict[str, tuple[str, float]] = {}
        self._answers: OrderedDict[tuple[str, int | None], bytes] = OrderedDict()

    # scenarios

    def scenarios(self) -> list[Scenario]:
        """Return the scenarios of the catalogue, in the order of their families."""
        order = list(FAMILIES)
        return sorted(
            map(_loaded, catalogue()),
            key=lambda each: order.index(each.family) if each.family else len(order),
        )

    def place(self, key: str) -> str:
        """Return the name or folder of a scenario, by its id.

        Raises:
            MissingError: If there is none.
        """
        if key in catalogue():
            return key
        if (
            self.register.scenario(key) is not None
        ):  # ids are ours: no path of a client's
            return str(self.root / "scenarios" / key)
        raise MissingError.at(
            "scenario", "a scenario that is here", shown(key), nearest(key, catalogue())
        )

    def scenario(self, key: str) -> Scenario:
        """Return a scenario by its id."""
        return _loaded(self.place(key))

    def files(self, key: str) -> list[Path]:
        """Return the two files of a scenario."""
        place = self.place(key)
        folder = CATALOG / place if place in catalogue() else Path(place)
        return [folder / name for name in FILES]

    def upload(self, client: str, upload: Upload) -> str:
        """Keep a scenario of a client's own, if it is one; return its id.

        Raises:
            ScenarioError: If something in it is wrong.
        """
        key = self.register.add_scenario(client, upload.name)
        folder = self.root / "scenarios" / key
        folder.mkdir(parents=True)
        try:
            for name, text in zip(FILES, (upload.scenario, upload.world), strict=True):
                (folder / name).write_text(text, encoding="utf-8")
            load(folder)
        except BaseException as problem:
            shutil.rmtree(folder, ignore_errors=True)
            self.register.forget_scenario(key)
            if isinstance(problem, ScenarioError):
                raise ScenarioError(str(problem).replace(key, upload.name)) from None
            if isinstance(problem, UnicodeEncodeError):
                raise ScenarioError.at(
                    "upload", "text in UTF-8", "another", "save it as UTF-8"
                ) from None
            raise
        return key

    # runs

    def start(self, client: str, asked: Asked) -> str:
        """Enter a run, and begin it unless it stands there; return its id.

        Raises:
            DetenteError: If what is asked for is no good, or the queue is full.
        """
        place, wanted = self.place(asked.scenario), stages(asked)
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
        run = self.register.add(client, kept)
        self._submit(client, run, place, kept, wanted)
        return run

    def house(self, asked: Asked) -> str:
        """Return the run of a scenario as it stands, begun unless it stands there."""
        run = self._standing(asked)
        self._house[asked.scenario] = run, time.monotonic()
        return run

    def housed(self, key: str) -> str:
        """Return the run of a scenario as it stands if it was just looked at, or ""."""
        run, since = self._house.get(key, ("", 0.0))
        return run if time.monotonic() - since < LOOK else ""

    def _standing(self, asked: Asked) -> str:
        for known in self.register.recent(HOUSE, 50):
            if known["asked"] == asked.model_dump() and (
                known["status"] in ACTIVE or _whole(known)
            ):
                return known["id"]
        return self.start(HOUSE, asked)

    def resume(self, run: str) -> None:
        """Go on with a run that did not finish, from the batches it kept.

        Raises:
            MissingError: If there is none.
            UsageError: If it is at work, or done.
        """
        known = self.run(run)
        if known["status"] in (*ACTIVE, "done"):
            raise UsageError.at(
                "run",
                "one that did not finish",
                f"one that is {known['status']}",
                "look at it",
            )
        asked = Asked(**known["asked"])
        self.register.mark(run, "waiting")
        self._submit(
            known["client"],
            run,
            self.place(asked.scenario),
            known["asked"],
            stages(asked),
        )

    def _submit(
        self,
        client: str,
        run: str,
        place: str,
        asked: dict[str, Any],
        wanted: list[Stage],
    ) -> None:
        order = {key: asked[key] for key in ("lenses", "seed", "changes")}
        try:
            self.pool.submit(client, run, order | {"scenario": place, "stages": wanted})
        except UsageError as problem:
            self.register.mark(run, "failed", str(problem))
            raise

    def _planned(self, place: str, asked: Asked, wanted: list[Stage]) -> list[Planned]:
        scenario, said = _loaded(place), asked.said()
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

    def answer(self, run: str, draws: int | None = None) -> bytes:
        """Return `said` as JSON; that of a run that is done is kept at hand."""
        found = self._answers.get((run, draws))
        if found is None:
            done = self.run(run)["status"] == "done"
            found = json.dumps(self.said(run, draws), separators=(",", ":")).encode()
            if done:
                self._answers[run, draws] = found
                while len(self._answers) > KEPT:
                    self._answers.popitem(last=False)
        return found

    def said(self, run: str, draws: int | None = None) -> dict[str, Any]:
        """Return what a page shows of a run: verdicts, answer, names of views."""
        files = [
            folder / pages.FOLDER / pages.SAID for folder in self.folders(run, draws)
        ]
        told, *others = [json.loads(_read(file)) for file in files]
        for other in others:
            told["claims"] += other["claims"]
            told["lenses"] += other["lenses"]
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
        folder = self.folders(run, draws)[0]
        return _read(folder / pages.FOLDER / "views" / f"{name}.json")

    def close(self) -> None:
        """End the processes and close the register."""
        self.pool.close()
        self.register.close()


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


@lru_cache(16)
def _loaded(place: str) -> Scenario:
    return load(place)


def unpacked(content: bytes) -> Upload:
    """Return the scenario in a zip file.

    Raises:
        ScenarioError: If it is none, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = {}
            for info in archive.infolist():
                name = info.filename.rpartition("/")[2]
                if name in FILES and name not in found:
                    with archive.open(info) as file:
                        found[name] = file.read(LARGEST_FILE + 1)
    except Exception as problem:  # zipfile raises a dozen kinds for what is no zip
        raise ScenarioError.at(
            "upload", "a zip file", type(problem).__name__, f"zip {' and '.join(FILES)}"
        ) from None
    for name in FILES:
        if name not in found:
            raise ScenarioError.at(
                "upload", f"{name} in the zip file", "none", "add it"
            )
        if len(found[name]) > LARGEST_FILE:
            raise ScenarioError.at(
                f"upload, {name}", "at most 2 MB", "more", "leave data out"
            )
    try:
        texts = [found[name].decode("utf-8") for name in FILES]
        name = str(tomllib.loads(texts[0]).get("title", "uploaded"))[:80]
    except (ValueError, RecursionError):
        name, texts = "uploaded", [found[n].decode("utf-8", "replace") for n in FILES]
    return Upload(scenario=texts[0], world=texts[1], name=name)
