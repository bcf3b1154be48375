"""What may be, is expected, is shown or is rumoured, worded as what is, will be or was so.

Like those of :mod:`claims.extraction.propositions.wording`, the functions answer with replacements by the token's place in
its passage; "" takes a token out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.naming.references import animate
from claims.extraction.text.inflection import present
from claims.extraction.text.pronouns import FIRST, PERSONS
from claims.extraction.text.tree import SUBJECTS, child

from .negation import opposed

if TYPE_CHECKING:
    from spacy.tokens import Token


def foretold(tokens: Sequence[Token], root: Token | None) -> dict[int, str]:
    """ "(expects) the court to rule" as a statement: "the court will rule"."""
    if root is None or root.tag_ != "VB" or child(root, "nsubj") is None:
        return {}
    to = next((c for c in root.children if c.tag_ == "TO"), None)
    return (
        {to.i: "will"} if to is not None and to in tokens and child(root, "nsubj") in tokens else {}
    )


# Of what is so, not of what will come, "may" is said of these.
_LASTING = frozenset({"lie", "feel", "know", "believe", "want", "own"})


_CONCEDING = frozenset({"though", "although", "while", "whereas"})


def freed(finding: Finding, tokens: Sequence[Token]) -> dict[int, str]:
    """ "Though she lost." without "though", where it opens all that the author says."""
    first = next((t for t in tokens if t.is_alpha), None)
    alone = first is not None and first.dep_ == "mark" and first.head == finding.root
    if first is None or not alone or finding.form != "author":
        return {}
    return {first.i: ""} if first.lower_ in _CONCEDING else {}


def supposed(tokens: Sequence[Token]) -> dict[int, str]:
    """ "may be a hoax" as what is supposed: "is a hoax", and "may have fled" "has fled".

    What may yet come, as in "talks may be difficult", is :func:`foreseen`.
    """
    new: dict[int, str] = {}
    for modal in tokens:
        verb, who = modal.head, child(modal.head, "nsubj", "nsubjpass")
        if modal.tag_ != "MD" or modal.lower_ not in ("may", "might") or who is None:
            continue
        if opposed(verb) or who.i > modal.i:
            continue
        have = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ == "have"), None)
        person = who.ent_type_ == "PERSON" or who.lower_ in ("he", "she", "i") or animate(who)
        being = verb.lemma_ == "be" and (
            child(verb, "attr") is not None or (person and child(verb, "acomp") is not None)
        )
        now = have if have is not None else verb if being or verb.lemma_ in _LASTING else None
        if now is None or now not in tokens:
            continue
        many = who.tag_ in ("NNS", "NNPS") or who.lower_ in ("they", "we", "you")
        many = many or child(who, "cc") is not None
        base = "are" if now.lemma_ == "be" else now.lemma_
        new |= {modal.i: "", now.i: base if many else present(now.lemma_)}
    return new


def shown(tokens: Sequence[Token], root: Token | None) -> dict[int, str]:
    """ "(The film shows) two men being dragged away", or climbing a wall, as what was so: "two men were dragged away"."""
    who = child(root, *SUBJECTS) if root is not None else None
    if root is None or who is None or who not in tokens or root not in tokens or who.i > root.i:
        return {}
    many = who.tag_ in ("NNS", "NNPS") or child(who, "cc") is not None
    was = "were" if many else "was"
    helping = [c for c in root.children if c.dep_ in ("aux", "auxpass")]
    if [c.lower_ for c in helping] == ["being"] and root.tag_ == "VBN":
        return {helping[0].i: was}
    return {root.i: f"{was} {root.text}"} if root.tag_ == "VBG" and not helping else {}


_OPEN = frozenset({"possibly", "potentially", "well", "even"})


def foreseen(tokens: Sequence[Token], root: Token | None) -> dict[int, str]:
    """ "may strain" as what is foreseen: "will strain"; only of the verbs that head the statement.

    What somebody could do is left: they may be able to, or were; what could not be done was tried.
    """
    new: dict[int, str] = {}
    for modal in tokens:
        verb = modal.head
        may = modal.lower_ in ("may", "might", "could") and modal.tag_ == "MD"
        if not may or root is None or (verb != root and verb not in root.conjuncts):
            continue
        who = child(verb, *SUBJECTS) or child(root, *SUBJECTS)
        able = who is not None and (
            who.ent_type_ == "PERSON" or who.lower_ in FIRST | PERSONS or animate(who)
        )
        have = any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children)
        tried = modal.lower_ == "could" and child(verb, "neg") is not None
        if have or tried or (modal.lower_ == "could" and able):
            continue
        new[modal.i] = "will"
        new |= {t.i: "" for t in modal.doc[modal.i + 1 : verb.i] if t.lower_ in _OPEN}
    return new


def rumoured(root: Token | None) -> dict[int, str]:
    """ "is believed to have left" as what is believed: "has left"; "fled", where one form is both past and participle."""
    deed, be = (child(root, "xcomp"), child(root, "auxpass")) if root is not None else (None, None)
    if root is None or deed is None or be is None or be.lower_ not in ("is", "are", "was", "were"):
        return {}
    many = be.lower_ in ("are", "were")
    to, *others = [c for c in deed.lefts if c.dep_ in ("aux", "auxpass")] or [deed]
    first = (others or [deed])[0]
    if to.lower_ != "to" or first.lower_ not in ("have", "be"):
        return {}
    now = {"have": "have" if many else "has", "be": "are" if many else "is"}[first.lower_]
    if first.lower_ == "have" and all(v.lower_.endswith("ed") for v in (deed, *deed.conjuncts)):
        now = "" if child(deed, "auxpass") is None and deed.pos_ == "VERB" else now
    new = {be.i: "", root.i: "", to.i: "", first.i: now}
    for other in deed.conjuncts:  # "and to have fled"
        joined = [c for c in other.lefts if c.dep_ in ("aux", "auxpass")]
        if [c.lower_ for c in joined[:2]] == ["to", first.lower_]:
            new |= {joined[0].i: "", joined[1].i: now}
    return new


def bound(tokens: Sequence[Token], root: Token | None) -> dict[int, str]:
    """ "(said that) A fled and that B helped": without the first "that" the second goes, too."""
    if root is None or root not in tokens:
        return {}
    return {
        t.i: "" for t in tokens
        if t.lower_ == "that" and t.dep_ == "mark" and t.head in root.conjuncts
    }  # fmt: skip
