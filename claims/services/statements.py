"""Claims as linking sees them, and the candidates worth comparing with each."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, transaction
from django.db.models import Case as Choice
from django.db.models import F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import MD5, Cast, Coalesce, JSONObject
from pgvector import HalfVector
from pgvector.django import CosineDistance, HalfVectorField

from claims.extraction.types import Frame
from claims.linking import hours, quantities, states
from claims.linking.conflicts import side
from claims.linking.keys import event_keys
from claims.linking.types import EventView, QuantityView, Side, Statement
from claims.models import Attribution, Claim, Event, Likelihood, Stance, Status
from claims.models.attribution import AGAINST
from claims.models.claim import DIMENSIONS
from claims.services import matters
from sources.models import CaseDocument, document

# Of a document that an event was drawn from: what would be read in vain.
UNREAD = tuple(f"document__{name}" for name in document.UNREAD)
NEAREST = 20
FARTHEST = 0.45  # cosine distance; paraphrases of MiniLM lie below
# What is denied is about the same up to here, where the stance model finds that the other says it.
FARTHEST_AT_ISSUE = 0.65
SAME_EVENT = 50
# Of the claims that share a frame or a measure so many are looked at, half of them the oldest and half
# the newest: an event with a hundred thousand claims costs no more than one with a few hundred.
MOST_AKIN = 400
UNKNOWN = 3.0  # farther than any: a cosine distance is at most 2
# Below this many claims the nearest are found exactly, so that a result never depends on the
# approximate index; above, the index keeps the cost of linking one document flat.
EXACT_BELOW = 50_000
# So many attributions of a claim are read, the oldest; of more only which sides they take.
MOST_SAID = 200
# So many events are compared with a new one for each thing that they may have in common.
MOST_EVENTS = 500


def event_view(event: Event) -> EventView:
    """An event as linking sees it."""
    return EventView(
        id=event.pk,
        name=event.name,
        kind=event.kind,
        place=event.place or None,
        names=tuple(event.names),
        date_from=event.date_from,
        date_to=event.date_to,
        people=tuple(event.people),
        published=event.document.published if event.document else None,
    )


def statements(claims: Iterable[Claim]) -> dict[int, Statement]:
    """Each claim by id, with the sides taken on it and the day it was first published.

    That day is the first of the oldest 200 attributions; the sides are those of all.
    """
    rows = {claim.pk: claim for claim in claims}
    said = _said(rows)
    # Of what is about an event, the document that it was drawn from will do: others may be very many.
    placed = matters.places(
        {pk: said[pk].documents if c.event_id is None else _drawn_from(c) for pk, c in rows.items()}
    )
    happenings = Event.objects.filter(pk__in={c.event_id for c in rows.values() if c.event_id})
    events = {
        event.pk: event_view(event)
        for event in happenings.select_related("document").defer(*UNREAD)
    }
    return {
        pk: Statement(
            id=pk,
            text=claim.text,
            event=events[claim.event_id] if claim.event_id else None,
            frame=Frame(claim.predicate, claim.subject, claim.object) if claim.predicate else None,
            quantity=quantity_view(claim),
            published=said[pk].published,
            sides=frozenset(said[pk].sides),
            told=said[pk].told,
            voices=said[pk].voices,
            cases=placed[pk].cases,
            matters=placed[pk].matters,
            context=placed[pk].context,
        )
        for pk, claim in rows.items()
    }


def _drawn_from(claim: Claim) -> frozenset[int]:
    return frozenset() if claim.document_id is None else frozenset({claim.document_id})


class _Said(NamedTuple):
    """Which sides are taken on a claim, its first day, and who asserts it when and where (`Statement`);
    `documents` are all that speak of it."""

    sides: set[Side]
    published: date | None
    told: tuple[tuple[int, date], ...]
    voices: frozenset[tuple[int, int | None]]
    documents: frozenset[int]


def _said(claim_ids: Iterable[int]) -> dict[int, _Said]:
    ids = list(claim_ids)
    # The first ones are chosen before anything is read of them: others may be very many.
    oldest = Attribution.objects.standing().filter(claim=OuterRef(OuterRef("pk"))).order_by("pk")
    first = Attribution.objects.filter(pk__in=oldest.values("pk")[:MOST_SAID]).order_by("pk")
    words = JSONObject(
        stance="stance",
        likelihood="likelihood",
        day="document__published",
        document="document_id",
        speaker="claimant_id",
        origin="origin_id",
        words=MD5("quote"),
        himself=Choice(
            When(origin__source=F("claimant"), then=True),
            When(origin__source=F("document__publisher"), then=True),
            default=False,
        ),
    )
    rows = Claim.objects.filter(pk__in=ids).annotate(said=ArraySubquery(first.values(row=words)))
    found = {pk: _Said(set(), None, (), frozenset(), frozenset()) for pk in ids}
    for pk, said in rows.values_list("pk", "said"):
        taken = [(side(row["stance"], row["likelihood"] or None), row) for row in said]
        sides = {one for one, _ in taken if one}
        voices = frozenset((row["document"], row["speaker"]) for one, row in taken if one == "for")
        if len(said) == MOST_SAID:
            sides |= _sides_of_all(pk)
        days = [date.fromisoformat(row["day"]) for row in said if row["day"]]
        documents = frozenset(row["document"] for row in said)
        found[pk] = _Said(sides, min(days, default=None), _told(said), voices, documents)
    return found


def _told(said: Iterable[dict[str, Any]]) -> tuple[tuple[int, date], ...]:
    """Of who says it himself, or in a text that he published; what others took over he may not say any
    more."""
    first: dict[tuple[int, str], date] = {}
    for row in said:
        if (
            row["day"]
            and row["himself"]
            and side(row["stance"], row["likelihood"] or None) == "for"
        ):
            key, day = (row["origin"], row["words"]), date.fromisoformat(row["day"])
            first[key] = min(first.get(key, day), day)
    return tuple(sorted((origin, day) for (origin, _), day in first.items()))


def _sides_of_all(claim_id: int) -> set[Side]:
    """Each combination of stance and likelihood is looked up in the index, none is counted."""
    said = Attribution.objects.standing().filter(claim=claim_id)
    return {
        taken
        for stance in Stance.values
        for likelihood in ("", *Likelihood.values)
        if (taken := side(stance, likelihood or None))
        and said.filter(stance=stance, likelihood=likelihood).exists()
    }


def quantity_view(claim: Claim) -> QuantityView | None:
    """A claim's count as linking sees it; None where it counts nothing."""
    if not claim.measure:
        return None
    return QuantityView(
        claim.measure, claim.low, claim.high, claim.bound, claim.unit or "", claim.as_of
    )


