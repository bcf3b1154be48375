"""A list of files and what is known about them, for files that don't say it themselves."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from sources.readers import csv, jsonl, metadata
from sources.readers.types import DEFAULT_LIMITS, Limits, Metadata, UnreadableError

_COLUMN = "file"


def load(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> dict[str, Metadata]:
    """What the manifest in this file says: see `parse`. Raises UnreadableError also where it can't be opened."""
    try:
        with path.open("rb") as stream:
            return parse(stream, path.name, limits=limits)
    except OSError as error:
        raise UnreadableError(
            f"The manifest {path.name} can't be opened: {error.strerror}."
        ) from error


def parse(stream: BinaryIO, name: str, *, limits: Limits = DEFAULT_LIMITS) -> dict[str, Metadata]:
    """What a manifest of this name (.csv, .tsv or .jsonl with a “file” column) says, by file name.

    A name is that of the file alone, or of its path from the folder that is imported, with /; a file in an archive is
    "archive.zip/inner.txt". Raises UnreadableError, naming the manifest and the line.
    """
    found: dict[str, Metadata] = {}
    try:
        for line, values in _rows(stream, PurePosixPath(name).suffix.lower(), limits):
            try:
                file, described = _entry(values)
            except UnreadableError as error:
                raise UnreadableError(f"line {line}: {error}") from error
            if found.setdefault(file, described) is not described:
                raise UnreadableError(f"line {line}: “{file}” is listed twice.")  # noqa: TRY301
    except UnreadableError as error:
        raise UnreadableError(f"The manifest {name} can't be used: {error}") from error
    return found


def lookup(manifest: Mapping[str, Metadata], name: str) -> Metadata:
    """What a manifest says about the file of this name: by the whole name, else by its last part."""
    return manifest.get(name) or manifest.get(PurePosixPath(name).name) or Metadata()


def _rows(
    stream: BinaryIO, kind: str, limits: Limits
) -> Iterator[tuple[int, Mapping[str, object] | UnreadableError]]:
    match kind:
        case ".csv" | ".tsv":
            for row in csv.rows(stream, limits, column=_COLUMN):
                yield row.line, row.values
        case ".jsonl" | ".ndjson":
            for number, line in jsonl.lines(stream, limits):
                yield number, _values(line)
        case _:
            raise UnreadableError("a manifest is a .csv or a .jsonl file.")


def _values(line: bytes | UnreadableError) -> Mapping[str, object] | UnreadableError:
    try:
        return line if isinstance(line, UnreadableError) else jsonl.values(line)
    except UnreadableError as error:
        return error


def _entry(values: Mapping[str, object] | UnreadableError) -> tuple[str, Metadata]:
    if isinstance(values, UnreadableError):
        raise values
    file = values.get(_COLUMN)
    if not isinstance(file, str) or not file.strip():
        raise UnreadableError("it names no “file”.")
    if "text" in values:
        raise UnreadableError("it holds a “text”, so it is a list of documents; import it as one.")
    name = str(PurePosixPath(file.strip().replace("\\", "/")))
    return name, metadata.parse(values, skip=frozenset({_COLUMN}))
