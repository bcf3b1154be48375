"""Who was there: people in a crowd, and people on board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.tree import child, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_GATHER = frozenset({"march", "rally", "demonstrate", "protest", "gather", "assemble"})
_FILL = frozenset({"fill", "pack", "throng", "crowd"})
_STAND = frozenset({"be", "stand"})
# By these verbs somebody says how large a crowd was; "threw stones at the crowd at ten" says no such thing.
_SIZES = frozenset(
    {"put", "place", "estimate", "give", "be", "number", "total", "reach", "grow", "swell"}
)
CROWD = 50  # fewer are no crowd, but some people who stood somewhere


def present(noun: Token, number: float) -> tuple[str, Token] | None:
    """Whether persons were in a crowd ("attended") or on board ("aboard"), and the word that says so.

    ``noun`` is what is counted, or the number itself where it stands for persons; ``number`` is how many.
    """
    if (board := _aboard(noun)) is not None:
        return "aboard", board
    if noun.dep_ in ("nsubj", "nsubjpass") and _gathers(noun.head, number):
        return "attended", noun.head
    return None


def crowd(noun: Token, verb: Token) -> bool:
    """Whether a number that a verb gives a noun is the size of a crowd: "(put) the crowd at 8,000"."""
    return noun.lemma_.lower() == "crowd" and verb.lemma_ in _SIZES


def numbered(whom: Token) -> str | None:
    """Of whom there is a number, beside those who came to harm: "the number of marchers", "of people on board"."""
    if _board_behind(whom) is not None:
        return "aboard"
    return "attended" if whom.lemma_.lower() in lexicon().measures["attended"] else None


def _aboard(noun: Token) -> Token | None:
    """The word for being on board behind a number of persons, or a vehicle's verb for carrying them."""
    if (board := _board_behind(noun)) is not None:
        return board
    verb = noun.head
    if verb.lemma_ == "carry" and noun.dep_ == "dobj":
        who = subject(verb)
        vehicles = lexicon().measures["aboard"]
        if who is not None and any(t.lemma_.lower() in vehicles for t in who.subtree):
            return verb
    return None


def _board_behind(noun: Token) -> Token | None:
    doc = noun.doc
    for t in doc[noun.i + 1 : noun.i + 5]:
        if t.is_punct or t.pos_ == "VERB":
            return None
        if t.lower_ == "aboard" or (t.lower_ == "board" and doc[t.i - 1].lower_ == "on"):
            return t
    return None


def _gathers(verb: Token, number: float) -> bool:
    """Whether those who do this make a crowd: "marched", "took to the streets", "were in Mill Square"."""
    lemma, thing = verb.lemma_.lower(), child(verb, "dobj")
    what = thing.lemma_.lower() if thing is not None else ""
    occasions = lexicon().measures["occasions"]
    if lemma in _GATHER:
        return thing is None or what in occasions
    if lemma in ("attend", "join") and what in occasions:
        return True
    if lemma == "take" and what == "part":
        inside = _behind(verb, "in") or _behind(thing, "in")
        return inside is None or inside.lemma_.lower() in occasions
    streets = lexicon().measures["streets"]
    if lemma == "take":
        to = _behind(verb, "to")
        return to is not None and to.lemma_.lower() in streets
    if lemma == "turn":
        return any(c.dep_ == "prt" and c.lower_ == "out" for c in verb.children)
    if lemma in _FILL:
        return what in streets
    where = _behind(verb, "in") or _behind(verb, "on")
    on_foot = where is not None and where.lemma_.lower() in streets
    return lemma in _STAND and on_foot and number >= CROWD


def _behind(word: Token | None, preposition: str) -> Token | None:
    """What a preposition ties to a word: "(took part) in the march"."""
    if word is None:
        return None
    prep = next((c for c in word.children if c.lower_ == preposition and c.dep_ == "prep"), None)
    return child(prep, "pobj") if prep is not None else None
