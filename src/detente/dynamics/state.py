"""What the kernel passes along: state, world, moves, signals, intentions, actions.

Shapes: N actors, P ordered pairs (see `detente.dynamics.pairs`), V votes, A hub
alliances. Arrays of a year have no year axis here; `Moves` stacks one on top.
"""

from typing import Any, NamedTuple

from jax import Array

from detente.laws.alignment import Alignment, AlignmentParams
from detente.laws.arming import ArmingParams, Growth
from detente.laws.belief import BeliefParams
from detente.laws.consent import ConsentParams
from detente.laws.content import ContentParams
from detente.laws.credibility import CredibilityParams
from detente.laws.crisis import Crisis, CrisisParams
from detente.laws.economy import EconomyParams
from detente.laws.joining import Joining, JoiningParams
from detente.laws.mood import MoodParams
from detente.laws.motive import MotiveParams
from detente.laws.power import Balance, PowerParams
from detente.laws.threat import ThreatParams

__all__ = [
    "Actions", "Fixed", "Intentions", "Moves", "Muster", "Parameters", "Seen",
    "Signals", "State", "Switches", "World",
]  # fmt: skip


class Parameters(NamedTuple):
    """Parameters of every law, one record a law; each leaf a scalar."""

    content: ContentParams
    power: PowerParams
    threat: ThreatParams
    motive: MotiveParams
    belief: BeliefParams
    mood: MoodParams
    arming: ArmingParams
    crisis: CrisisParams
    joining: JoiningParams
    alignment: AlignmentParams
    credibility: CredibilityParams
    consent: ConsentParams
    economy: EconomyParams


class State(NamedTuple):
    """What the next year needs to know.

    Attributes:
        log_arms: Log spending last year (million USD), shape (N,).
        stock: Log military capital (million USD), shape (N,).
        habit: Intercept of the desired burden (log odds), shape (N,).
        growth: Last year's growth of spending (log points), shape (N,).
        log_gdp: Log GDP (million USD), shape (N,).
        trend: Growth of GDP (% a year), shape (N,).
        motive: True motive of this year, 0 or 1, shape (N,).
        posterior: The analyst's probability that last year's motive was 1, given the
            acts of all years up to then, shape (N,).
        tie: Ladder level, 0-4, shape P.
        belief: Probability i gives to j having been revisionist last year, shape P.
        heat: Memory of disputes, 0-1, shape P.
        opportunity: Last year's opportunity of i against j, shape P.
        credibility: Expected reliability, 0-1, shape (N,).
        mood: War mood (>= 0), shape (N,).
        approved: 1 for each proposal that passed, shape (V,).
        memory: What actors remember who follow a strategy; None if nobody does.
    """

    log_arms: Array
    stock: Array
    habit: Array
    growth: Array
    log_gdp: Array
    trend: Array
    motive: Array
    posterior: Array
    tie: Array
    belief: Array
    heat: Array
    opportunity: Array
    credibility: Array
    mood: Array
    approved: Array
    memory: Any = None


