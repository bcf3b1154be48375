"""A conflict as a question in plain English."""

import re
from collections import Counter
from collections.abc import Iterable

from claims.extraction.naming.gazetteer import country_named
from claims.linking import causes, circumstances, hours, states
from claims.linking.conflicts import ConflictDraft
from claims.linking.frames import canonical, label
from claims.linking.lexicon import words_of
from claims.linking.quantities import words
from claims.linking.types import EventView, Statement

_COUNTED = {
    "killed": "How many people were killed", "injured": "How many people were injured",
    "arrested": "How many people were arrested", "missing": "How many people went missing",
    "displaced": "How many people were displaced", "rescued": "How many people were rescued",
    "ill": "How many people fell ill", "attended": "How many people took part", "aboard": "How many people were on board",
    "suspects": "How many suspects were there",
}  # fmt: skip
_AUXILIARY = re.compile(
    r"^(?P<subject>.{2,90}?)\s(?P<verb>is|are|was|were|has|have|had|will|would|can|could|should|may|might)\s(?P<rest>.+?)[.!]*$"
)
_LOWERED = words_of("lowered")
# A verb inside a clause of the subject would give nonsense: "Was the man who shot …".
_CLAUSE = re.compile(r"\b(?:who|which|that|whose|where|when|if|because|as)\b|[,;:—–(\"“”]")


def question(draft: ConflictDraft) -> str:
    """What the accounts of a conflict differ on: "How many people were killed in the attack?"."""
    first, event = _asked_of(draft), _event(draft)
    if draft.kind == "quantity" and first.quantity:
        if first.quantity.measure not in _COUNTED and first.quantity.unit != "persons":
            return _how_much(draft)
        asked = _COUNTED.get(
            first.quantity.measure, f"How many {first.quantity.measure} were there"
        )
        return f"{asked}{_in(event)}?"
    found = _who(draft, event) if draft.kind == "rivals" else None
    if draft.kind in ("contradiction", "rivals"):
        found = (
            found or _circumstance(draft, event) or states.asked([s.text for s in draft.statements])
        )
    return found or _whether(first, event) or of_sentence(first.text)


def _asked_of(draft: ConflictDraft) -> Statement:
    """The statement whose question all accounts answer: of what is said and denied in several sentences, the
    shortest that is denied, as the others say that and more."""
    denied = [s for s in draft.statements if "against" in s.sides]
    if draft.kind != "sides" or not denied:
        return draft.statements[0]
    return min(denied, key=lambda s: (len(s.text), s.id))


def _how_much(draft: ConflictDraft) -> str:
    """ "Was the turnout 41 percent, or 55 percent?": nothing but the sentence tells what is measured."""
    first, *others = draft.statements
    amounts = dict.fromkeys(words(s.quantity) for s in others if s.quantity)
    return ", or ".join([of_sentence(first.text).rstrip("?"), *amounts]) + "?"


def of_sentence(text: str) -> str:
    """A sentence as a question: "The bridge is open." gives "Is the bridge open?".

    Where turning it round isn't safe, "Is it true that …?".
    """
    plain = " ".join(text.split()).rstrip(".!")
    match = _AUXILIARY.match(plain)
    if match and not _CLAUSE.search(match["subject"]):
        return f"{match['verb'].capitalize()} {_inner(match['subject'])} {match['rest']}?"
    return f"Is it true that {_inner(plain)}?"


def _inner(text: str) -> str:
    """A sentence's beginning as it reads within one."""
    first, _, rest = text.partition(" ")
    lowered = first.casefold() if first.casefold() in _LOWERED else first
    return f"{lowered} {rest}" if rest else lowered


def _who(draft: ConflictDraft, event: EventView | None) -> str | None:
    frames = [canonical(s.frame) for s in draft.statements if s.frame]
    if len(frames) < len(draft.statements):
        return None
    if all(f.predicate == "nationality" for f in frames):
        choices = _either((f.object for f in frames), draft)
        return f"Where were the {label(frames[0].subject)} from: {choices}?"
    # Whoever is said to have carried it out comes before who is only said to have had a part.
    frames.sort(key=lambda f: (f.predicate != "responsible", f.subject))
    return f"Who carried out {_the(event)}: {_either((f.subject for f in frames), draft)}?"


def _circumstance(draft: ConflictDraft, event: EventView | None) -> str | None:
    texts = [s.text for s in draft.statements]
    asked = circumstances.asked(texts) or hours.asked(texts) or causes.asked(texts)
    return f"{asked} {_the(event)}?" if asked else None


def _either(keys: Iterable[str], draft: ConflictDraft) -> str:
    texts = [s.text for s in draft.statements]
    names = [label(key, *texts) for key in dict.fromkeys(keys)]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]


def _whether(statement: Statement, event: EventView | None) -> str | None:
    if statement.frame is None:
        return None
    frame = canonical(statement.frame)
    who = label(frame.subject, statement.text)
    match frame.predicate:
        case "dead":
            return f"Is {who if who[:1].isupper() else who.title()} dead?"
        case "responsible":
            return f"Did {_named(who)} carry out {_the(event)}?"
        case "involved":
            return f"Was {_named(who)} involved in {_the(event)}?"
        case "nationality" if country_named(frame.object):
            return f"Were the {who.removeprefix('the ')} citizens of {label(frame.object)}?"
        case "relations" if "|" in frame.object:
            return f"Will {_the(event)} harm relations between {label(frame.object)}?"
    return None


def _named(who: str) -> str:
    return who if who[:1].isupper() or who.startswith("the ") else f"the {who}"


def _event(draft: ConflictDraft) -> EventView | None:
    """The event that most of the accounts name, and of its names the most frequent, then longest."""
    events = [s.event for s in draft.statements if s.event]
    counts = Counter(e.name for e in events)
    return max(events, key=lambda e: (counts[e.name], len(e.name), e.name), default=None)


def _the(event: EventView | None) -> str:
    if event is None or not event.name:
        return "the event"
    return event.name if event.name.startswith(("the ", "The ")) else f"the {event.name}"


def _in(event: EventView | None) -> str:
    return f" in {_the(event)}" if event and event.name else ""
