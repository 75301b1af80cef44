"""The API: the command line's numbers and messages, over HTTP."""

import io
import json
import sqlite3
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.core.errors import ScenarioError
from detente.interfaces.cli import main as entry
from detente.interfaces.web.unpack import unpacked
from detente.reports.views import VIEWS


def _cli(argv: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert entry.main(argv) == 0
    return json.loads(capsys.readouterr().out)


def test_api_and_command_line_give_equal_numbers(
    server: TestClient, done: dict[str, Any], own: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    said = server.get(f"/api/runs/{done['id']}/verdicts").json()
    place = server.app.state.service.scenarios.place(own)  # type: ignore[attr-defined]
    words = said["command"].split()
    assert words[:3] == ["detente", "run", own]
    argv = ["run", place, *words[3:], "--json", "--quiet", "--no-report"]
    told = _cli([*argv, "--workers", "1", "--out", str(tmp_path)], capsys)
    rows = {(r["id"], r["lens"], r["plan"]): r["shares"] for r in told["claims"]}
    assert {
        (r["id"], r["lens"], r["plan"]): r["shares"] for r in said["claims"]
    } == rows


def test_a_run_that_stands_is_done_at_once_and_says_what_it_was_asked(
    done: dict[str, Any],
) -> None:
    assert done["status"] == "done"
    assert done["asked"]["changes"] == ["belief.empathy=0.8"]
    assert [x["draws"] for x in done["results"]] == [32, 32, 40]
    assert "folder" not in json.dumps(done)
    assert len(done["id"]) >= 22


def test_first_answers_of_single_lenses_are_put_together(
    server: TestClient, done: dict[str, Any]
) -> None:
    first = server.get(f"/api/runs/{done['id']}/verdicts?draws=32").json()
    assert first["lenses"] == ["spiral", "deterrence"]
    assert {row["lens"] for row in first["claims"]} == {"spiral", "deterrence"}
    assert "--lens spiral deterrence --draws 32" in first["command"]
    ((_, said),) = first["answer"]
    assert "spiral" in said
    assert "deterrence" in said
    for what in ("views/series", "download/csv"):  # of one lens alone: not shown
        answer = server.get(f"/api/runs/{done['id']}/{what}?draws=32")
        assert answer.status_code == 404
        assert "result of all lenses" in answer.json()["error"]


def test_every_view_has_a_chart_and_its_rows(
    server: TestClient, done: dict[str, Any]
) -> None:
    run = done["id"]
    listed = server.get(f"/api/runs/{run}/verdicts").json()["views"]
    assert [view["name"] for view in listed] == list(VIEWS)
    for view in listed:
        answer = server.get(f"/api/runs/{run}/views/{view['name']}")
        if view["absent"]:
            assert answer.status_code == 404
        else:
            assert answer.json()["data"]["cube"]["slices"]


def test_answers_are_kept_by_browsers_but_asked_for_again(
    server: TestClient, done: dict[str, Any]
) -> None:
    path = f"/api/runs/{done['id']}/verdicts"
    first = server.get(path)
    assert first.headers["cache-control"] == "private, no-cache"
    kept = {"if-none-match": first.headers["etag"]}
    assert server.get(path, headers=kept).status_code == 304
    assert server.get(f"{path}?draws=32", headers=kept).status_code == 200
    state = server.get(f"/api/runs/{done['id']}")
    assert state.headers["cache-control"] == "no-store"
    assert "immutable" in server.get("/assets/page.css").headers["cache-control"]


def test_events_end_with_the_run(server: TestClient, done: dict[str, Any]) -> None:
    answer = server.get(f"/api/runs/{done['id']}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    lines = [x for x in answer.text.splitlines() if x]
    assert json.loads(lines[-1].removeprefix("data: ")) == done


@pytest.mark.parametrize(
    "kind", ["csv", "json", "zarr", "netcdf", "report", "scenario"]
)
def test_all_of_a_run_can_be_taken_away(
    server: TestClient, done: dict[str, Any], kind: str, tmp_path: Path
) -> None:
    import xarray as xr

    answer = server.get(f"/api/runs/{done['id']}/download/{kind}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    match kind:
        case "csv":
            assert answer.text.startswith("id,title,plan")
        case "json":
            assert answer.json()["changes"] == ["belief.empathy=0.8"]
        case "report":
            assert "Set by the reader: belief.empathy=0.8" in answer.text
        case "netcdf":
            (tmp_path / "x.nc").write_bytes(answer.content)
            with xr.open_dataset(tmp_path / "x.nc", engine="scipy") as found:
                assert "outcome" in found
        case _:
            names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
            assert ("scenario.toml" in names) or ("zarr.json" in names)


def test_a_run_that_must_be_made_waits_and_can_be_cancelled(
    server: TestClient, own: str
) -> None:
    asked = {"scenario": own, "changes": {"HUB.empathy": 0.5}}
    run = server.post("/api/runs", json=asked).json()
    assert run["status"] == "waiting"
    assert run["asked"]["changes"] == ["HUB.empathy=0.5"]
    assert server.get(f"/api/runs/{run['id']}/verdicts").status_code == 404
    assert server.delete(f"/api/runs/{run['id']}").json()["status"] == "cancelled"
    assert server.post(f"/api/runs/{run['id']}/resume").json()["status"] == "waiting"
    assert server.post(f"/api/runs/{run['id']}/resume").status_code == 422
    server.delete(f"/api/runs/{run['id']}")


def test_a_client_has_its_share_of_the_queue(server: TestClient, own: str) -> None:
    runs = [
        server.post("/api/runs", json={"scenario": own, "seed": 90 + k})
        for k in range(5)
    ]
    assert [answer.status_code for answer in runs] == [201] * 4 + [429]
    assert "of yours that wait" in runs[-1].json()["error"]
    entered = {run["asked"]["seed"] for run in server.get("/api/runs").json()}
    assert entered >= {90, 91, 92, 93}
    assert 94 not in entered
    for answer in runs[:4]:
        server.delete(f"/api/runs/{answer.json()['id']}")


def test_browsers_at_one_address_see_and_delete_their_own_alone(
    browser: Callable[[], TestClient], tiny: Path
) -> None:
    mine, yours, script = browser(), browser(), browser()
    texts = {n: (tiny / f"{n}.toml").read_text() for n in ("scenario", "world")}
    first = mine.get("/")
    kept = first.headers["set-cookie"]
    assert "HttpOnly" in kept
    assert "SameSite=lax" in kept
    key = mine.post("/api/scenarios", json=texts | {"name": "mine alone"}).json()["id"]
    place = f"/api/scenarios/{key}"
    again = mine.get("/", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 200
    assert "mine alone" in again.text
    assert "set-cookie" not in again.headers
    assert "set-cookie" in yours.get(f"/s/{key}").headers  # who has its link sees it
    assert "mine alone" not in yours.get("/").text
    assert mine.post("/api/runs", json={"scenario": key}).status_code == 201
    assert len(mine.get("/api/runs").json()) == 1
    assert yours.get("/api/runs").json() == []
    for other in (yours, script):  # a script keeps no cookie: it is its address
        assert other.delete(place).status_code == 404
    (run,) = mine.get("/api/runs").json()
    assert "cancel it first" in mine.delete(place).json()["error"]
    mine.delete(f"/api/runs/{run['id']}")
    assert mine.delete(place).status_code == 200
    assert yours.get(f"/s/{key}").status_code == 404


@pytest.mark.parametrize("given", ["", "127.0.0.1", "(the server)", "x" * 23])
def test_a_cookie_that_is_none_of_ours_is_no_name(
    browser: Callable[[], TestClient], given: str
) -> None:
    headers = {"cookie": f"detente_client={given}"}
    answer = browser().get("/", headers=headers)
    assert "set-cookie" in answer.headers


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "scenario: expected"),
        ({"scenario": "nato-east-asai"}, 'did you mean "nato-east-asia"?'),
        ({"scenario": "nato-east-asia", "lenses": ["spirl"]}, 'did you mean "spiral"?'),
        (
            {"scenario": "nato-east-asia", "changes": {"belief.empaty": 1}},
            "belief.empathy",
        ),
        ({"scenario": "nato-east-asia", "plans": ["ful"]}, 'did you mean "full"?'),
        ({"scenario": "nato-east-asia", "draws": 10**9}, "draws: expected"),
        ({"scenario": "nato-east-asia", "seed": -1}, "seed: expected"),
        ({"scenario": "nato-east-asia", "more": 1}, "more: expected"),
        ({"scenario": "../../etc"}, "scenario: expected"),
    ],
)
def test_what_is_wrong_is_answered_in_one_line(
    server: TestClient, asked: dict[str, Any], said: str
) -> None:
    answer = server.post("/api/runs", json=asked)
    assert answer.status_code in (404, 422)
    assert said in answer.json()["error"]
    assert "\n" not in answer.json()["error"]


def test_an_upload_that_is_wrong_is_answered_as_by_the_command_line(
    server: TestClient, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (tiny / "scenario.toml").read_text()
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "scenario.toml").write_text(text.replace("baseline", "basline"))
    (folder / "world.toml").write_text((tiny / "world.toml").read_text())
    assert entry.main(["check", str(folder)]) == 2
    told = capsys.readouterr().err.removeprefix("detente: ").strip()
    given = {n: (folder / f"{n}.toml").read_text() for n in ("scenario", "world")}
    answer = server.post("/api/scenarios", json=given | {"name": "mine"})
    assert answer.status_code == 422
    assert answer.json()["error"] == told


def test_the_name_of_an_upload_does_not_break_the_line(server: TestClient) -> None:
    given = {"scenario": "x", "world": "", "name": "mine\nor not"}
    error = server.post("/api/scenarios", json=given).json()["error"]
    assert "\n" not in error
    assert error.startswith(r"mine\nor not/scenario.toml: ")


def test_a_register_out_of_order_is_answered_in_one_line(
    server: TestClient, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    service: Any = server.app.state.service  # type: ignore[attr-defined]
    asked = {"scenario": own, "seed": 71}
    monkeypatch.setattr(service.register, "add", full)
    answer = server.post("/api/runs", json=asked)
    assert answer.status_code == 503
    assert "database or disk is full" in answer.json()["error"]


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_can_only_be_unpacked_whole_is_refused(kind: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name in ("scenario.toml", "world.toml"):
            archive.writestr(name, "title = 1")
    with pytest.raises(ScenarioError, match=r"^upload: .*stored or deflated"):
        unpacked(out.getvalue())


def test_a_zip_is_not_read_as_toml_before_it_is_checked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("scenario.toml", "a" + ".a" * 15_000 + " = 1")
        archive.writestr("world.toml", "")
    start = time.perf_counter()
    assert unpacked(out.getvalue()).scenario.startswith("a.a")
    assert time.perf_counter() - start < 1


def test_a_zip_is_taken_and_what_is_none_is_not(server: TestClient, tiny: Path) -> None:
    def zipped(files: dict[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return out.getvalue()

    def send(content: bytes) -> Any:
        headers = {"content-type": "application/zip"}
        return server.post("/api/scenarios/zip", content=content, headers=headers)

    files = {n: (tiny / n).read_bytes() for n in ("scenario.toml", "world.toml")}
    key = send(zipped({f"../../mine/{n}": text for n, text in files.items()})).json()[
        "id"
    ]
    assert server.get(f"/s/{key}").status_code == 200
    bomb = zipped(files | {"world.toml": b"#" * 50_000_000})
    for content, said in (
        (b"no zip", "a zip file"), (bomb, "at most 2 MB"),
        (zipped({"scenario.toml": b""}), "world.toml"),
        (zipped(files | {"scenario.toml": b"\xff\xfe"}), "scenario.toml"),
    ):  # fmt: skip
        answer = send(content)
        assert answer.status_code == 422
        assert said in answer.json()["error"]


def test_the_api_says_what_it_takes(server: TestClient) -> None:
    said = server.get("/api/openapi.json").json()
    assert "/api/runs" in said["paths"]
    assert "changes" in said["components"]["schemas"]["Asked"]["properties"]
