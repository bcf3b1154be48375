"""What pronouns stand for within one document: a small resolver by agreement, nearness and grammatical role.

In the line of Lappin and Leass (Computational Linguistics 20(4), 1994): candidates that agree in number,
gender and kind are weighed by role and by how many sentences back they stand. Where two come close, the
answer is marked as unsure: good enough to guess a speaker, not to put words into a claim.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import begin
from claims.extraction.text.pronouns import FEMALE, PERSONS, PLURALS, THINGS, THIRD
from claims.extraction.text.spelling import name_key
from claims.extraction.text.tree import child, noun_phrase

from .gazetteer import country_of, group_of
from .names import SPOKEN_ON, has_role, person_name

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

REACH = 3  # sentences back
# A claim uses a name only where the best candidate is this good, and this far before any other.
LEAST = 1.8
MARGIN = 1.8
# "It" at the head of a sentence goes on about the subject of the one before, if that is its one subject that fits.
GOING_ON = 1.2
PARALLEL = 3.5  # for whom the text has just said the same of

_ROLES = {
    "nsubj": 1.5,
    "nsubjpass": 1.4,
    "dobj": 0.3,
    "poss": -0.2,
    "pobj": -0.3,
    "conj": 0.0,
    "attr": -0.8,
}
_COLLECTIVE = frozenset(
    [
        "police", "couple", "pair", "family", "staff", "crew", "team", "public", "percent", "number", "majority",
    ]
)  # fmt: skip
_SUBJECTS = ("nsubj", "nsubjpass")
_ANIMATE = re.compile(
    r"(?:man|woman|person|boy|girl|ist|(?<!pap)(?<!numb)(?<!pow)(?<!wat)(?<!mat)er|or|ian|ant|ee|child|mother|father)$"
)


@dataclass(eq=False)
class Mention:
    """Somebody or something named at a place; ``full`` is a person's name, None for all else."""

    head: Token
    full: str | None
    at: int
    sentence: int
    weight: float
    person: bool
    many: bool
    gender: str | None
    body: bool
    quoted: bool = False

    @cached_property
    def name(self) -> str:
        """As a claim would call it, with its article; "" is somebody, too: whoever it is, a pronoun may mean them."""
        return _described(self.head) if self.full is None else self.full


@dataclass(frozen=True, slots=True)
class Reference:
    """What a pronoun stands for, and whether no other candidate comes close."""

    mention: Mention
    sure: bool


