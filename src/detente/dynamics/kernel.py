"""The kernel: sense, act, advance. It composes the laws and knows nothing else.

The chain of a year: votes are taken; everybody senses power and threat; each act has
a distribution given its actor's own motive; the acts are chosen (drawn, recorded or
played); everybody learns from them. Given the public state, acts are independent
across actors given their own motives, so a history's likelihood is a product of
two-state filters, one an actor.
"""

from collections.abc import Callable
from typing import NamedTuple

import jax.numpy as jnp
from jax import Array

from detente.core.types import Pairs
from detente.dynamics.state import (
    Actions,
    Fixed,
    Intentions,
    Moves,
    Muster,
    Parameters,
    Seen,
    Signals,
    State,
    Switches,
    World,
)  # fmt: skip
from detente.laws import (
    alignment,
    arming,
    belief,
    consent,
    content,
    credibility,
    crisis,
    economy,
    joining,
    mood,
    motive,
    power,
    threat,
)  # fmt: skip

__all__ = ["Kernel", "Outlook", "kernel"]

MOST_LIKELY = 1 - 1e-6
"""Nothing is certain within a year: keeps logs of survival finite in extreme draws."""


class Outlook(NamedTuple):
    """Yearly probabilities before chance decides, given true motives.

    Attributes:
        dispute: i starts a dispute with j, shape P.
        force: i starts one that reaches the use of force, shape P.
        attacked: i is the target of force, shape (N,).
        attacks: i originates a use of force, shape (N,).
        entangled: i is drawn into force because j was attacked, shape P.
        entrapped: i is drawn into force because j attacked, shape P.
        secure: Log probability that i sees no force as target or joiner, shape (N,).
    """

    dispute: Array
    force: Array
    attacked: Array
    attacks: Array
    entangled: Array
    entrapped: Array
    secure: Array


class Kernel(NamedTuple):
    """One transition over one year, as functions of explicit inputs."""

    muster: Callable[..., Muster]
    sense: Callable[..., Signals]
    act: Callable[..., Intentions]
    outlook: Callable[..., Outlook]
    ballot: Callable[..., Array]
    decide: Callable[..., State]
    advance: Callable[..., State]
    evidence: Callable[..., tuple[Array, Array]]
    log_prob: Callable[..., tuple[Array, Array, Array]]
    pairs: Pairs


