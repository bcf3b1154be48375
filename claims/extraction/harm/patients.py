"""Whom a word of harm concerns: the patients of verbs, the holders of states, those whom a noun is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims.extraction.quantities.measures import opens
from claims.extraction.text.tree import child

from . import words
from .clipped import beside, just_before
from .joined import claimed, tied_to_the_deed
from .persons import countable, is_count, known, one_more, personal

if TYPE_CHECKING:
    from spacy.tokens import Token

# Forms that the parser takes for nouns in headlines.
_LEMMAS = {
    "gunned": "gun", "shoots": "shoot", "dies": "die", "died": "die", "kills": "kill", "fighting": "fight",
}  # fmt: skip
_ASIDE = 14  # words that commas enclose between a subject and its verb


def reading(token: Token, text: str) -> tuple[str, list[Token]] | None:
    """What this word does to whom; None where it does no harm."""
    lemma, low = token.lemma_.lower(), token.lower_
    lemma = _LEMMAS.get(low, lemma)
    named = (
        token.tag_ == "VBG" and child(token, "det", "amod", "compound") is not None
    )  # "a shooting"
    verbal = not named and (
        token.pos_ in ("VERB", "AUX", "ADJ") or low in words.STATE or low in _LEMMAS
    )
    if verbal and lemma in words.OBJECT and token.pos_ != "ADJ":
        fate = _fate_of_object(token, lemma, text)
        return (fate, _patients(token) or beside(token)) if fate else None
    if verbal and lemma in words.SUBJECT:
        fate = _fate_of_subject(token, lemma)
        ordinal = child(token, "amod")  # "a third fighting for his life"
        doer = ordinal if ordinal is not None and one_more(ordinal) else _subject(token)
        return (fate, [doer] if doer is not None else beside(token)) if fate else None
    if low in words.STATE:
        if low == "critical" and (
            not words.CRITICAL.search(text) or (token.dep_ == "amod" and token.head.pos_ == "NOUN")
        ):
            return None
        return words.STATE[low], _holders(token) or beside(token)
    if low == "fatally":
        before = token.doc[token.i - 1] if token.i > 0 else token
        of = before.head  # "two of them fatally"
        before = of.head if before.dep_ == "pobj" and of.lower_ == "of" else before
        return ("killed", [before]) if is_count(before) else None
    if low in ("himself", "herself", "suicide"):
        return _by_own_hand(token)
    noun = words.NOUN.get(lemma) or words.NOUN.get(low)
    if noun is not None and low in ("hospital", "coma"):
        return _in_hospital(token, noun)
    if noun is not None and token.pos_ in ("NOUN", "PROPN"):
        return _by_noun(token, lemma.lower() if lemma in words.NOUN else low, noun)
    return None


def _near(token: Token, span: int = 12) -> str:
    """The words from here on, within the sentence."""
    return str(token.doc[token.i : min(token.sent.end, token.i + span)].text)


def _fate_of_object(token: Token, lemma: str, text: str) -> str:
    fate = words.OBJECT[lemma]
    if lemma == "shoot" and _aimed(token):
        return ""
    if lemma in ("shoot", "gun", "stab", "beat", "strike", "hit", "wound", "injure", "crush"):
        if lemma == "gun" and not any(c.lower_ == "down" for c in token.children):
            return ""
        if lemma in ("strike", "hit") and not (
            words.WEAPON.search(text) or words.BODY.search(_near(token, 8))
        ):
            return ""
        return "killed" if lemma == "gun" or _fatally(token) else fate
    if lemma in words.PRONOUNCED:
        if (
            lemma == "find"
            and child(token, "ccomp") is not None
            and child(token, "auxpass") is None
        ):
            return ""  # "Officers found the mother dead": told by "dead"
        if lemma == "find" and any(p.lower_ in ("body", "bodies") for p in _patients(token)):
            return "killed"
        after = _near(token, 9)
        if words.DEAD.search(after):
            return "killed"
        return "shot" if lemma == "find" and words.FOUND_HURT.search(after) else ""
    if lemma == "claim":
        return "killed" if words.LIFE.search(_near(token, 8)) else ""
    if lemma in words.CARRIED:
        after = _near(token, 14)
        return fate if words.CARE.search(after) else ""
    return fate


def _aimed(verb: Token) -> bool:
    """Whether somebody only "shot at" others."""
    after = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    return after == "at" and child(verb, "nsubj") is not None and child(verb, "auxpass") is None


def _fatally(verb: Token) -> bool:
    """Whether the harm ended in death: "fatally shot", "shot dead", "stabbed him to death"."""
    doc, sent = verb.doc, verb.sent
    if verb.i > sent.start and doc[verb.i - 1].lower_ in ("fatally", "mortally"):
        return verb.i == 1 or doc[verb.i - 2].lower_ not in ("not", "non", "-")
    after = words.BREAK.split(doc[verb.i + 1 : min(sent.end, verb.i + 7)].text, maxsplit=1)[0]
    return bool(words.FATAL.search(after))


def _fate_of_subject(token: Token, lemma: str) -> str:
    thing = child(token, "dobj")
    if lemma == "recover" and (thing or child(token, "auxpass") or token.dep_ == "acl"):
        return ""  # "Two pistols were recovered."
    if lemma in ("lose", "fight"):
        return words.SUBJECT[lemma] if words.LIFE.search(_near(token, 8)) else ""
    if lemma == "survive":
        if any(c.lower_ == "by" for c in token.children):  # "he is survived by two sons"
            return ""
        hurt = thing is None or thing.lemma_ in (
            "shooting",
            "spree",
            "attack",
            "injury",
            "wound",
            "crash",
            "gunshot",
        )
        return "injured" if hurt else ""
    near = _near(token)
    if lemma == "pass":  # "passed away"
        said, away, near = near.partition(" away")
        if not away or " " in said:
            return ""
        near = said + near
    if lemma in ("die", "pass") and words.NATURAL.search(near):
        return ""
    return words.SUBJECT[lemma]


def _patients(verb: Token) -> list[Token]:
    """Whom the verb happens to, by the sentence's structure."""
    own = [
        c for c in verb.children if c.dep_ == "nsubjpass"
    ]  # two in "a man, 30, and a woman, 25, were"
    if not own and (opener := _opener(verb)) is not None:
        own = [opener]
    if not own and (passive := child(verb, "auxpass")) is not None:
        # A subject that the parser takes for an active one, or for the auxiliary's.
        own = [c for c in (*verb.children, *passive.children) if c.dep_ == "nsubj"][:1]
    if own:
        return [_antecedent(one, verb) for one in own]
    thing = child(verb, "dobj") or _object_of_both(verb)
    if thing is not None and thing.lower_ == "ex" and thing.i + 2 < len(verb.doc):
        thing = verb.doc[thing.i + 2]  # "killed his ex-wife"
    aged = child(verb, "acomp")
    if thing is None and aged is not None and aged.lower_ == "old":
        thing = aged  # "kills 4-year-old"
    if thing is not None and not claimed(thing, verb):
        if thing.lower_ in words.SELF:
            doer = _subject(verb)
            if doer is None:
                return just_before(verb)
            others = [c for c in thing.conjuncts if c.i > thing.i]  # "shot himself and his sons"
            return [doer if personal(doer) else thing, *others]
        doer = _subject(verb)  # "killed his son and then himself"
        last = doer is not None and any(
            c.lower_ in words.SELF and c.dep_ in ("conj", "npadvmod") for c in verb.rights
        )
        return [thing, doer] if doer is not None and last else [thing]
    if left := _left(verb):
        return left
    if verb.tag_ in ("VBN", "VBD", "NN", "NNP", "JJ"):
        if verb.dep_ in ("acl", "relcl", "amod"):
            first = _counted_before(verb.head) if child(verb.head, "nummod") is not None else []
            return [*first, verb.head]
        # "Three women, two boys shot near a park", "Man, baby found dead"
        several = [
            c
            for c in verb.lefts
            if c.dep_ in ("nsubj", "npadvmod") and (known(c) or is_count(child(c, "nummod") or c))
        ]
        whom = _subject(verb)
        return several or ([whom] if whom is not None else [])
    return []


