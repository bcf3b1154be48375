"""How a count went: 130, 137, 139, 144, each with its day and who gives it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, OuterRef, Q, Subquery

from claims.models import Attribution, Claim, ClaimLink, Relation, Side
from claims.services.statements import figure
from sources.models import User

MOST = 100  # steps of one series; a longer one is read in the list of links


@dataclass(frozen=True)
class Step:
    """A count in its series: as of when, or else first published when, as far as it is known; "at least
    139"; in how many documents, from how many independent origins."""

    claim: Claim
    day: date | None
    figure: str
    documents: int
    origins: int


def series(claim_ids: Iterable[int], user: User) -> list[Step]:
    """The counts that update these claims or are updated by them, directly or through others, the oldest
    first; none where nothing is updated. Only what `user` may see."""
    ids = _connected(set(claim_ids), user)
    said = Attribution.objects.visible_to(user).standing().filter(claim=OuterRef("pk"))
    first = said.taking(Side.FOR).order_by().values("claim")
    rows: Any = (
        Claim.objects.standing()
        .with_counts(user)
        .filter(pk__in=ids)
        .annotate(first=Subquery(first.annotate(day=Min("document__published")).values("day")))
        .defer("embedding")
    )
    steps = [
        Step(row, row.as_of or row.first, told, row.documents, row.origins)
        for row in rows
        if (told := figure(row))
    ]
    return sorted(steps, key=_place)


def _place(step: Step) -> tuple[date, float, int]:
    low, high = step.claim.low, step.claim.high
    return step.day or date.max, (low if low is not None else high) or 0.0, step.claim.pk


def _connected(claim_ids: set[int], user: User) -> set[int]:
    """Those of the claims that a link of updates ends at, and all that such links connect them with.

    Each count updates the one before it, so that a long series is a long way: all counts of the same
    events are read at once, and only what goes beyond them takes further queries.
    """
    links = ClaimLink.objects.visible_to(user).standing().filter(relation=Relation.UPDATES)
    updates = links.order_by().values_list("from_claim", "to_claim")
    found: set[int] = set()
    layer = claim_ids
    while layer and len(found) < MOST:
        events = Claim.objects.filter(pk__in=layer, event__isnull=False).values("event")
        akin = updates.filter(from_claim__event__in=events).exclude(from_claim__measure="")
        ends = updates.filter(Q(from_claim__in=layer) | Q(to_claim__in=layer)).union(akin)
        met = _met(layer, ends[: MOST * MOST])
        layer = met - found - layer
        found |= met
    return found


def _met(claim_ids: Iterable[int], pairs: Iterable[tuple[int, int]]) -> set[int]:
    """All that the pairs connect these claims with; they themselves where a pair has them."""
    beside = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    met: set[int] = set()
    waiting = [pk for pk in claim_ids if pk in beside]
    while waiting:
        pk = waiting.pop()
        met.add(pk)
        waiting.extend(beside[pk] - met)
    return met
