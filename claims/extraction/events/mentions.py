"""The nouns that name a happening, each with the places and dates that its sentence ties to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from claims.extraction.naming.gazetteer import country_around, country_of, group_of
from claims.extraction.text.dates import Period, month_named, period
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.tree import below, child

if TYPE_CHECKING:
    from spacy.tokens import Token

_STRIKE = frozenset(
    {"strike", "hit", "rock", "shake", "devastate", "rip", "sweep", "batter", "flatten"}
)
# "A U.S. airstrike" says who struck, not where.
_WAGED = frozenset({"airstrike"})
# Behind the noun of a happening they mean the same one: "the shooting incident", "a murder-suicide".
_RESTATED = frozenset({"incident", "death", "suicide", "spree", "scene"})
_PLACE_PREPOSITIONS = frozenset(["at", "in", "on", "near", "inside", "outside", "against", "off"])
_SCENE = lexicon().scene
VENUE = re.compile(
    rf"(?i)\b(?:{'|'.join(sorted(_SCENE['venues'] | _SCENE['sites'] | _SCENE['grounds']))})\b"
)


@dataclass(slots=True, eq=False)
class Mention:
    """One noun that names a happening, with the places and dates that go with it."""

    noun: Token
    kind: str
    places: tuple[str, ...]
    names: tuple[str, ...]
    when: Period | None
    month: int | None
    plural: bool
    indefinite: bool


def venue_at(token: Token) -> str | None:
    """The named venue that a word is the head of: "Freedom Hall"; None where it is none."""
    words: list[Token] = []
    for t in reversed(list(token.doc[token.left_edge.i : token.i + 1])):
        if t.pos_ not in ("PROPN", "NOUN") or _is_date(t):
            break
        words.insert(0, t)
    proper = [t for t in words if t.pos_ == "PROPN" and country_of(t.text) is None]
    if not proper or len(words) < 2 or not any(VENUE.search(t.text) for t in words):
        return None
    capital = "".join(t.text_with_ws for t in proper).strip()
    if VENUE.search(capital):
        return capital
    return "".join(t.text_with_ws for t in token.doc[proper[0].i : token.i + 1]).strip()


_ILLS = frozenset({"heart", "panic", "asthma", "anxiety"})


def kind_of(token: Token) -> str | None:
    """The kind of happening that a noun names, or None; a title's first word may pass for a verb."""
    kinds, lemma = lexicon().events, token.lemma_
    if token.pos_ == "NOUN" or token.tag_ == "NNP":
        kind = kinds.get(lemma.lower()) or kinds.get(token.lower_)
    else:
        opens = token.i == 0 and token.doc.user_data.get("passage") == 0 and token.tag_ == "VBG"
        kind = kinds.get(token.lower_) if opens else None
    if kind is None:
        return None
    if lemma == "fire" and (token.dep_ == "dobj" or token.head.lower_ == "under"):
        return None  # opened, returned or exchanged by those who shoot
    if lemma == "invasion" and any(c.lower_ == "home" for c in token.lefts):
        return None  # of burglars
    if lemma == "attack" and any(c.lower_ in _ILLS for c in token.lefts):
        return None
    return kind


def mention(token: Token, published: date | None) -> Mention | None:
    """The happening that ``token`` names, with what the sentence ties to it; None where it names none."""
    kind = kind_of(token)
    whole = _whole(token) if kind is not None else None
    if kind is None or whole is None:
        return None
    token = whole
    places: list[str] = []
    names: list[str] = []
    waged = kind == "war" and bool(_prepositions(token))
    for c in token.children:
        if (
            c.dep_ in ("compound", "nmod", "poss", "amod")
            and c.pos_ == "PROPN"
            and not _is_date(c)
            and not waged
            and not (kind in _WAGED and country_of(compound(c)))
        ):
            _note(c, places, names)
    for prep in _prepositions(token):
        place = child(prep, "pobj")
        if place is None or _is_date(place):
            continue
        hall = venue_at(place)
        owner = child(place, "poss")
        if hall:
            names.append(hall)
        elif place.pos_ == "PROPN":
            _note(place, places, names)
        else:  # "in a Kenyan market"
            places += [
                land for c in place.children if c.dep_ == "amod" and (land := country_of(c.text))
            ]
        if owner is not None and owner.pos_ == "PROPN":
            _note(owner, places, names)
        nearby = next(
            (p for c in place.children if c.dep_ == "prep" and (p := child(c, "pobj"))), None
        )
        if nearby is not None and nearby.pos_ == "PROPN" and not _is_date(nearby):
            _note(nearby, places, names)
    struck = (
        child(token.head, "dobj")
        if token.dep_ == "nsubj" and token.head.lemma_ in _STRIKE
        else None
    )
    if struck is not None and struck.pos_ == "PROPN":  # "an earthquake struck Peru"
        _note(struck, places, names)
    under = set(below(token))
    names += [
        e.text
        for e in token.sent.ents
        if e.label_ == "PERSON" and " " in e.text.strip() and e.root in under
    ]
    own = "".join(t.text_with_ws for t in below(token))
    det = child(token, "det")
    return Mention(
        token, kind, tuple(places), tuple(dict.fromkeys(names)), period(own, published), month_named(own),
        plural=token.tag_ in ("NNS", "NNPS"), indefinite=det is not None and det.lower_ in ("a", "an", "another"),
    )  # fmt: skip


def _whole(noun: Token) -> Token | None:
    """The noun, or the one that it is a part of where that says the same; None within any other noun."""
    if noun.dep_ != "compound" or noun.head.pos_ not in ("NOUN", "PROPN"):
        return noun
    return noun.head if noun.head.lemma_.lower() in _RESTATED else None


def _note(word: Token, places: list[str], names: list[str]) -> None:
    """Keeps a proper name beside an event noun, unless it is a person's, or only says what kind of place
    or deed it was."""
    name = compound(word)
    generic = VENUE.fullmatch(name) is not None or name.lower() in lexicon().events
    if word.ent_type_ == "PERSON" and country_around(name) is None:
        return
    if name and name[:1].isupper() and not generic and group_of(name) is None:
        places.append(name)
        names.append(name)


def _prepositions(token: Token) -> list[Token]:
    if (
        kind_of(token) == "war"
    ):  # "Russia's invasion of Ukraine": where it is fought, not who fights it
        fought = [
            c for c in token.children if c.dep_ == "prep" and c.lower_ in ("of", "in", "against")
        ]
        if fought:
            return fought
    direct = [c for c in token.children if c.dep_ == "prep" and c.lower_ in _PLACE_PREPOSITIONS]
    carried = [
        p for c in token.children if c.dep_ in ("acl", "relcl") for p in c.children
        if p.dep_ == "prep" and p.lower_ in _PLACE_PREPOSITIONS
    ]  # fmt: skip
    return direct + carried


def compound(token: Token) -> str:
    """A proper name by its last word."""
    words = [
        t
        for t in token.doc[token.left_edge.i : token.i + 1]
        if t.pos_ == "PROPN" and (t == token or t.dep_ == "compound")
    ]
    return "".join(t.text_with_ws for t in words).strip()


def _is_date(token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or month_named(f"in {token.text}") is not None
