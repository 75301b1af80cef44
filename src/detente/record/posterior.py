"""The posterior as a small file: the lens `record`, with how it was made.

Each parameter is summed up by its mean and width on the unbounded side, where the
posterior is close to normal, and by correlations; `skew` says how close.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.core.errors import DataError
from detente.lenses.lens import load
from detente.record.fit import Chains, Mode, prior

if TYPE_CHECKING:
    from detente.record.remote import Offset

__all__ = [
    "LEAST_SIZE", "MOST_RHAT", "Summary", "lens_text", "offset_lines", "summary",
    "write",
]  # fmt: skip

MOST_RHAT = 1.02
"""Chains that differ more are not of one distribution."""

LEAST_SIZE = 200
"""Independent draws that every parameter needs."""

MOST_DIVERGING = 0.005
"""Share of trajectories that may diverge."""


class Summary(NamedTuple):
    """What the chains say; arrays of shape (parameter,).

    Attributes:
        keys: Parameters.
        mean, sd: Of the unbounded value.
        skew: Skewness of it.
        rhat: Split R-hat.
        size: Effective sample size.
        correlation: Shape (parameter, parameter).
        divergences: Diverging trajectories, in all.
        kept: Draws kept, in all.
        chains: Number of chains.
    """

    keys: tuple[str, ...]
    mean: np.ndarray
    sd: np.ndarray
    skew: np.ndarray
    rhat: np.ndarray
    size: np.ndarray
    correlation: np.ndarray
    divergences: int
    kept: int
    chains: int

    def refused(self) -> str:
        """Return why this fit cannot be used, or nothing."""
        worst, least = int(np.argmax(self.rhat)), int(np.argmin(self.size))
        if not np.all(np.isfinite(self.rhat)) or self.rhat[worst] > MOST_RHAT:
            return f"R-hat of {self.keys[worst]} is {self.rhat[worst]:.3f}"
        if self.size[least] < LEAST_SIZE:
            return f"{self.keys[least]} has {self.size[least]:.0f} independent draws"
        if self.divergences > MOST_DIVERGING * self.kept:
            return f"{self.divergences} of {self.kept} trajectories diverge"
        return ""


def summary(mode: Mode, chains: list[Chains]) -> Summary:
    """Return what chains say.

    Args:
        mode: Mode they started from.
        chains: Chains of equal length, each with a leading axis of one.
    """
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

    draws = np.concatenate([c.draws for c in chains])
    flat = draws.reshape(-1, draws.shape[-1])
    mean, sd = flat.mean(axis=0), flat.std(axis=0, ddof=1)
    return Summary(
        mode.keys, mean, sd, ((flat - mean) ** 3).mean(axis=0) / sd**3,
        np.asarray(split_gelman_rubin(draws)),
        np.asarray(effective_sample_size(draws)), np.corrcoef(flat.T),
        sum(c.divergences for c in chains), len(flat), len(chains),
    )  # fmt: skip


def hashes(names: Sequence[str]) -> dict[str, str]:
    """Return version and hash of the makers' file of each data set.

    Raises:
        DataError: If one has not been added, or is not what was put there.
    """
    from detente.record import store

    for name in names:
        store.load(name)
    kept = store.entries()
    return {
        name: f"{kept[name].version}, sha256 {kept[name].original['sha256'][:16]}"
        for name in names
    }


def lens_text(
    found: Summary, made: Mapping[str, Any], offsets: Sequence["Offset"] = ()
) -> str:
    """Return the file of the lens.

    Args:
        found: What the chains say.
        made: How the fit was made: plain values, for the table `fit`.
        offsets: What was estimated with the fit held.
    """
    own = [k for k, key in enumerate(found.keys) if not key.startswith("record.")]
    lines = [
        'title = "Record"',
        'school = "What the disputes, arms and alliances of 1950 to 2010 say of the '
        "laws; where they are silent, the prior. It was fitted, not stated: "
        'associations, not effects."',
        'base = "prior"',
        "",
        "# Written by `detente fit`; centre and sd on the unbounded side.",
        "",
        "[fit]",
        f"detente = {json.dumps(version('detente'))}",
        *(f"{key} = {_plain(value)}" for key, value in made.items()),
        f"chains = {found.chains}",
        f"draws = {found.kept}",
        f"divergences = {found.divergences}",
        f"worst_rhat = {found.rhat.max():.4f}",
        f"least_size = {found.size.min():.0f}",
        "",
    ]
    beliefs = prior(found.keys)
    for k, key in enumerate(found.keys):
        where = "fitted" if k in own else "own"
        before = beliefs[key]
        lines += [
            f'[{where}."{key}"]',
            f"centre = {found.mean[k]:.5g}",
            f"sd = {found.sd[k]:.5g}",
            f"prior_centre = {before.centre:.5g}",
            f"prior_sd = {before.sd:.5g}",
            f"skew = {found.skew[k]:.2f}",
            f"rhat = {found.rhat[k]:.4f}",
            f"size = {found.size[k]:.0f}",
            "",
        ]
    lines += offset_lines(offsets)
    # A key of the whole document must come before its tables.
    rows = found.correlation[np.ix_(own, own)]
    matrix = [
        f"  [{', '.join(f'{x:.3f}' for x in row[:k])}]," for k, row in enumerate(rows)
    ]
    head = lines.index('base = "prior"') + 1
    return "\n".join([*lines[:head], "correlation = [", *matrix, "]", *lines[head:]])


def offset_lines(offsets: Sequence["Offset"]) -> list[str]:
    """Return the tables of what was estimated with the fit held."""
    known, lines = load("prior").beliefs, []
    for each in offsets:
        before = known[each.key]
        lines += [
            f'[estimated."{each.key}"]',
            f"centre = {each.centre:.5g}",
            f"sd = {each.sd:.5g}",
            f"prior_centre = {before.centre:.5g}",
            f"prior_sd = {before.sd:.5g}",
            f"recorded = {each.recorded}",
            f"expected_without = {each.expected:.0f}",
            f"rows = {each.rows}",
            "",
        ]
    return lines


def _plain(value: Any) -> str:
    """Return a value as TOML."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{json.dumps(k)} = {_plain(v)}" for k, v in value.items())
        return f"{{ {inside} }}"
    return json.dumps(value)


def write(path: Path, text: str) -> None:
    """Put a file in place of another at once, or not at all.

    Raises:
        DataError: If it cannot be written.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as problem:
        raise DataError.at(
            str(path), "a place that can be written", str(problem.strerror),
            "choose another with --out",
        ) from None  # fmt: skip
