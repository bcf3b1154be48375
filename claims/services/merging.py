"""One claim counting for another: a pointer, and a way back."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import connection

from claims.models import Attribution, Claim, ConflictAccount, Event, Status
from sources.models import Document, Source

Row = TypeVar("Row", Claim, Event)
Merged = TypeVar("Merged", Claim, Event, Source)
_LOCK = 0x11_4B


def take_turn() -> None:
    """Waits until nobody else joins, links or gathers, and keeps others waiting until this transaction
    ends.

    So that two documents that arrive together still meet, that two analysts don't merge two claims
    into each other, and that a question is gathered once. To be called before any row is locked.
    Extraction, which takes nearly all of the time, runs on all workers at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def root(row: Merged) -> Merged:
    """The claim, event or source that this one counts for now."""
    while row.merged_into is not None:
        row = row.merged_into
    return row


def roots(ids: Iterable[int], model: type[Claim] | type[Source] = Claim) -> dict[int, int]:
    """The claim (or source) that each of these counts for now, by id; itself where it was not merged."""
    found = {pk: pk for pk in ids}
    layer = set(found.values())
    while layer:
        rows: Any = model._default_manager  # noqa: SLF001 - public
        merged = rows.filter(pk__in=layer, merged_into__isnull=False)
        into = dict(merged.values_list("pk", "merged_into_id"))
        found = {pk: into.get(now) or now for pk, now in found.items()}
        layer = {now for now in into.values() if now is not None}
    return found


def counting_for(ids: Iterable[int], model: type[Claim] | type[Source] = Claim) -> dict[int, int]:
    """These claims (or sources) and all that were merged into them, directly or through others, by id:
    each with the one of these that it counts for."""
    found = {pk: pk for pk in ids}
    layer = list(found)
    while layer:
        rows: Any = model._default_manager  # noqa: SLF001 - public
        merged = rows.filter(merged_into__in=layer)
        pairs = list(merged.values_list("pk", "merged_into_id"))
        layer = [pk for pk, _ in pairs if pk not in found]
        found |= {pk: found[into] for pk, into in pairs if pk not in found and into is not None}
    return found


def join(claim: Claim, *, into: Claim) -> None:
    """Makes `claim` count for `into`: its attributions move, and so does its place in conflicts. What
    was extracted stays known."""
    claim.merged_into = into
    claim.save(update_fields=["merged_into"])
    Attribution.objects.filter(claim=claim).update(claim=into)
    held = {
        (account.conflict_id, account.side): account
        for account in ConflictAccount.objects.filter(claim=into)
    }
    for account in ConflictAccount.objects.filter(claim=claim).select_related("conflict"):
        same = held.get((account.conflict_id, account.side))
        if same is None:
            account.claim = into
            account.save(update_fields=["claim"])
            continue
        if account.conflict.preferred_id == account.pk:
            account.conflict.preferred = same
            account.conflict.save(update_fields=["preferred"])
        account.delete()


def part(claim: Claim) -> Claim:
    """Undoes a merge: the claim stands for itself again, with what had moved along. Returns the
    claim that it counted for."""
    held = root(claim)
    claim.merged_into = None
    claim.save(update_fields=["merged_into"])
    mine = Attribution.objects.filter(claim_as_extracted__in=counting_for([claim.pk]))
    mine.filter(claim=held).update(claim=claim)
    return held


def join_events(event: Event, *, into: Event, reason: str) -> None:
    """Makes two records of one happening one; claims about it move along."""
    event.merged_into, event.merge_reason = into, reason[:500]
    event.save(update_fields=["merged_into", "merge_reason"])
    Claim.objects.filter(event=event).update(event=into)


class Audience:
    """Who can see a document: everybody, or the members of some limited cases.

    Rows drawn from two documents are joined only where everyone who sees the one sees the other, and
    then under the one that more people see, so that joining shows nobody anything new and hides nothing.
    """

    def __init__(self, document: Document | None) -> None:
        cases = list(document.cases.all()) if document else []
        self.everybody = not cases or not all(case.limited for case in cases)
        self.cases = frozenset(case.pk for case in cases)

    def includes(self, other: "Audience") -> bool:
        """Does everyone in `other` belong to this one too?"""
        return self.everybody or (not other.everybody and other.cases <= self.cases)


def order(one: Row, other: Row) -> tuple[Row, Row] | None:
    """(keeper, joiner) for two rows that say the same, or None where the machine may join them neither
    way. Where it may join them both ways, the older one keeps."""
    first, second = sorted((one, other), key=lambda row: row.pk)
    mine, theirs = Audience(first.document), Audience(second.document)
    if mine.includes(theirs) and not is_settled(second):
        return first, second
    if theirs.includes(mine) and not is_settled(first):
        return second, first
    return None


def is_settled(row: Claim | Event) -> bool:
    """Did an analyst review it, or what would move along with it? Then it joins no other by itself."""
    if row.status != Status.PROPOSED:
        return True
    if isinstance(row, Claim):
        return Attribution.objects.filter(claim=row).exclude(status=Status.PROPOSED).exists()
    return Claim.objects.filter(event=row).exclude(status=Status.PROPOSED).exists()
