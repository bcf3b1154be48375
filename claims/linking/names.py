"""Is this the same name? Across spellings, alphabets, short forms and acronyms.

A name is never joined with another silently: only `exact` and `alias` may be taken as one without
asking, `likely` is for somebody to confirm.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from claims.extraction.naming.gazetteer import country_named, well_known
from claims.extraction.text.spelling import normalise, sound
from claims.linking.lexicon import words_of

_TITLES = words_of("titles")
_SMALL_WORDS = words_of("small_words")
# What offices are called by beside their country and their field. "Foreign" and "interior" are no
# titles here but the field itself, so that one ministry isn't taken for another.
_OFFICE = words_of("offices")
_OFFICE_WORDS = {
    "ministers": "ministry", "minister": "ministry", "internal": "interior", "defense": "defence",
    "authority": "authorities", "official": "officials",
}  # fmt: skip

Verdict = Literal["exact", "alias", "likely", "no"]


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How alike two names are: `score` 0 to 1, and why."""

    verdict: Verdict
    score: float
    reason: str

    def __bool__(self) -> bool:
        """Worth proposing at least."""
        return self.verdict != "no"


def words(name: str) -> list[str]:
    """The normalised words of a name, without titles; all of them where nothing else is left."""
    every = normalise(name).split()
    return [word for word in every if word not in _TITLES] or every


@lru_cache(maxsize=16384)
def same_name(a: str, b: str) -> NameMatch:
    """Do two names mean the same person, body or place? Symmetric.

    `exact`: equal but for case, accents and titles. `alias`: known under both names. `likely`: by
    transliteration, surname alone, initials, acronym or the words of an office. Else `no`.
    """
    if not normalise(a) or not normalise(b):
        return NameMatch("no", 0.0, "one of the names is empty")
    left, right = words(a), words(b)
    if normalise(a) == normalise(b):
        return NameMatch("exact", 1.0, "the same name")
    known_a, known_b = well_known(a), well_known(b)
    if known_a and known_a == known_b:
        return NameMatch("alias", 0.97, f"{a} and {b} are two names of one")
    country_a, country_b = country_named(a), country_named(b)
    if country_a and country_a == country_b:
        return NameMatch("alias", 0.97, f"both mean {country_a}")
    if (known_a and known_b) or (country_a and country_b):
        return NameMatch("no", 0.0, "two different well-known names")
    if _is_office(a) or _is_office(b):
        return _same_office(a, b)
    if left == right and not set(left) <= _TITLES:
        return NameMatch("exact", 0.98, "the same name but for titles")
    return _same_words(a, b, left, right)


def _same_words(a: str, b: str, left: list[str], right: list[str]) -> NameMatch:
    sounds_left, sounds_right = [sound(w) for w in left], [sound(w) for w in right]
    if "".join(left) == "".join(right):
        return NameMatch("likely", 0.95, "the same letters, divided otherwise")
    if sounds_left == sounds_right and len("".join(sounds_left)) >= 4:
        return NameMatch("likely", 0.9, f"{a} and {b} are spellings of one name")
    short, long = sorted((sounds_left, sounds_right), key=lambda s: (len(s), s))
    if len(long) > 1 and short[-1:] == long[-1:] and len(short[-1]) > 2:
        if len(short) == 1:
            return NameMatch("likely", 0.75, "the surname alone, or a part of the name")
        if _initials_agree(short[:-1], long[:-1]):
            return NameMatch("likely", 0.85, "the same surname, and first names that agree")
        return NameMatch("no", 0.2, "the same surname with another first name")
    for acronym, expansion in ((a, b), (b, a)):
        if _is_acronym(acronym, expansion):
            return NameMatch("likely", 0.8, f"{acronym} are the first letters of {expansion}")
    if skeletons_agree(sounds_left, sounds_right):
        return NameMatch("likely", 0.7, f"{a} and {b} differ in vowels alone")
    return NameMatch("no", 0.0, "different names")


def _initials_agree(short: list[str], long: list[str]) -> bool:
    """Is each first name on one side found on the other, in order, in full or as an initial?"""
    rest = iter(long)
    return all(
        any(
            w == o or (1 in (len(w), len(o)) and w[0] == o[0]) or skeletons_agree([w], [o])
            for o in rest
        )
        for w in short
    )


def _is_acronym(acronym: str, expansion: str) -> bool:
    letters = acronym.replace(".", "").replace("-", "").strip()
    every = normalise(expansion).split()
    if not (2 <= len(letters) <= 8 and letters.isupper() and len(every) >= len(letters)):
        return False
    wanted = letters.casefold()
    return wanted in {
        "".join(w[0] for w in every),
        "".join(w[0] for w in every if w not in _SMALL_WORDS),
    }


def skeletons_agree(left: list[str], right: list[str]) -> bool:
    """Mohammed and Muhammad: the same consonants, enough of them to mean something."""
    bare = [_consonants("".join(side)) for side in (left, right)]
    return bare[0] == bare[1] and len(bare[0]) >= 3 and left[0][:1] == right[0][:1]


def _consonants(word: str) -> str:
    return "".join(c for c in word if c not in "aeiou") or word


def _is_office(name: str) -> bool:
    return any(_OFFICE_WORDS.get(w, w) in _OFFICE for w in normalise(name).split())


def _office(name: str) -> frozenset[str]:
    parts = []
    for word in normalise(name).split():
        plain = _OFFICE_WORDS.get(word, word)
        if plain not in _SMALL_WORDS and plain != "affairs":
            parts.append(country_named(plain) or sound(plain))
    return frozenset(parts)


def _same_office(a: str, b: str) -> NameMatch:
    if _office(a) == _office(b):
        return NameMatch("likely", 0.92, "the same office, in other words")
    return NameMatch("no", 0.1, "not the same office")
