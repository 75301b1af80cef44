"""Outcomes as functions handed to the trajectory, reduced inside the scan.

Everything is read from hazards, not from realised counts: the yearly probabilities
that acts and true motives imply before chance decides. That removes most of the noise
of a single future. `detente.worlds.outcomes` says what each outcome means.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import jax.numpy as jnp
import jax.scipy.stats as jstats
import numpy as np
from jax import Array

from detente.dynamics.kernel import MOST_LIKELY, Kernel, Outlook
from detente.dynamics.pairs import Dense
from detente.dynamics.spiral import Close, close_up
from detente.dynamics.state import Actions, State
from detente.dynamics.trajectory import Moment
from detente.laws import content, power, threat

__all__ = ["ACTOR_VIEWS", "PAIR_VIEWS", "Kept", "Query", "accumulate", "measure"]

FOG = 0.25
"""Standard error of an estimate of forces, as a share of them (assumed)."""

ACTOR_VIEWS = ("arms", "security", "threat", "credibility", "agrees", "posterior")
"""What is kept of every actor: million USD; probabilities; index 0-1; votes; and what
an analyst who saw the same acts would believe of it."""

PAIR_VIEWS = ("belief", "threat", "tie", "dispute")
"""What is kept of every ordered pair: probability; index; level; yearly probability."""


class Query(NamedTuple):
    """One outcome of one scenario.

    Attributes:
        outcome: Name in `OUTCOMES`.
        of: Name of an actor, alliance or group, or "".
        toward: The other side, or "".
    """

    outcome: str
    of: str = ""
    toward: str = ""


class Kept(NamedTuple):
    """What one year leaves.

    Attributes:
        outcomes: Value of each query, shape (Q,).
        fear: Disputes or uses of force a year started for fear, shape (Q,); 0 for
            queries that are not about them.
        gain: The same started for gain, shape (Q,).
        close: The principals' part of the moment, for the spiral number.
        actors: `ACTOR_VIEWS`, shape (len, N).
        pairs: `PAIR_VIEWS`, shape (len, N, N).
    """

    outcomes: Array
    fear: Array
    gain: Array
    close: Close
    actors: Array
    pairs: Array


class Side(NamedTuple):
    """The two sides of a query.

    Attributes:
        of: Places of the one side.
        toward: Places of the other.
        people: Population (million), shape (N,): whose security weighs how much.
        front: Those of the one side who live in a theatre of the other, or all.
    """

    of: np.ndarray
    toward: np.ndarray
    people: np.ndarray
    front: np.ndarray

    def back(self) -> "Side":
        """Return the sides the other way round."""
        return self._replace(of=self.toward, toward=self.of)


Reader = Callable[[Moment, Outlook, State, Side], Array]


def _block(x: Array, side: Side) -> Array:
    """Return the pairs (of, toward) of x; only these are then worked on."""
    if len(side.of) <= len(side.toward):
        return x[side.of][:, side.toward]
    return x[:, side.toward][side.of]


def _mean(block: Array, side: Side) -> Array:
    """Return the mean over pairs of two different actors."""
    same = side.of[:, None] == side.toward[None, :]
    return jnp.sum(block * ~same) / max(int((~same).sum()), 1)


def _any(chance: Array) -> Array:
    """Return the probability that any of independent chances comes true."""
    return 1 - jnp.exp(jnp.sum(jnp.log1p(-chance)))


def _weights(places: np.ndarray, people: np.ndarray) -> Array:
    return jnp.asarray(people[places] / people[places].sum())


def _tension(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    there, back = _block(out.dispute, side), _block(out.dispute, side.back())
    return _any(1 - (1 - there) * (1 - back.T))


def _force(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    return _any(_block(out.force, side))


def _threat(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    return jnp.mean(1 - jnp.exp(_block(now.signals.exposure, side).sum(axis=1)))


def _security(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    return _weights(side.of, side.people) @ jnp.exp(out.secure[side.of])


def _arms(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    return jnp.sum(jnp.exp(after.log_arms[side.of]))


def _burden(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    output = jnp.sum(jnp.exp(after.log_gdp[side.of]))
    return 100 * _arms(now, out, after, side) / output


def _belief(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    return _mean(_block(after.belief, side), side)


def _misperception(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    return _mean(_block(after.belief, side) - after.posterior[side.toward], side)


def _tragic_share(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    seeker = 1 - now.state.motive
    return seeker @ out.dispute @ seeker / jnp.sum(out.dispute)


def accumulate(
    outcomes: np.ndarray, queries: Sequence[Query], sides: dict[str, np.ndarray],
    tie: np.ndarray, floor: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Return outcomes with expected steps of ties added up to expected levels.

    A tie moves by chance, a step in decades; the sum of its yearly expected steps has
    the same mean over futures and far less noise.

    Args:
        outcomes: Shape (..., Y, Q), where alignment is a yearly expected step.
        queries: What was measured.
        sides: Masks by name, shape (N,) each.
        tie: Level at the start, shape (N, N).
        floor: Level below which the plan holds it, shape (Y, N, N).
    """
    out = outcomes.copy()
    for q, query in enumerate(queries):
        if query.outcome == "alignment":
            pairs = np.outer(sides[query.of], sides[query.toward])
            np.fill_diagonal(pairs, 0)
            held = np.maximum(tie, floor)
            level = (held * pairs).sum(axis=(1, 2)) / max(pairs.sum(), 1)
            out[..., q] = level + np.cumsum(outcomes[..., q], axis=-1)
    return out


