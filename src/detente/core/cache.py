"""The user's folder for what can be made again."""

import os
from pathlib import Path

__all__ = ["cache_folder", "placed"]


def placed(name: str) -> Path:
    """Return where a folder of the user's cache is or would be.

    Raises:
        OSError: If the user has no home.
    """
    root = os.environ.get("DETENTE_CACHE") or os.environ.get("XDG_CACHE_HOME")
    try:
        folder = Path(root).expanduser() if root else Path.home() / ".cache"
    except RuntimeError as problem:  # a user without a home
        raise OSError(str(problem)) from None
    return folder / "detente" / name


def cache_folder(name: str) -> Path:
    """Return a folder of the user's cache, made if it is not there.

    Who can write there can change what is run, so the mode is 0700.

    Args:
        name: What is kept there, such as "programs".

    Raises:
        OSError: If it cannot be made.
    """
    folder = placed(name)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder
