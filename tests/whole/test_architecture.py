"""The rules of the codebase, checked by globs, so that no list can go stale."""

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "detente"
MODULES = sorted(SOURCE.rglob("*.py"))
LAWS = [path for path in MODULES if path.parent.name == "laws" and path.stem[0] != "_"]
CLI = [path for path in MODULES if path.parent == SOURCE / "interfaces" / "cli"]
EVERY_LAW = pytest.mark.parametrize("law", LAWS, ids=lambda path: path.stem)

LONGEST_MODULE = 500  # lines
HEAVY = {"jax", "jaxlib", "jaxtyping", "numpy", "pandas", "scipy", "xarray", "zarr"}
KEY = r"[A-Z][A-Za-z_]*(?:18|19|20)\d\d[a-z]?"
CITATION = re.compile(rf"\[({KEY}(?:[;,] ?{KEY})*)[^\]]*\]")
UNIT = re.compile(
    r"(?i)\b(year|km|ratio|share|probabilit\w+|log|odds|logit|standard|exponent|"
    r"dimensionless|units?|dollars?|USD|count|level|step|mood)\b|0-1"
)


def _references() -> list[str]:
    text = (ROOT / "docs" / "references.bib").read_text(encoding="utf-8")
    return re.findall(r"^@\w+\{([^,\s]+),", text, flags=re.MULTILINE)


def _cited(text: str) -> set[str]:
    groups = CITATION.findall(text)
    return {key for group in groups for key in re.split(r"[;,] ?", group)}


def _where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _parameter_records(law: Path) -> list[ast.ClassDef]:
    return [
        node
        for node in ast.parse(law.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
        and node.name.endswith("Params")
        and not node.name.startswith("_")
        and any(ast.unparse(base).endswith("NamedTuple") for base in node.bases)
    ]


def _fields(record: ast.ClassDef) -> list[str]:
    return [
        node.target.id
        for node in record.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]


def _imported_at_top(body: Sequence[ast.AST]) -> Iterator[str]:
    """Yield the packages imported when a module is imported."""
    for node in body:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _imported_at_top(node.orelse)
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.ClassDef):
            for part in ("body", "handlers", "orelse", "finalbody"):
                yield from _imported_at_top(getattr(node, part, []))
        elif isinstance(node, ast.ExceptHandler):
            yield from _imported_at_top(node.body)


def _tracked_files() -> list[Path]:
    """Return the files git knows or would know; outside git, those beside the code."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        folders = ("src", "tests", "docs", "benchmarks", "scripts")
        paths = [path for folder in folders for path in (ROOT / folder).rglob("*")]
        paths += [path for path in ROOT.iterdir() if path.name != ".venv"]
    return [path for path in paths if path.is_file() and path.suffix != ".pyc"]


def test_there_are_laws_and_commands_to_check() -> None:
    assert LAWS, "no law found under src/detente/laws"
    assert CLI, "no module found under src/detente/interfaces/cli"


@EVERY_LAW
def test_each_law_has_a_twin_test(law: Path) -> None:
    twin = ROOT / "tests" / "laws" / f"test_{law.stem}.py"
    assert twin.is_file(), f"{_where(law)}: expected {_where(twin)}; write it"


@EVERY_LAW
def test_each_law_opens_with_an_equation_and_a_source(law: Path) -> None:
    docstring = ast.get_docstring(ast.parse(law.read_text(encoding="utf-8"))) or ""
    assert "$" in docstring, f"{_where(law)}: the module docstring has no equation"
    assert _cited(docstring), f"{_where(law)}: cite a source, such as [Walt1987]"


@EVERY_LAW
def test_each_law_says_the_units_of_its_parameters(law: Path) -> None:
    records = _parameter_records(law)
    assert records, f"{_where(law)}: expected a public NamedTuple named *Params"
    for record in records:
        docstring = ast.get_docstring(record) or ""
        unnamed = [f for f in _fields(record) if not re.search(rf"\b{f}\b", docstring)]
        assert not unnamed, f"{_where(law)}, {record.name}: docstring omits {unnamed}"
        assert UNIT.search(docstring), f"{_where(law)}, {record.name}: no unit given"


@EVERY_LAW
def test_each_law_lists_its_parameters_with_unit_and_meaning(law: Path) -> None:
    listed = importlib.import_module(f"detente.laws.{law.stem}").PARAMETERS
    fields = {name for record in _parameter_records(law) for name in _fields(record)}
    assert set(listed) == fields, f"{_where(law)}: PARAMETERS and *Params differ"
    silent = [name for name, p in listed.items() if not (p.unit and p.meaning)]
    assert not silent, f"{_where(law)}: no unit or meaning for {silent}"


def test_each_citation_resolves() -> None:
    keys = set(_references())
    unknown = {
        f"{_where(path)}: [{key}]"
        for path in MODULES
        for key in _cited(path.read_text(encoding="utf-8")) - keys
    }
    assert not unknown, f"add to docs/references.bib or mend: {sorted(unknown)}"


def test_each_reference_has_one_entry() -> None:
    keys = _references()
    assert sorted(keys) == sorted(set(keys))


def test_imports_point_down_and_laws_stand_alone() -> None:
    program = "from importlinter.cli import lint_imports_command as f; f()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_line_starts_without_heavy_libraries() -> None:
    wrong = {
        f"{_where(path)}: {name}"
        for path in CLI
        for name in _imported_at_top(ast.parse(path.read_text("utf-8")).body)
        if name in HEAVY
    }
    assert not wrong, f"import inside the command that needs it: {sorted(wrong)}"


def test_importing_the_command_line_loads_no_heavy_library() -> None:
    program = "import sys, detente.interfaces.cli.main; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & HEAVY


def test_no_module_is_longer_than_five_hundred_lines() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    long = {_where(p): lines for p, lines in lengths.items() if lines > LONGEST_MODULE}
    assert not long, f"split: {long}"


def test_no_file_names_a_package_registry_or_a_home_folder() -> None:
    hosts = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org"]
    hosts += ["npm" + "js.com", "registry." + "yarn", "conda." + "anaconda"]
    home = r"(?<![\w.}])/(?:home/[\w.-]+|Users/[\w.-]+|root)/"
    forbidden = re.compile("|".join([*map(re.escape, hosts), home, r"[A-Z]:\\Users\\"]))
    found = {
        f"{_where(path)}: {match.group()}"
        for path in _tracked_files()
        if (match := forbidden.search(path.read_text("utf-8", errors="ignore")))
    }
    assert not found, sorted(found)
