"""Frames: what a clause says in a form in which clauses of different documents meet.

Each rule reads one kind of proposition off the words of a clause and gives its frame and a canonical
sentence, stated positively. What no rule is sure of has no frame.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.naming.gazetteer import countries_in, country_form, country_of, groups_in
from claims.extraction.naming.names import proper_name
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.tree import below, child
from claims.extraction.types import Attribution, Claim, Frame, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

_TAKING_PART = r"(?:involvement|role|hand|participation|complicity|part|responsibility)"
_HARM = (
    r"(?:strain|harm|damage|hurt|worsen|sour|rift|tension|impact|alter|affect|chang|jeopardi[sz]|undermin|weaken|"
    r"disrupt|fray|deteriorat|derail|poison|imperil|endanger)\w*"
)
_BOND = r"(?:relations?|relationships?|ties|alliance|friendship|partnership|rift|tensions?)"
# Only where the phrase is all that is said does it assert a part in the event: not in "the debate over A's role".
_PHRASES = ("noun", "fake")
_PEOPLE_TAKING_PART = re.compile(  # at each word, so that "Alleged Tajik" is also "Tajik"
    rf"(?=\b([A-Z]\w+(?: [A-Z]\w+)?)(?: (?:alleged|claimed|direct|possible|supposed|suspected))? {_TAKING_PART}\b)"
)
_FUTURE = re.compile(
    r"\b(?:will|would|may|might|could|likely|unlikely|risks?|potential to|threatens?|set to|expected to|going to)\b",
    re.IGNORECASE,
)
_TOOK_PART = re.compile(
    r"(?P<who>[\w'’. -]{2,60}?) (?:(?:ha[sd]|have) )?(?:"
    rf"(?:play(?:s|ed)?|t[ao]ken?|took|ha[sd]|have|b[eo]a?rs?|bore) (?:(?:an?|any|no|some|little) )?(?:\w+ )?{_TAKING_PART} (?:in|for)"
    r"|(?:ha[sd]|have) (?:(?:absolutely )?nothing|something|anything) to do with) (?:the )?(?P<what>.+)"
)
_CITIZENS = r"(?:citizens?|nationals?|natives?|passport holders?|residents?)"


@dataclass(frozen=True, slots=True)
class Framed:
    """A frame with the sentence that states it; empty where the clause's own words do."""

    frame: Frame
    text: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a clause needs of its surroundings: the event's name, the document's most named countries, the fullest
    form of a person's name, and what a pronoun is sure to stand for."""

    event: str
    speaker: Speaker | None
    prominent: tuple[str, ...]
    full_name: Callable[[str], str]
    meant: Callable[[Token], str | None]


def frame(finding: Finding, tokens: Sequence[Token], words: str, setting: Setting) -> Framed | None:
    """The frame of a clause or noun phrase, or None. ``words`` are the clause's own words, plain quotes."""
    for rule in (_accused, _claimed, _nationality, _involved, _organised, _relations, _dead):
        found = rule(finding, tokens, words, setting)
        if found is not None:
            return found
    return None


def key(name: str) -> str:
    """A name as it stands in a frame."""
    return re.sub(r"\s+", " ", name.strip().lower())


def _taking_part(name: str, event: str) -> Framed:
    return Framed(Frame("involved", key(name), ""), f"{name} was involved in the {event}")


def _accused(
    finding: Finding, tokens: Sequence[Token], words: str, setting: Setting
) -> Framed | None:
    """An accusation, where the words say that it is of a part in the event."""
    if finding.form != "accusation" or finding.party is None or not setting.event:
        return None
    party = "".join(t.text_with_ws for t in below(finding.party)).strip(" \"'")
    name = country_of(finding.party.text) or next((n for n, _ in countries_in(party)), None)
    name = name or next(iter(groups_in(party)), None) or _named_party(finding.party)
    if name is None and finding.party.tag_ == "PRP":
        said = setting.meant(finding.party) or ""
        name = country_of(said) or (said if said[:1].isupper() else None)
    part = re.search(
        rf"\b{_TAKING_PART}\b|\bbehind\b|\b(?:organi[sz]|mastermind|orchestrat|plann|carry|help|aid|support|train)\w*",
        words,
    )
    laid = finding.root is not None and finding.root.lemma_.lower() not in ("accuse", "charge")
    if name and (part or laid):
        return _taking_part(name, setting.event)
    return None


# "The neighbouring state of Ruritania" is Ruritania.
_SORTS_OF_PLACE = frozenset({"state", "country", "republic", "kingdom", "government", "regime"})


