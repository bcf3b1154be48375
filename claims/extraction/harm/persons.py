"""Which words stand for persons, for a number of them, or for nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.tree import child

from . import words

if TYPE_CHECKING:
    from spacy.tokens import Token


def spared(person: Token) -> bool:
    """Whether the words stand for nobody: "no one", "none of them", "not a single person"."""
    if any(t.lower_ == "not" for t in person.lefts) or any(
        t.lower_ == "not" for c in person.lefts for t in c.lefts
    ):
        return True
    return person.lower_ in words.NOBODY or any(
        c.lower_ in words.NOBODY for c in person.children if c.dep_ in ("det", "preconj")
    )


def no_person(noun: Token) -> bool:
    """Whether the word is known to mean an animal or a thing."""
    lemma = noun.lemma_.lower()
    return noun.pos_ == "NOUN" and (lemma in lexicon().words["animals"] or lemma in words.THINGS)


def labels(word: Token) -> bool:
    """Whether the word only heads what follows: the police in "Police: Four shot"."""
    return word.i + 1 < len(word.doc) and word.doc[word.i + 1].text == ":"


def countable(person: Token) -> bool:
    """Whether the words can stand for persons: a noun that is known to, or any with a number, "a dozen other guests"."""
    return (
        any(c.dep_ == "nummod" and is_count(c) for c in person.children) or
        is_count(person) or personal(person) or person.lower_ in words.GROUPS or person.lower_ in words.NOBODY
        or person.lemma_ in words.NOUN or any(c.lower_ in words.NOBODY for c in person.children)
    )  # fmt: skip


def is_count(token: Token) -> bool:
    return (
        (
            token.like_num
            or token.pos_ == "NUM"
            or token.lower_
            in ("others", "another", "several", "dozen", "dozens", "both", "many", "hundreds")
        )
        and token.lower_ not in ("first", "second", "third")
        and token.ent_type_ not in ("DATE", "TIME", "MONEY", "ORDINAL")
    )


def personal(noun: Token) -> bool:
    low, lemma = noun.lower_, noun.lemma_.lower()
    listed = lexicon()
    if noun.pos_ == "PROPN" and low in words.STATE:
        return False  # "Police Find Boy Dead"
    if noun.ent_type_ != "PERSON" and (lemma in words.THINGS or low in words.THINGS):
        return False
    if (
        lemma in listed.measures["persons"]
        or lemma in words.RELATIVES
        or low in words.RELATIVES
        or lemma in listed.words["attackers"]
    ):
        return True
    if (
        one_more(noun)
        or noun.ent_type_ == "PERSON"
        or low in words.SHARED
        or lemma in ("victim", "old", "olds")
    ):
        return True
    if noun.pos_ == "PRON":
        return noun.tag_ in ("PRP", "PRP$") and low not in words.NO_VICTIMS
    if noun.pos_ == "PROPN":
        named = noun.ent_type_ in ("", "PERSON", "NORP") or _undergoes(noun)
        return named and noun.text[:1].isupper() and not (len(noun) > 3 and noun.is_upper)
    known_thing = no_person(noun) or lemma.endswith(words.ABSTRACT) or bool(words.BODY.match(low))
    one = child(noun, "det", "poss")
    return (
        noun.tag_ == "NN"
        and not known_thing
        and one is not None
        and (one.dep_ == "poss" or one.lower_ in ("a", "an"))
        and _undergoes(noun)
    )


def _undergoes(noun: Token) -> bool:
    """Whether the words are said to undergo what only the living do: "a baker was killed", "Lind died".

    The parser takes many a surname for a place or a firm; one at the head of a report is where it was written.
    """
    verb = noun.head
    lemma, after = verb.lemma_.lower(), noun.doc[noun.i + 1 : noun.i + 3].text
    if after[:1] in ("(", "-", "–", "—") or (after[:1] == "," and after[-1:].isalpha()):
        return False
    det = child(noun, "det")
    if noun.pos_ == "PROPN" and det is not None:
        return False
    if noun.dep_ == "nsubjpass":
        return lemma in words.MORTAL or lemma in words.PRONOUNCED
    return lemma in words.MORTAL if noun.dep_ == "dobj" else noun.dep_ == "nsubj" and lemma == "die"


def known(noun: Token) -> bool:
    """Whether a word, written large or not, is one for persons and no name: the boy in "Boy, 7, Hurt"."""
    listed = lexicon()
    return {noun.lower_, noun.lemma_.lower()} & words.RELATIVES.union(
        listed.measures["persons"], listed.words["attackers"], words.SUFFIXES
    ) != set() or noun.lower_ in ("victim", "victims", "old")


def one_more(word: Token) -> bool:
    """Whether an ordinal stands for a person: "a third was wounded"."""
    fighting = (
        word.dep_ == "amod" and word.head.lower_ == "fighting"
    )  # "left a third fighting for her life"
    det = child(word.head if fighting else word, "det")
    return (
        word.lower_ in words.ORDINALS
        and (fighting or word.dep_ not in ("amod", "advmod"))
        and (det is not None and det.lower_ == "a")
    )


def counts_persons(noun: Token) -> bool:
    """Whether a number with this noun counts persons: not "41 times", "two bullets", "50 percent"."""
    lemma = noun.lemma_.lower()
    if lemma in words.NOUN and lemma not in ("shooting", "surgery", "condition", "wound", "loss"):
        return True
    if lemma in lexicon().words["time"] or lemma in lexicon().words["animals"]:
        return False
    after = noun.doc[noun.i + 1].lower_ if noun.i + 1 < len(noun.doc) else ""
    return noun.ent_type_ == "PERSON" or (
        lemma not in words.THINGS
        and noun.lower_ not in words.THINGS
        and after not in ("%", "percent", "p.m.", "a.m.", "times")
    )