class References:
    """The mentions of one document and what its pronouns stand for.

    ``full_name`` gives the fullest form of a person's name in the document.
    """

    def __init__(self, docs: Sequence[Doc], full_name: Callable[[str], str]) -> None:
        self.full_name = full_name
        self._genders: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._sentences: list[int] = []
        self._found: dict[int, Reference] = {}
        self._recent: list[Mention] = []
        self._learn(docs)
        for doc in docs:
            self._read(doc)

    def of(self, token: Token) -> Reference | None:
        """What the pronoun ``token`` stands for; None where the text names nothing that fits."""
        return self._found.get(begin(token))

    def meant(self, token: Token) -> str | None:
        """The name that a pronoun is sure to stand for."""
        found = self.of(token)
        return found.mention.name if found is not None and found.sure else None

    def gender(self, name: str) -> str | None:
        """ "m" or "f" for a person's name, None where neither title nor given name tells."""
        return (
            _given(name) or self._genders.get(name_key(name.rsplit(maxsplit=1)[-1]))
            if name
            else None
        )

    def may_mean(self, pronoun: Token, noun: Token) -> bool:
        """Whether a pronoun of the third person and a noun agree, as far as the two can tell."""
        word = pronoun.lower_
        # Recognisers take many a surname for a company.
        named = noun.pos_ == "PROPN" and noun.ent_type_ in ("", "PERSON", "ORG")
        surname = noun.ent_type_ == "PERSON" or (named and self.full_name(noun.text) != noun.text)
        many = noun.tag_ == "NNS" or (noun.tag_ == "NNPS" and not surname)
        many = many or child(noun, "cc") is not None
        if word in PERSONS:
            gender = noun_gender(noun) or (
                self.gender(self.full_name(noun.text)) if named else None
            )
            person = named or animate(noun) or noun.pos_ not in ("NOUN", "PROPN")
            return person and gender in (None, "f" if word in FEMALE else "m")
        if word in THINGS:
            return not many and noun.ent_type_ != "PERSON" and noun.pos_ in ("NOUN", "PROPN")
        one = noun.pos_ == "NOUN" and not (animate(noun) or _is_body(noun))
        return many or not (one or noun.ent_type_ == "PERSON") or noun.lower_ in _COLLECTIVE

    # ------------------------------------------------------------ reading

    def _learn(self, docs: Sequence[Doc]) -> None:
        """Genders by titles and nouns beside a name, and how often each name is met."""
        for doc in docs:
            for ent in doc.ents:
                if ent.label_ != "PERSON":
                    continue
                name = person_name(ent.root)
                if not name:
                    continue
                key = name_key(name.split()[-1])
                self._counts[key] += 1
                told = _told_gender(ent.root) or (_given(name) if " " in name else None)
                if told and key not in self._genders:
                    self._genders[key] = told

    def _read(self, doc: Doc) -> None:
        quoted = _quoted(doc)
        for sentence in doc.sents:
            self._sentences.append(begin(sentence[0]))
            number = len(self._sentences)
            self._recent = [m for m in self._recent if m.sentence >= number - REACH]
            new: list[Mention] = []
            for token in sentence:
                if token.lower_ in THIRD and token.tag_ in ("PRP", "PRP$"):
                    found = self._resolve(token, number, [*self._recent, *new])
                    if found is None:
                        continue
                    self._found[begin(token)] = found
                    if found.sure and not quoted[token.i]:
                        old = found.mention
                        new.append(
                            replace(
                                old,
                                at=begin(token),
                                sentence=number,
                                weight=_ROLES.get(token.dep_, -0.5),
                            )
                        )
                elif (made := self._mention(token, number)) is not None:
                    made.quoted = quoted[token.i]
                    new.append(made)
            self._recent = (self._recent + new)[-40:]

    def _mention(self, token: Token, sentence: int) -> Mention | None:
        if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in (
            "compound",
            "appos",
            "amod",
            "nmod",
            "npadvmod",
        ):
            return None
        if token.ent_type_ in (
            "DATE",
            "TIME",
            "MONEY",
            "PERCENT",
            "ORDINAL",
            "CARDINAL",
            "QUANTITY",
        ):
            return None
        if token.dep_ not in _ROLES:
            return None
        joined = child(token, "conj") if child(token, "cc") is not None else None
        many = token.tag_ in ("NNS", "NNPS") or (
            joined is not None and joined.pos_ in ("NOUN", "PROPN")
        )
        weight = _ROLES[token.dep_]
        if token.pos_ == "PROPN":
            name = person_name(token)
            person = bool(name) and not country_of(name) and not group_of(name) and (
                token.ent_type_ == "PERSON" or name_key(name.split()[-1]) in self._counts or has_role(token)
            )  # fmt: skip
            if person and joined is None:
                full = self.full_name(name)
                weight += 0.12 * min(5, self._counts[name_key(name.split()[-1])])
                return Mention(
                    token, full, begin(token), sentence, weight, person=True, many=False, gender=self.gender(full), body=False
                )  # fmt: skip
        person = token.pos_ == "NOUN" and animate(token)
        listed = token.ent_type_ in ("ORG", "GPE", "NORP") or country_of(token.text) is not None
        body = not person and (listed or _is_body(token))
        weight += 0.4 if body or person else -0.3
        return Mention(
            token, None, begin(token), sentence, weight, person=person, many=many, gender=noun_gender(token) or self._apposed_gender(token), body=body
        )  # fmt: skip

    def _apposed_gender(self, noun: Token) -> str | None:
        """That of the name beside it: "the lawyer, Ana Ruiz"."""
        name = next(
            (person_name(c) for c in noun.children if c.dep_ == "appos" and c.pos_ == "PROPN"), ""
        )
        return self.gender(self.full_name(name)) if name else None

    # ------------------------------------------------------------ resolving

    def _resolve(
        self, token: Token, sentence: int, candidates: Sequence[Mention]
    ) -> Reference | None:
        if token.lower_ in THINGS and (empty(token) or _what_was_said(token)):
            return None
        at = begin(token)
        scores: dict[str, tuple[float, Mention]] = {}
        for m in candidates:
            if m.at >= at or not self._agrees(token, m) or clause_mates(token, m.head):
                continue
            back = sentence - m.sentence
            score = 3.0 + m.weight - 1.2 * back
            if token.dep_ in _SUBJECTS and m.weight >= 1.2:
                score += 0.5
            if token.lower_ in PLURALS and not m.many:
                score -= 1.0
            if _parallel(token, m.head):
                score += PARALLEL
            if m.name not in scores or score > scores[m.name][0]:
                scores[m.name] = (score, m)
        if not scores:
            return None
        # Of two that weigh the same, the one that its sentence is about.
        ranked = sorted(scores.values(), key=lambda pair: (-pair[0], not leads(pair[1].head)))
        best, mention = ranked[0]
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        near = sentence - mention.sentence <= 1 and best >= LEAST
        margin = GOING_ON if _goes_on(token, mention, candidates) else MARGIN
        return Reference(mention, bool(mention.name) and near and best - second >= margin)

    def _agrees(self, token: Token, m: Mention) -> bool:
        word = token.lower_
        if _measured(token) and (m.body or m.person):
            return False
        if word in PERSONS:
            unknown = m.head.pos_ == "PROPN" and not m.head.ent_type_  # a name as good as any
            person = m.person or (unknown and not m.body)
            return person and not m.many and m.gender in (None, "f" if word in FEMALE else "m")
        if word in THINGS:
            somebody = m.head.ent_type_ == "PERSON" and m.head.pos_ == "PROPN"
            return not m.person and not m.many and not somebody
        return m.many or m.body


