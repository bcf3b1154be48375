"""The keys that describe a document, the same in JSONL, front matter, tables and manifests."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime

from sources.readers.types import Metadata, UnreadableError

FIELDS = ("id", "title", "url", "publisher", "author", "published", "language")
TITLE_CHARS = 300
# More than this under a key of its own is content, such as a page's source kept by a scraper, not a description.
_REST_CHARS = 10_000
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9_-]+)?", re.IGNORECASE)


def parse(values: Mapping[str, object], *, skip: frozenset[str] = frozenset({"text"})) -> Metadata:
    """The description in these values, leaving out the keys in `skip`.

    Unknown keys are kept as text in `rest`, lists and objects as JSON; a value longer than 10,000 characters is left
    out. Raises UnreadableError for a value that can't be used, and says which.
    """
    known: dict[str, str | None] = dict.fromkeys(FIELDS)
    rest: dict[str, str] = {}
    for key, value in values.items():
        if not isinstance(key, str) or key in skip:
            continue
        if key in known:
            known[key] = None if key == "published" else _text(key, value)
        elif (text := _any_text(value)) is not None:
            rest[key] = text
    return Metadata(
        id=known["id"],
        title=known["title"],
        url=known["url"],
        publisher=known["publisher"],
        author=known["author"],
        published=published(values.get("published")),
        language=language(known["language"]),
        rest=rest,
    )


def plain(described: Metadata) -> dict[str, str]:
    """The description as text by key, without what is unknown; `parse` with nothing skipped gives it back."""
    known = {key: getattr(described, key) for key in FIELDS}
    if described.published:
        known["published"] = described.published.isoformat()
    return {**described.rest, **{key: value for key, value in known.items() if value}}


def published(value: object) -> date | None:
    """The day in a value such as "2024-03-26" or "2024-03-26T09:30:00Z", as written; None for None and "".

    Raises UnreadableError for anything else, naming the format.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}", value.strip()):
        try:
            return datetime.fromisoformat(value.strip()).date()
        except ValueError:
            pass
    raise UnreadableError(
        f"“published” is {_shown(value)}, which is not a date; write it as YYYY-MM-DD, such as 2024-03-26."
    )


def language(value: str | None) -> str | None:
    """The ISO 639 code in a language tag, in small letters: "en" for "en-GB". Raises UnreadableError for other words."""
    if value is None:
        return None
    if match := _LANGUAGE.fullmatch(value):
        return match[1].lower()
    raise UnreadableError(
        f"“language” is {_shown(value)}; write a language code such as en, fr or ru."
    )


def one_line(text: str) -> str | None:
    """The first line that has a word in it, as a title: at most 300 characters, cut with an ellipsis; None if there is none."""
    match = re.search(r"^.*\w.*$", text, re.MULTILINE)
    if match is None:
        return None
    line = match[0].strip()
    return line if len(line) <= TITLE_CHARS else line[: TITLE_CHARS - 1].rstrip() + "…"


def _text(key: str, value: object) -> str | None:
    """A field's value, stripped; None where it is blank. A list of names is joined, for several authors."""
    if value is None:
        return None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = ", ".join(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        raise UnreadableError(f"“{key}” must be text, and is {_shown(value)}.")
    return str(value).strip() or None


def _any_text(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value if len(value) <= _REST_CHARS else None
    if isinstance(value, date):
        return value.isoformat()
    return _json(value)


def _json(value: object) -> str | None:
    """The value as JSON, or None if that is too long. Written piece by piece, as YAML can say endless things in few words."""
    written = ""
    try:
        for piece in json.JSONEncoder(ensure_ascii=False, default=str).iterencode(value):
            written += piece
            if len(written) > _REST_CHARS:
                return None
    except (ValueError, TypeError, RecursionError):
        return None
    return written


def _shown(value: object) -> str:
    shown = value if isinstance(value, str) else _json(value)
    if shown is None:
        return "something else"
    return f"“{shown[:60]}…”" if len(shown) > 60 else f"“{shown}”"