def _left(verb: Token) -> list[Token]:
    """Whom an attack left wounded: "left three men wounded", and the headline "leaves 3 men, 1 woman wounded"."""
    before = child(verb, "ccomp")
    after = verb.head if verb.dep_ in ("oprd", "xcomp", "ccomp") else before
    whom = child(after, "dobj") if after is not None and after.lemma_ == "leave" else None
    if whom is None:
        return []
    second = child(verb, "nsubj") if after == before else None
    return [whom, second] if second is not None else [whom]


def _counted_before(noun: Token) -> list[Token]:
    """The women in the headline "3 women, 2 boys shot", where the parser has the boys explain them."""
    first = noun.head
    several = noun.dep_ == "appos" and first.lemma_ not in ("person", "people", "victim", "other")
    number = child(first, "nummod")
    return [first] if several and number is not None and is_count(number) else []


def _opener(verb: Token) -> Token | None:
    """Who opens the passive clause of this verb, though the parser ties them to the clause before."""
    first = child(verb, "auxpass")
    if first is None or first.i == verb.sent.start:
        return None
    for one in (_before_aside(verb.doc[first.i - 1]), child(verb.head, "dobj")):
        if one is not None and _stands_before(one, verb):
            return one.head if one.dep_ == "conj" else one
        if one is not None and opens(one) == verb:
            # "at least eight more": the number stands for them
            return child(one, "nummod") or one if one.lower_ == "more" else one
    return None