_CALLING = frozenset({"call", "brand", "label", "term", "deem"})


def _what_was_said(token: Token) -> bool:
    """Whether "it" is a proposition: "denied it", "called it a lie"."""
    verb = token.head
    small = (
        verb.dep_ in ("ccomp", "xcomp") and verb.head.pos_ == "VERB" and token.i == verb.head.i + 1
    )
    verb = verb.head if small else verb
    ways = lexicon().verbs.get(verb.lemma_.lower(), {})
    told = bool({"object", "said"} & ways.keys()) or verb.lemma_.lower() in _CALLING
    return told and token.dep_ in ("dobj", "nsubj") and token.i > verb.i


def _goes_on(token: Token, mention: Mention, candidates: Sequence[Mention]) -> bool:
    """Whether "it" opens its sentence and the only singular thing that is a subject before it is meant."""
    before = token.doc[token.sent.start : token.i]
    opens = all(t.is_punct or t.dep_ in ("advmod", "cc") for t in before)
    if token.lower_ != "it" or not opens or token.dep_ not in _SUBJECTS:
        return False
    others = {
        m.name for m in candidates
        if m.sentence == mention.sentence and not m.person and not m.many
        and (m.weight > 1 or m.head.pos_ == "PROPN")  # "The storm reached Ostby. It has a mill"
    }  # fmt: skip
    return others == {mention.name}


def _parallel(pronoun: Token, noun: Token) -> bool:
    """Whether both are subjects of the same verb: "The treaty will be signed. She said it would not be signed"."""
    verb = pronoun.head
    return (
        pronoun.dep_ in _SUBJECTS
        and pronoun.dep_ == noun.dep_
        and verb.pos_ == "VERB"
        and verb.lemma_ == noun.head.lemma_
        and verb.lemma_ not in lexicon().verbs
    )


def _measured(pronoun: Token) -> bool:
    """Whether a pronoun is a figure: "put it at 62 percent"."""
    at = any(c.dep_ == "prep" and c.lower_ == "at" for c in pronoun.head.children)
    return at and pronoun.dep_ == "dobj" and pronoun.head.lemma_ in ("put", "estimate", "place")


def leads(noun: Token) -> bool:
    """Whether the noun is the subject of its sentence, not of a clause in it."""
    return noun.dep_ in _SUBJECTS and noun.head.dep_ == "ROOT"


def says_as_thing(noun: Token) -> bool:
    """Whether "it" may mean what is said to have spoken: "the report"; but "a statement" is somebody's."""
    somebodys = noun.lemma_.lower() in lexicon().nouns["asserts"]
    return noun.tag_ == "NN" and not (animate(noun) or somebodys)


