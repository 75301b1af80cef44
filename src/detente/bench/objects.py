"""The kernel's year as agents in Mesa: a state is an object, pairs are its lists.

The laws are those of `detente.laws`, in plain Python numbers. Chance is Mesa's own, so
outcomes agree with the others within Monte Carlo error only. Severity and joining are
worked out only where a dispute began.
"""

from collections.abc import Callable
from math import exp, log, log1p
from operator import mul
from typing import Any

import numpy as np

from detente.bench.case import Case
from detente.core.needs import need

__all__ = ["runner"]

mesa: Any = need("mesa", "bench")
MOVES = ("tie_floor", "alliance_tie", "away", "posted", "said", "shock")


def clip(x: float, low: float, high: float) -> float:
    """Return x kept within bounds."""
    return low if x < low else min(x, high)


def log_odds(share: float) -> float:
    """Return the log odds of a burden, kept within .01 % and 90 %."""
    share = clip(share, 1e-4, 0.9)
    return log(share / (1 - share))


def learned(before: float, ratio: float) -> float:
    """Return a belief after a log ratio of evidence."""
    odds = before / (1 - before) * exp(clip(ratio, -30, 30))
    return clip(odds / (1 + odds), 1e-4, 1 - 1e-4)


class Nation(mesa.Agent):
    """A state: what it is, sees, does and believes."""

    log_arms: float
    log_gdp: float
    stock: float
    habit: float
    growth: float
    trend: float
    motive: float
    posterior: float
    credibility: float
    mood: float
    tie: list[float]
    belief: list[float]
    heat: list[float]
    opportunity: list[float]

    def __init__(self, model: Any, i: int, case: Case, member: int) -> None:
        """Take the start of one actor from the case."""
        super().__init__(model)
        self.i, world = i, case.world
        for key in Nation.__annotations__:
            setattr(self, key, case.start[key][member, i].tolist())
        self.reach = case.fixed["reach"][member, i].tolist()
        self.setting = case.fixed["setting"][member, i].tolist()
        self.drift = float(case.fixed["drift"][member, i])
        self.nuclear = float(world["nuclear"][i])
        self.labour = log(max(float(world["personnel"][i]), 1e-3))
        self.remote = world["remote"][i].tolist()
        self.affinity = world["affinity"][i].tolist()

    def tie_up(self) -> None:
        """Work out what own ties are worth, c_D."""
        model = self.model
        floor, through = model.now["tie_floor"][self.i], model.now["alliance_tie"]
        self.floor = floor
        self.tie = [max(a, b) for a, b in zip(self.tie, floor, strict=True)]
        solidarity = model.p["content.solidarity"]
        worth = model.worth
        self.content = [
            max(worth(a), solidarity * worth(b))
            for a, b in zip(self.tie, through[self.i], strict=True)
        ]
        self.content[self.i] = 0.0

    def muster(self) -> None:
        """Work out force, and the credibility that others give to help."""
        p = self.model.p
        share, away = p["power.manpower"], self.model.now["away"][self.i]
        self.force = exp((1 - share) * self.stock + share * self.labour)
        odds = self.credibility / (1 - self.credibility)
        odds *= exp(p["credibility.stationed"] * away)
        self.rho = odds / (1 + odds)

    def gather(self) -> None:
        """Work out who can bring what to bear here, and what friends add."""
        now, nations = self.model.now, self.model.nations
        away, posted = now["away"], now["posted"][self.i]
        self.bearing = [
            k.force * ((1 - away[k.i]) * self.reach[k.i] + posted[k.i]) for k in nations
        ]
        self.home = self.bearing[self.i]
        self.friends = [
            g * c * k.rho
            for g, c, k in zip(self.bearing, self.content, nations, strict=True)
        ]
        self.helped = sum(self.friends)
        self.protection = self.helped / (self.helped + self.home + 1e-6)

    def sense(self) -> None:
        """See threat from everyone, and how others' attacks would fare."""
        model, p = self.model, self.model.p
        actual = p["content.offence"]
        seen = actual + (1 - p["content.distinguishability"]) * (1 - actual)
        contest, n = model.contest, len(model.nations)
        self.threat, self.exposure, self.falls = [0.0] * n, [0.0] * n, [0.0] * n
        whole = self.home + self.helped
        for other in model.nations:
            j = other.i
            if j == self.i:
                continue
            shared = sum(map(mul, self.friends, other.content))
            willing = sum(map(mul, self.bearing, other.content))
            more = max(willing - self.home * self.content[j] - shared, 0.0)
            own, plain = self.bearing[j], whole - self.friends[j]
            attack = own + seen * more
            fear = min(self.belief[j] * contest(attack, plain - seen * shared), 0.999)
            self.threat[j] = fear
            self.exposure[j] = own / max(attack, 1e-6) * log(1 - fear)
            self.falls[j] = contest(own + actual * more, plain - actual * shared)
        self.safety = sum(self.exposure)
        self.log_home = log(self.home + 1e-6)

    def wish(self, safety: float) -> float:
        """Return the log odds of the burden it would wish for as a seeker."""
        p = self.model.p
        fear = p["arming.threat"] * (1 - exp(safety))
        return self.habit + fear + p["arming.protection"] * self.protection

    def mean_growth(self, wish: float) -> tuple[float, float]:
        """Return the mean growth of a seeker and of a revisionist."""
        p, calm = self.model.p, exp(-wish)
        seeker = p["arming.speed"] * (self.gap - log1p(calm)) + self.push
        tilt = (1 + calm) / (1 + calm * self.model.bent)
        return seeker, seeker + p["arming.speed"] * log(tilt)

    def act(self) -> None:
        """Draw growth of arms, and disputes begun."""
        model, p = self.model, self.model.p
        total = sum(self.threat) + 1e-9 * (len(model.nations) - 1)
        grown = sum(self.threat[k.i] * k.growth for k in model.nations)
        self.push = p["arming.answer"] * grown / total
        self.push += (self.trend + self.drift) / 100
        self.gap = self.log_gdp - self.log_arms
        self.desired = self.wish(self.safety)
        self.means = self.mean_growth(self.desired)
        centred = model.random.random() - 0.5
        noise = -log(1 - 2 * abs(centred)) * (1 if centred > 0 else -1)
        self.grown = self.means[self.motive > 0] + p["arming.noise"] * noise
        n = len(model.nations)
        self.calm, self.gain, self.dispute = [1e-12] * n, [0.0] * n, [0] * n
        self.chance = [k.falls[self.i] for k in model.nations]
        for other in model.nations:
            if other is not self:
                self.confront(other)

    def confront(self, other: Any) -> None:
        """Draw whether it begins a dispute with another, and how grave."""
        p, j = self.model.p, other.i
        both, heat = self.nuclear * other.nuclear, self.heat[j]
        base = exp(
            self.setting[j] + p["crisis.heat"] * heat
            - p["crisis.tie"] * self.content[j]
            + p["crisis.embolden"] * self.protection + p["crisis.nuclear"] * both
            - p["crisis.preponderance"] * abs(self.log_home - other.log_home)
        )  # fmt: skip
        closing = max(self.opportunity[j] - self.chance[j], 0.0)
        fear = p["crisis.fear"] * self.threat[j] + p["crisis.window"] * closing
        self.calm[j] = max(base * exp(fear), 1e-12)
        self.gain[j] = base * (exp(p["crisis.gain"] * self.chance[j]) - 1)
        odds = self.calm[j] + self.motive * self.gain[j]
        q, u = odds / (1 + odds), self.model.random.random()
        if u < q:
            tilt = exp(p["crisis.stakes"] * heat - p["crisis.damping"] * both)
            cuts = (cut * tilt for cut in self.model.cuts)
            self.dispute[j] = 1 + sum(u < q * cut / (1 + cut) for cut in cuts)

    def sides(self) -> None:
        """See how grave its own disputes are, as originator and as target."""
        self.began = max(self.dispute)
        self.met = max(k.dispute[self.i] for k in self.model.nations)

    def join(self) -> None:
        """Draw whose side it joins."""
        model, p = self.model, self.model.p
        self.joined, self.told = [0] * len(model.nations), 0.0
        factor = model.factor
        for other in model.nations:
            j, grave = other.i, max(other.began, other.met)
            if grave == 0 or other is self:
                continue
            level = (grave >= 3) * p["joining.use"] + (grave >= 4) * p["joining.war"]
            share = 1.0 if other.met >= other.began else p["content.offence"]
            odds = exp(
                p["joining.base"] + p["joining.reach"] * log(max(self.reach[j], 1e-9))
                - p["joining.remote"] * self.remote[j]
                + p["joining.commitment"] * share * self.content[j] + level
            )  # fmt: skip
            h = odds * (1 + self.motive * (factor - 1))
            self.told += log((1 + odds) / (1 + odds * factor))
            if model.random.random() * (1 + h) < h:
                self.joined[j] = 1
                self.told += p["joining.motive"]

    def show(self) -> None:
        """Work out what own acts tell each other state."""
        model, p = self.model, self.model.p
        self.shown = [0.0] * len(model.nations)
        public, grown, scale = self.told, self.grown, p["arming.noise"]
        for other in model.nations:
            j = other.i
            fear, more, began = self.calm[j], self.gain[j], self.dispute[j]
            blind = 1 - other.empathy
            dim = fear * exp(-p["crisis.fear"] * blind * self.threat[j])
            idle, plain = (1 + dim) / (1 + dim + more), (1 + fear) / (1 + fear + more)
            if began:
                idle, plain = idle * (dim + more) / dim, plain * (fear + more) / fear
            low, high = self.mean_growth(
                self.wish(self.safety - blind * self.exposure[j])
            )
            seen = log(plain)
            public += seen
            arms = (abs(grown - low) - abs(grown - high)) / scale
            self.shown[j] = log(idle) - seen + arms
        self.shown = [public + x for x in self.shown]
        low, high = self.means
        self.evidence = public + (abs(grown - low) - abs(grown - high)) / scale

    def realign(self) -> None:
        """Draw the steps of ties with those who come before it."""
        model, p = self.model, self.model.p
        for other in model.nations[: self.i]:
            i, j = self.i, other.i
            same = sum(map(mul, self.threat, other.threat))
            mates = sum(map(mul, self.content, other.content))
            value = (
                p["alignment.shared"] * same / (1 + same)
                - p["alignment.mutual"] * (self.threat[j] + other.threat[i])
                + p["alignment.friends"] * mates / (1 + mates)
                + p["alignment.affinity"] * self.affinity[j]
                + p["alignment.bandwagon"] * max(self.threat[j], other.threat[i])
                - p["alignment.notoriety"] * self.feared * other.feared
            )
            tilt = exp(clip(value, -20, 20))
            up = model.up * model.far if self.remote[j] else model.up
            climb, fall = up * tilt, model.down / tilt
            total, u, tie = 1 + climb + fall, model.random.random(), self.tie[j]
            if tie < 4 and u < climb / total:
                tie += 1
            elif tie > self.floor[j] and u > 1 - fall / total:
                tie -= 1
            self.tie[j] = other.tie[i] = clip(tie, 0, 4)

    def learn(self) -> None:
        """Become what it is next year."""
        model, p, i = self.model, self.model.p, self.i
        turnover, share = p["motive.turnover"], p["motive.share"]
        said, words = model.now["said"][i], p["belief.words"]
        self.belief = [
            learned(x + turnover * (share - x), k.shown[i] + words * said[k.i])
            for x, k in zip(self.belief, model.nations, strict=True)
        ]
        before = self.posterior + turnover * (share - self.posterior)
        self.posterior = learned(before, self.evidence)
        kept = [p["crisis.memory"] * x for x in self.heat]
        jolt = p["crisis.jolt"]
        self.heat = [
            x + jolt * (1 - x) * (j in model.fought[i]) for j, x in enumerate(kept)
        ]
        self.opportunity = self.chance
        war = max(self.began, self.met) >= 4
        called = answered = 0.0
        for other, c, joins in zip(
            model.nations, self.content, self.joined, strict=True
        ):
            if other.met >= 4:
                called, answered = called + c, answered + c * joins
            war = war or bool(joins and max(other.began, other.met) >= 4)
        rho = self.credibility
        rho += p["credibility.honoured"] * (1 - rho) * min(answered, 1)
        rho -= p["credibility.failed"] * self.credibility * min(called - answered, 1)
        self.credibility = clip(rho, 0.02, 0.98)
        self.mood = p["mood.fade"] * self.mood + model.now["shock"][i]
        self.mood += p["mood.shock"] * war
        self.log_arms += self.grown
        lasting = log1p(-p["arming.depreciation"]) + self.stock
        self.stock = log(exp(lasting) + exp(self.log_arms))
        spent = log_odds(exp(self.log_arms - self.log_gdp))
        self.habit += p["arming.custom"] * (spent - self.desired)
        self.growth = self.grown
        self.log_gdp += (self.trend + self.drift) / 100
        mean = p["economy.mean"]
        self.trend = mean + p["economy.persistence"] * (self.trend - mean)
        turned = self.motive + turnover * (share - self.motive)
        self.motive = 1.0 if model.random.random() < turned else 0.0


