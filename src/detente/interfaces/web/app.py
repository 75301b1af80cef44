"""The server: pages for people, a JSON API for scripts, one service behind both."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from detente.core.errors import DetenteError, complaint, one_line
from detente.interfaces.web import pages, routes
from detente.interfaces.web.answers import Refused
from detente.interfaces.web.asked import Asked
from detente.interfaces.web.guard import Guard
from detente.interfaces.web.pool import BrokenError, FullError, Limits
from detente.interfaces.web.scenarios import MissingError
from detente.interfaces.web.service import Service

__all__ = ["LOCAL", "create"]

LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""Names of this machine."""

FULL, BROKEN, NO_JSON, NO_METHOD = 429, 503, 400, 405

REFUSALS = {
    NO_JSON: "The body is no JSON", 401: "A token is asked for",
    403: "Another server's page asks", 404: "It is not there, or not yet",
    413: "The body is too large", 421: "The server has another name",
    422: "Something is wrong with what is asked", FULL: "There is too much of it",
    BROKEN: "The server cannot do it now",
}  # fmt: skip

ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"description": f"{what}, in one line", "model": Refused}
    for code, what in REFUSALS.items()
}


def create(
    root: Path, limits: Limits | None = None, hosts: frozenset[str] = LOCAL,
    token: str = "", *, warm: bool = True,
) -> FastAPI:  # fmt: skip
    """Return the server.

    Args:
        root: Folder of runs.
        limits: What runs may take.
        hosts: Names under which it may be asked.
        token: What a client must show, or "".
        warm: Whether to run the scenarios of the catalogue as they stand, so that their
            pages have something to show.
    """
    service = Service(root, limits or Limits())

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        if warm:
            for scenario in service.scenarios.listed():
                service.house(Asked(scenario=scenario.slug), looked_at=False)
        yield
        service.close()

    app = FastAPI(
        title="detente", version="1", lifespan=life, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json", responses=ERRORS,
        description="The same runs, numbers and messages as the command line.",
    )  # fmt: skip
    app.state.service = service
    app.add_middleware(Guard, hosts=hosts, token=token)
    _errors(app)
    pages.add(app, service)
    routes.add(app, service)
    return app


def _errors(app: FastAPI) -> None:
    """Answer what is refused in one line."""

    @app.exception_handler(DetenteError)
    async def refused(_: Request, problem: DetenteError) -> JSONResponse:
        status = 404 if isinstance(problem, MissingError) else 422
        if isinstance(problem, FullError):
            status = FULL
        elif isinstance(problem, BrokenError):
            status = BROKEN
        return JSONResponse({"error": str(problem)}, status)

    @app.exception_handler(sqlite3.Error)
    async def unwritten(_: Request, problem: sqlite3.Error) -> JSONResponse:
        text = complaint(
            "server", "a register of runs in order", one_line(str(problem)),
            "make room on its disk, and try again",
        )  # fmt: skip
        return JSONResponse({"error": text}, BROKEN)

    @app.exception_handler(RequestValidationError)
    async def wrong(_: Request, problem: RequestValidationError) -> JSONResponse:
        first = problem.errors()[0]
        where = ".".join(
            str(x) for x in first["loc"] if x not in ("body", "query", "path")
        )
        text = complaint(
            where or "body",
            "what the API says",
            one_line(str(first["msg"])),
            "see /api/openapi.json",
        )
        return JSONResponse({"error": text}, 422)

    @app.exception_handler(HTTPException)
    async def other(request: Request, problem: HTTPException) -> Response:
        said = {
            NO_JSON: ("body", "JSON in UTF-8", "something else", "see the API"),
            NO_METHOD: (request.method, "another method", "this", "see the API"),
        }.get(problem.status_code)
        text = complaint(
            *(said or ("address", "one of this server", str(problem.detail), "see /"))
        )
        return JSONResponse(
            {"error": text}, problem.status_code, headers=problem.headers
        )
