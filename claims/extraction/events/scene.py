"""Where and when the main happening took place, and to whom: what tells it from others of its kind.

A report seldom says all of this beside the word "shooting". It stands in the dateline, in the name of
the police who came, in an address, after a name with an age.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from claims.extraction.naming.gazetteer import country_named, group_of, is_region
from claims.extraction.text.datelines import DATELINE, HEADED
from claims.extraction.text.dates import DAYS, Period
from claims.extraction.text.headlines import headline_of, is_headline, is_titled
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import text_of
from claims.extraction.text.spelling import normalise

from .concerned import concerned
from .days import day_of
from .spots import spots, venues

if TYPE_CHECKING:
    from spacy.tokens import Doc

OPENING = 8  # passages in which a report says what happened
MOST_TOWNS = 4
_FIRST = 3  # passages in which a town named once is where it happened

_NAME = r"(?:(?:St|Ft|Mt)\. )?[A-Z][\w'’.-]*[a-z](?: (?:[A-Z]\. )?[A-Z][\w'’-]*[a-z])*"
_POLICE = re.compile(
    rf"\b(?P<town>{_NAME}?) (?:[Mm]etro(?:politan)? )?(?:[Pp]olice|PD|[Cc]ounty|[Ss]heriff|[Ff]ire|[Tt]ownship|[Pp]arish|[Aa]uthorities|[Dd]eputies)\b"
)
_IN_REGION = re.compile(rf"\b(?P<town>{_NAME}), (?P<region>[A-Z][\w.]+(?: [A-Z][\w.]+)?)")
_PART = r"(?:(?:north|south|east|west|northern|southern|eastern|western|northeast|northwest|southeast|southwest|central|downtown|suburban) )?"
_BEFORE = re.compile(rf"^(?:the )?{_PART}")
# Where somebody is at home nothing need have happened.
_HOME = re.compile(
    r"\b(?:(?:state|republic|kingdom|government|president|minister|ministry|army|involvement) of|address in|native of|(?:born|raised|lives|lived|living|grew up) in|hometown of|originally from) $"
)
_IN = re.compile(rf"\b(?:in|at|near|outside|of|from) {_PART}(?P<town>{_NAME})")
# A county is sure to be where its sheriff was called to; a part of a town is named as one.
_COUNTY = re.compile(
    rf"\b(?P<town>{_NAME} County) (?:[Ss]heriff|[Dd]eput|[Cc]oroner|[Aa]uthorities|[Pp]olice)"
)
_QUARTER = re.compile(rf"\b(?:the|'s) (?P<town>{_NAME}) neighbou?rhood\b")
# A headline says only once where it was.
_HEADLINE = re.compile(
    rf"\b(?:[Ii]n|[Nn]ear|[Oo]utside) {_PART}(?P<town>{_NAME})|\b(?P<of>{_NAME}) (?i:shooting|killing|murder|homicide|stabbing|attack)\b"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """The circumstances of a happening: ``towns`` the likeliest first, ``spots`` addresses and streets,
    ``people`` those named as hurt or suspected, ``day`` the day it happened on."""

    towns: tuple[str, ...] = ()
    spots: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    day: Period | None = None


def read_scene(docs: Sequence[Doc], published: date | None) -> Scene:
    """The circumstances of what a text is about, as far as its wording gives them away."""
    everybody, opening = concerned(docs), docs[: OPENING + 1]
    towns = _towns(docs, everybody)
    places = {e.text for doc in docs for e in doc.ents if e.label_ == "GPE"}
    people = tuple(
        n for n in everybody if n not in towns and (n not in places or _is_surnamed(n, docs))
    )
    return Scene(
        towns,
        (*spots(text_of(doc) for doc in opening), *venues(opening)),
        people,
        day_of(opening, published),
    )


def _towns(docs: Sequence[Doc], people: tuple[str, ...]) -> tuple[str, ...]:
    weight: Counter[str] = Counter()
    first: set[str] = set()
    surnames = {p.split()[-1] for p in people}
    for doc in docs[: OPENING + 1]:
        headed = is_headline(doc)
        text = headline_of(doc) if headed else text_of(doc)
        known = {_BEFORE.sub("", e.text) for e in doc.ents if e.label_ == "GPE"}
        if (line := DATELINE.match(text) or HEADED.match(text)) and not is_region(line["town"]):
            weight[_titled(line["town"])] += 3
        for m in _IN_REGION.finditer(text):
            named = is_region(m["region"]) or is_region(m["region"].split()[0])
            if named and not _at_home(text, m):
                weight[m["town"]] += 3
        for m in (*_COUNTY.finditer(text), *_QUARTER.finditer(text)):
            weight[m["town"].rsplit("'s ", 1)[-1].removeprefix("The ")] += 3
        for m in _POLICE.finditer(text):
            weight[m["town"]] += 2 if m["town"] in known else 1
        for m in _IN.finditer(text):
            town = m["town"].split("'s ", 1)[0]
            if town in known and not _at_home(text, m):
                weight[town] += 2
                first |= {town} if doc.user_data["passage"] < _FIRST else set()
        for m in _HEADLINE.finditer(text) if headed else ():
            town = m["town"] or m["of"]
            if town in known or (m["town"] and not is_titled(doc)):
                weight[town] += 3
    every = " ".join(text_of(doc) for doc in docs)
    towns = [
        town
        for town, points in weight.most_common()
        if points > 1 and _is_town(town) and town.split()[-1] not in surnames
    ]
    sure = [
        town
        for town in towns
        if weight[town] > 2 or len(re.findall(rf"\b{re.escape(town)}\b", every, re.IGNORECASE)) > 1
    ]
    # A short report names its town once.
    return tuple((sure or [town for town in towns if town in first])[:MOST_TOWNS])


def _at_home(text: str, town: re.Match[str]) -> bool:
    """Whether the words before a town say that somebody lives there, comes from there or acts for it."""
    at = town.start("town")
    return _HOME.search(text, max(at - 24, 0), at) is not None


def _is_surnamed(name: str, docs: Sequence[Doc]) -> bool:
    """Is somebody called by the last word of the name alone, as a place never is?"""
    first, last = map(re.escape, name.rsplit(maxsplit=1))
    return any(re.search(rf"(?<!{first} )\b{last}\b", text_of(doc)) for doc in docs)


def _titled(town: str) -> str:
    return " ".join(w.capitalize() for w in town.split())


def _is_town(name: str) -> bool:
    words = name.split()
    return (
        not is_region(name) and country_named(name) is None and group_of(name) is None
        and words[0].lower() not in DAYS and words[-1] != "State" and normalise(words[0]) not in lexicon().scene["offices"]
        and normalise(words[0]) not in {"the", "state", "county", "local", "city", "metro", "metropolitan"}
    )  # fmt: skip
