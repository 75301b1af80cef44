"""What a run is asked for unless somebody says otherwise, and how much it may be.

The command line answers at once, so nothing heavy may be imported here.
"""

__all__ = [
    "DRAWS", "LARGEST_SEED", "LENSES", "MOST_DRAWS", "MOST_REPLICATES", "REPLICATES",
]  # fmt: skip

LENSES = ("record", "prior", "spiral", "deterrence")
DRAWS, REPLICATES = 128, 2
MOST_DRAWS, MOST_REPLICATES = 1_000_000, 10_000
LARGEST_SEED = 2**32 - 1
"""A seed is a word of the counters that chance is drawn from (`core.bits`)."""
