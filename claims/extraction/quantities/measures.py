"""What is counted: persons killed, injured, arrested, suspected, other nouns, percentages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.extraction.naming.gazetteer import country_form
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import text_of
from claims.extraction.text.tree import below, child, giving, passive

from .numbers import Number, numbers
from .presence import CROWD, crowd, numbered, present

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PERSONS = (
    "killed", "injured", "arrested", "suspects", "missing", "displaced", "rescued", "shot", "ill", "attended", "aboard",
)  # fmt: skip
# Of these one person alone is no count: "a man fell ill".
_MANY = frozenset({"suspects", "ill", "attended", "aboard"})
_TRANSITIVE = {
    "kill": "killed", "slay": "killed", "murder": "killed", "massacre": "killed", "slaughter": "killed",
    "assassinate": "killed", "execute": "killed", "behead": "killed", "injure": "injured", "wound": "injured",
    "hurt": "injured", "maim": "injured", "hospitalize": "injured", "hospitalise": "injured", "arrest": "arrested",
    "detain": "arrested", "apprehend": "arrested", "displace": "displaced", "evacuate": "displaced", "rescue": "rescued",
    "infect": "ill", "sicken": "ill",
}  # fmt: skip
_INTRANSITIVE = {"die": "killed", "perish": "killed", "drown": "killed"}
_STATES = {
    "dead": "killed",
    "killed": "killed",
    "injured": "injured",
    "wounded": "injured",
    "hurt": "injured",
    "missing": "missing",
    "ill": "ill",
    "sick": "ill",
    "unwell": "ill",
    "infected": "ill",
}
_NOUNS = {
    "death": "killed", "fatality": "killed", "killing": "killed", "massacre": "killed", "murder": "killed",
    "injury": "injured", "arrest": "arrested", "detention": "arrested", "suspect": "suspects", "infection": "ill",
}  # fmt: skip
_COUNTED = {
    "death": "killed", "fatality": "killed", "injury": "injured", "casualty": "casualty", "arrest": "arrested",
    "wounded": "injured", "dead": "killed", "injured": "injured",
}  # fmt: skip
_TALLIES = frozenset({"number", "count", "tally", "total"})
_ON_TOP = frozenset({"more", "other", "further", "additional", "new"})
_LOSS = frozenset({"loss", "lose", "claim", "cost", "take", "end"})
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound"}
_NO_SIGNS = str.maketrans(dict.fromkeys(_SIGNS, " "))
# Endings of words for those who do some work.
_TRADES = ("er", "or", "ist", "ian", "man", "woman", "eer")


@dataclass(slots=True, eq=False)
class Count:
    """One counted thing; ``noun`` is what is counted, ``governor`` the word that says what became of it."""

    number: Number
    measure: str
    unit: str
    doc: Doc
    start: int
    end: int
    noun: Token
    governor: Token


def counts(doc: Doc) -> list[Count]:
    """Everything that one passage counts, in order; offsets are into the passage."""
    found = []
    text = text_of(doc)
    for number in numbers(text.translate(_NO_SIGNS)):
        span = doc.char_span(*number.digits, alignment_mode="expand")
        if span is None:
            continue
        noun = span.root
        if unit := _SIGNS.get(text[max(0, number.digits[0] - 1)]):
            found.append(Count(number, unit, unit, doc, number.start, number.end, noun, noun.head))
            continue
        made = _percentage(doc, number, span.end) or _count(doc, number, noun, span.end)
        if made is not None:
            found.append(made)
    found += _single(doc)
    found += _alone(doc, sorted(found, key=lambda c: c.start))
    return sorted(found, key=lambda c: c.start)


def _alone(doc: Doc, counted: Sequence[Count]) -> list[Count]:
    """Numbers that somebody gives without saying of what: "the union knows of nine", "puts it at nine".

    They count what was counted last within a sentence or two, or what the next sentence counts.
    """
    known = [c for c in counted if c.measure in PERSONS]
    sentences = {s.start: n for n, s in enumerate(doc.sents)}
    found = []
    for number in numbers(text_of(doc)) if known else ():
        span = doc.char_span(*number.digits, alignment_mode="expand")
        verb = giving(span.root) if span is not None else None
        if span is None or verb is None or any(c.start == number.start for c in counted):
            continue
        here = sentences[span.sent.start]
        apart = [(sentences[c.noun.sent.start] - here, c) for c in known]
        before = [c for far, c in apart if -2 <= far <= 0 and c.start < number.start]
        like = before[-1:] or [c for far, c in apart if far == 1][:1]
        found += [
            Count(number, c.measure, c.unit, doc, number.start, number.end, span.root, verb)
            for c in like
        ]
    return found


def _percentage(doc: Doc, number: Number, after: int) -> Count | None:
    if after >= len(doc) or doc[after].lower_ not in ("percent", "%", "pc"):
        return None
    sign = doc[after]
    of = next((c for c in sign.children if c.lower_ == "of"), None)
    noun = (child(of, "pobj") if of is not None else None) or sign
    end = sign.idx + len(sign)
    return Count(number, "percent", "percent", doc, number.start, end, noun, sign.head)


def _count(doc: Doc, number: Number, token: Token, after: int) -> Count | None:
    if _part_of_a_word(doc, number) or _part_of_the_harmed(doc, after):
        return None
    noun = _counted(token, after)
    if noun is not None and any(
        c.lower_ in ("no", "not") and c.dep_ in ("det", "neg")
        for t in {noun, token}
        for c in t.children
    ):
        return None
    # The recogniser takes "between 20 and 25 people" for a span of time.
    persons = noun is not None and (
        _is_person(noun) if noun is not token else _total(token) is not None
    )
    if token.ent_type_ in ("DATE", "TIME", "ORDINAL") and not persons:
        return None
    if (
        noun is None
        or noun.lemma_.lower() in lexicon().words["time"]
        or (noun.ent_type_ in ("DATE", "TIME") and not persons)
    ):
        return None
    size = number.low or number.high or 0
    found = fate(noun) or (present(noun, size) if persons or _is_person(noun) else None)
    end = number.end
    if found is not None:
        measure, governor = found
        if measure == "attended" and noun is token and size < CROWD:
            return None
        return Count(number, measure, "persons", doc, number.start, end, noun, governor)
    if noun is token:
        noun = _numbered(token) or token
    lemma = noun.lemma_.lower()
    if (
        noun is token
        or (size == 1 and doc[after : after + 1].text.lower() == "of")  # one of several is no count
        or noun.pos_ not in ("NOUN", "PROPN")
        or (number.low is not None and number.low in range(1900, 2100))
    ):
        return None
    lemma = "gunshot" if lemma == "shot" else lemma  # "fired six shots" hurts nobody yet
    unit = "persons" if _is_person(noun) else lemma
    measure = noun.text if country_form(noun.text) == "demonym" else lemma
    return Count(number, measure, unit, doc, number.start, end, noun, noun.head)


def _part_of_the_harmed(doc: Doc, after: int) -> bool:
    """Whether a number counts some of those who came to harm: "nine of the 17 dead", "two of the injured"."""
    of = doc[after] if after < len(doc) and doc[after].lower_ == "of" else None
    whole = child(of, "pobj") if of is not None else None
    if whole is None or child(whole, "det") is None:
        return False
    return any(t.lower_ in _STATES for t in doc[whole.i : whole.i + 2])


def _part_of_a_word(doc: Doc, number: Number) -> bool:
    after = text_of(doc)[number.end : number.end + 12]
    before = text_of(doc)[max(0, number.start - 1) : number.start]
    return bool(re.match(r"[-/:]\w|(?:st|nd|rd|th)\b|\s?[ap]\.?m\b|-year", after)) or before in (
        "#",
        "/",
        ":",
    )


def _counted(token: Token, after: int) -> Token | None:
    """The noun that a number counts; the number itself where it stands for persons ("two were killed")."""
    doc = token.doc
    if token.dep_ in ("nummod", "amod", "compound", "quantmod", "det") and token.head.i >= token.i:
        head = token.head
        if head.dep_ == "nummod":
            head = head.head
        return head
    of = doc[after] if after < len(doc) else None
    if (
        of is not None
        and of.lower_ == "of"
        and (inner := child(of, "pobj")) is not None
        and inner.pos_ != "PRON"
    ):
        return inner if fate(token) is None else token
    return token


def fate(noun: Token) -> tuple[str, Token] | None:
    """What became of the persons that ``noun`` counts, and the word that says so; None where it is not told."""
    if not (_is_person(noun) or noun.lemma_.lower() in _COUNTED):
        if noun.pos_ != "NOUN" or noun.lemma_.lower() in lexicon().words["animals"]:
            return None
        told = _by_verb(noun) or _by_noun(noun)
        return told if told is not None and told[0] in ("killed", "injured") else None
    lemma = noun.lemma_.lower()
    if lemma in _COUNTED:
        # "40 drug-related arrests": a kind of arrest is a statistic, no part of one happening.
        kind = lemma == "arrest" and any(
            c.dep_ in ("amod", "compound") and c.lower_ not in _ON_TOP for c in noun.children
        )
        return (_COUNTED[lemma], noun) if _COUNTED[lemma] in PERSONS and not kind else None
    first = noun
    while first.dep_ in ("conj", "appos") and first.head.pos_ in ("NOUN", "NUM", "PROPN", "ADJ"):
        first = first.head
    return (
        _by_state(noun) or _by_verb(noun) or _by_noun(noun)
        or (_by_verb(first) or _by_noun(first) if first != noun else None)
        or (("suspects", noun) if lemma in lexicon().measures["suspects"] else None)
    )  # fmt: skip


def _is_person(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    return (
        lemma in lexicon().measures["persons"] or lemma in lexicon().measures["suspects"]
        or noun.pos_ == "NUM" or noun.like_num or noun.lower_ in ("hundreds", "dozens", "scores", "thousands", "more", "others")
        or country_form(noun.text) == "demonym"
    )  # fmt: skip


def _by_state(noun: Token) -> tuple[str, Token] | None:
    """ "24 dead", "145 others injured", "left 3 people dead"."""
    doc = noun.doc
    for i in range(noun.i + 1, min(noun.i + 4, len(doc))):
        token = doc[i]
        if token.lower_ in _STATES:
            aux = child(token, "auxpass", "aux", "agent")
            return (
                (_STATES[token.lower_], token)
                if aux is None and child(token, "dobj") is None
                else None
            )
        if token.pos_ in ("VERB", "AUX", "PUNCT", "CCONJ", "ADP"):
            break
    return None


def _by_verb(noun: Token) -> tuple[str, Token] | None:
    opened = opens(noun)
    verb, role = (opened, "nsubjpass") if opened is not None else (noun.head, noun.dep_)
    if role == "pobj" and verb.lower_ == "of" and verb.head.like_num:  # "three of them"
        verb, role = verb.head.head, verb.head.dep_
    if (total := _total(noun)) is not None:
        return total
    if verb.dep_ == "aux":
        verb = verb.head
    if role == "npadvmod" and noun.i > verb.i and child(verb, "dobj") is None and not passive(verb):
        role = "dobj"  # "displaced 40,000 people", which parsers take for "by 40,000 people"
    if verb.pos_ not in ("VERB", "AUX", "ADJ"):
        return None
    if (told := _by_idiom(verb, role)) is not None:
        return told, verb
    if verb.lower_ == "missing" and role == "nsubj" and child(verb, "dobj") is None:
        return "missing", verb
    if (harmed := _harmed(verb, role)) is not None:
        return harmed, verb
    if noun.lemma_ == "life" and verb.lemma_.lower() in _LOSS and role in ("dobj", "nsubjpass"):
        return "killed", verb
    if role in ("nsubjpass", "nsubj", "dobj") and (end := _joined_fate(verb)):
        return end
    return _by_complement(verb, role)


def opens(noun: Token) -> Token | None:
    """The verb of the passive clause that a noun opens, where the parser ties the noun to the clause before.

    "Two people were killed and at least eight more were hurt", "Police say at least five, including a boy, were hurt".
    """
    if noun.i + 1 == len(noun.doc):
        return None
    after = noun.doc[noun.i + 1]
    verb = after.head if noun.dep_ == "conj" and after.dep_ == "auxpass" else None
    if noun.dep_ == "dobj":
        verb = next(
            (c for c in noun.head.children if c.dep_ == "ccomp" and child(c, "auxpass")), None
        )
    if verb is None or verb.i < noun.i or child(verb, "nsubj", "nsubjpass") is not None:
        return None
    return verb


def _harmed(verb: Token, role: str) -> str | None:
    """What a verb of harm did to whoever stands in this role beside it."""
    lemma = verb.lemma_.lower()
    suffers = role in ("dobj", "nsubjpass") or (role == "nsubj" and verb.tag_ == "VBN")
    if lemma in _INTRANSITIVE and role == "nsubj":
        return _INTRANSITIVE[lemma]
    if lemma in _TRANSITIVE and suffers:
        return _TRANSITIVE[lemma]
    if lemma == "shoot" and any(c.dep_ == "prt" and c.lower_ == "down" for c in verb.children):
        return None  # aircraft
    if lemma == "shoot" and suffers:
        return "killed" if _fatally(verb) else (_joined_fate(verb) or ("shot", verb))[0]
    hit = lemma in ("strike", "hit") and role == "nsubjpass"
    if hit and any(t.lemma_ in ("bullet", "gunfire", "shot") for t in below(verb)):
        return "shot"
    return None


def _by_idiom(verb: Token, role: str) -> str | None:
    """ "lost their lives", "suffered injuries", "gunned down", "beaten to death", "the toll reached 40"."""
    lemma = verb.lemma_.lower()
    thing = child(verb, "dobj")
    what = thing.lemma_.lower() if thing is not None else ""
    if role == "nsubj" and lemma == "lose" and what == "life":
        return "killed"
    if role == "nsubj" and lemma in ("suffer", "sustain") and thing is not None:
        fatal = any(c.lower_ in ("fatal", "deadly", "mortal") for c in thing.children)
        if what in ("injury", "wound") and fatal:
            return "killed"
        # A wound is often that of somebody whom the text calls dead elsewhere.
        return "injured" if what == "injury" else None
    if role == "dobj" and child(verb, "nsubj") is not None and (tallied := _tallied(verb)):
        return tallied
    if role not in ("dobj", "nsubjpass"):
        return None
    down = any(c.dep_ == "prt" and c.lower_ == "down" for c in verb.children)
    ends = [child(c, "pobj") for c in verb.children if c.lower_ == "to"]
    death = any(t is not None and t.lower_ == "death" for t in ends)
    return "killed" if death or (lemma == "gun" and down) else None


def _joined_fate(verb: Token) -> tuple[str, Token] | None:
    """ "were shot and killed"."""
    for c in verb.conjuncts:
        if (
            c.lemma_.lower() in _TRANSITIVE
            and c.tag_ == "VBN"
            and passive(verb)
            and child(c, "nsubj", "nsubjpass", "dobj") is None
        ):
            return _TRANSITIVE[c.lemma_.lower()], c
    return None


def _by_complement(verb: Token, role: str) -> tuple[str, Token] | None:
    """ "two were dead", "four individuals are believed to be the suspects"."""
    if role not in ("nsubj", "nsubjpass"):
        return None
    for c in verb.children:
        ill = c.dep_ == "advmod" and c.lower_ == "ill"  # "fell ill", as some parsers have it
        if ill or (c.dep_ in ("acomp", "attr", "oprd") and c.lower_ in _STATES):
            return _STATES[c.lower_], c
        if c.dep_ in ("attr", "oprd") and c.lemma_.lower() == "suspect":
            return "suspects", c
        if c.dep_ == "xcomp" and c.lemma_ == "be":
            return _by_complement(c, "nsubj")
        held = c.dep_ == "prep" and c.lower_ in ("in", "into")
        if held and any(t.lower_ == "custody" for t in below(c)):
            return "arrested", verb
    return None


def _by_noun(noun: Token) -> tuple[str, Token] | None:
    """ "the deaths of 12 people", "the loss of 12 lives", "the arrest of 3 men"."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ not in ("of", "to", "for"):
        return None
    governor = prep.head
    lemma = governor.lemma_.lower()
    if prep.lower_ == "of" and lemma in _NOUNS:
        return _NOUNS[lemma], governor
    if prep.lower_ == "to" and lemma == "injury":
        return "injured", governor
    if prep.lower_ == "of" and lemma == "loss" and noun.lemma_ == "life":
        return "killed", governor
    lives = governor if lemma == "life" and governor.dep_ in ("dobj", "nsubjpass") else None
    if prep.lower_ == "of" and lives is not None and lives.head.lemma_.lower() in _LOSS:
        return "killed", lives.head
    return None


