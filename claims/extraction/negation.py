"""Clauses that are negated, and what they say without it: who says "P is not so" denies P."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .inflection import without_do
from .tree import child

if TYPE_CHECKING:
    from spacy.tokens import Token

_ONLY = frozenset(
    {"only", "just", "merely", "simply", "solely", "necessarily", "until", "all", "every", "always"}
)
_LIMITS = frozenset({"until", "unless", "because"})
_ANY = {"any": "some", "anyone": "someone", "anybody": "somebody", "anything": "something"}
# "cannot confirm P", "was not able to verify P", "could not rule P out": who says so takes no side, and denies nothing.
_WITHHELD = frozenset(
    [
        "confirm",
        "corroborate",
        "authenticate",
        "verify",
        "establish",
        "determine",
        "exclude",
        "say",
        "tell",
        "know",
        "see",
        "comment",
        "reach",
    ]
)
_KNOWING = frozenset({"aware", "sure", "clear", "certain"})


def opposed(root: Token | None) -> bool:
    """Whether a clause is negated as a whole, so that who states it denies the positive claim."""
    return root is not None and _negation(root) is not None


def _unable(root: Token) -> bool:
    """Whether somebody only doesn't know or can't tell: "cannot confirm P", "is not aware of P", "can't rule P out"."""
    can = any(c.dep_ == "aux" and c.lower_ in ("can", "could", "ca") for c in root.children)
    able = next((c for c in root.children if c.lower_ in ("able", "unable")), None)
    inner = child(able, "xcomp") if able is not None else None
    known = root.lemma_ == "know" or any(c.lower_ in _KNOWING for c in root.children)
    out = root.lemma_ == "rule" and any(c.dep_ == "prt" for c in root.children)
    told = (can and root.lemma_ in _WITHHELD) or (inner is not None and inner.lemma_ in _WITHHELD)
    return told or known or out


def _negation(root: Token) -> Token | None:
    found = next((c for c in root.children if c.dep_ == "neg" or c.lower_ == "never"), None)
    if (
        found is None
        or found.i > root.i + 2
        or _held_open(root)
        or _subordinate(root)
        or _unable(root)
    ):
        return None
    after = found.doc[found.i + 1].lower_ if found.i + 1 < len(found.doc) else ""
    return None if after in _ONLY or found.lower_ == "no" else found


def _subordinate(root: Token) -> bool:
    """Whether the clause only goes with another: "where it did no harm", "because he didn't know".

    Parsers also hang the main clause on it: "we celebrate that it fell where, thank God, it did no harm".
    """
    return any(
        (c.tag_ == "WRB" or (c.dep_ == "mark" and c.lower_ not in ("that", "whether")))
        or (c.dep_ in ("advcl", "ccomp", "parataxis") and _main(c))
        for c in root.lefts
    )


def _main(verb: Token) -> bool:
    """Whether a clause could stand as a sentence: finite, with a subject, opened by nothing but "that"."""
    opens = any(c.tag_ == "WRB" or (c.dep_ == "mark" and c.lower_ != "that") for c in verb.lefts)
    finite = verb.tag_ in ("VBD", "VBP", "VBZ") and child(verb, "nsubj") is not None
    return finite and not opens


def _held_open(root: Token) -> bool:
    """Whether what follows says where the negation ends: "will not open until Monday" is not "will open until Monday"."""
    return any(
        c.i > root.i
        and (
            c.lower_ in _LIMITS or any(m.lower_ in _LIMITS for m in c.children if m.dep_ == "mark")
        )
        for c in root.children
    )


def affirmed(root: Token, already: Mapping[int, str]) -> dict[int, str]:
    """The clause without its negation: "did not sign" becomes "signed", "was not signed" "was signed".

    ``already`` are the words that stand for others, by place: "I do not" may be "she does not" by now.
    """
    found = _negation(root)
    if found is None:
        return {}
    new = {found.i: ""}
    for t in root.subtree:  # "would not close any shops" is denied of some
        if t.i > found.i and t.lower_ in _ANY:
            new[t.i] = _ANY[t.lower_]
    do = next(
        (c for c in root.children if c.dep_ == "aux" and c.lower_ in ("do", "does", "did")), None
    )
    joined = any(c.dep_ == "conj" and c.tag_ == "VB" for c in root.children)
    if do is not None and not joined and root.lower_ == root.lemma_:
        new[do.i] = ""
        new[root.i] = without_do(already.get(do.i, do.lower_), root.text)
    for c in root.children:
        if c.lower_ in ("even", "yet", "either") and c.dep_ == "advmod":
            new[c.i] = ""
    for c in (root, *root.children):
        if c.i < found.i and c.lower_ in ("ca", "wo", "sha"):
            new[c.i] = {"ca": "can", "wo": "will", "sha": "shall"}[c.lower_]
    return new
