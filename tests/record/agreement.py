"""Whether a recorded value is the published one, to the digits that were given."""

__all__ = ["agrees"]


def agrees(published: float, recorded: float) -> bool:
    """Return whether a value rounds to what was published, within a hair.

    Args:
        published: As written; whole numbers are taken as rounded to whole numbers.
        recorded: The value.
    """
    decimals = len(repr(published).partition(".")[2].rstrip("0"))
    return abs(published - recorded) <= 0.5 * 10.0**-decimals * 1.02