def _named_party(party: Token) -> str | None:
    """The name of a party that no list of countries and groups has."""
    of = child(party, "prep")
    if party.lower_ in _SORTS_OF_PLACE and of is not None and of.lower_ == "of":
        party = child(of, "pobj") or party
    # "Separatists" are a sort of people, and whoever they are has no name.
    return proper_name(party) if party.tag_ == "NNP" else None


def _claimed(
    finding: Finding, tokens: Sequence[Token], words: str, setting: Setting
) -> Framed | None:
    if finding.form != "responsibility" or not setting.event:
        return None
    if setting.speaker is None or setting.speaker.kind == "unnamed":
        return None
    return _responsible(setting.speaker.name, setting.event)


def _responsible(name: str, event: str) -> Framed:
    return Framed(Frame("responsible", key(name), ""), f"{name} was responsible for the {event}")


def _nationality(
    finding: Finding, tokens: Sequence[Token], words: str, setting: Setting
) -> Framed | None:
    """ "The suspects were Tajiks", "hailed from Tajikistan", "the involvement of its citizens"."""
    if not setting.event:
        return None
    name = _people_of_attack(words, setting) if finding.form in _PHRASES else None
    name = name or _origin_of_attackers(finding, tokens)
    if name is None:
        return None
    return Framed(
        Frame("nationality", "attackers", key(name)),
        f"The attackers in the {setting.event} were citizens of {name}",
    )


def _people_of_attack(words: str, setting: Setting) -> str | None:
    match = re.search(
        rf"(?i)\b{_TAKING_PART} of (?:some |several |\w+ )?(?P<who>its {_CITIZENS}|(?P<c>[A-Z][\w' ]*?) {_CITIZENS}|{_CITIZENS} (?:of|from) (?P<d>[A-Z][\w ]*))",
        words,
    )
    if match is None:
        return None
    if match["who"].lower().startswith("its"):
        return setting.speaker.affiliation if setting.speaker is not None else None
    return country_of((match["c"] or match["d"] or "").strip())


def _origin_of_attackers(finding: Finding, tokens: Sequence[Token]) -> str | None:
    for verb in tokens:
        if (
            finding.root is not None
            and verb != finding.root
            and not (verb.dep_ == "conj" and verb.head == finding.root)
        ):
            continue
        subject = child(verb, "nsubj", "nsubjpass") if verb.pos_ in ("VERB", "AUX") else None
        if subject is None or not _attackers(subject, verb):
            continue
        rest = [t for t in below(verb) if t.i > max(verb.i, subject.i) and t not in below(subject)]
        text = "".join(t.text_with_ws for t in rest)
        lemma = verb.lemma_.lower()
        if lemma in ("be", "hail", "come", "originate") and (
            match := re.match(
                rf"(?:not |all |mostly |both |reportedly |allegedly )*(?:(?:{_CITIZENS} (?:of|from)|from|in) )?(?:the )?(?P<c>[A-Z][\w]+(?: [A-Z]\w+)?)(?P<n> {_CITIZENS})?",
                text,
            )
        ):
            return country_of(match["c"]) or country_of(match["c"].split()[0])
        citizens = re.search(
            rf"{_CITIZENS} of (?P<c>[A-Z]\w+(?: [A-Z]\w+)?)",
            "".join(t.text_with_ws for t in below(subject)),
        )
        suspects = any(
            t.lemma_.lower() in lexicon().words["attackers"]
            for t in rest
            if t.dep_ in ("attr", "oprd")
        )
        if citizens and suspects:
            return country_of(citizens["c"]) or country_of(citizens["c"].split()[0])
    return None


def _attackers(subject: Token, verb: Token) -> bool:
    nouns = [
        subject,
        *(
            p
            for c in subject.children
            if c.lower_ == "of"
            for p in [child(c, "pobj")]
            if p is not None
        ),
    ]
    if any(t.lemma_.lower() in lexicon().words["attackers"] for t in nouns):
        return True
    return any(
        t.lemma_.lower() in lexicon().words["attackers"] and t.dep_ in ("attr", "oprd")
        for t in below(verb)
    )