class International(mesa.Model):
    """All states, one year a step."""

    def __init__(self, case: Case, member: int, seed: int) -> None:
        """Take parameters and starts of one member."""
        super().__init__(seed=seed)
        self.case, self.year = case, 0
        p = {key: float(x[member]) for key, x in case.p.items()}
        self.p = p
        self.nations = [Nation(self, i, case, member) for i in range(case.actors)]
        four = p["content.pact"]
        three = p["content.presence"] * four
        two = p["content.partnership"] * three
        self.rungs = (0.0, p["content.dialogue"] * two, two, three, four, four)
        self.bent, self.factor = exp(-p["arming.motive"]), exp(p["joining.motive"])
        war = exp(p["crisis.war"])
        use = war + exp(p["crisis.use"])
        self.cuts = (use + exp(p["crisis.display"]), use, war)
        self.up, self.down = exp(p["alignment.climb"]), exp(p["alignment.fall"])
        self.far = exp(-p["alignment.remote"])

    def worth(self, level: float) -> float:
        """Return what a tie of a level is worth; between rungs, what lies between."""
        rung = int(level)
        low = self.rungs[rung]
        return low + (level - rung) * (self.rungs[rung + 1] - low)

    def contest(self, attack: float, defence: float) -> float:
        """Return the probability that an attack succeeds."""
        ratio = self.p["threat.advantage"] * attack / max(defence, 1e-6) + 1e-9
        return 1 / (1 + exp(-self.p["threat.decisiveness"] * log(ratio)))

    def relay(self) -> None:
        """Let spokes help one another through their hub."""
        hubs, spokes = self.case.world["hubs"], self.case.world["spokes"]
        for hub, spoke in zip(hubs.tolist(), spokes.tolist(), strict=True):
            arm = [s * sum(map(mul, k.content, hub))
                   for s, k in zip(spoke, self.nations, strict=True)]  # fmt: skip
            for nation in self.nations:
                share = self.p["content.relay"] * arm[nation.i]
                if share:
                    both = zip(nation.content, arm, strict=True)
                    nation.content = [max(c, share * a) for c, a in both]
                    nation.content[nation.i] = 0.0

    def oppose(self) -> None:
        """Note who stood on opposite sides."""
        clash: list[set[int]] = [set() for _ in self.nations]
        for nation in self.nations:
            for j, grade in enumerate(nation.dispute):
                if grade:
                    clash[nation.i].add(j)
                    clash[j].add(nation.i)
        self.fought = [set(met) for met in clash]
        for nation in self.nations:
            for j, joins in enumerate(nation.joined):
                if joins:
                    for k in clash[j] - {nation.i}:
                        self.fought[nation.i].add(k)
                        self.fought[k].add(nation.i)

    def step(self) -> None:
        """Go through one year."""
        self.now = {key: self.case.moves[key][self.year].tolist() for key in MOVES}
        self.agents.do("tie_up")
        self.relay()
        for phase in ("muster", "gather", "sense", "act", "sides", "join"):
            self.agents.do(phase)
        self.oppose()
        for k in self.nations:
            k.feared = 1 - exp(sum(other.exposure[k.i] for other in self.nations))
            dulled = exp(-self.p["mood.dulls"] * k.mood)
            k.empathy = self.p["belief.empathy"] * dulled
        self.agents.do("show")
        self.agents.do("realign")
        self.agents.do("learn")
        self.year += 1

    def outcomes(self) -> list[float]:
        """Return the outcomes of the year that is over."""
        n = len(self.nations)
        begun = sum(grade > 0 for k in self.nations for grade in k.dispute)
        beliefs = sum(sum(k.belief) - k.belief[k.i] for k in self.nations)
        arms = sum(k.log_arms for k in self.nations)
        return [begun, arms / n, beliefs / (n * (n - 1))]


def runner(case: Case) -> Callable[[np.ndarray], np.ndarray]:
    """Return members -> outcomes."""

    def one(member: int) -> list[list[float]]:
        model = International(case, member, case.seed + member)
        left = []
        for _ in range(case.years):
            model.step()
            left.append(model.outcomes())
        return left

    return lambda members: np.array([one(int(m)) for m in members])
