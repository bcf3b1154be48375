"""Where a count is stated: the words around a number of persons, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
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


_ILLNESS = frozenset(
    {"confirmed", "suspected", "probable", "reported", "registered", "known", "new"}
)


def told_of(found: Sequence[Count], kind: str) -> Sequence[Count]:
    """The counts of a passage in a text about a happening of this ``kind``: the cases of an outbreak are the sick."""
    for count in found:
        if kind == "outbreak" and count.measure == "case" and _of_illness(count):
            count.measure, count.unit = "ill", "persons"
    return found


def _of_illness(count: Count) -> bool:
    """Whether the cases that are counted are sick people: "610 confirmed cases", "85 cases of measles"."""
    ties = [c for c in count.noun.children if c.dep_ == "prep"]
    told = any(c.lower_ in _ILLNESS for c in count.noun.children)
    return count.noun.head.lower_ != "in" and (told or any(c.lower_ == "of" for c in ties))


def only_counts(finding: Finding, tokens: Sequence[Token], count: Count) -> bool:
    """Whether words without a verb of their own, "(spoke of) two dead", state no more than a count."""
    if finding.form not in ("noun", "at", "to") and finding.root != count.noun:
        return False
    verbs = [t for t in tokens if t.pos_ in ("VERB", "AUX")]
    return all(t in (count.governor, count.noun) or t.dep_ in ("acl", "amod") for t in verbs)


def says_only(finding: Finding, tokens: Sequence[Token], harm: set[Token]) -> bool:
    """Whether a finding states nothing beside counts, which have claims of their own; ``harm``: their verbs."""
    inside = set(tokens)
    roots = [t for t in tokens if t.head == t or t.head not in inside]
    verbs = [t for t in roots if t.pos_ in ("VERB", "AUX")]
    verbs += [c for v in verbs for c in v.conjuncts if c in inside]
    return bool(verbs) and finding.form in ("clause", "quote", "author") and harm.issuperset(verbs)


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
