"""Tables: CSV with commas, semicolons or tabs, the names of the columns in the first line. Taken apart row by row."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from sources.readers import encoding, metadata, records
from sources.readers.types import Limits, Parsed, UnreadableError

COLUMN = "text"
"""What a table of documents must have."""
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    """The line in the file where it begins; the header is line 1."""
    table: bytes
    """The header and this row, in UTF-8: a table of its own."""
    values: dict[str, object] | UnreadableError
    """By column, its name in small letters; or why they can't be told."""


def parse(data: bytes, limits: Limits) -> Parsed:
    """The document in a table of one row. Raises UnreadableError."""
    for row in rows(io.BytesIO(data), limits, column=COLUMN):
        if isinstance(row.values, UnreadableError):
            raise row.values
        return Parsed(records.required_text(row.values), metadata.parse(row.values))
    raise UnreadableError("The table has no rows.")


def rows(stream: IO[bytes], limits: Limits, *, column: str) -> Iterator[Row]:
    """Every row under the header that is not blank. A bad one has the reason; those after it are read on.

    `stream` must be one that can be read twice, since its encoding is decided first. Raises UnreadableError if the
    table has no such column, or where nothing after a row can be told.
    """
    text = io.TextIOWrapper(stream, encoding=encoding.of_stream(stream), newline="")
    try:
        yield from _rows(_Lines(text, limits.csv_row_chars), limits, column)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "The rest of the table can't be read: it has several encodings. Save it as UTF-8."
        ) from error
    finally:
        text.detach()  # the stream is not ours to close


class _Lines:
    """A table's lines, and those of the row that is being read."""

    def __init__(self, text: io.TextIOWrapper, row_chars: int) -> None:
        self._text = text
        self._row_chars = row_chars
        self._row: list[str] = []
        self._length = 0

    def next_row(self) -> None:
        self._row, self._length = [], 0

    def row(self) -> str:
        return "".join(self._row)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._row_chars + 1)
        if not line:
            raise StopIteration
        self._row.append(line)
        self._length += len(line)
        if self._length > self._row_chars:
            raise UnreadableError(
                f"From here on the table can't be read: a row has more than {self._row_chars:,} characters. "
                "Is a quotation mark left open?"
            )
        return line


def _rows(lines: _Lines, limits: Limits, column: str) -> Iterator[Row]:
    # The limit is one for the whole process, so it is only ever raised; rows are bounded by their lines.
    csv.field_size_limit(max(csv.field_size_limit(), limits.csv_row_chars))
    header_line = next(lines, "")
    delimiter, header = _header(header_line, column)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.next_row()
        begins = reader.line_num + 2
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(
                begins, _table(header_line, lines), UnreadableError(f"The row is not CSV: {error}.")
            )
            continue
        if any(cell.strip() for cell in cells):
            yield Row(begins, _table(header_line, lines), _values(header, cells))


def _header(line: str, column: str) -> tuple[str, list[str]]:
    """The delimiter that gives the wanted column, and the names of all columns."""
    tries: list[tuple[str, list[str]]] = []
    for delimiter in _DELIMITERS:
        try:
            cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
        except csv.Error as error:
            raise UnreadableError(f"The first line is not CSV: {error}.") from error
        tries.append((delimiter, [cell.strip().lower() for cell in cells]))
    for delimiter, names in tries:
        if column in names:
            if repeated := {name for name in names if name and names.count(name) > 1}:
                raise UnreadableError(
                    f"Two columns are named “{min(repeated)}”; give them different names."
                )
            return delimiter, names
    names = max((names for _, names in tries), key=len)
    shown = ", ".join(names)[:200] or "none"
    raise UnreadableError(
        f"The table has no column “{column}”; its columns are: {shown}. The first line must name the columns, "
        f"and one of them must be “{column}”."
    )


def _values(header: list[str], cells: list[str]) -> dict[str, object] | UnreadableError:
    if len(cells) > len(header) and any(cells[len(header) :]):
        return UnreadableError(
            f"The row has {len(cells)} cells and the header {len(header)}; put a text with a delimiter in quotation marks."
        )
    return {name: cell for name, cell in zip(header, cells, strict=False) if name}


def _table(header_line: str, lines: _Lines) -> bytes:
    end = "" if header_line.endswith(("\n", "\r")) else "\n"
    return (header_line + end + lines.row()).encode("utf-8")
