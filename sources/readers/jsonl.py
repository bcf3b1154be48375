"""JSONL: one JSON object a line, in UTF-8 (RFC 8259, section 8.1). Taken apart line by line."""

import codecs
import json
from collections.abc import Iterator
from typing import IO

from sources.readers import metadata, records, sniff
from sources.readers.types import Limits, Parsed, UnreadableError


def lines(stream: IO[bytes], limits: Limits) -> Iterator[tuple[int, bytes | UnreadableError]]:
    """Every line that is not blank with its number, from 1; in place of one that is too long, the reason.

    The stream may be one that can be read only once. Raises UnreadableError if it holds no JSONL in UTF-8.
    """
    number = 0
    while line := stream.readline(limits.jsonl_line_bytes + 1):
        number += 1
        if number == 1:
            _refuse_other(line)
            line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) > limits.jsonl_line_bytes and not line.endswith(b"\n"):
            _skip_line(stream, limits.jsonl_line_bytes)
            reason = f"The line is longer than {limits.jsonl_line_bytes:,} bytes; is it a file without line ends?"
            yield number, UnreadableError(reason)
        elif raw := line.strip():
            yield number, raw


def values(line: bytes) -> dict[str, object]:
    """The object in a line. Raises UnreadableError."""
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"The line is not UTF-8 at byte {error.start + 1:,}; JSONL must be."
        ) from error
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"The line is not JSON: {error.msg} at character {error.pos + 1:,}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(
            "The line is not JSON that can be read: it is nested too deeply or holds too long a number."
        ) from error
    if not isinstance(found, dict):
        raise UnreadableError('The line must hold one JSON object, such as {"text": "…"}.')
    return found


def parse(data: bytes, limits: Limits) -> Parsed:
    """The document in one line. Raises UnreadableError."""
    found = values(data)
    return Parsed(records.required_text(found), metadata.parse(found))


def _refuse_other(head: bytes) -> None:
    if kind := sniff.content(head):
        raise UnreadableError(f"It holds {kind}, not JSONL.")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableError("It is in UTF-16; JSONL must be UTF-8. Save it as UTF-8.")


def _skip_line(stream: IO[bytes], piece: int) -> None:
    while (line := stream.readline(piece)) and not line.endswith(b"\n"):
        pass
