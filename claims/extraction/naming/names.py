"""Proper names as they stand in a sentence: titles, posts, countries, outlets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claims.extraction.text.dates import DAYS
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.spelling import name_key
from claims.extraction.text.tree import below, child, noun_phrase

from .gazetteer import country_of

if TYPE_CHECKING:
    from spacy.tokens import Token


def is_post(word: str) -> bool:
    """Whether a word is what somebody is by office, or is called by before a name."""
    return word in lexicon().speakers["posts"] or word in lexicon().speakers["titles"]


def has_role(head: Token) -> bool:
    """Whether a lower-case word for a person's work stands before a name of two words: "pollster Ana Ruiz"."""
    words = proper_name(head).split()
    first = head.i - len(words)
    before = head.doc[first] if first >= 0 else head
    return (
        len(words) == 2
        and before.tag_ == "NN"
        and before.text.islower()
        and before.text.endswith(("er", "or", "ist", "an", "st"))
    )


def antecedent(head: Token) -> Token:
    """The noun that a relative pronoun stands for: "the mayor, who said"; else ``head`` itself."""
    if head.lower_ not in ("who", "which", "that", "whom", "whose") or head.pos_ not in (
        "PRON",
        "DET",
        "SCONJ",
    ):
        return head
    verb = head.head
    for _ in range(4):
        if verb.dep_ in ("relcl", "acl"):
            return verb.head
        if verb.head == verb:
            break
        verb = verb.head
    return head


def renaming(head: Token) -> Token:
    """The proper name beside a description: "a group in the region, the Daesh-K"; else ``head`` itself."""
    if head.pos_ == "PROPN":
        # "The Finance Minister, Ana Ruiz, …": the post is written like a name, and is none.
        named = child(head, "appos") if is_post(head.lower_) else None
        surname = named is not None and named.i > head.i and " " in person_name(named)
        return named if named is not None and surname and named.pos_ == "PROPN" else head
    phrase = noun_phrase(head)
    if (
        phrase
        and phrase[-1].ent_type_ == "PERSON"
        and phrase[-1].pos_ == "PROPN"
        and head.ent_type_ != "PERSON"
    ) and phrase[-1].head == head:  # not "a spokesman for A", "the woman who accused A"
        return phrase[-1]
    # "the mayor of Ostby, Ana Ruiz": parsers tie the name to the town.
    place = next(
        (p for c in head.children if c.dep_ == "prep" and (p := child(c, "pobj")) is not None), None
    )
    if is_post(head.lemma_.lower()) and place is not None:
        named = next(
            (
                c
                for c in place.children
                if c.dep_ == "appos" and (c.ent_type_ == "PERSON" or _full_name(c))
            ),
            None,
        )
        if named is not None and place.ent_type_ != "PERSON":
            return named
    described = child(head, "appos")  # "her husband, the politician A B"
    if described is not None and described.pos_ == "NOUN" and described.i > head.i:
        inner = renaming(described)
        if inner is not described and inner.ent_type_ == "PERSON":
            return inner
    apposed = below(head) if head.lemma_.lower() in lexicon().speakers["groups"] else head.children
    for c in apposed:
        if c.dep_ == "appos" and (c.pos_ == "PROPN" or c.text.isupper()) and c.i > head.i:
            return c
        # "The spokesman of the mill, Piers Lowell, …", whose surname the tagger takes for a plural.
        if c.dep_ == "appos" and c.i > head.i and is_post(head.lemma_.lower()) and _full_name(c):
            return c
    return head


def _full_name(head: Token) -> bool:
    """Whether a given name and a surname stand between commas, though the recogniser does not know them."""
    name, doc = proper_name(head), head.doc
    after = doc[head.i + 1].text if head.i + 1 < len(doc) else ""
    return (
        (head.pos_ == "PROPN" or head.text.istitle())
        and len(name.split()) in (2, 3)
        and after == ","
        and not is_outlet(name)
        and country_of(name) is None
    )


