"""The documentation: what it shows runs, what it links to is there, and it builds."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from tests.compiling import QUICK_TO_COMPILE

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
NOTEBOOK = DOCS / "tutorial" / "notebook.ipynb"
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted(p for p in DOCS.rglob("*.md") if "_build" not in p.parts),
]
TOLD = re.compile(r"^```(?:sh|python)$", re.MULTILINE)

LOADING = {"src", "srcset", "data", "poster", "background"}
"""Attributes by which a page loads something."""

ELSEWHERE = re.compile(r"^\s*(?:https?:)?//|,\s*(?:https?:)?//")


def _where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=_where)
PAGES_WITH_COMMANDS = [
    page
    for page in PAGES
    if page.parent.name != "design" and TOLD.search(page.read_text(encoding="utf-8"))
]


# ---- What is shown runs ------------------------------------------------------------


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all pages share, so that equal runs are made once."""
    return tmp_path_factory.mktemp("docs")


def _script(
    name: str, *arguments: str, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    folder = Path(sys.executable).parent
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / name), *arguments],
        cwd=cwd,
        env={
            **os.environ,
            **environment,
            "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def one_core() -> Iterator[None]:
    """Keep what is started to one core: the tests' other process has the other.

    A run then works in one process, which compiles once.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = sorted(os.sched_getaffinity(0))
    mine = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    try:
        os.sched_setaffinity(0, {before[mine % len(before)]})
        yield
    finally:
        os.sched_setaffinity(0, before)


@pytest.mark.usefixtures("one_core")
@pytest.mark.parametrize("page", PAGES_WITH_COMMANDS, ids=_where)
def test_what_a_page_shows_runs(page: Path, workplace: Path) -> None:
    large = "nato-" in page.read_text(encoding="utf-8")
    quick = {QUICK_TO_COMPILE: "0" if large else "1"}
    done = _script("run_docs.py", str(page), cwd=workplace, **quick)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("```sh\ntrue\nfalse\n```", "page.md:4: exit status 1"),
        ("```sh\nmake nothing ARGS=x\n```", "page.md:4: the Makefile has no target"),
        ("```python\nx = 1\nassert x > 1\n```", 'page.md", line 5'),
        ("```sh\n# not run: it would fail\nfalse\n```", ""),
        ("```sh\nmake test ARGS=x # make nothing\n```", ""),
    ],
    ids=["command", "target", "python", "not run", "known target"],
)
def test_what_fails_is_named(tmp_path: Path, code: str, said: str) -> None:
    (tmp_path / "page.md").write_text(f"# Page\n\n{code}\n", encoding="utf-8")
    done = _script("run_docs.py", "page.md", cwd=tmp_path)
    assert done.returncode == bool(said), done.stderr
    assert said in done.stdout


def test_the_notebook_runs_and_holds_no_output(workplace: Path) -> None:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    place: dict[str, Any] = {"metadata": {"path": str(workplace)}}
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources=place
    ).execute()


# ---- Links -------------------------------------------------------------------------


@cache
def _tokens(page: Path) -> list[Any]:
    return MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))


def _inline(page: Path) -> Iterator[Any]:
    for token in _tokens(page):
        if token.type == "inline":
            yield from token.children or ()


def _links(page: Path) -> Iterator[str]:
    for token in _inline(page):
        target = token.attrGet("href") or token.attrGet("src")
        if target and not re.match(r"[a-z]+:", target):
            yield str(target)


@cache
def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as forges and the site make them."""
    found: list[str] = []
    for token, inside in pairwise(_tokens(page)):
        if token.type != "heading_open":
            continue
        text = "".join(child.content for child in inside.children or ())
        slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        again = found.count(slug)
        found.append(f"{slug}-{again}" if again else slug)
    return set(found)


@EVERY_PAGE
def test_each_link_leads_somewhere(page: Path) -> None:
    lost = []
    for link in _links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        known = _anchors(target) if target.suffix == ".md" and target.is_file() else ()
        if not target.exists() or (anchor and anchor not in known):
            lost.append(link)
    assert not lost, f"{_where(page)} links to what is not there: {lost}"


# ---- The site ----------------------------------------------------------------------


def test_the_pages_written_from_the_program_are_current() -> None:
    done = _script("reference_pages.py", "--check", cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as `make docs` does, every warning an error."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "sphinx", "-E", "-q", "-W", "--keep-going"),
            *("-b", "html", "-d", str(folder / "kept")),
            *(str(DOCS), str(folder / "html")),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return folder / "html"


class _Loads(HTMLParser):
    """What a page loads when it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in LOADING or (tag == "link" and name == "href"):
                self.found.append(value or "")


def test_no_page_of_the_site_loads_from_another_host(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert pages, "no page was built"
    found = set()
    for page in pages:
        loads = _Loads()
        loads.feed(page.read_text(encoding="utf-8"))
        found |= {f"{page.name}: {url}" for url in loads.found if ELSEWHERE.match(url)}
    for sheet in site.rglob("*.css"):
        named = re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')]+)", sheet.read_text())
        found |= {f"{sheet.name}: {url}" for url in named if ELSEWHERE.match(url)}
    assert not found, sorted(found)


def test_formulas_are_mathml_and_need_no_script(site: Path) -> None:
    laws = (site / "reference" / "laws.html").read_text(encoding="utf-8")
    assert laws.count('class="formula"') >= laws.count("<section") // 2
    assert "mathjax" not in laws.lower()


def test_a_macro_that_is_not_known_is_refused() -> None:
    sys.path.insert(0, str(DOCS / "_ext"))
    try:
        from mathml import mathml
    finally:
        sys.path.remove(str(DOCS / "_ext"))
    assert "<math" in mathml(r"\operatorname{logit} p_{ij}", "inline")
    for wrong in (r"a + \nosuch{b}", r"\frac{a}", r"a_{b", r"\left( a"):
        with pytest.raises(ValueError, match=r"\S"):
            mathml(wrong, "block")


def test_each_page_can_be_reached(site: Path) -> None:
    index = json.loads(
        (site / "searchindex.js").read_text().removeprefix("Search.setIndex(")[:-1]
    )
    built = {f"{name}.html" for name in index["docnames"]}
    missing = [
        _where(page)
        for page in PAGES
        if page.is_relative_to(DOCS)
        and page.relative_to(DOCS).with_suffix(".html").as_posix() not in built
    ]
    assert not missing, missing
