"""The analyst's verbs on claims and conflicts as a whole: assess, adopt, comment, resolve, reopen. Like
those of `claims.services.desk`, each is recorded and can be undone."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claims.models import (
    Action,
    Assessment,
    Attribution,
    Claim,
    Comment,
    Conflict,
    ConflictAccount,
    Credibility,
)
from claims.services import reviewing, triage
from claims.services.actions import VERBS, Verb, put_back, recording
from claims.services.changes import Change
from claims.services.desk import unrate

# --- Claims --------------------------------------------------------------------------------------


def assess(
    claim: Claim,
    *,
    rating: str,
    credibility: int,
    likelihood: str,
    rationale: str,
    evidence: Iterable[Attribution],
    by: User,
) -> Action | None:
    """Records what the analyst makes of a claim, in place of what they made of it before.

    Raises ValidationError for words outside the vocabularies or an empty rationale.
    """
    with recording("assess", claim, by=by, reason=_judged(rating, credibility)) as record:
        last = Assessment.objects.current().filter(claim=claim, analyst=by).first()
        if last is not None:
            record.note(last)
        made = reviewing.assess(
            claim,
            by=by,
            rating=rating,
            credibility=credibility,
            likelihood=likelihood,
            rationale=rationale,
            evidence=evidence,
        )
        record.made(made)
    return record.action


def taken_back(claim: Claim) -> set[int]:
    """Ids of the assessments of a claim that were undone: kept, as none is erased, and held by nobody."""
    undone = Action.objects.filter(
        claim=claim, verb__in=("assess", "rate"), undone_at__isnull=False
    )
    made = (change for row in undone.values_list("changes", flat=True) for change in row)
    return {change["pk"] for change in made if change["before"] is None}


def _judged(rating: str, credibility: int) -> str:
    if credibility not in Credibility.values:
        raise ValidationError("Credibility is a number from 1 to 6.")
    if rating not in Assessment.Rating.values:
        raise ValidationError("Choose a rating.")
    return f"{Assessment.Rating(rating).label}, credibility {credibility}"


def adopt(assessment: Assessment, *, by: User, seen: str) -> Action | None:
    """Makes an assessment the claim's verdict, in place of the one before.

    Raises ValidationError for an assessment that a later one replaced.
    """
    claim = assessment.claim
    with recording("adopt", claim, by=by, reason=_judged_by(assessment)) as record:
        verdicts = Assessment.objects.current().filter(claim=claim, adopted_at__isnull=False)
        record.note(*verdicts.exclude(pk=assessment.pk))
        record.take(assessment, seen)
        if assessment.adopted_at is None:
            reviewing.adopt(assessment, by=by)
    return record.action


def _judged_by(assessment: Assessment) -> str:
    return f"{assessment.get_rating_display()}, by {assessment.analyst}"


def comment(claim: Claim, *, text: str, by: User) -> Action | None:
    """Says something about a claim to colleagues. Raises ValidationError where it is empty or too long."""
    remark = Comment(claim=claim, by=by, text=text.replace("\x00", "").strip())
    remark.clean_fields(exclude={"claim", "by"})
    with recording("comment", claim, by=by) as record:
        remark.save()
        record.made(remark)
    return record.action


# --- Conflicts -----------------------------------------------------------------------------------


def resolve(
    conflict: Conflict,
    *,
    finding: str,
    rationale: str,
    preferred: ConflictAccount | None,
    by: User,
    seen: str,
) -> Action | None:
    """Closes a conflict with one of the six findings, a rationale, and the account that is held to be
    right, if any.

    Raises ValidationError for another finding, an empty rationale or an account of another conflict.
    """
    with recording("resolve", conflict, by=by, reason=finding[:500]) as record:
        record.take(conflict, seen)
        reviewing.resolve(
            conflict, finding=finding, rationale=rationale, preferred=preferred, by=by
        )
        _weigh(conflict)
    return record.action


def reopen(conflict: Conflict, *, because: str, by: User, seen: str) -> Action | None:
    """Opens a resolved conflict again. Raises ValidationError without a reason."""
    with recording("reopen", conflict, by=by, reason=because.strip()) as record:
        record.take(conflict, seen)
        reviewing.reopen(conflict, because=because, by=by)
        _weigh(conflict)
    return record.action


def _weigh(conflict: Conflict) -> None:
    """Claims are contested as long as a conflict about them is open."""
    triage.weigh(conflict.accounts.values_list("claim", flat=True))


def _as_it_was(action: Action, changes: list[Change]) -> None:
    for change in changes:
        preferred = (change.before or {}).get("preferred_id")
        if preferred and not ConflictAccount.objects.filter(pk=preferred).exists():
            raise ValidationError(
                "This can't be undone: the account that was preferred is gone by now."
            )
    put_back(changes)
    if action.conflict is not None:
        _weigh(action.conflict)


VERBS |= {
    "assess": Verb("assessed it", unrate, own=True),
    "adopt": Verb("adopted an assessment as the verdict", right="claims.change_assessment"),
    "comment": Verb("commented on it", own=True),
    "resolve": Verb("resolved it", _as_it_was),
    "reopen": Verb("opened it again", _as_it_was),
}
