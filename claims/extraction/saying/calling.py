"""What somebody calls a thing: "called the paper a forgery", "called it nonsense that P"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.tree import below, child, negated, passive

from .contents import said_nouns
from .spans import made

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


def calling_findings(sentence: Span) -> list[Finding]:
    """The attributions of one sentence that a verb of calling makes."""
    return [
        finding
        for verb in sentence
        if verb.lemma_.lower() in lexicon().calling and verb.pos_ == "VERB" and not negated(verb)
        for finding in _called(verb)
    ]


def _called(verb: Token) -> Iterator[Finding]:
    thing, name = child(verb, "dobj"), child(verb, "oprd")
    if thing is None or name is None or passive(verb) or not verb.i < thing.i < name.i:
        return
    if thing.lower_ == "it" and name.lower_ in lexicon().nouns["fake"]:
        clause = child(verb, "ccomp")
        mark = child(clause, "mark") if clause is not None else None
        if clause is not None and mark is not None and mark.lower_ == "that":
            yield from made(verb, [t for t in below(clause) if t != mark], "clause", "denies")
        return
    # "Called the ship Amsel" says how it is called; "called him a liar" and "called the claim a lie" don't say whom, or what.
    vague = thing.pos_ in ("PRON", "DET") or thing.lemma_.lower() in said_nouns()
    if not vague and name.pos_ != "PROPN":
        words = list(verb.doc[thing.left_edge.i : name.right_edge.i + 1])
        for finding in made(verb, words, "naming", "asserts"):
            finding.root = name
            yield finding
