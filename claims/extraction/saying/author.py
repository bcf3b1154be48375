"""What the author says in their own voice: clauses that state something and that nobody else is quoted with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import begin, finish
from claims.extraction.text.tree import (
    FINITE,
    SUBJECTS,
    below,
    child,
    negated,
    ranges,
    trimmed,
    withholds,
)

from .answers import disputed, unanswered

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_FIRST_AND_SECOND = frozenset(["i", "we", "you", "my", "our", "your", "me", "us"])


def author_findings(sentence: Span, found: Sequence[Finding]) -> list[Finding]:
    """The claims of one sentence that the author makes; ``found`` are the attributions to others in it.

    Questions, advice, opinion ("should", "must") and what speaks of the author or reader are no claims.
    """
    text = sentence.text
    asks = text.rstrip("\"'”’ ").endswith("?") or '?"' in text
    if asks or not _states(sentence.root):
        return []
    new = []
    clauses = _clauses(sentence)
    for clause in clauses:
        others = [c for c in clauses if c != clause]
        others += _joints(_reporting(sentence, clause, found))
        tokens = trimmed([t for t in below(clause, without=others) if not _attributing(t, found)])
        if not _worth(clause, tokens) or _taken(tokens, clause, found):
            continue
        new.append(
            Finding(
                content=_joined(tokens),
                form="author",
                stance="asserts",
                root=clause,
                confidence=0.6,
            )
        )
    return new


def _states(root: Token) -> bool:
    """Whether the sentence is a statement: a finite verb and somebody or something it speaks of."""
    if child(root, *SUBJECTS) is not None:
        return True
    if root.pos_ in ("VERB", "AUX"):
        return child(root, "auxpass") is not None
    # A misread sentence hangs on a noun ("Such debate risks harming …"); it is long and has a full stop.
    sentence = root.sent
    finite = root.lemma_.lower() in lexicon().hedges["risk"] or any(
        t.tag_ in FINITE and child(t, *SUBJECTS) is not None for t in sentence
    )
    return finite and len(sentence) > 8 and sentence[-1].text in ".\"'"


def _clauses(sentence: Span) -> list[Token]:
    """The main verb and each verb joined to it that has a subject of its own."""
    root = sentence.root
    found = [root]
    stack = [root]
    while stack:
        for c in stack.pop().children:
            if c.dep_ in ("conj", "ccomp", "parataxis") and c.sent.root == root and _independent(c):
                found.append(c)
                stack.append(c)
    return sorted(found, key=lambda t: t.i)


def _independent(verb: Token) -> bool:
    if child(verb, *SUBJECTS) is None or child(verb, "mark") is not None:
        return False
    return verb.dep_ in ("conj", "parataxis") or verb.doc[
        verb.right_edge.i + 1 : verb.right_edge.i + 2
    ].text in (";", ":", "—")


def _reporting(sentence: Span, clause: Token, found: Sequence[Finding]) -> list[Token]:
    """Verbs around the clause by which somebody else is quoted: "…, adding that P", "while A claimed P", "A knows that P, so …"."""
    cues = [f.cue for f in found if f.cue is not None and f.claimant is not None]
    below = ("advcl", "pcomp", "conj", "parataxis")
    return [
        t for t in sentence
        if t != clause and t.pos_ in ("VERB", "AUX") and (t.dep_ in below or (t.dep_ == "ccomp" and t.i < clause.i))
        and t not in clause.ancestors and any(s <= begin(t) < e for s, e in cues)
    ]  # fmt: skip


def _joints(verbs: Sequence[Token]) -> list[Token]:
    """Verbs with the words that tie them to the rest: "but" before "announced", "after" before "being warned"."""
    tied = [v.head if v.dep_ == "pcomp" else v for v in verbs]
    for verb in verbs:
        ands = [c for c in verb.head.children if c.dep_ == "cc" and c.i < verb.i]
        if verb.dep_ == "conj" and ands:
            tied.append(ands[-1])
    return tied


def _attributing(token: Token, found: Sequence[Finding]) -> bool:
    """Whether the token belongs to a phrase such as "according to A" that only says who speaks."""
    at = begin(token)
    noun = token.pos_ == "NOUN"
    return any(
        f.cue is not None and f.claimant is not None and f.form == "clause"
        and not (noun and f.cue == (at, finish(token)))  # "his claim that P" has a verb of its own
        and token.doc is f.claimant.doc and f.cue[0] <= at < f.cue[1] and token.pos_ not in ("VERB", "AUX")
        for f in found
    )  # fmt: skip


def _worth(clause: Token, tokens: list[Token]) -> bool:
    words = [t for t in tokens if t.is_alpha]
    if len(words) < 4:
        return False
    subject = child(clause, *SUBJECTS)
    if subject is not None and subject.lower_ in _FIRST_AND_SECOND:
        return False
    silent = withholds(clause) and child(clause, "xcomp") is not None
    wordless = negated(clause) and child(clause, "dobj") is None
    telling = clause.lemma_ == "elaborate" or "quote" in lexicon().verbs.get(
        clause.lemma_.lower(), {}
    )
    if silent or (wordless and telling) or unanswered(clause) is not None or disputed(clause):
        return False
    modal = any(c.dep_ == "aux" and c.lower_ in lexicon().opinion for c in clause.children)
    return not modal


def _taken(tokens: list[Token], clause: Token, found: Sequence[Finding]) -> bool:
    """Whether the clause is somebody's word already: most of it is, or its verb is the cue for it."""
    start, end = begin(tokens[0]), finish(tokens[-1])
    covered = 0
    for finding in found:
        if finding.cue is not None and finding.cue[0] <= begin(clause) < finding.cue[1]:
            return True
        if finding.form == "clause" and finding.claimant is not None and finding.root == clause:
            return True
        covered = max(covered, sum(max(0, min(e, end) - max(s, start)) for s, e in finding.content))
        covered = max(
            covered,
            (end - start) if finding.direct and finding.start <= begin(clause) < finding.end else 0,
        )
    return covered > 0.6 * (end - start)


def _joined(tokens: list[Token]) -> list[tuple[int, int]]:
    """The parts of a clause; words set between them stay out only if they are many."""
    parts = ranges(tokens)
    joined = parts[:1]
    for start, end in parts[1:]:
        if start - joined[-1][1] < 12:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