def figure(claim: Claim) -> str:
    """A claim's count as an analyst reads it, "more than 130"; empty where it counts nothing."""
    quantity = quantity_view(claim)
    return quantities.words(quantity) if quantity is not None else ""


def candidates(claim: Claim) -> dict[int, float]:
    """Ids of the claims worth comparing with this one, each with its cosine similarity.

    Found by indexes alone: the nearest in meaning, the same frame, the same measure of the same event,
    frames about the same event, and what is denied within one matter; of each so many and no more, the
    nearest first.
    """
    others = Claim.objects.standing().exclude(pk=claim.pk)
    found: dict[int, float] = {}
    if claim.embedding is not None:
        near = nearest(claim.embedding, others)
        found = {pk: 1.0 - distance for pk, distance in near if distance <= FARTHEST}
    akin = []
    if claim.predicate:
        akin.append(Q(predicate=claim.predicate, subject=claim.subject, object=claim.object))
    if claim.event_id and claim.measure:
        akin.append(Q(event=claim.event_id, measure=claim.measure))
    if claim.event_id and claim.predicate:
        akin.append(Q(event=claim.event_id) & ~Q(predicate=""))
    for condition in akin:
        for pk, distance in _akin(claim, others.filter(condition)):
            found.setdefault(pk, 1.0 - distance if distance < UNKNOWN else 0.0)
    for pk, distance in _at_issue(claim, others):
        found.setdefault(pk, 1.0 - distance)
    return found


def _at_issue(claim: Claim, others: QuerySet[Claim]) -> list[tuple[int, float]]:
    """Of the matters that a claim belongs to, the nearest claims that somebody denies or that count the same,
    or, where it is denied itself, or tells a state or a time of day, the nearest of all: whoever denies a thing
    chooses other words than those who say it, and so does who says the opposite."""
    said = Attribution.objects.standing()
    mine = said.filter(claim=claim)
    documents = set(mine.order_by("pk").values_list("document", flat=True)[:NEAREST])
    around = matters.documents_around(documents)
    if claim.embedding is None or not around:
        return []
    within = said.filter(document__in=around)
    plain = states.read(claim.text) or hours.read(claim.text)
    if not plain and not mine.filter(AGAINST).exists():
        counted = Q(claim__measure=claim.measure) if claim.measure else Q()
        within = within.filter(AGAINST | counted)
    near = others.filter(pk__in=within.values("claim"), embedding__isnull=False)
    near = near.annotate(distance=CosineDistance("embedding", claim.embedding))
    rows = near.filter(distance__lte=FARTHEST_AT_ISSUE).order_by("distance", "pk")
    return list(rows.values_list("pk", "distance")[:NEAREST])


