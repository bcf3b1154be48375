"""Where and when the main happening took place, and to whom: what tells it from others of its kind.

A report seldom says all of this beside the word "shooting". It stands in the dateline, in the name of
the police who came, in an address, after a name with an age.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from .datelines import DATELINE, HEADED
from .dates import Period, period
from .gazetteer import country_named, country_of, group_of
from .lexicon import lexicon
from .nlp import text_of
from .spelling import normalise

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

OPENING = 8  # passages in which a report says what happened
MOST_TOWNS = 4
MOST_SPOTS = 4
MOST_PEOPLE = 8

_NAME = r"(?:(?:St|Ft|Mt)\. )?[A-Z][\w'’.-]*[a-z](?: (?:[A-Z]\. )?[A-Z][\w'’-]*[a-z])*"
_POLICE = re.compile(
    rf"\b(?P<town>{_NAME}?) (?:[Mm]etro(?:politan)? )?(?:[Pp]olice|PD|[Cc]ounty|[Ss]heriff|[Ff]ire|[Tt]ownship|[Pp]arish)\b"
)
_IN_REGION = re.compile(rf"\b(?P<town>{_NAME}), (?P<region>[A-Z][\w.]+(?: [A-Z][\w.]+)?)")
_IN = re.compile(rf"\b(?:in|at|near|outside|of|from) (?P<town>{_NAME})")
# A county is sure to be where its sheriff was called to; a part of a town is named as one.
_COUNTY = re.compile(rf"\b(?P<town>{_NAME} County) (?:[Ss]heriff|[Dd]eput|[Cc]oroner)")
_QUARTER = re.compile(rf"\b(?:the|'s) (?P<town>{_NAME}) neighbou?rhood\b")
_AGED = re.compile(
    r"\b(?P<name>[A-Z][\w'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]+)){1,3}),? (?:who was |was |is )?(?:aged? |\()?(?P<age>\d{1,2})\b(?! (?:block|people|p\.m|a\.m))"
    r"|\b\d{1,2}-(?:year|month|week|day)s?-old (?:[a-z]+ ){0,3}(?P<after>[A-Z][\w'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]+)){1,3})"
    r"|\b(?:identified|named) (?:\w+ ){0,4}as (?:\d{1,2}-(?:year|month|week|day)s?-old )?(?P<known>[A-Z][\w'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]+)){1,3})"
)
_WHO = r"[A-Z][\w'-]+(?: (?:[A-Z]\.|[A-Z][\w'-]+)){1,3}"
_SUFFERED = (
    r"shot|killed|slain|gunned|stabbed|wounded|injured|hit|struck|hurt|grazed|hospitali[sz]ed|pronounced|found dead|charged"
    r"|arrested|accused|booked|indicted|arraigned|convicted|sentenced"
)
# Without an age it takes words that tell what became of somebody, or what they are held to have done.
_CONCERNED = re.compile(
    rf"\b(?P<name>{_WHO})(?:,? (?:was|were|is|has been|had been) (?:\w+ly )?(?:{_SUFFERED})\b| (?:died|faces|pleaded|surrendered)\b"
    r"|,? who (?:police|officers|deputies|prosecutors|investigators|authorities) (?:say|said|believe|allege)\b)"
    rf"|\b(?:shot|killed|killing|shooting|wounded|charged|charging|arrested|arresting|accused|indicted|convicted) (?P<after>{_WHO})"
    rf"|\b(?:death|killing|murder|slaying|shooting|arrest) of (?P<of>{_WHO})"
    rf"|\b(?:suspect|gunman|shooter|victim|defendant)s?,? (?:is |was |named )?(?P<known>{_WHO})"
)
_RELATIVE = re.compile(
    r"\b(?:(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|(?P<yesterday>yesterday|last night|overnight)"
    r"|(?P<today>today|tonight|this (?:morning|afternoon|evening)))\b"
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BESIDE = re.compile(
    r"(?:[A-Z][a-z]+\.? \d{1,2}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?:'s|’s)?(?: (?:night|morning|afternoon|evening))?,? (?:[a-z-]+ ){0,2}"
    r"(?:shooting|attack|killing|slaying|homicide|murder|stabbing|crash|explosion|blast|death)s?\b"
    r"|\b(?:shooting|attack|killing|slaying|homicide|murder|stabbing|crash|explosion|blast)s? (?:\w+ )?(?:on )?(?:[A-Z][a-z]+\.? \d{1,2}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
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
    everybody = _people(docs)
    towns = _towns(docs, everybody)
    places = {e.text for doc in docs for e in doc.ents if e.label_ == "GPE"} | {*towns}
    people = tuple(name for name in everybody if name not in places)
    return Scene(towns, _spots(docs), people, _day(docs, published))


def is_region(name: str) -> bool:
    """A state or province, too wide to tell one happening from another."""
    return _region_key(name) in _regions()


def deed(docs: Sequence[Doc]) -> str | None:
    """The kind of happening that the verbs of title and opening tell, where no noun does: "was shot".

    How somebody was killed says more than that somebody was.
    """
    kinds = [kind for doc in docs[:OPENING] for token in doc if (kind := _deed(token)) is not None]
    return next((kind for kind in kinds if kind != "killing"), kinds[0] if kinds else None)


def _deed(token: Token) -> str | None:
    if token.lemma_ == "fire":
        opened = token.dep_ == "dobj" and token.head.lemma_ == "open"
        return "shooting" if opened or (token.pos_ == "VERB" and not _undone(token)) else None
    if token.lemma_ == "gunshot":
        return "shooting"
    if token.lower_ == "dead" and token.pos_ == "ADJ" and token.dep_ != "amod":
        return "killing"  # "found dead", "left two dead"
    # Parsers take the clipped words of a headline for names: "Five Shot Near Park".
    told = token.pos_ == "VERB" or (token.doc.user_data["passage"] == 0 and token.lower_ == "shot")
    return _deeds().get(_lemma(token)) if told and not _undone(token) else None


def _lemma(token: Token) -> str:
    return "shoot" if token.lower_ == "shot" else token.lemma_.lower()


def _undone(verb: Token) -> bool:
    """ "a plot to kill", "would have killed", "drones were shot down": nobody was killed or shot."""
    down = any(c.dep_ == "prt" and c.lower_ == "down" for c in verb.children)
    aux = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return (
        down
        or bool(aux & {"to", "would", "could", "might", "may", "will"})
        or any(c.dep_ == "neg" for c in verb.children)
    )


@cache
def _deeds() -> dict[str, str]:
    return dict(pair.split("|") for pair in lexicon().scene["deeds"])


@cache
def _regions() -> frozenset[str]:
    forms = (form for entry in lexicon().scene["regions"] for form in entry.split("|"))
    return frozenset(_region_key(form.replace("_", " ")) for form in forms)


def _region_key(name: str) -> str:
    return re.sub(r"[.\s]+", " ", name.casefold()).strip().replace(" ", "_")


@cache
def _streets() -> re.Pattern[str]:
    forms = [form for entry in lexicon().scene["streets"] for form in entry.split("|")]
    kinds = "|".join(sorted((f.capitalize() for f in forms), key=len, reverse=True))
    name = r"(?:[A-Z][\w'’-]+|\d{1,3}(?:st|nd|rd|th))"
    return re.compile(
        rf"\b(?:(?P<number>\d{{1,5}}) (?:block (?:of )?)?)?(?P<name>(?:[NSEW]\.? )?{name}(?: {name}){{0,2}}) (?P<kind>{kinds})\b"
        # "in the 1200 block of S. Alder" needs no "Street"
        rf"|\b(?P<block>\d{{1,5}}) block of (?P<bare>(?:[NSEW]\.? )?{name}(?: {name})?)"
    )


def _towns(docs: Sequence[Doc], people: tuple[str, ...]) -> tuple[str, ...]:
    weight: Counter[str] = Counter()
    surnames = {p.split()[-1] for p in people}
    for doc in docs[: OPENING + 1]:
        text = text_of(doc)
        known = {e.text.removeprefix("the ") for e in doc.ents if e.label_ == "GPE"}
        if (line := DATELINE.match(text) or HEADED.match(text)) and not is_region(line["town"]):
            weight[_titled(line["town"])] += 3
        for m in _IN_REGION.finditer(text):
            if is_region(m["region"]) or is_region(m["region"].split()[0]):
                weight[m["town"]] += 3
        for m in (*_COUNTY.finditer(text), *_QUARTER.finditer(text)):
            weight[m["town"].rsplit("'s ", 1)[-1].removeprefix("The ")] += 3
        for m in _POLICE.finditer(text):
            weight[m["town"]] += 2 if m["town"] in known else 1
        for m in _IN.finditer(text):
            town = m["town"].split("'s ", 1)[0]
            if town in known:
                weight[town] += 2
    every = " ".join(text_of(doc) for doc in docs)
    towns = [
        town
        for town, points in weight.most_common()
        if points > 1 and _is_town(town) and town.split()[-1] not in surnames
        and (points > 2 or len(re.findall(rf"\b{re.escape(town)}\b", every, re.IGNORECASE)) > 1)
    ]  # fmt: skip
    return tuple(towns[:MOST_TOWNS])


def _titled(town: str) -> str:
    return " ".join(w.capitalize() for w in town.split())


def _is_town(name: str) -> bool:
    words = name.split()
    return (
        not is_region(name) and country_of(name) in (None, country_of_seat(name))
        and country_named(name) is None and group_of(name) is None
        and words[0] not in _DAYS and words[-1] != "State" and normalise(words[0]) not in lexicon().scene["offices"]
        and normalise(words[0]) not in {"the", "state", "county", "local", "city", "metro", "metropolitan"}
    )  # fmt: skip


def country_of_seat(name: str) -> str | None:
    """The country whose capital this is; a capital is a town too."""
    return country_of(name) if country_named(name) is None else None


def _spots(docs: Sequence[Doc]) -> tuple[str, ...]:
    found: Counter[str] = Counter()
    for doc in docs[: OPENING + 1]:
        for m in _streets().finditer(text_of(doc)):
            name = re.sub(r"^[NSEW]\.? ", "", m["name"] or m["bare"])
            words = name.split()
            while (
                len(words) > 1 and words[0].casefold().rstrip(".") in lexicon().scene["directions"]
            ):
                words.pop(0)
            street = " ".join([*words, *([_in_full(m["kind"])] if m["kind"] else [])])
            number = m["number"] or m["block"]
            found[f"{number} {street}" if number else street] += 1
    return tuple(spot for spot, _ in found.most_common(MOST_SPOTS))


@cache
def _street_names() -> dict[str, str]:
    forms = [entry.split("|") for entry in lexicon().scene["streets"]]
    return {form: full for *short, full in forms for form in (*short, full)}


def _in_full(kind: str) -> str:
    """ "Ave." is Avenue, so that one street has one name."""
    return _street_names()[kind.casefold().rstrip(".")].capitalize()


def _people(docs: Sequence[Doc]) -> tuple[str, ...]:
    """Who is named with an age, and then who else is told to have been hurt or to be held for it."""
    found: dict[str, None] = {}
    texts = [text_of(doc) for doc in docs if not is_titled(doc)]
    for pattern, text in [(p, text) for p in (_AGED, _CONCERNED) for text in texts]:
        for m in pattern.finditer(text):
            role, name = next((role, name) for role, name in m.groupdict().items() if name)
            before = text[: m.start(role)].split()[-1:]
            words = name.split()
            while words and _is_office(words[0]):
                words = words[1:] if words[0][-1:] != "." else []
            if len(words) < 2 or (before and _is_office(before[0])):
                continue
            if not all(map(_is_name_word, words)):
                continue
            found.setdefault(" ".join(words))
    return tuple(found)[:MOST_PEOPLE]


def is_titled(doc: Doc) -> bool:
    """Is nearly every word written with a capital, as in a headline? Then a capital proves no name."""
    words = [t for t in doc if t.is_alpha and len(t) > 3]
    return bool(words) and sum(t.text[0].isupper() for t in words) > 0.7 * len(words)


def _is_name_word(word: str) -> bool:
    plain = normalise(word)
    return not (
        word in _DAYS or is_region(word) or _is_month(word) or plain in lexicon().scene["no_names"]
        or (word.isupper() and len(word) > 3)
    )  # fmt: skip


def _is_office(word: str) -> bool:
    return word.casefold().strip(".,:") in lexicon().scene["offices"]


def _is_month(word: str) -> bool:
    return period(f"{word} 1, 2000", None) is not None


def _day(docs: Sequence[Doc], published: date | None) -> Period | None:
    happening = {*lexicon().events, *_deeds(), "die", "wound", "injure", "dead"}
    later = lexicon().scene["aftermath"] - {"say", "tell", "release", "announce"}
    for doc in docs[: OPENING + 1]:
        for sentence in doc.sents:
            lemmas = {t.lemma_.lower() for t in sentence}
            if not lemmas & happening:
                continue
            if lemmas & later:
                beside = _BESIDE.search(sentence.text)
                found = _on(beside.group(), published) if beside else None
            else:
                found = _on(sentence.text, published)
            if found is not None:
                return found
    return None


def _on(text: str, published: date | None) -> Period | None:
    """The one day that some words name."""
    exact = period(text, published)
    if exact is not None and exact[0] == exact[1]:
        return exact
    match = _RELATIVE.search(text)
    if match is None or published is None:
        return None
    if match["weekday"]:
        back = (published.weekday() - _DAYS.index(match["weekday"])) % 7
    else:
        back = 1 if match["yesterday"] else 0
    day = published - timedelta(days=back)
    return day, day
