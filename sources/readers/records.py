"""The last step of every format: check what was read and make a record of it."""

import re
from collections.abc import Mapping

from sources.readers import boilerplate
from sources.readers.types import Limits, Parsed, Record, UnreadableError

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NAME_CHARS = 255


def build(name: str, parsed: Parsed, *, media_type: str, sha256: str, limits: Limits) -> Record:
    """The record of what was parsed, under its id or else this name. Raises UnreadableError if it can't be kept."""
    text = parsed.text.replace("\r\n", "\n").replace("\r", "\n")
    metadata = parsed.metadata
    if not text.strip():
        raise UnreadableError("There is no text in it.")
    if len(text) > limits.text_chars:
        raise UnreadableError(
            f"The text has {len(text):,} characters, more than the {limits.text_chars:,} of one document; "
            "split it into several."
        )
    _check("The text", text)
    for key in ("id", "title", "url", "publisher", "author"):
        _check(f"“{key}”", getattr(metadata, key) or "")
    for key, value in metadata.rest.items():
        _check("A key", key)
        _check(f"“{key}”", value)
    return Record(
        name=safe_name(metadata.id) if metadata.id else name,
        text=text,
        title=metadata.title,
        url=metadata.url,
        publisher=metadata.publisher,
        author=metadata.author,
        published=metadata.published,
        language=metadata.language,
        boilerplate=tuple(boilerplate.find(text)),
        pages=parsed.pages,
        media_type=media_type,
        metadata=dict(metadata.rest),
        original_sha256=sha256,
    )


def required_text(values: Mapping[str, object]) -> str:
    """The value under "text", which every JSONL document and table row must have. Raises UnreadableError if it has none."""
    text = values.get("text")
    if text is None:
        keys = ", ".join(list(values)[:10]) or "none"
        raise UnreadableError(f"It has no “text”; its keys are: {keys}.")
    if not isinstance(text, str):
        raise UnreadableError(f"“text” must be text, and is {type(text).__name__}.")
    return text


def safe_name(name: str) -> str:
    """A name to show and to look up, never to open: parts like .. and control characters are gone, at most 255 characters."""
    parts = _CONTROL.sub("", _SURROGATE.sub("\ufffd", name)).replace("\\", "/").split("/")
    kept = "/".join(part for part in parts if part not in ("", ".", ".."))
    return kept[-_NAME_CHARS:] or "unnamed"


def _check(what: str, value: str) -> None:
    """PostgreSQL stores neither of these, and no text needs them."""
    if "\x00" in value:
        raise UnreadableError(f"{what} holds NUL characters, so it is damaged or not text.")
    if _SURROGATE.search(value):
        raise UnreadableError(
            f"{what} holds half of a surrogate pair, so it is damaged; export it again as UTF-8."
        )
