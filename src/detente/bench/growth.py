"""How the cost of a pair-year grows with actors, years and draws."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from detente.bench.case import Case, flagship, invented, pair_years
from detente.bench.race import crews

__all__ = ["ACTORS", "DRAWS", "YEARS", "Grown", "growth"]

ACTORS = (25, 50, 100, 200)
YEARS = (9, 18, 54)
DRAWS = (32, 128, 512)
MEMBERS = 64
REPEATS = 3


class Grown(NamedTuple):
    """One size and one peer.

    Attributes:
        what: "actors", "years" or "draws".
        size: How many.
        peer: Peer.
        seconds: Least wall time of a pass over the members.
        rate: Pair-years a second.
        core_ns: Least processor time of a pair-year (ns).
        memory: Peak memory of the peer's processes so far (MB).
    """

    what: str
    size: int
    peer: str
    seconds: float
    rate: float
    core_ns: float
    memory: float


def growth(
    names: Sequence[str], cores: int, tell: Callable[[str], None]
) -> Iterator[Grown]:
    """Time every size, smallest first, each with all peers one after the other.

    With sizes from small to large in one process, the peak of its memory is that of
    the size just done.

    Args:
        names: Peers.
        cores: Cores that each may use.
        tell: Called with what is done now, in words.
    """
    sizes: list[tuple[str, int, Callable[[], Case], int]] = [
        *(("years", y, lambda y=y: flagship(MEMBERS, y), 1) for y in YEARS),
        *(("draws", d, lambda: flagship(MEMBERS), d) for d in DRAWS),
        *(("actors", n, lambda n=n: invented(n, MEMBERS), 1) for n in ACTORS),
    ]
    with crews(names, cores) as (started, folder):
        for what, size, make, draws in sizes:
            case = make()
            for crew in started:
                tell(f"growth with {what}: {size}, {crew.name}")
                crew.take(case, folder)
                batch = crew.unit * len(crew.pipes)
                times = max(1, draws // batch)
                taken = [crew.timed(times) for _ in range(REPEATS)]
                work = pair_years(case, times * batch)
                wall, used = (min(each) for each in zip(*taken, strict=True))
                yield Grown(what, size, crew.name, wall, work / wall,
                            1e9 * used / work, crew.memory())  # fmt: skip