def _total(number: Token) -> tuple[str, Token] | None:
    """Whose total a number is: "a toll of 40", "the toll was revised down to 40", "the number of dead is 40"."""
    if number.dep_ not in ("pobj", "attr"):
        return None
    holder = number.head if number.dep_ == "attr" else number.head.head
    if number.dep_ == "pobj" and holder.lemma_ == "toll":
        return "killed", holder
    if number.head.lower_ == "of" and holder.lemma_ == "crowd":
        return "attended", holder
    whom = holder.head  # "(put) the number of people killed at 40"
    if holder.dep_ == "acl" and whom.dep_ == "pobj" and whom.head.head.lemma_ in _TALLIES:
        measure = _STATES.get(holder.lower_)
        return (measure, whom.head.head.head) if measure is not None else None
    holder = _given_to(number)
    measure = _tallied(holder)
    former = number.head.lower_ == "from"  # "to 40 from 43"
    return (measure, holder) if measure is not None and not former else None


def _tallied(verb: Token) -> str | None:
    """Of whom the subject or object of a verb is the number: "the death toll (rose)", "(put) the number of injured"."""
    for c in verb.children:
        if c.dep_ not in ("nsubj", "dobj", "nsubjpass"):
            continue
        if c.lemma_ == "toll" and not any(t.lower_ in ("injury", "road") for t in c.children):
            return "killed"
        if crowd(c, verb):
            return "attended"
        of = next((p for p in c.children if p.dep_ == "prep" and p.lower_ == "of"), None)
        whom = child(of, "pobj") if of is not None and c.lemma_ in _TALLIES else None
        if whom is not None:
            return _STATES.get(whom.lower_) or _NOUNS.get(whom.lemma_.lower()) or numbered(whom)
    return None


