"""The report in a real browser: offline, by keyboard, on a phone, and accessible.

Needs Chromium (Debian's package, or DETENTE_CHROMIUM=/path). Without it these tests
skip; where CI is set they fail.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.reports.made_up import findings

from detente.reports.page import write
from detente.reports.views import VIEWS

CHROMIUM = os.environ.get("DETENTE_CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
READY = "html[data-ready=yes]"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a browser."""
    if not CHROMIUM:
        reason = "no chromium here: apt-get install chromium, or set DETENTE_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report."""
    return write(findings(), tmp_path_factory.mktemp("report") / "report.html")


class Opened:
    """A page, and what went on while it was open."""

    def __init__(self, browser: Any, file: Path, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"file://{file}")
        self.page.wait_for_selector(READY, state="attached")


@pytest.fixture
def opened(browser: Any, page_file: Path) -> Iterator[Any]:
    """Return a function that opens the report."""
    contexts = []

    def call(**options: Any) -> Opened:
        found = Opened(browser, page_file, **options)
        contexts.append(found.context)
        return found

    yield call
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def stands(browser: Any, page_file: Path) -> Iterator[Opened]:
    """Return the report as it opens; whoever takes it leaves it so."""
    found = Opened(browser, page_file, color_scheme="light")
    yield found
    found.context.close()


def test_it_opens_offline_asks_for_nothing_and_reports_no_error(
    stands: Opened,
) -> None:
    found = stands
    assert [url.partition(":")[0] for url in found.requests] == ["file"]
    assert found.complaints == []
    drawn = found.page.locator("figure[data-view] .chart svg")
    assert drawn.count() == found.page.locator("figure[data-view]").count() > 0


def test_each_chart_has_marks_and_a_description(stands: Opened) -> None:
    page = stands.page
    for figure in page.locator("figure[data-view]").all():
        name = figure.get_attribute("data-view")
        label = figure.locator(".chart").get_attribute("aria-label")
        assert label.startswith(VIEWS[name].title)
        assert figure.locator(".chart svg [class*=mark-] path, svg text").count() > 3


def test_choosing_another_outcome_redraws_the_chart_and_its_table(opened: Any) -> None:
    page = opened().page
    figure = page.locator("figure[data-view=series]")
    figure.locator("summary").click()
    before = figure.locator(".chart svg").inner_html(), figure.locator("td").count()
    select = figure.locator("select").nth(1)
    select.select_option("level")
    page.wait_for_timeout(300)
    assert figure.locator(".chart svg").inner_html() != before[0]
    # Level of tension under prior in the baseline's first year: 0.1 + 0.01 (d - 2) for
    # d = 0 to 4 has the median 0.1 and the quantiles 0.082 and 0.118.
    cells = figure.locator("tbody tr").first.locator("td").all_inner_texts()
    assert cells == ["prior", "distance", "2023", "0.0820", "0.1000", "0.1180"]
    # It is said to a screen reader too.
    shown = select.locator("option:checked").inner_text()
    label = figure.locator(".chart").get_attribute("aria-label")
    assert f"Show: {shown}" in label
    assert "As first shown" in label


def test_a_choice_amid_changes_of_width_reaches_the_chart(opened: Any) -> None:
    page = opened(viewport={"width": 1200, "height": 800}).page
    figure = page.locator("figure[data-view=series]")
    svg = figure.locator(".chart svg")
    figure.locator("select").nth(1).select_option("level")
    page.wait_for_timeout(500)
    expected = svg.inner_html()
    figure.locator("select").nth(1).select_option("change")
    for width in (900, 500, 1200):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(160)
    figure.locator("select").nth(1).select_option("level")
    page.wait_for_timeout(1500)
    assert svg.count() == 1
    assert svg.inner_html() == expected


def test_a_chart_that_cannot_be_drawn_says_so_and_the_others_stand(
    opened: Any,
) -> None:
    page = opened().page
    broken = "() => Promise.reject(new Error('no room'))"
    page.evaluate(f"() => {{ window.vegaEmbed = {broken} }}")
    page.set_viewport_size({"width": 700, "height": 800})
    figure = page.locator("figure[data-view=series] .chart")
    figure.locator("text=This chart could not be drawn: no room").wait_for()


