"""Clauses that are negated, and what they say without it: who says "P is not so" denies P."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from claims.extraction.text.inflection import without_do
from claims.extraction.text.pronouns import THIRD
from claims.extraction.text.tree import SUBJECTS, child, nothing_done

if TYPE_CHECKING:
    from spacy.tokens import Token

_ONLY = frozenset(
    {"only", "just", "merely", "simply", "solely", "necessarily", "until", "all", "every", "always"}
)
_LIMITS = frozenset({"until", "unless", "because"})
_ANY = {
    "any": "some", "anyone": "someone", "anybody": "somebody", "anything": "something", "anywhere": "somewhere",
}  # fmt: skip
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


# "No doubt", "no wonder": nothing is denied. "No one but A", "no one until noon": of some it is not.
_FIGURE = frozenset({"doubt", "matter", "wonder", "question", "way", "surprise"})
_EXCEPT = frozenset({"but", "except", "until", "unless", "than", "if", "because"})
_EVER = frozenset({"time", "moment", "point", "stage", "circumstance", "case", "way"})
_MANY = {"is": "are", "was": "were", "has": "have"}
_NOBODY = {"nobody": "somebody", "nothing": "something", "none": "some"}
# Without an article where they are one: "no evidence was found".
_MASS = frozenset(
    [
        "evidence", "damage", "information", "money", "violence", "progress", "proof", "food", "water", "help", "aid", "work",
        "power", "action", "trace", "harm", "news", "equipment", "traffic", "involvement", "participation", "responsibility", "fighting", "contact", "trouble", "property", "support",
    ]
)  # fmt: skip


def opposed(root: Token | None) -> bool:
    """Whether a clause is negated as a whole, so that who states it denies the positive claim."""
    if root is None:
        return False
    return (_negation(root) is None) != (nobody(root) is None)


def nobody(root: Token) -> Token | None:
    """The word that makes a subject nobody, or nothing: "no officers were hurt", "there is no suspect"."""
    there = root.lemma_ == "be" and child(root, "expl") is not None
    who = child(root, "attr") if there else child(root, "nsubj", "nsubjpass")
    had = child(root, "dobj") if root.lemma_ == "have" else None
    if (
        had is not None
        and had.lower_ == "nothing"
        and root.doc[had.i + 1 : had.i + 3].text == "to do"
    ):
        who = had  # "they had nothing to do with it"
    if who is None or who.lemma_.lower() in _FIGURE or _subordinate(root):
        return None
    if _held_open(root, but="because of"):
        return None
    around = [t for t in (*who.subtree, *root.children) if not _opens(t, "because of")]
    joined = [t for t in (who, root) if child(t, "cc") is not None and not _told_apart(t)]
    if any(t.lower_ in _EXCEPT for t in around) or joined:
        return None  # "no agents or officers", "nobody fled and some stayed": which part?
    if who.lower_ in _NOBODY:
        return who
    return next(
        (c for c in who.children if c.lower_ == "no" and c.dep_ == "det"),
        _not_one(who) or nothing_done(root),
    )


def _told_apart(verb: Token) -> bool:
    """Whether the clauses joined to this one have findings of their own: "no door was open, and no lamp was lit"."""
    clauses = [c for c in verb.children if c.dep_ == "conj"]
    return bool(clauses) and all(
        child(c, *SUBJECTS) is not None
        and not any(t.tag_ == "PRP" and t.lower_ in THIRD for t in c.subtree)
        for c in clauses
    )


def _not_one(who: Token) -> Token | None:
    """The "not" of "not a single door", "not one door"."""
    before = who.doc[who.left_edge.i : who.i]
    first = before[0] if len(before) > 1 else who
    return first if first.lower_ == "not" and before[1].lower_ in ("a", "one") else None


def _at_no_time(root: Token) -> Token | None:
    """The "no" of "was at no time open", "is under no circumstances paid"; not where it opens the sentence."""
    who = child(root, *SUBJECTS)
    state = child(root, "acomp", "advcl")  # "was at no time interrupted", as parsers have it
    for prep in (*root.children, *(state.children if state is not None else ())):
        noun = child(prep, "pobj") if prep.lower_ in ("at", "under", "in") else None
        plain = noun is not None and noun.lemma_.lower() in _EVER and noun.i == prep.i + 2
        no = child(noun, "det") if noun is not None and plain else None
        if no is not None and no.lower_ == "no" and who is not None and who.i < prep.i:
            return no
    return None


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
    if (never := _at_no_time(root)) is not None:
        return None if _held_open(root) or _subordinate(root) else never
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
    if any(c.lower_ == "could" for c in root.children) and after in ("be", "have", "agree"):
        line = found.doc[found.i + 1 : found.i + 4].text.lower()
        if " more" in line or " less" in line:
            return None  # "could not be more different" is most different
    hardly = any(c.lower_ in ("almost", "nearly") for c in found.children)
    # "I was never there, never saw it": of two denials one taken back leaves the other.
    again = any(
        t.dep_ in ("conj", "dep") and child(t, *SUBJECTS) is None and child(t, "neg") is not None
        for t in root.children
    )
    if hardly or again or after in _ONLY or found.lower_ == "no" or _instead(found, root):
        return None
    return found


def _instead(negation: Token, root: Token) -> bool:
    """Whether what is not so is only set against what is: "is not four, but nine", "not with A but with B"."""
    return any(
        but.lower_ == "but"
        and but.dep_ == "cc"
        and but.i > negation.i
        and (other := child(but.head, "conj")) is not None
        and child(other, *SUBJECTS) is None
        and other.pos_ not in ("VERB", "AUX")
        for but in root.subtree
    )


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


def _opens(word: Token, words: str) -> bool:
    return word.doc[word.i : word.i + 2].text.lower() == words


def _held_open(root: Token, *, but: str = "") -> bool:
    """Whether what follows says where the negation ends: "will not open until Monday" is not "will open until Monday".

    ``but`` are words that do not: "nobody was hurt because of it" is said of everybody.
    """
    return any(
        c.i > root.i
        and not (but and _opens(c, but))
        and (
            c.lower_ in _LIMITS or any(m.lower_ in _LIMITS for m in c.children if m.dep_ == "mark")
        )
        for c in root.children
    )


def _somebody(none: Token) -> dict[int, str]:
    """ "no officers" as "officers", "no suspect" as "a suspect", "no one" as "someone"."""
    if none.lower_ in _NOBODY:
        be = [c for c in none.head.children if c.lower_ in _MANY and c.i < none.head.i]
        be += [none.head] if none.head.lower_ in _MANY else []
        many = none.lower_ == "none" and be  # "none of them was": "some of them were"
        return {none.i: _NOBODY[none.lower_]} | ({be[0].i: _MANY[be[0].lower_]} if many else {})
    noun, after = none.head, none.doc[none.i + 1]
    if none.lower_ == "not":  # "not one door", "not a single door"
        single = none.doc[none.i + 2]
        return {none.i: "", after.i: "a"} | ({single.i: ""} if single.lower_ == "single" else {})
    if noun.lower_ == "one" and after == noun:
        return {none.i: "", noun.i: "someone"}
    bare = noun.tag_ != "NN" or noun.lemma_.lower() in _MASS
    if after.lower_ == "such" and not bare:
        return {none.i: "such", after.i: "a"}
    article = "an" if after.lower_[:1] in tuple("aeiou") else "a"
    return {none.i: "" if bare else article}


def _stressed(root: Token) -> dict[int, str]:
    """ "no money at all", "nothing whatsoever": words that only a negation goes with."""
    new: dict[int, str] = {}
    for t in root.subtree:
        if t.lower_ == "whatsoever":
            new[t.i] = ""
        elif t.lower_ == "all" and t.i and t.doc[t.i - 1].lower_ == "at":
            new |= {t.i - 1: "", t.i: ""}
    return new


def some(tokens: Sequence[Token]) -> dict[int, str]:
    """What is denied of all as it is said of one: "(denied that) anybody had any contact"."""
    return {t.i: _ANY[t.lower_] for t in tokens if t.lower_ in _ANY}


def affirmed(root: Token, already: Mapping[int, str]) -> dict[int, str]:
    """The clause without its negation: "did not sign" becomes "signed", "was not signed" "was signed".

    ``already`` are the words that stand for others, by place: "I do not" may be "she does not" by now.
    """
    found = _negation(root)
    none = nobody(root) if found is None else None
    if none is not None:
        behind = [t for t in root.subtree if t.i > none.i]
        return {**_stressed(root), **some(behind), **_somebody(none)}
    if found is None:
        return {}
    new = {**_stressed(root), found.i: ""}
    if found.lower_ == "no":  # "at no time"
        new |= {found.head.i: "", found.head.head.i: ""}
    new |= some([t for t in root.subtree if t.i > found.i])  # "would not close any shops"
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
