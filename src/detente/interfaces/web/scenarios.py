"""The scenarios of a server: those of the catalogue, and what clients uploaded."""

import secrets
import shutil
import threading
import time
from functools import lru_cache
from pathlib import Path

from detente.core.errors import DetenteError, ScenarioError, nearest, one_line, shown
from detente.interfaces.web.asked import Upload
from detente.interfaces.web.limits import FullError
from detente.interfaces.web.register import Register
from detente.interfaces.web.unpack import FILES
from detente.worlds.load import CATALOG, catalogue, load
from detente.worlds.schema import FAMILIES, Scenario

__all__ = ["MissingError", "Scenarios", "loaded"]

DAY = 86_400.0
UPLOADS, UPLOADS_OF_ALL = 50, 500
"""Scenarios that a client, and all of them, may upload in a day; 6 MB at most each."""


class MissingError(DetenteError):
    """There is no such thing, or it is not there yet."""


@lru_cache(16)
def loaded(place: str) -> Scenario:
    """Return a scenario by its name or folder; folders of uploads never change."""
    return load(place)


class Scenarios:
    """Scenarios by id: names of the catalogue, and ids that nobody can guess.

    Args:
        root: Folder of runs; uploads are in a folder of it.
        register: Where uploads are entered.
    """

    def __init__(self, root: Path, register: Register) -> None:
        """Keep where they are."""
        self.root, self._register = root, register
        self._lock = threading.Lock()

    def listed(self) -> list[Scenario]:
        """Return the scenarios of the catalogue, in the order of their families."""
        order = list(FAMILIES)
        return sorted(
            map(loaded, catalogue()),
            key=lambda each: order.index(each.family) if each.family else len(order),
        )

    def place(self, key: str) -> str:
        """Return the name or folder of a scenario, by its id.

        Raises:
            MissingError: If there is none.
        """
        if key in catalogue():
            return key
        # Ids are ours: no path of a client's.
        if self._register.scenario(key) is not None:
            return str(self.root / "scenarios" / key)
        raise MissingError.at(
            "scenario", "a scenario that is here", shown(key), nearest(key, catalogue())
        )

    def get(self, key: str) -> Scenario:
        """Return a scenario by its id; MissingError if there is none."""
        return loaded(self.place(key))

    def files(self, key: str) -> list[Path]:
        """Return the files of a scenario: two, or three with what happened."""
        place = self.place(key)
        folder = CATALOG / place if place in catalogue() else Path(place)
        return [folder / name for name in FILES if (folder / name).is_file()]

    def add(self, client: str, upload: Upload) -> str:
        """Keep a scenario of a client's own, if it is one; return its id.

        Raises:
            ScenarioError: If something in it is wrong.
            FullError: If there were too many of late.
        """
        self._refuse_many(client)  # before it is written and read
        key = f"u-{secrets.token_hex(16)}"
        folder = self.root / "scenarios" / key
        folder.mkdir(parents=True)
        try:
            texts = upload.scenario, upload.world, upload.happened
            for name, text in zip(FILES, texts, strict=True):
                if text is not None:
                    (folder / name).write_text(text, encoding="utf-8")
            title = load(folder).title
            with self._lock:
                self._refuse_many(client)
                self._register.add_scenario(client, key, upload.name or title)
        except BaseException as problem:
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(problem, ScenarioError):
                told = str(problem).replace(key, one_line(upload.name) or "uploaded")
                raise ScenarioError(told) from None
            raise
        return key

    def _refuse_many(self, client: str) -> None:
        since = time.time() - DAY
        for whose, most in ((client, UPLOADS), (None, UPLOADS_OF_ALL)):
            if self._register.uploads(since, whose) >= most:
                raise FullError.at(
                    "upload", f"at most {most} scenarios a day", "more",
                    "wait a day, or use the command line",
                )  # fmt: skip

    def refuse_others(self, client: str, key: str) -> None:
        """Refuse whoever did not upload a scenario.

        Raises:
            MissingError: If the client uploaded none with that id.
        """
        if not self._register.owns(client, key):
            raise MissingError.at(
                "scenario", "one that you uploaded", shown(key), "see the first page"
            )

    def remove(self, key: str) -> None:
        """Take away an uploaded scenario, with its runs."""
        # Folders first: what a crash leaves then can be removed again.
        for folder in (self.root / "scenarios" / key, self.root / key):
            shutil.rmtree(folder, ignore_errors=True)
        self._register.remove_scenario(key)
