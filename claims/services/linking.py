"""From the claims of one document to their place among all claims: joined, linked, in conflict."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from pgvector.django import CosineDistance

from claims import linking
from claims.linking.claims import compare, same_claim
from claims.linking.events import same_event
from claims.linking.matters import near_in_time
from claims.linking.quantities import parts
from claims.linking.series import Update, spare
from claims.linking.types import Proposal, Statement
from claims.models import Attribution, Claim, ClaimLink, Event, Relation, Status
from claims.models.vocabulary import SYMMETRIC
from claims.services import conflicts, matters, merging, origins
from claims.services.matters import MOST_MATTERS
from claims.services.queue import moved, work_on
from claims.services.statements import (
    MOST_AKIN,
    UNREAD,
    candidates,
    event_view,
    similar_events,
    statements,
)
from sources.models import Case, Document

VERSION = linking.VERSION
MOST_LISTED = 3  # names, of those that two documents share


def link(*, document_id: int) -> bool:
    """Joins, links and gathers the claims of one document; True if this call did the work.

    Incremental and idempotent: a link is kept once, and what an analyst reviewed is never altered.
    """
    return work_on(document_id, status=Document.Status.EXTRACTED, work=_link)


def _link(document: Document) -> None:
    merging.take_turn()
    origins.trace(document)
    _join_events(document)
    touched = _join_claims(document)
    _propose_links(touched)
    conflicts.regather(touched)
    moved(document, Document.Status.LINKED)


def relink(claim_ids: Iterable[int], *, reworded: bool = False) -> None:
    """Looks again at claims that an analyst changed: their links and conflicts. `reworded`: they say
    something else now, so that what was proposed of them before may hold no longer. Where one has left its
    place in a series of counts, those beside it are looked at too."""
    ids = set(claim_ids)
    ids |= _beside(
        ids if reworded else ids - set(_ids(Claim.objects.standing().filter(pk__in=ids)))
    )
    with transaction.atomic():
        merging.take_turn()
        _propose_links(ids, reworded=reworded)
        conflicts.regather(ids)


def _ids(rows: QuerySet[Claim]) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _beside(claim_ids: Iterable[int]) -> set[int]:
    """The counts that these update, or that update these."""
    ids = list(claim_ids)
    updates = ClaimLink.objects.filter(relation=Relation.UPDATES)
    pairs = updates.filter(Q(from_claim__in=ids) | Q(to_claim__in=ids))
    return {end for pair in pairs.values_list("from_claim", "to_claim") for end in pair} - {*ids}


def regather(document: Document) -> None:
    """Gathers and words the conflicts around a document's claims anew, as its cases are others now, and
    links those that only their case tells what they are about."""
    with transaction.atomic():
        merging.take_turn()
        drawn = Claim.objects.filter(document=document).values_list("pk", flat=True)
        around = {*drawn, *claims_of(document)}
        _propose_links(Claim.objects.filter(pk__in=around, event=None).values_list("pk", flat=True))
        conflicts.regather(around)


def retrace(document: Document) -> None:
    """Gives the document's words their origins anew, and its claims their links, as its publisher or its
    day is another now."""
    with transaction.atomic():
        merging.take_turn()
        origins.derive([document.pk])
        relink(claims_of(document))


def _join_events(document: Document) -> None:
    """Makes the document's events one with those that are surely the same."""
    drawn = _standing(Event.objects.filter(document=document))
    for pk in list(drawn.values_list("pk", flat=True)):
        # Read one by one: the last one may have taken this one in.
        if event := drawn.filter(pk=pk).first():
            _join_event(event)


def _join_event(event: Event) -> None:
    for other in similar_events(event):
        reason = _one_happening(event, other)
        # Whatever was joined with another speaks for it too.
        keeper = merging.root(other)
        if reason and keeper != event and (pair := merging.order(event, keeper)):
            keeper, joiner = pair
            merging.join_events(joiner, into=keeper, reason=reason)
            return


def _standing(events: QuerySet[Event]) -> QuerySet[Event]:
    """Events that were neither joined with another nor dismissed."""
    return events.filter(merged_into__isnull=True).exclude(status=Status.DISMISSED)