def _alignment(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    step = now.intentions.alignment
    return _mean(_block(step.climb, side) - _block(step.fall, side), side)


def _shared_threat(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    shared = _block(now.intentions.shared, side)
    return _mean(shared / (1 + shared), side)


def _containment(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    start = power.force(now.p.power, now.fixed.start_stock, now.world.personnel)
    today = power.force(now.p.power, now.state.stock, now.world.personnel)
    ratio, rows = start / today, side.front
    places = Side(rows, side.of, side.people, rows)
    bearing = _block(now.signals.bearing, places) * ratio[side.of]
    join = _block(now.signals.content, places) * now.signals.expected_help[side.of]
    own = jnp.diagonal(now.signals.bearing)[rows] * ratio[rows]
    mean = own + jnp.sum(join * bearing, axis=1)
    spread = jnp.sum(join * (1 - join) * bearing**2, axis=1)
    against = places._replace(toward=side.toward)
    foe = (_block(now.signals.bearing, against) * ratio[side.toward]).sum(axis=1)
    z = (mean - foe) / jnp.sqrt(spread + (FOG * (mean + foe)) ** 2)
    return jnp.mean(jstats.norm.cdf(z))


def _containment_perceived(
    now: Moment, out: Outlook, after: State, side: Side
) -> Array:
    start = power.force(now.p.power, now.fixed.start_stock, now.world.personnel)
    today = power.force(now.p.power, now.state.stock, now.world.personnel)
    ratio, rows = start / today, side.front
    feared = content.offence(now.p.content, now.moves.inspected)[1]
    joins = _block(now.signals.content, Side(rows, side.of, side.people, rows))
    there = _block(now.signals.bearing, side.back()) * ratio[side.of]
    lead = _block(now.signals.bearing, side.back()._replace(toward=rows)) * ratio[rows]
    if now.moves.inspected is None:
        joins = feared * joins
        mean = lead + there @ joins.T
        spread = there**2 @ (joins * (1 - joins)).T
    else:  # what each target sees of each state of the front, (targets, front)
        feared = _block(feared, side.back()._replace(toward=rows))
        mean = lead + feared * (there @ joins.T)
        spread = feared * (there**2 @ joins.T) - feared**2 * (there**2 @ (joins**2).T)
    home = jnp.diagonal(now.signals.bearing)[side.toward] * ratio[side.toward]
    z = (mean - home[:, None]) / jnp.sqrt(spread + (FOG * (mean + home[:, None])) ** 2)
    return jnp.mean(jstats.norm.cdf(z))


def _influence(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    """Work on (target, attacker): only the targets asked about, read along rows."""
    hub, seen, p, world = int(side.of[0]), now.signals, now.p, now.world
    to, every = side.toward, np.arange(len(side.people))
    offence = content.offence(p.content)[0]
    attack, defence = seen.balance.sides(offence, Dense(len(every)))
    lent = seen.balance.from_attacker[to, hub][:, None]
    lent = lent * (1 - offence * seen.content[hub][None, :])
    lent = jnp.where(every == hub, 0, lent)
    bare = jnp.maximum((defence + world.support_defence)[to] - lent, 1e-6)
    then_open = threat.contest(p.threat, (attack + world.support_attack)[to], bare)

    def upon(x: Array) -> Array:
        return x[:, to].T

    open_now = upon(seen.opportunity)
    rate, odds = p.crisis.gain, now.intentions.crisis
    now_pays = jnp.exp(rate * open_now) - 1
    then_pays = jnp.exp(rate * jnp.maximum(then_open, open_now)) - 1
    gain = upon(odds.gain) * now.state.motive[None, :] * then_pays / (now_pays + 1e-6)
    h = upon(odds.fear) + gain
    force = jnp.minimum(h / (1 + h) * upon(odds.use), MOST_LIKELY)
    alone = jnp.sum(jnp.log1p(-force), axis=1)
    secure = out.secure[to]
    without = secure - jnp.log1p(-out.attacked[to]) + alone
    return _weights(to, side.people) @ (jnp.exp(secure) - jnp.exp(without))


def _entrapment(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    return _any(_block(out.entrapped, side))


def _entanglement(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    return _any(_block(out.entangled, side))


def _abandonment(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    attacked = out.attacked[side.of]
    drawn = _block(out.entangled, side.back())
    comes = jnp.clip(drawn / (attacked + 1e-30), 0, 0.999)
    return jnp.mean(attacked * jnp.exp(jnp.sum(jnp.log1p(-comes), axis=0)))


def _demand(now: Moment, out: Outlook, after: State, side: Side) -> Array:
    return _mean(_block(now.intentions.alignment.climb, side), side)


READERS: dict[str, Reader] = {
    "tension": _tension,
    "force": _force,
    "threat": _threat,
    "security": _security,
    "arms": _arms,
    "burden": _burden,
    "belief": _belief,
    "misperception": _misperception,
    "tragic_share": _tragic_share,
    "alignment": _alignment,
    "shared_threat": _shared_threat,
    "containment": _containment,
    "containment_perceived": _containment_perceived,
    "influence": _influence,
    "entrapment": _entrapment,
    "entanglement": _entanglement,
    "abandonment": _abandonment,
    "demand": _demand,
}
"""One reader an outcome; `spiral_number` has a computation of its own."""


def measure(
    kernel: Kernel,
    queries: Sequence[Query],
    sides: dict[str, np.ndarray],
    people: np.ndarray,
    homes: Sequence[str],
    principals: np.ndarray,
) -> Callable[[Moment, Actions, State], Kept]:
    """Return the measure that answers queries each year.

    Args:
        kernel: Kernel.
        queries: What to measure.
        sides: Masks by name, shape (N,) each.
        people: Population (million), shape (N,), the weight of security.
        homes: Theatre of each actor.
        principals: Places of the actors among whom the spiral number will be taken.
    """
    places = {name: np.flatnonzero(mask) for name, mask in sides.items()}
    nobody = np.zeros(0, int)

    def side(query: Query) -> Side:
        of, toward = (places.get(name, nobody) for name in (query.of, query.toward))
        theirs = {homes[int(k)] for k in toward}
        front = np.array([k for k in of if homes[int(k)] in theirs], int)
        return Side(of, toward, people, front if len(front) else of)

    masks = [side(query) for query in queries]

    def read(now: Moment, actions: Actions, after: State) -> Kept:
        out = kernel.outlook(now.intentions, now.state.motive)
        values = [
            READERS[q.outcome](now, out, after, side)
            for q, side in zip(queries, masks, strict=True)
        ]
        fear, gain = _causes(now, out, queries, masks)
        actors = jnp.stack([
            jnp.exp(after.log_arms),
            jnp.exp(out.secure),
            1 - jnp.exp(now.signals.safety),
            after.credibility,
            jnp.sum(now.chances * now.moves.ballot[:, None], axis=0),
            after.posterior,
        ])  # fmt: skip
        pairs = jnp.stack(
            [after.belief, now.signals.threat, now.signals.tie, out.dispute]
        )
        close = close_up(now, principals)
        return Kept(jnp.stack(values), fear, gain, close, actors, pairs)

    return read


def _causes(
    now: Moment, out: Outlook, queries: Sequence[Query], masks: Sequence[Side]
) -> tuple[Array, Array]:
    """Return expected yearly events started for fear and for gain, (Q,) each."""
    odds, motive = now.intentions.crisis, now.state.motive[:, None]
    none = jnp.zeros(())
    fears, gains = [], []
    for query, side in zip(queries, masks, strict=True):
        if query.outcome not in ("tension", "force"):
            fears.append(none)
            gains.append(none)
            continue
        rate = out.dispute if query.outcome == "tension" else out.force
        both = (side, side.back()) if query.outcome == "tension" else (side,)
        total, afraid = none, none
        for way in both:
            events, fear = _block(rate, way), _block(odds.fear, way)
            gain = _block(odds.gain, way) * motive[way.of]
            total = total + jnp.sum(events)
            afraid = afraid + jnp.sum(events * fear / (fear + gain))
        fears.append(afraid)
        gains.append(total - afraid)
    return jnp.stack(fears), jnp.stack(gains)
