"""The kernel's year in vectorised NumPy, single precision, members on the first axis.

The laws are those of `detente.laws`, written once more with no word of JAX; which
equation a line is stands there. Chance is detente's own, so acts can be compared one
by one.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from detente.bench.case import Case
from detente.bench.chance import STEP, stream, uniform

__all__ = ["BATCH", "Acts", "Twin", "runner"]

BATCH = 32
"""Members at once: 4 cost 40 % more a member, 64 gain nothing (2 cores, AVX2)."""

State = dict[str, np.ndarray]


class Acts(NamedTuple):
    """What was done in a year, members on the first axis; see the kernel's `Actions`.

    Attributes:
        dispute: Severity of what i began with j.
        growth: Growth of spending.
        joined: 1 where i joined j's side.
        step: Step of the tie.
        turn: Motives of the year that follows.
    """

    dispute: np.ndarray
    growth: np.ndarray
    joined: np.ndarray
    step: np.ndarray
    turn: np.ndarray


def row(x: np.ndarray) -> np.ndarray:
    """Return x(i) on the pair (i, j)."""
    return x[:, :, None]


def column(x: np.ndarray) -> np.ndarray:
    """Return x(j) on the pair (i, j)."""
    return x[:, None, :]


def flip(x: np.ndarray) -> np.ndarray:
    """Return x(j, i)."""
    return x.swapaxes(1, 2)


def log_odds(share: np.ndarray) -> np.ndarray:
    """Return the log odds of a burden, kept within .01 % and 90 %."""
    share = np.clip(share, np.float32(1e-4), np.float32(0.9))
    return np.log(share / (1 - share))


def learned(before: np.ndarray, ratio: np.ndarray) -> np.ndarray:
    """Return a belief after a log ratio of evidence."""
    odds = before / (1 - before) * np.exp(np.clip(ratio, -30, 30))
    return np.clip(odds / (1 + odds), np.float32(1e-4), np.float32(1 - 1e-4))


class Twin:
    """The members of one batch.

    Args:
        case: What is simulated.
        members: Numbers of the members.
    """

    def __init__(self, case: Case, members: np.ndarray) -> None:
        """Take parameters and starts of the members."""
        self.case, self.world = case, case.world
        self.flat = {key: x[members][:, None] for key, x in case.p.items()}
        self.pair = {key: x[:, :, None] for key, x in self.flat.items()}
        self.state = {key: x[members] for key, x in case.start.items()}
        self.fixed = {key: x[members] for key, x in case.fixed.items()}
        self.off = (1 - np.eye(case.actors))[None].astype(np.float32)
        self.both = self.world["nuclear"][:, None] * self.world["nuclear"]
        self.key = stream(STEP, stream(stream(stream(STEP, case.seed), members), 0))
        self.labour = np.log(np.maximum(self.world["personnel"], np.float32(1e-3)))

    def bits(self, t: int, purpose: str, codes: str) -> np.ndarray:
        """Return the uniforms of a year for a purpose."""
        key = stream(stream(self.key, t), self.case.purposes[purpose])
        return uniform(key, self.world[codes])

    def content(self, t: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the ties in force and what they are worth, c_D."""
        p, moves = self.pair, self.case.moves
        tie = np.maximum(self.state["tie"], moves["tie_floor"][t])
        four = p["content.pact"]
        three = p["content.presence"] * four
        two = p["content.partnership"] * three
        one = p["content.dialogue"] * two

        def worth(level: np.ndarray) -> np.ndarray:
            return (
                one * np.clip(level, 0, 1)
                + (two - one) * np.clip(level - 1, 0, 1)
                + (three - two) * np.clip(level - 2, 0, 1)
                + (four - three) * np.clip(level - 3, 0, 1)
            )

        through = p["content.solidarity"] * worth(moves["alliance_tie"][t][None])
        c = np.maximum(worth(tie), through) * self.off
        for hub, spokes in zip(self.world["hubs"], self.world["spokes"], strict=True):
            arm = spokes * (c @ hub)
            c = np.maximum(c, p["content.relay"] * row(arm) * column(arm) * self.off)
        return tie, c

    def contest(self, attack: np.ndarray, defence: np.ndarray) -> np.ndarray:
        """Return the probability that an attack succeeds."""
        p = self.pair
        ratio = p["threat.advantage"] * attack / np.maximum(defence, np.float32(1e-6))
        sharp = p["threat.decisiveness"] * np.log(ratio + np.float32(1e-9))
        return 1 / (1 + np.exp(-sharp))

    def sense(self, t: int) -> State:
        """Return what everybody sees: content, threat, opportunity, protection."""
        p, s, moves = self.pair, self.state, self.case.moves
        tie, c = self.content(t)
        share = self.flat["power.manpower"]
        strength = np.exp((1 - share) * s["stock"] + share * self.labour)
        away, posted = moves["away"][t], moves["posted"][t]
        bearing = column(strength) * ((1 - away) * self.fixed["reach"] + posted)
        odds = s["credibility"] / (1 - s["credibility"])
        odds = odds * np.exp(self.flat["credibility.stationed"] * away)
        home = np.diagonal(bearing, axis1=1, axis2=2)
        friends = bearing * c * column(odds / (1 + odds))
        shared = (friends @ c) * self.off
        willing = bearing @ c - row(home) * c
        more = np.maximum(willing * self.off - shared, 0)
        own = bearing * self.off
        helped = friends.sum(axis=2)
        actual = p["content.offence"]
        seen = actual + (1 - p["content.distinguishability"]) * (1 - actual)
        plain = row(home + helped) - friends
        attack = own + seen * more
        success = self.contest(attack, plain - seen * shared) * self.off
        threat = np.minimum(s["belief"] * success, np.float32(0.999))
        chance = self.contest(own + actual * more, plain - actual * shared)
        lost = own / np.maximum(attack, np.float32(1e-6)) * np.log(1 - threat)
        return {
            "tie": tie, "content": c, "threat": threat, "exposure": lost,
            "opportunity": flip(chance * self.off), "home": home,
            "safety": lost.sum(axis=2),
            "protection": helped / (helped + home + np.float32(1e-6)),
        }  # fmt: skip

    def wish(self, habit: Any, safety: Any, protection: Any, p: State) -> np.ndarray:
        """Return the log odds of a seeker's desired burden."""
        fear = p["arming.threat"] * (1 - np.exp(safety))
        return habit + fear + p["arming.protection"] * protection

    def growth(self, wish: Any, gap: Any, push: Any, p: State) -> tuple[Any, Any]:
        """Return the mean growth of a seeker and of a revisionist."""
        calm = np.exp(-wish)
        bent = calm * np.exp(-p["arming.motive"])
        seeker = p["arming.speed"] * (gap - np.log1p(calm)) + push
        return seeker, seeker + p["arming.speed"] * np.log((1 + calm) / (1 + bent))

    def act(self, seen: State) -> State:
        """Return the distributions over everybody's acts."""
        p, s, f = self.pair, self.state, self.flat
        threat, c = seen["threat"], seen["content"]
        weight = threat + np.float32(1e-9) * self.off
        rivals = (weight * column(s["growth"])).sum(axis=2) / weight.sum(axis=2)
        push = f["arming.answer"] * rivals + (s["trend"] + self.fixed["drift"]) / 100
        gap = s["log_gdp"] - s["log_arms"]
        wish = self.wish(s["habit"], seen["safety"], seen["protection"], f)
        seeker, other = self.growth(wish, gap, push, f)
        own = np.log(seen["home"] + np.float32(1e-6))
        base = np.exp(
            self.fixed["setting"]
            + p["crisis.heat"] * s["heat"]
            - p["crisis.tie"] * c
            + p["crisis.embolden"] * row(seen["protection"])
            + p["crisis.nuclear"] * self.both
            - p["crisis.preponderance"] * np.abs(row(own) - column(own))
        )
        closing = np.maximum(s["opportunity"] - seen["opportunity"], 0)
        calm = base * np.exp(p["crisis.fear"] * threat + p["crisis.window"] * closing)
        gain = base * (np.exp(p["crisis.gain"] * seen["opportunity"]) - 1) * self.off
        tilt = np.exp(p["crisis.stakes"] * s["heat"] - p["crisis.damping"] * self.both)
        war = np.exp(p["crisis.war"])
        use = war + np.exp(p["crisis.use"])
        display = use + np.exp(p["crisis.display"])
        return {
            "push": push, "gap": gap, "wish": wish, "seeker": seeker, "other": other,
            "calm": np.maximum(calm * self.off, np.float32(1e-12)), "gain": gain,
            "display": display * tilt / (1 + display * tilt),
            "use": use * tilt / (1 + use * tilt), "war": war * tilt / (1 + war * tilt),
            **self.steps(seen),
        }  # fmt: skip

    def steps(self, seen: State) -> State:
        """Return the probabilities that ties climb and fall."""
        p, threat, c = self.pair, seen["threat"], seen["content"]
        shared, friends = threat @ flip(threat), c @ c
        feared = 1 - np.exp(seen["exposure"].sum(axis=1))
        value = (
            p["alignment.shared"] * shared / (1 + shared)
            - p["alignment.mutual"] * (threat + flip(threat))
            + p["alignment.friends"] * friends / (1 + friends)
            + p["alignment.affinity"] * self.world["affinity"]
            + p["alignment.bandwagon"] * np.maximum(threat, flip(threat))
            - p["alignment.notoriety"] * row(feared) * column(feared)
        )
        tilt = np.exp(np.clip(value, -20, 20))
        far = p["alignment.remote"] * self.world["remote"]
        up = np.exp(p["alignment.climb"] - far) * tilt
        down = np.exp(p["alignment.fall"]) / tilt
        total = 1 + up + down
        floor = self.floor
        return {
            "climb": np.where(seen["tie"] < 4, up / total, 0) * self.off,
            "fall": np.where(seen["tie"] > floor, down / total, 0) * self.off,
        }

    def joining(self, seen: State, began: Any, met: Any) -> np.ndarray:
        """Return a seeker's odds of joining j's gravest dispute."""
        p, c = self.pair, seen["content"]
        far = np.log(np.maximum(self.fixed["reach"], np.float32(1e-9)))
        near = p["joining.base"] + p["joining.reach"] * far
        near = near - p["joining.remote"] * self.world["remote"]
        tie = p["joining.commitment"] * c
        grave = np.maximum(began, met)
        share = np.where(met >= began, 1, self.flat["content.offence"])
        level = np.where(grave >= 3, self.flat["joining.use"], 0)
        level = level + np.where(grave >= 4, self.flat["joining.war"], 0)
        odds = np.exp(near + column(share) * tie + column(level))
        return np.where(column(grave) > 0, odds * self.off, 0)

    def choose(self, t: int, seen: State, plan: State) -> tuple[Acts, np.ndarray]:
        """Draw the acts; return them and the odds of joining."""
        p, z = self.pair, self.state["motive"]
        odds = plan["calm"] + row(z) * plan["gain"]
        q, u = odds / (1 + odds), self.bits(t, "dispute", "ordered")
        dispute = (u < q).astype(np.float32)
        for grade in ("display", "use", "war"):
            dispute = dispute + (u < q * plan[grade])
        centred = self.bits(t, "growth", "codes") - np.float32(0.5)
        noise = -np.sign(centred) * np.log(1 - 2 * np.abs(centred))
        growth = plan["seeker"] + z * (plan["other"] - plan["seeker"])
        growth = growth + self.flat["arming.noise"] * noise
        joins = self.joining(seen, dispute.max(axis=2), dispute.max(axis=1))
        h = joins * (1 + row(z) * (np.exp(p["joining.motive"]) - 1))
        u = self.bits(t, "join", "ordered")
        joined = (u * (1 + h) < h).astype(np.float32)
        u = self.bits(t, "tie", "unordered")
        step = (u < plan["climb"]).astype(np.float32) - (u > 1 - plan["fall"])
        turn = (self.bits(t, "motive", "codes") < self.turned(z, self.flat)) * 1.0
        return Acts(dispute, growth, joined, step, turn.astype(np.float32)), joins

    def turned(self, x: np.ndarray, p: State) -> np.ndarray:
        """Return a belief or motive a year on, before acts."""
        return x + p["motive.turnover"] * (p["motive.share"] - x)

    def evidence(
        self, seen: State, plan: State, acts: Acts, joins: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return log ratios of i's acts: the analyst's, and as j sees them."""
        p, s, f = self.pair, self.state, self.flat
        dulled = f["belief.empathy"] * np.exp(-f["mood.dulls"] * s["mood"])
        blind = 1 - column(dulled)
        began = acts.dispute > 0

        def ratio(fear: np.ndarray) -> np.ndarray:
            both = fear + plan["gain"]
            return np.log((1 + fear) / (1 + both) * np.where(began, both / fear, 1))

        plain = ratio(plan["calm"])
        lens = np.exp(-p["crisis.fear"] * blind * seen["threat"])
        unseen = ratio(plan["calm"] * lens)
        factor = np.exp(p["joining.motive"])
        joined = np.log((1 + joins) / (1 + joins * factor))
        joined = joined + acts.joined * p["joining.motive"]
        public = (plain + joined).sum(axis=2)
        off = np.abs(acts.growth - plan["seeker"])
        own = (off - np.abs(acts.growth - plan["other"])) / f["arming.noise"]
        imagined = row(seen["safety"]) - blind * seen["exposure"]
        wish = self.wish(row(s["habit"]), imagined, row(seen["protection"]), p)
        seeker, other = self.growth(wish, row(plan["gap"]), row(plan["push"]), p)
        grown = row(acts.growth)
        arms = (np.abs(grown - seeker) - np.abs(grown - other)) / p["arming.noise"]
        return public + own, row(public) + unseen - plain + arms

    def advance(self, t: int, seen: State, plan: State, acts: Acts, joins: Any) -> None:
        """Set the state to that of the next year."""
        p, s, f, moves = self.pair, self.state, self.flat, self.case.moves
        analyst, ratio = self.evidence(seen, plan, acts, joins)
        log_arms = s["log_arms"] + acts.growth
        began, met = acts.dispute.max(axis=2), acts.dispute.max(axis=1)
        fights = (np.maximum(began, met) >= 4).astype(np.float32)
        helps = (acts.joined * column(fights)).max(axis=2) > 0
        called = seen["content"] * column((met >= 4).astype(np.float32))
        kept = (called * acts.joined).sum(axis=2)
        failed = np.minimum(called.sum(axis=2) - kept, 1)
        rho = s["credibility"]
        rho = (
            rho
            + f["credibility.honoured"] * (1 - rho) * np.minimum(kept, 1)
            - f["credibility.failed"] * rho * failed
        )
        clash = np.minimum(acts.dispute + flip(acts.dispute), 1)
        drawn = acts.joined @ clash
        fought = np.minimum(clash + drawn + flip(drawn), 1) * self.off
        heat = p["crisis.memory"] * s["heat"]
        spent = log_odds(np.exp(log_arms - s["log_gdp"]))
        mean = f["economy.mean"]
        told = p["belief.words"] * moves["said"][t]
        self.state = {
            "log_arms": log_arms,
            "stock": np.logaddexp(
                np.log1p(-f["arming.depreciation"]) + s["stock"], log_arms
            ),
            "habit": s["habit"] + f["arming.custom"] * (spent - plan["wish"]),
            "growth": acts.growth,
            "log_gdp": s["log_gdp"] + (s["trend"] + self.fixed["drift"]) / 100,
            "trend": mean + f["economy.persistence"] * (s["trend"] - mean),
            "motive": acts.turn,
            "posterior": learned(self.turned(s["posterior"], f), analyst),
            "tie": np.clip(seen["tie"] + acts.step, 0, 4),
            "belief": learned(self.turned(s["belief"], p), flip(ratio) + told),
            "heat": heat + p["crisis.jolt"] * (1 - heat) * fought,
            "opportunity": seen["opportunity"],
            "credibility": np.clip(rho, np.float32(0.02), np.float32(0.98)),
            "mood": f["mood.fade"] * s["mood"] + moves["shock"][t]
            + f["mood.shock"] * np.maximum(fights, helps),
        }  # fmt: skip

    def year(self, t: int) -> Acts:
        """Go through one year, and return what was done in it."""
        self.floor = self.case.moves["tie_floor"][t]
        seen = self.sense(t)
        plan = self.act(seen)
        acts, joins = self.choose(t, seen, plan)
        self.advance(t, seen, plan, acts, joins)
        return acts

    def outcomes(self) -> np.ndarray:
        """Go through all years; return outcomes, shape (members, years, 3)."""
        left = []
        for t in range(self.case.years):
            acts, s = self.year(t), self.state
            left.append([
                (acts.dispute > 0).sum(axis=(1, 2)),
                s["log_arms"].mean(axis=1),
                (s["belief"] * self.off).sum(axis=(1, 2)) / self.off.sum(),
            ])  # fmt: skip
        return np.asarray(left).transpose(2, 0, 1)


def runner(case: Case) -> Callable[[np.ndarray], np.ndarray]:
    """Return members -> outcomes."""

    def batches(members: np.ndarray) -> np.ndarray:
        parts = range(0, len(members), BATCH)
        with np.errstate(over="ignore"):
            return np.concatenate(
                [Twin(case, members[at : at + BATCH]).outcomes() for at in parts]
            )

    return batches
