"""What tells that two statements are of one matter, where no event does."""

import re
from datetime import date, timedelta
from functools import lru_cache

from claims.extraction.naming.gazetteer import country_around, country_named, is_region, well_known
from claims.extraction.text import pronouns
from claims.linking import wording
from claims.linking.lexicon import words_of
from claims.linking.types import Statement

_ONE_MATTER = timedelta(days=60)  # between two accounts of it
READ = 20_000  # characters of a text, from its beginning
# Of 179,000 pairs of reports of two shootings, one in a thousand shares so many; of pairs of one shooting, half.
_SHARED = 2
SURE = 3  # one in six thousand, and a third

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
_PLAIN = (
    words_of("stop_words")
    | words_of("anybody")
    | words_of("plain_place_words")
    | pronouns.FIRST
    | pronouns.FIRST_MANY
    | pronouns.SECOND
    | pronouns.THIRD
)
_ANYWHERE = words_of("names_anywhere")
_SHORT = 3  # letters: "Mr", "It", "So" open sentences


@lru_cache(maxsize=512)
def context(text: str) -> frozenset[str]:
    """The names in a text that few other texts have, normalised: "Gull Point", and not "Moscow" or "the UN"."""
    names = (name for part in _SENTENCE.split(text[:READ]) for name in wording.read(part).names)
    return frozenset(name for name in names if _tells(name))


@lru_cache(maxsize=16384)
def _tells(name: str) -> bool:
    words = name.split()
    if len(name) < _SHORT or well_known(name) or is_region(name):
        return False
    if not set(words) - _PLAIN or set(words) & _ANYWHERE:
        return False
    return not any(country_around(part) or country_named(part) for part in (name, *words))


def one_case(a: Statement, b: Statement) -> bool:
    """Does a case put both under one matter, as it is about one only, or as their documents name the same?"""
    if not near_in_time(a.published, b.published):
        return False
    together = a.cases & b.cases and len(a.context & b.context) >= _SHARED
    return bool(a.matters & b.matters or together)


def near_in_time(one: date | None, other: date | None) -> bool:
    """Are two days of publication within weeks of each other, as far as they are known?"""
    return one is None or other is None or abs(one - other) <= _ONE_MATTER
