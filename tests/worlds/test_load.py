"""Loading: whatever is given is either a scenario or one line that says why not."""

import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detente.core.errors import DetenteError, ScenarioError
from detente.worlds import load as loading
from detente.worlds.load import STARTER, catalogue, fingerprint, load, write_template
from detente.worlds.reading import LARGEST_FILE

TEXTS = {
    name: (STARTER / name).read_text("utf-8")
    for name in ("scenario.toml", "world.toml")
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a right scenario of three actors."""
    return write_template("mine", tmp_path)


def refused(path: object) -> str:
    """Return the one line that refuses a path."""
    with pytest.raises(ScenarioError) as caught:
        load(str(path))
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_a_scenario_loads_by_folder_by_file_and_from_inside(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = load(folder)
    assert scenario.slug == "mine"
    assert load(folder / "scenario.toml") == load(str(folder)) == scenario
    monkeypatch.chdir(folder)
    assert load(".") == load("scenario.toml") == load("../mine") == scenario


def test_the_catalogue_is_found_by_name_even_beside_a_folder_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = tmp_path / "catalog"
    shelf.mkdir()
    write_template("two-straits", shelf)
    monkeypatch.setattr(loading, "CATALOG", shelf)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two-straits").mkdir()
    assert catalogue() == ["two-straits"]
    assert load("two-straits").slug == "two-straits"
    assert "one without" in refused("./two-straits")
    assert refused("two-strait").endswith('did you mean "two-straits"?')


@pytest.mark.parametrize("slug", catalogue())
def test_every_scenario_of_the_catalogue_is_right(slug: str) -> None:
    assert load(slug).slug == slug


def test_a_folder_name_becomes_a_short_name_fit_for_paths(folder: Path) -> None:
    moved = folder.rename(folder.with_name("My Scenario (2)"))
    assert load(moved).slug == "my-scenario-2"


def test_a_missing_path_a_foreign_folder_and_half_a_scenario(folder: Path) -> None:
    assert "got nothing" not in refused(folder / "none")
    assert "expected a folder with scenario.toml" in refused(folder.parent)
    assert "expected scenario.toml, got world.toml" in refused(folder / "world.toml")
    (folder / "world.toml").unlink()
    assert refused(folder).startswith("mine/world.toml: expected a TOML file, got noth")


def test_a_file_of_ten_megabytes_is_refused_unread(folder: Path) -> None:
    with (folder / "world.toml").open("wb") as file:
        file.truncate(10_000_000)
    message = refused(folder)
    assert "world.toml: expected a file of at most 2 MB, got 10.0 MB" in message
    assert LARGEST_FILE == 2_000_000


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        (
            b"\x7fELF\0\0\0\1",
            "scenario.toml: expected a text file (TOML), got a binary",
        ),
        (b'title = "a"\nx = "\xff"', "scenario.toml, line 2: expected text in UTF-8"),
        (b"x = " + b"[" * 50_000, "far deeper nesting"),
        (b"x = " + b"{a=" * 50_000, "far deeper nesting"),
        (b"a" + b".a" * 50_000 + b" = 1", "line 1: expected tables and lists a few"),
        (b"[a" + b".a" * 50_000 + b"]", "far deeper nesting"),
        (b"[[a" + b".a" * 50_000 + b"]]", "far deeper nesting"),
        (b'"a\\"b".' * 100 + b"c = 1", "far deeper nesting"),
        ('"\u2028".'.encode() * 100 + b"c = 1", "far deeper nesting"),
        (b"x = " + b"9" * 5_000, "expected valid TOML"),
        (b"a = 1\na = 2\n", "line 2: expected every key once"),
        (b"[a]\n[a]", "line 2: expected every name once, got a twice"),
        (b"title = ", "expected valid TOML"),
        (b'title = "a\nb"', "line 1: expected valid TOML"),
        (b"", "expected one line of text, got nothing"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused(
    folder: Path, raw: bytes, answer: str
) -> None:
    (folder / "scenario.toml").write_bytes(raw)
    assert answer in refused(folder)


@pytest.mark.parametrize("piece", ["a", "a.a!", '"', "a ", '\\"', ".'", "a. "])
def test_a_long_line_is_read_in_time_that_grows_with_its_length(
    folder: Path, piece: str
) -> None:
    text = (piece * 400_000)[:400_000] + "." * 64
    (folder / "scenario.toml").write_text(text)
    start = time.perf_counter()
    refused(folder)
    assert time.perf_counter() - start < 3  # minutes, were it quadratic


def test_a_summary_full_of_dots_is_not_taken_for_deep_nesting(folder: Path) -> None:
    file = folder / "scenario.toml"
    dots = "and so on " + "... " * 40
    file.write_text(TEXTS["scenario.toml"].replace("The hub may", f"{dots}\nThe hub"))
    assert "..." in load(folder).summary


def test_loops_of_links_and_odd_paths_are_refused(folder: Path) -> None:
    loop = folder / "loop"
    loop.symlink_to(loop)
    assert "expected a path that can be opened" in refused(loop)
    assert "expected a path that can be opened" in refused("a\0b")
    assert "expected a path that can be opened" in refused("x" * 5_000)
    assert 'got ""' in refused("")
    (folder / "world.toml").unlink()
    (folder / "world.toml").symlink_to(folder / "world.toml")
    assert "expected a path that can be opened" in refused(folder)
    os.mkfifo(folder / "pipe")
    assert "got something else" in refused(folder / "pipe")


def test_a_folder_in_place_of_a_file_is_refused(folder: Path) -> None:
    (folder / "world.toml").unlink()
    (folder / "world.toml").mkdir()
    assert "mine/world.toml: expected a TOML file, got a folder" in refused(folder)


def test_the_fingerprint_counts_what_is_said_and_not_how(folder: Path) -> None:
    first = fingerprint(load(folder))
    assert re.fullmatch(r"[0-9a-f]{64}", first)
    file = folder / "scenario.toml"
    file.write_text("# a comment\n" + TEXTS["scenario.toml"].replace("= 2035", "=2035"))
    assert fingerprint(load(folder)) == first
    file.write_text(TEXTS["scenario.toml"].replace("year = 2025", "year = 2026"))
    assert fingerprint(load(folder)) != first


def test_a_new_scenario_is_right_and_nothing_is_overwritten(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(TEXTS)
    with pytest.raises(ScenarioError, match="expected a new folder, got one that ex"):
        write_template("mine", folder.parent)
    copy = write_template("copy", folder.parent, origin=str(folder))
    assert fingerprint(load(copy)) != fingerprint(load(folder))  # the slug differs
    assert (copy / "world.toml").read_text("utf-8") == TEXTS["world.toml"]


def test_a_wrong_origin_leaves_nothing_behind(folder: Path) -> None:
    (folder / "scenario.toml").write_text("title = 3")
    with pytest.raises(ScenarioError, match=r"mine/scenario\.toml, title"):
        write_template("copy", folder.parent, origin=str(folder))
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]


@pytest.mark.parametrize("fault", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_a_copy_that_stops_half_way_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    copied: list[object] = []

    def copyfile(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes())
        copied.append(target)
        if len(copied) == 2:
            raise fault

    monkeypatch.setattr(loading.shutil, "copyfile", copyfile)
    with pytest.raises((ScenarioError, KeyboardInterrupt)):
        write_template("mine", tmp_path)
    assert len(copied) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("slug", ["", "Mine", "../mine", "a b", "-x", "x" * 61, "."])
def test_a_name_unfit_for_a_folder_is_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(ScenarioError, match="expected a name of small letters"):
        write_template(slug, tmp_path)


def test_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="expected a folder that can be written"):
        write_template("mine", tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def scratch() -> Iterator[Path]:
    """Return a folder for many tries."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


values = st.one_of(
    st.sampled_from(
        [
            "nan",
            "-inf",
            "[]",
            "{}",
            "true",
            "-3",
            "1e400",
            "''",
            "[[[]]]",
            "2024-01-01",
            '"HUB"',
            "[1,{}]",
            "1979",
        ]
    ),
    st.just("0x" + "f" * 4_000),
    st.sampled_from(['["HUB", "ALLY"]', '"""\n"""', "{ median = 1.0 }", "07:32:00"]),
    st.integers().map(str),
    st.floats().map(str),
    st.text(max_size=20).map(lambda text: f"'{text}'"),
)


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, str]:
    """Draw the starter scenario with a few mistakes in it."""
    texts = dict(TEXTS)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(texts)))
        lines = texts[name].splitlines()
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        line = lines[at] if lines else ""
        match draw(st.sampled_from(["value", "drop", "twice", "cut", "text", "swap"])):
            case "value":
                lines[at : at + 1] = [f"{line.partition('=')[0]}= {draw(values)}"]
            case "drop":
                lines[at : at + 1] = []
            case "twice":
                lines[at:at] = [line]
            case "cut":
                lines[at:] = [line[: draw(st.integers(0, 40))]]
            case "text":
                lines[at:at] = [draw(st.text(max_size=40))]
            case _:
                other = draw(st.sampled_from(lines or [""]))
                lines[at : at + 1] = [other]
        texts[name] = "\n".join(lines)
    return texts