def _one_happening(event: Event, other: Event) -> str | None:
    """Why two events are one, in words; None where they aren't, or where nothing says so.

    Where the texts leave it open, an analyst may have told: documents gathered in one case are about
    one matter, and so are the events that each of them is mainly about. A case with several main
    events is about no single matter, and tells nothing; but those of its documents that name the same
    are of one.
    """
    match = same_event(event_view(event), event_view(other))
    if match.verdict == "yes":
        return match.reason
    if (match.verdict == "no" and not match.by_place) or not (event.main and other.main):
        return None
    days = (d.published if d else None for d in (event.document, other.document))
    if not near_in_time(*days):
        return None
    for case in Case.objects.filter(documents=event.document_id or 0):
        if not case.documents.filter(pk=other.document_id or 0).exists():
            continue
        if shared := matters.shared_names(case, event.document_id or 0, other.document_id or 0):
            named = ", ".join(sorted(shared)[:MOST_LISTED])
            return f"what two documents of one case are about, which both name {named}"
        if match.verdict == "no":
            continue
        mains = Event.objects.filter(main=True, document__cases=case).exclude(pk=event.pk)
        if _standing(mains)[: MOST_MATTERS + 1].count() <= MOST_MATTERS:
            # Not the case's name: who sees both documents in another case may not know of this one.
            return f"what two documents of one case are about; {match.reason}"
    return None


def _join_claims(document: Document) -> list[int]:
    """Joins the document's claims to those that say the same; ids of the claims that now stand for
    what the document says."""
    drawn = Claim.objects.standing().filter(document=document).order_by("pk")
    touched = set()
    for pk in list(drawn.values_list("pk", flat=True)):
        # Read one by one: the last one may have taken this one in.
        if claim := drawn.filter(pk=pk).select_related("event").first():
            touched.add(_join_claim(claim).pk)
    return sorted(touched)


def _join_claim(claim: Claim) -> Claim:
    """Joins a claim and those that say the same; returns the one that stands for it now."""
    near = candidates(claim)
    others = Claim.objects.select_related("event").in_bulk(near)
    views = statements([claim, *others.values()])
    dismissed = _dismissed(claim.pk, others)
    for pk, other in sorted(others.items()):
        proposal = same_claim(views[claim.pk], views[pk], near[pk])
        if not proposal or Relation.SAME_AS in dismissed[pk]:
            continue
        if pair := merging.order(claim, other):
            keeper, joiner = pair
            _store(keeper.pk, joiner.pk, proposal, _between(claim.pk, [pk])[pk])
            merging.join(joiner, into=keeper)
            if joiner == claim:
                return keeper
    return claim


def _between(claim_id: int, others: Iterable[int]) -> dict[int, list[ClaimLink]]:
    """The links between the claim and each of the others, the oldest first."""
    ids = list(others)
    links = ClaimLink.objects.filter(
        Q(from_claim=claim_id, to_claim__in=ids) | Q(to_claim=claim_id, from_claim__in=ids)
    )
    found = defaultdict(list)
    for link in links.order_by("pk"):
        found[link.to_claim_id if link.from_claim_id == claim_id else link.from_claim_id].append(
            link
        )
    return found


def _dismissed(claim_id: int, others: Iterable[int]) -> dict[int, set[str]]:
    """The relations that an analyst dismissed between the claim and each of the others, they
    themselves or what was merged into them.

    Looked for from the dismissed links, which are few, and not from what was merged: into a claim that
    everybody makes, that may be a hundred thousand.
    """
    ids = {claim_id, *others}
    apart = Q(from_claim__merged_into__isnull=False) | Q(to_claim__merged_into__isnull=False)
    links = ClaimLink.objects.filter(
        apart | Q(from_claim__in=ids) | Q(to_claim__in=ids), status=Status.DISMISSED
    )
    rows = list(links.values_list("from_claim_id", "to_claim_id", "relation"))
    roots = merging.roots({end for start, finish, _ in rows for end in (start, finish)})
    found: dict[int, set[str]] = defaultdict(set)
    for start, end, relation in rows:
        ends = {roots[start], roots[end]}
        if claim_id in ends:
            for other in ends - {claim_id}:
                found[other].add(relation)
    return found


def _propose_links(claim_ids: Iterable[int], *, reworded: bool = False) -> None:
    for claim in Claim.objects.standing().filter(pk__in=claim_ids).select_related("event"):
        near = candidates(claim)
        if reworded:
            near = _proposed_before(claim) | near
        others = Claim.objects.select_related("event").in_bulk(near)
        views: dict[int, Statement] = statements([claim, *others.values()])
        for pk, partly in parts(views.values()).items():
            wholly = views[pk].voices - partly
            views[pk] = replace(views[pk], voices=wholly or partly, part=not wholly)
        dismissed, known = _dismissed(claim.pk, others), _between(claim.pk, others)
        found: dict[int, Proposal | None] = {}
        for pk in sorted(others):
            # Always from the older row to the newer: what is found does not depend on who came last.
            one, other = sorted((claim.pk, pk))
            proposal = compare(views[one], views[other], near[pk])
            if proposal and proposal.relation in dismissed[pk]:
                proposal = None
            found[pk] = proposal
        for pk in _spare(claim.pk, found, views):
            found[pk] = None
        for pk, proposal in found.items():
            one, other = sorted((claim.pk, pk))
            _store(one, other, proposal, known[pk])


