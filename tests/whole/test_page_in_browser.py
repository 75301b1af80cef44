"""The page in a real browser: slide, share, cancel, by keyboard, on a phone.

Needs Chromium, as the tests of the report do.
"""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from tests.whole.test_report_in_browser import browser  # noqa: F401 - a fixture

from detente.interfaces.web import held

TIMEOUT = 90_000


@contextmanager
def _served(tiny: Path, folder: Path, workers: int) -> Iterator[str]:
    """Serve the small scenario, and return the address of its page."""
    import uvicorn

    from detente.interfaces.web.app import create
    from detente.interfaces.web.asked import Upload
    from detente.interfaces.web.pool import Limits

    app = create(folder, Limits(workers=workers), warm=False)
    files = {
        name: (tiny / f"{name}.toml").read_text() for name in ("scenario", "world")
    }
    key = app.state.service.scenarios.add("127.0.0.1", Upload(**files, name="tiny"))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/s/{key}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def address(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the small scenario's page on a server with a process."""
    with _served(tiny, tmp_path_factory.mktemp("runs"), workers=1) as found:
        yield found


@pytest.fixture(scope="module")
def idle(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of such a page on a server whose runs wait for ever."""
    with _served(tiny, tmp_path_factory.mktemp("idle"), workers=0) as found:
        yield found


class Open:
    """A page, and what its browser complained of."""

    def __init__(self, browser: Any, url: str, **options: Any) -> None:  # noqa: F811
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(TIMEOUT)
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda r: self.hosts.add(re.split("[/:?]+", r.url)[1]))
        self.page.goto(url)

    def whole(self, changed: bool) -> None:
        """Wait until a whole result is shown."""
        there = ".chips button" if changed else "html"
        self.page.locator(there).first.wait_for(state="attached")
        self.page.locator("html[data-whole=yes][data-busy=no]").wait_for(
            state="attached"
        )

    def numbers(self) -> list[str]:
        """Return every share and effect that is shown."""
        bars = self.page.locator("#cards .bar:not(.before)")
        return bars.evaluate_all("all => all.map(bar => bar.ariaLabel)")


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Any]:  # noqa: F811
    """Return a function that opens the page, or another of its server."""
    contexts = []

    def call(url: str = "", **options: Any) -> Open:
        found = Open(browser, url or address, **options)
        contexts.append(found.context)
        return found

    yield call
    for context in contexts:
        context.close()


def test_sliding_answers_whether_verdicts_change_and_a_link_gives_the_same(
    opened: Any,
) -> None:
    first = opened()
    first.whole(changed=False)
    assert "as it stands" in first.page.locator("#headline").inner_text()
    before = first.numbers()
    slider = first.page.locator(".lever input").first
    slider.focus()
    first.page.keyboard.press(
        "End"
    )  # by keyboard: leaders see fully that they are feared
    assert "RIVAL.empathy=1" in first.page.url.replace("%3D", "=")
    first.page.get_by_label("whose").first.select_option("")  # everybody's
    first.page.locator("html[data-busy=yes]").wait_for(state="attached")
    first.whole(changed=True)
    said = first.page.locator("#headline").inner_text()
    assert re.match(r"(Yes|No): ", said), said
    after = first.numbers()
    assert sorted(after) != sorted(before)
    assert "belief.empathy=0.99" in first.page.url.replace("%3D", "=")
    assert "--set" in first.page.locator("#command").inner_text()
    first.page.locator("figure .chart svg").wait_for()
    first.page.locator("figure summary").click()
    assert first.page.locator("figure tbody tr").count() > 1
    _pick_a_tie(first.page)
    assert first.complaints == []
    assert first.hosts == {"127.0.0.1"}

    second = opened(first.page.url)
    second.whole(changed=True)
    assert second.numbers() == after
    second.page.locator("#clear").click()
    second.page.locator("#set:empty").wait_for(state="attached")


def _pick_a_tie(page: Any) -> None:
    """Take a tie up and down again by clicking two states of the network."""
    page.locator("#view").select_option("network")
    page.locator("html[data-drawn=network]").wait_for(state="attached")
    chips = page.locator(".chips li")
    for k in range(2):
        page.locator("#figure .mark-symbol.role-mark path").nth(k).click()
    said = page.locator("#picked-says").inner_text()
    assert said.endswith("at the start of every plan:")
    level = int(page.locator("#picked-level").inner_text()[0])
    step, back = ("down", "up") if level == 4 else ("up", "down")
    page.locator(f"#picked-{step}").click()
    assert chips.count() == 2
    page.locator(f"#picked-{back}").click()
    assert chips.count() == 1


def _at_work(page: Any, count: int) -> list[str]:
    """Wait until so many runs of the browser wait or are at work, and return them."""
    active = """async () => (await (await fetch("/api/runs")).json())
        .filter((run) => ["running", "waiting"].includes(run.status))
        .map((run) => run.id).sort()"""
    end = time.monotonic() + TIMEOUT / 1000
    while len(found := page.evaluate(active)) != count:
        assert time.monotonic() < end, found
        time.sleep(0.05)
    return found


def _reload_and_cancel_both(page: Any, patch: pytest.MonkeyPatch) -> None:
    """Reload amid a run and what it is compared with, which stay; cancel: both stop.

    What it is compared with does once the page that was there before counts as gone.
    """
    both = _at_work(page, 2)
    page.reload()
    page.locator("html[data-busy=yes]").wait_for(state="attached")
    assert _at_work(page, 2) == both
    with patch.context() as soon:
        soon.setattr(held, "PATIENCE", 0.5)
        page.locator("#cancel").click()
        page.locator("#headline", has_text="Cancelled").wait_for()
        assert _at_work(page, 0) == []


def _leave_for_good(found: Any, patch: pytest.MonkeyPatch) -> None:
    """Close a page amid a run and what it is compared with: both stop."""
    _at_work(found.page, 2)
    other = found.context.new_page()
    other.goto(found.page.url.split("/s/")[0])
    patch.setattr(held, "PATIENCE", 0.5)
    found.page.close()
    _at_work(other, 0)
    assert {x["status"] for x in other.evaluate(
        "async () => await (await fetch('/api/runs')).json()"
    )} == {"cancelled"}  # fmt: skip


def test_a_move_and_a_tie_can_be_changed_and_a_run_cancelled(
    opened: Any, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Another seed, so that what it is compared with must be run as well.
    found = opened(f"{address}?draws=512&seed=77")
    page = found.page
    page.locator("#headline").wait_for()
    page.get_by_text("Ties at the start, up or down").click()
    page.locator("#up").click()
    page.get_by_text("Moves: who does what").click()
    page.locator("#moves input").first.uncheck()
    assert page.locator(".chips li").count() == 2
    page.locator("#moves input").first.check()
    when = page.locator("#moves .when").first
    later = str(int(when.input_value()) + 1)
    when.fill(later)
    when.blur()  # taken out, and put in again a year later
    assert [
        f"year+=+{later}" in page.url.replace("%3D", "="),
        ".drop=1" in page.url.replace("%3D", "="),
    ] == [True, True]
    _reload_and_cancel_both(page, monkeypatch)
    page.reload()
    page.get_by_text("Moves: who does what").click()
    assert page.locator("#moves li.added .when").input_value() == later
    assert page.locator("#moves li.off").count() == 0
    assert ".tie=" in page.url.replace("%3D", "=")
    _leave_for_good(found, monkeypatch)


def _end(page: Any, run: str) -> None:
    page.evaluate("run => fetch(`/api/runs/${run}`, { method: 'DELETE' })", run)


def test_what_tabs_compare_with_outlives_one_and_is_asked_for_again(
    opened: Any, idle: str
) -> None:
    first = opened(f"{idle}?set=belief.words%3D0.1")
    _at_work(first.page, 2)
    page = first.context.new_page()
    page.goto(f"{idle}?set=belief.words%3D0.2")
    _at_work(page, 3)
    page.locator("html[data-busy=yes]").wait_for(state="attached")
    basis = page.evaluate("window.page.basis")
    first.page.locator("#cancel").click()
    first.page.locator("#headline", has_text="Cancelled").wait_for()
    assert basis in _at_work(page, 2)
    first.page.close()
    # It is stopped by others: whoever looks for it, or runs anew, asks for it again.
    for again in ("before(32, window.page.turn)", "begin()"):
        _end(page, basis)
        assert basis not in _at_work(page, 1)
        page.evaluate(f"window.page.{again}")
        new = page.evaluate("window.page.basis")
        assert new != basis
        assert new in _at_work(page, 2)
        basis = new


def test_a_link_may_write_a_share_in_percent(opened: Any, idle: str) -> None:
    page = opened(f"{idle}?set=RIVAL.revisionist%3D70%25").page
    lever = page.locator(".lever[data-actor=revisionist]")
    lever.locator(".reset").wait_for()
    assert lever.locator("input").input_value() == "70"
    assert lever.locator("output").inner_text() == "70%"
    assert _at_work(page, 2)


def test_no_width_makes_the_page_scroll_sideways(opened: Any) -> None:
    page = opened(viewport={"width": 360, "height": 800}).page
    page.locator("#cards .card").first.wait_for()
    for width in (360, 768, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_no_accessibility_violation_is_found(opened: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = opened(bypass_csp=True)
    found.whole(changed=False)
    pages = [found.page, opened(found.page.url.split("/s/")[0], bypass_csp=True).page]
    for page, scheme in product(pages, ("light", "dark")):
        page.emulate_media(color_scheme=scheme)
        violations = Axe().run(page).response["violations"]
        assert [
            (each["id"], each["nodes"][0]["html"][:200]) for each in violations
        ] == []  # fmt: skip
