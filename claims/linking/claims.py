"""Two claims: may they be one, and if not, what is the one to the other?"""

import re
from typing import Literal

from claims.extraction.text import pronouns
from claims.extraction.text.spelling import normalise
from claims.linking import (
    causes,
    circumstances,
    denials,
    figures,
    hours,
    matters,
    meaning,
    states,
    wording,
)
from claims.linking.events import same_event
from claims.linking.frames import compare_frames, same_frame, same_key
from claims.linking.lexicon import words_of
from claims.linking.names import same_name, words
from claims.linking.oppositions import oppose
from claims.linking.origins import fingerprint
from claims.linking.quantities import compare_quantities, equal, interval
from claims.linking.types import Proposal, Statement
from claims.linking.wording import Reading

Matter = Literal["yes", "no", "unsure", "none"]

# Chosen on sentence pairs of natural language inference (6,893, many written to differ in one word
# that matters): with 80 % of the content words shared and a cosine above 0.92, 5 of 13 pairs were no
# paraphrases, so an automatic merge asks for every content word. Of pairs that only pass
# `differences`, two in three entail each other from 0.8 on: enough to propose, never to merge.
SAME = 0.7
PROPOSED_SAME = 0.85
RELATED = 0.5  # below it, sentences alike in words are seldom about one matter

_SHARED_SAME = 1.0
_SHARED_PROPOSED = 0.5
_MANY_FIGURES = 3
_FIGURES_RELAX = 0.6

_FEWEST_WORDS = 5  # that one sentence has to share with another from its subject on
# When it was, before the sentence proper: "In recent months, …", "After the election in May, …".
_OPENING = re.compile(
    r"^(?:In|On|At|After|Before|Since|During|By|Over|Until|As of)\s[^,]{3,60},\s+"
)
_UNSURE = re.compile(
    r"\b(?:if|whether|unless|but|although|though|until|may|might|could|would)\b|\?"
)
_HEDGED = re.compile(r"\b(?:may|might|could|would)\b")

# Of two such sentences in one case, nobody can tell whether they are about the same ones.
_ANYBODY = words_of("anybody")
_PRONOUNS = pronouns.FIRST | pronouns.FIRST_MANY | pronouns.SECOND | pronouns.THIRD

# Counts that say all that the claim says, so that the words around them don't matter.
_COUNTS = words_of("counts")
_WHO_FRAMES = frozenset({"responsible", "involved", "nationality", "relations"})


def same_claim(a: Statement, b: Statement, similarity: float) -> Proposal | None:
    """A `same_as` sure enough to let two statements share one claim without asking; else None.

    `similarity` is the cosine of their embeddings. Symmetric. Event, quantity with its bound, and
    frame have to agree; without a frame, only sentences that differ in next to nothing are taken.
    """
    left, right = wording.read(a.text), wording.read(b.text)
    matter = _matter(a, b)
    if matter == "no" or left.turned != right.turned:
        return None
    if matter != "unsure" and fingerprint(a.text) == fingerprint(b.text) and _same_parts(a, b):
        return Proposal("same_as", 0.99, "text", "the same words")
    if _counts(a) or _counts(b):
        return _same_count(a, b) if matter == "yes" else None
    if any(s.frame and s.frame.predicate != "dead" for s in (a, b)):
        return _same_frame(a, b) if matter == "yes" else None
    if matter == "unsure" or similarity < SAME or wording.shared_words(left, right) < _SHARED_SAME:
        return None
    if differences(left, right) or not wording.same_order(left, right) or _quantities_differ(a, b):
        return None
    return Proposal("same_as", round(similarity, 2), "wording", "the same in almost the same words")


