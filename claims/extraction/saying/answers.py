"""Answers to what an earlier sentence says: "B rejected the accusation", "B called it a lie", "B said that was untrue".

No answer is one, too: "B did not respond to a request for comment".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.naming.references import animate
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import begin, where
from claims.extraction.text.pronouns import PERSONS
from claims.extraction.text.tree import (
    agents,
    below,
    child,
    conjuncts,
    negated,
    nothing_done,
    ranges,
    subject,
    trimmed,
    verb_group,
    withholds,
)

from .contents import complement, said_nouns
from .spans import turn, where_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_UNTRUE = frozenset(
    [
        "lies", "absurd", "hoax", "incorrect", "wrong", "inaccurate", "ridiculous", "invention", "fabrication", "fiction",
        "fantasy", "tale", "myth", "rubbish", "slander", "smear",
    ]
)  # fmt: skip
# By which verb somebody denies a charge without naming it.
_GUILTLESS = {
    "maintain": ("innocence",), "protest": ("innocence",), "proclaim": ("innocence",), "assert": ("innocence",),
    "deny": ("wrongdoing", "guilt"),
}  # fmt: skip
_GUILT = frozenset({"guilty", "guilt", "innocent", "innocence", "wrongdoing"})
_TRUE = frozenset({"true", "correct", "accurate", "right"})
_POINTING = frozenset({"it", "that", "this", "them"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
_CHARGES = frozenset({"accusation", "charge"})
_ANSWERED = frozenset({"clause", "accusation", "noun", "responsibility"})  # forms of what is stated


def answers(
    sentence: Span, found: Sequence[Finding], earlier: Sequence[Finding]
) -> Iterator[Finding]:
    """Stances on what `earlier` findings state, each an echo of one; `found` are those of this sentence."""
    here = [f for f in found if _states(f)]
    every = [*filter(_states, earlier), *(f for f in here if f.form == "accusation")]
    if not every:
        return
    for verb in sentence:
        answer = _answer(verb)
        stated = [f for f in every if f.end <= begin(verb)]
        if (
            not stated
            or answer is None
            or any(f.echo is not None and f.cue == verb_group(verb) for f in found)
        ):
            continue
        thing, stance = answer
        # What the same sentence says first comes before what another one said.
        near = any(
            f.stance != "denies" and f.end <= begin(verb.left_edge) and f.root is not None
            for f in here
        )
        if near and thing.lower_ in _POINTING:
            continue  # its own rules know whether that is meant
        put = _meant(thing, stated, subject(verb))
        if put is None:
            continue
        who_said = subject(verb)
        for who in agents(verb) or [w for w in (who_said,) if w is not None and w is not thing]:
            itself = put.claimant is not None and who.lower_ == put.claimant.lower_
            if not itself and (who.pos_ != "PRON" or who.tag_ == "PRP"):
                words = _words(verb, thing)
                yield Finding(
                    content=list(put.content), form=put.form, stance=stance, root=put.root,
                    claimant=who, claimant_range=where_of(who), cue=verb_group(verb), echo=put,
                    quote=[where(who.doc[words[0].i : words[-1].i + 1])], confidence=0.7,
                )  # fmt: skip


def _states(finding: Finding) -> bool:
    """Whether somebody states or denies something that can be answered, and only echoes nobody."""
    return (
        finding.claimant is not None
        and bool(finding.content)
        and finding.echo is None
        and finding.form in _ANSWERED
        and finding.stance in ("asserts", "reports", "denies")
    )


def _words(verb: Token, thing: Token) -> list[Token]:
    """In which words somebody answers: the clause of "said that was a lie", else what is answered."""
    clause = child(verb, "ccomp")
    said = trimmed(below(clause)) if clause is not None else []
    return said if thing in said else below(thing)


def _meant(thing: Token, stated: Sequence[Finding], who: Token | None) -> Finding | None:
    """Which of the statements is answered; None where that is not plain."""
    if thing.lemma_.lower() in _GUILT:
        charges = [f for f in stated if who is not None and f.stance != "denies" and _of(f, who)]
        return charges[-1] if charges else None
    charged = [f for f in stated if f.form == "accusation"]
    put = (charged if charged and thing.lemma_.lower() in _CHARGES else stated)[-1]
    unsure = put.stance == "denies" and thing.lower_ in _POINTING  # the claim, or its denial?
    return None if unsure else put


def _of(finding: Finding, who: Token) -> bool:
    """Whether a statement is about ``who``, or about some person that a pronoun may mean."""
    about = child(finding.root, "nsubj", "nsubjpass") if finding.root is not None else None
    told = [t for t in (about, finding.party) if t is not None]
    if who.tag_ == "PRP":
        return who.lower_ in PERSONS and any(t.pos_ == "PROPN" or animate(t) for t in told)
    return any(t.text == who.text for t in told)


# What people are asked with, and the verbs by which they don't answer.
_REQUESTS = frozenset(
    [
        "request", "question", "inquiry", "enquiry", "query", "message", "call", "email", "e-mail", "letter",
        "invitation",
    ]
)  # fmt: skip
_REPLYING = {"respond": "to", "reply": "to", "comment": "on", "answer": "", "return": ""}


def silences(sentence: Span, earlier: Sequence[Finding]) -> Iterator[Finding]:
    """Who was asked and takes no position: on what was said of them before, where that is plain."""
    for verb in sentence:
        asked = unanswered(verb)
        who = child(verb, "nsubjpass") or subject(verb)
        if asked is None or who is None or (who.pos_ == "PRON" and who.tag_ != "PRP"):
            continue
        put = _put_to(who, asked, earlier)
        declines = verb.dep_ == "xcomp"
        if declines and put is None:
            continue  # "declined to comment" is a verb of saying like others
        content = ranges(trimmed(asked))
        yield Finding(
            content=list(put.content) if put is not None else content,
            form=put.form if put is not None else "silence",
            stance="no_position", root=put.root if put is not None else asked[0],
            claimant=who, claimant_range=where_of(who), cue=verb_group(verb.head if declines else verb),
            echo=put, quote=content, confidence=0.8,
        )  # fmt: skip


def unanswered(verb: Token) -> list[Token] | None:
    """The words for what somebody leaves unanswered: "(did not respond to) a request"; None for any other verb."""
    lemma, declines = verb.lemma_.lower(), verb.dep_ == "xcomp" and withholds(verb.head)
    if lemma == "have" and (word := child(verb, "dobj")) is not None and word.lower_ == "comment":
        return below(word) if any(c.lower_ in ("no", "any") for c in word.children) else None
    if lemma == "be" and (state := child(verb, "acomp")) is not None:
        away = state.lower_ == "unavailable" or (state.lower_ == "available" and negated(verb))
        return _for_comment(state) if away else None
    if lemma not in (*_REPLYING, "reach", "draw") or not (negated(verb) or declines):
        return None
    if lemma == "draw":  # "would not be drawn on P"
        on = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "on"), None)
        return below(on)[1:] if on is not None and child(verb, "nsubjpass") is not None else None
    if lemma == "reach":
        return (_for_comment(verb) or [verb]) if child(verb, "nsubjpass") is not None else None
    thing = child(verb, "dobj")
    if (by := _REPLYING[lemma]) and thing is None:
        prep = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == by), None)
        thing = child(prep, "pobj") if prep is not None else None
    if thing is None:
        return [verb] if lemma == "comment" else None
    asked = thing.lemma_.lower() in _REQUESTS or lemma == "comment" or _taken_up(thing)
    return below(thing) if asked else None


def _for_comment(word: Token) -> list[Token] | None:
    """ "for comment" behind "reached" or "available"."""
    for c in word.children:
        what = child(c, "pobj") if c.dep_ == "prep" and c.lower_ == "for" else None
        if what is not None and what.lemma_.lower() in ("comment", "interview"):
            return below(c)
    return None


def _put_to(who: Token, asked: Sequence[Token], earlier: Sequence[Finding]) -> Finding | None:
    """The charge or claim about ``who`` that they were asked about."""
    named = any(_taken_up(t) for t in asked if t.pos_ == "NOUN")
    for f in reversed(earlier):
        if f.echo is not None or f.form not in _ANSWERED or f.claimant is None or f.root is None:
            continue
        if f.stance not in ("asserts", "reports") or f.claimant.text == who.text:
            continue
        about = child(f.root, "nsubj", "nsubjpass")
        party = [t for t in (about, f.party) if t is not None and f.start <= begin(t) < f.end]
        if named or any(t.text == who.text and t.pos_ in ("NOUN", "PROPN") for t in party):
            return f
    return None


def _calling() -> frozenset[str]:
    return lexicon().calling | {"describe"}


def disputed(verb: Token) -> bool:
    """Whether the clause only says that somebody calls something untrue that it doesn't name: "called it a lie"."""
    thing, stance = _called(verb) if verb.lemma_.lower() in _calling() else (None, None)
    return stance == "denies" and thing is not None and thing.lower_ in _POINTING


