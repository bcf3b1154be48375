"""Answers to what an earlier sentence says: "B rejected the accusation", "B called it a lie", "B said that was untrue"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .contents import complement, said_nouns
from .findings import Finding
from .lexicon import lexicon
from .nlp import where
from .spans import turn, where_of
from .tree import agents, below, child, conjuncts, subject, verb_group

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_CALLING = frozenset({"call", "brand", "label", "term", "deem", "describe"})
_UNTRUE = frozenset(["lies", "absurd", "hoax", "incorrect", "wrong", "inaccurate", "ridiculous"])
_POINTING = frozenset({"it", "that", "this", "them"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
_CHARGES = frozenset({"accusation", "charge"})
_ANSWERED = frozenset({"clause", "accusation", "noun", "responsibility"})  # forms of what is stated


def answers(
    sentence: Span, found: Sequence[Finding], earlier: Sequence[Finding]
) -> Iterator[Finding]:
    """Stances on what `earlier` findings state, each an echo of one; `found` are those of this sentence."""
    stated = [
        f
        for f in earlier
        if f.claimant is not None
        and f.echo is None
        and f.form in _ANSWERED
        and f.stance in ("asserts", "reports", "denies")
    ]
    if not stated:
        return
    for verb in sentence:
        answer = _answer(verb)
        if answer is None or any(f.echo is not None and f.cue == verb_group(verb) for f in found):
            continue
        thing, stance = answer
        charged = [f for f in stated if f.form == "accusation"]
        put = (charged if charged and thing.lemma_.lower() in _CHARGES else stated)[-1]
        if put.stance == "denies" and thing.lower_ in _POINTING:
            continue  # the claim or its denial: nobody knows
        who_said = subject(verb)
        for who in agents(verb) or [w for w in (who_said,) if w is not None and w is not thing]:
            itself = put.claimant is not None and who.lower_ == put.claimant.lower_
            if not itself and (who.pos_ != "PRON" or who.tag_ == "PRP"):
                words = below(thing)
                yield Finding(
                    content=list(put.content), form=put.form, stance=stance, root=put.root,
                    claimant=who, claimant_range=where_of(who), cue=verb_group(verb), echo=put,
                    quote=[where(who.doc[words[0].i : words[-1].i + 1])], confidence=0.7,
                )  # fmt: skip


def _answer(verb: Token) -> tuple[Token, str] | None:
    """(what is answered, the stance on it), where the verb answers something."""
    lemma = verb.lemma_.lower()
    ways = lexicon().verbs.get(lemma, {})
    if not ways and lemma not in _CALLING:
        return None
    thing = child(verb, "dobj", "nsubjpass")
    stance = next((ways[w] for w in ("object", "said") if w in ways), None)
    if lemma in _CALLING:
        thing, stance = _called(verb)
    elif ways.get("clause") == "asserts" and (clause := child(verb, "ccomp")) is not None:
        verdict = child(clause, "acomp", "attr") if clause.lemma_ == "be" else None
        if verdict is not None and _untrue(verdict):  # "said that was false"
            negated = any(c.dep_ == "neg" for c in clause.children)
            thing = child(clause, "nsubj")
            return (
                (thing, "asserts" if negated else "denies")
                if thing is not None and _taken_up(thing)
                else None
            )
    if thing is None or stance is None or not _taken_up(thing):
        return None
    turned = turn(stance, verb)
    # Who repeats a claim gives it in words of their own; not to confirm it is an answer.
    return None if turned is None or turned == stance == "asserts" else (thing, turned)


def _called(verb: Token) -> tuple[Token | None, str | None]:
    """(what is called untrue, "denies"): "called it a lie", "described the report as false"."""
    small = child(verb, "ccomp", "xcomp")
    if small is not None and _untrue(small) and (thing := child(small, "nsubj")) is not None:
        return thing, "denies"
    verdict = child(verb, "oprd", "xcomp", "acomp") or next(
        (c for c in verb.children if c.lower_ == "as"), None
    )
    fake = verdict is not None and any(_untrue(word) for word in below(verdict))
    return child(verb, "dobj", "nsubjpass"), "denies" if fake else None


def _untrue(word: Token) -> bool:
    return word.lower_ in lexicon().nouns["fake"] | _UNTRUE


def _taken_up(thing: Token) -> bool:
    """Whether a noun or pronoun stands for what was said: "the accusation", "these claims", "that", "it"."""
    if thing.lower_ in _POINTING:
        return thing.pos_ in ("PRON", "DET")
    noun = thing.lemma_.lower() in said_nouns() | _CHARGES
    if not noun or complement(thing) is not None or conjuncts(thing):
        return False
    return any(c.lower_ in _DEFINITE for c in thing.children)
