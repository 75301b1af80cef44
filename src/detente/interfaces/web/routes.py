"""The JSON API: what scripts ask, and what the pages ask too."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Body, FastAPI, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from detente.interfaces.web.answers import About, Card, Made, Said, State, View
from detente.interfaces.web.asked import MOST_DRAWS, Asked, Upload
from detente.interfaces.web.bodies import Packed, answered
from detente.interfaces.web.downloads import KINDS, made
from detente.interfaces.web.levers import levers
from detente.interfaces.web.pages import about, client
from detente.interfaces.web.register import ACTIVE
from detente.interfaces.web.service import Service
from detente.interfaces.web.unpack import unpacked

__all__ = ["add"]

POLL = 0.2
"""Seconds between two looks at a run whose events are followed."""

QUIET = 15.0
"""Seconds after which a silent stream says that it lives."""

FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {media.partition(";")[0]: {} for _, media in KINDS.values()}}
}
EVENTS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {}}}}

Draws = Annotated[
    int | None,
    Query(ge=1, le=MOST_DRAWS, description="of the result with so many draws"),
]

Page = Annotated[
    str,
    Query(
        max_length=40,
        description="name of a page, of its own making, whose runs are stopped some "
        "time after it is gone",
    ),
]


def add(app: FastAPI, service: Service) -> None:
    """Add the API to a server."""
    _scenarios(app, service)
    _runs(app, service)
    _results(app, service)


def _scenarios(app: FastAPI, service: Service) -> None:
    @app.get("/api/scenarios", tags=["scenarios"])
    def scenarios() -> list[Card]:
        """List the scenarios of the catalogue."""
        return [
            Card(id=s.slug, title=s.title, question=s.question)
            for s in service.scenarios.listed()
        ]

    @app.get("/api/scenarios/{scenario}", tags=["scenarios"], response_model=About)
    def scenario(scenario: str) -> dict[str, Any]:
        """Tell what a scenario holds, and what can be set in it."""
        found = service.scenarios.get(scenario)
        return about(found, scenario) | {"levers": levers(found)}

    @app.post("/api/scenarios", tags=["scenarios"], status_code=201)
    def upload(request: Request, given: Upload) -> Made:
        """Keep a scenario of your own, given as the text of its files."""
        return Made(id=service.scenarios.add(client(request), given))

    @app.post("/api/scenarios/zip", tags=["scenarios"], status_code=201)
    def upload_zip(
        request: Request, content: Annotated[bytes, Body(media_type="application/zip")]
    ) -> Made:
        """Keep a scenario of your own: a zip of scenario.toml, world.toml, and more."""
        return Made(id=service.scenarios.add(client(request), unpacked(content)))

    @app.delete("/api/scenarios/{scenario}", tags=["scenarios"])
    def remove(request: Request, scenario: str) -> Made:
        """Take away a scenario that you uploaded, with its runs."""
        service.remove(client(request), scenario)
        return Made(id=scenario)


def _runs(app: FastAPI, service: Service) -> None:
    @app.post("/api/runs", tags=["runs"], response_model=State, status_code=201)
    def start(request: Request, asked: Asked, page: Page = "") -> JSONResponse:
        """Start a run, or find it where it stands or is at work."""
        run = service.start(client(request), asked, page)
        return JSONResponse(service.state(run), 201)

    @app.get("/api/runs", tags=["runs"], response_model=list[State])
    def recent(request: Request) -> JSONResponse:
        """List the newest runs of this client."""
        known = service.register.recent(client(request))
        return JSONResponse([service.state(each["id"]) for each in known])

    @app.get("/api/runs/{run}", tags=["runs"], response_model=State)
    async def state(run: str, page: Page = "") -> JSONResponse:
        """Tell how a run stands."""
        service.held.see(page)
        return JSONResponse(service.state(run))

    @app.delete("/api/runs/{run}", tags=["runs"], response_model=State)
    def cancel(run: str, page: Page = "") -> JSONResponse:
        """Stop a run: its process stops at the next batch, or is killed.

        A page that gives its name only leaves it: it goes on if another follows it.
        """
        service.stop(run, page)
        return JSONResponse(service.state(run))

    @app.post("/api/runs/{run}/resume", tags=["runs"], response_model=State)
    def resume(run: str) -> JSONResponse:
        """Go on with a run that did not finish, from the batches it kept."""
        service.resume(run)
        return JSONResponse(service.state(run))


def _results(app: FastAPI, service: Service) -> None:
    @app.get("/api/runs/{run}/verdicts", tags=["runs"], response_model=Said)
    async def verdicts(request: Request, run: str, draws: Draws = None) -> Response:
        """Return the verdicts, by default those of most draws so far."""
        return answered(request, await _said(service, run, draws))

    @app.get("/api/runs/{run}/views/{view}", tags=["runs"], response_model=View)
    async def view(
        request: Request, run: str, view: str, draws: Draws = None
    ) -> Response:
        """Return a view: a Vega-Lite chart, its rows by choice, and how to read it."""
        return answered(request, await _said(service, run, draws, view))

    @app.get("/api/runs/{run}/download/{kind}", tags=["runs"], responses=FILES)
    def download(run: str, kind: str, draws: Draws = None) -> Response:
        """Return a file: csv, json, zarr (zip), netcdf, report or scenario (zip)."""
        folder = service.results.whole(run, draws)
        said = service.results.said(run, draws)
        content = made(
            kind,
            folder,
            service.scenarios.files(service.run(run)["asked"]["scenario"]),
            said["command"],
        )
        name, media = KINDS[kind]
        kept = f'attachment; filename="{said["scenario"]}-{name}"'
        return Response(
            content, media_type=media, headers={"content-disposition": kept}
        )

    @app.get("/api/runs/{run}/events", tags=["runs"], responses=EVENTS)
    async def events(run: str, page: Page = "") -> Followed:
        """Follow a run: its state as server-sent events, until it ends."""
        service.run(run)
        return Followed(service, run, page or secrets.token_urlsafe(16))


class Followed(StreamingResponse):
    """The states of a run, which is held while they are sent."""

    def __init__(self, service: Service, run: str, page: str) -> None:
        """Keep who follows what."""
        super().__init__(_states(service, run), media_type="text/event-stream")
        self._hold = service.held.followed(run, page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them until the run ends or nobody listens."""
        with self._hold:
            await super().__call__(scope, receive, send)


async def _said(
    service: Service, run: str, draws: int | None, view: str = ""
) -> Packed:
    made = service.results.at_hand(run, draws, view)
    return made or await run_in_threadpool(service.results.answer, run, draws, view)


async def _states(service: Service, run: str) -> AsyncIterator[str]:
    """Yield the state of a run whenever it changes."""
    last, quiet = "", 0.0
    while True:
        state = service.state(run)
        text = json.dumps(state)
        if text != last:
            last, quiet = text, 0.0
            yield f"data: {text}\n\n"
        elif quiet > QUIET:
            quiet = 0.0
            yield ": still here\n\n"
        if state["status"] not in ACTIVE:
            return
        await asyncio.sleep(POLL)
        quiet += POLL
