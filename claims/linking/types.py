"""What linking sees of claims and events, and what it answers."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from claims.extraction.types import Frame

Relation = Literal["supports", "contradicts", "updates", "rivals", "same_as"]
Side = Literal["for", "against"]


@dataclass(frozen=True, slots=True)
class EventView:
    """A happening that claims are about; `id` where it is stored already.

    `people` are those named as hurt or suspected; `published` is the day of the document that it was
    drawn from, so that an event without a date of its own happened then or before.
    """

    id: int | None
    name: str
    kind: str
    place: str | None = None
    names: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    people: tuple[str, ...] = ()
    published: date | None = None


@dataclass(frozen=True, slots=True)
class QuantityView:
    """A count: `low` and `high` as extracted, None where there is no bound on that side."""

    measure: str
    low: float | None
    high: float | None
    bound: str
    unit: str = "persons"
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as linking sees it.

    `published` is the day of the earliest document that makes it; `sides` holds the sides that its
    attributions take ("for", "against"), and is empty where nobody takes one. `told` are the origins
    that assert it, each with the first day of every wording in which it does: what is reprinted later is
    not said again. `voices` are those who take the side "for", as pairs of document and speaker (None: the
    author). A count is a `part` where each of its voices also tells a larger one of the same event; else
    those who do are none of its `voices`. `cases` are those that a document of it is in, `matters` those of
    them that are about one matter, and `context` the names that its documents mention: what tells of which
    matter it is where its event does not.
    """

    id: int
    text: str
    event: EventView | None = None
    frame: Frame | None = None
    quantity: QuantityView | None = None
    published: date | None = None
    sides: frozenset[Side] = frozenset({"for"})
    told: tuple[tuple[int, date], ...] = ()
    voices: frozenset[tuple[int, int | None]] = frozenset()
    part: bool = False
    cases: frozenset[int] = frozenset()
    matters: frozenset[int] = frozenset()
    context: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation proposed between two claims, from the first one compared to the second.

    With `reversed`, it runs from the second to the first: an update goes from the newer claim to
    the older, support from the claim that says more to the one that says less.
    """

    relation: Relation
    confidence: float
    method: str
    explanation: str
    reversed: bool = False

    def swapped(self) -> "Proposal":
        """The same proposal, as it reads with the two claims exchanged."""
        return Proposal(
            self.relation, self.confidence, self.method, self.explanation, not self.reversed
        )