def nearest(vector: Any, claims: QuerySet[Claim]) -> list[tuple[int, float]]:
    """The nearest in meaning to a vector: (id, cosine distance), by the index once there are many claims.

    The index holds halves of floats; the plain vectors, which no index holds, settle the order.
    """
    rows = claims.filter(embedding__isnull=False)
    if _many():
        rows = Claim.objects.filter(pk__in=_by_index(vector, rows))
    rows = rows.annotate(distance=CosineDistance("embedding", vector))
    return list(rows.order_by("distance", "pk").values_list("pk", "distance")[:NEAREST])


def _by_index(vector: Any, rows: QuerySet[Claim]) -> list[int]:
    """Ids of twice as many as are wanted, about the nearest, walking the index until so many are found.

    Left to its default, pgvector looks at 40 and then drops what is not among the rows (another case's,
    deleted but not yet vacuumed), so that few or none would be found.
    """
    halves = Cast("embedding", HalfVectorField(dimensions=DIMENSIONS))
    near = rows.order_by(CosineDistance(halves, HalfVector(vector)))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL hnsw.iterative_scan = relaxed_order")
        return list(near.values_list("pk", flat=True)[: 2 * NEAREST])


def _akin(claim: Claim, rows: QuerySet[Claim]) -> list[tuple[int, float]]:
    """Of those that meet a condition with an index of its own the nearest: (id, cosine distance).

    Where a claim has no embedding, the distance is unknown, and the oldest come first.
    """
    half = MOST_AKIN // 2
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:half])
    if len(ids) == half:
        newest = rows.filter(pk__gt=ids[-1]).order_by("-pk")
        ids += list(newest.values_list("pk", flat=True)[:half])
    if claim.embedding is None:
        return [(pk, UNKNOWN) for pk in sorted(ids)[:SAME_EVENT]]
    distance = Coalesce(CosineDistance("embedding", claim.embedding), Value(UNKNOWN))
    near = Claim.objects.filter(pk__in=ids).annotate(distance=distance).order_by("distance", "pk")
    return list(near.values_list("pk", "distance")[:SAME_EVENT])


def _many() -> bool:
    """Are so many claims stored, as PostgreSQL estimates, that the nearest come from the index?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'claims_claim'::regclass")
        return bool(cursor.fetchone()[0] >= EXACT_BELOW)


def similar_events(event: Event) -> list[Event]:
    """Events that may be the same, those that were joined with another too: such as share a name and a
    day, people or a name at all, what the first documents of one case are mainly about, and then the
    oldest of the kind. Of each so many and no more."""
    others = Event.objects.exclude(status=Status.DISMISSED).exclude(pk=event.pk)
    dated = [key for key in event.keys if key[-1:].isdigit()]
    found: dict[int, None] = {}
    for keys in (dated, event.keys):
        near = others.filter(keys__overlap=keys).order_by() if keys else others.none()
        found |= dict.fromkeys(near.values_list("pk", flat=True)[:MOST_EVENTS])
    if event.main and event.document:
        placed = CaseDocument.objects.order_by("pk").values_list("document", flat=True)
        for case in event.document.cases.values_list("pk", flat=True):
            first = list(placed.filter(case_id=case)[:MOST_EVENTS])
            mains = others.filter(main=True, document__in=first).order_by("pk")
            found |= dict.fromkeys(mains.values_list("pk", flat=True)[:MOST_EVENTS])
    alike = others.filter(kind=event.kind).order_by("pk")
    oldest = [pk for pk in alike.values_list("pk", flat=True)[:MOST_EVENTS] if pk not in found]
    rows = Event.objects.select_related("document").defer(*UNREAD)
    near_first = rows.filter(pk__in=found).order_by("pk")
    return [*near_first, *rows.filter(pk__in=oldest).order_by("pk")]


def keyed(event: Event) -> Event:
    """The event with its keys brought up to date; not stored by this."""
    event.keys = event_keys(event_view(event))
    return event
