"""What a person in a seat is told: a briefing each year, and all of it at the end."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from detente.runs.seat import Future, Orders, Seat

__all__ = ["AIMS", "DEEDS", "Stage", "briefing", "listed", "looked_at", "revealed"]

DEEDS = (
    "",
    "threatens",
    "shows force against",
    "uses force against",
    "goes to war with",
)
"""What a dispute is called by its severity."""

AIMS = (
    "to be secure in what you have.",
    "to change the order of things if you can.",
)
"""What the seat is told of its own motive."""

FORCE = 3
MOST = 6
ROW = 5
"""Actors that a line of the list holds."""

SHARED = 0.03
"""Belief by which two must differ for it to be told."""


class Stage(NamedTuple):
    """What a game is played on.

    Attributes:
        seat: The seat.
        names: Names of the actors, in the order of the arrays.
        votes: What each vote is about.
        moves: What the plan does for all to see, and the year of each.
    """

    seat: Seat
    names: tuple[str, ...]
    votes: tuple[str, ...]
    moves: tuple[tuple[int, str], ...] = ()


def briefing(
    stage: Stage, future: Future, t: int, orders: Orders | None = None
) -> Iterator[str]:
    """Yield what the seat knows at the start of a year, never another's motive.

    Args:
        stage: What is played on.
        future: The future; only years before `t`, and what `t` began with, are told.
        t: Position of the year.
        orders: The seat's orders, so that it is told what came of ties it sought.
    """
    seat, me = stage.seat, stage.seat.me
    year = seat.years[t]
    yield ""
    yield f"== {year}: {stage.names[me]} =="
    if t and future.motive[t, me] != future.motive[t - 1, me]:
        yield f"Your own aim has turned: now it is {AIMS[int(future.motive[t, me])]}"
    if t:
        yield from _news(stage, future, t - 1)
        if orders is not None:
            yield from _sought(stage, future, t, orders.align[t - 1])
        yield from _moved(stage, future, t)
    yield from _done(stage, future, t)
    burden = 100 * np.exp(future.log_arms[t, me] - future.log_gdp[t, me])
    yield (
        f"You spend {np.exp(future.log_arms[t, me]) / 1e3:,.1f} billion USD on arms, "
        f"{burden:.1f} % of GDP. Your staff would let spending grow by "
        f"{100 * np.expm1(future.usual[t]):+.1f} %."
    )
    order = np.argsort(-future.threat[t, me])
    feared = [j for j in order if j != me][:MOST]
    yield (
        "What you fear most (chance that an attack is meant and, with friends' help, "
        "succeeds):"
    )
    for j in feared:
        yield (
            f"  {seat.actors[j]:<5} {stage.names[j]:<22} "
            f"{future.threat[t, me, j]:>6.1%}"
            f"   you believe it revisionist with {future.belief[t, me, j]:.0%}"
            f"   tie {future.tie[t, me, j]:.0f}"
            f"   spends {np.exp(future.log_arms[t, j]) / 1e3:,.1f} bn"
        )


def _news(stage: Stage, future: Future, t: int) -> Iterator[str]:
    """Yield what everybody saw in a year, what concerns the seat first."""
    told = [*_quarrels(stage, future, t)]
    told.sort(key=lambda pair: pair[0])
    year = stage.seat.years[t]
    yield f"In {year}:" if told else f"In {year} nothing of note."
    for _, text in told[:MOST]:
        yield f"  {text}"
    if len(told) > MOST:
        yield f"  and {len(told) - MOST} more events"


def _sought(stage: Stage, future: Future, t: int, order: np.ndarray) -> Iterator[str]:
    """Yield what came of the ties that the seat gave orders about a year ago."""
    for j in np.flatnonzero(~np.isnan(order)).tolist():
        name, step = stage.names[j], int(future.step[t - 1, j])
        if order[j] > 0:
            came = {1: "agreed", 0: "did not agree", -1: "stepped back"}
            told = f"You sought a closer tie with {name}, which {came[step]}"
        elif order[j] < 0 and step == 0:
            told = f"You would step back from {name}, but the tie is held"
        elif order[j] < 0:
            told = f"You stepped back from {name}"
        else:
            told = f"You went no closer to {name}{', which stepped back' * (step < 0)}"
        yield f"  {told}: tie {future.tie[t, stage.seat.me, j]:g}."


def _moved(stage: Stage, future: Future, t: int) -> Iterator[str]:
    """Yield which ties stand otherwise than a year ago, the seat's own by name."""
    me = stage.seat.me
    moved = np.triu(future.tie[t] - future.tie[t - 1])
    own = moved[me] + moved[:, me]
    up, down = np.flatnonzero(own > 0), np.flatnonzero(own < 0)
    ways = (("closer to", up), ("farther from", down))
    mine = [f"{way} {_names(stage, them)}" for way, them in ways if len(them)]
    others = int((moved != 0).sum() - (own != 0).sum())
    told = [f"you are {' and '.join(mine)}"] if mine else []
    told += [f"{others} ties among others rose or fell"] if others else []
    if told:
        yield f"  Since then {'; '.join(told)}."