def _given_to(number: Token) -> Token:
    """The word to which a number is given: the verb of "(the toll was) revised down to 40"."""
    holder = number.head if number.dep_ == "attr" else number.head.head
    while holder.dep_ in ("prt", "advmod", "prep"):
        holder = holder.head
    return holder


def _numbered(number: Token) -> Token | None:
    """The things that a number is said to be that of: "the number of customers (was) 900"."""
    if number.dep_ not in ("pobj", "attr") or number.head.lower_ == "from":
        return None
    holder = _given_to(number)
    whom = holder.head  # "(put) the number of flats sold at 900"
    if holder.dep_ == "acl" and whom.dep_ == "pobj":
        return whom if whom.head.head.lemma_ in _TALLIES else None
    for c in holder.children:
        if c.lemma_ in _TALLIES and c.dep_ in ("nsubj", "dobj", "nsubjpass"):
            of = child(c, "prep")
            return child(of, "pobj") if of is not None and of.lower_ == "of" else None
    return None


def _fatally(verb: Token) -> bool:
    return any(
        # "shot, two fatally" tells of the two
        (c.lower_ in ("fatally", "dead") and not c.head.like_num) or c.lower_ == "death"
        for c in below(verb)
        if c.i - verb.i in range(-2, 4)
    )


def _of_a_trade(noun: Token) -> bool:
    """Whether somebody is named by what they do: "a baker was killed"; not "a bill was killed"."""
    listed = lexicon().words
    lemma = noun.lemma_.lower()
    return (
        noun.dep_ == "nsubjpass"
        and lemma.endswith(_TRADES)
        and noun.head.lemma_ in ("kill", "murder", "wound", "injure")
        and lemma not in listed["things"] | listed["animals"]
    )


def _single(doc: Doc) -> list[Count]:
    """One person without a number: "a woman was killed", "killing a soldier"."""
    found = []
    persons = lexicon().measures["persons"] | lexicon().words["relatives"]
    for noun in doc:
        headline = noun.doc.user_data.get("passage") == 0 and doc[-1].text not in ".!?\"'"
        person = noun.lemma_.lower() in persons or _of_a_trade(noun)
        if noun.tag_ not in ("NN", "NNP") or not person or noun.lemma_ == "life":
            continue
        det = child(noun, "det")
        single = det.lower_ in ("a", "an", "another") if det is not None else headline
        spared = any(t.lower_ == "not" for t in noun.lefts)  # "not a single person"
        if not single or spared or any(c.dep_ in ("nummod", "poss") for c in noun.children):
            continue
        told = fate(noun)
        if told is not None and told[0] in PERSONS and told[0] not in _MANY:
            start, end = (det or noun.left_edge).idx, noun.idx + len(noun)
            number = Number(1.0, 1.0, "exact", start, end, (start, end))
            found.append(Count(number, told[0], "persons", doc, start, end, noun, told[1]))
    return found
