"""From what is handed in to its documents, one by one, not read yet: archives and tables are taken apart."""

import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from sources.readers import archive, csv, jsonl, records, sniff
from sources.readers import manifest as manifests
from sources.readers.formats import ARCHIVE, BY_ENDING, FORMATS, READABLE
from sources.readers.types import DEFAULT_LIMITS, Failure, Limits, Metadata, Part, UnreadableError

_SPOOL_BYTES = 10_000_000
_CHUNK_BYTES = 1_000_000


def split(
    content: Path | IO[bytes],
    name: str,
    *,
    limits: Limits = DEFAULT_LIMITS,
    manifest: Mapping[str, Metadata] | None = None,
) -> Iterator[Part | Failure]:
    """Every document in a file or a stream, or the reason why there is none; raises nothing, whatever it holds.

    The ending of `name` decides the format, or that of the path if it has none that is known. Tables and archives
    must be streams that can be read twice; JSONL may be standard input. `manifest` (see `manifest.load`) describes
    files that hold one document.
    """
    shown = records.safe_name(name)
    ending = _ending(shown)
    if ending not in READABLE and isinstance(content, Path) and _ending(content.name) in READABLE:
        ending = _ending(content.name)
    splitter = _Splitter(limits, manifest or {}, archive.Budget.of(limits))
    try:
        with _opened(content) as stream:
            yield from splitter.split(stream, shown, ending, depth=0)
    except UnreadableError as error:
        yield Failure(shown, str(error))
    except OSError as error:
        yield Failure(shown, f"The file can't be read: {error.strerror or 'the stream broke off'}.")


@dataclass(frozen=True, slots=True)
class _Splitter:
    limits: Limits
    manifest: Mapping[str, Metadata]
    budget: archive.Budget

    def split(
        self, stream: IO[bytes], name: str, ending: str, *, depth: int
    ) -> Iterator[Part | Failure]:
        """Raises UnreadableError where the whole of the stream, or the rest of it, can't be taken apart."""
        form = BY_ENDING.get(ending)
        if form == "jsonl":
            yield from self._lines(stream, name)
        elif form == "csv":
            _check(_head(stream), ending, None)
            yield from self._rows(stream, name)
        elif form:
            yield self._document(stream, name, ending, form)
        elif ending == ARCHIVE:
            _check(_head(stream), ending, sniff.ZIP)
            yield from self._archive(stream, name, depth=depth + 1)
        else:
            raise UnreadableError(_unknown(stream.read(sniff.HEAD_BYTES), ending))

    def _lines(self, stream: IO[bytes], name: str) -> Iterator[Part | Failure]:
        number = 0
        for number, line in jsonl.lines(stream, self.limits):
            place = f"{name}:{number}"
            yield (
                Part(place, "jsonl", line) if isinstance(line, bytes) else Failure(place, str(line))
            )
        if not number:
            raise UnreadableError("There are no documents in it.")

    def _rows(self, stream: IO[bytes], name: str) -> Iterator[Part]:
        empty = True
        for row in csv.rows(stream, self.limits, column=csv.COLUMN):
            empty = False
            yield Part(f"{name}:{row.line}", "csv", row.table)
        if empty:
            raise UnreadableError("There are no documents in it.")

    def _document(self, stream: IO[bytes], name: str, ending: str, form: str) -> Part:
        data = stream.read(self.limits.file_bytes + 1)
        if len(data) > self.limits.file_bytes:
            raise UnreadableError(
                f"The file is larger than {self.limits.file_bytes:,} bytes, which is too much for one document; "
                "split it into several."
            )
        _check(data[: sniff.HEAD_BYTES], ending, FORMATS[form].holds)
        return Part(name, form, data, manifests.lookup(self.manifest, name))

    def _archive(self, stream: IO[bytes], name: str, *, depth: int) -> Iterator[Part | Failure]:
        if depth > self.limits.zip_nesting:
            raise UnreadableError(
                "It is an archive too deep inside other archives; unpack the outer ones."
            )
        with archive.opened(stream, self.limits) as opened:
            empty = True
            for entry in archive.entries(opened):
                empty = False
                inner = records.safe_name(f"{name}/{records.safe_name(entry.filename)}")
                self.budget.entries -= 1
                if self.budget.entries < 0:
                    raise UnreadableError(
                        f"The archive and those in it hold more than {self.limits.zip_entries:,} entries; "
                        "the rest was not read. Split it into several."
                    )
                try:
                    yield from self._entry(opened, entry, inner, depth=depth)
                except UnreadableError as error:
                    yield Failure(inner, str(error))
                except archive.ERRORS:
                    yield Failure(inner, "It is damaged inside the archive; pack it again.")
            if empty:
                raise UnreadableError("The archive is empty.")

    def _entry(
        self, opened: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, *, depth: int
    ) -> Iterator[Part | Failure]:
        if reason := archive.refusal(entry, self.limits):
            raise UnreadableError(reason)
        if entry.file_size > self.budget.bytes:
            raise UnreadableError(archive.TOO_MUCH.format(self.limits.zip_total_bytes))
        self.budget.bytes -= entry.file_size
        ending = _ending(name)
        with opened.open(entry) as packed:
            if ending != ARCHIVE:
                yield from self.split(packed, name, ending, depth=depth)
                return
            # An archive is read back and forth, which would unpack it anew each time.
            with tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES) as spooled:
                while chunk := packed.read(_CHUNK_BYTES):
                    spooled.write(chunk)
                spooled.seek(0)
                yield from self.split(spooled, name, ending, depth=depth)


def _opened(content: Path | IO[bytes]) -> nullcontext[IO[bytes]] | IO[bytes]:
    """The stream to read; one that was handed in open stays open. Devices and pipes may have no end."""
    if not isinstance(content, Path):
        return nullcontext(content)
    if "\x00" in str(content):
        raise UnreadableError("Its name holds a NUL character, so there is no such file.")
    if content.exists() and not content.is_file():
        what = "a folder, not a file" if content.is_dir() else "not an ordinary file"
        raise UnreadableError(f"It is {what}.")
    return content.open("rb")


def _head(stream: IO[bytes]) -> bytes:
    head = stream.read(sniff.HEAD_BYTES)
    stream.seek(0)
    return head


def _check(head: bytes, ending: str, expected: str | None) -> None:
    if not head:
        raise UnreadableError("The file is empty.")
    holds = sniff.content(head)
    if holds and holds != expected:
        endings = {sniff.PDF: ".pdf", sniff.HTML: ".html", sniff.ZIP: ".zip (or .docx)"}
        advice = (
            f"rename it to end in {endings[holds]}"
            if holds in endings
            else "such files can't be read"
        )
        raise UnreadableError(f"The name ends in “{ending}”, but it holds {holds}: {advice}.")


def _unknown(head: bytes, ending: str) -> str:
    holds = f"It holds {kind}. " if (kind := sniff.content(head)) else ""
    known = ", ".join(READABLE)
    if not ending:
        return f"{holds}The name has no ending that tells what it is; those that are read end in {known}."
    return f"{holds}Files ending in “{ending}” are not read; those that are end in {known}."


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
