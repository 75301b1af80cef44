"""Pages for people: scenarios, one scenario to explore, and what they are made of."""

import json
import re
import secrets
from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import urlencode

import jinja2
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from detente.claims.usual import LARGEST_SEED
from detente.interfaces.web.asked import Asked
from detente.interfaces.web.bodies import FOR_EVER, Packed, answered, packed
from detente.interfaces.web.kept import Kept
from detente.interfaces.web.levers import levers, people
from detente.interfaces.web.picture import picture
from detente.interfaces.web.scenarios import MissingError
from detente.interfaces.web.service import Service

__all__ = ["about", "add", "client"]

ASSETS = {
    "report.css": ("detente.reports", "text/css"),
    "figure.js": ("detente.reports", "text/javascript"),
    "page.css": ("detente.interfaces.web", "text/css"),
    "page.js": ("detente.interfaces.web", "text/javascript"),
}
VEGA = "vega.js"
MOST = 64
"""Pages and pictures kept at hand."""

HTML = "text/html; charset=utf-8"

COOKIE, YEAR = "detente_client", 365 * 86_400
OURS = re.compile(r"[A-Za-z0-9_-]{22}")
"""Cookies that say whose browser it is: 128 random bits, no address of a network."""


@lru_cache(8)
def asset(name: str) -> Packed:
    """Return an asset."""
    if name == VEGA:
        from detente.reports.bundle import bundle

        return packed(bundle().encode(), "text/javascript")
    package, kind = ASSETS[name]
    return packed((resources.files(package) / "assets" / name).read_bytes(), kind)


def address(name: str) -> str:
    """Return the address of an asset, which changes with its content."""
    return f"/assets/{name}?v={asset(name).tag[3:15]}"