def _involved(
    finding: Finding, tokens: Sequence[Token], words: str, setting: Setting
) -> Framed | None:
    """ "Ukrainian involvement in the attack", "any involvement in the attack" (denied by Ukraine)."""
    if not setting.event:
        return None
    match = None
    if finding.form in _PHRASES:
        match = re.search(
            rf"\b(?P<c>[A-Z][\w.]+(?: [A-Z]\w+)?)(?:'s)?(?: \w+)? {_TAKING_PART}\b", words
        ) or re.search(rf"\b{_TAKING_PART} of (?P<c>[A-Z][\w.]+(?: [A-Z]\w+)?)\b", words)
    name = country_of(match["c"].removesuffix("'s")) if match else None
    if match and name is None:
        named = groups_in(match["c"])
        name = named[0] if named else None
    if name:
        return _taking_part(name, setting.event)
    own = re.match(
        rf"(?:any |its |having (?:any |a )?|playing (?:any |a )|a |all )?(?:direct |alleged )?{_TAKING_PART}\b(?! of)",
        words,
        re.IGNORECASE,
    )
    if own and finding.claimant is not None and setting.speaker is not None:
        party = setting.speaker.affiliation or (
            setting.speaker.name if setting.speaker.kind == "group" else None
        )
        if party:
            return _taking_part(party, setting.event)
    clause = _clause(tokens)
    took = _TOOK_PART.match(clause)
    happening = took is not None and (
        re.match(r"(?:it|this|that)\b", took["what"]) is not None
        or any(t.lemma_.lower() in lexicon().events for t in tokens)
    )
    if took and happening and (name := _who_did(took["who"], tokens, setting)):
        return _taking_part(name, setting.event)
    said = re.match(
        r"(?P<who>[A-Z][\w'-]*(?: [A-Z][\w'-]*)*) (?:was|were|is|had been) (?:\w+ )?(?:(?:involved in|behind) |involved\W*$)",
        clause,
    )
    if said and (name := country_of(said["who"]) or _known_as(said["who"], tokens)):
        return _taking_part(name, setting.event)
    return None


def _clause(tokens: Sequence[Token]) -> str:
    """What is stated, without the words around it: of "it was unlikely that P" P alone."""
    return "".join(t.text_with_ws for t in tokens).removeprefix("that ")


# What a group's members did, it did.
_MEMBERS = re.compile(
    r"(?i)(?:its|their|our) (?:own )?(?:fighters|men|members|militants|forces|people)$"
)


def _who_did(words: str, tokens: Sequence[Token], setting: Setting) -> str | None:
    """Whom the subject of a deed names: a country, a group, or whoever speaks of their own."""
    words = words.strip()
    by = setting.speaker
    if words.lower() in ("we", "it", "they") or _MEMBERS.match(words):
        if by is None or by.kind not in ("group", "organisation", "government", "person"):
            return None
        return by.affiliation or (by.name if by.kind != "person" else None)
    named = groups_in(words)
    plain_name = re.sub(r"(?i)^the ", "", words)
    return named[0] if named else country_of(plain_name) or _known_as(plain_name, tokens)


def _known_as(name: str, tokens: Sequence[Token]) -> str | None:
    """The name itself where the words are one: "Ruritania", and not "Gunmen"."""
    words = name.split()
    first = [t for t in tokens if t.text in words][: len(words)]
    return name if first and all(t.pos_ == "PROPN" for t in first) else None


def of_nationals(attribution: Attribution, claims: Sequence[Claim]) -> int:
    """The claim that an attribution is about, once the whole document is known.

    "Tajik involvement" is that of Tajikistan, unless the document says that the attackers were Tajiks: then it is
    theirs, and the claim is the one about where they were from.
    """
    claim = claims[attribution.claim]
    if claim.frame is None or claim.frame.predicate != "involved":
        return attribution.claim
    people = (
        country_of(form)
        for form in _PEOPLE_TAKING_PART.findall(attribution.content.text)
        if country_form(form) == "demonym"
    )
    if claim.frame.subject not in {key(name) for name in people if name}:
        return attribution.claim
    theirs = Frame("nationality", "attackers", claim.frame.subject)
    same = (n for n, c in enumerate(claims) if c.frame == theirs and c.event == claim.event)
    return next(same, attribution.claim)


def _organised(
    finding: Finding, tokens: Sequence[Token], words: str, setting: Setting
) -> Framed | None:
    """ "The attack was organised by a wing of A", "A was behind the attack"."""
    if not setting.event:
        return None
    by = re.search(
        r"\b(?:organi[sz]ed|carried out|perpetrated|planned|orchestrated|committed|staged|conducted|masterminded) by (?P<who>.{3,80})",
        words,
    )
    behind = re.match(
        r"(?P<who>.{2,60}?) (?:was|were|is|has been) (?:\w+ )?(?:behind|responsible for) ",
        _clause(tokens),
    )
    did = _DID.match(_clause(tokens))
    match = by or behind or did
    if match is None:
        return None
    if by and (finding.root is None or not by.group().startswith(finding.root.text)):
        return None
    event_noun = any(t.lemma_.lower() in lexicon().events for t in tokens)
    if not event_noun:
        return None
    named = groups_in(match["who"])
    name = named[0] if named else None if by else _who_did(match["who"], tokens, setting)
    return _responsible(name, setting.event) if name else None