def compare(a: Statement, b: Statement, similarity: float) -> Proposal | None:
    """What claim `a` is to claim `b`, or None where nothing worth an analyst's time can be said.

    `similarity` is the cosine of their embeddings. Nothing is proposed between claims about
    different events, and no contradiction where one voice tells both. With the claims exchanged, the
    proposal is the same, `reversed`.
    """
    matter = _matter(a, b)
    one = matter == "yes" or _in_one_case(a, b, anybody=True)
    found = _compare(a, b, similarity, matter, one=one) or (states.alike(a, b) if one else None)
    at_odds = found is not None and found.relation == "contradicts"
    return None if at_odds and a.voices & b.voices else found


def _compare(
    a: Statement, b: Statement, similarity: float, matter: Matter, *, one: bool
) -> Proposal | None:
    """`one`: they are of one matter, as their event is one, or as their case tells."""
    told = _told(a, b, similarity) if one else None
    if matter != "yes" and told:
        return told
    if matter == "no":
        return _in_other_words(a, b, similarity) if one else None
    if _counts(a) and _counts(b):
        return compare_quantities(a, b)
    framed = a.frame is not None and b.frame is not None
    if framed and (found := compare_frames(a, b)):
        return found
    if matter == "yes" and not framed and (found := circumstances.compare(a, b)):
        return found
    if told:
        return told
    if matter == "unsure":
        return _in_other_words(a, b, similarity) if one else None
    if _counts(a) or _counts(b) or similarity < RELATED:
        return None
    if a.frame and b.frame and a.frame.predicate != b.frame.predicate:
        return None
    found = oppose(a.text, b.text) or _likely_same(a, b, similarity) or _says_more(a.text, b.text)
    near = one or matters.near_in_time(a.published, b.published)
    return found or (_in_other_words(a, b, similarity) if near else None)


def _told(a: Statement, b: Statement, similarity: float) -> Proposal | None:
    """What two claims of one matter are to each other by a thing that both tell, however they are worded."""
    return (
        denials.tells(a, b)
        or states.opposed(a, b)
        or hours.compare(a, b)
        or figures.compare(a, b, similarity)
        or meaning.says(a, b, similarity)
        or causes.compare(a, b)
    )


def _in_other_words(a: Statement, b: Statement, similarity: float) -> Proposal | None:
    apart = _counts(a) or _counts(b) or _quantities_differ(a, b)
    return None if apart else meaning.agrees(a, b, similarity)


def _anchored(reading: Reading) -> bool:
    """Does a sentence about no known event name anybody or anything? "The investigation goes on" is said
    of a thousand matters, and one of them is no account of another."""
    return bool(reading.names or reading.countries or len(reading.numbers) >= _MANY_FIGURES)


def _in_one_case(a: Statement, b: Statement, *, anybody: bool = False) -> bool:
    """Are two sentences that name nobody still about the same, since one case has both? "The captain was
    drunk" is said of its one captain, while "a man", "he" and "on Monday" may be two; `anybody`: they may."""
    if (a.event and b.event) or not matters.one_case(a, b):
        return False
    return not any(
        _counts(s) or (not anybody and _is_anybody(wording.read(s.text))) for s in (a, b)
    )


def _is_anybody(reading: Reading) -> bool:
    words = normalise(reading.text).split()
    return bool((words[:1] and words[0] in _ANYBODY) or _PRONOUNS & {*words} or reading.times)


def differences(a: Reading, b: Reading) -> str | None:
    """The first thing, in words, that keeps two sentences from being one claim; None if nothing."""
    if a.numbers != b.numbers:
        return "the numbers differ"
    if a.times != b.times:
        return "the times differ"
    if a.countries != b.countries:
        return "the countries differ"
    if (a.negated, a.turned) != (b.negated, b.turned):
        return "one of them is negated"
    if (_HEDGED.search(a.text) is None) != (_HEDGED.search(b.text) is None):
        return "one of them only may be so"
    if (opposed := wording.opposed_words(a, b)) is not None:
        return f"“{opposed[0]}” against “{opposed[1]}”"
    if not (_found_in(a.names, b.names) and _found_in(b.names, a.names)):
        return "the names differ"
    return None


