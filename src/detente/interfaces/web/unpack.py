"""Zip files that clients upload, which may be anything."""

import io
import zipfile

from detente.core.errors import ScenarioError
from detente.interfaces.web.asked import Upload
from detente.worlds.reading import LARGEST_FILE

__all__ = ["FILES", "unpacked"]

FILES = ("scenario.toml", "world.toml", "happened.toml")
"""Files of a scenario; what happened is known of the past alone."""

NEEDED = FILES[:2]

BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Compressions that can be undone piece by piece; others unpack a bomb whole."""


def unpacked(content: bytes) -> Upload:
    """Return the scenario in a zip file.

    Raises:
        ScenarioError: If it is none, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = {}
            for info in archive.infolist():
                name = info.filename.rpartition("/")[2]
                if name in FILES and name not in found:
                    found[name] = _beginning(archive, info)
    except Exception as problem:  # zipfile raises a dozen kinds for what is no zip
        raise ScenarioError.at(
            "upload", "a zip file, stored or deflated", type(problem).__name__,
            f"zip {' and '.join(NEEDED)}",
        ) from None  # fmt: skip
    for name in NEEDED:
        if name not in found:
            raise ScenarioError.at(
                "upload", f"{name} in the zip file", "none", "add it"
            )
    for name, content in found.items():
        if len(content) > LARGEST_FILE:
            raise ScenarioError.at(
                f"upload, {name}", "at most 2 MB", "more", "leave data out"
            )
    return Upload(
        **{
            name.removesuffix(".toml"): content.decode("utf-8", "replace")
            for name, content in found.items()
        }
    )


def _beginning(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return as much of a file as shows whether it is too large."""
    if info.compress_type not in BOUNDED:
        raise zipfile.BadZipFile
    with archive.open(info) as file:
        return file.read(LARGEST_FILE + 1)
