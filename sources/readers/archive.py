"""Zip archives, opened with care. Nothing is ever written to a path that an archive names."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from sources.readers.types import Limits, UnreadableError

TOO_MUCH = "The archive unpacks to more than {:,} bytes in all; the rest was not read. Split it into several."
# What reading an entry raises where the archive is damaged.
ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
_ENTRY_SIGNATURE = b"PK\x01\x02"
_CHUNK_BYTES = 1_000_000


@dataclass(slots=True)
class Budget:
    """What an archive and those inside it may still take, together."""

    entries: int
    bytes: int

    @classmethod
    def of(cls, limits: Limits) -> "Budget":
        return cls(entries=limits.zip_entries, bytes=limits.zip_total_bytes)


def opened(stream: IO[bytes], limits: Limits, *, what: str = "archive") -> zipfile.ZipFile:
    """The archive in a stream that can be read twice. Raises UnreadableError if it is none, or lists too many entries.

    The entries are counted before the archive's directory is read, as that builds an object for each.
    """
    entries = _count(stream)
    if entries > limits.zip_entries:
        raise UnreadableError(
            f"The archive lists {entries:,} entries, more than {limits.zip_entries:,}; split it into several."
        )
    try:
        return zipfile.ZipFile(stream)
    except ERRORS as error:
        raise UnreadableError(f"The {what} is damaged or cut off; get the file again.") from error


def entries(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """The entries that somebody meant to pack: no folders, no hidden files, nothing that macOS or Windows adds."""
    for entry in archive.infolist():
        parts = entry.filename.replace("\\", "/").split("/")
        hidden = any(part.startswith((".", "__MACOSX")) for part in parts if part != "..")
        if not (entry.is_dir() or hidden or parts[-1].lower() in ("", "thumbs.db", "desktop.ini")):
            yield entry


def refusal(entry: zipfile.ZipInfo, limits: Limits) -> str | None:
    """Why an entry must not be unpacked, or None. No entry unpacks to more than the size that it states."""
    if entry.flag_bits & 0x1:
        return "It is protected by a password; unpack it and hand in what it holds."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "It is a symbolic link, which is not followed; pack the file itself."
    # Python unpacks the other methods in one go, whatever the entry's stated size.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "It is packed in a way that is not supported; pack it again as an ordinary zip (deflate)."
    if (
        entry.file_size > limits.zip_ratio_from
        and entry.file_size > limits.zip_ratio * entry.compress_size
    ):
        return (
            f"It unpacks to more than {limits.zip_ratio} times its size, as a zip bomb does; "
            "if it is a real document, hand it in unpacked."
        )
    return None


def _count(stream: IO[bytes]) -> int:
    """No fewer entries than the archive has: each has its signature somewhere in the file."""
    stream.seek(0)
    count, tail = 0, b""
    while chunk := stream.read(_CHUNK_BYTES):
        chunk = tail + chunk
        count += chunk.count(_ENTRY_SIGNATURE)
        # Shorter than a signature, so that none is counted twice.
        tail = chunk[-(len(_ENTRY_SIGNATURE) - 1) :]
    stream.seek(0)
    return count
