"""Claims whose meaning is known: who was responsible or involved, who the attackers were, relations."""

import re

from claims.extraction.naming.gazetteer import country_around, country_named, well_known
from claims.extraction.types import Frame
from claims.linking.events import same_event
from claims.linking.lexicon import words_of
from claims.linking.names import same_name
from claims.linking.types import Proposal, Statement
from claims.linking.wording import NEGATIONS, stem

METHOD = "frame"

# Who is meant by these is the question itself, so they are rivals of nobody.
_ROLES = words_of("roles")
_ROLE_ADJECTIVES = words_of("role_adjectives")
_CITIZENS = re.compile(
    r"^(?:citizens?|nationals?) of (?P<of>.+)$|^(?P<adj>.+?)[ _]+(?:citizens?|nationals?)$", re.IGNORECASE
)  # fmt: skip
_GUILT = frozenset({"responsible", "involved"})
_EXCLUSIVE = re.compile(r"\b(?:all|only|solely|exclusively|every|each|both|alone)\b", re.IGNORECASE)
_HARM = frozenset(map(stem, words_of("harm")))
_BETTER = frozenset(map(stem, words_of("better")))


def canonical(frame: Frame) -> Frame:
    """One frame for what has two: citizens of X being involved is the attackers being from X."""
    match = _CITIZENS.match(frame.subject) if frame.predicate in _GUILT else None
    country = country_named(match["of"] or match["adj"]) if match else None
    if country:
        return Frame("nationality", "attackers", _key(country))
    subject = "attackers" if is_role(frame.subject) else _key(frame.subject)
    return Frame(frame.predicate, subject, "|".join(sorted(map(_key, frame.object.split("|")))))


def is_role(subject: str) -> bool:
    """Does this name the attackers by what they did, and so nobody in particular?"""
    words = [w for w in subject.casefold().replace("_", " ").split() if w not in _ROLE_ADJECTIVES]
    return bool(words) and all(w in _ROLES or w.removesuffix("s") in _ROLES for w in words)


def same_key(a: Statement, b: Statement) -> bool:
    """Are the frames one, or is there none on either side?"""
    left, right = (canonical(s.frame) if s.frame else None for s in (a, b))
    return left == right


def same_frame(a: Statement, b: Statement) -> bool:
    """Do both say the same by their frames, about one event?"""
    if a.frame is None or not same_key(a, b):
        return False
    if a.frame.predicate == "relations" and _direction(a.text) != _direction(b.text):
        return False
    return a.event is not None and b.event is not None and _same(a, b) == "yes"


def compare_frames(a: Statement, b: Statement) -> Proposal | None:
    """What two framed claims about one event are to each other; None where they don't touch."""
    if a.frame and b.frame and a.frame.predicate == b.frame.predicate == "dead":
        return _dead(a.text, a.frame.subject, b.frame.subject)
    if a.frame is None or b.frame is None or _same(a, b) != "yes":
        return None
    left, right = canonical(a.frame), canonical(b.frame)
    if {left.predicate, right.predicate} <= _GUILT:
        return _guilt(a, b, left, right)
    if left.predicate != right.predicate:
        return None
    if left.predicate == "nationality":
        return _nationality(a, b, left, right)
    if left.predicate == "relations":
        return _relations(a, b, left, right)
    return None


def _same(a: Statement, b: Statement) -> str:
    return same_event(a.event, b.event).verdict if a.event and b.event else "unsure"


def _dead(text: str, one: str, other: str) -> Proposal | None:
    """Of one death several sentences tell more or less; none of them stands for the others."""
    if not same_name(one, other):
        return None
    return Proposal("same_as", 0.75, METHOD, f"both say that {label(one, text)} is dead")


def _guilt(a: Statement, b: Statement, left: Frame, right: Frame) -> Proposal | None:
    if "attackers" in (left.subject, right.subject):
        return None
    one, other = label(left.subject, a.text), label(right.subject, b.text)
    if _related(left.subject, right.subject):
        if left.predicate == right.predicate and left.subject == right.subject:
            return Proposal("same_as", 0.9, METHOD, f"both say that {one} was {left.predicate}")
        is_reversed = left.predicate == "involved" and right.predicate == "responsible"
        return Proposal(
            "supports",
            0.75,
            METHOD,
            f"{one} {left.predicate}, {other} {right.predicate}",
            is_reversed,
        )
    explanation = f"{one} {left.predicate}, or {other} {right.predicate}: both could be so"
    return Proposal("rivals", 0.8, METHOD, explanation)


def _related(a: str, b: str) -> bool:
    """The same name, or one within the other ("afghan-tajik wing of isis-k")."""
    if a == b or same_name(a, b):
        return True
    # A branch and its parent organisation are no rivals: to blame ISIS is to point to ISIS-K.
    short, long = sorted((a, b), key=len)
    return re.search(rf"\b{re.escape(short)}\b", long) is not None


def _nationality(a: Statement, b: Statement, left: Frame, right: Frame) -> Proposal | None:
    if left.subject != right.subject:
        return None
    who, one, other = label(left.subject), label(left.object), label(right.object)
    if left.object == right.object:
        return Proposal("same_as", 0.85, METHOD, f"both say that the {who} were from {one}")
    if _EXCLUSIVE.search(a.text) or _EXCLUSIVE.search(b.text):
        explanation = f"nationality of the {who}: {one} against {other}, one of them exclusively"
        return Proposal("contradicts", 0.75, METHOD, explanation)
    return Proposal("rivals", 0.6, METHOD, f"the {who} from {one}, or from {other}")


def _relations(a: Statement, b: Statement, left: Frame, right: Frame) -> Proposal | None:
    """Two forecasts for the same relations; with one party unnamed ("an ally") only if the rest fits."""
    parties = [frozenset(p for p in f.object.split("|") if p) for f in (left, right)]
    if (
        not parties[0]
        or not parties[1]
        or not (parties[0] <= parties[1] or parties[1] <= parties[0])
    ):
        return None
    between = label("|".join(sorted(parties[0] | parties[1])))
    directions = (_direction(a.text), _direction(b.text))
    if set(directions) == {"harm", "better"}:
        explanation = f"relations between {between}: harmed against improved"
        return Proposal("contradicts", 0.65, METHOD, explanation)
    if directions[0] != directions[1]:
        return None
    certain = parties[0] == parties[1]
    explanation = f"both are about relations between {between}"
    return Proposal("same_as", 0.85 if certain else 0.6, METHOD, explanation)


def _direction(text: str) -> str:
    words = {stem(w) for w in re.findall(r"[a-z]+", text.casefold()) if w not in NEGATIONS}
    harm, better = bool(words & _HARM), bool(words & _BETTER)
    # "alter the close relationship": the adjective says how it is, the verb what becomes of it.
    return "harm" if harm else "better" if better else ""


def label(key: str, *texts: str) -> str:
    """A key as it is written: "isis-k" ISIS-K, "russia|tajikistan" Russia and Tajikistan.

    A name that no table knows is written as in the first of `texts` that has it.
    """
    return " and ".join(_label(part, texts) for part in key.split("|"))


def _label(key: str, texts: tuple[str, ...]) -> str:
    if known := country_named(key) or well_known(key):
        return known
    for text in texts:
        if found := re.search(rf"\b(the )?({re.escape(key)})\b", text, re.IGNORECASE):
            return f"the {found[2]}" if found[1] else found[2]
    return key


def _key(name: str) -> str:
    """Who acts: a capital stands for its state here, as in "Moscow accuses Kyiv"."""
    return (country_around(name) or well_known(name) or name).casefold().strip()
