"""The words of a content, less those that are no part of what is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding, Range
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import begin, finish
from claims.extraction.text.pronouns import THIRD
from claims.extraction.text.tree import SUBJECTS, below, child, negated, trimmed

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_TAKING_PART = frozenset({"role", "involvement", "part", "hand", "participation", "complicity"})


_TELLING = frozenset({"tell", "assure", "inform", "notify", "brief", "remind", "advise", "warn"})


def said_nouns() -> frozenset[str]:
    """Nouns of what somebody says: claim, report."""
    nouns = lexicon().nouns
    return nouns["asserts"] | nouns["reports"]


def taken_back(noun: Token) -> bool:
    """Whether somebody no longer says it: "retracted her claim that P", "backtracked on it"."""
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    ways = lexicon().verbs.get(verb.lemma_.lower(), {})
    return ways.get("said") == "no_position" or verb.lemma_ == "backtrack"


def refuted_part(content: list[Token]) -> list[Token] | None:
    """The P of "reports that P are false", which who says so denies; None for any other content."""
    opens = (
        content[0].lemma_.lower() in said_nouns()
        or content[min(1, len(content) - 1)].lemma_.lower() in said_nouns()
    )
    if not opens or content[-1].lower_ not in lexicon().nouns["fake"]:
        return None
    of = next((i for i, t in enumerate(content[:4]) if t.lower_ in ("that", "of", "about")), None)
    be = next((i for i in range(len(content) - 2, 0, -1) if content[i].lemma_ == "be"), None)
    return content[of + 1 : be] if of is not None and be is not None and be > of + 2 else None


def without_tail(content: list[Token]) -> list[Token]:
    """A long noun phrase without a participle clause that a comma adds at its end."""
    for token in content:
        if (
            token.dep_ in ("advcl", "acl")
            and token.tag_ == "VBG"
            and token.left_edge.i > content[0].i + 5
        ):
            before = token.doc[token.left_edge.i - 1]
            if before.text == ",":
                return [t for t in content if t.i < before.i]
    return content


def without_tag(content: list[Token]) -> list[Token]:
    """What is said without who passes the saying on: "(A said that) P, the newspaper reported"."""
    root = min(content, key=lambda t: len(list(t.ancestors)), default=None)
    inner = child(root, "ccomp") if root is not None else None
    who = child(root, *SUBJECTS) if root is not None else None
    if root is None or inner is None or who is None or not inner.i < who.i < root.i:
        return content
    return [t for t in content if t.i < who.left_edge.i]


def with_part(verb: Token, thing: Token, content: list[Token]) -> list[Token]:
    """ "(denied) any role in P" whole, where parsers tie "in P" to the verb."""
    if thing.lemma_.lower() not in _TAKING_PART:
        return content
    ins = [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "in" and c.i > thing.i]
    return sorted({*content, *(t for c in ins for t in below(c))}, key=lambda t: t.i)


def apart(thing: Token) -> list[Token]:
    """Asides to a noun: what follows a dash or comma as an apposition or participle."""
    return [
        c for c in thing.children
        if c.i > thing.i and c.dep_ in ("appos", "acl", "relcl") and c.left_edge.i > 0
        and thing.doc[c.left_edge.i - 1].text in (",", "—", "–", "-")
    ]  # fmt: skip


def as_fake(token: Token) -> bool:
    """Whether the token belongs to "as fake" after what is dismissed."""
    fake = lexicon().nouns["fake"]
    chain = [token, *token.ancestors]
    return any(
        t.lower_ == "as" and any(x.lower_ in fake for x in below(t)) and len(below(t)) < 8
        for t in chain
    )


def complement(noun: Token) -> Token | None:
    """What a noun of saying is about: "reports that P", "claims of P", "reports suggesting P"."""
    for c in noun.children:
        if c.i < noun.i:
            continue
        if (
            c.dep_ in ("acl", "ccomp", "relcl")
            and child(c, "mark") is not None
            and child(c, *SUBJECTS) is not None
        ):
            return c
        if c.dep_ == "acl" and c.tag_ == "VBG" and c.lemma_.lower() in lexicon().verbs:
            inner = finite_clause(c) or child(c, "dobj")
            if inner is not None:
                return inner
        if c.dep_ == "prep" and c.lower_ in ("of", "about"):
            inner = child(c, "pobj", "pcomp")
            if inner is not None and inner.pos_ != "PRON":
                return inner
    return None


def finite_clause(verb: Token) -> Token | None:
    """The clause that ``verb`` reports: one with a subject of its own."""
    listener = child(verb, "dobj") if verb.lemma_.lower() in _TELLING else None
    clauses: list[Token] = [*verb.children, *(listener.children if listener is not None else ())]
    for c in clauses:
        if c.dep_ not in ("ccomp", "acl"):
            continue
        finite = c.tag_ in ("VBD", "VBZ", "VBP") or child(c, "aux", "auxpass") is not None
        marked = (mark := child(c, "mark")) is not None and mark.lower_ == "that"
        misread = c.pos_ == "NOUN" and c.i < verb.i and any(t.pos_ == "AUX" for t in below(c))
        clausal = marked or misread or (finite and child(c, *SUBJECTS, "mark") is not None)
        if (c.dep_ == "ccomp" and clausal) or (c.dep_ == "acl" and marked and c.head == listener):
            return c
    return None


def cited(verb: Token) -> tuple[Token | None, set[Token]]:
    """Whom "A reported, citing B, that P" cites, and the words that say so."""
    for c in verb.subtree:
        if c.lemma_.lower() == "cite" and c.tag_ == "VBG" and (who := child(c, "dobj")) is not None:
            speaks = (
                who.lemma_.lower()
                in {"source", "person", "people"}
                | lexicon().speakers["government"]
                | lexicon().measures["persons"]
            )
            if who.pos_ == "PROPN" or speaks:
                own = below(c)
                inner = next(
                    (x for x in own if x.dep_ in ("ccomp", "acl") and child(x, "mark") is not None),
                    None,
                )
                return who, set(own) - set(below(inner) if inner is not None else [])
    return None, set()


def _cut(content: Sequence[Range], start: int, end: int) -> list[Range]:
    """What of a content lies between two places."""
    cut = [(max(s, start), min(e, end)) for s, e in content]
    return [(s, e) for s, e in cut if s < e]


def _within(sentence: Span, start: int, end: int) -> bool:
    return begin(sentence[0]) <= start and end <= finish(sentence[-1])


def parted(finding: Finding) -> list[Finding]:
    """ "said that P and that Q", "said no P was lost and no Q": two things, of which one may be denied, so that
    there is a finding for each."""
    root = finding.root
    if finding.form not in ("clause", "quote") or root is None:
        return [finding]
    start, end = finding.content[0][0], finding.content[-1][1]
    if finding.form == "quote" and not _within(root.sent, start, end):
        return [finding]
    for clause in root.conjuncts:
        mark = child(clause, "mark")
        again = mark is not None and mark.lower_ == "that"
        denied = negated(root) or (finding.form == "clause" and negated(clause))
        turns = mark is None and denied
        if not (again or turns) or child(clause, *SUBJECTS) is None:
            continue
        first = mark if mark is not None else clause.left_edge
        before = [t for t in root.doc[root.i : first.i] if not (t.is_punct or t.dep_ == "cc")]
        leans = any(t.tag_ == "PRP" and t.lower_ in THIRD for t in clause.subtree)
        if leans or not start < begin(first) < end or not before:
            continue  # "that the mill burned and that a gang lit it": it, by the first alone
        second = _cut(finding.content, begin(first), end)
        other = replace(finding, content=second, root=clause, quote=None)
        # Readers see the words in which both are told, unless a second "that" parts them.
        finding.quote = None if again else finding.quote or finding.content
        finding.content = _cut(finding.content, start, finish(before[-1]))
        return [finding, *parted(other)]
    return [finding, *_going_on(finding, root)]


def _going_on(finding: Finding, root: Token) -> list[Finding]:
    """What follows on who says it in the tense of reported speech: "P, A said, and nobody had seen it"."""
    found = []
    saying = root.head if root.dep_ == "ccomp" else child(root, "parataxis")
    for clause in (*root.conjuncts, *(saying.conjuncts if saying is not None else ())):
        first = begin(clause.left_edge)
        behind = finding.cue is not None and finding.end <= finding.cue[0] < first
        told = any(c.dep_ == "aux" and c.lower_ in ("had", "would") for c in clause.children)
        who = child(clause, *SUBJECTS)
        own = who is not None and who.tag_ != "PRP" and child(clause, "mark") is None
        if behind and told and own and clause.lemma_.lower() not in lexicon().verbs:
            words = trimmed([t for t in below(clause) if t.i >= clause.left_edge.i])
            end = finish(words[-1])
            found.append(replace(finding, content=[(first, end)], root=clause, quote=None))
    return found
