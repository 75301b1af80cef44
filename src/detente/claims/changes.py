"""Changes to what a run assumes, as statements of one line: KEY=VALUE.

    belief.empathy=0.8           a parameter of a law, in every draw of every lens
    belief.empathy=0.6:0.9       the interval that holds 90 % of its draws
    CHN.empathy=0.9              how far one state sees its own menace, mood aside
    CHN.revisionist=70%          the chance that it is revisionist at the start
    CHN-RUS.tie=3                the level of a tie at the start, in every plan
    us-asia.integration=0.5      how far a hub alliance binds its spokes to one another
    status_quo.1=0.5             the weight of the first [[status_quo]] of world.toml
    status_quo.add={by = ["CHN"], of = ["USA"], weight = 0, steps = "ties"}
    full.drop=5                  a plan without its fifth move
    full.add={kind = "tie", by = "nato", to = ["JPN"], level = 3, year = 2027}

A change is no evidence: what is set does not move what else a lens holds. (A belief
that does is stated to `detente view`.) Command line, Python and page read the same
lines.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from detente.claims.of_world import OfWorld, code_of, is_of_world, share, written
from detente.core.errors import UsageError, nearest, shown
from detente.lenses.lens import Belief, Lens, parameters
from detente.lenses.setting import plain, setting
from detente.worlds.checks import problems_of
from detente.worlds.moves import Move
from detente.worlds.schema import Scenario

__all__ = ["Applied", "Changes", "of_actors", "pinned", "read"]

MOST = 100
LONGEST = 2_000
_ACTOR = re.compile(r"([A-Za-z0-9]+)\.(empathy|revisionist)")
_PLAN = re.compile(r"([a-z0-9-]+)\.(add|drop)")
FORMS = "belief.empathy=0.8, CHN.empathy=0.9, CHN.revisionist=70% or CHN-RUS.tie=3"

A_MOVE = "a move as scenario files write it"
EXAMPLE = 'write {kind = "tie", by = "nato", to = ["JPN"], level = 3, year = 2027}'

_MOVE: TypeAdapter[Any] = TypeAdapter(Move)


class Applied(tuple[str, ...]):
    """Statements whose facts and moves a scenario already has: those of a kept run."""

    __slots__ = ()


class Changes(NamedTuple):
    """What is set, and the scenario in which it is.

    Attributes:
        said: The statements, in one form and order: equal changes have equal ones.
        scenario: The scenario with the facts of its world and its moves changed.
        parameters: Centre and standard deviation, on the unbounded side, by parameter.
        motives: Probability of being revisionist at the start, by code.
        empathy: Weight of one's own menace among others' reasons, by code.
    """

    said: tuple[str, ...]
    scenario: Scenario
    parameters: Mapping[str, tuple[float, float]]
    motives: Mapping[str, float]
    empathy: Mapping[str, float]

    def lens(self, lens: Lens) -> Lens:
        """Return a lens with the parameters that are set."""
        beliefs = dict(lens.beliefs)
        for key, (centre, sd) in self.parameters.items():
            beliefs[key] = Belief(
                centre, sd, "assumed", "", "set by the scenario or its reader"
            )
        return lens._replace(beliefs=beliefs)


def read(said: Iterable[str] | Mapping[str, Any], scenario: Scenario) -> Changes:
    """Return the changes that statements make.

    Args:
        said: Statements, or values by key.
        scenario: The scenario they are about.

    Raises:
        UsageError: If one is no statement, names what is not there, has a value out of
            range, repeats another, or leaves a scenario that is none.
    """
    if isinstance(said, Mapping):
        said = [f"{key}={value}" for key, value in said.items()]
    lines = list(said)
    if len(lines) > MOST:
        raise UsageError.at(
            "set", f"at most {MOST} changes", str(len(lines)), "take some out"
        )
    made = _Making(scenario)
    applied = isinstance(said, Applied)
    for line in lines:
        key = line.partition("=")[0].strip()
        if not (applied and (is_of_world(key) or _PLAN.fullmatch(key))):
            made.take(line)
    made.parameters = _assumed(scenario) | made.parameters
    return made.done()._replace(said=tuple(said)) if applied else made.done()


def pinned(said: Iterable[str], lens: Lens, scenario: Scenario) -> Lens:
    """Return a lens as a run of a scenario with these statements held it."""
    known = parameters()
    made = _Making(scenario)
    for line in said:
        if line.partition("=")[0] in known:
            made.take(line)
    held = _assumed(scenario) | made.parameters
    return Changes((), scenario, held, {}, {}).lens(lens)


def _assumed(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Return the parameters that a scenario sets itself."""
    lines = (line.partition("=") for line in scenario.assume)
    made = (setting(key, value, "assume") for key, _, value in lines)
    return {each.key: (each.centre, each.sd) for each in made}


