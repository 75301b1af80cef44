"""Fetching a file from its makers, or saying how to do it by hand."""

import io
import tempfile
import urllib.request
import zipfile
from collections.abc import Sequence
from pathlib import Path

from detente.core.errors import DataError
from detente.record.adding import Added, add
from detente.record.describe import Download, Source
from detente.record.opening import sha256_of

__all__ = ["by_hand", "fetch"]

PATIENCE = 60
"""Seconds without an answer after which a fetch is given up."""

LARGEST = 2**28
"""Bytes that are fetched at most; the largest archive has 20 million."""


def by_hand(source: Source) -> str:
    """Return what to download by hand, and where to put it."""
    download = source.download
    address = download.address if download else source.page
    name = f" (in it, {download.file})" if download and download.inside else ""
    where = f"from {address}{name}" if address else "from its makers"
    return f'download it {where} by hand and run "detente data add FILE"'


def fetch(source: Source, *, replace: bool = False) -> Added:
    """Fetch a data set from its makers and add it.

    Args:
        source: The data set.
        replace: Whether it takes the place of a better one.

    Raises:
        DataError: If no address and checksum are known, there is no network, or what
            came is not what was expected.
    """
    download = source.download
    if download is None:
        known = "no checksum" if source.page else "no address"
        raise DataError.at(
            f"data set {source.name}", "an address and a checksum", known,
            by_hand(source),
        )  # fmt: skip
    content = _inside(source, _bytes_from(source, download), download.inside)
    if sha256_of(content) != download.sha256:
        raise DataError.at(
            f"{download.address}, {download.file}",
            f"sha256 {download.sha256[:12]}...",
            f"{sha256_of(content)[:12]}...",
            f"the makers may have changed it: look, then {by_hand(source)}",
        )
    with tempfile.TemporaryDirectory(prefix="detente-data-") as place:
        file = Path(place) / download.file
        file.write_bytes(content)
        return add(file, replace=replace)


def _bytes_from(source: Source, download: Download) -> bytes:
    request = urllib.request.Request(  # noqa: S310 - an address from a description
        download.address, headers={"User-Agent": "detente"}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            content = answer.read(LARGEST + 1)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "reason", None) or problem
        raise DataError.at(
            download.address, "an answer", str(reason), by_hand(source)
        ) from None
    if len(content) > LARGEST:
        raise DataError.at(download.address, "at most 256 MB", "more", by_hand(source))
    return content


def _inside(source: Source, content: bytes, path: Sequence[str]) -> bytes:
    """Return a file out of its archive, and out of an archive inside that."""
    for name in path:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                member = next(
                    each
                    for each in archive.infolist()
                    if Path(each.filename).name == name and each.file_size <= LARGEST
                )
                content = archive.read(member)
        except (zipfile.BadZipFile, StopIteration):
            raise DataError.at(
                f"data set {source.name}", f"an archive with {name}", "another answer",
                by_hand(source),
            ) from None  # fmt: skip
    return content