def _names(stage: Stage, places: np.ndarray) -> str:
    named = ", ".join(stage.names[k] for k in places[:MOST].tolist())
    more = len(places) - MOST
    return f"{named} and {more} more" if more > 0 else named


def _done(stage: Stage, future: Future, t: int) -> Iterator[str]:
    """Yield what alliances decide and what the plan does this year."""
    year = stage.seat.years[t]
    told = [text for when, text in stage.moves if when == year]
    for v, (_, when) in enumerate(stage.seat.ballots):
        if when == year:
            passed = future.approved[t, v] > 0
            told.append(f"{stage.votes[v]}: {'agreed' if passed else 'refused'}")
    if told:
        yield "This year, for all to see:"
        yield from (f"  {text}" for text in told)


def _quarrels(stage: Stage, future: Future, t: int) -> Iterator[tuple[float, str]]:
    """Yield the disputes of a year, with what they are sorted by."""
    me, names = stage.seat.me, stage.names
    for i, j in np.argwhere(future.dispute[t] > 0):
        level = int(future.dispute[t, i, j])
        helpers = [
            f"{names[k]} joins {names[side]}"
            for side in (i, j)
            for k in np.flatnonzero(future.joined[t, :, side]).tolist()
        ]
        mine = me in (i, j) or bool(future.joined[t, me, [i, j]].any())
        text = "; ".join([f"{names[i]} {DEEDS[level]} {names[j]}", *helpers[:3]])
        yield -10.0 * mine - level, text


def listed(stage: Stage) -> Iterator[str]:
    """Yield all actors with their codes."""
    both = zip(stage.seat.actors, stage.names, strict=True)
    pairs = [f"{code} {name}" for code, name in both]
    for k in range(0, len(pairs), ROW):
        yield "  " + ", ".join(pairs[k : k + ROW])


def looked_at(stage: Stage, future: Future, t: int, j: int) -> Iterator[str]:
    """Yield what the seat knows of another actor."""
    me = stage.seat.me
    met = [
        f"{stage.seat.years[y]} {DEEDS[int(level)]}"
        for y in range(t)
        if (level := max(future.dispute[y, j, me], future.dispute[y, me, j])) > 0
    ]
    believed, fear = future.belief[t, me, j], future.threat[t, me, j]
    yield (
        f"{stage.names[j]}: you believe it revisionist with {believed:.0%}, fear it by "
        f"{fear:.1%}, tie {future.tie[t, me, j]:.0f}; it spends "
        f"{np.exp(future.log_arms[t, j]) / 1e3:,.1f} billion USD."
    )
    yield f"  Disputes between you: {'; '.join(met) or 'none since the start'}."
    closest = np.argsort(-future.tie[t, j])
    friends = [
        f"{stage.names[k]} {future.tie[t, j, k]:.0f}" for k in closest[:MOST] if k != j
    ]
    yield f"  Its closest ties: {', '.join(friends)}."


