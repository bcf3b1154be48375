"""Who is joined to a person in one breath, and shares their fate: lists, pairs, and where another fate begins."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from claims.extraction.text.tree import child

from . import words
from .persons import is_count, known, personal

if TYPE_CHECKING:
    from spacy.tokens import Token


_LONG = 30  # how many a list may name


def all_of(person: Token, trigger: Token) -> Iterator[Token]:
    """The person and those joined to them: "a man, his wife and their son"; not "two dead, five injured"."""
    inner = next(
        (child(c, "pobj") for c in person.children if c.dep_ == "prep" and c.lower_ == "of"), None
    )
    if person.lower_ in words.GROUPS and inner is not None:
        person = inner
    yield person
    for before in person.lefts:  # "a seven-year-old and three adults"
        if before.lower_ == "old" and before.dep_ == "amod" and child(before, "cc") is not None:
            yield before
    for other in sorted({*person.conjuncts, *_listed(person, trigger)}, key=lambda t: t.i):
        if other.i > person.i and (
            other.pos_ in ("NOUN", "PROPN", "NUM", "PRON") or is_count(other) or personal(other)
        ):
            if other.i > trigger.i > person.i or _fares_otherwise(other, trigger):
                break
            yield other


def _listed(person: Token, trigger: Token) -> list[Token]:
    """Those of a list whom the parser takes for other names of one before them.

    "His father, Omar Lind; his mother, Rosa; and his sister Ada" are three; "Omar Lind, a father of two" is one. A
    semicolon tells that it is a list, or a comma before "his" and an "and" later. What follows several persons
    explains who they are: "three others, Ada Moreau; Omar Lind; Rosa Lind".
    """
    if person.tag_ == "NNS" and person.lower_ not in words.SHARED:
        return []
    heads = {person}
    if person.i > trigger.i and child(person, "poss") is not None:
        # "A man killed his parents, two sisters and a clerk": the sisters are taken for the man.
        heads |= {c for c in trigger.children if c.dep_ == "nsubj"}
    found: list[Token] = []
    several = listing = False
    # "shot the girl's mother, the girl and then himself"
    mirrored = [
        t for t in person.sent if t.lower_ in words.SELF and t.dep_ == "conj" and t.i > trigger.i
    ]
    for one in person.doc[person.i + 1 : person.sent.end]:
        mark = _mark_before(one) if one.pos_ in ("NOUN", "PROPN") and _tied(one, heads) else ""
        opened = child(one, "poss", "nummod")
        bare = _bare(one) and _bare(person)
        if (
            mark == ","
            and not mirrored
            and ((opened is None and not bare) or _explains(one, [person, *found]))
        ):
            continue
        if mark == "and":
            if opened is None and child(one, "det") is None and one.pos_ != "PROPN":
                continue
            # "his wife, Rosa, and a clerk": who is joined to a name is no other name of hers.
            several |= listing or (one.head.pos_ == "PROPN" and one.head.dep_ == "appos")
        listing |= mark == ","
        several |= mark == "," and (bare or bool(mirrored))  # "Mother, uncle, infant dead"
        several |= mark == ";"
        if mark and personal(one):
            found.append(one)
    return [*found, *mirrored] if several else []


def _bare(one: Token) -> bool:
    """Whether a word for a person stands without an article, as in headlines."""
    told = any(c.dep_ in ("det", "poss", "amod") for c in one.lefts)
    return known(one) and one.ent_type_ != "PERSON" and not told


def _tied(word: Token, heads: Collection[Token]) -> bool:
    """Whether only "and" and other names lead from the word up to one of these."""
    for _ in range(_LONG):
        if word.dep_ not in ("appos", "conj") or word.head == word:
            return False
        word = word.head
        if word in heads:
            return True
    return False


def _mark_before(person: Token) -> str:
    """What sets a person off from whom a list names before: ";", "," or "and"."""
    doc, at = person.doc, person.left_edge.i - 1
    joined = at > 0 and doc[at].dep_ == "cc"
    mark = doc[at - 1 if joined else at].text
    return mark if mark == ";" else "and" if joined else mark if mark == "," else ""


def _explains(one: Token, listed: Sequence[Token]) -> bool:
    """Whether the words say who somebody named is: the father in "Omar Lind, his father"."""
    named = one.head
    return named.pos_ == "PROPN" and named in listed and not any(c.i > one.i for c in one.conjuncts)


def _fares_otherwise(person: Token, trigger: Token) -> bool:
    """Whether a word right before the person tells another fate: the two in "a dead man and two injured women"."""
    fates = {words.STATE[c.lower_] for c in person.children if c.lower_ in words.STATE}
    return bool(fates) and words.STATE.get(trigger.lower_) not in fates


def claimed(person: Token, trigger: Token) -> bool:
    """Whether words right after the person tell another fate than ``trigger``: the five in "two dead, five injured"."""
    for after in person.doc[person.i + 1 : person.i + 4]:
        if after.lower_ in words.STATE and after.lower_ != "shot":
            return (
                trigger not in (after, after.head)  # "shot a robber dead"
                and trigger.i != after.i - 1
                and words.STATE[after.lower_] != words.OBJECT.get(trigger.lemma_)
            )
        if not (personal(after) or is_count(after) or after.dep_ in ("amod", "advmod")):
            return False
    return False


def tied_to_the_deed(person: Token, deed: Token) -> list[Token]:
    """The guard in "the murder of a baker and a guard", whom the parser ties to the murder."""
    beside_it = [*deed.conjuncts]
    if deed.dep_ == "nsubj":
        beside_it += [c for c in deed.head.children if c.dep_ == "nsubj"]
    return [
        c for c in beside_it if c.i > person.i and personal(c) and _mark_before(c) in ("and", ";")
    ]