class World(NamedTuple):
    """What plans and years do not change.

    Attributes:
        codes: 32-bit code of each actor, shape (N,).
        ordered: Code of each ordered pair, shape P.
        unordered: Code of each unordered pair (both orders alike), shape P.
        present: 1 for actors in the system, 0 for padding, shape (N,).
        distance: km between capitals, shape P.
        contiguous: 1 with a border or up to 400 miles of sea, shape P.
        remote: 1 where the pair is not politically relevant, shape P.
        pact: 1 under a non-aggression pact, shape P.
        affinity: Political closeness, -1 to 1, shape P.
        nuclear: 1 with warheads, shape (N,).
        personnel: Soldiers (thousand), shape (N,).
        population: Million persons, shape (N,).
        tie: Ladder level at the start, shape P.
        suspicion: Ordinal 0-3, shape P.
        notoriety: The analyst's ordinal 0-3, shape (N,).
        heat: Recent hostility, 0-1, shape P.
        spending: Log median spending (million USD), shape (N,).
        spending_sd: Its standard deviation (0 where recorded), shape (N,).
        gdp: Log median GDP (million USD), shape (N,).
        gdp_sd: Its standard deviation, shape (N,).
        growth: Trailing growth of GDP (% a year), shape (N,).
        hubs: 1 for the hub of each hub alliance, shape (A, N).
        spokes: 1 for its spokes, shape (A, N).
        voters: 1 for members of the alliance that takes vote v, shape (V, N).
        voters_hub: 1 for that alliance's hub, shape (V, N).
        concerned: 1 for outsiders a vote's move is about, shape (V, N).
        rule: 0 consensus, 1 majority, 2 hub, shape (V,).
        support_attack: Force from outside the model behind j against i, shape P.
        support_defence: Force from outside the model behind i against j, shape P.
        stated: A reader's probability that an actor is revisionist at the start, NaN
            where the lens decides, shape (N,); None if nothing is stated. It says how
            motives are drawn, and nothing else reads it.
        empathy: A reader's empathy of an actor before its mood dulls it, NaN where the
            law decides, shape (N,); None if nothing is stated.
        foresight: 1 where those who take vote v also weigh how outsiders will read
            it, shape (V,); None if no alliance does.
    """

    codes: Array
    ordered: Array
    unordered: Array
    present: Array
    distance: Array
    contiguous: Array
    remote: Array
    pact: Array
    affinity: Array
    nuclear: Array
    personnel: Array
    population: Array
    tie: Array
    suspicion: Array
    notoriety: Array
    heat: Array
    spending: Array
    spending_sd: Array
    gdp: Array
    gdp_sd: Array
    growth: Array
    hubs: Array
    spokes: Array
    voters: Array
    voters_hub: Array
    concerned: Array
    rule: Array
    support_attack: Array
    support_defence: Array
    stated: Array | None = None
    empathy: Array | None = None
    foresight: Array | None = None


class Moves(NamedTuple):
    """A compiled plan, one slice a year; `gated` parts act only if vote v passed.

    Attributes:
        tie_floor: Level below which the bilateral tie is held, shape P.
        alliance_tie: Level of the tie through an alliance, shape P.
        gated_floor: A tie floor if approved, shape (V, P).
        gated_tie: A tie through an alliance if approved, shape (V, P).
        engaged: Levels by which j moved towards third parties, seen by i, shape P.
        gated_engaged: The same if approved, shape (V, P).
        restrained: Strength of j's offer of restraint to i, shape P.
        said: 1 declared defensive, -1 declared challenge, by j to i, shape P.
        posted: Share of k's force kept in the theatre of i, shape P (i, k).
        away: Share of its force k keeps abroad, shape (N,).
        gated_posted: Further share posted if approved, shape (V, P).
        gated_away: Further share abroad if approved, shape (V, N).
        yielded: Concessions made, 0-1, shape (N,).
        transfer: Arms received (million USD a year), shape (N,).
        shock: War mood from outside, shape (N,).
        hold: 1 where the tie is held at its level, shape P.
        ballot: 1 if vote v is taken this year, shape (V,).
        limited: Ceiling on growth (log points), infinite where none, shape (N,).
        capped: Log of the ceiling on spending (million USD), infinite where none, (N,).
        inspected: Share of what i could not tell of j that it now sees, shape P.
        apart: Share of j's force that cannot be brought against i at once, shape P.
        calmed: Share taken off the odds that a dispute of i with j grows, shape P.
        pledged: Credibility of j's pledge to i, 0-1, shape P.

    The last six are None in every plan of a scenario that makes no such move, so that
    the program of such a scenario is the same, bit by bit, as if there were none.
    """

    tie_floor: Array
    alliance_tie: Array
    gated_floor: Array
    gated_tie: Array
    engaged: Array
    gated_engaged: Array
    restrained: Array
    said: Array
    posted: Array
    away: Array
    gated_posted: Array
    gated_away: Array
    yielded: Array
    transfer: Array
    shock: Array
    hold: Array
    ballot: Array
    limited: Array | None = None
    capped: Array | None = None
    inspected: Array | None = None
    apart: Array | None = None
    calmed: Array | None = None
    pledged: Array | None = None


