"""Opening a file whatever it turns out to be: text, compressed text or a workbook."""

import gzip
import hashlib
import io
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

from detente.core.errors import DataError

__all__ = ["Opened", "open_file", "sha256_of"]

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"

LARGEST = 2**30
"""Bytes of text that are taken in; the largest source has 30 million."""

LOOKED_AT = 65_536
"""Bytes in which a zero byte shows that a file is no text."""

AGAIN = "download it again"
AS_MADE = "take the file as its makers hand it out"


class Opened(NamedTuple):
    """What stands in a file.

    Attributes:
        name: Its name.
        sha256: Of the file as it is, compressed or not.
        size: Its size in bytes.
        text: Its text, lines ended by a line feed; empty for a workbook.
        workbook: The bytes of a workbook; empty for text.
    """

    name: str
    sha256: str
    size: int
    text: str = ""
    workbook: bytes = b""


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def open_file(path: Path) -> Opened:
    """Return what stands in a file.

    Args:
        path: The file.

    Raises:
        DataError: If it cannot be read, is empty, cut, or neither text nor a workbook.
    """
    content = _bytes_of(path)
    name, digest, size = path.name, sha256_of(content), len(content)
    if content.startswith(ZIP):
        _check_workbook(name, content)
        return Opened(name, digest, size, workbook=content)
    if content.startswith(GZIP):
        content = _unpacked(name, content)
    return Opened(name, digest, size, text=_text(name, content))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise DataError.at(
                path.name, "a data file of at most 1 GB", "a larger one", AS_MADE
            )
        content = path.read_bytes()
    except OSError as problem:
        got = problem.strerror or str(problem)
        raise DataError.at(
            str(path), "a file that can be read", got, "check the path"
        ) from None
    if not content.strip():
        raise DataError.at(path.name, "a data file", "an empty file", AGAIN)
    return content


def _unpacked(name: str, content: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            inside = stream.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise DataError.at(
            name, "a whole gz file", "one that is cut or damaged", AGAIN
        ) from None
    if len(inside) > LARGEST:
        raise DataError.at(name, "at most 1 GB of text", "more", AS_MADE)
    if not inside.strip():
        raise DataError.at(name, "a data file", "an empty file", AGAIN)
    return inside


def _check_workbook(name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = archive.namelist()
    except zipfile.BadZipFile:
        raise DataError.at(
            name, "a whole workbook (xlsx)", "one that is cut or damaged", AGAIN
        ) from None
    if "xl/workbook.xml" not in inside:
        raise DataError.at(
            name, "a data file", "a zip archive", "unpack it and add the folder"
        )


def _text(name: str, content: bytes) -> str:
    if b"\0" in content[:LOOKED_AT]:
        raise DataError.at(
            name,
            "comma-separated text, such text in a gz file, or a workbook (xlsx)",
            "a binary file",
            "take the csv that the makers hand out",
        )
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        decoded = content.decode("latin-1")
    return decoded.replace("\r\n", "\n").replace("\r", "\n")
