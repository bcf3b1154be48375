"""The verbs that tell of a happening where no noun names it: "was shot", "opened fire"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.tree import child

from .mentions import kind_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


def deed(docs: Sequence[Doc]) -> str | None:
    """The kind of happening that the verbs of these passages tell: "was shot".

    How somebody was killed says more than that somebody was.
    """
    kinds = [kind for doc in docs for token in doc if (kind := kind_of_deed(token)) is not None]
    return next((kind for kind in kinds if kind != "killing"), kinds[0] if kinds else None)


def kind_of_deed(token: Token) -> str | None:
    """The kind of happening that a word tells as a deed that was done; None for any other word."""
    if token.lemma_ == "fire":
        opened = token.dep_ == "dobj" and token.head.lemma_ == "open"
        return "shooting" if opened or (token.pos_ == "VERB" and not _undone(token)) else None
    if token.lemma_ == "gunshot":
        return "shooting"
    if token.lower_ == "dead" and token.pos_ == "ADJ" and token.dep_ != "amod":
        return "killing"  # "found dead", "left two dead"
    # Parsers take the clipped words of a headline for names: "Five Shot Near Park".
    told = token.pos_ == "VERB" or (token.doc.user_data["passage"] == 0 and token.lower_ == "shot")
    if not told or _undone(token):
        return None
    return _pairs("deeds").get(_lemma(token)) or _wreck(token)


def _wreck(verb: Token) -> str | None:
    """The kind of happening that a verb tells by what it became of: "the ferry sank", but no price that
    did; None for any other."""
    lost = child(verb, "nsubj") or child(verb, "nsubjpass")
    if lost is None or lost.lemma_.lower() not in lexicon().scene["wrecked"]:
        return None
    return _pairs("wrecks").get(verb.lemma_.lower())


def tells(word: Token) -> bool:
    """Does a word name a happening, or tell that somebody was harmed?"""
    harmed = word.lemma_.lower() in lexicon().scene["harms"]
    return harmed or kind_of(word) is not None or kind_of_deed(word) is not None


def is_told(sentence: Span) -> bool:
    """Does a sentence tell of a happening, or that one was?"""
    happens = lexicon().scene["happens"]
    return any(tells(word) or word.lemma_.lower() in happens for word in sentence)


def _lemma(token: Token) -> str:
    return "shoot" if token.lower_ == "shot" else token.lemma_.lower()


def _undone(verb: Token) -> bool:
    """ "a plot to kill", "would have killed", "drones were shot down": nobody was killed or shot."""
    down = any(c.dep_ == "prt" and c.lower_ == "down" for c in verb.children)
    aux = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    began = verb.dep_ == "xcomp" and verb.head.lemma_ in ("begin", "start")
    return (
        down
        or bool(
            aux - ({"to"} if began else set()) & {"to", "would", "could", "might", "may", "will"}
        )
        or any(c.dep_ == "neg" for c in verb.children)
    )


@cache
def _pairs(key: str) -> dict[str, str]:
    return dict(pair.split("|") for pair in lexicon().scene[key])