KINDS = ("a security seeker", "a revisionist")


def revealed(
    stage: Stage, played: Future, otherwise: Future, orders: Orders
) -> Iterator[str]:
    """Yield the truth: motives, who misread whom, and what would have happened.

    Args:
        stage: What was played on.
        played: The future that was played.
        otherwise: The same chance without any order.
        orders: What the seat ordered: who was ordered into disputes is not told that
            it looked otherwise than it was, since its aim was dealt and not played.
    """
    me, names, last = stage.seat.me, stage.names, -1
    yield ""
    yield "== The reveal =="
    yield (
        f"By the aim you were dealt you were {KINDS[int(played.motive[last, me])]} at "
        "the end."
    )
    feared = np.argsort(-played.threat.mean(axis=0)[me])
    order = [j for j in feared if j != me][:MOST]
    yield "Those you feared most: what they were, and what each believed at the end:"
    for j in order:
        was = 100 * played.motive[:, j].mean()
        yield (
            f"  {names[j]:<22} {KINDS[int(played.motive[last, j])]}, revisionist in "
            f"{was:.0f} % of the years; you believed "
            f"{played.belief[last, me, j]:.0%}, it believed "
            f"{played.belief[last, j, me]:.0%} of you"
        )
    own = played.motive[:, me].mean()
    others = np.delete(played.belief[:, :, me], me, axis=1).mean()
    read = (
        "more" if others > own + SHARED else "less" if others < own - SHARED else None
    )
    told = f": you looked {read} dangerous than you were." if read else "."
    if np.nansum(orders.dispute) > 0:
        told = "; your orders were judged as acts."
    yield (
        f"Others took you for a revisionist with {others:.0%} on average; by the aim "
        f"you were dealt you were one in {own:.0%} of the years{told}"
    )
    yield ""
    yield "The same chance, had you left everything to your staff:"
    yield f"  {'':<44} {'played':>10} {'otherwise':>10}"
    for what, first, second in _compared(me, played, otherwise):
        yield f"  {what:<44} {first:>10} {second:>10}"
    yield (
        "One future is one draw of chance and of what nobody knows: it shows how "
        "things may hang together, not what would have happened in the world."
    )


def _compared(me: int, one: Future, other: Future) -> Iterator[tuple[str, str, str]]:
    def row(
        what: str, count: float, rest: float, form: str = ",.0f"
    ) -> tuple[str, str, str]:
        return what, format(float(count), form), format(float(rest), form)

    both = (one, other)
    in_force = [
        np.maximum(f.dispute[:, me].max(axis=1), f.dispute[:, :, me].max(axis=1))
        for f in both
    ]
    believed = [np.delete(f.belief[-1, :, me], me).mean() for f in both]
    ties = [f.tie[-1, me].sum() for f in both]
    spent = [np.exp(f.log_arms[-1, me]) / 1e3 for f in both]
    yield row("disputes you began", *((f.dispute[:, me] > 0).sum() for f in both))
    yield row("disputes begun against you",
              *((f.dispute[:, :, me] > 0).sum() for f in both))  # fmt: skip
    yield row("years in a use of force", *((x >= FORCE).sum() for x in in_force))
    yield row("disputes you joined", *((f.joined[:, me] > 0).sum() for f in both))
    yield row("levels of your ties added up, last year", *ties)
    yield row("disputes in all", *((f.dispute > 0).sum() for f in both))
    yield row("arms spending in the last year (bn USD)", *spent, form=",.1f")
    yield row("chance of safety as you see it, last year",
              *(np.exp(f.safe[-1, me]) for f in both), form=".1%")  # fmt: skip
    yield row("mean belief that you are revisionist, last year", *believed, form=".1%")
