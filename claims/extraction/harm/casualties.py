"""Who came to harm, sentence by sentence: each mention of persons killed, injured or shot, and how many they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import LEMMA, LOWER, SENT_START
from spacy.strings import get_string_id

from claims.extraction.quantities.numbers import Number, numbers
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.tree import child, negated

from . import words
from .clipped import beside
from .joined import all_of, claimed
from .patients import reading
from .persons import (
    countable,
    counts_persons,
    is_count,
    known,
    labels,
    no_person,
    one_more,
    personal,
    spared,
)

if TYPE_CHECKING:
    import numpy.typing as npt
    from spacy.tokens import Doc, Span, Token


_MOST = 300  # sentences, and words of harm in a passage: more than a report has, so that no text takes long

Figure = tuple[float | None, float | None]


@dataclass(slots=True, eq=False)
class Harm:
    """Persons whom one place of the text says to have come to harm.

    ``fate`` is killed, injured, shot, hospital or victim; the last three leave open whether they live. ``size`` is
    the number that they go by, ``figure`` its bounds (None: no such bound), ``start``/``end`` where the text says so,
    in the passage; ``stage`` is child, adult or unknown. ``aside``: the sentence tells of other times or cases.
    """

    fate: str
    size: float
    figure: Figure
    doc: Doc
    start: int
    end: int
    sentence: int
    form: str
    name: str = ""
    age: str = ""
    gender: str = ""
    stage: str = ""
    attacker: bool = False
    self_inflicted: bool = False
    other: bool = False
    aside: bool = False


@dataclass(slots=True)
class Told:
    """What one sentence tells of harm: its mentions, and whether it says that nobody came to some harm."""

    doc: Doc
    text: str
    number: int
    harms: list[Harm] = field(default_factory=list)
    spared: set[str] = field(default_factory=set)
    aside: bool = False


def told(docs: Sequence[Doc], year: int | None) -> list[Told]:
    """The sentences of these passages that speak of harm, numbered through.

    ``year`` is that of publication, from which earlier years are told; the latest one named stands in for it.
    """
    if year is None:
        year = max((int(y) for doc in docs for y in words.YEAR.findall(doc.text)), default=0)
    found = []
    before = 0
    for doc in docs:
        table = doc.to_array([LEMMA, LOWER, SENT_START])
        hits = np.flatnonzero(np.isin(table[:, 0], _lemmas()) | np.isin(table[:, 1], _forms()))
        starts = np.flatnonzero(table[:, 2] == 1)
        groups: dict[int, list[Token]] = {}
        hits = hits[:_MOST]
        for i, n in zip(hits, np.searchsorted(starts, hits, side="right"), strict=True):
            groups.setdefault(int(n) - 1, []).append(doc[int(i)])
        found += [_read(tokens, before + n, year) for n, tokens in groups.items()]
        before += len(starts)
        if len(found) > _MOST:
            break
    return found


@cache
def _lemmas() -> npt.NDArray[np.uint64]:
    return np.array(
        [get_string_id(w) for w in {**words.OBJECT, **words.SUBJECT, **words.NOUN}], dtype=np.uint64
    )


@cache
def _forms() -> npt.NDArray[np.uint64]:
    return np.array([get_string_id(w) for w in words.FORMS], dtype=np.uint64)


def _read(tokens: Sequence[Token], number: int, year: int) -> Told:
    """One sentence, by its words of harm."""
    sentence = tokens[0].sent
    text = sentence.text
    aside = bool(words.ASIDE.search(text)) or any(
        int(y) < year - 1 for y in words.YEAR.findall(text)
    )
    made = Told(sentence.doc, text, number, aside=aside)
    counted = _numbers_by_token(sentence, text)
    seen: dict[int, Harm] = {}
    for token in tokens:
        for fate, person in _suffering(token, text, made):
            harm = _harm(person, fate, counted, made, token)
            if harm is None:
                continue
            known = seen.setdefault(harm.start, harm)
            if known is harm:
                made.harms.append(harm)
            elif words.STRENGTH[harm.fate] > words.STRENGTH[known.fate]:
                known.fate = harm.fate
    return made


def _suffering(token: Token, text: str, made: Told) -> Iterator[tuple[str, Token]]:
    """Each person whom a word of harm concerns, with their fate; what nobody suffered is noted in ``made``."""
    read = reading(token, text)
    if read is None or _unreal(token):
        return
    fate, whom = read
    if whom and not any(countable(p) for p in whom):
        whom = [] if any(no_person(p) and not labels(p) for p in whom) else beside(token)
    for person in whom:
        if spared(person):
            made.spared.add(fate)
        elif not negated(token):
            yield from ((fate, p) for p in all_of(person, token) if not claimed(p, token))
        elif token.lemma_ == "survive":
            yield from (("killed", p) for p in all_of(person, token) if not claimed(p, token))


def _unreal(token: Token) -> bool:
    """Whether the harm is only thought of: "could have killed", "an effort to shoot", "charged with attempted murder"."""
    for c in token.children:
        if c.dep_ == "aux" and c.lower_ in words.MODAL:
            return True
        if c.lower_ in ("attempted", "if") and c.dep_ in ("amod", "mark"):
            return True
    head = token.head
    return token.dep_ in ("xcomp", "conj", "acl") and head.lemma_ in words.INTENT


def _numbers_by_token(sentence: Span, text: str) -> dict[int, Number]:
    found: dict[int, Number] = {}
    base = sentence.start_char
    for number in numbers(text):
        span = sentence.doc.char_span(
            base + number.digits[0], base + number.end, alignment_mode="expand"
        )
        if span is not None:
            for token in span:
                found[token.i] = number
    return found


def _harm(
    person: Token, fate: str, counted: dict[int, Number], made: Told, trigger: Token
) -> Harm | None:
    doc = person.doc
    person = _titled(person)
    base = person.sent.start_char
    size = _size(person, counted)
    if size is None:
        return None
    many, figure, form, at = size
    start, end = (
        (base + at.start, base + at.end) if isinstance(at, Number) else (at.idx, at.idx + len(at))
    )
    left = min(person.left_edge.i, person.i)
    text = doc[max(left, person.i - 8) : min(person.i + 7, person.sent.end)].text
    age = ""
    if many == 1:
        match = words.AGE.search(text)
        age = next((g for g in match.groups() if g), "") if match else ""
    name = ""
    if (person.pos_ == "PROPN" or person.ent_type_ == "PERSON") and not known(person):
        name = _name(person)
        form = "name" if form == "single" else form
    gender = _gender(person)
    lemma = person.lemma_.lower()
    return Harm(
        fate, many, figure, doc, start, end, made.number, form, name, age, gender, _stage(person, age),
        attacker=lemma in lexicon().words["attackers"],
        self_inflicted=any(c.lower_ in ("himself", "herself", "themselves") for c in trigger.children),
        other=_other(person) or any(c.lower_ in ("also", "too") for c in trigger.children),
        aside=made.aside,
    )  # fmt: skip


def _titled(title: Token) -> Token:
    """Who is meant by a title: Omar Lind in "a deputy, Omar Lind"; or by a trade, where the parser takes them for two."""
    doc = title.doc
    found = title
    bears = title.lower_ in words.TITLES
    if not bears and not (title.dep_ == "nsubjpass" and known(title)):
        return title
    for other in doc[title.i + 1 : title.i + 6]:
        if other.ent_type_ == "PERSON" and (bears or title.head in (other.head, other.head.head)):
            found = other
        elif found != title or other.text != ",":
            break
    return found


def _other(person: Token) -> bool:
    """Whether the words mean somebody beside those named before: "another man", "a third", "two others"."""
    said = {person.lower_, *(c.lower_ for c in person.children)}
    return bool(said & {"other", "others", "another", "second", "third"}) or one_more(person)


def _name(person: Token) -> str:
    """The surname, after the given name where the text has it."""
    parts = [
        t.lower_
        for t in person.doc[max(person.sent.start, person.i - 3) : person.i + 1]
        if t == person or (t.head == person and t.dep_ == "compound" and t.pos_ == "PROPN")
    ]
    kept = [
        part for part in parts if part not in words.SUFFIXES and part not in words.TITLES
    ] or parts
    return " ".join(dict.fromkeys([kept[0], kept[-1]]))


def _gender(person: Token) -> str:
    own = {person.lower_, person.lemma_.lower()}
    # What stands beside it may be the next of a list: "his wife, Ada; his son, Piet".
    beside_it = {c.lower_ for c in person.children if c.dep_ in ("amod", "compound", "appos")}
    for said in (own, beside_it):
        if said & words.MALE:
            return "m"
        if said & words.FEMALE:
            return "f"
    return ""


def _stage(person: Token, age: str) -> str:
    """Whether the words speak of a child or of a grown person, where they tell."""
    said = {person.lower_, person.lemma_.lower()}
    if said & words.CHILDREN or (age and int(age) < words.GROWN):
        return "child"
    return "adult" if said & words.ADULTS or (age and int(age) > words.GROWN) else ""


def _size(
    person: Token, counted: dict[int, Number]
) -> tuple[float, Figure, str, Token | Number] | None:
    """How many persons a noun phrase means (the number it goes by, and its bounds), in which form, and where."""
    low = person.lower_
    if one_more(person):
        return 1.0, (1.0, 1.0), "indefinite", person
    number = _number(person, counted)
    if number is not None:
        counts = (
            is_count(person) and person.dep_ == "nummod" and person.head.lower_ not in words.STATE
        )
        what = person.head if counts else person  # not "Four shot in Veskton"
        size = number.low if number.low is not None else number.high
        if size is None or not counts_persons(what):
            return None
        return size, (number.low, number.high), "number", number
    # "both brothers"; "both the girl and her father" are told one by one
    both = next((c.lower_ for c in person.children if c.lower_ == "both"), low)
    if both in words.SHARED and _of_things(person):
        return None
    if both in words.SHARED and not (both == "both" and person.conjuncts):
        size = float(words.SHARED[both])
        return size, (size, size), "number", person
    if not personal(person) or low in words.MANY_OR_RELATIVE:
        return None
    form = _form(person)
    return (2.0, (2.0, None), form, person) if form == "plural" else (1.0, (1.0, 1.0), form, person)


def _of_things(group: Token) -> bool:
    """Whether the words mean no persons: "a pair of shoes", "a couple of shots"."""
    inner = next(
        (child(c, "pobj") for c in group.children if c.dep_ == "prep" and c.lower_ == "of"), None
    )
    return inner is not None and not personal(inner)


def _number(person: Token, counted: dict[int, Number]) -> Number | None:
    """The number beside a noun, or the noun's own."""
    beside_it = ("nummod", "amod", "quantmod", "compound", "appos")
    number = counted.get(person.i) if is_count(person) else None
    if number is None:
        number = next(
            (
                counted[c.i]
                for c in person.children
                if c.dep_ in beside_it and c.i in counted and c.i < person.i and is_count(c)
            ),
            None,
        )
    if number is None:
        return None
    return None if words.OF_AGE.match(person.sent.text, number.end) else number


def _form(person: Token) -> str:
    """How a noun phrase speaks of persons: pronoun, plural, indefinite, definite or single."""
    if person.pos_ == "PRON" and person.lower_ != "another":
        return "pronoun"
    if person.tag_ in ("NNS", "NNPS") or person.lower_ in ("others", "several", "many", "some"):
        return "single" if person.lower_ == "olds" else "plural"
    det = child(person, "det", "poss")
    word = det.lower_ if det is not None else ""
    if person.lower_ == "another" or word in ("a", "an", "another", "one"):
        return "indefinite"
    return "definite" if word in ("the", "this", "that") else "single"