def kernel(pairs: Pairs) -> Kernel:  # noqa: C901 - one scope, so that parts share pairs
    """Return the kernel for a layout of pairs."""
    row, column = pairs.row, pairs.column

    def granted(state: State, plain: Array, gated: Array) -> Array:
        """Return what a plan does for sure and what its passed votes add."""
        for vote in range(gated.shape[0]):
            plain = plain + state.approved[vote] * gated[vote]
        return plain

    def highest(state: State, plain: Array, gated: Array) -> Array:
        """Return the higher of a sure level and of levels that votes passed."""
        for vote in range(gated.shape[0]):
            plain = jnp.maximum(plain, state.approved[vote] * gated[vote])
        return plain

    def ties(
        state: State, world: World, moves: Moves, p: Parameters
    ) -> tuple[Array, Array, Array]:
        floor = highest(state, moves.tie_floor, moves.gated_floor)
        tie = jnp.maximum(state.tie, floor)
        through = highest(state, moves.alliance_tie, moves.gated_tie)
        worth = content.defence_content(p.content, tie, through) * pairs.others()
        for hub, spokes in zip(world.hubs, world.spokes, strict=True):
            worth = content.relayed(p.content, worth, hub, spokes, pairs)
        return tie, floor, worth

    def muster(
        state: State, world: World, moves: Moves, p: Parameters, fixed: Fixed
    ) -> Muster:
        """Return what everybody could bring to bear; no fear and no belief is in it."""
        tie, floor, worth = ties(state, world, moves, p)
        away = granted(state, moves.away, moves.gated_away)
        posted = granted(state, moves.posted, moves.gated_posted)
        strength = power.force(p.power, state.stock, world.personnel) * world.present
        bearing = power.bearing(strength, fixed.reach, away, posted, pairs)
        rho = credibility.expected_help(p.credibility, state.credibility, away)
        balance = power.balance(bearing, worth, rho, pairs)
        if moves.apart is not None:
            balance = power.separated(balance, moves.apart)
        return Muster(tie, floor, worth, bearing, balance, rho)

    def sense(
        state: State, world: World, moves: Moves, p: Parameters, fixed: Fixed,
        switches: Switches, mustered: Muster | None = None,
    ) -> Signals:  # fmt: skip
        """Return what everybody can see: power, threat, opportunity.

        `mustered` stands in for what the state would muster, where a record shows it.
        """
        if mustered is None:
            mustered = muster(state, world, moves, p, fixed)
        balance = mustered.balance
        actual, perceived = content.offence(p.content, moves.inspected)
        attack, defence = balance.sides(perceived, pairs)
        attack = attack + world.support_attack
        defence = defence + world.support_defence
        success = threat.contest(p.threat, attack, defence) * pairs.others()
        believed = jnp.where(switches.reveal > 0, column(state.motive), state.belief)
        fear = threat.threat(believed, success) * row(world.present)
        exposure = threat.exposure(fear, balance.own_attack, attack)
        q, d = balance.sides(actual, pairs)
        chance = threat.contest(
            p.threat, q + world.support_attack, d + world.support_defence
        )
        chance = pairs.flip(chance * pairs.others() * row(world.present))
        chance = chance * row(world.present)
        friends = balance.help_defence
        return Signals(
            tie=mustered.tie,
            floor=mustered.floor,
            content=mustered.content,
            bearing=mustered.bearing,
            balance=balance,
            attack=attack,
            defence=defence,
            success=success,
            threat=fear,
            exposure=exposure,
            safety=pairs.rows(exposure),
            protection=friends / (friends + balance.own_defence + 1e-6),
            expected_help=mustered.expected_help,
            opportunity=chance,
            window=crisis.window(chance, state.opportunity),
            threat_back=pairs.flip(fear),
        )

    def act(
        state: State, signals: Signals, world: World, moves: Moves, p: Parameters,
        fixed: Fixed,
    ) -> Intentions:  # fmt: skip
        """Return the distributions over everybody's acts."""
        fear = signals.threat
        weight = fear + 1e-9 * pairs.others()
        rivals = pairs.rows(weight * column(state.growth)) / pairs.rows(weight)
        push = p.arming.answer * rivals + (state.trend + fixed.drift) / 100
        gap = state.log_gdp - state.log_arms
        wish = arming.desire(
            p.arming, state.habit, 1 - jnp.exp(signals.safety), signals.protection
        )
        most = None
        if moves.limited is not None and moves.capped is not None:
            most = arming.allowed(state.log_arms, moves.limited, moves.capped)
        seeker, revisionist = arming.expected_growth(p.arming, wish, gap, push, most)
        own = jnp.log(signals.balance.own_defence + 1e-6)
        both_nuclear = row(world.nuclear) * column(world.nuclear)
        calm, gain = crisis.odds(
            p.crisis, fixed.setting, state.heat, signals.content,
            row(signals.protection), both_nuclear, jnp.abs(row(own) - column(own)),
            fear, signals.window, signals.opportunity,
        )  # fmt: skip
        able = pairs.others() * row(world.present) * column(world.present)
        calm, gain = jnp.maximum(calm * able, 1e-12), gain * able
        display, use, war = crisis.severity(
            p.crisis, state.heat, both_nuclear, moves.calmed
        )
        joins = joining.join_odds(
            p.joining, signals.content, p.content.offence, fixed.reach, world.remote
        )
        joins = joins._replace(target=joins.target * able, origin=joins.origin * able)
        shared = pairs.via(fear, signals.threat_back)
        friends = pairs.via(signals.content, signals.content)
        feared = 1 - jnp.exp(pairs.columns(signals.exposure))
        climbs = alignment.steps(
            p.alignment, fear, signals.threat_back, shared, friends, world.affinity,
            feared, signals.tie, signals.floor, world.remote, pairs,
        )  # fmt: skip
        still = able * (1 - moves.hold)
        climbs = climbs._replace(climb=climbs.climb * still, fall=climbs.fall * still)
        return Intentions(
            growth=arming.Growth(seeker, revisionist, p.arming.noise),
            crisis=crisis.Crisis(calm, gain, display, use, war),
            joining=joins,
            alignment=climbs,
            shared=shared,
            push=push,
            gap=gap,
            wish=wish,
            most=most,
        )

    def outlook(intentions: Intentions, motives: Array) -> Outlook:
        """Return the yearly probabilities that acts and motives imply."""
        odds = intentions.crisis
        start = odds.probability(row(motives))
        force = start * odds.use
        safe = jnp.log1p(-jnp.minimum(force, MOST_LIKELY))
        attacked = jnp.minimum(1 - jnp.exp(pairs.columns(safe)), MOST_LIKELY)
        attacks = jnp.minimum(1 - jnp.exp(pairs.rows(safe)), MOST_LIKELY)
        war = start * odds.war
        total = pairs.rows(force) + pairs.columns(force)
        war_share = (pairs.rows(war) + pairs.columns(war)) / (total + 1e-30)
        as_target, as_origin = intentions.joining.forceful(
            column(war_share), row(motives)
        )
        entangled = column(attacked) * as_target
        entrapped = column(attacks) * as_origin
        drawn = jnp.log((1 - entangled) * (1 - entrapped))
        return Outlook(
            dispute=start,
            force=force,
            attacked=attacked,
            attacks=attacks,
            entangled=entangled,
            entrapped=entrapped,
            secure=jnp.log1p(-attacked) + pairs.rows(drawn),
        )

    def ballot(
        state: State, world: World, moves: Moves, p: Parameters, fixed: Fixed,
        switches: Switches,
    ) -> Array:  # fmt: skip
        """Return each actor's probability of agreeing to each proposal, (V, N).

        Motives are expected as the analyst's filter has them, so a vote tells nothing
        of the voter's own. An alliance with foresight weighs the year as it would be
        had outsiders read the step already, the less of their fear the angrier a
        member's public is; others, before outsiders have.
        """

        def read_by_others(imagined: State, vote: int) -> State:
            if world.foresight is None:
                return imagined
            engaged = granted(imagined, moves.engaged, moves.gated_engaged)
            none = jnp.zeros_like(engaged)
            told = belief.message(p.belief, engaged, none, none)
            told = told * world.foresight[vote]
            return imagined._replace(belief=belief.update(imagined.belief, told))

        def prospect(approved: Array, vote: int) -> tuple[Signals, Outlook]:
            imagined = read_by_others(state._replace(approved=approved), vote)
            seen = sense(imagined, world, moves, p, fixed, switches)
            meant = act(imagined, seen, world, moves, p, fixed)
            return seen, outlook(meant, motive.predict(p.motive, state.posterior))

        chances = []
        for vote in range(world.voters.shape[0]):
            without, now = prospect(state.approved.at[vote].set(0.0), vote)
            with_it, then = prospect(state.approved.at[vote].set(1.0), vote)
            drawn = (then.entangled + then.entrapped) - (now.entangled + now.entrapped)
            fear = jnp.exp(without.safety) - jnp.exp(with_it.safety)
            hub = column(world.voters_hub[vote])
            provoked = jnp.max(fear * world.concerned[vote])
            if world.foresight is not None:  # the angry foresee less of the answer
                dulled = 1 - mood.dulling(p.mood, state.mood)
                provoked = provoked * (1 - world.foresight[vote] * dulled)
            share = pairs.rows(without.balance.from_attacker * hub)
            whole = without.balance.help_defence + without.balance.own_defence
            chances.append(
                consent.agreement(
                    p.consent,
                    jnp.exp(then.secure) - jnp.exp(now.secure),
                    pairs.rows(drawn),
                    provoked,
                    share / (whole + 1e-6),
                )
            )
        return jnp.stack(chances) if chances else jnp.zeros((0, world.codes.shape[0]))

    def decide(
        state: State, votes: Array, world: World, moves: Moves, switches: Switches
    ) -> State:
        """Return the state with this year's ballots counted."""
        passed = [
            consent.approved(
                votes[v], world.voters[v], world.voters_hub[v], world.rule[v]
            )
            for v in range(world.voters.shape[0])
        ]
        if not passed:
            return state
        result = jnp.where(switches.approve > 0, 1.0, jnp.stack(passed))
        approved = jnp.where(moves.ballot > 0, result, state.approved)
        return state._replace(approved=approved)

    def evidence(
        state: State, actions: Actions, signals: Signals, intentions: Intentions,
        p: Parameters, fixed: Fixed, expected: Array | None, world: World,
    ) -> tuple[Array, Array]:  # fmt: skip
        """Return log ratios of j's acts: the analyst's (N,), observer i's P (j, i)."""
        dulling = mood.dulling(p.mood, state.mood)
        own = belief.empathy(p.belief, dulling)
        if world.empathy is not None:
            own = jnp.where(jnp.isnan(world.empathy), own, world.empathy * dulling)
        eps = column(own)
        odds = intentions.crisis
        began = actions.dispute if expected is None else expected
        ratio = crisis.log_ratio if expected is None else crisis.expected_log_ratio
        weigh = arming.log_ratio if expected is None else arming.expected_log_ratio
        plain = ratio(odds.fear, odds.gain, began)
        lens = jnp.exp(-p.crisis.fear * (1 - eps) * signals.threat)
        unseen = ratio(odds.fear * lens, odds.gain, began)

        def arms(safety: Array, spread: Callable[[Array], Array]) -> Array:
            wish = arming.desire(
                p.arming, spread(state.habit), 1 - jnp.exp(safety),
                spread(signals.protection),
            )  # fmt: skip
            seeker, other = arming.expected_growth(
                p.arming, wish, spread(intentions.gap), spread(intentions.push),
                None if intentions.most is None else spread(intentions.most),
            )  # fmt: skip
            grown = spread(actions.growth)
            return weigh(grown, seeker, other, p.arming.noise)

        if expected is None:
            as_origin, as_target = crisis.involvement(actions.dispute, pairs)
            odds_in = intentions.joining.odds(column(as_origin), column(as_target))
            joined = pairs.rows(intentions.joining.log_ratio(odds_in, actions.joined))
        else:
            joined = jnp.zeros_like(state.log_arms)
        public = pairs.rows(plain) + joined
        analyst = public + arms(signals.safety, lambda x: x)
        imagined = belief.imagined(signals.exposure, row(signals.safety), eps)
        return analyst, row(public) + unseen - plain + arms(imagined, row)

    def advance(
        state: State, actions: Actions, signals: Signals, intentions: Intentions,
        world: World, moves: Moves, p: Parameters, fixed: Fixed, switches: Switches,
        expected: Array | None = None,
    ) -> State:  # fmt: skip
        """Return the state a year on: what everyone learns and becomes.

        Args:
            state: State this year.
            actions: What was done.
            signals: What was seen.
            intentions: Distributions the acts came from.
            world: World.
            moves: This year's slice of the plan.
            p: Parameters.
            fixed: What the draw fixed.
            switches: What the comparison takes away.
            expected: Probabilities of disputes, to move on in expectation rather
                than by drawn acts (for the spiral number); None otherwise.
        """
        analyst, seen = evidence(
            state, actions, signals, intentions, p, fixed, expected, world
        )
        engaged = granted(state, moves.engaged, moves.gated_engaged)
        told = belief.message(
            p.belief, engaged, moves.restrained, switches.words * moves.said,
            None if moves.pledged is None else switches.words * moves.pledged,
        )  # fmt: skip
        log_arms = state.log_arms + actions.growth
        spent = jnp.logaddexp(log_arms, jnp.log(moves.transfer + 1e-9))
        as_origin, as_target = crisis.involvement(actions.dispute, pairs)
        at_war = jnp.maximum(as_origin, as_target) >= 4
        in_war = column(jnp.where(at_war, 1.0, 0.0))
        in_allys_war = pairs.worst(actions.joined * in_war) > 0
        # A war calls upon friends, a lesser clash does not: counts of who kept faith,
        # from which the start is, are of wars.
        called = signals.content * column(jnp.where(as_target >= 4, 1.0, 0.0))
        answered = pairs.rows(called * actions.joined)
        step = actions.tie_step * (1 - moves.hold)
        return State(
            log_arms=log_arms,
            stock=arming.stock_update(p.arming, state.stock, spent),
            habit=arming.habit_update(
                p.arming, state.habit, intentions.wish, log_arms - state.log_gdp
            ),
            growth=actions.growth,
            log_gdp=state.log_gdp + (state.trend + fixed.drift) / 100,
            trend=economy.growth_update(p.economy, state.trend),
            motive=actions.turn,
            posterior=belief.update(motive.predict(p.motive, state.posterior), analyst),
            tie=jnp.clip(signals.tie + step, 0, 4),
            belief=belief.update(
                motive.predict(p.motive, state.belief), pairs.flip(seen) + told
            ),
            heat=crisis.heat_update(p.crisis, state.heat, actions.fought),
            opportunity=signals.opportunity,
            credibility=credibility.credibility_update(
                p.credibility, state.credibility, jnp.minimum(answered, 1),
                jnp.minimum(pairs.rows(called) - answered, 1), moves.yielded,
            ),
            mood=mood.mood_update(
                p.mood, state.mood, jnp.where(at_war | in_allys_war, 1.0, 0.0),
                moves.shock,
            ),
            approved=state.approved,
            memory=state.memory,
        )  # fmt: skip

    def log_prob(
        actions: Actions, intentions: Intentions, chances: Array, asked: Array,
        seen: Seen | None = None,
    ) -> tuple[Array, Array, Array]:  # fmt: skip
        """Return log probabilities of acts: own under motive 0, 1 (N,); mutual (N,).

        Args:
            actions: What was done.
            intentions: Distributions.
            chances: Probabilities of agreeing, (V, N).
            asked: 1 where that actor votes this year, (V, N).
            seen: Which acts are on record; all of them if not given.
        """
        own = intentions.growth.log_prob(actions.growth)
        disputes = intentions.crisis.log_prob(actions.dispute)
        as_origin, as_target = crisis.involvement(actions.dispute, pairs)
        odds = intentions.joining.odds(column(as_origin), column(as_target))
        joins = intentions.joining.log_prob(odds, actions.joined)
        steps = intentions.alignment.log_prob(actions.tie_step) * pairs.others() / 2
        if seen is not None:
            own = tuple(seen.growth * x for x in own)
            joins = tuple(seen.joined * x for x in joins)
            steps = seen.tie_step * steps
        yes = jnp.where(actions.votes > 0, chances, 1 - chances)
        voted = jnp.sum(asked * jnp.log(jnp.maximum(yes, 1e-30)), axis=0)
        return (
            own[0] + pairs.rows(disputes[0] + joins[0]),
            own[1] + pairs.rows(disputes[1] + joins[1]),
            pairs.rows(steps) + voted,
        )

    return Kernel(
        muster, sense, act, outlook, ballot, decide, advance, evidence, log_prob, pairs
    )  # fmt: skip