class Switches(NamedTuple):
    """What a comparison takes away; each a scalar.

    Attributes:
        reveal: 1 shows everybody's true motive to everybody.
        words: 0 leaves declared purposes unsaid.
        approve: 1 passes every vote.
    """

    reveal: Array
    words: Array
    approve: Array


class Fixed(NamedTuple):
    """What a draw fixes for the whole run.

    Attributes:
        reach: phi, shape P.
        setting: Log odds of disputes that never change, shape P.
        drift: Error of the GDP trend (% a year), shape (N,).
        start_stock: Log military capital at the start (million USD), shape (N,).
    """

    reach: Array
    setting: Array
    drift: Array
    start_stock: Array


class Muster(NamedTuple):
    """What each could bring to bear on each, before anybody fears anybody.

    Attributes:
        tie: Ladder level in force, shape P.
        floor: Level below which plan or treaty holds the tie, shape P.
        content: c_D, shape P.
        bearing: G, force of k at the place of i, shape P.
        balance: Parts of every contest ([i, j]: j attacks i).
        expected_help: rho as others see it, shape (N,).
    """

    tie: Array
    floor: Array
    content: Array
    bearing: Array
    balance: Balance
    expected_help: Array


class Signals(NamedTuple):
    """What everybody can see or infer this year (no motives).

    Attributes:
        tie: Ladder level in force, shape P.
        content: c_D, shape P.
        floor: Level below which plan or treaty holds the tie, shape P.
        bearing: G, force of k at the place of i, shape P.
        balance: Parts of every contest ([i, j]: j attacks i).
        attack: Q as perceived by i, shape P.
        defence: P against j as perceived by i, shape P.
        success: Probability that j's attack on i succeeds, shape P.
        threat: T, shape P.
        exposure: w log(1 - T), shape P.
        safety: Sum of exposure, log safety of i, shape (N,).
        protection: Friends' share in i's defence, 0-1, shape (N,).
        expected_help: rho as others see it, shape (N,).
        opportunity: o of i against j, shape P.
        window: W, shape P.
        threat_back: T(j, i), shape P.
    """

    tie: Array
    floor: Array
    content: Array
    bearing: Array
    balance: Balance
    attack: Array
    defence: Array
    success: Array
    threat: Array
    exposure: Array
    safety: Array
    protection: Array
    expected_help: Array
    opportunity: Array
    window: Array
    threat_back: Array


class Intentions(NamedTuple):
    """Distributions over this year's acts, given motives where they enter.

    `most` is the growth that arms limits allow (log points), None if there are none.
    """

    growth: Growth
    crisis: Crisis
    joining: Joining
    alignment: Alignment
    shared: Array
    push: Array
    gap: Array
    wish: Array
    most: Array | None = None


class Actions(NamedTuple):
    """What was done this year.

    Attributes:
        growth: Growth of spending (log points), shape (N,).
        dispute: Gravest dispute i started with j, 0 none to 4 war, shape P.
        joined: 1 where i joined j's side, shape P.
        fought: 1 where i and j stood on opposite sides of a dispute, shape P.
        tie_step: -1, 0 or 1, the same both ways, shape P.
        votes: 1 for yes, shape (V, N).
        turn: Motives of the year that follows (hidden), shape (N,).
    """

    growth: Array
    dispute: Array
    joined: Array
    fought: Array
    tie_step: Array
    votes: Array
    turn: Array


class Seen(NamedTuple):
    """Which acts of a year are on record: 1 seen, 0 missing or taken as given.

    Attributes:
        growth: Spending of this year and the last is known, shape (N,).
        joined: i could join j's side and we would know, shape P.
        tie_step: The tie is on record and its step was this pair's own, shape P.
    """

    growth: Array
    joined: Array
    tie_step: Array
