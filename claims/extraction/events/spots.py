"""Streets and addresses, each by one name however it is written, and venues: names that few happenings share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from claims.extraction.text.lexicon import lexicon

from .deeds import is_told

if TYPE_CHECKING:
    from spacy.tokens import Doc

MOST_SPOTS = 4

_NAME = r"(?:[A-Z][\w'’-]+|\d{1,3}(?:st|nd|rd|th))"
_SIDE = r"(?:[NSEW]\.? )?"
# "the Alder Lane Mobile Home Park" lies in some other street, perhaps.
_ONLY = r"(?! (?:[A-Z][a-z]+ )*(?:Park|Inn|Hotel|Motel|Apartments|Tavern|Bar|Grill|Club|Lounge|Mall|Plaza|Cafe|School|Church|Station|Center)\b)"
_SEVERAL = r"streets|avenues|roads|drives|lanes|boulevards|sts\.?|aves\.?|rds\.?|blvds\.?"


def venues(docs: Iterable[Doc]) -> tuple[str, ...]:
    """The named schools, bars, parks and the like that sentences tell a happening of; none where the hurt
    and the accused are taken."""
    found = Counter(
        m["venue"]
        for doc in docs
        for sentence in doc.sents
        for m in _venues().finditer(sentence.text)
        if not lexicon().scene["aside"] & {*m["venue"].casefold().split()} and is_told(sentence)
    )
    return tuple(venue for venue, _ in found.most_common(MOST_SPOTS))


@cache
def _venues() -> re.Pattern[str]:
    kinds = "|".join(sorted(word.capitalize() for word in lexicon().scene["venues"]))
    return re.compile(
        rf"\b(?:at|near|outside|inside|in|of) (?:the |an? )?(?P<venue>(?:[A-Z][\w'’.-]+ ){{1,4}}(?:{kinds}))\b"
    )


def spots(texts: Iterable[str]) -> tuple[str, ...]:
    """The streets and addresses that these texts name, the most frequent first."""
    found = Counter(spot for text in texts for spot in _spots(text))
    return tuple(spot for spot, _ in found.most_common(MOST_SPOTS))


def _spots(text: str) -> Iterator[str]:
    for m in _streets().finditer(text):
        if m["corner"]:
            # "37th and Alder streets"
            kind = _in_full(m["kinds"].rstrip(".")[:-1])
            yield from (f"{_plain(name)} {kind}" for name in (m["corner"], m["other"]))
            continue
        street = _plain(m["name"] or m["bare"])
        if m["kind"]:
            street = f"{street} {_in_full(m['kind'])}"
        number = m["number"] or m["block"]
        yield f"{number} {street}" if number else street


@cache
def _streets() -> re.Pattern[str]:
    kinds = "|".join(sorted((f.capitalize() for f in street_kinds()), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<corner>{_SIDE}{_NAME}(?: {_NAME})?) (?:and|&) (?P<other>{_SIDE}{_NAME}(?: {_NAME})?) (?i:(?P<kinds>{_SEVERAL}))\b"
        rf"|\b(?:(?P<number>\d{{1,5}}) (?:block (?:of )?)?)?(?P<name>{_SIDE}{_NAME}(?: {_NAME}){{0,2}}) (?P<kind>{kinds})\b{_ONLY}"
        # "in the 1200 block of S. Alder" needs no "Street"
        rf"|\b(?P<block>\d{{1,5}}) block of (?P<bare>{_SIDE}{_NAME}(?: {_NAME})?)"
    )


def _plain(name: str) -> str:
    """The name of a street without the side of the town that it is on."""
    words = re.sub(r"^[NSEW]\.? ", "", name).split()
    while len(words) > 1 and words[0].casefold().rstrip(".") in lexicon().scene["directions"]:
        words.pop(0)
    return " ".join(words)


@cache
def street_kinds() -> dict[str, str]:
    """What a street may be called by, in full by each of its forms: avenue by "av", "ave" and "avenue"."""
    forms = [entry.split("|") for entry in lexicon().scene["streets"]]
    return {form: full for *short, full in forms for form in (*short, full)}


def _in_full(kind: str) -> str:
    """ "Ave." is Avenue, so that one street has one name."""
    return street_kinds()[kind.casefold().rstrip(".")].capitalize()
