"""`detente play`: a game at the prompt, its transcript, one line for what is wrong."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from detente.interfaces.cli.main import main


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that sets what a person types."""

    def set_lines(*lines: str) -> None:
        typed: Iterator[str] = iter(lines)

        def answer(_: str) -> str:
            try:
                return next(typed)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", answer)

    return set_lines


GAME = ("play", "mine", "--as", "RIVAL", "--seed", "4")


def test_a_game_ends_with_the_truth_and_is_told_again_alike(
    folder: Path, says: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    says("help", "arm +10", "against ally show", "look HUB", "go", "peace", "stay out",
         *["go"] * 30)  # fmt: skip
    assert main([*GAME]) == 0
    played = capsys.readouterr().out
    kept = Path("play-mine-RIVAL-4.toml")
    said = tomllib.loads(kept.read_text("utf-8"))
    years = list(said["years"])
    assert said["years"][years[0]] == {"arm": 10.0, "against": {"ALLY": "show"}}
    assert said["years"][years[1]] == {"against": {}, "help": False}
    assert "Rival shows force against Ally" in played
    truth = played[played.index("== The reveal ==") :].partition("\ntranscript in")[0]
    assert "disputes you began" in truth
    assert main(["play", "--replay", str(kept)]) == 0
    again = capsys.readouterr().out
    assert truth in again
    assert f"ordered for {years[0]}: arm +10 %, show against ALLY" in again
    # Every briefing is told again digit by digit.
    told = [line for line in again.splitlines() if "ordered for" not in line]
    assert told == [line for line in played.splitlines() if line in set(told)]


def test_a_tie_is_sought_and_the_seat_is_told_what_came_of_it(
    folder: Path, says: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    says("align ally up", "go", "align ALLY down", "align HUB hold", "go",
         "align ALLY up", *["go"] * 30)  # fmt: skip
    game = ("play", "mine", "--as", "RIVAL", "--plan", "guarantee", "--lens", "spiral")
    assert main([*game, "--seed", "5"]) == 0
    played = capsys.readouterr().out
    kept = Path("play-mine-RIVAL-5.toml")
    said = tomllib.loads(kept.read_text("utf-8"))["years"]
    assert [*said.values()] == [
        {"align": {"ALLY": "up"}},
        {"align": {"ALLY": "down", "HUB": "hold"}},
        {"align": {"ALLY": "up"}},
    ]
    for told in (
        "You sought a closer tie with Ally, which agreed: tie 1.",
        "You stepped back from Ally: tie 0.",
        "You went no closer to Hub: tie 0.",
        "You sought a closer tie with Ally, which did not agree: tie 0.",
    ):
        assert f"  {told}\n" in played
    assert main(["play", "--replay", str(kept)]) == 0
    again = capsys.readouterr().out
    assert "align ALLY down, align HUB hold" in again
    told = [line for line in again.splitlines() if "ordered for" not in line]
    assert told == [line for line in played.splitlines() if line in set(told)]


def test_motives_are_not_told_before_the_end(
    folder: Path, says: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    says("look ALLY", "go", "quit")
    assert main([*GAME]) == 0
    out = capsys.readouterr().out
    assert "The reveal" not in out
    assert "security seeker" not in out
    assert "orders so far are in" in out


def test_a_member_is_asked_before_the_year_and_its_veto_holds(
    folder: Path, says: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    game = ("play", "mine", "--as", "HUB", "--plan", "guarantee", "--seed", "4")
    verdicts = {}
    for vote in ("yes", "no"):
        says("go", "go", "perhaps", vote, "quit")
        assert main([*game, "--transcript", f"{vote}.toml"]) == 0
        verdicts[vote] = capsys.readouterr().out
        assert "vote: expected yes, no or nothing" in verdicts[vote]
    assert "mutual defence: refused" in verdicts["no"]
    assert "mutual defence: agreed" in verdicts["yes"]


def test_a_wrong_order_gets_one_line_and_the_year_goes_on(
    folder: Path, says: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    says("arm much", "against ALLY shout", "look NOBODY", "dance", "align ALLY near",
         "align RIVAL up", "align ALLY down", "quit")  # fmt: skip
    assert main([*GAME]) == 0
    out = capsys.readouterr().out
    assert "arm: expected a number from -50 to 100" in out
    assert "against: expected one of threat, show, force, war" in out
    assert "actor: expected the code of an actor" in out
    assert "order: expected arm, against, peace" in out
    assert "align: expected one of up, hold, down" in out
    assert "align: expected another actor" in out
    assert (
        "align: expected a tie that can go down this year, got ALLY at level 0" in out
    )


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("play",), "a scenario and --as CODE"),
        (("play", "mine"), "a scenario and --as CODE"),
        (("play", "mine", "--as", "RIVL"), "RIVAL"),
        (("play", "--replay", "nowhere.toml"), "a transcript of detente play"),
    ],
)
def test_what_cannot_be_played_gets_one_line(
    refused: Callable[..., str], argv: tuple[str, ...], said: str
) -> None:
    assert said in refused(*argv)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seed = 1", "scenario: expected a str"),
        ("{about}[years.2025]\narm = 1000", "arm: expected a number"),
        ("{about}[years.2025]\nshoot = 1", "expected arm, against, align, help"),
        ("{about}[years.2025]\nagainst = 3", "against: expected a table"),
        ('{about}[years.2025]\narm = "10"', "arm: expected a number"),
        ("{about}[years.2025]\narm = true", "arm: expected a number"),
        ('{about}[years.2025]\nhelp = "no"', "help: expected true or false"),
        ('{about}[years.2025]\nvote = "no"', "vote: expected true or false"),
        ("{about}[years.2025]\nalign = { ALLY = 1 }", "align: expected one of"),
        ("{about}[years.2025]\nagainst = { ALLY = [] }", "against: expected one of"),
        ("{about}[years.1815]\narm = 1", "years from"),
        ('{about}[years.2025]\nalign = { RIVAL = "up" }', "2025, align: expected anot"),
        ('{about}[years.2025]\nagainst = { NO = "war" }', "t.toml, 2025, actor: expe"),
    ],
)
def test_a_broken_transcript_gets_one_line(
    refused: Callable[..., str], folder: Path, text: str, said: str
) -> None:
    about = (
        'scenario = "mine"\nseat = "RIVAL"\nplan = "guarantee"\nlens = "prior"\n'
        "seed = 1\n"
    )
    Path("t.toml").write_text(text.replace("{about}", about))
    assert said in refused("play", "--replay", "t.toml")


def test_a_transcript_is_not_written_over(
    folder: Path, says: Callable[..., None], refused: Callable[..., str]
) -> None:
    Path("play-mine-RIVAL-4.toml").write_text("another game")
    assert "a file that is not there" in refused(*GAME)


def test_nobody_begins_a_dispute_with_itself(
    folder: Path, says: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    says("against RIVAL war", "quit")
    assert main([*GAME]) == 0
    assert "against: expected another actor" in capsys.readouterr().out
