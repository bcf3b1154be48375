"""Small questions to a parsed sentence: subjects, subtrees, runs of tokens."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from .nlp import begin, finish

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
FINITE = ("VBD", "VBP", "VBZ", "MD")  # tags of verbs that may head a sentence
_BORDER = frozenset(",;:.!?-–—")
_RELATIVE = ("WP", "WDT")
# "Had no choice", "made no comment", "had no effect", "found no evidence": nothing is denied by it.
_IDIOMS = frozenset(
    [
        "choice", "idea", "doubt", "comment", "option", "illusion", "clue", "problem", "objection", "qualm", "evidence",
        "proof", "indication", "sign", "basis", "reason", "information", "word", "say", "way", "effect", "time", "regret",
        "knowledge", "difficulty", "trouble", "mention", "attempt", "mistake", "secret", "bones", "guarantee", "match",
    ]
)  # fmt: skip


def child(token: Token, *deps: str) -> Token | None:
    """The first child of ``token`` with one of these dependency labels."""
    for c in token.children:  # asked more often than all else: a generator of its own would cost
        if c.dep_ in deps:
            return c
    return None


def below(token: Token, without: Collection[Token] = ()) -> list[Token]:
    """The tokens under ``token``, itself included, less those under any of ``without``; in text order."""
    found = []
    stack = [token]
    while stack:
        current = stack.pop()
        if current in without:
            continue
        found.append(current)
        stack.extend(current.children)
    return sorted(found, key=lambda t: t.i)


def trimmed(tokens: list[Token]) -> list[Token]:
    """``tokens`` without punctuation, conjunctions and "that" at the edges (quotation marks stay)."""
    left, right = 0, len(tokens)
    while left < right and (_edge(tokens[left]) or _opens(tokens[left])):
        left += 1
    while right > left and _edge(tokens[right - 1]):
        right -= 1
    return tokens[left:right]


def _edge(token: Token) -> bool:
    return token.text in _BORDER or token.dep_ == "cc" or token.is_space


def _opens(token: Token) -> bool:
    """Whether the token is the "that" of a clause, or closes what stood before."""
    that = token.lower_ == "that" and (token.dep_ == "mark" or token.tag_ == "IN")
    return that or token.text == ")"


def ranges(tokens: Iterable[Token]) -> list[tuple[int, int]]:
    """The runs of neighbouring tokens, as places in the whole text; a lone mark between two runs joins them."""
    found: list[tuple[int, int]] = []
    last: Token | None = None
    for token in tokens:
        gap = token.doc[last.i + 1 : token.i] if last is not None else None
        if last is not None and gap is not None and all(t.is_punct for t in gap) and len(gap) < 3:
            found[-1] = (found[-1][0], finish(token))
        else:
            found.append((begin(token), finish(token)))
        last = token
    return found


def passive(verb: Token) -> bool:
    """Whether the verb is passive: by its subject or auxiliary, or as a bare participle ("denied by …")."""
    return (
        child(verb, "nsubjpass", "auxpass", "agent") is not None
        or (verb.dep_ in ("acl", "relcl") and verb.tag_ == "VBN" and child(verb, "nsubj") is None)
    )  # fmt: skip


def negated(verb: Token) -> bool:
    """Whether the verb itself is negated, also by "neither … nor" and "no longer"."""
    joined = verb.dep_ == "conj" and any(c.lower_ == "neither" for c in verb.head.children)
    return (
        joined
        or any(c.dep_ == "neg" or c.lower_ in ("never", "neither") for c in verb.children)
        or any(c.lower_ == "longer" and child(c, "neg") is not None for c in verb.children)
        or _negative_subject(verb)
    )


def nothing_done(verb: Token) -> Token | None:
    """The word by which somebody did nothing of a kind: "played no role in it", "had nothing to do with it",
    "has no permit", "handed out no life jackets"."""
    thing = child(verb, "dobj")
    if thing is None:
        return None
    if thing.lower_ == "nothing":
        deed = child(thing, "relcl", "acl", "xcomp") or child(verb, "xcomp")
        to_do = deed is not None and deed.lemma_ == "do" and verb.lemma_ == "have"
        return thing if to_do else None
    if thing.lemma_ in _IDIOMS:
        return None
    return next((c for c in thing.children if c.lower_ == "no" and c.dep_ == "det"), None)


def withholds(verb: Token) -> bool:
    """Whether the infinitive after ``verb`` is not done: "declined to", "refused to", "has yet to", "unable to"."""
    yet = verb.lemma_.lower() in ("have", "be") and any(c.lower_ == "yet" for c in verb.children)
    return yet or verb.lemma_.lower() in ("decline", "refuse", "unable")


def _negative_subject(verb: Token) -> bool:
    subject = child(verb, "nsubj", "nsubjpass")
    if subject is None:
        return False
    return subject.lower_ in ("nobody", "none", "neither", "nothing") or any(
        c.lower_ in ("no", "neither") for c in subject.children if c.dep_ in ("det", "preconj")
    )


def agents(verb: Token) -> list[Token]:
    """Who did it, in the passive: "by A", "by either A or B"."""
    by = child(verb, "agent") or next(
        (c for c in verb.children if c.dep_ == "prep" and c.lower_ == "by"), None
    )
    first = child(by, "pobj") if by is not None else None
    if first is None:  # "was neither confirmed nor denied by A"
        return [a for c in verb.children if c.dep_ == "conj" and passive(c) for a in agents(c)]
    alternatives = any(c.lower_ in ("either", "neither", "or", "nor") for c in first.children)
    return [first, *conjuncts(first)] if alternatives else [first]


def conjuncts(token: Token) -> list[Token]:
    """What is joined to ``token`` by "and" or "or", in order."""
    return [c for c in token.conjuncts if c.i > token.i]


def subject(verb: Token, depth: int = 0) -> Token | None:
    """Who does what ``verb`` says, also where the word stands with another verb."""
    own = child(verb, "nsubj")
    if own is not None:
        if own.tag_ in _RELATIVE and verb.dep_ in ("relcl", "acl"):
            return verb.head
        return own
    beside = _beside_source(verb)
    if beside is not None:
        return beside
    if depth > 4 or verb.head == verb or child(verb, "nsubjpass") is not None:
        return None
    if verb.dep_ == "conj":
        return _renamed(verb) or subject(verb.head, depth + 1)
    if verb.dep_ in ("xcomp", "advcl", "pcomp", "ccomp", "prep"):
        if verb.head.pos_ in ("NOUN", "PROPN") and verb.dep_ != "pcomp":
            return verb.head
        told = verb.head.head
        if verb.dep_ == "pcomp" and verb.head.lower_ == "by" and child(told, "mark") is not None:
            # "responded to reports that they were … by stating": who responded, not who they were
            return subject(clause_head(told.head.head), depth + 1) or subject(told, depth + 1)
        return subject(verb.head, depth + 1)
    if verb.dep_ in ("acl", "relcl") and verb.tag_ in ("VBG", "VBZ", "VBD", "VBP"):
        return verb.head
    return None


def _beside_source(verb: Token) -> Token | None:
    """The subject in "according to the Post, the ministry denied …", misread as another name of the Post."""
    for prep in verb.children:
        if prep.lower_ != "according" or prep.i > verb.i or child(verb, "nsubjpass") is not None:
            continue
        for t in below(prep):
            if t.dep_ == "appos" and t.right_edge.i + 1 == min(
                [verb.i, *(c.i for c in verb.children if c.dep_ in ("aux", "neg"))]
            ):
                return t
    return None


def _renamed(verb: Token) -> Token | None:
    """The nearer subject in "the cell, the X known as Y, claimed …", which parsers tie to "known"."""
    return next(
        (
            child(c, "nsubj")
            for c in verb.head.children
            if c.lower_ in ("known", "called", "named") and c.i < verb.i
        ),
        None,
    )


def verb_group(verb: Token) -> tuple[int, int]:
    """The verb with its auxiliaries, negation and particle, as a place in the whole text."""
    first = last = verb
    for c in sorted(verb.children, key=lambda t: -t.i):
        inside = all(t.dep_ in ("advmod", "neg", "aux", "auxpass") for t in verb.doc[c.i : first.i])
        if c.i < verb.i and c.dep_ in ("aux", "auxpass", "neg") and inside:
            first = c
        elif c.i == verb.i + 1 and c.dep_ == "prt":
            last = c
    return begin(first), finish(last)


def clause_head(token: Token) -> Token:
    """The verb of the clause that ``token`` stands in."""
    while token.head != token and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token


def noun_phrase(head: Token) -> list[Token]:
    """The noun phrase around ``head``, as far as no comma, colon or dash sets its parts off."""
    doc = head.doc
    either = [c for c in head.children if c.dep_ == "preconj" or c.lower_ in ("or", "nor")]
    own = {t.i for t in below(head, without=[*either, *(head.conjuncts if either else ())])}
    left = right = head.i
    while left - 1 in own and not _sets_off(doc[left - 1]) and doc[left - 1].text != "(":
        left -= 1
    while right + 1 in own and not _sets_off(doc[right + 1]):
        right += 1
    return trimmed(list(doc[left : right + 1]))


def _sets_off(token: Token) -> bool:
    if token.text == "-":
        return token.i > 0 and bool(token.doc[token.i - 1].whitespace_)
    return token.text in (",", ";", ":", "–", "—", "--")


_GIVEN = {
    "of": frozenset({"speak", "talk", "know", "hear"}),
    "at": frozenset({"put", "place"}),
    "to": frozenset({"raise"}),
}
_THE_NUMBER = frozenset({"it", "figure", "number", "total", "count"})


def giving(number: Token) -> Token | None:
    """The verb by which somebody gives a number without saying of what: "knows of nine", "puts it at nine".

    None where a noun tells what it counts.
    """
    if number.pos_ != "NUM" or any(
        c.dep_ in ("amod", "prep") and c.i > number.i for c in number.children
    ):
        return None
    prep = number.head
    if number.dep_ == "dobj" and prep.lemma_ == "count":
        return prep
    verb = prep.head
    if number.dep_ != "pobj" or verb.lemma_ not in _GIVEN.get(prep.lower_, ()):
        return None
    thing = child(verb, "dobj")
    vague = (
        thing is not None and thing.lemma_.lower() in _THE_NUMBER and child(thing, "prep") is None
    )
    return verb if prep.lower_ == "of" or vague else None