def _spare(
    claim_id: int, found: Mapping[int, Proposal | None], views: Mapping[int, Statement]
) -> set[int]:
    """The claims whose update, by or of this one, need not be proposed, as a series has others between the
    two. Proposals between others that this one now stands between are removed."""
    mine: set[Update] = set()
    for pk, proposal in found.items():
        if proposal and proposal.relation == "updates":
            one, other = sorted((claim_id, pk))
            mine.add((other, one) if proposal.reversed else (one, other))
    if not mine:
        return set()
    links = ClaimLink.objects.standing().filter(
        relation=Relation.UPDATES, from_claim__in=views, to_claim__in=views
    )
    beside = {
        (link.from_claim_id, link.to_claim_id): link
        for link in links
        if link.status == Status.CONFIRMED or claim_id not in (link.from_claim_id, link.to_claim_id)
    }
    updates = mine | beside.keys()
    rows = Claim.objects.filter(pk__in={pk for pair in updates for pk in pair})
    told = rows.only("document").select_related("document").prefetch_related("document__cases")
    audiences = {row.pk: merging.Audience(row.document) for row in told.defer(*UNREAD)}

    def between(pk: int, ends: Update) -> bool:
        # Who sees both ends has to see it, and a conflict passes over what nobody asserts.
        seen = any(audiences[pk].includes(audiences[end]) for end in ends)
        return seen and "for" in views[pk].sides

    surplus = spare(updates, between)
    for pair in surplus & beside.keys():
        if beside[pair].status == Status.PROPOSED:
            beside[pair].delete()
    return {pk for pair in surplus & mine for pk in pair} - {claim_id}


def _proposed_before(claim: Claim) -> dict[int, float]:
    """The claims that proposals link it with, each with its similarity: of another event or with another
    number it may be no candidate of theirs any more, and what was proposed holds no longer."""
    links = ClaimLink.objects.filter(
        Q(from_claim=claim) | Q(to_claim=claim), status=Status.PROPOSED
    ).order_by("-pk")
    ends = links.values_list("from_claim", "to_claim")[:MOST_AKIN]
    ids = {end for pair in ends for end in pair} - {claim.pk}
    rows = Claim.objects.standing().filter(pk__in=ids)
    if claim.embedding is None:
        return dict.fromkeys(rows.values_list("pk", flat=True), 0.0)
    distance = Coalesce(CosineDistance("embedding", claim.embedding), Value(1.0))
    return {pk: 1.0 - far for pk, far in rows.values_list("pk", distance)}


def _store(one: int, other: int, proposal: Proposal | None, known: list[ClaimLink]) -> None:
    """Makes `proposal` the one proposal between two claims, in place of what was proposed before.

    `known` are their links. What an analyst confirmed stands, and needs no proposal beside it.
    """
    wanted = None
    if proposal is not None and all(link.status != Status.CONFIRMED for link in known):
        start, end = (other, one) if proposal.reversed else (one, other)
        if proposal.relation in SYMMETRIC:
            start, end = sorted((one, other))
        wanted = start, end, proposal.relation
    kept = ClaimLink()
    for link in known:
        if (link.from_claim_id, link.to_claim_id, link.relation) == wanted:
            kept = link
        elif link.status == Status.PROPOSED:
            # Not altered into the new one: who is about to confirm it saw what it said.
            link.delete()
    if proposal is None or wanted is None:
        return
    values = {
        **dict(zip(("from_claim_id", "to_claim_id", "relation"), wanted, strict=True)),
        "confidence": proposal.confidence,
        "method": proposal.method,
        "version": VERSION,
        "explanation": proposal.explanation,
    }
    if kept.status == Status.PROPOSED and any(getattr(kept, k) != v for k, v in values.items()):
        for name, value in values.items():
            setattr(kept, name, value)
        kept.save()


def claims_of(document: Document) -> list[int]:
    """Ids of the claims that a document's attributions count for now."""
    said = Attribution.objects.filter(document=document).order_by("claim_id")
    return list(said.values_list("claim_id", flat=True).distinct())
