"""The formats that can be read, and the step from one document's bytes to its record."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sources.readers import csv, docx, html, jsonl, markdown, pdf, records, sniff, txt
from sources.readers.types import (
    DEFAULT_LIMITS,
    Failure,
    Limits,
    Parsed,
    Part,
    Record,
    UnreadableError,
)


@dataclass(frozen=True, slots=True)
class Format:
    media_type: str
    endings: tuple[str, ...]
    parse: Callable[[bytes, Limits], Parsed]
    holds: str | None = None
    """What `sniff.content` says of such files."""


FORMATS = {
    "txt": Format("text/plain", (".txt", ".text"), txt.parse),
    "markdown": Format("text/markdown", (".md", ".markdown"), markdown.parse),
    "html": Format("text/html", (".html", ".htm", ".xhtml"), html.parse, sniff.HTML),
    "pdf": Format("application/pdf", (".pdf",), pdf.parse, sniff.PDF),
    "docx": Format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx",),
        docx.parse,
        sniff.ZIP,
    ),
    "jsonl": Format("application/x-ndjson", (".jsonl", ".ndjson"), jsonl.parse),
    "csv": Format("text/csv", (".csv", ".tsv"), csv.parse),
}
BY_ENDING = {ending: name for name, form in FORMATS.items() for ending in form.endings}
ARCHIVE = ".zip"
READABLE = (*BY_ENDING, ARCHIVE)
"""The endings of file names that can be read."""


def parse(part: Part, *, limits: Limits = DEFAULT_LIMITS) -> Record | Failure:
    """The document in a part, or why it can't be read. Raises KeyError for a format that is none of `FORMATS`."""
    form = FORMATS[part.format]
    try:
        found = form.parse(part.data, limits)
        described = Parsed(found.text, part.known.over(found.metadata), found.pages)
        return records.build(
            part.name,
            described,
            media_type=form.media_type,
            sha256=hashlib.sha256(part.data).hexdigest(),
            limits=limits,
        )
    except UnreadableError as error:
        return Failure(part.name, str(error))