def of_actors(said: Iterable[str]) -> bool:
    """Return whether a statement sets something of a single actor."""
    return any(_ACTOR.fullmatch(line.partition("=")[0]) for line in said
               if line.partition("=")[0] not in parameters())  # fmt: skip


class _Making:
    """Changes while they are read."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.world = OfWorld(scenario.world)
        self.said: dict[str, str] = {}
        self.parameters: dict[str, tuple[float, float]] = {}
        self.motives: dict[str, float] = {}
        self.empathy: dict[str, float] = {}
        self.dropped: dict[str, set[int]] = {}
        self.added: dict[str, list[tuple[str, Any]]] = {}

    def take(self, line: str) -> None:
        key, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not key or not value or len(line) > LONGEST:
            raise UsageError.at(
                "set", f"KEY=VALUE such as {FORMS}", shown(line), "write one"
            )
        if is_of_world(key):
            self._say(*self.world.take(key, value))
        elif match := _PLAN.fullmatch(key):
            self._move(match[1], match[2], value)
        elif key not in parameters() and (match := _ACTOR.fullmatch(key)):
            self._actor(match[1], match[2], value)
        else:
            self._parameter(key, value)

    def _say(self, key: str, value: str, more: str = "") -> None:
        """Keep a statement; one about the same again is refused."""
        if key + more in self.said:
            raise UsageError.at("set", "one value of each", f"two of {key}", "keep one")
        self.said[key + more] = f"{key}={value}"

    def _parameter(self, key: str, value: str) -> None:
        made = setting(key, value)
        self._say(key, made.said)
        self.parameters[key] = (made.centre, made.sd)

    def _actor(self, code: str, what: str, value: str) -> None:
        code = code_of(code, self.scenario.world)
        stated = share(f"{code}.{what}", value)
        self._say(f"{code}.{what}", plain(repr(stated)))
        (self.motives if what == "revisionist" else self.empathy)[code] = stated

    def _move(self, plan: str, what: str, value: str) -> None:
        plans = self.scenario.plans
        if plan not in plans:
            raise UsageError.at(
                "set", "a plan of the scenario", shown(plan), nearest(plan, plans)
            )
        moves = plans[plan].moves
        if what == "drop":
            if not (
                value.isascii() and value.isdecimal() and 1 <= int(value) <= len(moves)
            ):
                raise UsageError.at(
                    f"set, {plan}.drop", f"the number of a move, 1 to {len(moves)}",
                    shown(value), f'see "detente show {self.scenario.slug}"',
                )  # fmt: skip
            self._say(f"{plan}.drop", str(int(value)), value)
            self.dropped.setdefault(plan, set()).add(int(value) - 1)
            return
        move = written(f"{plan}.add", value, _MOVE, A_MOVE, EXAMPLE)
        self._say(f"{plan}.add", value, value)
        self.added.setdefault(plan, []).append((value, move))

    def done(self) -> Changes:
        said = tuple(self.said[key] for key in sorted(self.said))
        return Changes(
            said, self._changed(), self.parameters, self.motives, self.empathy
        )

    def _changed(self) -> Scenario:
        """Return the scenario with facts and moves changed, and checked again."""
        scenario, world = self.scenario, self.world.changed()
        if world is scenario.world and not (self.dropped or self.added):
            return scenario
        plans = dict(scenario.plans)
        for key in {*self.dropped, *self.added}:
            kept = [
                m
                for k, m in enumerate(plans[key].moves)
                if k not in self.dropped.get(key, ())
            ]
            # In the order of the statements, which are sorted: it names the run.
            added = sorted(self.added.get(key, ()), key=lambda each: each[0])
            moves = (*kept, *(move for _, move in added))
            plans[key] = plans[key].model_copy(update={"moves": moves})
        changed = scenario.model_copy(update={"plans": plans, "world": world})
        problem = next(iter(problems_of(changed)), None)
        if problem:
            raise UsageError.at(
                f"set, {problem.path}", problem.expected, problem.got, problem.remedy
            )
        return changed
