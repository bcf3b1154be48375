"""The word lists that the rules go by, read once from lexicon.toml."""

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "lexicon.toml"


@cache
def _lists() -> dict[str, list[str]]:
    raw: dict[str, str | list[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {key: [text] if isinstance(text, str) else text for key, text in raw.items()}


def lists_of(key: str) -> list[str]:
    """The lists under a key, each as one string of words in order."""
    return _lists()[key]


def words_of(key: str) -> frozenset[str]:
    """All words under a key."""
    return frozenset(word for text in lists_of(key) for word in text.split())