def person_name(head: Token) -> str:
    """The proper name that ends at ``head``, without titles and countries: "Emomali Rahmon"."""
    words = [head]
    doc = head.doc
    while words[0].i > 0:
        before = doc[words[0].i - 1]
        if before.pos_ != "PROPN" and not (
            before.text == "-" and not before.whitespace_ and before.i > 0
        ):
            break
        if before.text == "-" and doc[before.i - 1].whitespace_:
            break
        if before.head not in words and before.dep_ not in ("compound", "punct", "nmod", "amod"):
            break
        if before.lower_ in lexicon().speakers["titles"] or country_of(before.text):
            break
        # "District Attorney Ana Ruiz": the recogniser knows where a name of two words begins.
        if len(words) > 1 and head.ent_type_ == "PERSON" and not before.ent_type_:
            break
        words.insert(0, before)
    text = "".join(t.text_with_ws for t in words).strip()
    text = text.strip("\"'()[] ").removesuffix("'s")
    return text if text[:1].isupper() and head.lower_ not in lexicon().speakers["titles"] else ""


def proper_name(head: Token) -> str:
    """The capitalised words around ``head``."""
    words = [head]
    doc = head.doc
    while words[0].i > 0 and (
        doc[words[0].i - 1].pos_ == "PROPN" or doc[words[0].i - 1].text == "-"
    ):
        words.insert(0, doc[words[0].i - 1])
    return "".join(t.text_with_ws for t in words).strip()


def title_of(head: Token) -> str | None:
    """The post that stands before a name: "Tajik President Emomali Rahmon" → president."""
    for t in reversed(list(head.lefts)):
        if t.lower_ in lexicon().speakers["posts"]:
            return t.lemma_.lower() if t.pos_ != "PROPN" else t.lower_
    return None


def country_in(head: Token) -> str | None:
    """The country that the noun phrase names: "Tajik", "Tajikistan's", "of Tajikistan", "in Kyiv"."""
    for t in head.children:
        if t.dep_ in ("amod", "compound", "poss", "nmod") and (name := _country_word(t)):
            return name
        if t.lower_ in lexicon().speakers["titles"] and (name := country_in(t)):
            return name
    for t in head.children:
        if t.dep_ == "prep" and t.lower_ in ("of", "in", "from"):
            place = child(t, "pobj")
            name = _country_word(place) if place is not None else None
            if name:
                return name
    return None


def _country_word(token: Token) -> str | None:
    doc = token.doc
    before = doc[token.i - 1].text if token.i else ""
    return country_of(f"{before} {token.text}") or country_of(token.text)


# "The board on Monday rejected …": the day is the verb's, whatever the parser makes of it.
SPOKEN_ON = re.compile(rf"(?i)\s+(?:on|last|this)\s+(?:{'|'.join(DAYS)})$")


def bare_phrase(phrase: str) -> str:
    """A noun phrase without the determiner before it, the possessive ending, and the day of the verb."""
    phrase = re.sub(
        r"(?i)^(?:the|a|an|some|many|several|its|these|those|other|both)\s+(?=\S)",
        "",
        SPOKEN_ON.sub("", phrase.strip(" \"'")),
    )
    return phrase.strip(" \"',").removesuffix("'s").removesuffix("’s")


def is_outlet(name: str) -> bool:
    outlets = lexicon().outlets
    words = name.replace("(", " ").replace(")", " ").split()
    known = outlets["names"] | outlets["agencies"]
    return bool(words) and (
        any(w in known for w in words) or (words[-1] in outlets["words"] and name[:1].isupper())
    )


def introduced_outlet(head: Token) -> str | None:
    """The name that a word such as "newspaper" stands before: "Italian newspaper La Voce"."""
    name = proper_name(head)
    first = head.i - len(name.split()) + 1
    kind = head.doc[first - 1].lower_ if head.pos_ == "PROPN" and first > 0 else ""
    return name if kind in lexicon().outlets["kinds"] else None


def same_person(name: str, full: str) -> bool:
    first, other = name_key(name).split(), name_key(full).split()
    return bool(first and other) and first[0] == other[0] and first[-1] == other[-1]


def abbreviates(long: str, short: str) -> bool:
    """Whether ``short`` abbreviates ``long``: "Collective Security Treaty Organization (CSTO)"."""
    words = re.split(r"[\s-]+", long.removeprefix("The "))
    letters = "".join(w[0] for w in words if w[:1].isupper())
    return len(short) > 1 and short.replace("-", "").upper() == letters.upper()


def form_key(form: str) -> str:
    """A key under which forms of one name meet that differ in case, article or hyphens."""
    return re.sub(r"[\W_]+", "", re.sub(r"(?i)^the ", "", form)).lower()
