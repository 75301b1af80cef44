"""The interface for Python and notebooks: a run that can be looked at."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

from detente.claims import session
from detente.core.errors import RunError, nearest
from detente.core.places import place

if TYPE_CHECKING:
    from detente.decide.view import Outlook
    from detente.reports.findings import Findings
    from detente.runs.execute import Progress
    from detente.worlds.schema import Scenario

__all__ = [
    "Plot",
    "Run",
    "finished",
    "open_run",
    "propose",
    "report",
    "resume",
    "run",
    "view",
]

Asked = ParamSpec("Asked")

REPORT = "report.html"
"""Name of the report in the folder of its run."""


class Plot:
    """The views of a run as Altair charts: `run.plot.series(outcome=..., show=...)`.

    Every view takes its choices as keywords, and `dir(run.plot)` lists the views.
    """

    def __init__(self, findings: "Findings") -> None:
        """Keep what is drawn."""
        self._findings = findings

    def __dir__(self) -> list[str]:
        """Return the names of the views."""
        from detente.reports.views import VIEWS

        return list(VIEWS)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return the function that draws a view.

        Raises:
            AttributeError: If there is no such view.
        """
        from detente.reports.view import drawn
        from detente.reports.views import VIEWS

        if name.startswith("_") or name not in VIEWS:
            raise AttributeError(f"no view {name!r}: {nearest(name, VIEWS)}")
        return partial(drawn, VIEWS[name], self._findings)


