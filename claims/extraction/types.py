"""What extraction returns: plain records, no database.

Offsets are Unicode code points into the text as given; ``start`` counts from 0 and ``end`` is exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text. ``spans`` names the parts where other words interrupt it."""

    text: str
    start: int
    end: int
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody whose word is recorded, as resolved within the document.

    ``kind`` is one of outlet, agency, government, person, group, organisation, unnamed. ``aliases`` are other
    forms met in this text ("ISIS-K", "Vilayat Khorasan"). ``affiliation`` is for whom they speak, where the
    text says so: "Ukraine" for "officials in Kiev".
    """

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A happening that claims of this document are about.

    ``name`` reads inside a sentence after "the" ("attack at Crocus City Hall"); ``kind`` is a short noun (attack,
    shooting, explosion, war, earthquake, ..., or event); ``names`` are the proper names that identify it:
    places, venues, streets. ``people`` are those named as hurt or suspected, where it is the main one.
    The dates are as precise as the text and the date of publication allow. ``main`` marks the event that
    the document is about.
    """

    name: str
    kind: str
    place: str | None
    names: tuple[str, ...]
    date_from: date | None
    date_to: date | None
    main: bool
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What a claim says, reduced to what can be compared. Only recognised kinds of claim have one.

    ``predicate`` is killed, injured, arrested, involved, responsible, nationality, relations, dead, ...; ``subject``
    and ``object`` are normalised keys ("ukraine", "isis-k", "russia|tajikistan"), "" where there is none.
    """

    predicate: str
    subject: str
    object: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition, stated positively, reading as a sentence of its own, at most 200 characters.

    ``check_worthiness`` is between 0 and 1; ``event`` is an index into ``Extraction.events``.
    """

    text: str
    start: int
    end: int
    check_worthiness: float
    event: int | None = None
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted or measured amount, belonging to ``claim`` (an index into ``Extraction.claims``).

    ``measure`` is killed, injured, arrested, suspects, percent or another noun's lemma. ``bound`` is exact,
    about, at least, more than, almost, at most or range; ``low``/``high`` are None where there is no bound.
    """

    measure: str
    low: float | None
    high: float | None
    bound: str
    unit: str
    text: str
    start: int
    end: int
    claim: int
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what, in which words.

    ``speaker`` None is the author's own voice, that is, the publisher's. ``via`` is through whom the word
    reached the document, nearest first. ``stance`` is asserts, denies, doubts, reports or no_position towards
    the claim; ``likelihood`` is an ICD 203 term or None. ``claim`` is an index into ``Extraction.claims``.
    An ``attitude`` is what somebody wants, feels or does about something ("supports the mayor"): it says nothing
    that could be true or false, and its claim is only that they do.
    """

    claimant: Span | None
    cue: Span | None
    content: Span
    speaker: Speaker | None
    via: tuple[Speaker, ...]
    stance: str
    likelihood: str | None
    hedged: bool
    direct: bool
    confidence: float
    claim: int
    attitude: bool = False

    @property
    def own_voice(self) -> bool:
        """Whether the author says it, quoting nobody."""
        return self.speaker is None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one text.

    ``key_figures`` are the persons killed and injured in the main event, as (low, high), as the document
    itself counts them; a missing key means that it does not say.
    """

    language: str
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    events: tuple[Event, ...] = ()
    key_figures: dict[str, tuple[float | None, float | None]] = field(default_factory=dict)

    def only(self, attributions: Iterable[Attribution]) -> Extraction:
        """The same with these attributions alone, and the claims and quantities that they make."""
        kept = tuple(attributions)
        used = sorted({a.claim for a in kept})
        place = {claim: n for n, claim in enumerate(used)}
        return replace(
            self,
            attributions=tuple(replace(a, claim=place[a.claim]) for a in kept),
            claims=tuple(self.claims[claim] for claim in used),
            quantities=tuple(
                replace(q, claim=place[q.claim]) for q in self.quantities if q.claim in place
            ),
        )
