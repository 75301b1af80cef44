"""A whole fit: mode, chains in processes, refusal or the file of the lens.

Mode and chains are kept in a folder named by what they follow from, so the same call
after a stop goes on with what is missing. The lens that stands is replaced last, at
once, and only by a fit that has converged.
"""

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.core.cache import cache_folder
from detente.core.errors import DataError
from detente.lenses import lens
from detente.record.fit import (
    FITTED,
    Chains,
    Mode,
    chain_in_process,
    find_mode,
    one_thread,
    prior,
)

if TYPE_CHECKING:
    from detente.record.panel import Coding
    from detente.record.posterior import Summary

__all__ = ["CHAINS", "DATA", "DRAWS", "WARMUP", "fit_record", "placed"]

CHAINS, WARMUP, DRAWS = 2, 150, 250
"""Chains; draws of each that are thrown away, and kept."""

DATA = (
    "states-cow", "majors", "nmc", "contiguity", "capital-distance",
    "minimum-distance", "atop", "gdp", "population", "warheads", "ideal-points",
)  # fmt: skip
"""Data sets that every fit reads."""

DISPUTES = {"gml": ("gml", "gml-dyads"), "cow": ("mid-a", "mid-b", "mid-cow-dyads")}
"""And those of each coding of disputes."""

Tell = Callable[[str], None]


def placed() -> Path:
    """Return the file of the fitted lens that runs use."""
    return Path(str(lens.__file__)).with_name("record.toml")


def fit_record(
    coding: "Coding" = "gml", years: tuple[int, int] = (1950, 2010), seed: int = 1,
    workers: int = 2, out: Path | None = None, tell: Tell = lambda _: None,
) -> "tuple[Path, Summary]":  # fmt: skip
    """Fit the laws to the record and write the lens.

    Args:
        coding: Coding of disputes, "gml" or "cow".
        years: First and last year fitted, from 1950 to 2010.
        seed: Seed of the chains.
        workers: Processes that draw chains.
        out: File to write; the lens that runs use if not given.
        tell: Takes lines of progress.

    Returns:
        The file, and what the chains say.

    Raises:
        DataError: If data are missing, the years are no good, or the fit has not
            converged; the lens that stood there then stands still.
    """
    from detente.record.posterior import hashes, lens_text, summary, write
    from detente.record.remote import DRAWS as HELD
    from detente.record.remote import offsets

    if not 1950 <= years[0] < years[1] <= 2010:
        raise DataError.at(
            "--years", "two years from 1950 to 2010, the first before the last",
            f"{years[0]}:{years[1]}", "give others",
        )  # fmt: skip
    started = time.perf_counter()
    data = hashes((*DATA, *DISPUTES[coding]))
    folder = _folder([coding, years, seed, WARMUP, DRAWS, data, _beliefs()])
    mode = _mode(folder, coding, years, tell)
    chains = _chains(folder, coding, mode, seed, workers, tell)
    found = summary(mode, chains)
    refused = found.refused()
    if refused:
        raise DataError.at(
            "fit", "chains that agree", refused,
            f"the lens that stood there stays; chains are kept in {folder}",
        )  # fmt: skip
    made = {
        "coding": coding, "years": list(years), "seed": seed,
        "log_posterior_at_mode": round(mode.log_posterior, 1), "data": data,
    }  # fmt: skip
    flat = np.concatenate([c.draws.reshape(-1, len(FITTED)) for c in chains])
    some = flat[np.linspace(0, len(flat) - 1, HELD).astype(int)]
    tell("relevant pairs are fitted; the others, with that fit held")
    apart = offsets(coding, years, dict(zip(FITTED, some.T, strict=True)), tell)
    path = out or placed()
    write(path, lens_text(found, made, apart))
    tell(f"fitted in {time.perf_counter() - started:.0f} s")
    return path, found


def _beliefs() -> list[Any]:
    return [[key, belief.centre, belief.sd] for key, belief in prior(FITTED).items()]


def _folder(follows_from: Any) -> Path:
    """Return the folder of a fit, named by what it follows from, the code included."""
    root = Path(str(lens.__file__)).parent.parent
    code = [
        file.read_text(encoding="utf-8")
        for part in ("laws", "dynamics", "record")
        for file in sorted((root / part).rglob("*.py"))
    ]
    text = json.dumps([follows_from, code]).encode()
    folder = cache_folder("fits") / hashlib.sha256(text).hexdigest()[:16]
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def _mode(folder: Path, coding: "Coding", years: tuple[int, int], tell: Tell) -> Mode:
    """Return the mode that is kept, or find and keep it."""
    path = folder / "mode.npz"
    if path.exists():
        kept = np.load(path)
        return Mode(FITTED, kept["centre"], kept["spread"], float(kept["value"]), years)
    from detente.record.history import history
    from detente.record.replay import Replay

    mode = find_mode(Replay(history(coding)), years, tell=tell)
    beside = folder / "mode.new.npz"
    np.savez(beside, centre=mode.centre, spread=mode.spread, value=mode.log_posterior)
    beside.replace(path)
    return mode


def _chains(
    folder: Path, coding: "Coding", mode: Mode, seed: int, workers: int, tell: Tell
) -> list[Chains]:
    """Return the chains, drawing those that are not kept yet."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed

    jobs = [(coding, mode, seed, c, WARMUP, DRAWS, folder) for c in range(CHAINS)]
    missing = [job for job in jobs if not (folder / f"chain-{job[3]}.npz").exists()]
    if missing:
        tell(f"{len(missing)} of {CHAINS} chains to draw, a few minutes each")
        pool = ProcessPoolExecutor(
            min(workers, len(missing)), multiprocessing.get_context("spawn"),
            initializer=one_thread,
        )  # fmt: skip
        with pool:
            for done in as_completed(
                [pool.submit(chain_in_process, j) for j in missing]
            ):
                tell(f"{done.result().stem} drawn")
    kept = [np.load(folder / f"chain-{c}.npz") for c in range(CHAINS)]
    return [
        Chains(x["draws"], int(x["divergences"]), float(x["accepted"])) for x in kept
    ]
