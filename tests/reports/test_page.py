"""The report: one file that needs no other, with everything the run says."""

import base64
import hashlib
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.reports.made_up import findings, scenario_of

from detente.reports.page import html, write
from detente.reports.views import VIEWS


@pytest.fixture(scope="module")
def page() -> str:
    return html(findings())


class _Seen(HTMLParser):
    """Collects what a browser would load, and the ids and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.opened.append(tag)
        self.loads += [
            str(values[name]) for name in ("src", "srcset", "data", "poster")
            if name in values
        ]  # fmt: skip
        if tag == "link":
            self.loads.append(str(values["href"]))
        if tag == "a":
            self.links.append(str(values["href"]))
        if values.get("id"):
            self.ids.append(str(values["id"]))


def _seen(page: str) -> _Seen:
    parser = _Seen()
    parser.feed(page)
    return parser


def test_the_page_loads_nothing_and_forbids_itself_to(page: str) -> None:
    seen = _seen(page)
    assert seen.loads == ["data:,"]
    assert "default-src 'none'" in unescape(page)
    assert "unsafe-eval" not in page.partition("<style>")[0]
    assert re.search(r"@import|url\(\s*['\"]?http", page) is None


def test_only_its_own_scripts_may_run(page: str) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 2
    policy = unescape(page.partition("<style>")[0])
    for script in scripts:
        digest = hashlib.sha256(script.encode()).digest()
        assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy


def test_ids_are_unique_and_links_lead_somewhere(page: str) -> None:
    seen = _seen(page)
    assert len(seen.ids) == len(set(seen.ids))
    assert {link for link in seen.links if link.startswith("#")} <= {
        f"#{name}" for name in seen.ids
    }
    assert seen.links


def test_every_view_claim_plan_and_limit_is_on_the_page(page: str) -> None:
    found = findings()
    for name, view in VIEWS.items():
        assert f'id="{name}"' in page, name
        assert view.lead[:40].split("'")[0] in page, name
    for key in found.claims:
        assert f'id="claim-{key}"' in page
    for plan in found.scenario.plans.values():
        assert plan.title in page
    assert "--lens prior spiral --draws 5 --replicates 2 --seed 1" in page


def test_embedded_data_is_json(page: str) -> None:
    blocks = re.findall(r'<script type="application/json">(.*?)</script>', page)
    assert len(blocks) == sum(not view.absent(findings()) for view in VIEWS.values())
    for block in blocks:
        data = json.loads(block)
        assert set(data) == {"least", "aspect", "spec", "cube"}
        assert "rows" not in data["spec"].get("datasets", {})


def test_text_of_a_scenario_cannot_become_markup() -> None:
    found = findings()
    nasty = '<img src=x onerror="alert(1)"></script><b>'
    scenario = scenario_of(question=nasty, summary=nasty)
    found.scenario = scenario
    seen, plain = _seen(page := html(found)), _seen(html(findings()))
    assert "&lt;img src=x onerror=" in page
    assert sorted(seen.opened) == sorted(plain.opened)


def test_a_view_with_nothing_to_show_says_why() -> None:
    page = html(findings(votes=False))
    assert 'data-view="votes"' not in page
    assert "Not shown: " in page


def test_the_smallest_run_has_a_page() -> None:
    html(findings(lenses=("prior",), plans=("distance",), leans=False, hinge=False))


def test_a_run_of_other_code_is_said_to_be_one(page: str) -> None:
    assert "differ from the code of this run" in page


def test_writing_makes_the_same_page_every_time(tmp_path: Path, page: str) -> None:
    path = write(findings(), tmp_path / "r.html")
    assert path.read_text("utf-8") == page
    assert len(page) < 3_000_000


def test_a_small_run_is_called_one(page: str) -> None:
    assert "A small run: with 5 draws a lens, 2 of 8 verdicts are refused" in page
    run = findings()
    run.said["draws"] = 128
    assert "A small run" not in html(run)
