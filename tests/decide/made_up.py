"""Stakes made up by hand, so that regret and fronts can be worked out on paper."""

from collections.abc import Mapping, Sequence

import numpy as np

from detente.decide.interests import Aim, Stakes

__all__ = ["stakes_of"]


def stakes_of(
    values: Mapping[str, Sequence[object]], plans: Sequence[str],
    signs: Sequence[int] = (1,), widths: Sequence[float] | None = None,
) -> Stakes:  # fmt: skip
    """Return stakes.

    Args:
        values: By lens: one list a plan, of one number a draw, or one list a draw with
            a number an interest.
        plans: Names of the plans; the first is the baseline.
        signs: 1 or -1 for each interest.
        widths: Width of each interest, 1 by default.
    """
    arrays = {lens: np.asarray(x, float) for lens, x in values.items()}
    full = {k: x if x.ndim == 3 else x[:, :, None] for k, x in arrays.items()}
    wide = widths or [1.0] * len(signs)
    aims = tuple(
        Aim(f"aim-{k}", f"Aim {k}", "all", "unit", width, sign)
        for k, (sign, width) in enumerate(zip(signs, wide, strict=True))
    )
    draws = {lens: np.arange(x.shape[1]) for lens, x in full.items()}
    return Stakes(tuple(full), tuple(plans), plans[0], aims, full, draws)
