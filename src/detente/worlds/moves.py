"""What an actor or alliance does on purpose at a date: the kinds of move.

A move acts from `year` to `until` (or to the horizon). Where consent is required the
alliance votes first, and a refused move does not happen. The last six are what a
mediator would try.
"""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from detente.worlds.fields import (
    Code,
    Codes,
    Expect,
    Key,
    Name,
    Pair,
    Rung,
    Share,
    Strict,
    Text,
    Year,
)

__all__ = [
    "MOVE_KINDS",
    "DeclareMove",
    "HotlineMove",
    "InspectMove",
    "JoinMove",
    "LimitMove",
    "Move",
    "PledgeMove",
    "PostMove",
    "RestrainMove",
    "SeparateMove",
    "ShockMove",
    "TieMove",
    "TransferMove",
    "WithdrawMove",
]

MOVE_KINDS = (
    "tie", "join", "post", "declare", "restrain", "transfer", "shock", "limit",
    "inspect", "separate", "hotline", "pledge", "withdraw",
)  # fmt: skip
"""The kinds of move, as a scenario file writes them."""


class Dated(Strict):
    """What all moves have.

    Attributes:
        year: First year in which it acts.
        until: Last year in which it acts; the horizon if nothing is said.
        source: Key of a source, or free text.
    """

    year: Year
    until: Year | None = None
    source: Text | None = None


class TieMove(Dated):
    """Raise the tie of an actor or alliance with actors to a level.

    Attributes:
        kind: "tie".
        by: Code of an actor, or key of an alliance.
        to: Codes of the actors.
        level: Level of the ladder, 0 to 4.
        consent: Whether the alliance must vote.
    """

    kind: Literal["tie"]
    by: Name
    to: Codes
    level: Rung
    consent: bool = False


class JoinMove(Dated):
    """Take an actor into an alliance.

    Attributes:
        kind: "join".
        by: Code of the actor.
        to: Key of the alliance.
        consent: Whether the alliance must vote.
    """

    kind: Literal["join"]
    by: Code
    to: Key
    consent: bool = False


class PostMove(Dated):
    """Station forces of actors in a theatre.

    Attributes:
        kind: "post".
        by: Codes of the actors.
        theatre: Key of the theatre.
        share: Share of the deployable force moved there from home, 0 to 1.
    """

    kind: Literal["post"]
    by: Codes
    theatre: Key
    share: Share


class DeclareMove(Dated):
    """State a purpose in words.

    Attributes:
        kind: "declare".
        by: Code of an actor, or key of an alliance.
        to: Codes of the actors addressed.
        purpose: What is said: that one only defends, or that one will challenge.
    """

    kind: Literal["declare"]
    by: Name
    to: Codes
    purpose: Literal["defensive", "challenge"]


class RestrainMove(Dated):
    """Take a costly, observable step back: a credible offer of mutual restraint.

    Attributes:
        kind: "restrain".
        by: Code of an actor, or key of an alliance.
        to: Codes of the actors it is offered to.
        strength: How large the step is, 0 to 1.
    """

    kind: Literal["restrain"]
    by: Name
    to: Codes
    strength: Share


class TransferMove(Dated):
    """Give arms or money for arms.

    Attributes:
        kind: "transfer".
        by: Code of the giver.
        to: Codes of the receivers.
        amount: Million current USD a year.
    """

    kind: Literal["transfer"]
    by: Code
    to: Codes
    amount: Annotated[
        float,
        Field(ge=0.0, le=1e8),
        Expect("a number >= 0 (million USD a year)", "write it in million USD"),
    ]


class ShockMove(Dated):
    """Let a war elsewhere shock the publics of actors.

    Attributes:
        kind: "shock".
        on: Codes of the actors.
        strength: How strong, 0 to 3.
    """

    kind: Literal["shock"]
    on: Codes
    strength: Annotated[
        float,
        Field(ge=0.0, le=3.0),
        Expect("a strength from 0 to 3", "write 0 for none, 3 for the strongest"),
    ]


