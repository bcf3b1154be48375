"""Where a count is stated: the words around a number of persons, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.text.tree import child, noun_phrase, trimmed

from .measures import Count

if TYPE_CHECKING:
    from spacy.tokens import Token


def says_all(count: Count) -> bool:
    """Whether a clause says no more than that so many came to harm: "12 people were killed in the fire"."""
    subject = count.noun.dep_ in ("nsubj", "nsubjpass") and count.noun.head == count.governor
    more = child(count.governor, "agent", "advcl")  # "when a bus plunged into a ravine" is more
    return subject and more is None


def placed(count: Count) -> str:
    """Where the clause itself says that it happened: "in Lviv"."""
    for prep in count.governor.children:
        place = (
            child(prep, "pobj")
            if prep.dep_ == "prep" and prep.lower_ in ("in", "at", "near", "outside", "off")
            else None
        )
        if place is not None and place.ent_type_ in ("GPE", "LOC", "FAC"):
            return "".join(t.text_with_ws for t in [prep, *noun_phrase(place)]).strip()
    return ""


def stating(count: Count) -> list[Token]:
    """The words that state a count: the smallest clause or phrase around the number and its governor."""
    governor = count.governor
    anchor = governor
    while anchor.head != anchor and anchor.pos_ not in ("VERB", "AUX"):
        if anchor.dep_ in ("acl", "advcl", "relcl", "pcomp"):
            break
        anchor = anchor.head
    low = min(anchor.i, governor.i, count.noun.i, _first(count))
    tokens = [t for t in anchor.subtree if t.i >= low or t.dep_ != "punct"]
    inner = [
        t for t in tokens if not any(_other_clause(a, anchor, count) for a in [t, *t.ancestors])
    ]
    left = min([t.i for t in inner] + [low])
    right = max([t.i for t in inner] + [count.noun.i, governor.i])
    return trimmed(list(count.doc[left : right + 1]))


def clipped(content: list[tuple[int, int]], within: Finding) -> list[tuple[int, int]]:
    """``content`` without what lies beyond the words that somebody is quoted with."""
    kept = [(max(s, within.start), min(e, within.end)) for s, e in content]
    return kept if all(s < e for s, e in kept) else content


def _first(count: Count) -> int:
    span = count.doc.char_span(count.start, count.end, alignment_mode="expand")
    return int(span.start) if span is not None else count.noun.i


def _other_clause(token: Token, anchor: Token, count: Count) -> bool:
    """Whether ``token`` opens another clause than the one with the count."""
    if token == anchor or token in anchor.ancestors:
        return False
    if token.dep_ not in (
        "conj",
        "advcl",
        "relcl",
        "acl",
        "ccomp",
        "parataxis",
    ) or token.pos_ not in ("VERB", "AUX"):
        return False
    held = (count.noun, count.governor)
    return not any(token == t or token in t.ancestors for t in held)