def _found_in(names: frozenset[str], others: frozenset[str]) -> bool:
    every = {word for other in others for word in words(other)}
    return all(
        any(same_name(name, other) for other in others) or set(words(name)) <= every
        for name in names
    )


def _matter(a: Statement, b: Statement) -> Matter:
    """Are both about one event? `none` where neither is about any, and still they may be of one matter."""
    if a.event and b.event:
        return same_event(a.event, b.event).verdict
    if a.event or b.event:
        return "unsure"
    anchored = _anchored(wording.read(a.text)) and _anchored(wording.read(b.text))
    return "none" if anchored or _in_one_case(a, b) else "no"


def _counts(statement: Statement) -> bool:
    """Is the claim itself a count, rather than one that mentions a number?"""
    if statement.quantity is None or statement.quantity.measure not in _COUNTS:
        return False
    return statement.frame is None or statement.frame.predicate not in _WHO_FRAMES


def _same_count(a: Statement, b: Statement) -> Proposal | None:
    if not (_counts(a) and _counts(b)):
        return None
    found = compare_quantities(a, b)
    if found is None or found.relation != "same_as":
        return None
    days = {s.quantity.as_of for s in (a, b) if s.quantity and s.quantity.as_of}
    return found if len(days) < 2 else None


def _same_frame(a: Statement, b: Statement) -> Proposal | None:
    if not same_frame(a, b) or _quantities_differ(a, b):
        return None
    if a.frame and a.frame.predicate not in _WHO_FRAMES:
        # Frames of other kinds leave too much out to stand for the claim.
        return None
    found = compare_frames(a, b)
    return found if found and found.relation == "same_as" else None


def _same_parts(a: Statement, b: Statement) -> bool:
    """Do frame and quantity agree? "It will harm relations" says two things of two events."""
    if a.quantity is None or b.quantity is None:
        return a.quantity is b.quantity and same_key(a, b)
    return equal(a.quantity, b.quantity) and same_key(a, b)


def _quantities_differ(a: Statement, b: Statement) -> bool:
    """Do both have a number, and different ones? For a frame, only numbers that can't both be so."""
    if a.quantity is None or b.quantity is None:
        return False
    if a.frame is None or b.frame is None:
        return not equal(a.quantity, b.quantity)
    left, right = interval(a.quantity), interval(b.quantity)
    same_measure = a.quantity.measure == b.quantity.measure
    return bool(same_measure and left and right and not left.meets(right))


def _likely_same(a: Statement, b: Statement, similarity: float) -> Proposal | None:
    left, right = wording.read(a.text), wording.read(b.text)
    # Several figures in common say more than the words that two authors chose around them.
    figures = len(left.numbers) >= _MANY_FIGURES
    needed, shared = PROPOSED_SAME, _SHARED_PROPOSED
    if figures:
        needed, shared = needed - 0.1, shared * _FIGURES_RELAX
    if similarity < needed or wording.shared_words(left, right) < shared:
        return None
    if differences(left, right) or not (figures or wording.same_order(left, right)):
        return None
    confidence = round(min(0.9, 0.3 + 0.6 * similarity), 2)
    return Proposal("same_as", confidence, "wording", "much the same in other words")


def _says_more(a: str, b: str) -> Proposal | None:
    """One says all that the other says, in the same words from its subject on, and goes on."""
    if any(_UNSURE.search(text) or wording.read(text).turned for text in (a, b)):
        return None
    left, right = (wording.read(_OPENING.sub("", text)).stems for text in (a, b))
    short, long = sorted((left, right), key=len)
    if len(short) < _FEWEST_WORDS or len(short) == len(long) or long[: len(short)] != short:
        return None
    explanation = "one says what the other says, and more"
    return Proposal("supports", 0.65, "wording", explanation, reversed=len(left) < len(right))