@lru_cache(4)
def _template(name: str) -> jinja2.Template:
    env = jinja2.Environment(
        loader=jinja2.PackageLoader("detente.interfaces.web", "assets"),
        autoescape=True, undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    env.globals["address"] = address
    return env.get_template(name)


def _script_json(data: Any) -> str:
    """Return JSON that can stand inside a script element."""
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")


def client(request: Request) -> str:
    """Return whose request it is: by a browser's cookie, else the address it is from.

    Scripts that keep no cookies are known by their address.
    """
    return _cookie(request) or (request.client.host if request.client else "?")


def _cookie(request: Request) -> str:
    given = request.cookies.get(COOKIE, "")
    return given if OURS.fullmatch(given) else ""


def _remembered(answer: Response, request: Request) -> Response:
    """Return an answer that gives a browser a cookie, if it has none."""
    if not _cookie(request):
        # Strict cookies are not sent along with a link from elsewhere: whoever came by
        # one would get another name. What changes something needs our origin anyhow.
        answer.set_cookie(
            COOKIE, secrets.token_urlsafe(16), YEAR, httponly=True, samesite="lax"
        )  # fmt: skip
    return answer


def _page(service: Service, key: str, run: str) -> Packed:
    """Return the page of a scenario, whose run as it stands has an id."""
    found = service.scenarios.get(key)
    told = about(found, key) | {
        "base": run, "usual": Asked(scenario=key).model_dump(),
        "sketch": _sketch(service, key),
    }  # fmt: skip
    made = _template("scenario.html.j2").render(
        scenario=found, key=key, about=_script_json(told), people=people(found),
        levers=levers(found), largest_seed=LARGEST_SEED,
    )  # fmt: skip
    return packed(made.encode(), HTML)


def add(app: FastAPI, service: Service) -> None:
    """Add the pages to a server."""
    _front(app, service)
    _explore(app, service)
    _files(app, service)


def _front(app: FastAPI, service: Service) -> None:
    """Add the first page."""
    fronts: Kept[str, Packed] = Kept(MOST)

    @app.get("/", include_in_schema=False)
    async def front(request: Request) -> Response:
        visitor = _cookie(request)  # who has none yet made nothing
        known = service.register.recent(visitor) if visitor else []
        own = service.register.scenarios(visitor) if visitor else []
        key = json.dumps([own, [(each["id"], each["status"]) for each in known]])
        made = fronts.get(key)
        if made is not None:
            return _remembered(answered(request, made), request)
        cards = [
            {"id": s.slug, "title": s.title, "question": s.question, "source": s.source,
             "plans": len(s.plans), "claims": len(s.claims),
             "actors": len(s.world.actors)}
            for s in service.scenarios.listed()
        ]  # fmt: skip
        recent = [
            {
                "id": x["id"],
                "asked": x["asked"],
                "status": x["status"],
                "link": _link(x),
            }
            for x in known
        ]
        text = _template("front.html.j2").render(cards=cards, recent=recent, own=own)
        made = fronts.keep(key, packed(text.encode(), HTML))
        return _remembered(answered(request, made), request)


def _explore(app: FastAPI, service: Service) -> None:
    """Add the page of a scenario."""
    rendered: Kept[tuple[str, str], Packed] = Kept(MOST)

    @app.get("/s/{scenario}", include_in_schema=False)
    async def page(request: Request, scenario: str) -> Response:
        service.scenarios.place(scenario)  # it may be gone
        run = service.housed(scenario)
        made = rendered.get((scenario, run))
        if made is None:  # a scenario is read, a run looked for
            run = await run_in_threadpool(service.house, Asked(scenario=scenario))
            made = await run_in_threadpool(_page, service, scenario, run)
            rendered.keep((scenario, run), made)
        return _remembered(answered(request, made), request)


def _files(app: FastAPI, service: Service) -> None:
    """Add what pages are made of."""
    pictures: Kept[str, Packed] = Kept(MOST)

    @app.get("/s/{scenario}/picture.svg", include_in_schema=False)
    async def drawn(request: Request, scenario: str) -> Response:
        service.scenarios.place(scenario)
        made = pictures.get(scenario)
        if made is None:
            made = await run_in_threadpool(_picture, service, scenario)
            pictures.keep(scenario, made)
        return answered(request, made, "private, max-age=3600")

    @app.get("/assets/{name}", include_in_schema=False)
    async def file(request: Request, name: str) -> Response:
        if name not in ASSETS and name != VEGA:
            raise MissingError.at("asset", "a file of the page", name, "open /")
        return answered(request, await run_in_threadpool(asset, name), FOR_EVER)


def _picture(service: Service, key: str) -> Packed:
    return packed(picture(service.scenarios.get(key)).encode(), "image/svg+xml")


def _link(known: dict[str, Any]) -> str:
    """Return the address of the page that shows a run."""
    asked = known["asked"]
    pairs = [("set", each) for each in asked["changes"]]
    pairs += [("lens", each) for each in asked["lenses"]]
    pairs += [(key, str(asked[key])) for key in ("draws", "replicates", "seed")]
    return f"/s/{asked['scenario']}?{urlencode(pairs)}"


def _sketch(service: Service, key: str) -> Any:
    """Return the few-draw shares that come with a scenario, or None."""
    file = service.scenarios.files(key)[0].with_name("expected.json")
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None


def about(scenario: Any, key: str) -> dict[str, Any]:
    """Return what the page's script needs of a scenario."""
    world = scenario.world
    return {
        "id": key, "title": scenario.title, "question": scenario.question,
        "baseline": scenario.baseline, "years": [world.start, scenario.horizon],
        "actors": {code: each.name for code, each in world.actors.items()},
        "alliances": {k: each.name for k, each in world.alliances.items()},
        "plans": {
            name: {"title": plan.title, "summary": plan.summary or "",
                   "moves": [m.model_dump(exclude_none=True) for m in plan.moves]}
            for name, plan in scenario.plans.items()
        },
        "ties": {
            "-".join(sorted(tie.between)): tie.level for tie in world.ties
            if all(code in world.actors for code in tie.between)
        },
        "claims": {
            name: {"title": claim.title, "text": claim.text, "by": claim.by,
                   "reading": claim.reading, "modality": claim.modality,
                   "plan": claim.plan}
            for name, claim in scenario.claims.items()
        },
    }  # fmt: skip