def _answer(verb: Token) -> tuple[Token, str] | None:
    """(what is answered, the stance on it), where the verb answers something."""
    lemma = verb.lemma_.lower()
    if (word := _innocence(verb)) is not None:
        return word, "denies"
    ways = lexicon().verbs.get(lemma, {})
    if not ways and lemma not in _calling():
        return None
    at = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "at"), None)
    thing = child(verb, "dobj", "nsubjpass") or (child(at, "pobj") if at is not None else None)
    stance = next((ways[w] for w in ("object", "said") if w in ways), None)
    if lemma in _calling():
        thing, stance = _called(verb)
    elif ways.get("clause") == "asserts" and (clause := child(verb, "ccomp")) is not None:
        thing, judged = _verdict(clause)
        if judged is not None:
            return (thing, judged) if thing is not None and _taken_up(thing) else None
    if thing is None or stance is None or not _taken_up(thing):
        return None
    turned = turn(stance, verb)
    # Who repeats a claim gives it in words of their own; not to confirm it is an answer.
    return None if turned is None or turned == stance == "asserts" else (thing, turned)


def _innocence(verb: Token) -> Token | None:
    """The word by which somebody says that they did nothing of the kind: "pleaded not guilty", "insists he is
    innocent", "maintains his innocence", "denied any wrongdoing"."""
    lemma, thing = verb.lemma_.lower(), child(verb, "dobj")
    if lemma == "plead":
        plea = next((c for c in verb.children if c.lower_ == "guilty"), None)
        return plea if plea is not None and (negated(verb) or negated(plea)) else None
    if thing is not None and thing.lower_ in _GUILTLESS.get(lemma, ()):
        return thing
    who, clause = child(verb, "nsubj"), child(verb, "ccomp")
    own = child(clause, "nsubj") if clause is not None else None
    if clause is None or who is None or own is None or own.lower_ not in (*PERSONS, "they"):
        return None
    state = child(clause, "acomp") if clause.lemma_ == "be" else None
    guilty = state is not None and state.lower_ == "guilty" and negated(clause)
    return state if state is not None and (guilty or state.lower_ == "innocent") else None


def _verdict(clause: Token) -> tuple[Token | None, str | None]:
    """(what is judged, the stance on it): "(said) that was false", "it was not true", "there was no truth to it"."""
    if (part := nothing_done(clause)) is not None:  # "had nothing to do with it"
        behind = (t for t in below(clause) if t.dep_ == "pobj" and t.i > part.i)
        return next(behind, None), "denies"
    verdict = child(clause, "acomp", "attr") if clause.lemma_ == "be" else None
    if verdict is None:
        return None, None
    negated = any(c.dep_ == "neg" for c in clause.children)
    if _untrue(verdict) and (thing := child(clause, "nsubj")) is not None:
        return thing, "asserts" if negated else "denies"
    if verdict.lower_ in _TRUE and negated:
        return child(clause, "nsubj"), "denies"
    if verdict.lower_ in ("truth", "substance") and any(c.lower_ == "no" for c in verdict.children):
        near = [*verdict.children, *clause.children]
        to = next((c for c in near if c.dep_ == "prep" and c.lower_ in ("to", "in")), None)
        return (child(to, "pobj") if to is not None else None), "denies"
    return None, None


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
