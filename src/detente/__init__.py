"""detente: a workbench that turns a strategic argument into claims that can be tested.

    import detente as dt

    scenario = dt.load("nato-east-asia")
    run = dt.run(scenario, draws=128, replicates=2, seed=1)
    run.verdicts()
    run.outcomes
    run.plot.series(outcome="arms china")
    dt.report(run, "report.html")

Names are loaded when first used, so that importing detente costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.core.errors import DetenteError
    from detente.interfaces.api import (
        Run,
        open_run,
        propose,
        report,
        resume,
        run,
        view,
    )
    from detente.worlds.load import catalogue, load
    from detente.worlds.schema import Scenario

__all__ = [
    "DetenteError",
    "Run",
    "Scenario",
    "catalogue",
    "load",
    "open_run",
    "propose",
    "report",
    "resume",
    "run",
    "view",
]
__version__ = "0.1.0"

_HOMES = {
    "DetenteError": "detente.core.errors",
    "Run": "detente.interfaces.api",
    "Scenario": "detente.worlds.schema",
    "catalogue": "detente.worlds.load",
    "load": "detente.worlds.load",
    "open_run": "detente.interfaces.api",
    "propose": "detente.interfaces.api",
    "report": "detente.interfaces.api",
    "resume": "detente.interfaces.api",
    "run": "detente.interfaces.api",
    "view": "detente.interfaces.api",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
