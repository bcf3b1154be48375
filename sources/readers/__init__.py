"""From files to records: txt, Markdown, HTML, PDF, docx, JSONL, CSV, and zip archives of them.

Two steps, so that each document can wait, fail and be tried again by itself: `split` takes what is handed in apart
into parts, `parse` reads a part. Whatever is wrong ends as a `Failure` in its place, in words; the rest goes on.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from sources.readers.formats import READABLE, parse
from sources.readers.splitting import split
from sources.readers.types import (
    DEFAULT_LIMITS,
    Failure,
    Limits,
    Metadata,
    Part,
    Record,
    UnreadableError,
)

__all__ = [
    "DEFAULT_LIMITS",
    "READABLE",
    "Failure",
    "Limits",
    "Metadata",
    "Part",
    "Record",
    "UnreadableError",
    "parse",
    "read",
    "split",
]


def read(
    content: Path | IO[bytes],
    name: str,
    *,
    limits: Limits = DEFAULT_LIMITS,
    manifest: Mapping[str, Metadata] | None = None,
) -> Iterator[Record | Failure]:
    """Both steps at once: every document in a file or a stream (see `split`), one after the other."""
    for part in split(content, name, limits=limits, manifest=manifest):
        yield parse(part, limits=limits) if isinstance(part, Part) else part