@given(mutated())
@example({"scenario.toml": "a.b.c = {d = [[]]}", "world.toml": "world = 0"})
def test_any_mistake_is_a_scenario_or_one_line(
    scratch: Path, texts: dict[str, str]
) -> None:
    for name, text in texts.items():
        (scratch / name).write_text(text, "utf-8", errors="surrogatepass")
    message = answer(scratch)
    assert message == "" or (message.isprintable() and ": expected " in message)


def answer(folder: Path) -> str:
    """Return why a folder is refused, or nothing if it is right."""
    try:
        load(folder)
    except DetenteError as error:
        return str(error)
    return ""


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_one_line(scratch: Path, raw: bytes) -> None:
    (scratch / "world.toml").write_text(TEXTS["world.toml"])
    (scratch / "scenario.toml").write_bytes(raw)
    with pytest.raises(ScenarioError) as caught:
        load(scratch)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('[strategies]\nRIVL = "hawk"', "strategies: expected the code of an actor"),
        ('[strategies]\nRIVAL = "hawkish"', 'did you mean "hawk"'),
        ('[strategies]\nRIVAL = "mine.py:plan"', "with --strategy"),
        ('[plans.guarantee.strategies]\nRIVAL = "scripted:xx"', "a strategy"),
        ("[strategies]\nRIVAL = 3", "strategies.RIVAL"),
    ],
)
def test_a_strategy_that_cannot_be_is_refused(
    folder: Path, written: str, said: str
) -> None:
    file = folder / "scenario.toml"
    file.write_text(f"{file.read_text()}\n{written}\n")
    assert said in refused(folder)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('["threat.advantag=2"]', 'did you mean "threat.advantage"'),
        ('["threat.advantage"]', "assume#1: expected PARAMETER=VALUE"),
        ('["content.distinguishability=7"]', "assume#1: expected"),
        ('["belief.empathy=0.9", "belief.empathy=0.1"]', "two of belief.empathy"),
        ("3", "assume"),
    ],
)
def test_what_a_scenario_assumes_must_be_parameters(
    folder: Path, written: str, said: str
) -> None:
    file = folder / "scenario.toml"
    file.write_text(f"assume = {written}\n{file.read_text()}")
    assert said in refused(folder)


def test_strategies_of_a_plan_come_on_top_of_those_of_all(folder: Path) -> None:
    file = folder / "scenario.toml"
    held = '[strategies]\nRIVAL = "tit-for-tat"\n'
    own = '[plans.guarantee.strategies]\nRIVAL = "grit"\nALLY = "dove"\n'
    file.write_text(f"{file.read_text()}\n{held}{own}")
    scenario = load(folder)
    assert scenario.strategies_of() == {"RIVAL": "tit-for-tat"}
    assert scenario.strategies_of("guarantee") == {"RIVAL": "grit", "ALLY": "dove"}
