"""The kernel's year as a loop over members in Numba, one thread a core, by hand.

It does what someone would who wants speed and knows the laws: single precision,
`fastmath`, arrays of one member that stay in the cache, both orders of a pair at once
where they are alike, severity and joining worked out only where a dispute began, BLAS
for products of matrices. Numba's wheels bring no vectorised exponentials, so the loop
has its own, unless `LIBRARY_MATH` is set; with them it is over half as fast again.
The laws are those of `detente.laws`; chance is detente's own.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from detente.bench.case import Case
from detente.bench.chance import STEP, stream
from detente.bench.scalar import (
    HALF,
    ONE,
    TINY,
    F,
    clip,
    contest,
    exp,
    jit,
    learned,
    log,
    log_odds,
    numba,
    prange,
    product,
    uniform,
    worth,
)  # fmt: skip

__all__ = ["runner"]

NAMES = (
    "content.pact", "content.presence", "content.partnership", "content.dialogue",
    "content.solidarity", "content.relay", "content.offence",
    "content.distinguishability", "power.manpower", "credibility.stationed",
    "credibility.honoured", "credibility.failed", "threat.advantage",
    "threat.decisiveness", "arming.answer", "arming.threat", "arming.protection",
    "arming.motive", "arming.speed", "arming.noise", "arming.custom",
    "arming.depreciation", "crisis.heat", "crisis.tie", "crisis.embolden",
    "crisis.nuclear", "crisis.preponderance", "crisis.fear", "crisis.window",
    "crisis.gain", "crisis.stakes", "crisis.damping", "crisis.display", "crisis.use",
    "crisis.war", "crisis.memory", "crisis.jolt", "alignment.shared",
    "alignment.mutual", "alignment.friends", "alignment.affinity",
    "alignment.bandwagon", "alignment.notoriety", "alignment.climb", "alignment.fall",
    "joining.base", "joining.reach", "joining.remote", "joining.commitment",
    "joining.use", "joining.war", "joining.motive", "motive.turnover", "motive.share",
    "belief.empathy", "belief.words", "mood.dulls", "mood.fade", "mood.shock",
    "economy.mean", "economy.persistence", "alignment.remote",
)  # fmt: skip
(
    PACT, PRESENCE, PARTNERSHIP, DIALOGUE, SOLIDARITY, RELAY, OFFENCE, TOLD, MANPOWER,
    STATIONED, HONOURED, FAILED, ADVANTAGE, SHARP, ANSWER, THREAT, PROTECTION, MOTIVE,
    SPEED, NOISE, CUSTOM, DEPRECIATION, HEAT, TIE, EMBOLDEN, NUCLEAR, PREPONDERANCE,
    FEAR, WINDOW, GAIN, STAKES, DAMPING, DISPLAY, USE, WAR, MEMORY, JOLT, A_SHARED,
    A_MUTUAL, A_FRIENDS, A_AFFINITY, A_BANDWAGON, A_NOTORIETY, A_CLIMB, A_FALL, J_BASE,
    J_REACH, J_REMOTE, J_COMMITMENT, J_USE, J_WAR, J_MOTIVE, TURNOVER, SHARE, EMPATHY,
    WORDS, DULLS, FADE, SHOCK, MEAN, PERSISTENCE,
    A_REMOTE,
) = range(len(NAMES))  # fmt: skip
PURPOSES = ("dispute", "growth", "join", "tie", "motive")
ACTOR = ("log_arms", "stock", "habit", "growth", "log_gdp", "trend", "motive",
         "posterior", "credibility", "mood")  # fmt: skip
PAIR = ("tie", "belief", "heat", "opportunity")


@jit
def _content(p: Any, pair: Any, floor: Any, through: Any, hubs: Any, spokes: Any,
             c: Any) -> None:  # fmt: skip
    n = c.shape[0]
    four = p[PACT]
    three = p[PRESENCE] * four
    two = p[PARTNERSHIP] * three
    one = p[DIALOGUE] * two
    for i in range(n):
        for j in range(n):
            tie = max(pair[0, i, j], floor[i, j])
            pair[0, i, j] = tie
            own = worth(tie, one, two, three, four)
            ally = p[SOLIDARITY] * worth(through[i, j], one, two, three, four)
            c[i, j] = max(own, ally)
        c[i, i] = F(0)
    arm = np.empty(n, np.float32)
    for h in range(hubs.shape[0]):
        for i in range(n):
            total = F(0)
            for j in range(n):
                total += c[i, j] * hubs[h, j]
            arm[i] = spokes[h, i] * total
        for i in range(n):
            for j in range(n):
                if i != j:
                    c[i, j] = max(c[i, j], p[RELAY] * arm[i] * arm[j])


@jit
def _sense(p: Any, actor: Any, pair: Any, reach: Any, labour: Any, away: Any,
           posted: Any, c: Any, bearing: Any, shared: Any, willing: Any, threat: Any,
           exposure: Any, chance: Any, home: Any, safety: Any,
           protection: Any) -> None:  # fmt: skip
    n = c.shape[0]
    force, rho = np.empty(n, np.float32), np.empty(n, np.float32)
    friends = np.empty((n, n), np.float32)
    for k in range(n):
        force[k] = exp((ONE - p[MANPOWER]) * actor[1, k] + p[MANPOWER] * labour[k])
        odds = actor[8, k] / (ONE - actor[8, k]) * exp(p[STATIONED] * away[k])
        rho[k] = odds / (ONE + odds)
    for i in range(n):
        for k in range(n):
            bearing[i, k] = force[k] * ((ONE - away[k]) * reach[i, k] + posted[i, k])
            friends[i, k] = bearing[i, k] * c[i, k] * rho[k]
    np.dot(friends, c, shared)
    np.dot(bearing, c, willing)
    actual = p[OFFENCE]
    seen = actual + (ONE - p[TOLD]) * (ONE - actual)
    advantage, sharp = p[ADVANTAGE], p[SHARP]
    for i in range(n):
        here = bearing[i, i]
        home[i] = here
        helped = F(0)
        for j in range(n):
            helped += friends[i, j]
        total = F(0)
        whole = here + helped
        for j in range(n):
            both = shared[i, j]
            more = max(willing[i, j] - here * c[i, j] - both, F(0))
            own = bearing[i, j]
            plain = whole - friends[i, j]
            attack = own + seen * more
            fear = pair[1, i, j] * contest(
                advantage, sharp, attack, plain - seen * both
            )
            fear = F(0) if i == j else min(fear, F(0.999))
            threat[i, j] = fear
            lost = own / max(attack, TINY) * log(ONE - fear)
            exposure[i, j] = lost
            total += lost
            wins = contest(advantage, sharp, own + actual * more, plain - actual * both)
            willing[i, j] = F(0) if i == j else wins
        safety[i] = total
        protection[i] = helped / (helped + here + TINY)
    for i in range(n):
        for j in range(n):
            chance[i, j] = willing[j, i]


@jit
def _ties(p: Any, pair: Any, floor: Any, affinity: Any, remote: Any, key: Any,
          unordered: Any, c: Any, threat: Any, exposure: Any, shared: Any,
          friends: Any) -> None:  # fmt: skip
    """Let ties climb and fall; the tie of the year before is no longer needed."""
    n = c.shape[0]
    feared = np.zeros(n, np.float32)
    for i in range(n):
        for j in range(n):
            feared[j] += exposure[i, j]
    for j in range(n):
        feared[j] = ONE - exp(feared[j])
    np.dot(threat, threat.T, shared)
    np.dot(c, c, friends)
    up, down = exp(p[A_CLIMB]), exp(p[A_FALL])
    far = exp(-p[A_REMOTE])
    for i in range(n):
        for j in range(i):
            same, mates = shared[i, j], friends[i, j]
            one, other = threat[i, j], threat[j, i]
            value = (
                p[A_SHARED] * same / (ONE + same)
                - p[A_MUTUAL] * (one + other)
                + p[A_FRIENDS] * mates / (ONE + mates)
                + p[A_AFFINITY] * affinity[i, j]
                + p[A_BANDWAGON] * max(one, other)
                - p[A_NOTORIETY] * feared[i] * feared[j]
            )
            tilt = exp(clip(value, F(-20), F(20)))
            sought = up * far if remote[i, j] > F(0) else up
            climb, fall = sought * tilt, down / tilt
            total = ONE + climb + fall
            u, tie, step = uniform(key, unordered[i, j]), pair[0, i, j], F(0)
            if tie < F(4) and u < climb / total:
                step = ONE
            elif tie > floor[i, j] and u > ONE - fall / total:
                step = -ONE
            tie = clip(tie + step, F(0), F(4))
            pair[0, i, j] = tie
            pair[0, j, i] = tie


@jit
def _disputes(p: Any, actor: Any, pair: Any, setting: Any, both: Any, key: Any,
              ordered: Any, c: Any, threat: Any, chance: Any, home: Any,
              protection: Any, calm: Any, gain: Any, dispute: Any, began: Any,
              met: Any) -> Any:  # fmt: skip
    n = c.shape[0]
    own = np.empty(n, np.float32)
    for i in range(n):
        own[i] = log(home[i] + TINY)
        began[i] = F(0)
        met[i] = F(0)
    war = exp(p[WAR])
    use = war + exp(p[USE])
    display = use + exp(p[DISPLAY])
    count = F(0)
    by_heat, by_tie, by_nuclear = p[HEAT], p[TIE], p[NUCLEAR]
    by_gap, by_fear, by_window, by_gain = p[PREPONDERANCE], p[FEAR], p[WINDOW], p[GAIN]
    for i in range(n):
        shield, mine, z = p[EMBOLDEN] * protection[i], own[i], actor[6, i]
        for j in range(n):
            base = exp(
                setting[i, j]
                + by_heat * pair[2, i, j]
                - by_tie * c[i, j]
                + shield
                + by_nuclear * both[i, j]
                - by_gap * abs(mine - own[j])
            )
            opportunity = chance[i, j]
            closing = max(pair[3, i, j] - opportunity, F(0))
            fear = base * exp(by_fear * threat[i, j] + by_window * closing)
            more = base * (exp(by_gain * opportunity) - ONE)
            fear = F(1e-12) if i == j else max(fear, F(1e-12))
            more = F(0) if i == j else more
            calm[i, j] = fear
            gain[i, j] = more
            odds = fear + z * more
            dispute[i, j] = odds / (ONE + odds)
        for j in range(n):
            q = dispute[i, j]
            dispute[i, j] = F(0)
            u = uniform(key, ordered[i, j])
            if u < q:
                count += ONE
                tilt = exp(p[STAKES] * pair[2, i, j] - p[DAMPING] * both[i, j])
                grade = ONE
                for cut in (display, use, war):
                    if u < q * cut * tilt / (ONE + cut * tilt):
                        grade += ONE
                dispute[i, j] = grade
                began[i] = max(began[i], grade)
                met[j] = max(met[j], grade)
    return count


@jit
def _joining(p: Any, actor: Any, reach: Any, remote: Any, key: Any, ordered: Any,
             c: Any, began: Any, met: Any, joined: Any,
             public: Any) -> None:  # fmt: skip
    """Draw who joins whom, and add what that tells of motives to `public`."""
    n = c.shape[0]
    factor = exp(p[J_MOTIVE])
    joined[:, :] = F(0)
    for j in range(n):
        grave = max(began[j], met[j])
        if grave == F(0):
            continue
        level = F(0)
        if grave >= F(3):
            level += p[J_USE]
        if grave >= F(4):
            level += p[J_WAR]
        share = ONE if met[j] >= began[j] else p[OFFENCE]
        for k in range(n):
            if k == j:
                continue
            far = log(max(reach[k, j], F(1e-9)))
            odds = exp(
                p[J_BASE] + p[J_REACH] * far - p[J_REMOTE] * remote[k, j]
                + p[J_COMMITMENT] * share * c[k, j] + level
            )  # fmt: skip
            h = odds * (ONE + actor[6, k] * (factor - ONE))
            public[k] += log((ONE + odds) / (ONE + odds * factor))
            if uniform(key, ordered[k, j]) * (ONE + h) < h:
                joined[k, j] = ONE
                public[k] += p[J_MOTIVE]


@jit
def _fought(dispute: Any, joined: Any, clash: Any, drawn: Any) -> None:
    """Set clash to 1 where two stood on opposite sides."""
    n = clash.shape[0]
    for i in range(n):
        for j in range(n):
            clash[i, j] = min(dispute[i, j] + dispute[j, i], ONE)
    product(joined, clash, drawn)
    for i in range(n):
        for j in range(n):
            clash[i, j] = min(clash[i, j] + drawn[i, j] + drawn[j, i], ONE)
        clash[i, i] = F(0)


@jit
def _burden(speed: Any, wish: Any, gap: Any, push: Any, bent: Any) -> Any:
    """Return the mean growth of a seeker and of a revisionist."""
    calm = exp(-wish)
    seeker = speed * (gap - log(ONE + calm)) + push
    return seeker, seeker + speed * log((ONE + calm) / (ONE + calm * bent))


@jit
def _year(p: Any, keys: Any, t: int, actor: Any, pair: Any, reach: Any, setting: Any,
          drift: Any, world: Any, moves: Any, room: Any, flat: Any) -> Any:  # fmt: skip
    codes, ordered, unordered, both, remote, affinity, labour, hubs, spokes = world
    floors, through, aways, posts, said, shocks = moves
    n = len(codes)
    c, bearing, shared, willing = room[0], room[1], room[2], room[3]
    threat, exposure, chance = room[4], room[5], room[6]
    calm, gain, dispute, joined = room[7], room[8], room[9], room[10]
    home, safety, protection, began, met = flat[0], flat[1], flat[2], flat[3], flat[4]
    public, push, gap, wish = flat[5], flat[6], flat[7], flat[8]
    floor = floors[t]
    _content(p, pair, floor, through[t], hubs, spokes, c)
    _sense(p, actor, pair, reach, labour, aways[t], posts[t], c, bearing, shared,
           willing, threat, exposure, chance, home, safety, protection)  # fmt: skip
    count = _disputes(p, actor, pair, setting, both, keys[0], ordered, c, threat,
                      chance, home, protection, calm, gain, dispute, began,
                      met)  # fmt: skip
    public[:] = F(0)
    _joining(p, actor, reach, remote, keys[2], ordered, c, began, met, joined, public)
    clash = bearing
    if count > F(0):
        _fought(dispute, joined, clash, shared)
    else:
        clash[:, :] = F(0)
    bent = exp(-p[MOTIVE])
    grown, seekers, others = flat[9], flat[10], flat[11]
    for i in range(n):
        weight, total = F(0), F(0)
        for j in range(n):
            share = threat[i, j]
            if i != j:
                share += F(1e-9)
            weight += share
            total += share * actor[3, j]
        push[i] = p[ANSWER] * total / weight + (actor[5, i] + drift[i]) / F(100)
        gap[i] = actor[4, i] - actor[0, i]
        wish[i] = (
            actor[2, i]
            + p[THREAT] * (ONE - exp(safety[i]))
            + p[PROTECTION] * protection[i]
        )
        seekers[i], others[i] = _burden(p[SPEED], wish[i], gap[i], push[i], bent)
        centred = uniform(keys[1], codes[i]) - HALF
        noise = -np.sign(centred) * log(ONE - F(2) * abs(centred))
        mean = seekers[i] + actor[6, i] * (others[i] - seekers[i])
        grown[i] = mean + p[NOISE] * noise
    # What i's acts tell j is worked out where j learns it.
    ratio = willing
    for j in range(n):
        flat[12, j] = ONE - p[EMPATHY] * exp(-p[DULLS] * actor[9, j])
    blinds, told = flat[12], shared
    by_fear, speed, noise = p[FEAR], p[SPEED], p[NOISE]
    by_threat, turnover, longrun, words = p[THREAT], p[TURNOVER], p[SHARE], p[WORDS]
    memory, jolt = p[MEMORY], p[JOLT]
    for i in range(n):
        calls = actor[2, i] + by_threat + p[PROTECTION] * protection[i]
        all_safe, wide, shove, up, total = safety[i], gap[i], push[i], grown[i], F(0)
        for j in range(n):
            blind, more, fear = blinds[j], gain[i, j], calm[i, j]
            dim = fear * exp(-by_fear * blind * threat[i, j])
            began_it = dispute[i, j] > F(0)
            idle = (ONE + dim) / (ONE + dim + more)
            plain = (ONE + fear) / (ONE + fear + more)
            idle = idle * (dim + more) / dim if began_it else idle
            plain = plain * (fear + more) / fear if began_it else plain
            seen = log(plain)
            total += seen
            imagined = all_safe - blind * exposure[i, j]
            low, high = _burden(
                speed, calls - by_threat * exp(imagined), wide, shove, bent
            )
            arms = (abs(up - low) - abs(up - high)) / noise
            ratio[i, j] = log(idle) - seen + arms
        public[i] += total
    for i in range(n):
        for j in range(n):
            told[i, j] = public[j] + ratio[j, i]
    for i in range(n):
        for j in range(n):
            before = pair[1, i, j]
            before = before + turnover * (longrun - before)
            pair[1, i, j] = learned(before, told[i, j] + words * said[t, i, j])
    for i in range(n):
        for j in range(n):
            kept = memory * pair[2, i, j]
            pair[2, i, j] = kept + jolt * (ONE - kept) * clash[i, j]
            pair[3, i, j] = chance[i, j]
    _ties(p, pair, floor, affinity, remote, keys[3], unordered, c, threat, exposure,
          shared, ratio)  # fmt: skip
    for i in range(n):
        own = (abs(grown[i] - seekers[i]) - abs(grown[i] - others[i])) / p[NOISE]
        before = actor[7, i] + p[TURNOVER] * (p[SHARE] - actor[7, i])
        actor[7, i] = learned(before, public[i] + own)
        fights = max(began[i], met[i]) >= F(4)
        answered, called = F(0), F(0)
        for j in range(n):
            if met[j] >= F(4):
                called += c[i, j]
                answered += c[i, j] * joined[i, j]
            if joined[i, j] > F(0) and max(began[j], met[j]) >= F(4):
                fights = True
        rho = actor[8, i]
        actor[8, i] = clip(
            rho
            + p[HONOURED] * (ONE - rho) * min(answered, ONE)
            - p[FAILED] * rho * min(called - answered, ONE),
            F(0.02), F(0.98),
        )  # fmt: skip
        actor[9, i] = p[FADE] * actor[9, i] + shocks[t, i]
        if fights:
            actor[9, i] += p[SHOCK]
        arms = actor[0, i] + grown[i]
        actor[0, i] = arms
        kept = log(ONE - p[DEPRECIATION]) + actor[1, i]
        most = max(kept, arms)
        actor[1, i] = most + log(ONE + exp(-abs(kept - arms)))
        spent = log_odds(exp(arms - actor[4, i]))
        actor[2, i] += p[CUSTOM] * (spent - wish[i])
        actor[3, i] = grown[i]
        actor[4, i] += (actor[5, i] + drift[i]) / F(100)
        actor[5, i] = p[MEAN] + p[PERSISTENCE] * (actor[5, i] - p[MEAN])
        chance_of = actor[6, i] + p[TURNOVER] * (p[SHARE] - actor[6, i])
        actor[6, i] = ONE if uniform(keys[4], codes[i]) < chance_of else F(0)
    return count


@numba.njit(parallel=True, fastmath=True, error_model="numpy")
def _members(p: Any, keys: Any, actors: Any, pairs: Any, reach: Any, setting: Any,
             drift: Any, world: Any, moves: Any, out: Any) -> None:  # fmt: skip
    n, years = actors.shape[2], keys.shape[1]
    for m in prange(p.shape[0]):
        actor, pair = actors[m], pairs[m]
        room = np.empty((11, n, n), np.float32)
        flat = np.empty((13, n), np.float32)
        for t in range(years):
            out[m, t, 0] = _year(p[m], keys[m, t], t, actor, pair, reach[m], setting[m],
                                 drift[m], world, moves, room, flat)  # fmt: skip
            arms, belief = F(0), F(0)
            for i in range(n):
                arms += actor[0, i]
                for j in range(n):
                    if i != j:
                        belief += pair[1, i, j]
            out[m, t, 1] = arms / n
            out[m, t, 2] = belief / (n * (n - 1))


def runner(case: Case) -> Callable[[np.ndarray], np.ndarray]:
    """Return members -> outcomes; the first call compiles."""
    w, m = case.world, case.moves
    world = (
        w["codes"], w["ordered"], w["unordered"], w["nuclear"][:, None] * w["nuclear"],
        w["remote"], w["affinity"],
        np.log(np.maximum(w["personnel"], np.float32(1e-3))), w["hubs"], w["spokes"],
    )  # fmt: skip
    moves = tuple(
        m[key] for key in ("tie_floor", "alliance_tie", "away", "posted", "said",
                           "shock")
    )  # fmt: skip
    p = np.stack([case.p[name] for name in NAMES], axis=1)

    def batches(members: np.ndarray) -> np.ndarray:
        key = stream(STEP, stream(stream(stream(STEP, case.seed), members), 0))
        yearly = [stream(key, t) for t in range(case.years)]
        keys = np.array([[stream(k, case.purposes[name]) for name in PURPOSES]
                         for k in yearly])  # fmt: skip
        out = np.empty((len(members), case.years, 3), np.float32)
        _members(
            p[members], np.ascontiguousarray(keys.transpose(2, 0, 1)),
            np.stack([case.start[name][members] for name in ACTOR], axis=1),
            np.stack([case.start[name][members] for name in PAIR], axis=1),
            case.fixed["reach"][members], case.fixed["setting"][members],
            case.fixed["drift"][members], world, moves, out,
        )  # fmt: skip
        return out

    return batches
