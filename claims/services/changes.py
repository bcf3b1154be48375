"""What was written to a row, and what follows from it: origins, links, conflicts and the queue are brought
up to date, whether it was done or undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from claims.linking.embeddings import encoder
from claims.models import Attribution, Claim, ClaimLink, Event, Relation
from claims.services import conflicts, linking, origins
from claims.services.statements import keyed
from sources.models import CaseDocument, Document, Source

Values = dict[str, Any]
# What changes nothing that linking or gathering looks at.
ASIDE = {"assigned_to_id", "reviewed_by_id", "reviewed_at"}
# What a claim says, for those that it is compared with.
SAID = {"text", "event_id", "measure", "low", "high", "bound", "unit", "as_of"}
# Of an event that more claims are about, the oldest are linked anew: nobody waits for all of them.
MOST_ABOUT = 200


@dataclass
class Change:
    """One row that was written: `before` is None where it is new, `after` where it is gone."""

    model: str
    pk: int
    before: Values | None
    after: Values | None

    @property
    def columns(self) -> list[str]:
        """The columns that differ."""
        before, after = self.before or {}, self.after or {}
        return [name for name in before | after if before.get(name) != after.get(name)]

    def of(self, model: type[Model]) -> bool:
        """Whether it is a row of this model."""
        return self.model == model._meta.label_lower  # noqa: SLF001 - public by Django's documentation

    def values(self, name: str) -> set[Any]:
        """What a column was before or after, where it was anything."""
        states = [values for values in (self.before, self.after) if values]
        return {values[name] for values in states if values.get(name) is not None}


def settle(changes: Iterable[Change]) -> None:
    """Brings up to date what rests on these rows. Called within a transaction that took its turn
    (`merging.take_turn`)."""
    again: set[int] = set()
    reworded: set[int] = set()
    around: set[int] = set()
    for change in changes:
        columns = set(change.columns)
        if columns <= ASIDE:
            continue
        if change.of(Claim):
            again |= _claim(change)
            reworded |= {change.pk} if columns & SAID else set()
        elif change.of(Event):
            reworded |= _event(change)
        elif change.of(Attribution):
            around |= _said(change)
        elif change.of(ClaimLink):
            for link in ClaimLink.objects.filter(pk=change.pk):
                ends = {link.from_claim_id, link.to_claim_id}
                around |= ends
                again |= ends if link.relation == Relation.UPDATES else set()
        else:
            _source_or_document(change)
    for ids, anew in ((again - reworded, False), (reworded, True)):
        if ids:
            there = Claim.objects.filter(pk__in=ids).values_list("pk", flat=True)
            linking.relink(there, reworded=anew)
    if around - again - reworded:
        conflicts.regather(around - again - reworded)


def _claim(change: Change) -> set[int]:
    """The claims to link anew."""
    if "text" in change.columns:
        for claim in Claim.objects.filter(pk=change.pk):
            claim.embedding = encoder().embed([claim.text])[0]
            claim.save(update_fields=["embedding"])
    return {change.pk} | change.values("merged_into_id")


def _event(change: Change) -> set[int]:
    """As `_claim`: those that are about it."""
    for event in Event.objects.filter(pk=change.pk).select_related("document"):
        keyed(event).save(update_fields=["keys"])
    told = Claim.objects.standing().filter(event=change.pk).order_by("pk")
    return set(told.values_list("pk", flat=True)[:MOST_ABOUT])


def _said(change: Change) -> set[int]:
    """The claims whose sides may be others now."""
    rows = Attribution.objects.filter(pk=change.pk)
    if not {"claimant_id", "own_voice"}.isdisjoint(change.columns):
        origins.derive(rows.values_list("document", flat=True))
    return set(rows.values_list("claim", flat=True)) | change.values("claim_id")


def _source_or_document(change: Change) -> None:
    columns = set(change.columns)
    if change.of(Source) and columns & {"kind", "merged_into_id"}:
        origins.derive_words_of([change.pk])
    elif change.of(Document) and columns & {"publisher_id", "published"}:
        for document in Document.objects.filter(pk=change.pk):
            linking.retrace(document)
    elif change.of(CaseDocument):
        # Other people see it now: questions are put in words that they all may read.
        for document in Document.objects.filter(pk__in=change.values("document_id")):
            linking.regather(document)