_DID = re.compile(
    r"(?P<who>[\w'’ .-]{2,60}?) (?:had |have |has )?(?:carried out|committed|staged|launched|perpetrated|conducted"
    r"|organi[sz]ed|planned|orchestrated|masterminded) (?:the|this|that) "
)


def _relations(
    finding: Finding, tokens: Sequence[Token], words: str, setting: Setting
) -> Framed | None:
    """ "may strain its relationship with …", "relations between A and B are unlikely to be affected"."""
    bond = re.search(rf"\b{_BOND}\b", words, re.IGNORECASE)
    harm = re.search(rf"\b{_HARM}", words, re.IGNORECASE)
    if bond is None or harm is None or not _FUTURE.search(words):
        return None
    between = _parties(words, setting)
    if between is None:
        return None
    a, b = between
    cause = f"The {setting.event} will harm" if setting.event else "There will be harm to"
    return Framed(
        Frame("relations", "", f"{key(a)}|{key(b)}"), f"{cause} relations between {a} and {b}"
    )


_KILL = frozenset({"kill", "assassinate", "behead", "execute", "murder", "slay"})


def _dead(finding: Finding, tokens: Sequence[Token], words: str, setting: Setting) -> Framed | None:
    """That somebody known by their full name is dead: nobody dies twice, so that accounts of it are of one matter."""
    verb = finding.root
    if verb is None or any(
        c.dep_ == "aux" and (c.tag_ == "MD" or c.lower_ == "to") for c in verb.children
    ):
        return None
    lemma = verb.lemma_.lower()
    state = child(verb, "acomp", "attr")
    if lemma in _KILL:
        who = child(verb, "nsubjpass", "dobj")
    elif lemma == "die" or (lemma == "be" and state is not None and state.lower_ == "dead"):
        who = child(verb, "nsubj")
    else:
        return None
    name = _person(who) if who is not None else ""
    full = setting.full_name(name) if name else ""
    return Framed(Frame("dead", key(full), "")) if " " in full else None


def _person(word: Token) -> str:
    """The name of the person that a word, or what stands in apposition to it, is the head of."""
    for head in (word, *(c for c in word.children if c.dep_ == "appos")):
        for entity in head.sent.ents:
            if entity.label_ == "PERSON" and entity.start <= head.i < entity.end:
                return entity.text.removesuffix("'s").removesuffix("’s").strip(" '\"")
    return ""


def before_bond(tokens: Sequence[Token]) -> list[Token]:
    """The words that stand before "relations" or "ties": what is to affect them."""
    at = next(
        (i for i, t in enumerate(tokens) if re.fullmatch(_BOND, t.text, re.IGNORECASE)), len(tokens)
    )
    return list(tokens[:at])


def _parties(words: str, setting: Setting) -> tuple[str, str] | None:
    """The two countries whose relation a clause speaks of; the ally or "the country" is the other one of the document."""
    bond = re.search(rf"\b{_BOND}\b(?P<rest>.*)", words, re.IGNORECASE)
    rest = bond["rest"] if bond else ""
    before = words[: bond.start()] if bond else ""
    stop = re.search(r",? (?:at a time|when|after|because|due to|since|amid|following)\b", rest)
    rest = rest[: stop.start()] if stop else rest
    named = list(dict.fromkeys(n for n, _ in countries_in(rest)))
    owner = re.search(r"(?P<c>[A-Z][\w.]+(?: [A-Z]\w+)?)(?:'s)? (?:\w+ )?$", before)
    if (
        len(named) < 2
        and owner
        and (first := country_of(owner["c"].removesuffix("'s")))
        and first not in named
    ):
        named.append(first)
    if len(named) < 2 and re.search(r"\bits (?:\w+ )?$", before):
        first_named = next((n for n, _ in countries_in(before)), None)
        if first_named and first_named not in named:
            named.append(first_named)
    open_party = re.search(
        r"\b(?:all(?:y|ies)|neighbou?rs?|partners?|the (?:two )?countr(?:y|ies)|the two)\b", rest
    )
    if len(named) < 2 and open_party:
        named += [c for c in setting.prominent if c not in named][: 2 - len(named)]
    if len(named) != 2:
        return None
    a, b = sorted(named)
    return a, b