class Run(session.Run):
    """A finished run: verdicts, outcomes, charts, and a report to pass on."""

    @cached_property
    def findings(self) -> "Findings":
        """What reports read of this run."""
        from detente.decide import decision, overturn, view, why
        from detente.reports.findings import Findings

        files = (each.FILE for each in (why, overturn, decision, view))
        kept = {name: said for name in files if (said := self.kept(name))}
        return Findings(
            self.to_json(), self.scenario, self.outcomes, self.made_from, kept
        )

    @cached_property
    def plot(self) -> Plot:
        """The views of this run as charts."""
        return Plot(self.findings)

    def report(self, path: str | Path | None = None) -> Path:
        """Write the report: one HTML file that opens offline.

        Args:
            path: Where; by default report.html in the folder of the run.

        Returns:
            Where it was written.

        Raises:
            RunError: If it cannot be written; what stood there stands unharmed.
        """
        from detente.reports.page import write

        return write(self.findings, place(path) if path else self.folder / REPORT)

    def explain(
        self, *claims: str, lens: str | None = None, workers: int | None = None,
        progress: "Progress | None" = None,
    ) -> list[dict[str, Any]]:  # fmt: skip
        """Return why claims come out as they do, and keep it for the report.

        Args:
            claims: Ids of the claims; all of them if none is given.
            lens: Name of a lens of the run; by default its first.
            workers: Processes; one a core by default.
            progress: Told of every batch.

        Raises:
            UsageError: If there is no such claim or lens, or too few draws.
        """
        from detente.decide.why import FILE, explain

        said = explain(self, claims or list(self.scenario.claims), lens, workers,
                       progress)  # fmt: skip
        self._add(FILE, {f"{x['claim']} {x['lens']}": x for x in said})
        return said

    def overturn(
        self, claim: str, lens: str | None = None, workers: int | None = None,
        progress: "Progress | None" = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Return what would overturn a verdict, and keep it for the report.

        Args:
            claim: Id of the claim.
            lens: Name of a lens of the run; by default its first.
            workers: Processes; one a core by default.
            progress: Told of every batch.

        Raises:
            UsageError: If there is no such claim or lens, or too few draws.
            RunError: If other code made the run.
        """
        from detente.decide.overturn import FILE, overturn

        said = overturn(self, claim, lens, workers, progress)
        self._add(FILE, {f"{claim} {said['lens']}": said})
        return said

    def decide(
        self, weights: Mapping[str, float] | None = None, *, learn: bool = True
    ) -> dict[str, Any]:
        """Return which plan this run speaks for, by which interest.

        Without weights, what is worth learning is kept for the report.

        Args:
            weights: Weights of interests by key; a total is shown only with them.
            learn: Whether to value learning a parameter too.

        Raises:
            DetenteError: If the run did not measure an interest, or a weight is no
                good.
        """
        from detente.decide.decision import FILE, decide

        said = decide(self, weights, learn=learn)
        learnt = said["learning"] or {}
        if weights is None and "lenses" in learnt:  # what was refused is no finding
            self._add(FILE, {"learning": said["learning"]})
        return said

    def view(
        self, beliefs: str | Iterable[str] = (), *, file: str | Path | None = None,
        workers: int | None = None, progress: "Progress | None" = None,
    ) -> "Outlook":  # fmt: skip
        """Return what this run says under a reader's own beliefs; kept for the report.

        Args:
            beliefs: Statements such as "CHN revisionist 70%" or "belief.empathy >= 0.5
                60%"; see `detente.decide.view`.
            file: TOML file with more of them, as `believe = [...]`.
            workers: Processes of a fresh run.
            progress: Told of every batch of a fresh run.

        Raises:
            UsageError: If a statement is none, names what is not there, or a lens
                excludes it.
            RunError: If other code made the run.
        """
        from detente.decide.view import FILE, view

        found = view(self, beliefs, file=file, workers=workers, progress=progress)
        self._add(FILE, {"; ".join(found.said["believe"]): found.said})
        return found

    def _add(self, name: str, said: Mapping[str, Any]) -> None:
        """Keep what was asked beside what was asked before; a report shows it."""
        self.keep(name, (self.kept(name) or {}) | dict(said))
        self.__dict__.pop("findings", None)

    def _repr_html_(self) -> str:
        """Return the verdicts at a glance, for notebooks."""
        from detente.reports.summary import summary

        return summary(self.findings)


def _to_look_at(plain: Callable[Asked, session.Run]) -> Callable[Asked, Run]:
    """Return a function whose run can be looked at; types and words stay."""

    @wraps(plain)
    def run(*args: Asked.args, **kwargs: Asked.kwargs) -> Run:
        return Run.of(plain(*args, **kwargs))

    return run


run = _to_look_at(session.run)


def open_run(name: str | Path, root: str | Path = "runs") -> Run:
    """Return a finished run that is kept in a folder.

    Args:
        name: Folder of the run, or name of a scenario: its newest finished run.
        root: Folder under which runs of a scenario are looked for.

    Raises:
        RunError: If there is none, it has not finished, another version made it, or
            part of it is gone.
    """
    return Run.opened(name, root)


def resume(
    folder: str | Path, *, workers: int | None = None, cluster: Any = None,
    progress: "Progress | None" = None,
) -> Run:  # fmt: skip
    """Go on with a run that was stopped; a finished one is opened.

    Args:
        folder: Folder of the run, or its address.
        workers: Processes; one a core by default.
        cluster: Address of a Dask scheduler, as `run` takes it.
        progress: Called with stage, done, total and seconds left.

    Raises:
        RunError: If it is not the folder of a run, or other code, libraries or
            strategies began it.
    """
    from detente.claims.changes import Applied
    from detente.runs.opening import manifest
    from detente.runs.store import Store, inputs_hash
    from detente.worlds.schema import Scenario

    where = place(folder)
    said = manifest(where)
    if said["status"] == "finished":
        return open_run(where)
    made = said["inputs"]
    try:
        scenario = Scenario.model_validate_json(
            Store(where, made).bytes_of("scenario.json")
        )
    except ValueError as problem:
        raise RunError.at(
            str(where), "scenario.json", "one that is not a scenario",
            "run the scenario again",
        ) from problem  # fmt: skip
    again: dict[str, Any] = {
        "lenses": made["lenses"], "draws": made["draws"], "seed": made["seed"],
        "replicates": made["replicates"], "out": _root(folder),
        "changes": Applied(made.get("changes", ())),
    }  # fmt: skip
    asked = session.ask(scenario, **again)
    if {inputs_hash(made), asked.store.folder.name} != {where.resolve().name}:
        raise RunError.at(
            str(where),
            "a run begun by this version of the code, of libraries and of strategies",
            "one of another", f"run it again: detente run {scenario.slug}",
        )  # fmt: skip
    return run(scenario, **again, workers=workers, cluster=cluster, progress=progress)


def _root(folder: str | Path) -> str | Path:
    """Return where runs are kept, said as it was: file:// is a folder all can see."""
    if "://" in str(folder):
        return str(folder).rstrip("/").rsplit("/", 2)[0]
    return Path(folder).resolve().parent.parent


def finished(
    name: str | Path, root: str | Path = "runs", *, again: bool = False, **made: Any
) -> Run:
    """Return a finished run of a scenario, made now if there is none.

    Args:
        name: Folder of a run, or a scenario by name or path.
        root: Folder under which runs are kept.
        again: Whether to ask for a run with just these options, whatever stands there.
        made: Options of `run` for a run that must be made.

    Raises:
        DetenteError: If the run cannot be read, or cannot be made.
    """
    from detente.worlds.load import fingerprint, load

    if (place(name) / "manifest.json").exists():
        return open_run(name, root)
    scenario = load(name)
    if not again:
        with suppress(RunError):
            found = open_run(scenario.slug, root)
            if found.made_from["fingerprint"] == fingerprint(scenario):
                return found
    return run(scenario, out=root, **made)


def propose(
    scenario: "str | Path | Scenario", count: int = 200, seed: int = 1,
    lenses: Sequence[str] | None = None, workers: int | None = None,
    progress: "Progress | None" = None,
) -> dict[str, Any]:  # fmt: skip
    """Search for better plans out of the moves that a scenario allows.

    Args:
        scenario: Name in the catalogue, folder, or scenario.
        count: How many plans to try.
        seed: Seed of the search.
        lenses: Names of lenses; those of a run if none are given.
        workers: Processes; one a core by default.
        progress: Called with stage, done, total and seconds left.

    Raises:
        DetenteError: If no moves are allowed, or a lens or library is not there.
    """
    from detente.decide.proposals import propose as search
    from detente.worlds.load import load
    from detente.worlds.schema import Scenario

    loaded = scenario if isinstance(scenario, Scenario) else load(scenario)
    chosen = tuple(dict.fromkeys(lenses or session.LENSES))
    return search(loaded, chosen, count, seed, workers, progress or session.silent)


def report(what: "session.Run | str | Path", path: str | Path | None = None) -> Path:
    """Write the report of a run: one HTML file that opens offline.

    Args:
        what: A run, its folder, or the name of a scenario: its newest finished run.
        path: Where; by default report.html in the folder of the run.

    Returns:
        Where it was written.

    Raises:
        RunError: If the run cannot be read or the report cannot be written.
    """
    found = Run.of(what) if isinstance(what, session.Run) else open_run(what)
    return found.report(path)


def view(what: "session.Run", beliefs: str | Iterable[str] = (), **asked: Any) -> Any:
    """Return what a run says under a reader's own beliefs: see `Run.view`."""
    return Run.of(what).view(beliefs, **asked)
