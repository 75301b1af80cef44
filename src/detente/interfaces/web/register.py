"""The register: who asked for which run, kept in SQLite beside the stores.

The register knows ids, states and folders; numbers are in the stores alone. It
survives a server that is killed: what was at work then is marked interrupted.
"""

import fcntl
import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.core.errors import RunError

__all__ = ["ACTIVE", "Register"]

FILE, LOCK = "register.sqlite", "register.lock"
ACTIVE = ("waiting", "running")
TABLES = """
create table if not exists runs (
    id text primary key, client text not null, asked text not null,
    status text not null,
    reason text not null default '', results text not null default '[]',
    made real not null, changed real not null
);
create table if not exists scenarios (
    id text primary key, client text not null, name text not null, made real not null,
    removed integer not null default 0
);
create index if not exists runs_made on runs (made);
"""


class Register:
    """The register of one folder of runs.

    Args:
        root: The folder; made if it is not there.

    Raises:
        RunError: If it cannot be written, what stands there is no register, or
            another server uses it.
    """

    def __init__(self, root: Path) -> None:
        """Open it, and mark what was at work when it was last left."""
        self._lock, self._reading = threading.Lock(), threading.Lock()
        try:
            root.mkdir(parents=True, exist_ok=True)
            self._alone = (root / LOCK).open("w")
            fcntl.flock(self._alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._alone.close()
            raise RunError.at(
                str(root), "a folder that no other server uses", "one in use",
                "stop that server, or choose another folder with --runs",
            ) from None  # fmt: skip
        except OSError as problem:
            raise _unusable(root, problem) from None
        try:
            self._db = _opened(root)
            self._db.execute("pragma journal_mode = wal")
            self._db.executescript(TABLES)
            known = self._db.execute("pragma table_info(scenarios)").fetchall()
            if "removed" not in {row["name"] for row in known}:  # an older register
                self._db.execute(
                    "alter table scenarios "
                    "add column removed integer not null default 0"
                )
            self._db.execute(
                "update runs set status = 'interrupted', changed = ? "
                "where status in ('waiting', 'running')", (time.time(),),
            )  # fmt: skip
            self._reader = _opened(root)  # it does not wait for what is written
        except (OSError, sqlite3.Error) as problem:
            self._alone.close()
            raise _unusable(root, problem) from None

    def _do(self, text: str, *values: Any) -> None:
        with self._lock:
            self._db.execute(text, values)

    def _rows(self, text: str, *values: Any) -> list[sqlite3.Row]:
        with self._reading:
            return self._reader.execute(text, values).fetchall()

    def add(
        self, client: str, asked: Mapping[str, Any], status: str = "waiting"
    ) -> str:
        """Enter a run, and return its id: 128 random bits."""
        name, now = secrets.token_urlsafe(16), time.time()
        self._do(
            "insert into runs (id, client, asked, status, made, changed) "
            "values (?, ?, ?, ?, ?, ?)",
            name, client, json.dumps(asked), status, now, now,
        )  # fmt: skip
        return name

    def get(self, name: str) -> dict[str, Any] | None:
        """Return what is known of a run, or None."""
        rows = self._rows("select * from runs where id = ?", name)
        return _told(rows[0]) if rows else None

    def mark(self, name: str, status: str, reason: str = "") -> None:
        """Set the status of a run."""
        self._do(
            "update runs set status = ?, reason = ?, changed = ? where id = ?",
            status, reason, time.time(), name,
        )  # fmt: skip

    def result(self, name: str, result: Mapping[str, Any]) -> None:
        """Add a finished stage: draws, replicates, lenses and folder."""
        known = self.get(name)
        if known is None:
            return
        others = [x for x in known["results"] if x["folder"] != result["folder"]]
        self._do(
            "update runs set results = ?, changed = ? where id = ?",
            json.dumps([*others, dict(result)]), time.time(), name,
        )  # fmt: skip

    def recent(self, client: str, count: int = 20) -> list[dict[str, Any]]:
        """Return the newest runs of a client."""
        rows = self._rows(
            "select * from runs where client = ? order by made desc limit ?",
            client,
            count,
        )
        return [_told(row) for row in rows]

    def at_work(self, client: str, asked: Mapping[str, Any]) -> list[str]:
        """Return the runs of a client's that wait or are at work on the same."""
        rows = self._rows(
            "select * from runs where client = ? and status in ('waiting', 'running')",
            client,
        )
        return [x["id"] for x in map(_told, rows) if x["asked"] == asked]

    def add_scenario(self, client: str, key: str, name: str) -> None:
        """Enter an uploaded scenario."""
        self._do(
            "insert into scenarios (id, client, name, made) values (?, ?, ?, ?)",
            key, client, name, time.time(),
        )  # fmt: skip

    def uploads(self, since: float, client: str | None = None) -> int:
        """Return how many scenarios a client, or all of them, uploaded since a time.

        Those that were removed count.
        """
        rows = self._rows(
            "select count(*) from scenarios "
            "where made > ? and client = ifnull(?, client)",
            since, client,
        )  # fmt: skip
        return rows[0][0]

    def scenario(self, key: str) -> str | None:
        """Return the name of an uploaded scenario, or None."""
        rows = self._rows(
            "select name from scenarios where id = ? and not removed", key
        )
        return rows[0]["name"] if rows else None

    def scenarios(self, client: str, count: int = 20) -> list[tuple[str, str]]:
        """Return ids and names of what a client uploaded last."""
        rows = self._rows(
            "select id, name from scenarios where client = ? and not removed "
            "order by made desc limit ?", client, count,
        )  # fmt: skip
        return [(row["id"], row["name"]) for row in rows]

    def owns(self, client: str, key: str) -> bool:
        """Return whether a scenario that is here was uploaded by a client."""
        return bool(self._rows(
            "select id from scenarios where id = ? and client = ? and not removed",
            key, client,
        ))  # fmt: skip

    def remove_scenario(self, key: str) -> None:
        """Take out an uploaded scenario with its runs: both or neither.

        Of the scenario stays that it was uploaded, and when.
        """
        with self._lock, self._db:
            self._db.execute("begin immediate")
            self._db.execute(
                "update scenarios set removed = 1, name = '' where id = ?", (key,)
            )
            self._db.execute(
                "delete from runs where json_extract(asked, '$.scenario') = ?", (key,)
            )

    def close(self) -> None:
        """Close it."""
        with self._lock, self._reading:
            self._reader.close()
            self._db.close()
            self._alone.close()


def _opened(root: Path) -> sqlite3.Connection:
    made = sqlite3.connect(root / FILE, check_same_thread=False, isolation_level=None)
    made.row_factory = sqlite3.Row
    return made


def _unusable(root: Path, problem: Exception) -> RunError:
    return RunError.at(
        str(root / FILE), "a register of runs that can be written", str(problem),
        "choose another folder with --runs, or move that file away",
    )  # fmt: skip


def _told(row: sqlite3.Row) -> dict[str, Any]:
    return dict(row) | {
        "asked": json.loads(row["asked"]),
        "results": json.loads(row["results"]),
    }