def empty(token: Token) -> bool:
    """Whether "it" stands for nothing: "it is raining", "it emerged that", "it is hard to", "it was his son"."""
    if token.dep_ == "expl" or token.tag_ == "PRP$":
        return token.dep_ == "expl"
    verb = token.head
    if token.dep_ not in ("nsubj", "nsubjpass"):
        return False
    if verb.pos_ == "ADJ" and child(verb, "xcomp", "ccomp") is not None:
        return True  # "makes it easy to"
    if verb.lemma_ in ("rain", "snow", "seem", "appear", "happen", "turn", "take"):
        return True
    if token.dep_ == "nsubjpass" or verb.lemma_ == "be":
        inner = [child(verb, "ccomp", "csubj", "xcomp", "advcl")]
        inner += [
            child(c, "xcomp", "ccomp", "relcl", "acl")
            for c in verb.children
            if c.dep_ in ("acomp", "attr")
        ]
        named = child(verb, "attr")
        told = named is not None and (
            named.ent_type_ in ("DATE", "TIME", "PERSON") or animate(named)
        )  # when, or who
        return told or any(c is not None for c in inner)
    return child(verb, "ccomp") is not None and verb.lemma_ not in lexicon().verbs


def animate(noun: Token) -> bool:
    """Whether a common noun is a person: by the lexicon, else by its ending."""
    lemma = noun.lemma_.lower()
    if lemma in lexicon().words["things"]:
        return False
    return lemma in _persons() or (len(lemma) > 4 and bool(_ANIMATE.search(lemma)))


@cache
def _persons() -> frozenset[str]:
    """What persons are called, by the lexicon; "other lives" are counted like persons, but do nothing."""
    words = lexicon()
    counted = words.measures["persons"] - {"life", "body", "casualty", "other"}
    kinds = ("relatives", "attackers", "people", "female", "male")
    return frozenset(counted).union(words.speakers["posts"], *(words.words[kind] for kind in kinds))


def _is_body(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    return lemma in lexicon().speakers["government"] or lemma in lexicon().speakers["groups"]


def _described(head: Token) -> str:
    """A noun phrase as a later sentence would call it: "a new law" becomes "the new law"; "" where too long."""
    tokens = [
        t
        for t in noun_phrase(head)
        if not _within_clause(t, head) and not (t.dep_ == "case" and t.head == head)
    ]
    if not tokens or len(tokens) > 8 or any(t.tag_ in ("PRP", "PRP$", "WP", "WDT") for t in tokens):
        return ""
    words = re.sub(r"\s+", " ", "".join(t.text_with_ws for t in tokens)).strip(" \"'")
    words = re.sub(
        r"^(?:A|An|a|an|This|this|That|that|These|these|Those|those|Its|its|Another|another) ",
        "the ",
        words,
    )
    words = SPOKEN_ON.sub("", re.sub(r"^The ", "the ", words))
    first = tokens[0]
    if (
        first.pos_ != "PROPN"
        and first.tag_ not in ("NNP", "NNPS")
        and words[:1].isupper()
        and first.is_sent_start
    ):
        words = words[:1].lower() + words[1:]
    if head.pos_ == "NOUN" and head.tag_ == "NNS" and first == head:
        words = f"the {words}"
    return words


def _within_clause(token: Token, head: Token) -> bool:
    while token != head:
        if token.dep_ in ("relcl", "acl", "advcl"):
            return True
        token = token.head
        if token.head == token:
            return False
    return False


def clause_mates(pronoun: Token, head: Token) -> bool:
    """Whether both are arguments of one verb, as in "A met him": then they are two."""
    return (
        pronoun.doc is head.doc and pronoun.head == head.head and pronoun.tag_ == "PRP"
        and not pronoun.lower_.endswith(("self", "selves")) and pronoun.sent == head.sent
    )  # fmt: skip


def _quoted(doc: Doc) -> list[bool]:
    inside = False
    found = []
    for token in doc:
        if token.text in ('"', "``", "''"):
            inside = not inside
        found.append(inside)
    return found


def _told_gender(head: Token) -> str | None:
    words = lexicon().words
    near = [
        t.lower_.rstrip(".")
        for t in head.doc[max(0, head.i - 4) : head.i]
        if t.head == head or t.dep_ == "compound"
    ]
    near += [t.lemma_.lower() for t in head.children if t.dep_ == "appos"]
    if any(w in words["female"] for w in near):
        return "f"
    return "m" if any(w in words["male"] for w in near) else None


def noun_gender(noun: Token) -> str | None:
    lemma = noun.lemma_.lower()
    if lemma in lexicon().words["female"] or lemma.endswith("woman"):
        return "f"
    return (
        "m"
        if lemma in lexicon().words["male"]
        or (lemma.endswith("man") and lemma not in ("gunman", "human"))
        else None
    )


def _given(name: str) -> str | None:
    first = name.split(maxsplit=1)[0].lower() if " " in name else ""
    words = lexicon().words
    if first in words["women"]:
        return "f"
    return "m" if first in words["men"] else None