def _stands_before(one: Token, verb: Token) -> bool:
    """Whether this is the subject of a passive verb that has none, though the parser ties it to a preposition."""
    first = one.head if one.dep_ == "conj" else one
    return first.dep_ == "pobj" and countable(first) and child(verb, "nsubj", "nsubjpass") is None


def _before_aside(word: Token) -> Token:
    """The people in "four people, including a toddler, were": the word before what commas enclose, if they do."""
    if word.text == ",":
        for i in range(word.i - 1, max(word.sent.start, word.i - _ASIDE), -1):
            if word.doc[i].text == "," and word.doc[i + 1].lower_ in ("including", "among"):
                return word.doc[i - 1]
    return word


def _object_of_both(verb: Token) -> Token | None:
    """ "A man shot and killed his neighbour": who was killed was shot."""
    if verb.tag_ not in ("VBD", "VBN") or child(verb, "auxpass") is not None:
        return None
    both = child(verb, "conj")
    return child(both, "dobj") if both is not None and both.i - verb.i == 2 else None


def _antecedent(word: Token, verb: Token) -> Token:
    return verb.head if word.tag_ in ("WP", "WDT") and verb.dep_ in ("relcl", "acl") else word


def _subject(verb: Token, depth: int = 0) -> Token | None:
    own = child(verb, "nsubjpass", "nsubj")
    if own is not None:
        return _antecedent(own, verb)
    before = child(verb, "ccomp")
    if before is not None and before.i < verb.i and verb.doc[verb.i - 1].text not in ('"', "”"):
        return child(before, "nsubj")  # "Man kills his wife, turns gun on himself"
    if depth > 3 or verb.head == verb:
        return None
    head = verb.head
    if verb.dep_ in ("acl", "relcl", "amod"):
        return head
    if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "parataxis", "dep"):
        if head.pos_ in ("NOUN", "PROPN", "NUM") and verb.dep_ != "ccomp":
            return head
        thing = (
            child(head, "dobj")
            if verb.dep_ in ("xcomp", "ccomp") and head.lemma_ in ("leave", "find", "have", "get")
            else None
        )
        return thing or _subject(head, depth + 1)
    if verb.dep_ == "pcomp" and head.head != head:
        over = head.head
        return over if over.pos_ in ("NOUN", "PROPN") else _subject(over, depth + 1)
    return None


def _holders(state: Token) -> list[Token]:
    """Who is dead or injured: "two people are dead", "left two dead", "the injured man", "three wounded"."""
    head, doc = state.head, state.doc
    number = next(
        (
            c
            for c in state.children
            if c.dep_ in ("nummod", "nsubj", "npadvmod", "quantmod", "compound") and is_count(c)
        ),
        None,
    )
    if number is not None and number.i < state.i:
        return [number]
    before = doc[state.i - 1] if state.i > state.sent.start else None
    if before is not None and is_count(before):
        return [before]
    own = child(state, "nsubj", "nsubjpass")
    if own is not None and state.dep_ == "ccomp":  # "found the mother dead"
        return [own]
    if state.dep_ == "appos" and own is not None and child(own, "nummod") is not None:
        return [*_counted_before(state), own]  # "4 adults, 1 child shot"
    if state.dep_ == "nsubj" and head.lemma_ == "be":  # "the dead were two clerks and a guard"
        thing = child(head, "attr")
        return [thing] if thing is not None else []
    if state.dep_ in (
        "acomp",
        "attr",
        "oprd",
        "advmod",
        "xcomp",
        "ccomp",
        "advcl",
        "amod",
        "acl",
        "conj",
        "relcl",
    ):
        if head.pos_ in ("NOUN", "PROPN", "NUM") and state.dep_ in (
            "amod",
            "acl",
            "relcl",
            "appos",
            "conj",
        ):
            first = head.head if head.dep_ == "conj" and state.i > head.i else head
            return [first] if personal(first) else [head] if personal(head) else []
        if head.lemma_ in ("leave", "find", "shoot", "strike", "discover") or state.dep_ in (
            "oprd",
            "xcomp",
            "ccomp",
        ):
            thing = child(head, "dobj", "nsubjpass")
            if thing is not None:
                return [thing]
        doer = _subject(state) or _subject(head)
        return [doer] if doer is not None else []
    doer = child(state, "nsubj", "nsubjpass", "dobj")
    return [doer] if doer is not None else []