def test_a_slider_moves_by_keyboard(opened: Any) -> None:
    page = opened().page
    slider = page.locator("input[type=range]").first
    slider.scroll_into_view_if_needed()
    shown = slider.locator("xpath=following-sibling::output")
    last = shown.inner_text()
    slider.focus()
    page.keyboard.press("Home")
    assert shown.inner_text() != last
    assert slider.get_attribute("aria-valuetext") == shown.inner_text()


def test_the_csv_holds_the_rows_of_the_table(stands: Opened, tmp_path: Path) -> None:
    page = stands.page
    figure = page.locator("figure[data-view=series]")
    with page.expect_download() as waiting:
        figure.locator("button", has_text="CSV").click()
    waiting.value.save_as(tmp_path / "series.csv")
    head, *lines = (tmp_path / "series.csv").read_text().splitlines()
    assert head == "outcome,show,lens,plan,year,lo,median,hi"
    assert len(lines) == 2 * 3 * 13


@pytest.mark.parametrize("kind", ["SVG", "PNG"])
def test_a_chart_can_be_saved_as_a_picture(
    stands: Opened, tmp_path: Path, kind: str
) -> None:
    page = stands.page
    with page.expect_download() as waiting:
        page.locator("figure[data-view=series] button", has_text=kind).click()
    file = tmp_path / "picture"
    waiting.value.save_as(file)
    start = b"<svg" if kind == "SVG" else b"\x89PNG"
    assert file.read_bytes().startswith(start)


def test_no_width_makes_the_page_scroll_sideways(opened: Any) -> None:
    page = opened(viewport={"width": 360, "height": 800}).page
    for width, rows in ((360, 1), (768, 1), (1024, 2), (1400, 2)):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        _charts_fit(page, width)
        _sections_in_sight(page, rows)


def _charts_fit(page: Any, width: int) -> None:
    for name, view in VIEWS.items():  # a chart that needs room scrolls in its own box
        if "Not shown" in page.locator(f"#{name}").inner_text():
            continue  # what this scenario has nothing to show of
        svg = f"document.querySelector('figure[data-view={name}] .chart svg')"
        most = max(width, view.least)
        # It is drawn anew a while after the width has changed.
        drawn = f"{svg}.getBoundingClientRect().width <= {most}"
        page.wait_for_function(f"{svg} && {drawn}")


def _sections_in_sight(page: Any, rows: int) -> None:
    """Where there is room all sections are in sight; on phones they scroll."""
    bar = page.locator("nav ol")
    tops = "all => new Set(all.map(each => each.offsetTop)).size"
    assert bar.locator("li").evaluate_all(tops) == rows
    fits = bar.evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    assert fits == (rows > 1)
    page.locator("nav a", has_text="Plans").click()  # its heading is not behind the bar
    below = page.locator("nav").bounding_box()
    assert page.locator("#plans-h").bounding_box()["y"] >= below["height"] + below["y"]


def test_the_theme_can_be_chosen_and_text_follows_it(stands: Opened) -> None:
    page = stands.page
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.locator("#theme").click()
    page.locator("#theme").click()
    assert page.locator("#theme").inner_text() == "Theme: dark"
    assert page.evaluate(paper) != light
    page.locator("#theme").click()
    assert page.locator("#theme").inner_text() == "Theme: as the system"
    assert page.evaluate(paper) == light


def test_it_prints_with_its_charts_and_no_controls(opened: Any, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page = opened().page
    page.pdf(path=tmp_path / "report.pdf", format="A4")
    pages = PdfReader(tmp_path / "report.pdf").pages
    text = re.sub(r"\s+", " ", " ".join(each.extract_text() for each in pages))
    assert "Holds in a draw if" in text  # what unfolds on screen is open on paper
    assert "Save CSV" not in text
    assert VIEWS["series"].title in text


def test_no_accessibility_violation_is_found(opened: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(bypass_csp=True).page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert [
            (each["id"], each["nodes"][0]["html"][:200]) for each in found
        ] == []  # fmt: skip
