"""What world.toml assumes: who distrusts whom, how heated a pair is, where forces are.

Nobody can look these up. Each is a judgement with its reason; a later entry overrides
an earlier one, but shares of forces abroad add up.
"""

from typing import Annotated, Literal

from pydantic import Field

from detente.worlds.fields import (
    Code,
    Expect,
    Key,
    Names,
    Ordinal,
    Share,
    Strict,
    Text,
)

__all__ = ["Affinity", "Heat", "Motive", "Posture", "StatusQuo", "Suspicion"]


class Suspicion(Strict):
    """How far some took others for revisionists at the start (assumed).

    Attributes:
        by: Who suspects: codes, alliances or groups.
        of: Who is suspected: codes, alliances or groups.
        level: Ordinal, 0 none to 3 high; where nothing is said it is 1.
        why: The reason.
    """

    by: Names
    of: Names
    level: Ordinal
    why: Text


Sides = Annotated[
    tuple[Names, Names],
    Field(strict=False),
    Expect(
        'two lists such as [["CHN"], ["TWN"]]', "write two lists in square brackets"
    ),
]


class Heat(Strict):
    """Recent militarised hostility between all pairs of two sides (assumed).

    Attributes:
        between: Two lists of codes, alliances or groups; all pairs across.
        level: Ordinal, 0 none to 3 high; where nothing is said it is 0.
        why: The reason.
    """

    between: Sides
    level: Ordinal
    why: Text


class Affinity(Strict):
    """Political closeness between all pairs of two sides (assumed).

    Attributes:
        between: Two lists of codes, alliances or groups; all pairs across.
        value: From -1 far apart to 1 close; where nothing is said it is 0.
        why: The reason.
    """

    between: Sides
    value: Annotated[
        float,
        Field(ge=-1.0, le=1.0),
        Expect("a number from -1 to 1", "write -1 for far apart, 1 for close"),
    ]
    why: Text


class Motive(Strict):
    """The analyst's own starting view of an actor (assumed).

    Attributes:
        of: Codes, alliances or groups.
        level: Ordinal, 0 surely a security seeker to 3 probably a revisionist.
        why: The reason.
    """

    of: Names
    level: Ordinal
    why: Text


MOST_RUNGS = 3.0
"""Largest weight of an entry of `StatusQuo`."""


class StatusQuo(Strict):
    """Whose steps some read as evidence of aim, and how many rungs of them (assumed).

    The weight has no sign: a rung is multiplied by `belief.engagement`, which may be of
    either. Where it is above 0 (as under `spiral`), who counts more rungs is more
    afraid; where it is below 0 (as at the centre of `deterrence`), who counts more is
    calmer. That comes of placing the schools at equal distance on either side of the
    prior, and is nothing that deterrence theory says.

    Where nothing is said, a new tie counts with those who live near the partner and
    have no firm tie with either side (weight 1) and with nobody else, and an accession
    with nobody: those who take a step see their own side's defence in it. That default
    takes a side: partnerships tell neighbours something, accessions tell nobody.

    Attributes:
        by: Whose reference point it is: codes, alliances or groups.
        of: Whose steps are meant: codes, alliances or groups.
        weight: Rungs that they read as evidence of aim, of either sign, for each rung
            of a new tie or accession of those with others, 0 to 3; 0: it tells them
            nothing.
        steps: Which steps are meant: new ties, accessions, or both.
        why: The reason.
    """

    by: Names
    of: Names
    weight: Annotated[
        float,
        Field(ge=0.0, le=MOST_RUNGS),
        Expect(
            f"a number from 0 to {MOST_RUNGS:g}",
            "write 1 for a rung that counts as one",
        ),
    ]
    steps: Literal["ties", "accessions", "both"] = "both"
    why: Text


class Posture(Strict):
    """Forces that an actor kept away from home at the start (assumed).

    Attributes:
        by: Code of the actor.
        theatre: Key of the theatre, not its home.
        share: Share of its deployable force, 0 to 1.
        why: The reason.
    """

    by: Code
    theatre: Key
    share: Share
    why: Text
