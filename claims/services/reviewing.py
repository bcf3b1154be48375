"""What analysts do: confirm, dismiss, merge, resolve, assess. Every change knows who made it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pghistory
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from claims.linking.embeddings import encoder
from claims.models import (
    Assessment,
    Attribution,
    Claim,
    ClaimLink,
    Conflict,
    ConflictAccount,
    Credibility,
    Credit,
    Event,
    Finding,
    Relation,
    SharedPassage,
    Status,
)
from claims.services import conflicts, merging, origins
from claims.services.linking import relink

Row = TypeVar("Row", bound=Claim | Attribution | ClaimLink | Event | SharedPassage | Credit)


@contextmanager
def _acting(by: User, action: str) -> Iterator[None]:
    """One transaction, recorded as what `by` did, while nobody else joins, links or gathers."""
    with transaction.atomic(), pghistory.context(user=by.pk, action=action):
        merging.take_turn()
        yield


def confirm(row: Row, *, by: User) -> Row:
    """The analyst holds the proposal to be right."""
    return _review(row, Status.CONFIRMED, by)


def dismiss(row: Row, *, by: User) -> Row:
    """The analyst holds the proposal to be wrong. The row stays, and is no longer counted.

    Dismissing that two claims are the same takes a merge of the two back.
    """
    with _acting(by, f"review: {Status.DISMISSED}"):
        _review(row, Status.DISMISSED, by)
        for joined in merged_by(row):
            _part(joined, by)
    return row


def merged_by(row: Row) -> list[Claim]:
    """The claims that count for another one because of this link: to dismiss it parts them."""
    if not isinstance(row, ClaimLink) or row.relation != Relation.SAME_AS:
        return []
    ends = [row.from_claim_id, row.to_claim_id]
    return list(Claim.objects.filter(pk__in=ends, merged_into__in=ends))


def restore(row: Row, *, by: User) -> Row:
    """Takes a review back: the row is a proposal again."""
    return _review(row, Status.PROPOSED, by)


def _review(row: Row, status: Status, by: User) -> Row:
    with _acting(by, f"review: {status}"):
        if not type(row)._default_manager.filter(pk=row.pk).exists():  # noqa: SLF001 - public
            raise ValidationError("This proposal is gone: linking has replaced it meanwhile.")
        row.status = status
        row.reviewed_by = None if status == Status.PROPOSED else by
        row.reviewed_at = None if status == Status.PROPOSED else timezone.now()
        row.save(update_fields=["status", "reviewed_by", "reviewed_at"])
        if isinstance(row, Claim):
            relink([row.pk])  # what came while it was dismissed was never compared with it
        elif isinstance(row, ClaimLink) and row.relation == Relation.UPDATES:
            relink(_claims_of(row))  # of a series, the next count may be another one now
        elif isinstance(row, SharedPassage):
            origins.derive([row.document_id, row.other_id])
        elif isinstance(row, Credit):
            origins.derive([row.document_id])
        else:
            conflicts.regather(_claims_of(row))
    return row


def _claims_of(row: Attribution | ClaimLink | Event) -> list[int]:
    if isinstance(row, Attribution):
        return [row.claim_id]
    if isinstance(row, ClaimLink):
        return [row.from_claim_id, row.to_claim_id]
    return []


def write(claim: Claim, *, by: User) -> Claim:
    """Stores a claim as an analyst wrote or corrected it, and looks for its place among the others."""
    with _acting(by, "write"):
        if claim.pk is not None:  # what others did to it since it was read stands
            claim.refresh_from_db(fields=["merged_into", "status", "reviewed_by", "reviewed_at"])
        claim.embedding = encoder().embed([claim.text])[0]
        claim.save()
        relink([claim.pk], reworded=True)
    return claim


def merge(claim: Claim, *, into: Claim, by: User) -> Claim:
    """Makes `claim` count for `into`, and says so in a confirmed link. Returns the claim that stands.

    Raises ValidationError where the two can't be joined.
    """
    with _acting(by, "merge"):
        claim.refresh_from_db(fields=["merged_into"])
        keeper = merging.root(Claim.objects.get(pk=into.pk))
        if merging.root(claim).pk == keeper.pk:
            raise ValidationError("These two are one claim already.")
        if claim.merged_into is not None:
            raise ValidationError("This claim was merged into another; undo that first.")
        if not merging.Audience(keeper.document).includes(merging.Audience(claim.document)):
            raise ValidationError(
                "Not everyone who sees this claim may see the other one. Merge the other way round."
            )
        confirm(_same_as(claim, keeper, 1.0, "Merged by an analyst."), by=by)
        merging.join(claim, into=keeper)
        relink([claim.pk, keeper.pk])
    return keeper


def unmerge(claim: Claim, *, by: User) -> Claim:
    """Undoes a merge: what was said in the claim's own words is its own again. It stays apart: the
    machine does not join the two anew.

    Raises ValidationError where the claim was not merged.
    """
    with _acting(by, "unmerge"):
        claim.refresh_from_db(fields=["merged_into"])
        _part(claim, by)
    return claim


def _part(claim: Claim, by: User) -> None:
    joined = claim.merged_into
    if joined is None:
        raise ValidationError("This claim was not merged into another.")
    held = merging.part(claim)
    for other in {joined, held}:
        hold_apart(claim, other, by=by)
    relink([claim.pk, held.pk])


def hold_apart(one: Claim, other: Claim, *, by: User) -> ClaimLink:
    """Says that two claims are not the same, so that the machine does not join them."""
    link = _same_as(one, other, 0.0, "Held apart by an analyst.")
    return link if link.status == Status.DISMISSED else _review(link, Status.DISMISSED, by)


def _same_as(one: Claim, other: Claim, confidence: float, explanation: str) -> ClaimLink:
    """The link that says that two claims are the same; one by the analyst where there is none."""
    start, end = sorted((one.pk, other.pk))
    link, _ = ClaimLink.objects.get_or_create(
        from_claim_id=start,
        to_claim_id=end,
        relation=Relation.SAME_AS,
        defaults={
            "confidence": confidence,
            "method": "analyst",
            "version": "1",
            "explanation": explanation,
        },
    )
    return link


def resolve(
    conflict: Conflict,
    *,
    finding: str,
    rationale: str,
    by: User,
    preferred: ConflictAccount | None = None,
) -> Conflict:
    """Closes a conflict with one of the six findings and a rationale.

    Raises ValidationError for another finding, an empty rationale, an account of another conflict, or
    a conflict that was resolved meanwhile.
    """
    if finding not in Finding.values:
        raise ValidationError(f"A finding is one of: {', '.join(Finding.values)}.")
    if not rationale.strip():
        raise ValidationError("A resolved conflict needs a rationale: say why.")
    with _acting(by, "resolve"):
        _refresh(conflict)
        if preferred is not None and not conflict.accounts.filter(pk=preferred.pk).exists():
            raise ValidationError("The preferred account is none of this conflict.")
        if conflict.state == Conflict.State.RESOLVED:
            raise ValidationError(f"{conflict.resolved_by} has resolved it; open it again first.")
        conflict.state = Conflict.State.RESOLVED
        conflict.finding = finding
        conflict.rationale = rationale.strip()
        conflict.preferred = preferred
        conflict.resolved_by = by
        conflict.resolved_at = timezone.now()
        conflict.weighed_origins = conflicts.origins_behind(conflict)
        conflict.reopened_because = ""
        conflict.save()
    return conflict


def reopen(conflict: Conflict, *, because: str, by: User) -> Conflict:
    """Opens a resolved conflict again; the history keeps the finding it had.

    Raises ValidationError without a reason, with one that is too long, or where it is open.
    """
    if not because.strip():
        raise ValidationError("Say why the conflict is opened again.")
    with _acting(by, "reopen"):
        _refresh(conflict)
        if conflict.state == Conflict.State.OPEN:
            raise ValidationError("This conflict is open.")
        conflict.reopened_because = because.strip()
        conflict.clean_fields(exclude=["anchor", "preferred"])
        conflicts.open_again(conflict, conflict.reopened_because)
    return conflict


def _refresh(conflict: Conflict) -> None:
    """As it is now that nobody else gathers. Raises ValidationError where gathering removed it."""
    try:
        conflict.refresh_from_db()
    except Conflict.DoesNotExist as error:
        raise ValidationError(
            "This conflict is gone: its accounts no longer differ. Nothing was changed."
        ) from error


def assess(
    claim: Claim,
    *,
    by: User,
    rating: str,
    rationale: str,
    credibility: int = Credibility.CANNOT_BE_JUDGED,
    likelihood: str = "",
    evidence: Iterable[Attribution] = (),
) -> Assessment:
    """Records an analyst's judgement; the analyst's last one on this claim is superseded, not erased.

    Raises ValidationError for words outside the vocabularies or an empty rationale.
    """
    assessment = Assessment(
        claim=claim,
        analyst=by,
        rating=rating,
        rationale=rationale.strip(),
        credibility=credibility,
        likelihood=likelihood,
    )
    with _acting(by, "assess"):
        Assessment.objects.filter(claim=claim, analyst=by).current().update(
            superseded_at=timezone.now()
        )
        assessment.full_clean()
        assessment.save()
        assessment.evidence.set(evidence)
    return assessment


def adopt(assessment: Assessment, *, by: User) -> Assessment:
    """Makes an assessment the claim's verdict, in place of the one before.

    Raises ValidationError for an assessment that a later one replaced.
    """
    with _acting(by, "adopt"):
        assessment.refresh_from_db(fields=["superseded_at"])
        if assessment.superseded_at is not None:
            raise ValidationError("A later assessment of the same analyst has replaced this one.")
        verdicts = Assessment.objects.filter(claim=assessment.claim, adopted_at__isnull=False)
        verdicts.exclude(pk=assessment.pk).current().update(adopted_by=None, adopted_at=None)
        assessment.adopted_by = by
        assessment.adopted_at = timezone.now()
        assessment.save(update_fields=["adopted_by", "adopted_at"])
    return assessment