class WithdrawMove(Dated):
    """Bring home forces that are stationed in a theatre.

    Attributes:
        kind: "withdraw".
        by: Codes of the actors.
        theatre: Key of the theatre.
        share: Share of the whole deployable force brought home, 0 to 1; no more than
            is stationed there.
    """

    kind: Literal["withdraw"]
    by: Codes
    theatre: Key
    share: Share


class LimitMove(Dated):
    """Keep to a ceiling on arms, by agreement: on growth, on the level, or on both.

    Attributes:
        kind: "limit".
        by: Codes of the actors that keep to it.
        growth: Most that spending may grow, per cent a year; 0 is a freeze.
        level: Most that may be spent, million current USD a year; a level below what is
            spent is reached in one year.
    """

    kind: Literal["limit"]
    by: Codes
    growth: Annotated[
        float | None,
        Field(ge=-50.0, le=100.0),
        Expect("a growth from -50 to 100 (% a year)", "write 0 for a freeze"),
    ] = None
    level: Annotated[
        float | None,
        Field(gt=0.0, le=1e8),
        Expect("a level > 0 (million USD a year)", "write it in million USD"),
    ] = None


class Between(Dated):
    """What the moves that two sides make together have.

    Attributes:
        between: The two sides: actors or alliances, as two names.
        share: How much of it, 0 to 1.
    """

    between: Pair
    share: Share


class InspectMove(Between):
    """Let the other side see what one has, both ways: transparency and inspection.

    The share is what each now sees of what it could not tell: defence from offence.

    Attributes:
        kind: "inspect".
    """

    kind: Literal["inspect"]


class SeparateMove(Between):
    """Keep forces apart, both ways, as by a demilitarised zone.

    The share of each side's own force that it cannot bring against the other at once.

    Attributes:
        kind: "separate".
    """

    kind: Literal["separate"]


class HotlineMove(Between):
    """Talk in a crisis, both ways, so that fewer disputes grow.

    The share is taken off the odds that a dispute between them grows.

    Attributes:
        kind: "hotline".
    """

    kind: Literal["hotline"]


class PledgeMove(Dated):
    """Pledge restraint in words that a deceiver may shrink from.

    Attributes:
        kind: "pledge".
        by: Code of an actor, or key of an alliance.
        to: Codes of the actors it is given to.
        credibility: Probability that a revisionist would not have made it: 0 for
            words that cost nothing, 1 for what no deceiver could say.
    """

    kind: Literal["pledge"]
    by: Name
    to: Codes
    credibility: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        Expect("a probability from 0 to 1", "write 0 for cheap talk, 1 for certainty"),
    ]


def _kind(value: object) -> str | None:
    """Return the tag of a move, known or not."""
    if isinstance(value, dict):
        kind: object = value.get("kind")
    else:
        kind = getattr(value, "kind", None)
    return f"<{kind}>" if isinstance(kind, str) else None


Move = Annotated[
    Annotated[TieMove, Tag("<tie>")]
    | Annotated[JoinMove, Tag("<join>")]
    | Annotated[PostMove, Tag("<post>")]
    | Annotated[DeclareMove, Tag("<declare>")]
    | Annotated[RestrainMove, Tag("<restrain>")]
    | Annotated[TransferMove, Tag("<transfer>")]
    | Annotated[ShockMove, Tag("<shock>")]
    | Annotated[LimitMove, Tag("<limit>")]
    | Annotated[InspectMove, Tag("<inspect>")]
    | Annotated[SeparateMove, Tag("<separate>")]
    | Annotated[HotlineMove, Tag("<hotline>")]
    | Annotated[PledgeMove, Tag("<pledge>")]
    | Annotated[WithdrawMove, Tag("<withdraw>")],
    Discriminator(_kind),
]
"""Any move; `kind` tells which."""