def _by_noun(noun: Token, lemma: str, fate: str) -> tuple[str, list[Token]] | None:
    """ "the death of a boy", "her son's killing", "two deaths", "wounds to three men", "is in critical condition"."""
    number = next((c for c in noun.children if c.dep_ == "nummod"), None)
    if lemma == "victim":
        of = noun.head
        part = (
            noun.dep_ == "pobj"
            and of.lower_ == "of"
            and (is_count(of.head) or of.head.pos_ in ("PRON", "DET"))
        )
        return None if part else (fate, [noun])
    if lemma in ("wound", "graze", "injury", "condition", "surgery"):
        if number is not None and lemma == "injury" and noun.dep_ not in ("dobj", "pobj"):
            return fate, [noun]
        return _afflicted(noun, lemma)
    if noun.head.lemma_ in ("charge", "count", "suspicion") or any(
        c.lower_ == "attempted" for c in noun.children
    ):
        return None
    if lemma == "toll":
        figure = next((t for t in noun.head.subtree if t.i > noun.i and is_count(t)), None)
        dead = any(c.lower_ == "death" for c in noun.children)
        return ("killed", [figure]) if figure is not None and dead else None
    if number is not None and lemma not in ("shooting", "massacre", "funeral", "loss"):
        return fate, [noun]
    owner = child(noun, "poss")
    if (
        owner is not None
        and lemma not in ("shooting", "loss", "massacre", "homicide")
        and personal(owner)
    ):
        return fate, [owner]
    whom = []
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ == "of":
            inner = child(prep, "pobj")
            if inner is not None and personal(inner):
                whom += [inner, *tied_to_the_deed(inner, noun)]
    if fate == "shot" and any(c.lower_ in ("fatal", "deadly", "death") for c in noun.children):
        fate = "killed"
    return (fate, whom) if whom else None


def _by_own_hand(word: Token) -> tuple[str, list[Token]] | None:
    """ "turned the gun on himself", "committed suicide", "took her own life"; "shot himself" is told by the verb."""
    verb = word.head if word.lower_ == "suicide" else word.head.head
    turned = word.lower_ != "suicide" and word.dep_ == "pobj" and verb.lemma_ == "turn"
    if not turned and not (word.dep_ == "dobj" and verb.lemma_ == "commit"):
        return None
    doer = _subject(verb)
    return ("killed", [doer]) if doer is not None else None


def _in_hospital(noun: Token, fate: str) -> tuple[str, list[Token]] | None:
    """ "One is in hospital", "left a man dead and another in a coma"; not "police at the hospital"."""
    where = noun.head
    if noun.dep_ != "pobj" or where.lower_ != "in":
        return None
    holder = where.head
    if holder.lemma_ in words.LYING:
        before = where.doc[where.i - 1]  # "left a woman dead and her daughter in a coma"
        near = before if before.i > holder.i and personal(before) else None
        whom = near or child(holder, "dobj") or _subject(holder)
        return (fate, [whom]) if whom is not None else None
    one = is_count(holder) or one_more(holder) or (noun.lower_ == "coma" and personal(holder))
    return (fate, [holder]) if one else None


def _afflicted(noun: Token, lemma: str) -> tuple[str, list[Token]] | None:
    """Who has a wound or is in a condition: by the verb that takes the noun, or by "with", "to", "from"."""
    kinds = {c.lower_ for c in noun.children}
    kinds |= {c.lower_ for t in noun.children for c in t.children}
    if lemma == "condition" and not kinds & words.CONDITIONS:
        return None
    fate = "injured"
    if kinds & {"fatal", "deadly", "mortal"} and not kinds & {"non", "not"}:
        fate = "killed"
    elif lemma == "wound" and not kinds & words.LIGHT:
        fate = "shot"
    to = next(
        (child(c, "pobj") for c in noun.children if c.dep_ == "prep" and c.lower_ == "to"), None
    )
    if to is not None and (personal(to) or is_count(to)):
        return fate, [to]
    whom = _bearer(noun)
    return (fate, [whom]) if whom is not None else None


def _bearer(noun: Token) -> Token | None:
    """The noun that has the wound or is in the condition, up the tree."""
    prior, head = noun, noun.head
    for _ in range(4):
        if head == prior:
            return None
        if head.pos_ in ("NOUN", "PROPN", "NUM") or is_count(head) or one_more(head):
            if prior.dep_ in ("prep", "acl", "relcl") and (personal(head) or is_count(head)):
                return head
        elif head.pos_ in ("VERB", "AUX"):
            if head.lemma_ in words.TELLING:
                return None
            whom = _with_verb(head, prior, noun)
            if whom is not None:
                return whom
        prior, head = head, head.head
    return None


def _with_verb(verb: Token, prior: Token, noun: Token) -> Token | None:
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else verb
    if verb.tag_ == "VBG" and before.pos_ in ("NOUN", "PROPN", "NUM") and personal(before):
        return before
    whom = child(verb, "nsubjpass")
    if whom is None and prior.dep_ == "prep" and verb.lemma_ != "be":
        whom = child(verb, "dobj")
    if whom is None or whom == noun:
        whom = _subject(verb)
    return _antecedent(whom, verb) if whom is not None and whom != noun else None
