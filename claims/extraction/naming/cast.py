"""Everybody whom a document names: people, groups, bodies, with their posts and short forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import begin, text_of
from claims.extraction.text.spelling import name_key
from claims.extraction.text.tree import child, noun_phrase

from .gazetteer import country_form, country_of, group_of
from .names import (
    abbreviates,
    country_in,
    form_key,
    is_outlet,
    is_post,
    person_name,
    same_person,
    title_of,
)
from .references import animate

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_KNOWN_AS = re.compile(
    r"(?P<long>[A-Z][\w'-]*(?:[ -](?:of|in|the|and|[A-Z])[\w'-]*){0,6})"
    r"(?:,? (?:also )?known as |,? or |,? ?\()(?:the )?\"?(?P<short>[A-Z][\w]*(?:-[A-Za-z]\w*)?)\"?(?=[),\s.;\"])"
)


@dataclass(slots=True)
class Cast:
    """Everybody a document names, built once from its passages.

    ``people`` maps a surname's key to the fullest name; ``aliases`` maps a form's key to the name it
    stands for; ``posts`` maps (post, country) to who holds it, as far as the document tells; ``roles``
    maps a noun ("senator", "lawyer") to the people it is said of, ``bodies`` the last word of a body's name
    ("foundation", "police") to the bodies, both in text order.
    """

    people: dict[str, str] = field(default_factory=dict)
    forms: dict[str, set[str]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    posts: dict[tuple[str, str], str] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    topics: list[tuple[int, str]] = field(default_factory=list)
    roles: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    bodies: dict[str, list[tuple[int, str]]] = field(default_factory=dict)


def cast(docs: Sequence[Doc]) -> Cast:
    """Reads names, aliases and posts out of the document's passages."""
    made = Cast()
    for match in _KNOWN_AS.finditer("\n".join(text_of(doc) for doc in docs)):
        long, short = match["long"], match["short"]
        groups = {group for form in (short, long) if (group := group_of(form))}
        if country_of(short) or country_of(long) or len(groups) > 1:
            continue  # "ISIS or the US authorities": one of two
        if groups or abbreviates(long, short):
            name = next(iter(groups), long.removeprefix("The "))
            made.aliases[form_key(long)] = made.aliases[form_key(short)] = name
            made.forms.setdefault(name, set()).update({long, short})
    for doc in docs:
        made.topics += [
            (begin(t), name) for t in doc
            if t.dep_ in ("nsubj", "nsubjpass") and (name := country_of(t.text)) and country_form(t.text) == "name"
        ]  # fmt: skip
    named = [
        (ent.root, person_name(ent.root), ent.label_) for doc in docs for ent in doc.ents if ent.root.pos_ == "PROPN"
    ]  # fmt: skip
    named += [(t, person_name(t), "PERSON") for doc in docs for t in doc if _presented(t)]
    for head, name, label in sorted(named, key=lambda n: n[2] != "PERSON"):
        # The recogniser takes some full names for organisations; the surname alone tells.
        person = label == "PERSON" or name_key(name.split(" ")[-1]) in made.people
        if name and (person or (label in ("ORG", "NORP", "GPE") and " " in name)):
            _introduce(made, head, name, person=person)
    for doc in docs:
        for token in doc:
            if token.pos_ == "PROPN" and token.dep_ != "compound":
                _cast_role(made, token)
                _cast_body(made, token)
            elif token.lower_ == "police":
                _cast_body(made, token)
    return made


def _presented(head: Token) -> bool:
    """Is a full name that the recogniser does not know said to be somebody's: "Piers Lowell, a spokesman for A",
    "the harbour's master, Piers Lowell"?"""
    if head.pos_ != "PROPN" or head.dep_ == "compound" or head.ent_type_ in ("PERSON", "DATE"):
        return False
    behind = head.dep_ == "appos" and head.head.i < head.i
    what = head.head if behind else child(head, "appos")
    if what is None or what.tag_ != "NN" or len(person_name(head).split()) != 2:
        return False
    told = animate(what) or is_post(what.lemma_.lower())
    return told and (what.i > head.i or behind)


def _cast_role(made: Cast, head: Token) -> None:
    """Notes what a person is called beside the name: "lawyer A", "A, the mayor", "the mayor, A", "A is a lawyer"."""
    name = person_name(head)
    full = made.people.get(name_key(name.split()[-1])) if name else None
    if full is None:
        return
    nouns = [
        t for t in head.doc[max(0, head.i - 6) : head.i] if t.head == head and t.dep_ == "compound"
    ]
    nouns += [c for c in head.children if c.dep_ == "appos" and c.pos_ == "NOUN"]
    if head.dep_ == "appos" and head.head.pos_ == "NOUN":
        nouns.append(head.head)
    if head.dep_ == "nsubj" and head.head.lemma_ == "be":
        nouns += [c for c in head.head.children if c.dep_ == "attr" and c.tag_ == "NN"]
    for noun in nouns:
        lemma = lexicon().titles.get(
            noun.lower_.rstrip("."), noun.lemma_.lower() if noun.pos_ == "NOUN" else noun.lower_
        )
        if is_post(lemma) or (noun.pos_ == "NOUN" and animate(noun)):
            made.roles.setdefault(lemma, []).append((begin(head), full))


def _cast_body(made: Cast, head: Token) -> None:
    """Notes the name of a body under its last word: "the Trayvon Foundation" under "foundation"."""
    words = [
        t for t in noun_phrase(head) if t.i <= head.i and t.dep_ not in ("det", "poss", "case")
    ]
    names = [t for t in words if t.pos_ == "PROPN"]
    last = head.lower_
    if (
        len(words) < 2
        or not names
        or person_name(head) in made.people.values()
        or country_of(head.text)
    ):
        return
    if last != "police" and (head.ent_type_ not in ("ORG", "FAC") or is_outlet(head.text)):
        return
    name = "".join(t.text_with_ws for t in words if t.i >= names[0].i).strip()
    for key in {last, "police"} if "police" in name.lower() else {last}:
        made.bodies.setdefault(key, []).append((begin(head), name))


def _introduce(made: Cast, head: Token, name: str, *, person: bool) -> None:
    if country_of(name) or group_of(name) or is_outlet(name):
        return
    words = name.split()
    surname = name_key(words[-1])
    titled = title_of(head)
    if len(words) == 1 and not person and not titled:
        return
    known = made.people.get(surname)
    fuller = known is None or (
        len(words) > len(known.split()) and (" " not in known or same_person(known, name))
    )  # of two who share a surname, it means the one named first
    if (person or titled) and fuller:
        made.people[surname] = name
    made.forms.setdefault(surname, set()).add(name)
    if titled and (where := country_in(head)):
        made.posts.setdefault((titled, where), name)
        made.home.setdefault(surname, where)
