"""Orders of `detente play`: a line that is typed, what it asks, and its arrays."""

from typing import TYPE_CHECKING, Any

from detente.core.errors import UsageError, nearest, shown
from detente.interfaces.cli.transcript import LEVELS, WAYS, level, percent, way

if TYPE_CHECKING:
    from detente.reports.played import Stage
    from detente.runs.seat import Future, Orders

__all__ = ["HELP", "apply", "noted", "order", "place", "possible"]

HELP = """  arm +10            let spending grow by 10 % this year (arm -5 cuts it)
  against JPN show   begin a dispute: threat, show (of force), force or war
  peace              begin none, whatever your staff would do
  stay out           join nobody's dispute
  align RUS up       seek a closer tie, which comes if they want it too; down steps
                     back; hold goes no closer, though they may leave you
  look JPN           what you know of an actor; look alone lists all
  go (or nothing)    end the year; what you did not order, your staff decides
  quit               leave; the years that are over are kept
Where your alliance votes you are asked first: yes, no, or nothing.
A seat cannot pledge, declare a purpose, agree to limits or offer restraint. Nobody
reads a tie that you seek as a sign of your aim, as they read a plan's: it frightens
by its weight alone."""


def order(
    stage: "Stage", word: str, rest: list[str], said: dict[str, Any]
) -> dict[str, Any]:
    """Return what one line orders."""
    if word == "arm" and len(rest) == 1:
        return {"arm": percent("arm", rest[0].removesuffix("%"))}
    if word == "peace" and not rest:
        return {"against": {}}
    if (word, rest) == ("stay", ["out"]):
        return {"help": False}
    if word in ("against", "align") and len(rest) == 2:
        code = stage.seat.actors[_other(stage, word, rest[0])]
        how = (level if word == "against" else way)(rest[1])
        return {word: said.get(word, {}) | {code: how}}
    raise UsageError.at(
        "order", "arm, against, peace, stay out, align, look, go, help or quit",
        shown(" ".join([word, *rest])), 'write "help" to see how',
    )  # fmt: skip


def possible(stage: "Stage", future: "Future", t: int, asked: dict[str, str]) -> None:
    """Refuse a step that ladder, treaty or plan leave no room for this year."""
    for code, which in asked.items():
        j, me = place(stage, code), stage.seat.me
        room = {"up": future.climb, "down": future.fall}.get(which)
        if room is not None and not room[t, j]:
            raise UsageError.at(
                "align", f"a tie that can go {which} this year",
                f"{code} at level {future.tie[t, me, j]:g}, an end of the ladder or "
                "held by treaty or plan", "leave it, or name another",
            )  # fmt: skip


def noted(said: dict[str, Any]) -> str:
    """Say in words what is ordered for a year."""
    words: list[str] = []
    if "vote" in said:
        words.append("vote yes" if said["vote"] else "vote no")
    if "arm" in said:
        words.append(f"arm {said['arm']:+g} %")
    if "against" in said:
        words += [f"{how} against {code}" for code, how in said["against"].items()]
        words += [] if said["against"] else ["peace"]
    if said.get("help") is False:
        words.append("stay out")
    words += [f"align {code} {which}" for code, which in said.get("align", {}).items()]
    return ", ".join(words)


def place(stage: "Stage", code: str) -> int:
    """Return the place of an actor, however the letters of its code are written."""
    code = code.strip().upper()
    if code not in stage.seat.actors:
        raise UsageError.at(
            "actor",
            "the code of an actor",
            shown(code),
            nearest(code, stage.seat.actors),
        )
    return stage.seat.actors.index(code)


def _other(stage: "Stage", word: str, code: str) -> int:
    found = place(stage, code)
    if found == stage.seat.me:
        raise UsageError.at(word, "another actor", shown(code), "name one")
    return found


def apply(stage: "Stage", orders: "Orders", t: int, said: dict[str, Any]) -> None:
    """Write the orders of a year into their arrays.

    Raises:
        UsageError: If one is about an actor that is not there, or the seat itself.
    """
    import math

    if "arm" in said:
        orders.growth[t] = math.log1p(said["arm"] / 100)
    if "against" in said:
        orders.dispute[t] = 0.0
        for code, how in said["against"].items():
            orders.dispute[t, _other(stage, "against", code)] = LEVELS[how]
    if said.get("help") is False:
        orders.help[t] = 0.0
    for code, which in said.get("align", {}).items():
        orders.align[t, _other(stage, "align", code)] = WAYS[which]
    if "vote" in said:
        orders.vote[t] = float(said["vote"])
